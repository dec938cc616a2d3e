#include "tests/simulation/broken_limiters.hpp"

#include "tests/simulation/shipped_limiters.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

// The effect of an EXPIRE with every INCR: who keeps asking is never let in again.
constexpr auto extending_denials = R"(local admitted = wait == 0
if not admitted then
  for _, window in ipairs(windows) do window.start = now end
  store_windows(windows, limits, limits[1].per)
end)";

/// The shipped script with `right` replaced by `wrong`.
limiter_plugin altered(std::string const& name,
                       std::string const& right,
                       std::string const& wrong) {
  auto plugin = shipped_limiter(name);
  auto const at = plugin.script.find(right);
  INFO(name << " has no \"" << right << "\" to break");
  REQUIRE(at != std::string::npos);
  plugin.script.replace(at, right.size(), wrong);
  return plugin;
}

limiter_plugin with_key_of_each_node(std::string const& name) {
  auto plugin = shipped_limiter(name);
  for (auto& key : plugin.manifest.call.keys) key.pattern += ":{instance}";
  return plugin;
}

}  // namespace

std::vector<broken_limiter> broken_limiters() {
  constexpr auto over_admission = check_name::over_admission;
  return {
      {"each node counts for itself",
       with_key_of_each_node("redis-token-bucket"),
       over_admission,
       store_calls::one_script},
      {"reads the state in one call and writes it in another",
       shipped_limiter("redis-token-bucket"),
       over_admission,
       store_calls::read_then_write},
      {"refills twice what has passed",
       altered("redis-token-bucket", "stamp - stored_at)", "2 * (stamp - stored_at))"),
       over_admission,
       store_calls::one_script},
      {"takes its entries off the log before the window is over",
       altered("redis-sliding-log",
               "per = tonumber(ARGV[2 * i + 1])",
               "per = math.floor(tonumber(ARGV[2 * i + 1]) * 0.8)"),
       over_admission,
       store_calls::one_script},
      {"admits one more than the count",
       altered("redis-packed-log", "count = tonumber(ARGV[i])", "count = tonumber(ARGV[i]) + 1"),
       over_admission,
       store_calls::one_script},
      {"begins a new window at half of the last one",
       altered("redis-first-hit-window",
               "per = tonumber(ARGV[i + 1])",
               "per = math.floor(tonumber(ARGV[i + 1]) / 2)"),
       over_admission,
       store_calls::one_script},
      {"begins the window anew with each denial",
       altered("redis-first-hit-window", "local admitted = wait == 0", extending_denials),
       check_name::wrongful_denial,
       store_calls::one_script},
      {"keeps one permit back",
       altered("redis-packed-log", "count = tonumber(ARGV[i])", "count = tonumber(ARGV[i]) - 1"),
       check_name::wrongful_denial,
       store_calls::one_script},
  };
}

}  // namespace limitproof
