#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "harness/redis/redis_reply.hpp"
#include "limiters/decision_reader.hpp"
#include "limiters/limiter.hpp"

namespace limitproof {

/// Reads a script's reply as a decision, as a manifest says.
class reply_reader {
 public:
  /// Errors: bad_file, with the JSON pointer of what cannot be compiled.
  [[nodiscard]] static result<reply_reader> compile(limiter_manifest const& manifest);

  /// Errors: script_error: a reply of another shape, a negative remaining or wait, a binding limit
  /// that is not there.
  [[nodiscard]] result<decision> read(redis_reply const& reply, limit_request const& request) const;

 private:
  reply_reader(limitproof::algorithm a, reply_form form, decision_reader rules);

  limitproof::algorithm algorithm_;
  reply_form form_;
  decision_reader rules_;
};

}  // namespace limitproof
