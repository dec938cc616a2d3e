#include "harness/serve/compare_choice.hpp"

#include "harness/report/compare_runs.hpp"
#include "harness/run/read_measured_runs.hpp"
#include "harness/serve/served_files.hpp"
#include "harness/serve/split.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

/// One directory, and at most a limiter and its policy: nothing that leads up, or further down.
bool is_subject(std::string_view text) {
  constexpr std::ptrdiff_t most_parts = 3;
  auto const parts = split(text, '/');
  auto const is_name = [](std::string_view part) {
    return !part.empty() && part != "." && part != ".." &&
           part.find('\0') == std::string_view::npos;
  };
  return std::ssize(parts) <= most_parts && std::all_of(parts.begin(), parts.end(), is_name);
}

result<std::string> read_subject(request_target const& asked, std::string_view side) {
  auto subject = asked.parameter(side);
  auto const name = side == "a" ? std::string("A") : std::string("B");
  if (subject.empty())
    return error{errc::bad_usage,
                 "choose " + name + " too: one run in each of the columns A and B"};
  if (!is_subject(subject))
    return error{
        errc::bad_usage,
        name + " is " + subject +
            ": that is no run directory, or one with /LIMITER or /LIMITER/POLICY behind it"};
  return subject;
}

result<compared_side> read_side(fs::path const& runs, std::string const& subject) {
  auto const directory = subject.substr(0, subject.find('/'));
  auto const inside = resolved_within(runs, directory);
  if (!inside) return inside.error();
  auto measured = read_measured_runs(runs / subject);
  if (!measured) return measured.error();
  return compared_side{subject, *std::move(measured)};
}

/// A word that a shell reads as it stands, or in quotes.
std::string shell_word(std::string const& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";
  if (text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (char const c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

}  // namespace

result<compare_choice> read_choice(request_target const& asked) {
  auto before = read_subject(asked, "a");
  if (!before) return before.error();
  auto after = read_subject(asked, "b");
  if (!after) return after.error();
  return compare_choice{*std::move(before), *std::move(after)};
}

result<comparison> compare_chosen(fs::path const& runs, compare_choice const& choice) {
  auto const before = read_side(runs, choice.before);
  if (!before) return before.error();
  auto const after = read_side(runs, choice.after);
  if (!after) return after.error();
  return compare_runs(*before, *after);
}

std::string compare_command_text(fs::path const& runs, compare_choice const& choice) {
  return "limitproof compare " + shell_word((runs / choice.before).string()) + " " +
         shell_word((runs / choice.after).string());
}

}  // namespace limitproof
