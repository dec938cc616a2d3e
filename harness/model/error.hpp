#pragma once

#include <string>
#include <utility>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace limitproof {

/// Why something failed, as far as a caller decides by it. The sentence is for the reader.
enum class errc {
  bad_usage,          ///< a flag or argument (exit 2)
  bad_file,           ///< a scenario, manifest, plan or history that cannot be used (exit 2)
  missing_program,    ///< haproxy, redis-server … is not installed (exit 3)
  stack_failed,       ///< a child process died or never became ready (exit 3)
  invalid_cost,       ///< cost above the capacity, or negative: the client's fault (400)
  script_error,       ///< the limiter itself is wrong: never silently open (500)
  store_unavailable,  ///< the store did not answer in time: the only one a guard may decide on
  timed_out,
  io,
  interrupted,  ///< the user asked to stop (exit 130)
};

/// `what` says what was attempted, on what, what happened and what to do, in one sentence.
struct error {
  errc code;
  std::string what;
};

/// Value or error; functions that return one are [[nodiscard]].
template <class T>
using result = boost::system::result<T, error>;

/// Found by argument-dependent lookup when `.value()` is called on a failed result (tests do).
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& where);

/// The same error with the layer's context in front: "starting node-2: …".
[[nodiscard]] inline error with_context(std::string const& context, error cause) {
  return error{cause.code, context + ": " + cause.what};
}

}  // namespace limitproof
