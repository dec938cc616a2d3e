#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

struct head_field {
  std::string name;  ///< as it was sent
  std::string value;
};

/// A request's head, as far as policies are chosen by it. Nothing else counts: a header that names
/// another method, or a body that does, changes no policy (parse-community/parse-server#10234).
struct request_head {
  std::string method;
  std::string target;                  ///< as it stands in the request line
  std::optional<std::string> api_key;  ///< found sound; none: the request carries none
  std::vector<head_field> fields;      ///< in order, X-Api-Key not among them
};

/// The lines of one header, whatever the case of its name.
struct header_lines {
  std::size_t count = 0;
  std::string joined;  ///< their values in order, ", " between them (RFC 9110 section 5.3)
};

[[nodiscard]] header_lines lines_of(request_head const& head, std::string_view name);

/// `text` with the letters A to Z in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// `text` without blanks and tabs at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace limitproof
