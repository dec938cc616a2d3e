#include "tests/tidy/rooms_rule.hpp"

#include <map>
#include <regex>
#include <set>

namespace limitproof {

namespace {

// What each room may include from, besides itself and model. What judges a run never knows a
// limiter; what is judged never sees a scenario.
std::map<std::string, std::set<std::string>> const may_know = {
    {"model", {}},
    {"codec", {}},
    {"net", {}},
    {"plan", {}},
    {"check", {}},
    {"policies", {"codec"}},
    {"redis", {"net"}},
    {"sqlite", {}},
    {"history", {"codec", "sqlite"}},
    {"limiters", {"redis", "codec", "net"}},
    {"guard", {"limiters", "net"}},
    {"policy_sources", {"guard", "net", "codec", "sqlite"}},
    {"node", {"policies", "policy_sources", "guard", "limiters", "redis", "net", "codec"}},
    {"proxy", {"net", "codec"}},
    {"load", {"history"}},
    {"stack", {"net", "redis", "codec"}},
    {"report", {"codec", "history"}},
    {"run", {"plan", "stack", "load", "history", "check", "report", "codec"}},
    {"lab", {"limiters", "run", "redis", "net", "stack", "codec", "check"}},
    {"serve", {"run", "report", "codec", "net"}},
    {"cli", {"run", "stack", "load", "report", "codec"}},
};

struct wrapped_library {
  std::regex include;
  std::string name;
  std::vector<std::string> rooms;  ///< path prefixes that may include it
};

std::vector<wrapped_library> const wrapped = {
    {std::regex("<nlohmann/"), "nlohmann/json", {"harness/codec/", "tests/"}},
    {std::regex("<CLI/"),
     "CLI11",
     {"harness/cli/",
      "harness/node/node_options.cpp",
      "harness/proxy/proxy_options.cpp",
      "tests/"}},
    {std::regex("<hiredis/"), "hiredis", {"harness/redis/", "tests/"}},
    {std::regex("<sqlite3"), "SQLite", {"harness/sqlite/", "tests/"}},
    {std::regex("<boost/beast"),
     "Beast",
     {"harness/node/",
      "harness/policy_sources/",
      "harness/serve/",
      "harness/net/asio.cpp",
      "tests/"}},
    {std::regex("<boost/process"), "Boost.Process", {}},
};

std::string room_of(std::string const& path) {
  if (path.starts_with("limiters/")) return "limiters";
  if (!path.starts_with("harness/")) return "";
  auto const end = path.find('/', 8);
  return end == std::string::npos ? "" : path.substr(8, end - 8);
}

bool starts_with_any(std::string const& path, std::vector<std::string> const& prefixes) {
  for (auto const& prefix : prefixes)
    if (path.starts_with(prefix)) return true;
  return false;
}

void check_library(source_file const& file,
                   std::size_t line,
                   std::string const& header,
                   std::vector<violation>& found) {
  for (auto const& library : wrapped)
    if (std::regex_search(header, library.include) && !starts_with_any(file.path, library.rooms))
      found.push_back({file.path, line, library.name + " included outside its room"});
}

void check_room(source_file const& file,
                std::size_t line,
                std::string const& header,
                std::vector<violation>& found) {
  auto const from = room_of(file.path);
  auto const to = room_of(header);
  if (from.empty() || to.empty() || from == to || to == "model") return;
  auto const known = may_know.find(from);
  if (known == may_know.end() || !known->second.contains(to))
    found.push_back({file.path, line, from + " may not know " + to});
}

}  // namespace

std::vector<violation> room_violations(source_file const& file) {
  static std::regex const include(R"re(^\s*#\s*include\s+([<"])([^>"]+)[>"])re");
  std::vector<violation> found;
  std::size_t line = 0;
  for (std::size_t at = 0; at < file.text.size(); ++line) {
    auto const end = std::min(file.text.find('\n', at), file.text.size());
    auto const text = file.text.substr(at, end - at);
    at = end + 1;
    std::smatch match;
    if (!std::regex_search(text, match, include)) continue;
    check_library(file, line + 1, match[1].str() + match[2].str(), found);
    check_room(file, line + 1, match[2].str(), found);
  }
  return found;
}

}  // namespace limitproof
