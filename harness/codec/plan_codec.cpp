#include "harness/codec/plan_codec.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/fault_json.hpp"
#include "harness/codec/identities_json.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/name_json.hpp"
#include "harness/codec/phase_json.hpp"
#include "harness/codec/phase_policy.hpp"
#include "harness/codec/planned_load_json.hpp"
#include "harness/codec/scenario_json.hpp"
#include "harness/codec/sending_json.hpp"
#include "harness/model/most_requests.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view plan_schema = "limitproof.plan/1";
constexpr std::int64_t most_pools = 1000;
constexpr auto longest_plan_time = std::chrono::hours(1);

std::uint32_t read_u32(json_reader const& in, std::int64_t least, std::int64_t most) {
  return static_cast<std::uint32_t>(in.integer(least, most));
}

// An index that leads out of the plan's identities would be read by the load engine: refused here.
planned_keys read_planned_keys(json_reader const& in, std::size_t known_keys) {
  in.only_keys({"first", "count", "random", "zipf_permille", "each", "seed", "members"});
  auto const last = static_cast<std::int64_t>(known_keys) - 1;
  planned_keys keys;
  keys.random = in.at("random").boolean();
  keys.seed = in.at("seed").unsigned_integer();
  if (auto const exponent = in.find("zipf_permille"))
    keys.zipf_permille = exponent->integer(1, 10'000);
  if (auto const each = in.find("each"))
    keys.each = static_cast<std::uint64_t>(each->integer(1, most_requests));
  keys.first = read_u32(in.at("first"), 0, last);
  if (auto const members = in.find("members")) {
    for (auto const& element : members->items(1))
      keys.members.push_back(read_u32(element, 0, last));
    auto const size = static_cast<std::int64_t>(keys.members.size());
    keys.count = read_u32(in.at("count"), size, size);
  } else {
    keys.count = read_u32(in.at("count"), 1, last + 1 - keys.first);
  }
  return keys;
}

ordered_json write_planned_keys(planned_keys const& keys) {
  ordered_json out{
      {"first", keys.first}, {"count", keys.count}, {"random", keys.random}, {"seed", keys.seed}};
  if (keys.zipf_permille != 0) out["zipf_permille"] = keys.zipf_permille;
  if (keys.each != 1) out["each"] = keys.each;
  if (!keys.members.empty()) out["members"] = keys.members;
  return out;
}

/// Phases of one pool share connections, which cannot lead to different places.
void refuse_mixed_pool(json_reader const& in,
                       planned_phase const& p,
                       std::vector<planned_phase> const& before) {
  for (auto const& other : before)
    if (other.pool == p.pool && other.connect != p.connect)
      in.refuse("pool " + std::to_string(p.pool) + " connects to " +
                std::string(to_name(other.connect)) +
                " in an earlier phase; give this one another");
}

planned_phase read_planned_phase(json_reader const& in, std::size_t known_keys) {
  in.only_keys({"phase",
                "start",
                "before_edge",
                "for",
                "connections",
                "pool",
                "connect",
                "requests",
                "policy",
                "cost",
                "keys",
                "load"});
  planned_phase p;
  p.kind = in.at("phase").one_of(phase_words());
  p.start = in.at("start").duration(duration(0), longest_plan_time);
  if (auto const edge = in.find("before_edge")) p.edge = read_edge(*edge);
  p.length = in.at("for").duration(duration(0), longest_plan_time);
  p.connections = read_u32(in.at("connections"), 1, 4096);
  p.keys = read_planned_keys(in.at("keys"), known_keys);
  p.load = read_load(in.at("load"));
  if (auto const pool = in.find("pool")) p.pool = read_u32(*pool, 0, most_pools);
  if (auto const connect = in.find("connect")) p.connect = connect->name<connect_to>();
  if (auto const requests = in.find("requests")) p.requests = read_requests(*requests);
  if (auto const policy = in.find("policy")) p.policy = read_name(*policy);
  if (auto const cost = in.find("cost")) p.cost = read_request_cost(*cost);
  return p;
}

ordered_json write_planned_phase(planned_phase const& p) {
  ordered_json out{{"phase", p.kind},
                   {"start", to_text(p.start)},
                   {"for", to_text(p.length)},
                   {"connections", p.connections},
                   {"keys", write_planned_keys(p.keys)},
                   {"load", write_load(p.load)}};
  if (p.pool != 0) out["pool"] = p.pool;
  if (p.connect != connect_to::balancer) out["connect"] = to_name(p.connect);
  if (!p.requests.is_usual()) out["requests"] = write_requests(p.requests);
  if (!p.policy.empty()) out["policy"] = p.policy;
  if (p.cost != 1) out["cost"] = p.cost;
  if (p.edge) out["before_edge"] = write_edge(*p.edge);
  return out;
}

external_target read_target(json_reader const& in) {
  in.only_keys({"host", "address", "port", "requests", "time"});
  external_target target;
  target.host = in.at("host").string(256);
  target.where.host = in.at("address").string(64);
  target.where.port = static_cast<std::uint16_t>(in.at("port").integer(1, 65535));
  if (auto const requests = in.find("requests"))
    target.limits.requests = requests->integer(1, most_requests);
  if (auto const time = in.find("time"))
    target.limits.time = time->duration(duration(1), longest_plan_time);
  return target;
}

ordered_json write_target(external_target const& target) {
  ordered_json out{
      {"host", target.host}, {"address", target.where.host}, {"port", target.where.port}};
  if (target.limits.requests) out["requests"] = *target.limits.requests;
  if (target.limits.time) out["time"] = to_text(*target.limits.time);
  return out;
}

plan read_plan(json_reader const& in) {
  in.only_keys({"schema",
                "size",
                "target",
                "scenario",
                "keys",
                "phases",
                "request_timeout",
                "late_limit",
                "faults"});
  static_cast<void>(in.at("schema").one_of({std::string(plan_schema)}));
  plan p;
  p.scenario = read_scenario(in.at("scenario"));
  if (auto const size = in.find("size")) p.scenario.size = size->name<run_size>();
  if (auto const target = in.find("target")) p.target = read_target(*target);
  p.keys = read_identities(in.at("keys"));
  for (auto const& element : in.at("phases").items(1)) {
    auto planned = read_planned_phase(element, p.keys.size());
    refuse_mixed_pool(element, planned, p.phases);
    require_policy(element, planned.policy, p.scenario);
    planned.number = static_cast<std::uint32_t>(p.phases.size() + 1);
    p.phases.push_back(std::move(planned));
  }
  p.request_timeout = in.at("request_timeout").duration(duration(1), longest_plan_time);
  p.late_limit = in.at("late_limit").duration(duration(0), longest_plan_time);
  if (auto const faults = in.find("faults")) p.faults = read_faults(*faults, p.scenario);
  return p;
}

}  // namespace

std::string encode_plan(plan const& p) {
  auto phases = ordered_json::array();
  for (auto const& planned : p.phases) phases.push_back(write_planned_phase(planned));
  ordered_json document{{"schema", plan_schema},
                        {"size", to_name(p.scenario.size)},
                        {"scenario", write_scenario(p.scenario)},
                        {"keys", write_identities(p.keys)},
                        {"phases", std::move(phases)},
                        {"request_timeout", to_text(p.request_timeout)},
                        {"late_limit", to_text(p.late_limit)}};
  if (p.target) document["target"] = write_target(*p.target);
  if (!p.faults.empty()) document["faults"] = write_faults(p.faults);
  return json_text(document);
}

result<plan> decode_plan(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_plan);
}

}  // namespace limitproof
