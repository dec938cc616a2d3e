#pragma once

#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/net/result_token.hpp"

#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace limitproof {

enum class stopped_by { deadline, cancellation };

/// What an operation that was stopped yields: an error of its own type.
template <class T>
[[nodiscard]] result<T> stopped(std::type_identity<result<T>>, stopped_by reason) {
  if (reason == stopped_by::cancellation) return error{errc::interrupted, "cancelled"};
  return error{errc::timed_out, "the deadline passed"};
}

template <class... Values>
[[nodiscard]] std::tuple<boost::system::error_code, Values...> stopped(
    std::type_identity<std::tuple<boost::system::error_code, Values...>>, stopped_by reason) {
  if (reason == stopped_by::cancellation) return {asio::error::operation_aborted, Values{}...};
  return {asio::error::timed_out, Values{}...};
}

/// Runs `operation` for at most `deadline`, then cancels it and waits for it to stop. `Outcome` is
/// either `result<T>` (deadline: errc::timed_out; the caller cancelled: errc::interrupted) or the
/// [error_code, values…] of the default token (asio::error::timed_out, operation_aborted). The
/// operation must react to terminal cancellation, and must not throw on its own: a race is won by
/// the first success, so a throwing operation waits out the whole deadline (asio #900).
template <class Outcome>
[[nodiscard]] asio::awaitable<Outcome> with_deadline(asio::awaitable<Outcome> operation,
                                                     duration deadline) {
  using namespace asio::experimental::awaitable_operators;
  auto const executor = co_await asio::this_coro::executor;
  steady_timer timer(executor, deadline);

  auto first = co_await (std::move(operation) || timer.async_wait());

  auto const state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    co_return stopped(std::type_identity<Outcome>{}, stopped_by::cancellation);
  if (auto* outcome = std::get_if<0>(&first)) co_return std::move(*outcome);
  co_return stopped(std::type_identity<Outcome>{}, stopped_by::deadline);
}

}  // namespace limitproof
