#include "harness/codec/run_name_json.hpp"

#include "harness/model/policy_parts.hpp"

namespace limitproof {

std::string read_run_name(json_reader const& run) {
  auto const policy = run.find("policy_name");
  return run_name(run.at("limiter").string(),
                  policy && policy->is_string() ? policy->string() : std::string());
}

std::string read_run_directory(json_reader const& name) {
  auto directory = name.string();
  if (directory == "." || directory == ".." || directory.find('/') != std::string::npos)
    name.fail("the name of a directory beside the summary's");
  return directory;
}

}  // namespace limitproof
