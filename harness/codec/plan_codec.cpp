#include "harness/codec/plan_codec.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/fault_json.hpp"
#include "harness/codec/identities_json.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/phase_json.hpp"
#include "harness/codec/scenario_json.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view schema = "limitproof.plan/1";
constexpr std::string_view paced_word = "paced";
constexpr std::string_view closed_word = "closed";
constexpr std::string_view gate_word = "gate";
constexpr std::string_view reactive_word = "reactive";
constexpr std::int64_t most_requests = 100'000'000;
constexpr auto longest = std::chrono::hours(1);

std::uint32_t read_u32(json_reader const& in, std::int64_t least, std::int64_t most) {
  return static_cast<std::uint32_t>(in.integer(least, most));
}

// An index that leads out of the plan's identities would be read by the load engine: refused here.
planned_keys read_planned_keys(json_reader const& in, std::size_t known_keys) {
  in.only_keys({"first", "count", "random", "each", "seed", "members"});
  auto const last = static_cast<std::int64_t>(known_keys) - 1;
  planned_keys keys;
  keys.random = in.at("random").boolean();
  keys.seed = in.at("seed").unsigned_integer();
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
  if (keys.each != 1) out["each"] = keys.each;
  if (!keys.members.empty()) out["members"] = keys.members;
  return out;
}

planned_load read_load(json_reader const& in) {
  auto const kind = in.at("kind").one_of({std::string(paced_word),
                                          std::string(closed_word),
                                          std::string(gate_word),
                                          std::string(reactive_word)});
  if (kind == paced_word) {
    in.only_keys({"kind", "rate", "requests"});
    return paced_load{in.at("rate").rate(),
                      static_cast<std::uint64_t>(in.at("requests").integer(0, most_requests))};
  }
  if (kind == gate_word) {
    in.only_keys({"kind", "rounds", "every", "hold"});
    auto const every = in.at("every").duration(duration(1), longest);
    return gate_load{static_cast<std::uint64_t>(in.at("rounds").integer(1, most_requests)),
                     every,
                     in.at("hold").duration(duration(0), every)};
  }
  if (kind == reactive_word) {
    in.only_keys({"kind", "obeys", "pause", "jitter"});
    return reactive_load{in.at("obeys").name<obedience>(),
                         in.at("pause").duration(duration(0), longest),
                         in.at("jitter").duration(duration(0), longest)};
  }
  in.only_keys({"kind"});
  return closed_load{};
}

struct written_load {
  ordered_json operator()(paced_load const& load) const {
    return {{"kind", paced_word}, {"rate", to_text(load.rate)}, {"requests", load.requests}};
  }

  ordered_json operator()(closed_load const&) const {
    return ordered_json::object({{"kind", closed_word}});
  }

  ordered_json operator()(gate_load const& load) const {
    return {{"kind", gate_word},
            {"rounds", load.rounds},
            {"every", to_text(load.every)},
            {"hold", to_text(load.hold)}};
  }

  ordered_json operator()(reactive_load const& load) const {
    return {{"kind", reactive_word},
            {"obeys", to_name(load.obeys)},
            {"pause", to_text(load.pause)},
            {"jitter", to_text(load.jitter)}};
  }
};

planned_phase read_planned_phase(json_reader const& in, std::size_t known_keys) {
  in.only_keys({"phase", "start", "before_edge", "for", "connections", "keys", "load"});
  planned_phase p;
  p.kind = in.at("phase").one_of(phase_words());
  p.start = in.at("start").duration(duration(0), longest);
  if (auto const edge = in.find("before_edge")) p.edge = read_edge(*edge);
  p.length = in.at("for").duration(duration(0), longest);
  p.connections = read_u32(in.at("connections"), 1, 4096);
  p.keys = read_planned_keys(in.at("keys"), known_keys);
  p.load = read_load(in.at("load"));
  return p;
}

ordered_json write_planned_phase(planned_phase const& p) {
  ordered_json out{{"phase", p.kind},
                   {"start", to_text(p.start)},
                   {"for", to_text(p.length)},
                   {"connections", p.connections},
                   {"keys", write_planned_keys(p.keys)},
                   {"load", std::visit(written_load{}, p.load)}};
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
  if (auto const time = in.find("time")) target.limits.time = time->duration(duration(1), longest);
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
  static_cast<void>(in.at("schema").one_of({std::string(schema)}));
  plan p;
  p.scenario = read_scenario(in.at("scenario"));
  if (auto const size = in.find("size")) p.scenario.size = size->name<run_size>();
  if (auto const target = in.find("target")) p.target = read_target(*target);
  p.keys = read_identities(in.at("keys"));
  for (auto const& element : in.at("phases").items(1))
    p.phases.push_back(read_planned_phase(element, p.keys.size()));
  p.request_timeout = in.at("request_timeout").duration(duration(1), longest);
  p.late_limit = in.at("late_limit").duration(duration(0), longest);
  if (auto const faults = in.find("faults")) p.faults = read_faults(*faults, p.scenario.stack);
  return p;
}

}  // namespace

std::string encode_plan(plan const& p) {
  auto phases = ordered_json::array();
  for (auto const& planned : p.phases) phases.push_back(write_planned_phase(planned));
  ordered_json document{{"schema", schema},
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
