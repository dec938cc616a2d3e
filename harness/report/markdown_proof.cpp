#include "harness/report/markdown_proof.hpp"

#include "harness/report/markdown_page.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"
#include "harness/report/visible_text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

// A pull-request comment holds 65,536 characters: what a server may send is cut here, and stands in
// report.json as it was recorded.
constexpr std::size_t shown_body_bytes = 600;
constexpr std::size_t shown_value_bytes = 120;
constexpr std::size_t shown_headers = 24;

/// One paragraph: who, what, when, and where the requests stand.
std::string certificate(run_report const& run, finding const& f) {
  auto text = fmt::format("{}: {}. From {} to {} of the run",
                          markdown_code(name_of(run)),
                          markdown_words(f.claim),
                          moment_text(f.interval->start_ns),
                          moment_text(f.interval->end_ns));
  if (!f.witness.empty())
    text += fmt::format(": {} in {}, id {}",
                        counted(static_cast<std::int64_t>(f.witness.size()), "request"),
                        markdown_code(run.history_path),
                        witness_text(f));
  return text + ".\n";
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  auto const continues = [&](std::size_t place) {
    return (static_cast<unsigned char>(text[place]) & 0xc0U) == 0x80U;
  };
  while (most > 0 && continues(most)) --most;
  return fmt::format("{}… ({} bytes in all)", text.substr(0, most), text.size());
}

std::string response_text(captured_denial const& d) {
  auto text = visible_text(shortened(d.status_line, shown_value_bytes));
  auto const shown = std::min(shown_headers, d.headers.size());
  for (std::size_t i = 0; i < shown; ++i)
    text += "\n" + visible_text(shortened(d.headers[i].first, shown_value_bytes)) + ": " +
            visible_text(shortened(d.headers[i].second, shown_value_bytes));
  if (shown < d.headers.size())
    text += fmt::format("\n… {} more headers", d.headers.size() - shown);
  if (!d.body.empty())
    text += "\n\n" + visible_text(shortened(d.body, shown_body_bytes), line_breaks::kept);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::string markdown_certificates(report const& r) {
  std::string text;
  for (auto const& run : r.runs)
    for (auto const& f : run.verdict.findings)
      if (has_certificate(f)) text += (text.empty() ? "" : "\n") + certificate(run, f);
  return text;
}

std::string markdown_denials(report const& r) {
  std::string first;
  std::string others;
  for (auto const& run : r.runs) {
    if (!run.denial) continue;
    auto const told = fmt::format("{}:\n\n{}",
                                  markdown_code(name_of(run)),
                                  markdown_block("http", response_text(*run.denial)));
    if (first.empty())
      first = told;
    else
      others += (others.empty() ? "" : "\n") + told;
  }
  return others.empty() ? first : first + markdown_details("By the other limiters", others);
}

}  // namespace limitproof
