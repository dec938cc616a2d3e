#include "harness/model/exit_code.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("every error has the exit code the table promises", "[model]") {
  CHECK(exit_code_of(errc::bad_usage) == 2);
  CHECK(exit_code_of(errc::bad_file) == 2);
  CHECK(exit_code_of(errc::missing_program) == 3);
  CHECK(exit_code_of(errc::stack_failed) == 3);
  CHECK(exit_code_of(errc::interrupted) == 130);
}

TEST_CASE("several runs amount to the gravest: 2 over 3 over 1 over 4 over 0", "[model]") {
  CHECK(combined_exit_code({}) == 0);
  CHECK(combined_exit_code({0, 0}) == 0);
  CHECK(combined_exit_code({0, 4, 0}) == 4);
  CHECK(combined_exit_code({4, 1}) == 1);
  CHECK(combined_exit_code({1, 3, 4}) == 3);
  CHECK(combined_exit_code({3, 2, 1}) == 2);
  CHECK(combined_exit_code({2, 130, 3}) == 130);
}
