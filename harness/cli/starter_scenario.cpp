#include "harness/cli/starter_scenario.hpp"

#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/text_file.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::string_view scenario_template = R"({{
  "name": "{0}",
  "why": "Does 50 a second hold for one client whose requests reach three nodes?",
  "policy": {{ "limit": 50, "per": "1s", "burst": 100 }},
  "stack": {{ "nodes": 3, "balance": "roundrobin" }},
  "limiters": ["naive", "redis-token-bucket"],
  "attack": [
    {{ "phase": "steady", "rate": "1000/s", "for": "4s", "connections": 32, "keys": {{ "one": "attacker" }} }}
  ],
  "faults": [],
  "expect": {{
    "naive": {{ "over_admission": "fail" }},
    "redis-token-bucket": {{ "verdict": "pass" }}
  }},
  "seed": 1
}}
)";

constexpr std::string_view comments_template = R"(# {0}.json, line by line

Run it: `limitproof run {0}.json`. JSON has no comments; these are its.

| line | what it means, and what to change |
|---|---|
| `name` | how reports and run directories are called; the file may be called otherwise |
| `why` | the question it answers, for whoever reads the report: put your own |
| `policy` | the promise: at most `limit` permits `per` time, and `burst` at once after a pause. Put your limit; several that hold together are a list |
| `stack` | what is brought up: so many `nodes` behind a balancer. A limit that holds with one node shows nothing |
| `limiters` | who is attacked, one after the other: names of `limitproof list limiters`, or of your own folder with `--limiter-path DIR`. `naive` counts on each node for itself, and is there to show that this attack can find a fault |
| `attack` | the phases, in turn. `rate` must be well above the limit, or the verdict is `inconclusive`: nothing was put to the test. `keys` says who asks; `one` client asks for everything here |
| `faults` | what is done to the stack meanwhile, as `{{ "at": "2s", "fault": "kill", "target": "node-1" }}` |
| `expect` | what has to come out, for each limiter: a verdict, a check of `limitproof list checks`, or a figure. Whatever is not met is exit 1. A limiter that is not named has to pass |
| `seed` | all that is drawn comes from it: the same seed, the same attack |

An unknown or mistyped word anywhere is exit 2, with its place and the nearest word there is. `limitproof run {0}.json --gate` is for CI.
)";

struct named_file {
  std::filesystem::path path;
  std::string const& text;
};

}  // namespace

result<starter_files> starter_scenario(std::string const& name) {
  starter_files files{fmt::format(scenario_template, name), fmt::format(comments_template, name)};
  auto const decoded = decode_scenario(files.scenario, name + ".json");
  if (!decoded) return error{errc::bad_usage, decoded.error().what};
  return files;
}

result<void> write_starter(starter_files const& files,
                           std::string const& name,
                           std::filesystem::path const& folder) {
  std::array const both = {named_file{folder / (name + ".json"), files.scenario},
                           named_file{folder / (name + ".md"), files.comments}};
  for (auto const& file : both)
    if (std::filesystem::exists(file.path))
      return error{errc::bad_usage,
                   file.path.string() +
                       " is there already; remove it, or give another name: "
                       "`limitproof init NAME`"};
  for (auto const& file : both) {
    auto const written = write_text(file.path, file.text);
    if (!written) return written.error();
  }
  return {};
}

std::string starter_text(std::string const& name) {
  return fmt::format(
      "Wrote {0}.json, a scenario that runs as it is, and {0}.md, what each line of it means.\n"
      "Now: limitproof run {0}.json\n",
      name);
}

}  // namespace limitproof
