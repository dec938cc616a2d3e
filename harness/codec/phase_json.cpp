#include "harness/codec/phase_json.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/keys_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

duration read_length(json_reader const& in) {
  return in.at("for").duration(std::chrono::milliseconds(1), std::chrono::hours(1));
}

std::int64_t read_connections(json_reader const& in) {
  return in.at("connections").integer(1, 4096);
}

phase_begin read_begin(json_reader const& in) {
  phase_begin begin;
  if (auto const after = in.find("after"))
    begin.after = after->duration(duration(0), std::chrono::hours(1));
  if (auto const edge = in.find("before_edge")) begin.edge = read_edge(*edge);
  return begin;
}

ordered_json with_begin(ordered_json out, phase_begin const& begin) {
  if (begin.after != duration(0)) out["after"] = to_text(begin.after);
  if (begin.edge) out["before_edge"] = write_edge(*begin.edge);
  return out;
}

phase read_steady(json_reader const& in) {
  in.only_keys({"phase", "after", "before_edge", "rate", "for", "connections", "keys"});
  return steady_phase{in.at("rate").rate(),
                      read_length(in),
                      read_connections(in),
                      read_keys(in.at("keys")),
                      read_begin(in)};
}

phase read_closed_loop(json_reader const& in) {
  in.only_keys({"phase", "after", "before_edge", "for", "connections", "keys"});
  return closed_loop_phase{
      read_length(in), read_connections(in), read_keys(in.at("keys")), read_begin(in)};
}

phase read_gate(json_reader const& in) {
  in.only_keys({"phase", "after", "before_edge", "rounds", "every", "connections", "keys"});
  gate_phase p;
  if (auto const rounds = in.find("rounds")) p.rounds = rounds->integer(1, 1000);
  p.every = in.at("every").duration(std::chrono::milliseconds(10), std::chrono::hours(1));
  p.connections = read_connections(in);
  p.keys = read_keys(in.at("keys"));
  p.begin = read_begin(in);
  return p;
}

phase read_reactive(json_reader const& in) {
  in.only_keys(
      {"phase", "after", "before_edge", "obeys", "pause", "jitter", "for", "connections", "keys"});
  reactive_phase p;
  p.obeys = in.at("obeys").name<obedience>();
  p.pause = in.at("pause").duration(duration(0), std::chrono::hours(1));
  if (auto const jitter = in.find("jitter"))
    p.jitter = jitter->duration(duration(0), std::chrono::hours(1));
  p.length = read_length(in);
  p.connections = read_connections(in);
  p.keys = read_keys(in.at("keys"));
  p.begin = read_begin(in);
  return p;
}

// A new kind is a line here, its reader above and its writer below.
struct phase_kind {
  std::string_view word;
  phase (*read)(json_reader const& in);
};

constexpr std::array phase_kinds = {phase_kind{steady_phase::word, read_steady},
                                    phase_kind{closed_loop_phase::word, read_closed_loop},
                                    phase_kind{gate_phase::word, read_gate},
                                    phase_kind{reactive_phase::word, read_reactive}};

struct written_phase {
  ordered_json operator()(steady_phase const& p) const {
    return {{"phase", p.word},
            {"rate", to_text(p.rate)},
            {"for", to_text(p.length)},
            {"connections", p.connections},
            {"keys", write_keys(p.keys)}};
  }

  ordered_json operator()(closed_loop_phase const& p) const {
    return {{"phase", p.word},
            {"for", to_text(p.length)},
            {"connections", p.connections},
            {"keys", write_keys(p.keys)}};
  }

  ordered_json operator()(gate_phase const& p) const {
    return {{"phase", p.word},
            {"rounds", p.rounds},
            {"every", to_text(p.every)},
            {"connections", p.connections},
            {"keys", write_keys(p.keys)}};
  }

  ordered_json operator()(reactive_phase const& p) const {
    return {{"phase", p.word},
            {"obeys", to_name(p.obeys)},
            {"pause", to_text(p.pause)},
            {"jitter", to_text(p.jitter)},
            {"for", to_text(p.length)},
            {"connections", p.connections},
            {"keys", write_keys(p.keys)}};
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
  return std::visit([](auto const& kind) { return with_begin(written_phase{}(kind), kind.begin); },
                    p);
}

}  // namespace limitproof
