#include "harness/lab/probes.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

constexpr auto asking_pause = 5ms;

/// Of a wait that is claimed to be exact: what a busy machine may put between two looks at a clock.
constexpr auto exact_within = 100ms;

result<bool> admits(limiter_cluster& limiters,
                    std::string const& key,
                    std::vector<limit> const& limits,
                    std::int64_t cost = 1) {
  auto const made = limiters.check(limiters.request(key, limits, cost));
  if (!made) return made.error();
  return made->admitted;
}

double in_seconds(duration d) {
  return std::chrono::duration<double>(d).count();
}

/// With costs: 8 of 10 permits are spent, 5 do not fit, 2 still must.
result<sighting> look_with_costs(probe_subject const& subject) {
  constexpr int denials = 20;
  auto& limiters = subject.limiters;
  auto const limits = without_refill(10);
  auto const spent = admits(limiters, "denied costs", limits, 8);
  if (!spent) return spent.error();
  for (int i = 0; i < denials; ++i) {
    auto const admitted = admits(limiters, "denied costs", limits, 5);
    if (!admitted) return admitted.error();
    if (*admitted) return never_denied();
  }
  auto const fits = admits(limiters, "denied costs", limits, 2);
  if (!fits) return fits.error();
  return judge(!limiters.claims().consumes_on_deny,
               *fits,
               fmt::format("with 2 left and {} denials of cost 5, cost 2 is {}",
                           denials,
                           *fits ? "admitted" : "denied"));
}

struct waits {
  bool denied = false;
  bool admitted = false;
  duration until_admitted{};
};

/// Asks again and again until admitted, at most until a permit must be back.
result<waits> ask_until_admitted(limiter_cluster& limiters,
                                 std::string const& key,
                                 std::vector<limit> const& limits) {
  auto const begin = std::chrono::steady_clock::now();
  waits seen;
  while (!seen.admitted && seen.until_admitted <= surely_refilled(limits.front().per)) {
    limiters.pass(asking_pause);
    seen.until_admitted = std::chrono::steady_clock::now() - begin;
    auto const admitted = admits(limiters, key, limits);
    if (!admitted) return admitted.error();
    seen.admitted = *admitted;
    seen.denied = seen.denied || !*admitted;
  }
  return seen;
}

/// With time: two clients spend their permit, and one of them keeps asking.
result<sighting> look_with_time(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  std::vector<limit> const limits{{1, subject.period, 1}};
  for (auto const* key : {"patient", "impatient"}) {
    auto const spent = admits(limiters, key, limits);
    if (!spent) return spent.error();
  }
  auto const impatient = ask_until_admitted(limiters, "impatient", limits);
  if (!impatient) return impatient.error();
  if (!impatient->denied) return never_denied();
  auto const patient = admits(limiters, "patient", limits);
  if (!patient) return patient.error();
  if (!impatient->admitted && !*patient)
    return sighting{standing::unknown, "two periods give no permit back"};
  return judge(!limiters.claims().consumes_on_deny,
               impatient->admitted,
               impatient->admitted ? "who asks all the while is admitted all the same"
                                   : "who asks all the while is never admitted, who waits is");
}

/// Windows that are aligned to the epoch end at their own time: returns when one has just begun.
void begin_window(limiter_cluster& limiters, duration per) {
  if (limiters.claims().algorithm != algorithm::fixed_window) return;
  limiters.pass(per - duration(limiters.now().time_since_epoch()) % per);
}

}  // namespace

result<sighting> probe_consumes_on_deny(probe_subject const& subject) {
  auto with_time = look_with_time(subject);
  if (!with_time || !subject.limiters.claims().weighted) return with_time;
  auto with_costs = look_with_costs(subject);
  if (!with_costs) return with_costs;
  // Each alone is enough to see that denials consume.
  auto const consumption =
      subject.limiters.claims().consumes_on_deny ? standing::holds : standing::fails;
  if (with_time->standing == consumption || with_costs->standing == standing::unknown)
    return with_time;
  if (with_costs->standing != consumption) with_costs->seen += "; " + with_time->seen;
  return with_costs;
}

result<sighting> probe_retry_after(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  bool const claimed = limiters.claims().retry_after;
  // More than a second must pass before and after the denial, or "one period" would always do.
  std::vector<limit> const limits{{1, std::max<duration>(2500ms, 3 * subject.period), 1}};
  begin_window(limiters, limits.front().per);
  for (auto const* key : {"quiet", "hammered"}) {
    auto const spent = admits(limiters, key, limits);
    if (!spent) return spent.error();
  }
  limiters.pass(1400ms);

  auto const told = limiters.check(limiters.request("quiet", limits));
  if (!told) return told.error();
  if (told->admitted) return never_denied();
  auto const hammered = ask_until_admitted(limiters, "hammered", limits);
  if (!hammered) return hammered.error();
  auto const waited = hammered->until_admitted;
  auto const figures =
      fmt::format("told {:.3f} s, another client with the same past gets in after {:.3f} s",
                  in_seconds(told->retry_after),
                  in_seconds(waited));
  auto const too_long = limiters.claims().exact_waits ? duration(exact_within) : duration(1s);
  if (told->retry_after > waited + too_long) return judge(claimed, false, figures);
  limiters.pass(told->retry_after - waited);
  auto const sufficed = admits(limiters, "quiet", limits);
  if (!sufficed) return sufficed.error();
  return judge(claimed, *sufficed, figures + (*sufficed ? "" : "; who waited as told is denied"));
}

}  // namespace limitproof
