#include "harness/history/read_history_lines.hpp"

#include "harness/codec/history_line_codec.hpp"
#include "harness/history/line_source.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace limitproof {

namespace {

/// Names by the order in which they came up.
class name_table {
 public:
  std::size_t number_of(std::string const& name) {
    auto const [entry, is_new] = numbers_.try_emplace(name, names_.size());
    if (is_new) names_.push_back(name);
    return entry->second;
  }

  [[nodiscard]] std::vector<std::string> names() && { return std::move(names_); }

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::string> names_;
};

struct request_times {
  std::optional<std::int64_t> sent_ns, received_ns;
};

// Example: an access log tells "12.345" as the end and "0.010" as the length, both cut off at the
// ms. The end lies in 12.344 … 12.346, and the start in 12.333 … 12.337.
request_times certain_times(history_line const& line, told_clock const& clock) {
  auto const reach = [&](told_time const& t) {
    return std::max(t.precision_ns, clock.granularity.count());
  };
  auto const longest = [&]() -> std::optional<std::int64_t> {
    if (line.duration) return line.duration->ns + reach(*line.duration);
    if (clock.longest_request) return clock.longest_request->count();
    return std::nullopt;
  }();
  request_times times;
  if (line.sent) times.sent_ns = line.sent->ns - reach(*line.sent);
  if (line.received) times.received_ns = line.received->ns + reach(*line.received);
  if (!line.sent && longest) times.sent_ns = line.received->ns - reach(*line.received) - *longest;
  if (!line.received && longest) times.received_ns = line.sent->ns + reach(*line.sent) + *longest;
  return times;
}

/// Collects operations with times on the file's own clock.
class history_builder {
 public:
  explicit history_builder(told_clock const& clock) : clock_(clock) {}

  [[nodiscard]] bool add(history_line const& line, std::uint64_t number) {
    auto const times = certain_times(line, clock_);
    operation op;
    op.id = number;
    op.sent_ns = told(times.sent_ns);
    op.received_ns = told(times.received_ns);
    op.key = static_cast<std::uint32_t>(keys_.number_of(line.key));
    if (!line.node.empty()) {
      auto const node = nodes_.number_of(line.node);
      if (node >= no_node) return false;
      op.node = static_cast<std::uint16_t>(node);
    }
    op.status = line.status;
    op.result = line.result;
    op.cost = line.cost;
    op.limit = line.limit;
    op.remaining = line.remaining;
    op.reset_s = line.reset_s;
    op.retry_after_s = line.retry_after_s;
    operations_.push_back(op);
    return true;
  }

  [[nodiscard]] history finished() && {
    for (auto& op : operations_)
      for (auto* const time : {&op.sent_ns, &op.received_ns})
        *time = *time == unknown_time ? absent : *time - first_ns_;
    auto const begun = [](operation const& op) {
      return op.sent_ns == absent ? op.received_ns : op.sent_ns;
    };
    std::stable_sort(operations_.begin(),
                     operations_.end(),
                     [&](operation const& a, operation const& b) { return begun(a) < begun(b); });
    history h;
    h.operations = std::move(operations_);
    h.keys = std::move(keys_).names();
    h.nodes = std::move(nodes_).names();
    return h;
  }

 private:
  // A start that was computed may lie before the file's time 0, where `absent` lies too.
  static constexpr auto unknown_time = std::numeric_limits<std::int64_t>::min();

  std::int64_t told(std::optional<std::int64_t> time) {
    if (!time) return unknown_time;
    first_ns_ = std::min(first_ns_, *time);
    return *time;
  }

  told_clock clock_;
  std::int64_t first_ns_ = std::numeric_limits<std::int64_t>::max();
  std::vector<operation> operations_;
  name_table keys_;
  name_table nodes_;
};

error bad_line(line_source const& lines, error cause) {
  if (lines.was_cut())
    cause.what += "; the file ends within this line, so remove it if it was never written whole";
  return cause;
}

}  // namespace

result<history> read_history_lines(std::filesystem::path const& file, told_clock const& clock) {
  line_source lines(file);
  history_builder built(clock);
  for (;;) {
    auto const text = lines.next();
    if (!text) return text.error();
    if (!*text) break;
    auto const line = decode_history_line(**text, lines.place());
    if (!line) return bad_line(lines, line.error());
    if (!built.add(*line, lines.number()))
      return error{errc::bad_file, lines.place() + ": more than 65535 nodes are named"};
  }
  auto h = std::move(built).finished();
  if (h.operations.empty())
    return error{errc::bad_file,
                 file.string() + ": holds no request; expected one JSON object per line"};
  return h;
}

}  // namespace limitproof
