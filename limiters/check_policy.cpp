#include "limiters/check_policy.hpp"

#include "limiters/call_writer.hpp"
#include "limiters/plugin_errors.hpp"

namespace limitproof {

result<void> check_policy(limiter_plugin const& plugin, std::span<limit const> limits) {
  plugin_errors const errors(plugin);
  limit_request const request{"client", limits, permits{1}, node_time{}};
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
