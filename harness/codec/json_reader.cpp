#include "harness/codec/json_reader.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/json_pointer.hpp"
#include "harness/codec/nearest_name.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_quotation = 60;
constexpr std::int64_t most_events_per_second = 10'000'000;

std::string joined(std::vector<std::string> const& words) {
  std::string text;
  for (auto const& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string shown(ordered_json const& node) {
  return clipped(node.dump(-1, ' ', false, ordered_json::error_handler_t::replace),
                 longest_quotation);
}

std::string suggestion(std::string const& word, std::vector<std::string> const& allowed) {
  auto const nearest = nearest_name(word, allowed);
  return nearest ? " (did you mean \"" + *nearest + "\"?)" : "";
}

std::string counted(std::size_t least, std::size_t most) {
  if (most == json_reader::unlimited) return "at least " + std::to_string(least);
  return std::to_string(least) + " to " + std::to_string(most);
}

bool contains(std::vector<std::string> const& words, std::string const& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_reasonable(rate const& r) {
  __extension__ using wide = __int128;
  return r.per <= std::chrono::days(1) &&
         wide{r.count} * duration(std::chrono::seconds(1)).count() <=
             wide{r.per.count()} * most_events_per_second;
}

}  // namespace

json_reader::json_reader(ordered_json const& node, std::string const& file, std::string pointer)
    : node_(&node), file_(&file), pointer_(std::move(pointer)) {}

json_reader json_reader::member(std::string_view key, ordered_json const& value) const {
  return json_reader(value, *file_, pointer_to(pointer_, key));
}

void json_reader::refuse(std::string const& sentence) const {
  throw decode_failure{located(*file_, pointer_, sentence)};
}

void json_reader::fail(std::string const& expected) const {
  refuse("found " + shown(*node_) + ", expected " + expected);
}

void json_reader::unknown_key(std::string const& key, std::vector<std::string> const& known) const {
  throw decode_failure{located(
      *file_,
      pointer_to(pointer_, key),
      "unknown key " + shown(key) + suggestion(key, known) + ", known here: " + joined(known))};
}

void json_reader::only_keys(std::vector<std::string_view> const& known) const {
  if (!node_->is_object()) fail("an object");
  std::vector<std::string> const allowed(known.begin(), known.end());
  for (auto const& [key, value] : node_->items())
    if (!contains(allowed, key)) unknown_key(key, allowed);
}

json_reader json_reader::at(std::string_view key) const {
  auto found = find(key);
  if (!found) refuse("the key \"" + std::string(key) + "\" is missing from " + shown(*node_));
  return *found;
}

std::optional<json_reader> json_reader::find(std::string_view key) const {
  if (!node_->is_object()) fail("an object");
  auto const entry = node_->find(std::string(key));
  if (entry == node_->end()) return std::nullopt;
  return member(key, *entry);
}

std::vector<json_reader> json_reader::items(std::size_t least, std::size_t most) const {
  auto const wanted = least == 0 && most == unlimited
                          ? "an array"
                          : "an array of " + counted(least, most) + " elements";
  if (!node_->is_array()) fail(wanted);
  if (node_->size() < least || node_->size() > most) fail(wanted);
  std::vector<json_reader> readers;
  for (auto const& element : *node_)
    readers.push_back(member(std::to_string(readers.size()), element));
  return readers;
}

std::vector<std::pair<std::string, json_reader>> json_reader::members() const {
  if (!node_->is_object()) fail("an object");
  std::vector<std::pair<std::string, json_reader>> readers;
  for (auto const& [key, value] : node_->items()) readers.emplace_back(key, member(key, value));
  return readers;
}

bool json_reader::is_object() const {
  return node_->is_object();
}

bool json_reader::is_array() const {
  return node_->is_array();
}

bool json_reader::is_number() const {
  return node_->is_number();
}

bool json_reader::is_string() const {
  return node_->is_string();
}

std::string json_reader::string(std::size_t most) const {
  auto const wanted = "a string of " + counted(1, most) + " bytes";
  if (!node_->is_string()) fail(wanted);
  auto const& text = node_->get_ref<std::string const&>();
  if (text.empty() || text.size() > most) fail(wanted);
  return text;
}

std::int64_t json_reader::integer(std::int64_t least, std::int64_t most) const {
  auto const wanted =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (!node_->is_number_integer()) fail(wanted);
  constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
  if (node_->is_number_unsigned() && node_->get<std::uint64_t>() > largest) fail(wanted);
  auto const value = node_->get<std::int64_t>();
  if (value < least || value > most) fail(wanted);
  return value;
}

std::uint64_t json_reader::unsigned_integer() const {
  if (!node_->is_number_unsigned())
    fail("a whole number from 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()));
  return node_->get<std::uint64_t>();
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
  auto const wanted = "a whole number with its unit (ns us ms s m h d), as \"250ms\", from \"" +
                      to_text(least) + "\" to \"" + to_text(most) + "\"";
  if (!node_->is_string()) fail(wanted);
  auto const value = parse_duration(node_->get_ref<std::string const&>());
  if (!value || *value < least || *value > most) fail(wanted);
  return *value;
}

duration json_reader::offset(limitproof::duration least, limitproof::duration most) const {
  auto const wanted = "a whole number with its unit (ns us ms s m h d), as \"-250ms\", from \"" +
                      offset_to_text(least) + "\" to \"" + offset_to_text(most) + "\"";
  if (!node_->is_string()) fail(wanted);
  auto const value = parse_offset(node_->get_ref<std::string const&>());
  if (!value || *value < least || *value > most) fail(wanted);
  return *value;
}

rate json_reader::rate() const {
  auto const wanted = "a rate, as \"2000/s\" or \"5/250ms\", above zero and at most \"" +
                      std::to_string(most_events_per_second) + "/s\", within at most a day";
  if (!node_->is_string()) fail(wanted);
  auto const value = parse_rate(node_->get_ref<std::string const&>());
  if (!value || !is_reasonable(*value)) fail(wanted);
  return *value;
}

std::string json_reader::one_of(std::vector<std::string> const& allowed) const {
  if (!node_->is_string()) fail("one of: " + joined(allowed));
  auto const& text = node_->get_ref<std::string const&>();
  if (!contains(allowed, text)) fail("one of: " + joined(allowed) + suggestion(text, allowed));
  return text;
}

}  // namespace limitproof
