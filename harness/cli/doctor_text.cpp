#include "harness/cli/doctor_text.hpp"

#include "harness/stack/local_stack.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace limitproof {

namespace {

// 4096 connections on either side of the balancer, and the files beside them.
constexpr rlim_t wanted_files = 16384;

std::string open_files_line() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return "";
  return fmt::format(
      "  open files       at most {}{}\n",
      files.rlim_max,
      files.rlim_max < wanted_files
          ? fmt::format(": large attacks need {}, raise it with ulimit -Hn", wanted_files)
          : "");
}

}  // namespace

diagnosis diagnose() {
  diagnosis d{true, "A run needs:\n"};
  std::string packages;
  auto all = required_programs();
  all.push_back(clock_library());
  for (auto const& needed : all) {
    d.text += fmt::format(
        "  {:<16} {}\n", needed.program, needed.found ? needed.found->string() : "missing");
    if (!needed.found) packages += " " + needed.package;
  }
  d.text += open_files_line();
  d.healthy = packages.empty();
  d.text += d.healthy ? "Nothing is missing.\n"
                      : "Install what is missing: apt-get install --no-install-recommends" +
                            packages + "\n";
  return d;
}

}  // namespace limitproof
