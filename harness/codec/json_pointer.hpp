#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace limitproof {

/// `pointer` one step further into an object or array (RFC 6901): "/a" and "b/c" give "/a/b~1c".
[[nodiscard]] std::string pointer_to(std::string const& pointer, std::string_view key);

/// At most `most` bytes of `text`, never half a UTF-8 character; "…" tells that some were left out.
[[nodiscard]] std::string clipped(std::string const& text, std::size_t most);

/// The sentence every decode error is: "x.json: at /policy/limit: found …". Control bytes, which
/// would garble a terminal, are shown as "?".
[[nodiscard]] std::string located(std::string const& file,
                                  std::string const& pointer,
                                  std::string const& sentence);

}  // namespace limitproof
