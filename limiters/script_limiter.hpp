#pragma once

#include "harness/redis/redis_script.hpp"
#include "limiters/call_writer.hpp"
#include "limiters/limiter.hpp"
#include "limiters/make_limiter.hpp"
#include "limiters/plugin_errors.hpp"
#include "limiters/reply_reader.hpp"

#include <memory>

namespace limitproof {

/// The limiter behind every redis-script plugin: a Lua file that decides, and a manifest that says
/// how it is called and how its answer reads.
class script_limiter : public limiter {
 public:
  /// `store` must outlive the limiter. Errors: bad_file, naming what of the manifest cannot be
  /// compiled.
  [[nodiscard]] static result<std::unique_ptr<limiter>> make(limiter_plugin const& plugin,
                                                             redis_connection& store);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  script_limiter(limiter_plugin const& plugin,
                 redis_connection& store,
                 call_writer writer,
                 reply_reader reader);

  plugin_errors errors_;
  call_writer writer_;
  reply_reader reader_;
  redis_script script_;
  redis_connection& store_;
};

}  // namespace limitproof
