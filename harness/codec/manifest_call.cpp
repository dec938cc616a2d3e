#include "harness/codec/manifest_call.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

constexpr std::size_t longest_text = 512;

/// { "empty": true }: an empty string, which is legal as a key or an argument and easily a slip.
bool read_empty(json_reader const& in) {
  auto const empty = in.find("empty");
  if (!empty) return false;
  in.only_keys({"empty"});
  if (!empty->boolean()) empty->fail("true");
  return true;
}

store_key read_key(json_reader const& in) {
  if (!in.is_object()) return store_key{in.string(longest_text), false, {}};
  if (read_empty(in)) return store_key{};
  in.only_keys({"name", "each_limit", "ttl_ms"});
  store_key key;
  key.pattern = in.at("name").string(longest_text);
  if (auto const each = in.find("each_limit")) key.each_limit = each->boolean();
  if (auto const ttl = in.find("ttl_ms")) key.ttl_ms = ttl->string(longest_text);
  return key;
}

plain_argument read_plain(json_reader const& in) {
  if (!in.is_object()) return number_argument{in.string(longest_text)};
  in.only_keys({"number", "decimals", "text", "random_bytes", "uuid", "each_limit", "empty"});
  if (read_empty(in)) return text_argument{};
  if (auto const number = in.find("number")) {
    in.only_keys({"number", "decimals"});
    auto const decimals = in.find("decimals");
    return number_argument{number->string(longest_text),
                           decimals ? static_cast<int>(decimals->integer(0, 18)) : 0};
  }
  if (auto const text = in.find("text")) {
    in.only_keys({"text"});
    return text_argument{text->string(longest_text)};
  }
  if (auto const random = in.find("random_bytes")) {
    in.only_keys({"random_bytes"});
    return random_argument{random->integer(1, 1024)};
  }
  if (auto const uuid = in.find("uuid")) {
    in.only_keys({"uuid"});
    if (!uuid->boolean()) uuid->fail("true");
    return uuid_argument{};
  }
  in.fail(
      "an expression, or an object with number, text, random_bytes, uuid, empty or (not within "
      "each_limit) each_limit");
}

call_argument read_argument(json_reader const& in) {
  auto const each = in.is_object() ? in.find("each_limit") : std::nullopt;
  if (!each) return read_plain(in);
  in.only_keys({"each_limit"});
  each_limit_arguments repeated;
  for (auto const& item : each->items(1)) repeated.items.push_back(read_plain(item));
  return repeated;
}

std::vector<call_argument> read_arguments(json_reader const& in, std::size_t least) {
  std::vector<call_argument> arguments;
  for (auto const& item : in.items(least)) arguments.push_back(read_argument(item));
  return arguments;
}

reply_element read_element(json_reader const& in) {
  std::vector<std::string> spellings;
  for (auto const& entry : enum_names<reply_type>)
    for (auto const* suffix : {"", "?"}) spellings.push_back(std::string(entry.name) + suffix);
  auto word = in.one_of(spellings);
  bool const may_be_nil = word.back() == '?';
  if (may_be_nil) word.pop_back();
  return {*from_name<reply_type>(word), may_be_nil};
}

std::vector<reply_element> read_elements(json_reader const& in) {
  std::vector<reply_element> elements;
  for (auto const& item : in.items(1, 64)) elements.push_back(read_element(item));
  return elements;
}

reply_form read_reply(json_reader const& in) {
  if (in.is_array()) return {reply_shape::array, read_elements(in)};
  if (!in.is_object()) return {reply_shape::value, {read_element(in)}};
  in.only_keys({"rows"});
  return {reply_shape::rows, read_elements(in.at("rows"))};
}

struct time_limits {
  time_kind kind;  ///< what it is when nothing is said
  std::vector<time_meaning> meanings;
};

std::optional<time_rule> read_time(json_reader const& decision,
                                   std::string_view key,
                                   time_limits const& allowed) {
  auto const in = decision.find(key);
  if (!in) return std::nullopt;
  in->only_keys({"value", "unit", "kind", "means", "none", "round"});
  time_rule rule;
  rule.value = in->at("value").string(longest_text);
  rule.unit = in->at("unit").name<time_unit>();
  auto const kind = in->find("kind");
  rule.kind = kind ? kind->name<time_kind>() : allowed.kind;
  if (kind && allowed.kind == time_kind::epoch && rule.kind != time_kind::epoch)
    kind->fail("epoch: it is an instant");
  if (auto const means = in->find("means")) {
    rule.means = means->name<time_meaning>();
    if (std::find(allowed.meanings.begin(), allowed.meanings.end(), *rule.means) ==
        allowed.meanings.end())
      means->fail("a meaning that fits " + std::string(key) +
                  ": retry_after is next_allowed or window_end, reset_after window_end or "
                  "full_again, decided_at has none");
  }
  if (auto const none = in->find("none"))
    rule.none = none->integer(std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max());
  if (auto const round = in->find("round")) rule.rounding = round->name<rounding>();
  return rule;
}

decision_rules read_decision(json_reader const& in, reply_shape shape) {
  in.only_keys({"admitted",
                "binding_limit",
                "limit",
                "remaining",
                "reset_after",
                "retry_after",
                "decided_at"});
  decision_rules rules;
  rules.admitted = in.at("admitted").string(longest_text);
  auto const read_count = [&](std::string_view key) {
    auto const found = in.find(key);
    return found ? std::optional(found->string(longest_text)) : std::nullopt;
  };
  rules.binding_limit = read_count("binding_limit");
  if (rules.binding_limit && shape == reply_shape::rows)
    in.at("binding_limit").refuse("rows tell it themselves: the first that denies binds");
  rules.limit = read_count("limit");
  rules.remaining = read_count("remaining");
  using meaning = time_meaning;
  rules.reset_after =
      read_time(in, "reset_after", {time_kind::delta, {meaning::window_end, meaning::full_again}});
  rules.retry_after = read_time(
      in, "retry_after", {time_kind::delta, {meaning::next_allowed, meaning::window_end}});
  rules.decided_at = read_time(in, "decided_at", {time_kind::epoch, {}});
  return rules;
}

error_rule read_error(json_reader const& in) {
  in.only_keys({"reply_has", "means"});
  return {in.at("reply_has").string(longest_text), in.at("means").name<error_meaning>()};
}

}  // namespace

script_call read_script_call(json_reader const& in) {
  script_call call;
  if (auto const setup = in.find("setup"))
    for (auto const& command : setup->items(1)) call.setup.push_back(read_arguments(command, 1));
  for (auto const& key : in.at("keys").items(1)) call.keys.push_back(read_key(key));
  if (auto const argv = in.find("argv")) call.arguments = read_arguments(*argv, 0);
  call.reply = read_reply(in.at("reply"));
  call.decision = read_decision(in.at("decision"), call.reply.shape);
  if (auto const errors = in.find("errors"))
    for (auto const& rule : errors->items(1)) call.errors.push_back(read_error(rule));
  return call;
}

}  // namespace limitproof
