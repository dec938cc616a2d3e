#include "harness/codec/policy_codec.hpp"

#include "harness/codec/policy_json.hpp"

namespace limitproof {

result<policy> decode_policy(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_policy);
}

std::string encode_policy(policy const& p) {
  return write_policy(p).dump();
}

}  // namespace limitproof
