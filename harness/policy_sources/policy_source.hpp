#pragma once

#include <functional>
#include <optional>
#include <string>

namespace limitproof {

/// Told of a policy set's new text; none: there is no such file or key any more.
using policy_observer = std::function<void(std::optional<std::string> const&)>;

/// Where a node's policies come from, followed while it runs. Its observer is called from the loop,
/// with each new text once, whatever the text is worth.
class policy_source {
 public:
  policy_source() = default;
  virtual ~policy_source() = default;
  policy_source(policy_source const&) = delete;
  policy_source& operator=(policy_source const&) = delete;

  virtual void start() = 0;

  /// Ends the waits; what had been found by then has been told.
  virtual void stop() = 0;
};

}  // namespace limitproof
