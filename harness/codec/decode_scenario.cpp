#include "harness/codec/decode_scenario.hpp"

#include "harness/codec/scenario_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

void refuse_strangers(scenario const& s, json_reader const& in) {
  auto const expect = in.find("expect");
  if (!expect) return;
  for (auto const& [limiter, expected] : expect->members())
    if (std::find(s.limiters.begin(), s.limiters.end(), limiter) == s.limiters.end())
      expect->unknown_key(limiter, s.limiters);
}

scenario read_whole(json_reader const& in) {
  auto s = read_scenario(in);
  refuse_strangers(s, in);
  return s;
}

}  // namespace

result<scenario> decode_scenario(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_whole);
}

}  // namespace limitproof
