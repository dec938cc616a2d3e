#include "harness/codec/guards_codec.hpp"

#include "harness/codec/guards_json.hpp"

namespace limitproof {

result<guard_spec> decode_guards(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_guards);
}

std::string encode_guards(guard_spec const& guards) {
  return write_guards(guards).dump();
}

}  // namespace limitproof
