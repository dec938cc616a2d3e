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
  if (entry.is_symlink() || !entry.is_directory() ||
      !started_by_name(entry.path().filename().string()))
    return false;
  auto const holds = [&entry](char const* file) { return fs::exists(entry.path() / file); };
  return holds("plan.json") || holds("summary.json") || holds("selftest.json");
}

}  // namespace

std::optional<std::int64_t> started_by_name(std::string_view name) {
  if (name.size() <= stamp_shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < stamp_shape.size(); ++i) {
    bool const digit = std::isdigit(static_cast<unsigned char>(name[i])) != 0;
    if (stamp_shape[i] == 'd' ? !digit : name[i] != stamp_shape[i]) return std::nullopt;
  }
  auto const number = [name](std::size_t at, std::size_t digits) {
    int value = 0;
    for (char const c : name.substr(at, digits)) value = 10 * value + (c - '0');
    return value;
  };
  std::tm moment{};
  moment.tm_year = number(0, 4) - 1900;
  moment.tm_mon = number(4, 2) - 1;
  moment.tm_mday = number(6, 2);
  moment.tm_hour = number(9, 2);
  moment.tm_min = number(11, 2);
  moment.tm_sec = number(13, 2);
  return std::int64_t{::timegm(&moment)} * 1'000'000;
}

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
