#include "harness/codec/phase_json.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/keys_json.hpp"
#include "harness/codec/name_json.hpp"
#include "harness/codec/sending_json.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::int64_t deepest_pipeline = 64;

duration read_length(json_reader const& in) {
  return in.at("for").duration(std::chrono::milliseconds(1), std::chrono::hours(1));
}

std::int64_t read_pipeline(json_reader const& in) {
  auto const pipeline = in.find("pipeline");
  return pipeline ? pipeline->integer(1, deepest_pipeline) : 1;
}

phase_begin read_begin(json_reader const& in) {
  phase_begin begin;
  if (auto const after = in.find("after"))
    begin.after = after->duration(duration(0), std::chrono::hours(1));
  if (auto const edge = in.find("before_edge")) begin.edge = read_edge(*edge);
  if (auto const beside = in.find("beside")) begin.beside = beside->boolean();
  return begin;
}

ordered_json with_begin(ordered_json out, phase_begin const& begin) {
  if (begin.beside) out["beside"] = true;
  if (begin.after != duration(0)) out["after"] = to_text(begin.after);
  if (begin.edge) out["before_edge"] = write_edge(*begin.edge);
  return out;
}

/// What every kind may say, besides the keys that are its `own`.
template <class Kind>
void read_common(json_reader const& in, std::vector<std::string_view> const& own, Kind& p) {
  std::vector<std::string_view> known{"phase",
                                      "beside",
                                      "after",
                                      "before_edge",
                                      "connections",
                                      "keys",
                                      "requests",
                                      "connect",
                                      "policy",
                                      "cost"};
  known.insert(known.end(), own.begin(), own.end());
  in.only_keys(known);
  p.connections = in.at("connections").integer(1, 4096);
  p.keys = read_keys(in.at("keys"));
  p.begin = read_begin(in);
  if (auto const requests = in.find("requests")) p.manner.requests = read_requests(*requests);
  if (auto const connect = in.find("connect")) p.manner.connect = connect->name<connect_to>();
  if (auto const policy = in.find("policy")) p.manner.policy = read_name(*policy);
  if (auto const cost = in.find("cost")) p.manner.cost = read_request_cost(*cost);
}

/// A kind whose connections each do something of their own cannot choose one by the request.
void refuse_picked_nodes(json_reader const& in, connect_to to) {
  if (picks_the_node(to))
    in.at("connect").fail(
        "balancer or direct here, where what a connection sends is not chosen by its node");
}

template <class Kind>
ordered_json with_common(ordered_json out, Kind const& p) {
  out["connections"] = p.connections;
  out["keys"] = write_keys(p.keys);
  if (!p.manner.requests.is_usual()) out["requests"] = write_requests(p.manner.requests);
  if (p.manner.connect != connect_to::balancer) out["connect"] = to_name(p.manner.connect);
  if (!p.manner.policy.empty()) out["policy"] = p.manner.policy;
  if (p.manner.cost != 1) out["cost"] = p.manner.cost;
  return with_begin(std::move(out), p.begin);
}

/// Requests of one pipeline share a connection and so a node.
template <class Kind>
void refuse_split_pipeline(json_reader const& in, Kind const& p) {
  if (p.pipeline > 1) refuse_picked_nodes(in, p.manner.connect);
}

phase read_steady(json_reader const& in) {
  steady_phase p;
  read_common(in, {"rate", "for", "arrivals", "pipeline"}, p);
  p.rate = in.at("rate").rate();
  p.length = read_length(in);
  if (auto const spacing = in.find("arrivals")) p.arrivals = spacing->name<arrivals>();
  p.pipeline = read_pipeline(in);
  refuse_split_pipeline(in, p);
  return p;
}

phase read_ramp(json_reader const& in) {
  ramp_phase p;
  read_common(in, {"from", "to", "for"}, p);
  p.from = in.at("from").rate();
  p.to = in.at("to").rate();
  if (p.from.per != p.to.per) in.at("to").fail("a rate per " + to_text(p.from.per) + ", as `from`");
  p.length = read_length(in);
  return p;
}

phase read_closed_loop(json_reader const& in) {
  closed_loop_phase p;
  read_common(in, {"for", "pipeline"}, p);
  p.length = read_length(in);
  p.pipeline = read_pipeline(in);
  refuse_split_pipeline(in, p);
  return p;
}

