#include "tests/integration/stack/killed_harness.hpp"

#include <csignal>

#include <catch2/catch.hpp>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace limitproof {

void require_no_orphans(stack_under_test& under_test,
                        std::optional<std::size_t> children,
                        std::function<bool()> const& then) {
  // The orphans become ours, so that their end can be seen.
  REQUIRE(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  auto const harness = ::fork();
  if (harness == 0) {
    char const word = under_test.local->up().has_value() && then() ? 'y' : 'n';
    if (::write(ends[1], &word, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char word = 0;
  REQUIRE(::read(ends[0], &word, 1) == 1);
  ::close(ends[0]);
  ::close(ends[1]);
  CHECK(word == 'y');
  if (children) CHECK(children_of(harness).size() == *children);

  ::kill(harness, SIGKILL);
  REQUIRE(::waitpid(harness, nullptr, 0) == harness);
  CHECK(eventually([] { return ::waitpid(-1, nullptr, WNOHANG) == -1; }));
  for (auto const survivor : children_of(::getpid())) ::kill(survivor, SIGKILL);
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

}  // namespace limitproof
