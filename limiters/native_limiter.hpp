#pragma once

#include "limiters/limiter.hpp"
#include "limiters/make_limiter.hpp"
#include "limiters/native_abi.h"

#include <memory>

namespace limitproof {

/// Wraps one instance of a native plugin. Its calls are synchronous, so a check is answered before
/// it is awaited.
class native_limiter : public limiter {
 public:
  /// Loads the plugin's shared object for the life of the process: unloading would pull the code
  /// from under thread-local destructors. Errors: bad_file.
  [[nodiscard]] static result<std::unique_ptr<limiter>> make(limiter_plugin const& plugin);

  ~native_limiter() override;
  native_limiter(native_limiter const&) = delete;
  native_limiter& operator=(native_limiter const&) = delete;

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  native_limiter(limiter_plugin const& plugin, limitproof_plugin const& entry, void* instance);

  [[nodiscard]] result<decision> decide(limit_request const& request) const;

  std::string name_;
  limiter_claims claims_;
  limitproof_plugin const& entry_;
  void* instance_;
};

}  // namespace limitproof
