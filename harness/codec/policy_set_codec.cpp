#include "harness/codec/policy_set_codec.hpp"

#include "harness/codec/json_text.hpp"
#include "harness/codec/policy_set_json.hpp"

namespace limitproof {

result<policy_set> decode_policy_set(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_policy_set);
}

std::string encode_policy_set(policy_set const& set) {
  return json_text(write_policy_set(set));
}

}  // namespace limitproof
