#include "harness/run/judge_run.hpp"

#include "harness/check/run_checks.hpp"
#include "harness/codec/decode_manifest.hpp"
#include "harness/codec/plan_codec.hpp"
#include "harness/codec/verdict_codec.hpp"
#include "harness/history/history_db.hpp"
#include "harness/history/import_records.hpp"
#include "harness/run/text_file.hpp"

#include <system_error>

namespace limitproof {

namespace fs = std::filesystem;

result<plan> read_plan(fs::path const& run_directory) {
  auto const file = run_directory / "plan.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  return decode_plan(*text, file.string());
}

result<limiter_claims> read_claims(fs::path const& limiter_directory) {
  auto const file = limiter_directory / "limiter.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  auto const manifest = decode_manifest(*text, file.string());
  if (!manifest) return manifest.error();
  return manifest->claims;
}

result<history> load_history(plan const& p, fs::path const& limiter_directory) {
  auto const database = limiter_directory / "history.db";
  if (fs::exists(database)) return read_history_db(database);

  auto const records = limiter_directory / "records";
  auto imported = import_records(records);
  if (!imported) return imported.error();
  imported->keys = p.keys;
  auto const written = write_history_db(database, *imported);
  if (!written) return written.error();
  std::error_code ignored;  // the database has it all; leftover records only cost space
  fs::remove_all(records, ignored);
  return imported;
}

result<verdict> judge_run(plan const& p, fs::path const& limiter_directory) {
  auto const claims = read_claims(limiter_directory);
  if (!claims) return claims.error();
  auto const recorded = load_history(p, limiter_directory);
  if (!recorded) return recorded.error();
  auto judged = run_checks({*recorded, p, *claims, node_names(p.scenario.stack)});
  auto const written = write_text(limiter_directory / "verdict.json", encode_verdict(judged));
  if (!written) return written.error();
  return judged;
}

}  // namespace limitproof
