#pragma once

#include "harness/model/error.hpp"
#include "harness/policy_sources/policy_origin.hpp"
#include "harness/policy_sources/policy_source.hpp"

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

namespace limitproof {

/// The text there now, waited for. Errors: bad_file, as missing_policies; io and timed_out, where
/// etcd does not answer.
[[nodiscard]] result<std::string> read_policies(policy_origin const& origin);

/// That there is no such file, or no such key.
[[nodiscard]] error missing_policies(policy_origin const& origin);

/// Follows what `origin` says from when it said `seen`. `log` is told when it cannot be followed,
/// and when it can again.
[[nodiscard]] std::unique_ptr<policy_source> follow_policies(
    boost::asio::io_context& loop,
    policy_origin const& origin,
    std::string seen,
    policy_observer changed,
    std::function<void(std::string const&)> log);

}  // namespace limitproof
