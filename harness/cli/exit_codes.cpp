#include "harness/cli/exit_codes.hpp"

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

std::string exit_code_table() {
  return "Exit codes:\n"
         "  0    every expectation was met\n"
         "  1    an expectation failed\n"
         "  2    bad usage, or a file that cannot be used\n"
         "  3    the stack could not be started, or died\n"
         "  4    inconclusive: the attack was too weak, or the measurement is not valid\n"
         "  130  interrupted\n";
}

}  // namespace limitproof
