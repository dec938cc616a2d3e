#include "harness/guard/permit_lease.hpp"

#include <chrono>
#include <utility>
#include <variant>

namespace limitproof {

namespace {

using clock = std::chrono::steady_clock;

}  // namespace

/// A flight for as long as its batch is under way. A coroutine that is cancelled meanwhile takes
/// its flight with it, so that nobody waits for a batch that never lands.
class permit_lease::boarding {
 public:
  boarding(permit_lease& guard,
           limit_request const& question,
           asio::any_io_executor const& executor)
      : guard_(guard),
        question_(question),
        flight_(
            std::make_shared<flight>(flight{steady_timer(executor, clock::time_point::max())})) {
    guard_.flights_[question_.key] = flight_;
  }

  ~boarding() {
    if (!landed_) guard_.book_.failed(question_);
    auto const own = guard_.flights_.find(question_.key);
    if (own != guard_.flights_.end() && own->second == flight_) guard_.flights_.erase(own);
    flight_->landing.cancel();
  }

  boarding(boarding const&) = delete;
  boarding& operator=(boarding const&) = delete;

  [[nodiscard]] decision land(decision const& batch, call_span when) {
    landed_ = true;
    return guard_.book_.landed(question_, batch, when);
  }

  void fail(error const& why) { flight_->failure = why; }

 private:
  permit_lease& guard_;
  limit_request const& question_;
  std::shared_ptr<flight> flight_;
  bool landed_ = false;
};

permit_lease::permit_lease(std::unique_ptr<limiter> decides,
                           lease_spec spec,
                           algorithm judged_by,
                           duration patience,
                           lease_tallies& counts)
    : decides_(std::move(decides)), book_(spec, judged_by, counts), patience_(patience) {}

asio::awaitable<result<decision>> permit_lease::check(limit_request request) {
  auto const began = clock::now();
  for (auto now = began; now - began <= patience_; now = clock::now()) {
    auto const answer = book_.answer(request, now);
    if (auto const* const told = std::get_if<decision>(&answer)) co_return *told;
    auto const step = std::get<lease_step>(answer);
    if (step == lease_step::ask) break;
    if (step == lease_step::take) {
      auto batch = request;
      auto const taken = co_await take_batch(std::move(batch));
      if (!taken || taken->admitted) co_return taken;
      break;
    }
    // A key that was forgotten and came back can have lost sight of its flight.
    auto const found = flights_.find(request.key);
    if (found == flights_.end()) break;
    auto awaited = found->second;
    co_await awaited->landing.async_wait();
    if (awaited->failure) co_return *awaited->failure;
  }
  auto const decided = co_await decides_->check(std::move(request));
  co_return decided;
}

asio::awaitable<result<decision>> permit_lease::take_batch(limit_request request) {
  auto const executor = co_await asio::this_coro::executor;
  boarding under_way(*this, request, executor);
  auto batch = request;
  batch.cost = book_.batch();
  auto const asked = clock::now();
  auto const taken = co_await decides_->check(std::move(batch));
  if (!taken) {
    under_way.fail(taken.error());
    co_return taken;
  }
  co_return under_way.land(*taken, call_span{asked, clock::now()});
}

}  // namespace limitproof
