#include "harness/cli/screen_text.hpp"

#include "harness/report/number_text.hpp"
#include "harness/report/visible_text.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::int64_t attack_bar = 30;
constexpr std::int64_t share_bar = 10;
constexpr std::size_t longest_name = 24;

std::string bar(std::int64_t part, std::int64_t whole, std::int64_t columns) {
  auto const full = whole == 0 ? 0 : part * columns / whole;
  auto const done = static_cast<std::size_t>(std::clamp<std::int64_t>(full, 0, columns));
  return "[" + std::string(done, '#') + std::string(static_cast<std::size_t>(columns) - done, '.') +
         "]";
}

std::string seconds(duration time) {
  auto const tenths = time.count() / 100'000'000;
  return fmt::format("{}.{} s", tenths / 10, tenths % 10);
}

/// No cut goes through a character.
void cut(std::string& line, std::size_t bytes) {
  auto const goes_on = [&](std::size_t at) {
    return (static_cast<unsigned char>(line[at]) & 0xc0U) == 0x80U;
  };
  if (line.size() <= bytes) return;
  while (bytes > 0 && goes_on(bytes)) --bytes;
  line.resize(bytes);
}

std::string shown_name(node_counts const& node) {
  if (node.node.empty()) return "(none)";
  auto name = visible_text(node.node);
  cut(name, longest_name);
  return name;
}

/// As report.json has them: node-2 before node-10, and last what no node is named for.
std::vector<node_counts> in_order(std::vector<node_counts> nodes) {
  std::sort(nodes.begin(), nodes.end(), [](node_counts const& a, node_counts const& b) {
    return std::forward_as_tuple(a.node.empty(), a.node.size(), a.node) <
           std::forward_as_tuple(b.node.empty(), b.node.size(), b.node);
  });
  return nodes;
}

class attack_lines {
 public:
  attack_lines(screen const& s, std::vector<std::string>& lines)
      : now_(*s.attack), lately_(s.lately), took_(s.lately_took), lines_(lines) {}

  void add(std::vector<fault> const& faults) {
    lines_.push_back(fmt::format("    {} {} of {}",
                                 bar(now_.elapsed.count(), now_.length.count(), attack_bar),
                                 seconds(now_.elapsed),
                                 seconds(now_.length)));
    add_verdict();
    add_count("sent", now_.counts.sent, lately_.sent);
    add_count("admitted", now_.counts.admitted, lately_.admitted);
    add_count("denied", now_.counts.denied, lately_.denied);
    add_count("unknown", now_.counts.unknown, lately_.unknown);
    add_lag();
    add_faults(faults);
    add_nodes();
  }

 private:
  [[nodiscard]] std::string rate(std::int64_t count) const {
    auto const ms = took_.count() / 1'000'000;
    return grouped(ms == 0 ? 0 : count * 1'000 / ms) + "/s";
  }

  void add_count(std::string_view what, std::int64_t all, std::int64_t lately) {
    lines_.push_back(fmt::format("    {:<9} {:>12}  {:>12}", what, grouped(all), rate(lately)));
  }

  void add_verdict() {
    if (!now_.allowed) return;
    auto const permits = now_.counts.permits;
    auto line =
        fmt::format("    so far {} admitted, at most {} allowed",
                    permits == now_.counts.admitted ? grouped(permits) : counted(permits, "permit"),
                    grouped(now_.allowed->promised));
    if (auto const beyond = permits - now_.allowed->judged; beyond > 0)
      line += fmt::format(": certainly {} too many", grouped(beyond));
    lines_.push_back(std::move(line));
  }

  void add_lag() {
    auto const& all = now_.counts;
    if (all.scheduled + all.missed == 0) return;
    auto line = fmt::format("    sent late by at most {}", time_text(all.latest_ns / 1'000));
    if (lately_.scheduled > 0)
      line += fmt::format(", lately by {}", time_text(lately_.late_ns / lately_.scheduled / 1'000));
    if (all.missed > 0) line += fmt::format("; {} not sent in time", grouped(all.missed));
    lines_.push_back(std::move(line));
  }

  void add_faults(std::vector<fault> const& faults) {
    for (auto const& f : faults)
      lines_.push_back(fmt::format("    {:<9} {} {} at {}",
                                   f.at <= now_.elapsed ? "begun:" : "to come:",
                                   to_name(f.action),
                                   f.target,
                                   seconds(f.at)));
  }

  void add_nodes() {
    if (now_.counts.nodes.empty()) return;
    auto const nodes = in_order(now_.counts.nodes);
    std::size_t width = 0;
    for (auto const& node : nodes) width = std::max(width, shown_name(node).size());
    std::int64_t lately = 0;
    for (auto const& node : lately_.nodes) lately += node.counts.answered;
    lines_.push_back(fmt::format("    {:<{}} {:>10} {:>10} {:>10} {:>12}",
                                 "node",
                                 width,
                                 "answers",
                                 "admitted",
                                 "denied",
                                 "lately"));
    for (auto const& node : nodes) add_node(node, width, lately);
  }

  /// `lately`: answers of all nodes.
  void add_node(node_counts const& node, std::size_t width, std::int64_t lately) {
    auto const is_it = [&node](node_counts const& other) { return other.node == node.node; };
    auto const found = std::find_if(lately_.nodes.begin(), lately_.nodes.end(), is_it);
    auto const its = found == lately_.nodes.end() ? 0 : found->counts.answered;
    lines_.push_back(fmt::format("    {:<{}} {:>10} {:>10} {:>10} {:>12} {}",
                                 shown_name(node),
                                 width,
                                 grouped(node.counts.answered),
                                 grouped(node.counts.admitted),
                                 grouped(node.counts.denied),
                                 rate(its),
                                 bar(its, lately, share_bar)));
  }

  attack_standing const& now_;
  attack_counts const& lately_;
  duration took_;
  std::vector<std::string>& lines_;
};

}  // namespace

std::vector<std::string> screen_lines(screen const& s, terminal_size const& size) {
  std::vector<std::string> lines{s.scenario};
  std::size_t longest = 0;
  for (auto const& row : s.rows) longest = std::max(longest, row.limiter.size());
  for (auto const& row : s.rows)
    lines.push_back(fmt::format("  {:<{}}  {}", row.limiter, longest, row.state));
  if (s.attack) attack_lines(s, lines).add(s.faults);
  // The cursor stands on one more.
  auto const most = std::max<std::size_t>(size.rows, 2) - 1;
  if (lines.size() > most) {
    auto const hidden = lines.size() - most + 1;
    lines.resize(most - 1);
    lines.push_back(fmt::format("    and {} more lines", hidden));
  }
  for (auto& line : lines) cut(line, size.columns);
  return lines;
}

}  // namespace limitproof
