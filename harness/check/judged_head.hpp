#pragma once

#include "harness/model/history.hpp"
#include "harness/model/sampled_head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// A kept response as the header rules read it. Field names are looked up without regard to case;
/// the functions below want them in lower case.
struct judged_head {
  std::uint64_t operation = 0;  ///< id
  std::uint16_t status = 0;     ///< 0: the answer was no HTTP
  outcome result = outcome::open;
  std::uint32_t key = 0;
  sampled_head head;
  std::size_t body_bytes = 0;  ///< that were kept
};

[[nodiscard]] judged_head to_judge(header_sample const& sample, operation const& op);

/// Whether a name or token is this one, which is in lower case.
[[nodiscard]] bool is_named(std::string_view text, std::string_view lower);

[[nodiscard]] bool has_field(judged_head const& response, std::string_view name);
[[nodiscard]] bool has_prefix(judged_head const& response, std::string_view prefix);
/// How many lines have this name.
[[nodiscard]] std::size_t line_count(judged_head const& response, std::string_view name);
/// All lines of this name as one value, joined with ", " (RFC 9110 section 5.3).
[[nodiscard]] std::optional<std::string> value_of(judged_head const& response,
                                                  std::string_view name);
/// "RateLimit-Reset: 5", the name as received and the value as `value_of` has it; the status line
/// if there is no such field.
[[nodiscard]] std::string line_of(judged_head const& response, std::string_view name);

/// Whether a comma-separated field has this member, without regard to case: `no-store` in
/// Cache-Control, a field's name in Trailer.
[[nodiscard]] bool lists(judged_head const& response,
                         std::string_view name,
                         std::string_view member);

/// All of `text` as a number of digits only; none if it is not one or does not fit.
[[nodiscard]] std::optional<std::int64_t> field_number(std::string_view text);
/// The same of a field's value.
[[nodiscard]] std::optional<std::int64_t> number_of(judged_head const& response,
                                                    std::string_view name);

}  // namespace limitproof
