#include "harness/codec/fault_codec.hpp"

#include "harness/codec/fault_json.hpp"

namespace limitproof {

std::string encode_fault(fault const& f) {
  return write_fault(f).dump();
}

result<fault> decode_fault(std::string_view text, std::string const& place) {
  return decode_text(text, place, [](json_reader const& in) {
    return read_fault(in, stack_spec{.nodes = most_nodes});
  });
}

}  // namespace limitproof
