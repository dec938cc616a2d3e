#include "harness/codec/history_line_codec.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/second_text.hpp"

#include <limits>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

// The year 2255, counted from 1970; in seconds, `parse_seconds` has the same bound.
constexpr std::int64_t latest_us = 8'999'999'999'999'999;
// Whoever adds it to one time and takes it from another stays within 64 bits of nanoseconds.
constexpr std::int64_t longest_ns = 400 * 86'400'000'000'000;
constexpr std::int64_t most_cost = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t most_told = std::numeric_limits<std::int64_t>::max();

told_time read_microseconds(json_reader const& in) {
  return {in.integer(0, latest_us) * 1000, 1000};
}

told_time read_seconds(json_reader const& in) {
  auto const time = parse_seconds(in.string());
  if (!time)
    in.fail(
        "seconds in quotes with at most 9 decimals, as \"1700000000.123\" (a JSON number would "
        "lose digits)");
  return *time;
}

std::optional<told_time> find_time(json_reader const& in, std::string const& name) {
  auto const microseconds = in.find(name + "_us");
  auto const seconds = in.find(name + "_s");
  if (microseconds && seconds) in.refuse("give " + name + "_us or " + name + "_s, not both");
  if (microseconds) return read_microseconds(*microseconds);
  if (seconds) return read_seconds(*seconds);
  return std::nullopt;
}

void check_times(json_reader const& in, history_line const& line) {
  if (!line.sent && !line.received)
    in.refuse("no time: give sent_us or received_us (or sent_s, received_s)");
  if (line.sent && line.received && line.duration)
    in.refuse("sent, received and duration are one too many: leave one out");
  if (line.duration && line.duration->ns > longest_ns)
    in.refuse("a duration above 400 days, which no request lasts: is it the time it ended?");
  if (line.sent && line.received && line.received->ns < line.sent->ns)
    in.refuse("received before it was sent: both times must come from one clock");
}

// What a status is certain to mean, whatever stood before or behind the limiter: a 404 or 500 may
// have been made before it or after it.
outcome certain_outcome(std::uint16_t status) {
  if (status >= 200 && status < 400) return outcome::admitted;
  return status == 429 ? outcome::denied : outcome::unknown;
}

outcome read_outcome(json_reader const& in) {
  std::vector<std::string> allowed;
  for (auto const result : {outcome::admitted,
                            outcome::denied,
                            outcome::admitted_degraded,
                            outcome::denied_degraded,
                            outcome::not_decided,
                            outcome::unknown})
    allowed.emplace_back(to_name(result));
  return *from_name<outcome>(in.one_of(allowed));
}

void read_result(json_reader const& in, history_line& line) {
  auto const status = in.find("status");
  auto const stated = in.find("outcome");
  if (!status && !stated)
    in.refuse("what became of the request is missing: give status or outcome");
  if (status) line.status = static_cast<std::uint16_t>(status->integer(100, 599));
  line.result = stated ? read_outcome(*stated) : certain_outcome(line.status);
}

void read_told(json_reader const& in, std::string_view key, std::int64_t& to) {
  if (auto const told = in.find(key)) to = told->integer(0, most_told);
}

history_line read_history_line(json_reader const& in) {
  in.only_keys({"key",
                "sent_us",
                "sent_s",
                "received_us",
                "received_s",
                "duration_us",
                "duration_s",
                "status",
                "outcome",
                "node",
                "cost",
                "limit",
                "remaining",
                "reset_s",
                "retry_after_s"});
  history_line line;
  line.key = in.at("key").string();
  line.sent = find_time(in, "sent");
  line.received = find_time(in, "received");
  line.duration = find_time(in, "duration");
  check_times(in, line);
  read_result(in, line);
  if (auto const node = in.find("node")) line.node = node->string();
  if (auto const cost = in.find("cost"))
    line.cost = static_cast<std::int32_t>(cost->integer(0, most_cost));
  read_told(in, "limit", line.limit);
  read_told(in, "remaining", line.remaining);
  read_told(in, "reset_s", line.reset_s);
  read_told(in, "retry_after_s", line.retry_after_s);
  return line;
}

}  // namespace

result<history_line> decode_history_line(std::string_view text, std::string const& place) {
  return decode_text(text, place, read_history_line);
}

std::string encode_history_line(history_line const& line) {
  ordered_json out{{"key", line.key}};
  if (line.sent) out["sent_s"] = to_seconds(line.sent->ns);
  if (line.received) out["received_s"] = to_seconds(line.received->ns);
  if (line.duration) out["duration_s"] = to_seconds(line.duration->ns);
  if (line.status != 0) out["status"] = line.status;
  out["outcome"] = to_name(line.result);
  if (!line.node.empty()) out["node"] = line.node;
  if (line.cost != 1) out["cost"] = line.cost;
  for (auto const& [key, value] : {std::pair{"limit", line.limit},
                                   std::pair{"remaining", line.remaining},
                                   std::pair{"reset_s", line.reset_s},
                                   std::pair{"retry_after_s", line.retry_after_s}})
    if (value != absent) out[key] = value;
  return out.dump();
}

}  // namespace limitproof
