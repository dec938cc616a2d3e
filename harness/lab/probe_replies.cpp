#include "harness/lab/probes.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

// Far more than two clocks of one machine can differ, far less than a wrong unit makes of 50 years.
constexpr auto most_clock_difference = std::chrono::seconds(60);

std::optional<std::string> wrong_time(decision const& made, node_time now) {
  if (!made.decided_at) return std::nullopt;
  auto const difference = made.decided_at->time_since_epoch() - now.time_since_epoch();
  if (std::chrono::abs(difference) <= most_clock_difference) return std::nullopt;
  return fmt::format("decided_at is {} s from the store's clock",
                     std::chrono::duration_cast<std::chrono::seconds>(difference).count());
}

struct shape {
  std::string name;
  std::vector<limit> limits;
  std::int64_t cost;
};

std::vector<shape> further_shapes(limiter_claims const& claims) {
  std::vector<shape> shapes;
  if (claims.weighted) shapes.push_back({"cost 0", without_refill(3), 0});
  if (claims.several_limits)
    shapes.push_back({"two limits", {without_refill(3).front(), without_refill(5).front()}, 1});
  return shapes;
}

}  // namespace

result<sighting> probe_replies(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto const limits = without_refill(3);
  std::vector<std::string> read;
  for (int asked = 0; asked < 10 && read.size() < 2; ++asked) {
    auto const made = limiters.check(limiters.request("replies", limits));
    if (!made) return made.error();
    if (auto wrong = wrong_time(*made, limiters.now())) return judge(true, false, *wrong);
    if (read.empty() && !made->admitted)
      return judge(true, false, "a fresh client's first request is denied");
    if (read.empty()) read.emplace_back("admission");
    if (!made->admitted) read.emplace_back("denial");
  }
  for (auto const& [name, of, cost] : further_shapes(limiters.claims())) {
    auto const made = limiters.check(limiters.request("replies to " + name, of, cost));
    if (!made) return with_context(name, made.error());
    read.push_back(name);
  }
  return judge(true, true, fmt::format("read: {}", fmt::join(read, ", ")));
}

}  // namespace limitproof