phase read_gate(json_reader const& in) {
  gate_phase p;
  read_common(in, {"rounds", "every"}, p);
  refuse_picked_nodes(in, p.manner.connect);
  if (auto const rounds = in.find("rounds")) p.rounds = rounds->integer(1, 1000);
  p.every = in.at("every").duration(std::chrono::milliseconds(10), std::chrono::hours(1));
  return p;
}

phase read_reactive(json_reader const& in) {
  reactive_phase p;
  read_common(in, {"obeys", "pause", "jitter", "for"}, p);
  refuse_picked_nodes(in, p.manner.connect);
  p.obeys = in.at("obeys").name<obedience>();
  p.pause = in.at("pause").duration(duration(0), std::chrono::hours(1));
  if (auto const jitter = in.find("jitter"))
    p.jitter = jitter->duration(duration(0), std::chrono::hours(1));
  p.length = read_length(in);
  return p;
}

phase read_slow(json_reader const& in) {
  slow_phase p;
  read_common(in, {"pause", "for"}, p);
  refuse_picked_nodes(in, p.manner.connect);
  p.pause = in.at("pause").duration(std::chrono::milliseconds(1), std::chrono::hours(1));
  p.length = read_length(in);
  return p;
}

// A new kind is a line here, its reader above and its writer below.
struct phase_kind {
  std::string_view word;
  phase (*read)(json_reader const& in);
};

constexpr std::array phase_kinds = {phase_kind{steady_phase::word, read_steady},
                                    phase_kind{ramp_phase::word, read_ramp},
                                    phase_kind{closed_loop_phase::word, read_closed_loop},
                                    phase_kind{gate_phase::word, read_gate},
                                    phase_kind{reactive_phase::word, read_reactive},
                                    phase_kind{slow_phase::word, read_slow}};

ordered_json with_pipeline(ordered_json out, std::int64_t pipeline) {
  if (pipeline != 1) out["pipeline"] = pipeline;
  return out;
}

struct written_own_keys {
  ordered_json operator()(steady_phase const& p) const {
    ordered_json out{{"phase", p.word}, {"rate", to_text(p.rate)}, {"for", to_text(p.length)}};
    if (p.arrivals != arrivals::constant) out["arrivals"] = to_name(p.arrivals);
    return with_pipeline(std::move(out), p.pipeline);
  }

  ordered_json operator()(ramp_phase const& p) const {
    return {{"phase", p.word},
            {"from", to_text(p.from)},
            {"to", to_text(p.to)},
            {"for", to_text(p.length)}};
  }

  ordered_json operator()(closed_loop_phase const& p) const {
    return with_pipeline({{"phase", p.word}, {"for", to_text(p.length)}}, p.pipeline);
  }

  ordered_json operator()(gate_phase const& p) const {
    return {{"phase", p.word}, {"rounds", p.rounds}, {"every", to_text(p.every)}};
  }

  ordered_json operator()(reactive_phase const& p) const {
    return {{"phase", p.word},
            {"obeys", to_name(p.obeys)},
            {"pause", to_text(p.pause)},
            {"jitter", to_text(p.jitter)},
            {"for", to_text(p.length)}};
  }

  ordered_json operator()(slow_phase const& p) const {
    return {{"phase", p.word}, {"pause", to_text(p.pause)}, {"for", to_text(p.length)}};
  }
};

}  // namespace

window_edge read_edge(json_reader const& in) {
  in.only_keys({"of", "by"});
  window_edge edge;
  edge.of = in.at("of").duration(std::chrono::milliseconds(1), std::chrono::hours(1));
  edge.lead = in.at("by").duration(duration(0), edge.of - duration(1));
  return edge;
}

ordered_json write_edge(window_edge const& edge) {
  return {{"of", to_text(edge.of)}, {"by", to_text(edge.lead)}};
}

std::vector<std::string> phase_words() {
  std::vector<std::string> words;
  for (auto const& kind : phase_kinds) words.emplace_back(kind.word);
  return words;
}

phase read_phase(json_reader const& in) {
  auto const word = in.at("phase").one_of(phase_words());
  auto const has_word = [&word](phase_kind const& kind) { return kind.word == word; };
  return std::find_if(phase_kinds.begin(), phase_kinds.end(), has_word)->read(in);
}

ordered_json write_phase(phase const& p) {
  return std::visit([](auto const& kind) { return with_common(written_own_keys{}(kind), kind); },
                    p);
}

}  // namespace limitproof
