#include "harness/codec/planned_load_json.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/model/most_requests.hpp"

#include <algorithm>
#include <array>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view paced_word = "paced";
constexpr std::string_view ramp_word = "ramp";
constexpr std::string_view closed_word = "closed";
constexpr std::string_view gate_word = "gate";
constexpr std::string_view reactive_word = "reactive";
constexpr std::string_view slow_word = "slow";
constexpr auto longest_load_time = std::chrono::hours(1);

std::uint64_t read_requests_count(json_reader const& in) {
  return static_cast<std::uint64_t>(in.at("requests").integer(0, most_requests));
}

std::uint32_t read_planned_pipeline(json_reader const& in) {
  auto const pipeline = in.find("pipeline");
  return pipeline ? static_cast<std::uint32_t>(pipeline->integer(1, 64)) : 1;
}

planned_load read_paced(json_reader const& in) {
  in.only_keys({"kind", "rate", "requests", "arrivals", "seed", "pipeline"});
  paced_load load{.rate = in.at("rate").rate(), .requests = read_requests_count(in)};
  if (auto const spacing = in.find("arrivals")) load.arrivals = spacing->name<arrivals>();
  if (auto const seed = in.find("seed")) load.seed = seed->unsigned_integer();
  load.pipeline = read_planned_pipeline(in);
  return load;
}

planned_load read_ramp(json_reader const& in) {
  in.only_keys({"kind", "from", "to", "over", "requests"});
  ramp_load const load{in.at("from").rate(),
                       in.at("to").rate(),
                       in.at("over").duration(duration(1), longest_load_time),
                       read_requests_count(in)};
  if (load.from.per != load.to.per)
    in.at("to").fail("a rate per " + to_text(load.from.per) + ", as `from`");
  return load;
}

planned_load read_closed(json_reader const& in) {
  in.only_keys({"kind", "pipeline"});
  return closed_load{read_planned_pipeline(in)};
}

planned_load read_gate(json_reader const& in) {
  in.only_keys({"kind", "rounds", "every", "hold"});
  auto const every = in.at("every").duration(duration(1), longest_load_time);
  return gate_load{static_cast<std::uint64_t>(in.at("rounds").integer(1, most_requests)),
                   every,
                   in.at("hold").duration(duration(0), every)};
}

planned_load read_reactive(json_reader const& in) {
  in.only_keys({"kind", "obeys", "pause", "jitter"});
  return reactive_load{in.at("obeys").name<obedience>(),
                       in.at("pause").duration(duration(0), longest_load_time),
                       in.at("jitter").duration(duration(0), longest_load_time)};
}

planned_load read_slow(json_reader const& in) {
  in.only_keys({"kind", "pause"});
  return slow_load{in.at("pause").duration(duration(1), longest_load_time)};
}

struct load_kind {
  std::string_view word;
  planned_load (*read)(json_reader const& in);
};

constexpr std::array load_kinds = {load_kind{paced_word, read_paced},
                                   load_kind{ramp_word, read_ramp},
                                   load_kind{closed_word, read_closed},
                                   load_kind{gate_word, read_gate},
                                   load_kind{reactive_word, read_reactive},
                                   load_kind{slow_word, read_slow}};

struct written_load {
  ordered_json operator()(paced_load const& load) const {
    ordered_json out{
        {"kind", paced_word}, {"rate", to_text(load.rate)}, {"requests", load.requests}};
    if (load.arrivals != arrivals::constant) {
      out["arrivals"] = to_name(load.arrivals);
      out["seed"] = load.seed;
    }
    if (load.pipeline != 1) out["pipeline"] = load.pipeline;
    return out;
  }

  ordered_json operator()(ramp_load const& load) const {
    return {{"kind", ramp_word},
            {"from", to_text(load.from)},
            {"to", to_text(load.to)},
            {"over", to_text(load.over)},
            {"requests", load.requests}};
  }

  ordered_json operator()(closed_load const& load) const {
    auto out = ordered_json::object({{"kind", closed_word}});
    if (load.pipeline != 1) out["pipeline"] = load.pipeline;
    return out;
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

  ordered_json operator()(slow_load const& load) const {
    return {{"kind", slow_word}, {"pause", to_text(load.pause)}};
  }
};

}  // namespace

planned_load read_load(json_reader const& in) {
  std::vector<std::string> words;
  for (auto const& kind : load_kinds) words.emplace_back(kind.word);
  auto const word = in.at("kind").one_of(words);
  auto const has_word = [&word](load_kind const& kind) { return kind.word == word; };
  return std::find_if(load_kinds.begin(), load_kinds.end(), has_word)->read(in);
}

ordered_json write_load(planned_load const& load) {
  return std::visit(written_load{}, load);
}

}  // namespace limitproof
