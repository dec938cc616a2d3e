#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// The one spelling of a request target's path: "//x/", "/x?q", "/%78", "/y/../x", "/x;v=1" and
/// "http://host/x" are all "/x", and "/X" is where case is ignored. "*" stays (OPTIONS *). None for
/// a path that an application may read as another one than a limiter does: an encoded "/", "\" or
/// "%", control bytes, a broken "%", what is not UTF-8, ".." with parameters.
///
/// Limiters that compared raw paths were passed by a second slash (coder/coder#27273), a trailing
/// one or another case (parse-community/parse-server#10501, better-auth/better-auth#6742), by
/// encoding a letter (jaytaph/RateLimitBundle#20) and by a query
/// (parse-community/parse-server#10500).
[[nodiscard]] std::optional<std::string> normalised_path(std::string_view target, bool ignore_case);

}  // namespace limitproof
