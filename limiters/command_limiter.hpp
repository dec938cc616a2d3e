#pragma once

#include "limiters/command_sequence.hpp"
#include "limiters/limiter.hpp"
#include "limiters/make_limiter.hpp"
#include "limiters/plugin_errors.hpp"

#include <memory>

namespace limitproof {

/// The limiter behind every redis-commands plugin: plain commands, step by step, and a manifest
/// that says what they mean. Between two steps of one request any number of others may run.
class command_limiter : public limiter {
 public:
  /// `store` must outlive the limiter. Errors: bad_file, naming what of the manifest cannot be
  /// compiled.
  [[nodiscard]] static result<std::unique_ptr<limiter>> make(limiter_plugin const& plugin,
                                                             redis_connection& store);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  command_limiter(limiter_plugin const& plugin, redis_connection& store, command_sequence sequence);

  [[nodiscard]] std::optional<error> refusal(limit_request const& request) const;

  plugin_errors errors_;
  limitproof::algorithm algorithm_;
  command_sequence sequence_;
  redis_connection& store_;
};

}  // namespace limitproof
