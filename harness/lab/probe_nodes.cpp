#include "harness/lab/probes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

result<sighting> probe_atomic(probe_subject const& subject) {
  constexpr std::size_t asked = 200;
  constexpr std::int64_t fitting = 50;
  auto& limiters = subject.limiters;
  auto const limits = without_refill(fitting);
  std::vector<std::int64_t> admitted;
  // A race may be won by luck, but hardly every time.
  for (int round = 0; round < 3; ++round) {
    std::vector<limit_request> requests;
    for (std::size_t i = 0; i < asked; ++i)
      requests.push_back(limiters.request("atomic " + std::to_string(round), limits));
    std::int64_t count = 0;
    for (auto const& made : limiters.check_at_once(std::move(requests))) {
      if (!made) return made.error();
      count += made->admitted ? 1 : 0;
    }
    admitted.push_back(count);
  }
  return judge(limiters.claims().atomic,
               admitted == std::vector(admitted.size(), fitting),
               fmt::format("of {} at once over 4 connections {} are admitted where {} fit",
                           asked,
                           fmt::join(admitted, ", "),
                           fitting));
}

result<sighting> probe_shared(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto const limits = without_refill(1);
  auto const here = limiters.check(limiters.request("shared", limits), 0);
  if (!here) return here.error();
  auto const there = limiters.check(limiters.request("shared", limits), 1);
  if (!there) return there.error();
  return judge(limiters.claims().shared,
               here->admitted && !there->admitted,
               fmt::format("the only permit, admitted by one node, is {} by another one",
                           there->admitted ? "admitted again" : "denied"));
}

}  // namespace limitproof
