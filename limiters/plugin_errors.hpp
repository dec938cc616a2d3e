#pragma once

#include "limiters/limiter.hpp"
#include "limiters/make_limiter.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The errors of a plugin that asks the store: they name it, and its manifest says what some error
/// replies mean.
class plugin_errors {
 public:
  explicit plugin_errors(limiter_plugin const& plugin);

  /// Why a request cannot be asked at all: several limits or a cost other than 1 that the plugin
  /// does not claim to take.
  [[nodiscard]] std::optional<error> refusal(limit_request const& request) const;

  /// A failed call, by the manifest's `errors`.
  [[nodiscard]] error meaning_of(error failure) const;

  [[nodiscard]] error named(error failure) const;

 private:
  std::string name_;
  limiter_claims claims_;
  std::vector<error_rule> rules_;
};

}  // namespace limitproof
