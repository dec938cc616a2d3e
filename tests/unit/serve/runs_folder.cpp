#include "tests/unit/serve/runs_folder.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/codec/encode_run_summary.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/report/write_html.hpp"
#include "harness/report/write_junit.hpp"
#include "harness/report/write_markdown.hpp"
#include "harness/report/write_summary.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

namespace fs = std::filesystem;

// Not the temporary folder itself: what lies beside the runs is not to be reached.
runs_folder::runs_folder() : path_(parent_.path() / "runs") {
  fs::create_directory(path_);
}

void runs_folder::write(std::string const& inside, std::string_view text) const {
  fs::create_directories((path_ / inside).parent_path());
  REQUIRE(write_text(path_ / inside, text).has_value());
}

void runs_folder::add(std::string const& directory, report const& r) const {
  write(directory + "/report.json", encode_report(r));
  write(directory + "/report.md", write_markdown(r));
  write(directory + "/report.html", write_html(r));
  write(directory + "/junit.xml", write_junit(r.scenario, {{r.scenario, r.scenario, r}}));
}

void runs_folder::add(std::string const& directory, run_summary const& s) const {
  write(directory + "/summary.json", encode_run_summary(s));
  write(directory + "/summary.md", write_summary(s));
}

report sample_of(std::string const& scenario, std::int64_t times) {
  auto r = sample_report();
  r.scenario = scenario;
  auto& a = r.runs.front().verdict.admission;
  a.admitted *= times;
  a.permits_admitted *= times;
  return r;
}

}  // namespace limitproof
