#include "tests/documents/shell.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/integration/harness_run.hpp"

#include <cstdlib>

namespace limitproof {

namespace {

std::string path_with_program() {
  auto const* const before = std::getenv("PATH");
  return "PATH=" + std::filesystem::path(LIMITPROOF_PROGRAM).parent_path().string() + ":" +
         (before == nullptr ? "/usr/bin:/bin" : before);
}

}  // namespace

shell_result run_in_shell(std::string const& command, std::filesystem::path const& folder) {
  auto const shell =
      child_process::start({"shell", {"/bin/bash", "-c", command}, folder, {path_with_program()}})
          .value();
  if (!shell->await_end(patience)) return {"still running", read_text(shell->log()).value()};
  return {shell->exited().value(), read_text(shell->log()).value()};
}

}  // namespace limitproof
