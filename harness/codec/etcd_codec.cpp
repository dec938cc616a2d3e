#include "harness/codec/etcd_codec.hpp"

#include "harness/codec/base64_text.hpp"
#include "harness/codec/json_reader.hpp"

#include <charconv>
#include <limits>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_reason = 4096;

std::int64_t read_revision(json_reader const& in) {
  auto const text = in.string();
  std::int64_t revision = 0;
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, revision);
  // The next one is to be asked for.
  if (read.ec != std::errc{} || read.ptr != end || revision < 1 ||
      revision == std::numeric_limits<std::int64_t>::max())
    in.fail("a revision, as \"7\"");
  return revision;
}

std::string read_value(json_reader const& pair) {
  auto const value = pair.find("value");
  if (!value) return {};
  auto bytes = from_base64(value->string(json_reader::unlimited));
  if (!bytes) value->fail("base64");
  return *std::move(bytes);
}

std::optional<std::string> read_event(json_reader const& in) {
  auto const type = in.find("type");
  if (type && type->one_of({"PUT", "DELETE"}) == "DELETE") return std::nullopt;
  return read_value(in.at("kv"));
}

std::optional<std::string> read_cancellation(json_reader const& in) {
  auto const cancelled = in.find("canceled");
  if (!cancelled || !cancelled->boolean()) return std::nullopt;
  if (auto const compacted = in.find("compact_revision"))
    return "revisions before " + std::to_string(read_revision(*compacted)) + " were compacted";
  auto const reason = in.find("cancel_reason");
  return reason ? reason->string(longest_reason) : std::string("etcd cancelled the watch");
}

etcd_reading read_range(json_reader const& in) {
  etcd_reading reading{read_revision(in.at("header").at("revision")), std::nullopt};
  if (auto const pairs = in.find("kvs"))
    for (auto const& pair : pairs->items(0, 1)) reading.value = read_value(pair);
  return reading;
}

etcd_watch_message read_watch(json_reader const& in) {
  if (auto const failed = in.find("error"))
    return {{},
            failed->is_object() ? failed->at("message").string(longest_reason)
                                : failed->string(longest_reason)};
  auto const result = in.at("result");
  etcd_watch_message message;
  if (auto const events = result.find("events"))
    for (auto const& event : events->items()) message.values.push_back(read_event(event));
  message.cancelled = read_cancellation(result);
  return message;
}

}  // namespace

std::string encode_etcd_range(std::string_view key) {
  return ordered_json{{"key", to_base64(key)}}.dump();
}

std::string encode_etcd_watch(std::string_view key, std::int64_t first_revision) {
  return ordered_json{
      {"create_request",
       {{"key", to_base64(key)}, {"start_revision", std::to_string(first_revision)}}}}
      .dump();
}

result<etcd_reading> decode_etcd_range(std::string_view text, std::string const& origin) {
  return decode_text(text, origin, read_range);
}

result<etcd_watch_message> decode_etcd_watch(std::string_view text, std::string const& origin) {
  return decode_text(text, origin, read_watch);
}

}  // namespace limitproof
