#include "harness/codec/manifest_reply.hpp"

namespace limitproof {

namespace {

reply_element read_element(json_reader const& in) {
  std::vector<std::string> spellings;
  for (auto const& entry : enum_names<reply_type>)
    for (auto const* suffix : {"", "?"}) spellings.push_back(std::string(entry.name) + suffix);
  auto word = in.one_of(spellings);
  bool const may_be_nil = word.back() == '?';
  if (may_be_nil) word.pop_back();
  return {*from_name<reply_type>(word), may_be_nil};
}

reply_element read_list_element(json_reader const& in) {
  if (!in.is_object()) return read_element(in);
  in.only_keys({"each_limit"});
  auto element = read_element(in.at("each_limit"));
  element.each_limit = true;
  return element;
}

std::vector<reply_element> read_elements(json_reader const& in,
                                         reply_element (*read)(json_reader const&)) {
  std::vector<reply_element> elements;
  for (auto const& item : in.items(1, 64)) elements.push_back(read(item));
  return elements;
}

}  // namespace

reply_form read_reply(json_reader const& in) {
  if (in.is_array()) return {reply_shape::array, read_elements(in, read_list_element)};
  if (!in.is_object()) return {reply_shape::value, {read_element(in)}};
  in.only_keys({"rows"});
  return {reply_shape::rows, read_elements(in.at("rows"), read_element)};
}

}  // namespace limitproof
