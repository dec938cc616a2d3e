#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/stack_kind.hpp"
#include "harness/model/tolerance.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// One value per subcommand: what the user asked for, checked as far as a command line can be.
struct run_command {
  std::vector<std::string> scenarios;  ///< names or files
  bool all = false;                    ///< every shipped one instead
  bool full = false;                   ///< in their full size
  std::int64_t lanes = 2;              ///< of several scenarios, so many go on at once
  std::int64_t repeat = 1;             ///< run them so often, then one after the other
  std::filesystem::path out;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> limiters;  ///< instead of the scenario's
  std::vector<std::filesystem::path> limiter_paths;
  bool strict = false;
  tolerance_changes tolerance;  ///< instead of the scenario's
  stack_kind stack = stack_kind::local;
  bool gate = false;     ///< print one screen of what was not as expected, and no table
  std::string annotate;  ///< "github", or empty
  std::string called_as = "limitproof run";  ///< what a command to paste begins with

  std::optional<std::string> target;  ///< HOST:PORT; what follows is about it
  std::optional<std::string> authorised_host;
  std::optional<std::int64_t> request_budget;
  std::optional<duration> time_limit;
};

struct list_command {
  std::string what;  ///< "scenarios", "limiters", "checks", or empty for all three
  std::vector<std::filesystem::path> limiter_paths;
};

struct check_command {
  std::filesystem::path path;  ///< a run directory, or a history file
  tolerance_changes tolerance;
  bool export_lines = false;  ///< of a directory; what follows is for a file

  std::vector<std::string> policies;  ///< as typed
  std::optional<std::filesystem::path> policy_file;
  std::optional<limitproof::algorithm> algorithm;
  std::optional<duration> clock_granularity;
  std::optional<duration> longest_request;
};

struct report_command {
  std::filesystem::path directory;
};

struct compare_command {
  std::filesystem::path before, after;  ///< run directories, or with /LIMITER behind them
};

struct doctor_command {};

struct env_command {};

struct init_command {
  std::string name = "my-limit";  ///< of the scenario, and of its files in the working directory
};

struct manual_command {};

struct completion_command {
  std::string shell;  ///< "bash" or "zsh"
};

struct lint_command {
  std::filesystem::path plugin;  ///< its folder, or the limiter.json in it
};

struct describe_command {
  std::vector<std::string> limiters;  ///< one name, or none if all of the catalog are meant
  bool all = false;
  std::optional<std::int64_t> clients;  ///< that are known to the store at once
  std::vector<std::filesystem::path> limiter_paths;
};

struct selftest_command {
  std::filesystem::path out;
  std::int64_t rounds = 1;        ///< of the correct limiters
  std::vector<std::string> only;  ///< these limiters; none: all
};

struct serve_command {
  std::filesystem::path out;
  std::uint16_t port = 0;  ///< 0: a free one
};

struct prune_command {
  std::filesystem::path out;
  std::size_t keep = 10;
};

using command = std::variant<run_command,
                             list_command,
                             check_command,
                             report_command,
                             compare_command,
                             doctor_command,
                             env_command,
                             init_command,
                             manual_command,
                             completion_command,
                             lint_command,
                             describe_command,
                             selftest_command,
                             serve_command,
                             prune_command>;

/// The command line was help, a version, or wrong: print this and exit so.
struct early_exit {
  int code = 0;
  std::string text;
};

[[nodiscard]] std::variant<command, early_exit> parse_command_line(int argc,
                                                                   char const* const* argv);

}  // namespace limitproof
