#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What a second compose file puts over a service of the first, or adds to it.
struct compose_service {
  std::optional<std::string> image{};
  std::vector<std::string> entrypoint{};
  std::vector<std::string> command{};  ///< the arguments, whatever is in them
  std::vector<std::string> ports{};    ///< "127.0.0.1:40000:8080"
  std::vector<std::string> volumes{};  ///< "/host/folder:/folder:ro"
  std::map<std::string, std::string> environment{};
};

/// A compose file of these services, as JSON, which is YAML. Commands are texts in it, quoted for
/// a shell: of a list some programs would make the longer list of both files. Nothing in it is
/// replaced by variables of the environment.
[[nodiscard]] std::string encode_compose_override(
    std::map<std::string, compose_service> const& services);

/// `text` as a POSIX shell reads it back.
[[nodiscard]] std::string shell_quoted(std::string const& text);

}  // namespace limitproof
