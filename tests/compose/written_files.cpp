#include "tests/compose/written_files.hpp"

#include "harness/codec/text_file.hpp"
#include "harness/stack/child_process.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <chrono>

#include <catch2/catch.hpp>

namespace limitproof {

std::filesystem::path written(std::string const& name) {
  return std::filesystem::path(LIMITPROOF_SOURCE) / "compose" / name;
}

nlohmann::json yaml_of(std::string const& name) {
  return nlohmann::json::parse(
      output_of("python3 -c 'import json, sys, yaml; "
                "json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)' '" +
                written(name).string() + "'"));
}

std::string output_of(std::string const& shell_command) {
  temporary_directory const folder;
  auto const child =
      child_process::start({"program",
                            {"/bin/sh", "-c", "cd '" LIMITPROOF_SOURCE "' && " + shell_command},
                            folder.path()})
          .value();
  REQUIRE(child->await_end(std::chrono::seconds(60)));
  auto const output = read_text(child->log()).value();
  INFO(shell_command << ": " << output);
  REQUIRE(child->exited() == "exit status 0");
  return output;
}

}  // namespace limitproof
