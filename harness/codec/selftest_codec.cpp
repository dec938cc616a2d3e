#include "harness/codec/selftest_codec.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/name_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view result_schema = "limitproof.selftest/1";
constexpr std::size_t most_broken = 256;

check_name read_judging_check(json_reader const& in) {
  std::vector<std::string> judging;
  for (auto const& entry : enum_names<check_name>)
    if (judges_the_limiter(entry.value)) judging.emplace_back(entry.name);
  return *from_name<check_name>(in.one_of(judging));
}

std::string read_thread(json_reader const& in) {
  auto url = in.string();
  if (!url.starts_with("https://")) in.fail("the https:// address of a public thread");
  return url;
}

broken_limiter read_broken(json_reader const& in) {
  in.only_keys({"limiter", "family", "fault", "seen_in", "scenario", "found_by"});
  return {read_name(in.at("limiter")),
          in.at("family").name<fault_family>(),
          in.at("fault").string(),
          read_thread(in.at("seen_in")),
          read_name(in.at("scenario")),
          read_judging_check(in.at("found_by"))};
}

selftest_table read_table(json_reader const& in) {
  in.only_keys({"broken", "correct"});
  selftest_table table;
  for (auto const& element : in.at("broken").items(1, most_broken)) {
    auto broken = read_broken(element);
    auto const is_same = [&](broken_limiter const& b) { return b.limiter == broken.limiter; };
    if (std::any_of(table.broken.begin(), table.broken.end(), is_same))
      element.at("limiter").fail("each limiter once");
    table.broken.push_back(std::move(broken));
  }
  table.correct = read_limiter_names(in.at("correct"));
  return table;
}

ordered_json write_names(std::vector<check_name> const& checks) {
  auto names = ordered_json::array();
  for (auto const check : checks) names.push_back(to_name(check));
  return names;
}

ordered_json write_run(selftest_run const& run) {
  return {{"verdict", to_name(run.verdict)},
          {"fired", write_names(run.fired)},
          {"unsure", write_names(run.unsure)},
          {"claim", run.claim},
          {"run", run.directory}};
}

ordered_json write_broken(tried_limiter const& tried) {
  auto const& b = tried.broken;
  ordered_json json = {{"limiter", b.limiter},
                       {"family", to_name(b.family)},
                       {"fault", b.fault},
                       {"seen_in", b.seen_in},
                       {"scenario", b.scenario},
                       {"found_by", to_name(b.found_by)},
                       {"fate", to_name(fate_of(tried))}};
  json.update(write_run(tried.run));
  return json;
}

ordered_json write_correct(selftest_run const& run) {
  ordered_json json = {{"limiter", run.limiter}, {"scenario", run.scenario}};
  json.update(write_run(run));
  return json;
}

}  // namespace

result<selftest_table> decode_selftest(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_table);
}

std::string encode_selftest_result(selftest_result const& r) {
  auto broken = ordered_json::array();
  for (auto const& tried : r.broken) broken.push_back(write_broken(tried));
  auto correct = ordered_json::array();
  for (auto const& run : r.correct) correct.push_back(write_correct(run));
  auto const counts = count(r);
  return json_text(ordered_json{{"schema", result_schema},
                                {"verdict", to_name(verdict_of(counts))},
                                {"killed", counts.killed},
                                {"survived", counts.survived},
                                {"inconclusive", counts.inconclusive},
                                {"correct_runs", counts.correct_runs},
                                {"false_alarms", counts.false_alarms},
                                {"inconclusive_correct_runs", counts.inconclusive_runs},
                                {"broken", std::move(broken)},
                                {"correct", std::move(correct)}});
}

}  // namespace limitproof
