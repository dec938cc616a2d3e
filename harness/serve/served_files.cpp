#include "harness/serve/served_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 10> files_of_a_run{"report.html",
                                                          "report.md",
                                                          "summary.md",
                                                          "junit.xml",
                                                          "report.json",
                                                          "summary.json",
                                                          "selftest.json",
                                                          "scenario.json",
                                                          "plan.json",
                                                          "run.json"};

bool is_of_a_run(std::string_view name) {
  return std::find(files_of_a_run.begin(), files_of_a_run.end(), name) != files_of_a_run.end();
}

bool is_of_a_part(std::string_view name) {
  return name.ends_with(".svg") || name == "verdict.json" || name == "limiter.json";
}

error not_there(fs::path const& what) {
  return {errc::bad_file, what.string() + ": there is no such file, or none that is shown"};
}

std::vector<std::string> segments_of(fs::path const& relative) {
  std::vector<std::string> segments;
  for (auto const& part : relative) segments.push_back(part.string());
  return segments;
}

/// Each folder's files stand together.
bool is_before(std::string const& a, std::string const& b) {
  fs::path const left = a;
  fs::path const right = b;
  return std::pair(left.parent_path(), left) < std::pair(right.parent_path(), right);
}

bool is_inside(fs::path const& folder, fs::path const& inside) {
  return std::mismatch(folder.begin(), folder.end(), inside.begin(), inside.end()).first ==
         folder.end();
}

}  // namespace

result<fs::path> resolved_within(fs::path const& folder, fs::path const& inside) {
  std::error_code failure;
  auto const root = fs::canonical(folder, failure);
  if (failure) return error{errc::bad_file, folder.string() + ": " + failure.message()};
  auto resolved = fs::canonical(root / inside, failure);
  if (failure) return error{errc::bad_file, (folder / inside).string() + ": " + failure.message()};
  if (!is_inside(root, resolved))
    return error{errc::bad_file,
                 (folder / inside).string() + ": a link that leads out of " + folder.string()};
  return resolved;
}

bool is_shown(std::vector<std::string> const& path) {
  switch (path.size()) {
    case 1:
      return is_of_a_run(path[0]);
    case 2:
      return is_of_a_part(path[1]) || path[1] == "store.json";
    case 3:
      return path[1] == "logs" && !path[2].empty();
    case 4:
      return path[1] == "policies" && is_of_a_part(path[3]);
    default:
      return false;
  }
}

result<fs::path> find_shown_file(fs::path const& runs,
                                 std::string const& directory,
                                 std::vector<std::string> const& path) {
  fs::path inside = directory;
  for (auto const& segment : path) inside /= segment;
  if (!is_shown(path)) return not_there(inside);
  auto const file = resolved_within(runs, inside);
  if (!file) return file.error();
  std::error_code ignored;
  if (!fs::is_regular_file(*file, ignored)) return not_there(inside);
  return *file;
}

result<std::vector<std::string>> shown_files(fs::path const& runs, std::string const& directory) {
  auto const root = resolved_within(runs, directory);
  if (!root) return root.error();
  auto found = run_files(*root);
  auto const own = found.size();
  std::error_code failure;
  fs::recursive_directory_iterator at(
      *root, fs::directory_options::skip_permission_denied, failure);
  if (failure) return error{errc::bad_file, directory + ": " + failure.message()};
  for (; at != fs::recursive_directory_iterator() && !failure; at.increment(failure)) {
    auto const relative = at->path().lexically_relative(*root);
    auto const segments = segments_of(relative);
    std::error_code unknown;
    if (segments.size() > 1 && is_shown(segments) && at->is_regular_file(unknown))
      found.push_back(relative.string());
  }
  std::sort(found.begin() + static_cast<std::ptrdiff_t>(own), found.end(), is_before);
  return found;
}

std::vector<std::string> run_files(fs::path const& run_directory) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (auto const& name : files_of_a_run)
    if (fs::is_regular_file(run_directory / name, ignored)) found.emplace_back(name);
  return found;
}

}  // namespace limitproof
