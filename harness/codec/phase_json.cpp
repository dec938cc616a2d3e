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

phase read_steady(json_reader const& in) {
  in.only_keys({"phase", "rate", "for", "connections", "keys"});
  return steady_phase{
      in.at("rate").rate(), read_length(in), read_connections(in), read_keys(in.at("keys"))};
}

phase read_closed_loop(json_reader const& in) {
  in.only_keys({"phase", "for", "connections", "keys"});
  return closed_loop_phase{read_length(in), read_connections(in), read_keys(in.at("keys"))};
}

// A new kind is a line here, its reader above and its writer below.
struct phase_kind {
  std::string_view word;
  phase (*read)(json_reader const& in);
};

constexpr std::array phase_kinds = {phase_kind{steady_phase::word, read_steady},
                                    phase_kind{closed_loop_phase::word, read_closed_loop}};

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
};

}  // namespace

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
  return std::visit(written_phase{}, p);
}

}  // namespace limitproof
