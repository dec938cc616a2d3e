#include "harness/lab/selftest.hpp"

#include "harness/codec/nearest_name.hpp"
#include "harness/codec/selftest_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/run/run_directory.hpp"
#include "harness/run/run_scenario.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

result<fs::path> find_folder(catalog const& where) {
  std::string searched;
  for (auto const& folder : where.broken_limiter_paths) {
    if (fs::exists(folder / "selftest.json")) return folder;
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  return error{errc::bad_file,
               "no selftest.json in " + searched +
                   "; build the target limitproof_broken_limiters, which puts it there"};
}

result<selftest_table> read_table(fs::path const& folder) {
  auto const file = folder / "selftest.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  return decode_selftest(*text, file.string());
}

// The selftest's own limiters and scenarios come first: their names are nobody else's business.
catalog with_folder(catalog where, fs::path const& folder) {
  where.limiter_paths.insert(where.limiter_paths.begin(), folder);
  where.scenario_paths.insert(where.scenario_paths.begin(), folder / "scenarios");
  return where;
}

bool contains(std::vector<std::string> const& names, std::string const& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

result<void> refuse_strangers(std::vector<std::string> const& only, selftest_table const& table) {
  auto known = table.correct;
  for (auto const& broken : table.broken) known.push_back(broken.limiter);
  for (auto const& name : only) {
    if (contains(known, name)) continue;
    auto const nearest = did_you_mean(name, known);
    return error{errc::bad_file,
                 "the selftest has no limiter \"" + name + "\"" +
                     (nearest.empty() ? "; its table is broken_limiters/selftest.json" : nearest)};
  }
  return {};
}

std::vector<std::string> scenarios_of(selftest_table const& table) {
  std::vector<std::string> names;
  for (auto const& broken : table.broken)
    if (!contains(names, broken.scenario)) names.push_back(broken.scenario);
  return names;
}

// Everything that a later run would stumble over, before the first one.
result<void> find_all(catalog const& where, selftest_table const& table) {
  for (auto const& name : scenarios_of(table))
    if (auto const found = find_scenario(where, name); !found) return found.error();
  for (auto const& broken : table.broken)
    if (auto const found = find_limiter(where, broken.limiter); !found) return found.error();
  for (auto const& name : table.correct)
    if (auto const found = find_limiter(where, name); !found) return found.error();
  return {};
}

selftest_run summed_up(run_report const& run,
                       std::string const& scenario,
                       std::optional<check_name> wanted) {
  selftest_run sum{run.limiter, scenario, run.verdict.kind, {}, {}, {}, {}};
  for (auto const& found : run.verdict.findings) {
    if (found.verdict == verdict_kind::fail) {
      if (!wanted && sum.fired.empty()) sum.claim = found.claim;
      sum.fired.push_back(found.check);
    }
    if (found.verdict == verdict_kind::inconclusive && !judges_the_limiter(found.check))
      sum.unsure.push_back(found.check);
    if (found.check == wanted) sum.claim = found.claim;
  }
  return sum;
}

/// The runs of one selftest, in its directory.
class trial {
 public:
  trial(catalog where, fs::path directory, selftest_order const& order)
      : where_(std::move(where)), directory_(std::move(directory)), order_(order) {}

  /// One limiter under one scenario, which expects `wanted` to fail it, or nothing.
  result<selftest_run> run(std::string const& limiter,
                           std::string const& scenario,
                           std::optional<check_name> wanted) {
    auto s = find_scenario(where_, scenario);
    if (!s) return s.error();
    s->scenario.limiters = {limiter};
    s->scenario.expect.clear();
    if (wanted) s->scenario.expect[limiter] = {expected_finding{*wanted, verdict_kind::fail}};
    auto const finished = run_scenario(*s,
                                       {where_,
                                        directory_ / "runs",
                                        "limitproof selftest --only " + limiter,
                                        /*strict=*/false,
                                        order_.stop,
                                        order_.observer});
    if (!finished) return finished.error();
    auto sum = summed_up(finished->report.runs.front(), scenario, wanted);
    sum.directory = fs::relative(finished->directory, directory_).string();
    return sum;
  }

  [[nodiscard]] result<void> save(selftest_result const& so_far) const {
    return write_text(directory_ / "selftest.json", encode_selftest_result(so_far));
  }

 private:
  catalog const where_;
  fs::path const directory_;
  selftest_order const& order_;
};

bool is_meant(selftest_order const& order, std::string const& limiter) {
  return order.only.empty() || contains(order.only, limiter);
}

result<void> try_broken(trial& tried,
                        selftest_order const& order,
                        selftest_table const& table,
                        selftest_result& into) {
  for (auto const& broken : table.broken) {
    if (!is_meant(order, broken.limiter)) continue;
    auto run = tried.run(broken.limiter, broken.scenario, broken.found_by);
    if (!run) return run.error();
    into.broken.push_back({broken, *std::move(run)});
    if (auto const saved = tried.save(into); !saved) return saved.error();
  }
  return {};
}

// Each round moves every limiter on to the next scenario: as many rounds as there are scenarios
// show each of them to each.
result<void> try_correct(trial& tried,
                         selftest_order const& order,
                         selftest_table const& table,
                         selftest_result& into) {
  auto const scenarios = scenarios_of(table);
  for (std::size_t round = 0; round < static_cast<std::size_t>(order.rounds); ++round) {
    for (std::size_t i = 0; i < table.correct.size(); ++i) {
      if (!is_meant(order, table.correct[i])) continue;
      auto run =
          tried.run(table.correct[i], scenarios[(i + round) % scenarios.size()], std::nullopt);
      if (!run) return run.error();
      into.correct.push_back(*std::move(run));
      if (auto const saved = tried.save(into); !saved) return saved.error();
    }
  }
  return {};
}

}  // namespace

result<finished_selftest> run_selftest(selftest_order const& order) {
  auto const folder = find_folder(order.where);
  if (!folder) return folder.error();
  auto const table = read_table(*folder);
  if (!table) return table.error();
  if (auto const known = refuse_strangers(order.only, *table); !known) return known.error();
  auto where = with_folder(order.where, *folder);
  if (auto const found = find_all(where, *table); !found) return found.error();
  auto const directory = create_run_directory(order.out, "selftest");
  if (!directory) return directory.error();

  trial tried(std::move(where), *directory, order);
  finished_selftest finished{*directory, {}};
  if (auto const saved = tried.save(finished.result); !saved) return saved.error();
  auto done = try_broken(tried, order, *table, finished.result);
  if (!done) return done.error();
  done = try_correct(tried, order, *table, finished.result);
  if (!done) return done.error();
  return finished;
}

}  // namespace limitproof
