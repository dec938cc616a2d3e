#include "limiters/check_policy.hpp"

#include "limiters/call_writer.hpp"
#include "limiters/plugin_errors.hpp"

namespace limitproof {

result<void> check_policy(limiter_plugin const& plugin, policy const& promised) {
  if (!promised.burst_modes.empty() && !is_bucket(plugin.manifest.claims.algorithm))
    return error{errc::bad_usage,
                 "the limiter " + plugin.name + " promises " +
                     std::string(to_name(plugin.manifest.claims.algorithm)) +
                     ", and the policy has a burst_mode, which only a token_bucket or gcra can "
                     "keep: choose such a limiter, or a limit without burst_mode"};
  plugin_errors const errors(plugin);
  limit_request const request{"client", promised.limits, permits{1}, node_time{}};
  if (auto const refused = errors.refusal(request)) return error{errc::bad_usage, refused->what};
  // What a later command is told depends on earlier replies, so only scripts can be tried.
  if (plugin.manifest.kind != limiter_kind::redis_script) return {};
  auto writer = call_writer::compile(plugin.manifest);
  if (!writer) return writer.error();
  auto const call = writer->write(request);
  if (!call) return error{errc::bad_usage, errors.named(call.error()).what};
  return {};
}

}  // namespace limitproof
