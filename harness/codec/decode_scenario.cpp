#include "harness/codec/decode_scenario.hpp"

#include "harness/codec/scenario_json.hpp"

namespace limitproof {

result<scenario> decode_scenario(std::string_view text, std::string const& file, run_size size) {
  // Both sizes are read whichever is asked for: a mistake in the one that runs once a night shows
  // the first time the file is used.
  return decode_text(text, file, [size](json_reader const& in) {
    auto usual = read_scenario_file(in, run_size::usual);
    auto full = read_scenario_file(in, run_size::full);
    return size == run_size::full ? full : usual;
  });
}

}  // namespace limitproof
