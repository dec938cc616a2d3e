#include "harness/report/write_arrivals_svg.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/model/policy_parts.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/report/number_text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr int width = 760;
constexpr int height = 280;
constexpr int left = 64;  // of the plot within the picture
constexpr int right = width - 16;
constexpr int top = 44;
constexpr int bottom = height - 48;

constexpr std::string_view style = R"(<style>
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .ground { fill: #ffffff; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .sent { fill: #9fb3c8; }
  .admitted { fill: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .ground { fill: #0d1117; }
    .grid { stroke: #3d444d; }
    .sent { fill: #57677a; }
    .admitted { fill: #3fb950; }
  }
</style>
)";

/// 1, 2, 5, 10, 20 … so that at most `most` of them reach `range`.
std::int64_t tick_step(std::int64_t range, std::int64_t most) {
  for (std::int64_t decade = 1;; decade *= 10)
    for (std::int64_t const step : {1, 2, 5})
      if (range / (step * decade) <= most) return step * decade;
}

/// Where values and times lie in the picture.
struct scales {
  std::int64_t highest = 1;  ///< requests, at the top
  std::int64_t length_ms = 1;

  [[nodiscard]] double x(std::int64_t ms) const {
    return left + static_cast<double>((right - left) * ms) / static_cast<double>(length_ms);
  }

  [[nodiscard]] double y(std::int64_t count) const {
    return bottom - static_cast<double>((bottom - top) * count) / static_cast<double>(highest);
  }
};

std::string horizontal_grid(scales const& s) {
  std::string svg;
  auto const step = tick_step(s.highest, 5);
  for (std::int64_t count = 0; count <= s.highest; count += step) {
    svg += fmt::format(R"(<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)",
                       left,
                       right,
                       s.y(count),
                       s.y(count));
    svg += fmt::format(R"(<text x="{}" y="{:.1f}" text-anchor="end">{}</text>)"
                       "\n",
                       left - 8,
                       s.y(count) + 4,
                       grouped(count));
  }
  return svg;
}

std::string time_axis(scales const& s) {
  std::string svg;
  // In milliseconds as long as the attack is shorter than two seconds, then in whole seconds.
  bool const in_ms = s.length_ms < 2000;
  std::int64_t const unit = in_ms ? 1 : 1000;
  auto const step = tick_step(s.length_ms / unit, 10);
  for (std::int64_t tick = 0; tick * unit <= s.length_ms; tick += step)
    svg += fmt::format(R"(<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>)"
                       "\n",
                       s.x(tick * unit),
                       bottom + 18,
                       tick);
  return svg + fmt::format(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)"
                           "\n",
                           (left + right) / 2,
                           height - 10,
                           in_ms ? "since the start of the attack, ms"
                                 : "since the start of the attack, s");
}

std::string bars(std::string_view kind,
                 std::vector<std::int64_t> const& counts,
                 std::int64_t bucket_ms,
                 scales const& s) {
  std::string path;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    auto const from = static_cast<std::int64_t>(i) * bucket_ms;
    path += fmt::format("M{:.1f} {}V{:.1f}H{:.1f}V{}z",
                        s.x(from),
                        bottom,
                        s.y(counts[i]),
                        s.x(from + bucket_ms),
                        bottom);
  }
  return fmt::format(R"(<path class="{}" d="{}"/>)"
                     "\n",
                     kind,
                     path);
}

std::string legend(arrival_series const& arrivals) {
  auto const entry = [](std::string_view kind, int x, std::string_view text) {
    return fmt::format(R"(<rect class="{}" x="{}" y="12" width="12" height="12"/>)"
                       R"(<text x="{}" y="22">{}</text>)"
                       "\n",
                       kind,
                       x,
                       x + 18,
                       text);
  };
  auto const per = " in " + to_text(arrivals.bucket);
  return entry("sent", right - 300, "sent" + per) +
         entry("admitted", right - 150, "of these admitted");
}

}  // namespace

std::string write_arrivals_svg(run_report const& run) {
  auto const& arrivals = run.arrivals;
  auto const bucket_ms = arrivals.bucket / std::chrono::milliseconds(1);
  scales s;
  for (auto const count : arrivals.sent) s.highest = std::max(s.highest, count);
  if (!arrivals.sent.empty())
    s.length_ms = static_cast<std::int64_t>(arrivals.sent.size()) * bucket_ms;
  auto const title = markup_text(name_of(run));
  auto svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img">)"
      "\n<title>Requests sent to {} and admitted, over time</title>\n",
      width,
      height,
      width,
      height,
      title);
  svg += style;
  svg += fmt::format(R"(<rect class="ground" width="{}" height="{}"/>)"
                     "\n",
                     width,
                     height);
  svg += fmt::format(R"(<text class="title" x="16" y="23">{}</text>)"
                     "\n",
                     title);
  svg += fmt::format(
      R"svg(<text transform="translate(16 {}) rotate(-90)" text-anchor="middle">requests</text>)svg"
      "\n",
      (top + bottom) / 2);
  svg += legend(arrivals) + horizontal_grid(s);
  svg += bars("sent", arrivals.sent, bucket_ms, s);
  svg += bars("admitted", arrivals.admitted, bucket_ms, s);
  return svg + time_axis(s) + "</svg>\n";
}

std::string arrivals_path(run_report const& run) {
  return run_folder(run.limiter, run.policy_name) + "/arrivals.svg";
}

}  // namespace limitproof
