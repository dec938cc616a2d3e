#include "harness/codec/policy_text.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/policy_json.hpp"

#include <charconv>

namespace limitproof {

namespace {

constexpr std::string_view burst_word = " burst ";

std::optional<std::int64_t> parse_count(std::string_view text) {
  std::int64_t count = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure != std::errc{} || end != text.data() + text.size() || text.front() == '0')
    return std::nullopt;
  return count;
}

std::optional<limit> read_limit_text(std::string_view text) {
  auto const word = text.find(burst_word);
  auto const promised = parse_rate(text.substr(0, word));
  if (!promised) return std::nullopt;
  limit l{promised->count, promised->per, promised->count};
  if (word != std::string_view::npos) {
    auto const burst = parse_count(text.substr(word + burst_word.size()));
    if (!burst) return std::nullopt;
    l.burst = *burst;
  }
  return l;
}

}  // namespace

result<limit> parse_limit(std::string const& text) {
  auto const l = read_limit_text(text);
  if (!l || !is_allowed(*l))
    return error{
        errc::bad_usage,
        "the policy \"" + text +
            "\": expected a limit as \"50/1s\", or \"50/1s burst 100\" for a bucket, of 1 to "
            "10^12 permits per 1ms to 400d"};
  return *l;
}

}  // namespace limitproof
