#include "harness/report/markdown_plots.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/report/markdown_page.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::size_t most_points = 100;
constexpr std::size_t shown_open = 3;

// Grey and blue that show on a light page and on a dark one; Mermaid's own first colour shows on
// neither.
constexpr std::string_view colours =
    R"(%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#8b949e, #2f81f7"}}}}%%)";

/// One point for so many stretches: the fullest of them.
std::vector<std::int64_t> thinned(std::vector<std::int64_t> const& counts, std::size_t stretches) {
  std::vector<std::int64_t> points;
  for (std::size_t i = 0; i < counts.size(); i += stretches) {
    auto const begin = counts.begin() + static_cast<std::ptrdiff_t>(i);
    auto const size = std::min(stretches, counts.size() - i);
    points.push_back(*std::max_element(begin, begin + static_cast<std::ptrdiff_t>(size)));
  }
  return points;
}

std::string list(std::vector<std::int64_t> const& points) {
  return fmt::format("[{}]", fmt::join(points, ", "));
}

/// "sent (upper line) and of these admitted (lower) in 100ms, the fullest of each 300ms"
std::string legend(duration bucket, std::size_t stretches) {
  auto text =
      fmt::format("sent (upper line, grey) and of these admitted (blue) in {}", to_text(bucket));
  if (stretches > 1)
    text += fmt::format(", the fullest of each {}",
                        to_text(bucket * static_cast<std::int64_t>(stretches)));
  return text;
}

std::string chart(arrival_series const& arrivals) {
  auto const stretches = (arrivals.sent.size() + most_points - 1) / most_points;
  auto const sent = thinned(arrivals.sent, stretches);
  auto const admitted = thinned(arrivals.admitted, stretches);
  auto const highest = *std::max_element(sent.begin(), sent.end());
  // The axis ends where the last point is, which stands for the stretches that begin there.
  auto const last =
      static_cast<double>(
          (arrivals.bucket * static_cast<std::int64_t>(stretches * (sent.size() - 1))).count()) /
      1e9;
  return markdown_block("mermaid",
                        fmt::format("{}\nxychart-beta\n"
                                    "  title \"{}\"\n"
                                    "  x-axis \"seconds\" 0 --> {}\n"
                                    "  y-axis \"requests\" 0 --> {}\n"
                                    "  line {}\n"
                                    "  line {}",
                                    colours,
                                    legend(arrivals.bucket, stretches),
                                    shortest(last),
                                    std::max<std::int64_t>(highest + highest / 10, 1),
                                    list(sent),
                                    list(admitted)));
}

}  // namespace

std::string markdown_plots(report const& r) {
  std::string open;
  std::string folded;
  std::size_t drawn = 0;
  for (auto const& run : r.runs) {
    // Mermaid divides by the number of points less one.
    if (run.arrivals.sent.size() < 2) continue;
    auto& text = drawn++ < shown_open ? open : folded;
    text += fmt::format(
        "{}{}:\n\n{}", text.empty() ? "" : "\n", markdown_code(name_of(run)), chart(run.arrivals));
  }
  return open + markdown_details("The other limiters", folded);
}

}  // namespace limitproof
