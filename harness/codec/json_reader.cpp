#include "harness/codec/json_reader.hpp"

#include "harness/codec/duration_text.hpp"

#include <algorithm>
#include <set>

namespace limitproof {

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const above = row[j];
      auto const replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string joined(std::vector<std::string> const& words) {
  std::string text;
  for (auto const& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// RFC 6901: "~" and "/" in a key are escaped within a pointer.
std::string pointer_token(std::string_view key) {
  std::string token;
  for (char const c : key) token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return token;
}

std::string shown(nlohmann::ordered_json const& node) {
  auto text = node.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "…";
  return text;
}

}  // namespace

std::optional<std::string> nearest_name(std::string const& word,
                                        std::vector<std::string> const& candidates) {
  std::optional<std::string> nearest;
  auto least = std::max<std::size_t>(2, word.size() / 2);
  for (auto const& candidate : candidates) {
    auto const distance = edit_distance(word, candidate);
    if (distance > least || (nearest && distance == least)) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

json_reader::json_reader(nlohmann::ordered_json const& node,
                         std::string const& file,
                         std::string pointer)
    : node_(&node), file_(&file), pointer_(std::move(pointer)) {}

void json_reader::fail_at(std::string const& pointer, std::string const& sentence) const {
  throw decode_failure{*file_ + ": at " + (pointer.empty() ? "the top level" : pointer) + ": " +
                       sentence};
}

void json_reader::fail(std::string const& expected) const {
  fail_at(pointer_, "found " + shown(*node_) + ", expected " + expected);
}

void json_reader::only_keys(std::initializer_list<std::string_view> known) const {
  if (!node_->is_object()) fail("an object");
  std::vector<std::string> const allowed(known.begin(), known.end());
  for (auto const& [key, value] : node_->items()) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    auto const nearest = nearest_name(key, allowed);
    fail_at(pointer_ + "/" + pointer_token(key),
            "unknown key \"" + key + "\"" +
                (nearest ? ", did you mean \"" + *nearest + "\"?" : "") +
                " Known keys here: " + joined(allowed));
  }
}

json_reader json_reader::at(std::string_view key) const {
  auto found = find(key);
  if (!found) fail_at(pointer_, "the key \"" + std::string(key) + "\" is missing");
  return *found;
}

std::optional<json_reader> json_reader::find(std::string_view key) const {
  if (!node_->is_object()) fail("an object");
  auto const entry = node_->find(std::string(key));
  if (entry == node_->end()) return std::nullopt;
  return json_reader(*entry, *file_, pointer_ + "/" + pointer_token(key));
}

std::vector<json_reader> json_reader::items(std::size_t least) const {
  if (!node_->is_array()) fail("an array");
  if (node_->size() < least) fail("an array of at least " + std::to_string(least));
  std::vector<json_reader> readers;
  for (std::size_t i = 0; i < node_->size(); ++i)
    readers.emplace_back((*node_)[i], *file_, pointer_ + "/" + std::to_string(i));
  return readers;
}

std::vector<std::pair<std::string, json_reader>> json_reader::members() const {
  if (!node_->is_object()) fail("an object");
  std::vector<std::pair<std::string, json_reader>> readers;
  for (auto const& [key, value] : node_->items())
    readers.emplace_back(key, json_reader(value, *file_, pointer_ + "/" + pointer_token(key)));
  return readers;
}

std::string json_reader::string(std::size_t most) const {
  if (!node_->is_string()) fail("a string");
  auto const& text = node_->get_ref<std::string const&>();
  if (text.empty() || text.size() > most)
    fail("a string of 1 to " + std::to_string(most) + " bytes");
  return text;
}

std::int64_t json_reader::integer(std::int64_t least, std::int64_t most) const {
  auto const wanted =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (!node_->is_number_integer()) fail(wanted);
  if (node_->is_number_unsigned() &&
      node_->get<std::uint64_t>() >
          static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    fail(wanted);
  auto const value = node_->get<std::int64_t>();
  if (value < least || value > most) fail(wanted);
  return value;
}

double json_reader::number() const {
  if (!node_->is_number()) fail("a number");
  return node_->get<double>();
}

bool json_reader::boolean() const {
  if (!node_->is_boolean()) fail("true or false");
  return node_->get<bool>();
}

duration json_reader::duration(limitproof::duration least, limitproof::duration most) const {
  auto const wanted = "a duration with its unit (ns us ms s m h d), from \"" + to_text(least) +
                      "\" to \"" + to_text(most) + "\", as \"250ms\"";
  if (!node_->is_string()) fail(wanted);
  auto const value = parse_duration(node_->get_ref<std::string const&>());
  if (!value || *value < least || *value > most) fail(wanted);
  return *value;
}

rate json_reader::rate() const {
  auto const wanted = "a rate above zero, as \"2000/s\" or \"5/250ms\"";
  if (!node_->is_string()) fail(wanted);
  auto const value = parse_rate(node_->get_ref<std::string const&>());
  if (!value) fail(wanted);
  return *value;
}

std::string json_reader::one_of(std::vector<std::string> const& allowed) const {
  if (!node_->is_string()) fail("one of: " + joined(allowed));
  auto const& text = node_->get_ref<std::string const&>();
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
    auto const nearest = nearest_name(text, allowed);
    fail("one of: " + joined(allowed) + (nearest ? " (did you mean \"" + *nearest + "\"?)" : ""));
  }
  return text;
}

nlohmann::ordered_json parse_json(std::string_view text, std::string const& file) {
  // nlohmann keeps the last of two equal keys without a word; a set per open object notices.
  std::vector<std::set<std::string>> open;
  auto const notice =
      [&](int, nlohmann::ordered_json::parse_event_t event, nlohmann::ordered_json& value) {
        using event_kind = nlohmann::ordered_json::parse_event_t;
        if (event == event_kind::object_start) open.emplace_back();
        if (event == event_kind::object_end) open.pop_back();
        if (event == event_kind::key && !open.back().insert(value.get<std::string>()).second)
          throw decode_failure{file + ": the key \"" + value.get<std::string>() +
                               "\" stands twice in one object"};
        return true;
      };
  return nlohmann::ordered_json::parse(text, notice);
}

}  // namespace limitproof
