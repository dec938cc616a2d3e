#include "harness/codec/store_codec.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/json_text.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view store_schema = "limitproof.store/1";
constexpr std::string_view digits = "0123456789abcdef";
constexpr auto least = std::numeric_limits<std::int64_t>::min();

// JSON text cannot hold any bytes, and a string of ours is never empty.
bool is_plain(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    hex += {digits[byte / 16], digits[byte % 16]};
  }
  return hex;
}

std::string read_hex(json_reader const& in) {
  auto const hex = in.string(json_reader::unlimited);
  if (hex.size() % 2 != 0 || hex.find_first_not_of(digits) != std::string::npos)
    in.fail("pairs of hexadecimal digits in lower case");
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(digits.find(hex[i]) * 16 + digits.find(hex[i + 1]));
  return bytes;
}

std::string read_name(json_reader const& in) {
  auto const name = in.find("name");
  auto const hex = in.find("name_hex");
  if (name && hex) in.refuse("has both name and name_hex; keep one of them");
  if (name) return name->string(json_reader::unlimited);
  return hex ? read_hex(*hex) : std::string();
}

ordered_json write_key(held_key const& key) {
  ordered_json json = ordered_json::object();
  if (is_plain(key.name))
    json["name"] = key.name;
  else if (!key.name.empty())
    json["name_hex"] = to_hex(key.name);
  json["type"] = key.type;
  if (key.ttl_ms) json["ttl_ms"] = *key.ttl_ms;
  json["bytes"] = key.bytes;
  if (key.integer) json["integer"] = *key.integer;
  return json;
}

held_key read_key(json_reader const& in) {
  in.only_keys({"name", "name_hex", "type", "ttl_ms", "bytes", "integer"});
  held_key key;
  key.name = read_name(in);
  key.type = in.at("type").string();
  if (auto const ttl = in.find("ttl_ms")) key.ttl_ms = ttl->integer(0, json_reader::largest);
  key.bytes = in.at("bytes").integer(0, json_reader::largest);
  if (auto const integer = in.find("integer"))
    key.integer = integer->integer(least, json_reader::largest);
  return key;
}

store_holdings read_store(json_reader const& in) {
  in.only_keys({"schema", "keys", "sampled"});
  static_cast<void>(in.at("schema").one_of({std::string(store_schema)}));
  store_holdings store{in.at("keys").integer(0, json_reader::largest), {}};
  for (auto const& key : in.at("sampled").items(0, most_sampled_keys))
    store.sampled.push_back(read_key(key));
  return store;
}

}  // namespace

std::string encode_store(store_holdings const& store) {
  ordered_json sampled = ordered_json::array();
  for (auto const& key : store.sampled) sampled.push_back(write_key(key));
  return json_text({{"schema", store_schema}, {"keys", store.keys}, {"sampled", sampled}});
}

result<store_holdings> decode_store(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_store);
}

}  // namespace limitproof
