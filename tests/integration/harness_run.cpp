#include "tests/integration/harness_run.hpp"

#include "harness/codec/text_file.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace limitproof {

namespace fs = std::filesystem;

std::string harness_run::output() const {
  return read_text(program->log()).value();
}

std::string harness_run::ended(std::chrono::seconds hang_guard) const {
  if (!program->await_end(hang_guard)) return "still running";
  return program->exited().value();
}

std::vector<fs::path> harness_run::runs_of(std::string const& scenario) const {
  std::vector<fs::path> runs;
  for (auto const& entry : fs::directory_iterator(out()))
    if (!entry.is_symlink() && entry.path().filename().string().ends_with(scenario))
      runs.push_back(entry.path());
  std::sort(runs.begin(), runs.end());
  return runs;
}

fs::path harness_run::only_run() const {
  auto const runs = runs_of("");
  REQUIRE(runs.size() == 1);
  return runs.front();
}

void start(harness_run& run,
           std::vector<std::string> arguments,
           std::vector<std::string> const& environment) {
  std::vector<std::string> command;
  if (!environment.empty()) command.emplace_back("/usr/bin/env");
  command.insert(command.end(), environment.begin(), environment.end());
  command.emplace_back(LIMITPROOF_PROGRAM);
  command.insert(command.end(), arguments.begin(), arguments.end());
  run.program = child_process::start({"limitproof", std::move(command), run.folder.path()}).value();
}

std::string scenario_file(harness_run const& run,
                          std::string const& name,
                          std::string const& text) {
  auto const file = run.folder.path() / (name + ".json");
  REQUIRE(write_text(file, text).has_value());
  return file.string();
}

nlohmann::json json_of(fs::path const& file) {
  return nlohmann::json::parse(read_text(file).value());
}

}  // namespace limitproof
