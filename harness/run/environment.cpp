#include "harness/run/environment.hpp"

#include "harness/stack/local_stack.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace limitproof {

namespace {

// "model name : …" of the first processor.
std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name") && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  return "unknown";
}

std::string first_line_of(std::string const& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> const pipe(::popen(command.c_str(), "re"), &::pclose);
  if (!pipe) return "unknown";
  char line[256] = {};
  if (std::fgets(line, sizeof line, pipe.get()) == nullptr) return "unknown";
  std::string text(line);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.empty() ? "unknown" : text;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> describe_environment() {
  std::vector<std::pair<std::string, std::string>> facts;
  facts.emplace_back("limitproof", LIMITPROOF_VERSION);
  utsname system{};
  if (::uname(&system) == 0)
    facts.emplace_back("system", fmt::format("{} {}", system.sysname, system.release));
  facts.emplace_back("processor", processor());
  facts.emplace_back("cores", std::to_string(std::thread::hardware_concurrency()));
  auto const pages = ::sysconf(_SC_PHYS_PAGES);
  auto const page = ::sysconf(_SC_PAGESIZE);
  facts.emplace_back("memory", fmt::format("{} MiB", (pages / 1024) * (page / 1024)));
  for (auto const& needed : required_programs())
    if (needed.found)
      facts.emplace_back(needed.program,
                         first_line_of(needed.found->string() +
                                       (needed.program == "haproxy" ? " -v" : " --version")));
  return facts;
}

}  // namespace limitproof
