#include "harness/model/exit_code.hpp"

#include <algorithm>

namespace limitproof {

int exit_code_of(errc code) {
  switch (code) {
    case errc::bad_usage:
    case errc::bad_file:
    case errc::invalid_cost:
      return exit_usage;
    case errc::interrupted:
      return exit_interrupted;
    case errc::missing_program:
    case errc::stack_failed:
    case errc::script_error:
    case errc::store_unavailable:
    case errc::timed_out:
    case errc::io:
      return exit_stack;
  }
  return exit_stack;
}

int combined_exit_code(std::vector<int> const& codes) {
  for (int const code :
       {exit_interrupted, exit_usage, exit_stack, exit_expectation_failed, exit_inconclusive})
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) return code;
  return exit_met;
}

}  // namespace limitproof
