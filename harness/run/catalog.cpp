#include "harness/run/catalog.hpp"

#include "harness/codec/decode_manifest.hpp"
#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/nearest_name.hpp"
#include "harness/codec/text_file.hpp"

#include <algorithm>
#include <set>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

result<found_scenario> read_scenario(fs::path const& file, run_size size = run_size::usual) {
  auto text = read_text(file);
  if (!text) return text.error();
  auto decoded = decode_scenario(*text, file.string(), size);
  if (!decoded) return decoded.error();
  return found_scenario{std::move(*decoded), std::move(*text)};
}

result<found_limiter> read_limiter(fs::path const& folder) {
  auto const file = folder / "limiter.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  auto manifest = decode_manifest(*text, file.string());
  if (!manifest) return manifest.error();
  return found_limiter{folder.filename().string(), fs::absolute(folder), std::move(*manifest)};
}

// Names in the order of the search path: what an earlier folder has hides the same name in a later
// one.
template <class Name>
std::vector<fs::path> entries(std::vector<fs::path> const& roots, Name name_of) {
  std::vector<fs::path> found;
  std::set<std::string> seen;
  for (auto const& root : roots) {
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator(root, ignored)) {
      auto const name = name_of(entry);
      if (!name.empty() && seen.insert(name).second) found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end(), [](fs::path const& a, fs::path const& b) {
    return a.stem() < b.stem();
  });
  return found;
}

std::vector<fs::path> limiter_folders(catalog const& c) {
  return entries(c.limiter_paths, [](fs::directory_entry const& entry) {
    return fs::exists(entry.path() / "limiter.json") ? entry.path().filename().string()
                                                     : std::string();
  });
}

std::string listed(std::vector<fs::path> const& paths) {
  std::string text;
  for (auto const& path : paths) text += (text.empty() ? "" : ", ") + path.string();
  return text;
}

error not_found(std::string const& kind,
                std::string const& name,
                std::vector<fs::path> const& known,
                std::vector<fs::path> const& searched) {
  std::vector<std::string> names;
  for (auto const& path : known) names.push_back(path.stem().string());
  auto const nearest = did_you_mean(name, names);
  return error{errc::bad_file,
               "no " + kind + " is called \"" + name + "\"" + (nearest.empty() ? "." : nearest) +
                   " Searched: " + listed(searched) + ". `limitproof list` shows what there is."};
}

}  // namespace

catalog own_catalog(std::vector<fs::path> const& limiter_paths) {
  auto const program = fs::canonical("/proc/self/exe").parent_path();
  auto const installed = program.parent_path() / "lib" / "limitproof";
  catalog c;
  c.limiter_paths = limiter_paths;
  for (auto const& root : {program, installed}) {
    c.limiter_paths.push_back(root / "limiters");
    c.scenario_paths.push_back(root / "scenarios");
    c.broken_limiter_paths.push_back(root / "broken_limiters");
  }
  c.node_program = program / "limitproof-node";
  c.proxy_program = program / "limitproof-proxy";
  return c;
}

std::vector<fs::path> scenario_files(catalog const& c) {
  return entries(c.scenario_paths, [](fs::directory_entry const& entry) {
    auto const name = entry.path().filename().string();
    return name.ends_with(".json") && !name.ends_with(".schema.json") ? name : std::string();
  });
}

result<found_scenario> find_scenario(catalog const& c,
                                     std::string const& name_or_file,
                                     run_size size) {
  if (name_or_file.find('/') != std::string::npos || name_or_file.ends_with(".json"))
    return read_scenario(name_or_file, size);
  auto const files = scenario_files(c);
  for (auto const& file : files)
    if (file.stem() == name_or_file) return read_scenario(file, size);
  return not_found("scenario", name_or_file, files, c.scenario_paths);
}

result<found_limiter> find_limiter(catalog const& c, std::string const& name) {
  auto const folders = limiter_folders(c);
  for (auto const& folder : folders)
    if (folder.filename() == name) return read_limiter(folder);
  auto unknown = not_found("limiter", name, folders, c.limiter_paths);
  for (auto const& path : c.limiter_paths)
    if (fs::exists(path / "limiter.json"))
      unknown.what +=
          " " + path.string() + " is a limiter itself: --limiter-path takes the folder it is in.";
  return unknown;
}

result<std::vector<scenario>> list_scenarios(catalog const& c) {
  std::vector<scenario> all;
  for (auto const& file : scenario_files(c)) {
    auto s = read_scenario(file);
    if (!s) return s.error();
    all.push_back(std::move(s->scenario));
  }
  return all;
}

result<std::vector<found_limiter>> list_limiters(catalog const& c) {
  std::vector<found_limiter> all;
  for (auto const& folder : limiter_folders(c)) {
    auto found = read_limiter(folder);
    if (!found) return found.error();
    all.push_back(std::move(*found));
  }
  return all;
}

}  // namespace limitproof
