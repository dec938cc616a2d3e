#include "harness/codec/keys_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_identity = 256;
constexpr std::size_t longest_prefix = 240;  // leaves room for "-" and the number
constexpr std::size_t most_listed = 10'000;
constexpr std::int64_t most_uniform = 10'000'000;

bool is_header_text(std::string const& text, std::size_t longest) {
  auto const is_printable = [](char c) { return c >= ' ' && c <= '~'; };
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), is_printable) && text.front() != ' ' &&
         text.back() != ' ';
}

std::string read_header_text(json_reader const& in, std::size_t longest) {
  auto text = in.string(longest);
  if (!is_header_text(text, longest))
    in.fail("printable ASCII without a space at either end, as it travels in a header");
  return text;
}

listed_keys read_listed(json_reader const& in) {
  listed_keys keys;
  for (auto const& element : in.items(1, most_listed))
    keys.names.push_back(read_header_text(element, longest_identity));
  return keys;
}

uniform_keys read_uniform(json_reader const& in) {
  in.only_keys({"prefix", "count"});
  return {read_header_text(in.at("prefix"), longest_prefix),
          in.at("count").integer(1, most_uniform)};
}

numbered_keys read_numbered(json_reader const& in) {
  in.only_keys({"prefix", "count", "each"});
  numbered_keys keys{read_header_text(in.at("prefix"), longest_prefix),
                     in.at("count").integer(1, most_uniform)};
  if (auto const each = in.find("each")) keys.each = each->integer(1, most_uniform);
  return keys;
}

struct written_keys {
  ordered_json operator()(one_key const& keys) const { return {{"one", keys.name}}; }

  ordered_json operator()(listed_keys const& keys) const { return {{"list", keys.names}}; }

  ordered_json operator()(uniform_keys const& keys) const {
    return {{"uniform", {{"prefix", keys.prefix}, {"count", keys.count}}}};
  }

  ordered_json operator()(numbered_keys const& keys) const {
    return {{"numbered", {{"prefix", keys.prefix}, {"count", keys.count}, {"each", keys.each}}}};
  }
};

}  // namespace

bool is_key_prefix(std::string const& text) {
  return is_header_text(text, longest_prefix);
}

key_pattern read_keys(json_reader const& in) {
  in.only_keys({"one", "list", "uniform", "numbered"});
  if (in.members().size() != 1) in.fail("exactly one of: one, list, uniform, numbered");
  if (auto const one = in.find("one")) return one_key{read_header_text(*one, longest_identity)};
  if (auto const list = in.find("list")) return read_listed(*list);
  if (auto const numbered = in.find("numbered")) return read_numbered(*numbered);
  return read_uniform(in.at("uniform"));
}

ordered_json write_keys(key_pattern const& keys) {
  return std::visit(written_keys{}, keys);
}

}  // namespace limitproof
