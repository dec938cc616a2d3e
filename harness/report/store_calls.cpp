#include "harness/report/store_calls.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace limitproof {

namespace {

constexpr std::array script_runs = {std::string_view("evalsha"), std::string_view("eval")};

constexpr std::array no_decisions = {std::string_view("ping"),
                                     std::string_view("info"),
                                     std::string_view("hello"),
                                     std::string_view("time"),
                                     std::string_view("script|load")};

template <class Names>
bool is_one_of(Names const& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Counts>
std::int64_t sum_of(store_figures const& store, Counts counts) {
  std::int64_t sum = 0;
  for (auto const& [name, calls] : store.commands)
    if (counts(name)) sum += calls;
  return sum;
}

}  // namespace

std::optional<std::int64_t> store_calls_milli(std::optional<store_figures> const& store,
                                              std::int64_t sent,
                                              std::vector<injection> const& faults) {
  if (!store || store->commands.empty() || sent == 0 || counts_since_restart(faults))
    return std::nullopt;
  auto calls = sum_of(*store, [](auto const& name) { return is_one_of(script_runs, name); });
  if (calls == 0)
    calls = sum_of(*store, [](auto const& name) { return !is_one_of(no_decisions, name); });
  return (calls * 1000 + sent - 1) / sent;
}

bool counts_since_restart(std::vector<injection> const& faults) {
  return std::any_of(faults.begin(), faults.end(), [](injection const& done) {
    return replaces_store(done.what);
  });
}

}  // namespace limitproof
