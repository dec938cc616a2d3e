#include "harness/stack/find_script.hpp"

#include "harness/codec/decode_manifest.hpp"
#include "harness/redis/redis_script.hpp"

#include <fstream>
#include <iterator>

namespace limitproof {

namespace {

result<std::string> read_source(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::string source{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    return error{errc::bad_file, file.string() + ": cannot be read; check its permissions"};
  return source;
}

}  // namespace

result<std::optional<decision_script>> find_script(std::filesystem::path const& limiter_folder,
                                                   blocking_redis& store) {
  auto const manifest_file = limiter_folder / "limiter.json";
  if (!std::filesystem::exists(manifest_file)) return std::optional<decision_script>();
  auto const text = read_source(manifest_file);
  if (!text) return text.error();
  auto const manifest = decode_manifest(*text, manifest_file.string());
  if (!manifest) return manifest.error();
  if (manifest->script.empty()) return std::optional<decision_script>();

  auto source = read_source(limiter_folder / manifest->script);
  if (!source) return source.error();
  redis_script const script(*std::move(source));
  auto const known = store.command({"SCRIPT", "EXISTS", script.sha()});
  if (!known) return known.error();
  if (known->elements.size() != 1)
    return error{errc::store_unavailable, "unexpected reply to SCRIPT EXISTS: " + known->text};
  return std::optional(
      decision_script{manifest->script, script.sha(), known->elements.front().integer == 1});
}

}  // namespace limitproof
