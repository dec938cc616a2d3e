#include "harness/stack/container_engine.hpp"

#include "harness/codec/text_file.hpp"
#include "harness/stack/child_process.hpp"
#include "harness/stack/log_lines.hpp"
#include "harness/stack/required_programs.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

constexpr duration look_interval = std::chrono::milliseconds(20);
constexpr std::size_t shown_lines = 12;

/// An engine's program, and a program or a command of its own that reads compose files.
struct candidate {
  char const* engine;
  char const* compose;
  bool compose_is_its_command;
};

constexpr candidate candidates[] = {{"docker", "compose", true},
                                    {"docker", "docker-compose", false},
                                    {"podman", "podman-compose", false}};

void keep(std::filesystem::path const& transcript,
          std::string const& line,
          std::filesystem::path const& output) {
  std::ofstream stream(transcript, std::ios::app);
  stream << "$ " << line << '\n' << std::ifstream(output).rdbuf();
  // Of an empty output nothing is written, which is no failure.
  stream.clear();
}

result<container_engine> usable(candidate const& c,
                                engine_calls const& calls,
                                wait_limit const& limit) {
  auto const engine = find_program(c.engine);
  if (!engine) return error{errc::missing_program, fmt::format("{} not found", c.engine)};
  container_engine found{{engine->string()}, {}};
  if (c.compose_is_its_command) {
    found.compose = found.engine + std::vector<std::string>{c.compose};
  } else {
    auto const compose = find_program(c.compose);
    if (!compose) return error{errc::missing_program, fmt::format("{} not found", c.compose)};
    found.compose = {compose->string()};
  }
  for (auto const& question : {found.engine + std::vector<std::string>{"ps", "--quiet"},
                               found.compose + std::vector<std::string>{"version"}}) {
    auto const answer = calls.run(question, limit);
    if (!answer) return answer.error();
  }
  return found;
}

}  // namespace

std::vector<std::string> operator+(std::vector<std::string> command,
                                   std::vector<std::string> const& more) {
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

result<std::string> engine_calls::run(std::vector<std::string> const& command,
                                      wait_limit const& limit) const {
  auto const line = fmt::format("{}", fmt::join(command, " "));
  auto const child = child_process::start({"engine-call", command, folder_, environment_});
  if (!child) return with_context(line, child.error());
  std::optional<error> over;
  while (!(*child)->await_end(look_interval) && !over)
    over = limit.exceeded("end of \"" + line + "\"");
  if (over) (*child)->kill();
  auto const ended = (*child)->exited();
  auto output = read_text((*child)->log());
  keep(folder_ / "engine.log", line, (*child)->log());
  auto const lines = last_lines((*child)->log(), shown_lines);
  std::error_code there_is_none;
  std::filesystem::remove((*child)->log(), there_is_none);
  if (over) return *over;
  if (ended != "exit status 0")
    return error{errc::stack_failed, fmt::format("\"{}\": {}\n{}", line, *ended, lines)};
  return output;
}

result<container_engine> find_container_engine(engine_calls const& calls, wait_limit const& limit) {
  std::string reasons;
  for (auto const& c : candidates) {
    auto found = usable(c, calls, limit);
    if (found || found.error().code == errc::interrupted) return found;
    reasons += fmt::format("\n  {} with {}: {}", c.engine, c.compose, found.error().what);
  }
  return error{errc::missing_program,
               "no container engine answers; install one with: apt-get install podman "
               "podman-compose" +
                   reasons};
}

char const* const container_format =
    "{{.Id}}|{{index .Config.Labels \"com.docker.compose.service\"}}|{{.State.Status}}|"
    "{{.State.ExitCode}}|{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";

result<std::map<std::string, seen_container>> read_containers(std::string_view text) {
  std::map<std::string, seen_container> containers;
  while (!text.empty()) {
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::vector<std::string> fields(1);
    for (char const c : line)
      if (c == '|')
        fields.emplace_back();
      else
        fields.back() += c;
    // Podman warns in between, of what a container does not need, on the same stream.
    if (fields.size() == 1) continue;
    if (fields.size() != 5 || fields[0].empty() || fields[1].empty() || fields[2].empty())
      return error{errc::stack_failed,
                   fmt::format("the container engine said \"{}\"; expected ID|SERVICE|STATE|EXIT "
                               "CODE|ADDRESS",
                               line)};
    containers[fields[1]] = {fields[0],
                             fields[2] == "running" || fields[2] == "paused",
                             fmt::format("{}, exit code {}", fields[2], fields[3]),
                             fields[4]};
  }
  return containers;
}

}  // namespace limitproof
