#include "tests/simulation/shipped_limiters.hpp"

#include <algorithm>
#include <filesystem>

namespace limitproof {

namespace fs = std::filesystem;

limiter_plugin shipped_limiter(std::string const& name) {
  return load_plugin(fs::path(LIMITPROOF_LIMITERS) / name).value();
}

std::vector<limiter_plugin> shipped_script_limiters() {
  std::vector<limiter_plugin> found;
  for (auto const& entry : fs::directory_iterator(LIMITPROOF_LIMITERS)) {
    if (!fs::exists(entry.path() / "limiter.json")) continue;
    auto plugin = load_plugin(entry.path()).value();
    auto const& claims = plugin.manifest.claims;
    if (plugin.manifest.kind == limiter_kind::redis_script && claims.algorithm != algorithm::none &&
        claims.shared && claims.atomic && claims.time != time_source::node)
      found.push_back(std::move(plugin));
  }
  std::sort(
      found.begin(), found.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  return found;
}

}  // namespace limitproof
