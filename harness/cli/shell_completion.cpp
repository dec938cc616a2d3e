#include "harness/cli/shell_completion.hpp"

#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

// The names that `limitproof list scenarios` begins its lines with; a line that goes on with
// another is indented further.
constexpr std::string_view names_function = R"(_limitproof_names() {
  limitproof list "$1" 2>/dev/null | sed -n 's/^  \([a-z0-9][a-z0-9-]*\) .*/\1/p'
}
)";

/// What `limitproof list` knows of an argument; empty: nothing, so files are offered.
std::string_view listed_kind(option_reference const& option) {
  if (option.name == "scenario") return "scenarios";
  if (option.name == "limiter" || option.name == "--limiter") return "limiters";
  return "";
}

std::string flags_of(subcommand_reference const& subcommand) {
  std::string flags = "--help";
  for (auto const& option : subcommand.options)
    if (!option.positional) flags += " " + option.name;
  return flags;
}

std::string_view positional_kind(subcommand_reference const& subcommand) {
  for (auto const& option : subcommand.options)
    if (option.positional && !listed_kind(option).empty()) return listed_kind(option);
  return "";
}

/// Within single quotes of a specification for _arguments.
std::string zsh_text(std::string_view text) {
  std::string escaped;
  for (char const c : text) {
    if (c == '\'')
      escaped += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      escaped += {'\\', c};
    else
      escaped += c;
  }
  return escaped;
}

std::string zsh_values(option_reference const& option) {
  auto const kind = listed_kind(option);
  return kind.empty() ? "_files" : fmt::format("($(_limitproof_names {}))", kind);
}

std::string zsh_argument(option_reference const& option) {
  if (option.positional)
    return fmt::format(" '*:{}:{}'", zsh_text(option.name), zsh_values(option));
  // The star: an option may stand there several times.
  auto text = fmt::format(" '*{}[{}]", option.name, zsh_text(option.description));
  if (option.takes_value) text += ":value:" + zsh_values(option);
  return text + "'";
}

}  // namespace

std::string bash_completion(std::vector<subcommand_reference> const& subcommands) {
  std::string names;
  std::string cases;
  for (auto const& subcommand : subcommands) {
    names += subcommand.name + " ";
    cases += fmt::format("    {}) flags='{}' kind='{}' ;;\n",
                         subcommand.name,
                         flags_of(subcommand),
                         positional_kind(subcommand));
  }
  return fmt::format(R"({}
_limitproof() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} flags='' kind='' words
  if [ "$COMP_CWORD" = 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W '{}--help --version' -- "$word")
    return
  fi
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $word == -* ]]; then
    words=$flags
  elif [ "$before" = --limiter ]; then
    words=$(_limitproof_names limiters)
  elif [[ $before != -* ]] && [ -n "$kind" ]; then
    words=$(_limitproof_names "$kind")
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}
complete -o default -F _limitproof limitproof
)",
                     names_function,
                     names,
                     cases);
}

std::string zsh_completion(std::vector<subcommand_reference> const& subcommands) {
  std::string names;
  std::string cases;
  for (auto const& subcommand : subcommands) {
    names += fmt::format("    '{}:{}'\n", subcommand.name, zsh_text(subcommand.description));
    cases += fmt::format("    {}) _arguments", subcommand.name);
    for (auto const& option : subcommand.options) cases += zsh_argument(option);
    cases += " ;;\n";
  }
  return fmt::format(R"(#compdef limitproof
{}
_limitproof() {{
  local -a subcommands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe subcommand subcommands
    return
  fi
  local subcommand=$words[2]
  shift words
  (( CURRENT-- ))
  case $subcommand in
{}  esac
}}
_limitproof "$@"
)",
                     names_function,
                     names,
                     cases);
}

}  // namespace limitproof
