#include "harness/codec/manifest_arguments.hpp"

namespace limitproof {

namespace {

call_argument read_argument(json_reader const& in) {
  auto const each = in.is_object() ? in.find("each_limit") : std::nullopt;
  if (!each) return read_plain_argument(in, "each_limit");
  in.only_keys({"each_limit"});
  each_limit_arguments repeated;
  for (auto const& item : each->items(1)) repeated.items.push_back(read_plain_argument(item, {}));
  return repeated;
}

}  // namespace

bool read_empty(json_reader const& in) {
  auto const empty = in.find("empty");
  if (!empty) return false;
  in.only_keys({"empty"});
  if (!empty->boolean()) empty->fail("true");
  return true;
}

plain_argument read_plain_argument(json_reader const& in, std::string_view also_here) {
  if (!in.is_object()) return number_argument{in.string(longest_manifest_text)};
  std::vector<std::string_view> known{
      "number", "decimals", "text", "random_bytes", "uuid", "empty"};
  if (!also_here.empty()) known.push_back(also_here);
  in.only_keys(known);
  if (read_empty(in)) return text_argument{};
  if (auto const number = in.find("number")) {
    in.only_keys({"number", "decimals"});
    auto const decimals = in.find("decimals");
    return number_argument{number->string(longest_manifest_text),
                           decimals ? static_cast<int>(decimals->integer(0, 18)) : 0};
  }
  if (auto const text = in.find("text")) {
    in.only_keys({"text"});
    return text_argument{text->string(longest_manifest_text)};
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
  in.fail("an expression, or an object with number, text, random_bytes, uuid" +
          (also_here.empty() ? std::string() : ", " + std::string(also_here)) + " or empty");
}

std::vector<call_argument> read_arguments(json_reader const& in, std::size_t least) {
  std::vector<call_argument> arguments;
  for (auto const& item : in.items(least)) arguments.push_back(read_argument(item));
  return arguments;
}

}  // namespace limitproof
