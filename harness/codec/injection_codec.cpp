#include "harness/codec/injection_codec.hpp"

#include "harness/codec/fault_json.hpp"
#include "harness/codec/json_reader.hpp"

#include <limits>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

injection read_injection(json_reader const& in) {
  constexpr auto latest = std::numeric_limits<std::int64_t>::max();
  // How many nodes there were, the plan says and this line does not.
  stack_spec const any{.nodes = most_nodes};
  in.only_keys({"fault", "begin_ns", "end_ns"});
  injection done{read_fault(in.at("fault"), any), in.at("begin_ns").integer(0, latest)};
  if (auto const end = in.find("end_ns")) done.end_ns = end->integer(done.begin_ns, latest);
  return done;
}

}  // namespace

std::string encode_injection(injection const& done) {
  ordered_json out{{"fault", write_fault(done.what)}, {"begin_ns", done.begin_ns}};
  if (done.end_ns >= 0) out["end_ns"] = done.end_ns;
  return out.dump();
}

result<injection> decode_injection(std::string_view text, std::string const& place) {
  return decode_text(text, place, read_injection);
}

}  // namespace limitproof
