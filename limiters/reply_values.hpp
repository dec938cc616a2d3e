#pragma once

#include "harness/model/script_call.hpp"
#include "harness/redis/redis_reply.hpp"
#include "limiters/expression.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace limitproof {

/// What expressions call the elements of a reply of this form: "r" for one value, otherwise "r[0]",
/// "r[1]" …
[[nodiscard]] std::vector<expression_name> reply_names(reply_form const& form,
                                                       std::string const& as);

/// The values of a reply's elements for each of `limits` limits: one for each name. What is not
/// told for every limit is the same for all. Errors: script_error: a reply of another shape.
[[nodiscard]] result<std::vector<std::vector<expression_value>>> reply_values(
    reply_form const& form, redis_reply const& reply, std::size_t limits);

}  // namespace limitproof
