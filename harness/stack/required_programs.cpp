#include "harness/stack/required_programs.hpp"

#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace limitproof {

namespace {

std::vector<std::filesystem::path> program_folders() {
  std::vector<std::filesystem::path> folders;
  auto const* const listed = std::getenv("PATH");
  std::istringstream path(listed == nullptr ? "" : listed);
  for (std::string folder; std::getline(path, folder, ':');)
    if (!folder.empty()) folders.emplace_back(folder);
  for (auto const* const folder : {"/usr/local/sbin", "/usr/sbin", "/sbin"})
    folders.emplace_back(folder);
  return folders;
}

}  // namespace

std::optional<std::filesystem::path> find_program(std::string const& name) {
  for (auto const& folder : program_folders()) {
    auto candidate = std::filesystem::absolute(folder / name);
    std::error_code unreadable;
    if (std::filesystem::is_regular_file(candidate, unreadable) &&
        ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return std::nullopt;
}

std::vector<required_program> required_programs() {
  return {{"haproxy", "haproxy", find_program("haproxy")},
          {"redis-server", "redis-server", find_program("redis-server")}};
}

required_program clock_library() {
  required_program library{"libfaketime", "libfaketime", std::nullopt};
  for (auto const* const folder :
       {"/usr/lib/" LIMITPROOF_LIBRARY_ARCHITECTURE, "/usr/lib", "/usr/local/lib"}) {
    auto const candidate = std::filesystem::path(folder) / "faketime/libfaketimeMT.so.1";
    std::error_code unreadable;
    if (!library.found && std::filesystem::exists(candidate, unreadable)) library.found = candidate;
  }
  return library;
}

result<std::map<std::string, std::filesystem::path>> all_found(
    std::vector<required_program> const& programs) {
  std::map<std::string, std::filesystem::path> paths;
  std::vector<std::string> missing;
  std::vector<std::string> packages;
  for (auto const& [program, package, found] : programs) {
    if (found) {
      paths.emplace(program, *found);
      continue;
    }
    missing.push_back(program);
    packages.push_back(package);
  }
  if (missing.empty()) return paths;
  return error{errc::missing_program,
               fmt::format("{} not found in PATH or the sbin folders; install with: "
                           "apt-get install {}",
                           fmt::join(missing, " and "),
                           fmt::join(packages, " "))};
}

}  // namespace limitproof
