#include "tests/simulation/simulated_store.hpp"

#include "harness/model/assert.hpp"

#include <utility>

namespace limitproof {

redis_reply simulated_store::evaluate_known(written_call const& call, std::int64_t run_ns) {
  if (!knows_script_)
    return {redis_reply::kind::error, 0, "NOSCRIPT No matching script. Please use EVAL.", {}};
  return evaluate(call, run_ns);
}

redis_reply simulated_store::evaluate(written_call const& call, std::int64_t run_ns) {
  knows_script_ = true;
  set_clock(run_ns);
  return lua_.run(script_, call.keys, call.arguments);
}

simulated_store::unwritten simulated_store::decide_only(written_call const& call,
                                                        std::int64_t run_ns) {
  set_clock(run_ns);
  auto before = lua_.store();
  unwritten found{evaluate(call, run_ns), {}};
  for (auto const& key : call.keys) {
    auto const value = lua_.store().command({"GET", key});
    if (value.text == before.command({"GET", key}).text) continue;
    auto const lifetime_ms = lua_.store().command({"PTTL", key}).integer;
    found.writes.push_back({"SET", key, value.text, "PX", std::to_string(lifetime_ms)});
  }
  lua_.store() = std::move(before);
  return found;
}

void simulated_store::write(std::vector<command> const& writes, std::int64_t run_ns) {
  set_clock(run_ns);
  for (auto const& each : writes)
    LIMITPROOF_ASSERT(lua_.store().command(each).type == redis_reply::kind::status);
}

void simulated_store::set_clock(std::int64_t run_ns) {
  lua_.store().set_time(store_time(store_clock::duration(clock_.read_us(run_ns))));
}

}  // namespace limitproof
