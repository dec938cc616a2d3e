#include "harness/lab/describe.hpp"

#include "harness/lab/info_fields.hpp"
#include "harness/lab/private_store.hpp"
#include "harness/redis/blocking_redis.hpp"
#include "harness/run/environment.hpp"

#include <chrono>
#include <ctime>
#include <map>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr duration store_timeout = std::chrono::seconds(10);

result<std::vector<found_limiter>> find_all(catalog const& where,
                                            std::vector<std::string> const& names) {
  if (names.empty()) return list_limiters(where);
  std::vector<found_limiter> found;
  for (auto const& name : names) {
    auto one = find_limiter(where, name);
    if (!one) return one.error();
    found.push_back(*std::move(one));
  }
  return found;
}

result<limiter_description> describe_one(found_limiter const& found,
                                         address const& store,
                                         measured_work const& work,
                                         std::atomic<bool> const& stop) {
  auto plugin = load_plugin(found.folder);
  if (!plugin) return plugin.error();
  auto const worst = measure_worst_window(*plugin, store, stop);
  if (!worst) return with_context("attacking " + found.name, worst.error());
  auto const cost = measure_limiter(*std::move(plugin), store, work, stop);
  if (!cost) return with_context("measuring " + found.name, cost.error());
  return limiter_description{found.name, found.manifest.claims, *worst, *cost};
}

result<std::string> measured_with(address const& store) {
  auto const info = blocking_redis(store, store_timeout).command({"INFO", "server"});
  if (!info) return info.error();
  std::map<std::string, std::string> facts;
  for (auto const& [name, value] : describe_environment()) facts[name] = value;
  return fmt::format("{:%Y-%m-%d}, limitproof {}, Redis {} on {} ({} cores, {}, {})",
                     fmt::gmtime(std::time(nullptr)),
                     facts["limitproof"],
                     info_field(info->text, "redis_version"),
                     facts["processor"],
                     facts["cores"],
                     facts["memory"],
                     facts["system"]);
}

}  // namespace

result<description> describe_limiters(catalog const& where,
                                      std::vector<std::string> const& names,
                                      measured_work const& work,
                                      std::atomic<bool> const& stop) {
  auto const found = find_all(where, names);
  if (!found) return found.error();
  auto const store = private_store::start(stop);
  if (!store) return store.error();
  auto machine = measured_with((*store)->where());
  if (!machine) return machine.error();
  description d{{}, work, *std::move(machine)};
  for (auto const& each : *found) {
    auto one = describe_one(each, (*store)->where(), work, stop);
    if (auto const alive = (*store)->alive(); !alive) return alive.error();
    if (!one) return one.error();
    d.limiters.push_back(*std::move(one));
  }
  return d;
}

}  // namespace limitproof
