#include "harness/run/run_directory.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <ctime>
#include <system_error>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view stamp_shape = "dddddddd-dddddd-";

std::string utc_stamp() {
  auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y%m%d-%H%M%S}", fmt::gmtime(now));
}

bool is_run_directory(fs::directory_entry const& entry) {
  auto const name = entry.path().filename().string();
  if (entry.is_symlink() || !entry.is_directory() || name.size() <= stamp_shape.size())
    return false;
  for (std::size_t i = 0; i < stamp_shape.size(); ++i) {
    bool const digit = std::isdigit(static_cast<unsigned char>(name[i])) != 0;
    if (stamp_shape[i] == 'd' ? !digit : name[i] != stamp_shape[i]) return false;
  }
  auto const holds = [&entry](char const* file) { return fs::exists(entry.path() / file); };
  return holds("plan.json") || holds("summary.json") || holds("selftest.json");
}

}  // namespace

result<fs::path> create_run_directory(fs::path const& out, std::string const& scenario) {
  std::error_code failure;
  fs::create_directories(out, failure);
  if (failure) return error{errc::bad_usage, "creating " + out.string() + ": " + failure.message()};
  auto const base = (out / (utc_stamp() + "-" + scenario)).string();
  for (int n = 1; n < 1000; ++n) {
    fs::path const directory = n == 1 ? base : base + "-" + std::to_string(n);
    if (fs::create_directory(directory, failure)) return fs::absolute(directory);
    if (failure)
      return error{errc::bad_usage, "creating " + directory.string() + ": " + failure.message()};
  }
  return error{errc::io, "creating " + base + ": a thousand runs have that name already"};
}

result<void> point_latest_at(fs::path const& directory) {
  auto const latest = directory.parent_path() / "latest";
  // A name of this process's own, so that two harnesses that finish together do not collide.
  auto const fresh = directory.parent_path() / fmt::format(".latest-{}", ::getpid());
  std::error_code failure;
  fs::remove(fresh, failure);
  fs::create_directory_symlink(directory.filename(), fresh, failure);
  if (!failure) fs::rename(fresh, latest, failure);
  if (failure) return error{errc::io, "linking " + latest.string() + ": " + failure.message()};
  return {};
}

result<std::vector<fs::path>> prune_runs(fs::path const& out, std::size_t keep) {
  std::error_code failure;
  std::vector<fs::path> runs;
  for (auto const& entry : fs::directory_iterator(out, failure))
    if (is_run_directory(entry)) runs.push_back(entry.path());
  if (failure) return error{errc::bad_usage, "listing " + out.string() + ": " + failure.message()};
  std::sort(runs.begin(), runs.end(), std::greater<>());
  runs.erase(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(std::min(keep, runs.size())));
  for (auto const& run : runs) {
    fs::remove_all(run, failure);
    if (failure) return error{errc::io, "removing " + run.string() + ": " + failure.message()};
  }
  return runs;
}

}  // namespace limitproof
