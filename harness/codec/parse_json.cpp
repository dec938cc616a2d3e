#include "harness/codec/json_pointer.hpp"
#include "harness/codec/json_reader.hpp"

#include <set>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

// Far deeper than any file of ours; nlohmann prints recursively, so a million brackets would
// exhaust the stack while the error message is being made.
constexpr std::size_t deepest = 64;

// Follows the parser's events to know where it stands: nlohmann keeps the last of two equal keys
// without a word.
class strictness_watch {
 public:
  explicit strictness_watch(std::string const& file) : file_(file) {}

  void follow(ordered_json::parse_event_t event, ordered_json const& value) {
    using kind = ordered_json::parse_event_t;
    switch (event) {
      case kind::object_start:
      case kind::array_start:
        open(event == kind::array_start);
        break;
      case kind::object_end:
      case kind::array_end:
        levels_.pop_back();
        step();
        break;
      case kind::key:
        enter(value.get_ref<std::string const&>());
        break;
      case kind::value:
        step();
        break;
    }
  }

  [[nodiscard]] std::string pointer() const {
    std::string pointer;
    for (auto const& l : levels_) {
      if (!l.is_array && l.seen.empty()) break;
      pointer = pointer_to(pointer, l.is_array ? std::to_string(l.index) : l.key);
    }
    return pointer;
  }

 private:
  struct level {
    bool is_array = false;
    std::size_t index = 0;
    std::string key;
    std::set<std::string> seen;
  };

  void open(bool is_array) {
    if (levels_.size() == deepest)
      throw decode_failure{located(file_,
                                   pointer(),
                                   "nested more than " + std::to_string(deepest) +
                                       " levels deep, which no file of limitproof is")};
    levels_.emplace_back().is_array = is_array;
  }

  void enter(std::string const& key) {
    levels_.back().key = key;
    if (!levels_.back().seen.insert(key).second)
      throw decode_failure{
          located(file_, pointer(), "this key stands twice in one object; remove one of them")};
  }

  void step() {
    if (!levels_.empty()) ++levels_.back().index;
  }

  std::string const& file_;
  std::vector<level> levels_;
};

// "[json.exception.parse_error.101] parse error at line 3, column 1: …" without the bracket.
std::string reason(nlohmann::json::exception const& e) {
  std::string const text = e.what();
  auto const bracket = text.find("] ");
  return bracket == std::string::npos ? text : text.substr(bracket + 2);
}

// The parser quotes what it last read, and that may be any bytes.
std::string ascii(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return clipped(text, 400);
}

}  // namespace

ordered_json parse_json(std::string_view text, std::string const& file) {
  strictness_watch watch(file);
  auto const follow = [&watch](int, ordered_json::parse_event_t event, ordered_json& value) {
    watch.follow(event, value);
    return true;
  };
  try {
    return ordered_json::parse(text, follow);
  } catch (nlohmann::json::exception const& e) {
    throw decode_failure{located(file, watch.pointer(), "not valid JSON: " + ascii(reason(e)))};
  }
}

}  // namespace limitproof
