#pragma once

#include "harness/lab/sighting.hpp"
#include "harness/model/error.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// One property of a limiter: what its manifest claims, and what was seen of it.
struct linted_property {
  std::string property;
  std::string claimed;
  sighting sighted;
};

struct lint_report {
  std::string limiter;
  std::string kind;
  std::vector<linted_property> properties;

  /// Whether no claim was seen not to hold.
  [[nodiscard]] bool holds() const;
};

/// Probes every claim of the plugin whose folder, or whose limiter.json, `plugin` is, against a
/// Redis of our own that ends with the call. It takes up to half a minute, most of it waiting for
/// permits to come back. Errors: `bad_file` for the plugin, `missing_program` or `stack_failed` for
/// Redis, `interrupted` when `stop` is set.
[[nodiscard]] result<lint_report> lint_plugin(std::filesystem::path const& plugin,
                                              std::atomic<bool> const& stop);

/// One line for each property, and what they come to.
[[nodiscard]] std::string lint_text(lint_report const& report);

}  // namespace limitproof
