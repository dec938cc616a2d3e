#include "harness/cli/man_page.hpp"

#include "harness/cli/exit_codes.hpp"

#include <sstream>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// A line of plain text in roff: a backslash and a dash mean something, and a dot or a quote at the
/// beginning makes it a request.
std::string roff(std::string_view text) {
  std::string line;
  if (!text.empty() && (text.front() == '.' || text.front() == '\'')) line = "\\&";
  for (char const c : text) {
    if (c == '\\')
      line += "\\e";
    else if (c == '-')
      line += "\\-";
    else
      line += c;
  }
  return line;
}

std::string option_text(option_reference const& option) {
  auto const value = option.takes_value && !option.positional ? " \\fIVALUE\\fR" : "";
  return fmt::format(".TP\n{}{}\\fR{}\n{}\n",
                     option.positional ? "\\fI" : "\\fB",
                     roff(option.name),
                     value,
                     roff(option.description));
}

std::string exit_codes() {
  std::istringstream table(exit_code_table());
  std::string text;
  for (std::string line; std::getline(table, line);) text += roff(line) + "\n";
  return ".nf\n" + text + ".fi\n";
}

}  // namespace

std::string man_page(std::vector<subcommand_reference> const& subcommands) {
  std::string text =
      ".TH LIMITPROOF 1\n"
      ".SH NAME\nlimitproof \\- proves whether a distributed rate limit holds\n"
      ".SH SYNOPSIS\n\\fBlimitproof\\fR \\fISUBCOMMAND\\fR [\\fIARGUMENTS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Brings up application nodes behind a balancer, attacks the limit as real clients do, "
      "records "
      "every request, and decides from the recorded history, with a certificate, whether the "
      "promised limit held.\n"
      ".SH SUBCOMMANDS\n";
  for (auto const& subcommand : subcommands) {
    text += fmt::format(
        ".SS limitproof {}\n{}\n", roff(subcommand.name), roff(subcommand.description + "."));
    for (auto const& option : subcommand.options) text += option_text(option);
  }
  return text + ".SH EXIT STATUS\n" + exit_codes() +
         ".SH FILES\n.TP\n\\fIreports/runs/\\fR\nRun directories, unless \\fB\\-\\-out\\fR says "
         "otherwise.\n"
         ".SH SEE ALSO\n.BR haproxy (1),\n.BR redis-server (1)\n";
}

}  // namespace limitproof
