#include "harness/cli/exit_codes.hpp"

namespace limitproof {

std::string exit_code_table() {
  return "Exit codes:\n"
         "  0    every expectation was met\n"
         "  1    an expectation failed\n"
         "  2    bad usage, or a file that cannot be used\n"
         "  3    the stack could not be started, or died\n"
         "  4    inconclusive: the attack was too weak, or the measurement is not valid\n"
         "  130  interrupted\n"
         "Several scenarios: 2 over 3 over 1 over 4 over 0.\n";
}

}  // namespace limitproof
