#include "harness/codec/keys_json.hpp"

#include <algorithm>
#include <cmath>

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

// A number with at most three decimals, as thousandths: 1.1 → 1100.
std::int64_t read_exponent(json_reader const& in) {
  constexpr double least = 0.001;
  constexpr double most = 10;
  auto const exponent = in.number();
  auto const permille = std::round(exponent * 1000);
  if (!(exponent >= least && exponent <= most) || std::abs(exponent * 1000 - permille) > 1e-6)
    in.fail("a number from 0.001 to 10 with at most three decimals");
  return static_cast<std::int64_t>(permille);
}

zipf_keys read_zipf(json_reader const& in) {
  in.only_keys({"prefix", "count", "exponent"});
  return {read_header_text(in.at("prefix"), longest_prefix),
          in.at("count").integer(1, most_uniform),
          read_exponent(in.at("exponent"))};
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

  ordered_json operator()(zipf_keys const& keys) const {
    return {{"zipf",
             {{"prefix", keys.prefix},
              {"count", keys.count},
              {"exponent", static_cast<double>(keys.exponent_permille) / 1000}}}};
  }
};

}  // namespace

bool is_identity(std::string const& text) {
  return is_header_text(text, longest_identity);
}

bool is_key_prefix(std::string const& text) {
  return is_header_text(text, longest_prefix);
}

key_pattern read_keys(json_reader const& in) {
  in.only_keys({"one", "list", "uniform", "numbered", "zipf"});
  if (in.members().size() != 1) in.fail("exactly one of: one, list, uniform, numbered, zipf");
  if (auto const one = in.find("one")) return one_key{read_header_text(*one, longest_identity)};
  if (auto const list = in.find("list")) return read_listed(*list);
  if (auto const numbered = in.find("numbered")) return read_numbered(*numbered);
  if (auto const zipf = in.find("zipf")) return read_zipf(*zipf);
  return read_uniform(in.at("uniform"));
}

ordered_json write_keys(key_pattern const& keys) {
  return std::visit(written_keys{}, keys);
}

}  // namespace limitproof
