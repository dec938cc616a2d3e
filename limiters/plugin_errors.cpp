#include "limiters/plugin_errors.hpp"

#include <utility>

namespace limitproof {

plugin_errors::plugin_errors(limiter_plugin const& plugin)
    : name_("limiter " + plugin.name),
      claims_(plugin.manifest.claims),
      rules_(plugin.manifest.call.errors) {}

std::optional<error> plugin_errors::refusal(limit_request const& request) const {
  if (request.limits.size() > 1 && !claims_.several_limits)
    return error{errc::script_error,
                 name_ + " takes one limit, the policy has " +
                     std::to_string(request.limits.size()) +
                     ": choose a limiter that claims several_limits"};
  if (request.cost.value != 1 && !claims_.weighted)
    return error{errc::invalid_cost,
                 name_ + " takes cost 1 only, found " + std::to_string(request.cost.value)};
  return std::nullopt;
}

error plugin_errors::meaning_of(error failure) const {
  if (failure.code == errc::script_error) {
    for (auto const& rule : rules_) {
      if (failure.what.find(rule.reply_has) == std::string::npos) continue;
      failure.code =
          rule.means == error_meaning::invalid_cost ? errc::invalid_cost : errc::store_unavailable;
    }
  }
  return named(std::move(failure));
}

error plugin_errors::named(error failure) const {
  return with_context(name_, std::move(failure));
}

}  // namespace limitproof
