#include "harness/guard/breaking_limiter.hpp"

#include <chrono>
#include <utility>

namespace limitproof {

breaking_limiter::breaking_limiter(std::unique_ptr<limiter> decides,
                                   circuit_breaker breaker,
                                   breaker_tallies& tallies)
    : decides_(std::move(decides)), breaker_(breaker), tallies_(tallies) {}

/// A policy that is replaced takes its breaker with it.
breaking_limiter::~breaking_limiter() {
  count_not_closed(false);
}

boost::asio::awaitable<result<decision>> breaking_limiter::check(limit_request request) {
  auto const leave = breaker_.ask(std::chrono::steady_clock::now());
  if (!leave) {
    ++tallies_.turned_away;
    co_return error{errc::store_unavailable, "the store failed, and the breaker is open"};
  }

  auto decided = co_await decides_->check(std::move(request));
  bool const answered = decided || decided.error().code != errc::store_unavailable;
  breaker_.tell(*leave, answered, std::chrono::steady_clock::now());
  note_state();
  co_return decided;
}

void breaking_limiter::note_state() {
  auto const openings = breaker_.openings();
  tallies_.openings += static_cast<std::int64_t>(openings - counted_openings_);
  counted_openings_ = openings;
  count_not_closed(breaker_.now_is() != circuit_breaker::state::closed);
}

void breaking_limiter::count_not_closed(bool not_closed) {
  tallies_.not_closed += (not_closed ? 1 : 0) - (counted_not_closed_ ? 1 : 0);
  counted_not_closed_ = not_closed;
}

}  // namespace limitproof
