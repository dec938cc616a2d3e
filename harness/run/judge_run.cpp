#include "harness/run/judge_run.hpp"

#include "harness/check/run_checks.hpp"
#include "harness/codec/decode_manifest.hpp"
#include "harness/codec/plan_codec.hpp"
#include "harness/codec/read_problems.hpp"
#include "harness/codec/store_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/codec/verdict_codec.hpp"
#include "harness/history/history_db.hpp"
#include "harness/history/import_records.hpp"
#include "harness/model/guarded_claims.hpp"
#include "harness/model/policy_parts.hpp"

#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

// None: a service that runs already, and nobody named the limiter behind it.
result<std::optional<limiter_manifest>> read_manifest(plan const& p,
                                                      fs::path const& part_directory) {
  auto const file = part_directory / "limiter.json";
  if (p.target && !fs::exists(file)) return std::optional<limiter_manifest>();
  auto const text = read_text(file);
  if (!text) return text.error();
  auto manifest = decode_manifest(*text, file.string());
  if (!manifest) return manifest.error();
  return std::optional(*std::move(manifest));
}

std::vector<std::string> expected_nodes(plan const& p) {
  return p.target ? std::vector<std::string>() : node_names(p.scenario.stack);
}

std::int64_t keys_of_a_call(limiter_manifest const& manifest, policy const& promised) {
  std::size_t keys = 0;
  for (auto const& key : manifest.call.keys) keys += key.each_limit ? promised.limits.size() : 1;
  return static_cast<std::int64_t>(keys);
}

result<verdict> judge_part(plan const& whole,
                           std::string const& policy,
                           history const& recorded,
                           std::optional<store_holdings> const& store,
                           fs::path const& directory) {
  auto const manifest = read_manifest(whole, directory);
  if (!manifest) return manifest.error();
  auto const p = part_of(whole, policy);
  evidence known{recorded, p, {}, expected_nodes(p)};
  if (store) known.store = part_of(*store, policy);
  known.problems = read_problems(recorded);
  if (*manifest) {
    known.claims = guarded_claims((*manifest)->claims, p.scenario.stack.guards);
    known.keys_of_a_call = keys_of_a_call(**manifest, p.scenario.policy);
  }
  auto judged = run_checks(known);
  auto const written = write_text(directory / "verdict.json", encode_verdict(judged));
  if (!written) return written.error();
  return judged;
}

}  // namespace

fs::path part_directory(fs::path const& limiter_directory, std::string const& policy) {
  return limiter_directory.parent_path() /
         run_folder(limiter_directory.filename().string(), policy);
}

result<plan> read_plan(fs::path const& run_directory) {
  auto const file = run_directory / "plan.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  return decode_plan(*text, file.string());
}

result<limiter_claims> read_claims(plan const& p, fs::path const& part_directory) {
  auto const manifest = read_manifest(p, part_directory);
  if (!manifest) return manifest.error();
  return *manifest ? (*manifest)->claims : limiter_claims{};
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

result<std::optional<store_holdings>> read_store(fs::path const& limiter_directory) {
  auto const file = limiter_directory / "store.json";
  if (!fs::exists(file)) return std::optional<store_holdings>();
  auto const text = read_text(file);
  if (!text) return text.error();
  auto store = decode_store(*text, file.string());
  if (!store) return store.error();
  return std::optional(*std::move(store));
}

result<std::vector<judged_part>> judge_run(plan const& p, fs::path const& limiter_directory) {
  auto recorded = load_history(p, limiter_directory);
  if (!recorded) return recorded.error();
  auto const store = read_store(limiter_directory);
  if (!store) return store.error();
  auto const policies = judged_policies(p.scenario);
  auto const parts = parts_of(*std::move(recorded), p);
  std::vector<judged_part> judged;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    auto const directory = part_directory(limiter_directory, policies[i]);
    auto verdict = judge_part(p, policies[i], parts[i], *store, directory);
    if (!verdict) return verdict.error();
    judged.push_back({policies[i], *std::move(verdict)});
  }
  return judged;
}

}  // namespace limitproof
