// Lines as a history from anywhere has them, and as a policy is given on the command line.

#include "harness/codec/history_line_codec.hpp"
#include "harness/codec/policy_codec.hpp"
#include "harness/codec/policy_text.hpp"
#include "tests/fuzz/demand.hpp"

#include <algorithm>
#include <limits>

namespace {

using namespace limitproof;

void judge_history_line(std::string_view line) {
  auto const decoded = decode_history_line(line, "x.jsonl:7");
  if (!decoded) return demand_usable(decoded.error(), errc::bad_file, "x.jsonl:7: at ");
  demand(decoded->sent || decoded->received, "a request has a time");
  for (auto const& time : {decoded->sent, decoded->received, decoded->duration})
    demand(!time || (time->ns >= 0 && time->precision_ns > 0), "a time is told as it was");
  constexpr std::int64_t latest_ns = 9'000'000'000'000'000'000;
  constexpr auto room = (std::numeric_limits<std::int64_t>::max() - latest_ns) / 3;
  demand(!decoded->duration || decoded->duration->ns < room,
         "the ends of a request and of another one are less than 64 bits of ns apart");

  // It is written to the nanosecond, whatever the precision it came with.
  auto exact = *decoded;
  for (auto* const time : {&exact.sent, &exact.received, &exact.duration})
    if (*time) (*time)->precision_ns = 1;
  auto const again = decode_history_line(encode_history_line(*decoded), "y.jsonl:1");
  demand(again && *again == exact, "a line survives being written");
}

void judge_policy(std::string_view text) {
  auto const parsed = parse_limit(std::string(text));
  if (!parsed) {
    demand(parsed.error().code == errc::bad_usage, "a policy is refused as bad usage");
    demand(parsed.error().what.find(text) != std::string::npos, "a refusal quotes the policy");
    return;
  }
  policy const only{{*parsed}};
  auto const again = decode_policy(encode_policy(only), "y.json");
  demand(again && *again == only, "a policy given as text is one that a file may hold");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto rest = text_of(bytes, size);
  while (!rest.empty()) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    judge_history_line(line);
    judge_policy(line);
  }
  return 0;
}
