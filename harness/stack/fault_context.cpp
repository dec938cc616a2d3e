#include "harness/stack/fault_context.hpp"

#include <string>

namespace limitproof {

result<void> in_context_of(fault const& what, result<void> const& done) {
  if (done) return {};
  auto const code = done.error().code == errc::interrupted ? errc::interrupted : errc::stack_failed;
  return with_context("the fault \"" + std::string(to_name(what.action)) + "\" of " + what.target,
                      error{code, done.error().what});
}

}  // namespace limitproof
