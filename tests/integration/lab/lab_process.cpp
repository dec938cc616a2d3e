#include "tests/integration/lab/lab_process.hpp"

#include <utility>

namespace limitproof {

namespace {

// A hang guard only: nothing is asserted about how long a command takes.
constexpr auto longest_command = std::chrono::minutes(5);

}  // namespace

lab_process::lab_process(std::vector<std::string> arguments, std::vector<std::string> environment) {
  environment.insert(environment.begin(), "TMPDIR=" + run_.folder.path().string());
  start(run_, std::move(arguments), environment);
}

std::string lab_process::ended() const {
  return run_.ended(longest_command);
}

std::vector<std::filesystem::path> lab_process::left_behind() const {
  std::vector<std::filesystem::path> folders;
  for (auto const& entry : std::filesystem::directory_iterator(run_.folder.path()))
    if (entry.is_directory()) folders.push_back(entry.path());
  return folders;
}

}  // namespace limitproof
