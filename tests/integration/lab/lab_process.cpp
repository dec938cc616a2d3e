#include "tests/integration/lab/lab_process.hpp"

#include "harness/run/text_file.hpp"

#include <utility>

namespace limitproof {

namespace {

// A hang guard only: nothing is asserted about how long a command takes.
constexpr auto patience = std::chrono::minutes(5);

}  // namespace

lab_process::lab_process(std::vector<std::string> arguments, std::vector<std::string> environment) {
  std::vector<std::string> command{"/usr/bin/env", "TMPDIR=" + folder_.path().string()};
  command.insert(command.end(), environment.begin(), environment.end());
  command.emplace_back(LIMITPROOF_PROGRAM);
  command.insert(command.end(), arguments.begin(), arguments.end());
  program_ = child_process::start({"limitproof", std::move(command), folder_.path()}).value();
}

std::string lab_process::ended() const {
  if (!program_->await_end(patience)) return "still running";
  return program_->exited().value();
}

std::string lab_process::output() const {
  return read_text(program_->log()).value();
}

std::vector<std::filesystem::path> lab_process::left_behind() const {
  std::vector<std::filesystem::path> folders;
  for (auto const& entry : std::filesystem::directory_iterator(folder_.path()))
    if (entry.is_directory()) folders.push_back(entry.path());
  return folders;
}

}  // namespace limitproof
