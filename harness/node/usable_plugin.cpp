#include "harness/node/usable_plugin.hpp"

#include "harness/guard/check_guards.hpp"
#include "limiters/check_policy.hpp"

namespace limitproof {

result<limiter_plugin> usable_plugin(std::filesystem::path const& folder,
                                     policy const& promised,
                                     node_settings const& settings) {
  auto plugin = load_plugin(folder);
  if (!plugin) return plugin;
  if (plugin->manifest.kind != limiter_kind::native && !settings.store)
    return error{
        errc::bad_usage,
        "the limiter " + plugin->name + " keeps its count in a store: give --store HOST:PORT"};
  auto const checked = check_policy(*plugin, promised);
  if (!checked) return checked.error();
  auto const guarded = check_guards(settings.guards, *plugin, promised.limits);
  if (!guarded) return guarded.error();
  return plugin;
}

}  // namespace limitproof
