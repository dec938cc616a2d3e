#include "harness/lab/probes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

result<sighting> probe_atomic(probe_subject const& subject) {
  constexpr std::int64_t asked = 200;
  auto& limiters = subject.limiters;
  auto const limits = without_refill(50);
  auto const fitting = limiters.admitted_in_a_row("one by one", limits, asked);
  if (!fitting) return fitting.error();
  if (*fitting == asked) return never_denied();
  std::vector<std::int64_t> admitted;
  // A race may be won by luck, but hardly every time.
  for (int round = 0; round < 3; ++round) {
    std::vector<limit_request> requests;
    for (std::int64_t i = 0; i < asked; ++i)
      requests.push_back(limiters.request("atomic " + std::to_string(round), limits));
    std::int64_t count = 0;
    for (auto const& made : limiters.check_at_once(std::move(requests))) {
      if (!made) return made.error();
      count += made->admitted ? 1 : 0;
    }
    admitted.push_back(count);
  }
  return judge(
      limiters.claims().atomic,
      admitted == std::vector(admitted.size(), *fitting),
      fmt::format(
          "of {} at once over 4 connections {} are admitted, one by one {} of a limit of 50",
          asked,
          fmt::join(admitted, ", "),
          *fitting));
}

result<sighting> probe_shared(probe_subject const& subject) {
  constexpr std::int64_t most = 20;
  auto& limiters = subject.limiters;
  auto const limits = without_refill(1);
  auto const here = limiters.admitted_in_a_row("shared", limits, most);
  if (!here) return here.error();
  if (*here == 0 || *here == most)
    return sighting{
        standing::unknown,
        fmt::format("one node alone {} all that it is asked", *here == 0 ? "denies" : "admits")};
  auto const there = limiters.check(limiters.request("shared", limits), 1);
  if (!there) return there.error();
  return judge(limiters.claims().shared,
               !there->admitted,
               fmt::format("one node admits {} of a limit of 1 and denies, then another one {}",
                           *here,
                           there->admitted ? "admits" : "denies too"));
}

}  // namespace limitproof
