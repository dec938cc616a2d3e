#include "harness/history/write_history_lines.hpp"

#include "harness/codec/history_line_codec.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace limitproof {

namespace {

std::optional<told_time> told(std::int64_t ns) {
  if (ns == absent) return std::nullopt;
  return told_time{ns, 1};
}

history_line line_of(history const& h, operation const& op) {
  history_line line;
  line.key = h.keys.at(op.key);
  line.sent = told(op.sent_ns);
  line.received = told(op.received_ns);
  line.result = op.result == outcome::open ? outcome::unknown : op.result;
  line.status = op.status;
  if (op.node != no_node) line.node = h.nodes.at(op.node);
  line.cost = op.cost;
  line.limit = op.limit;
  line.remaining = op.remaining;
  line.reset_s = op.reset_s;
  line.retry_after_s = op.retry_after_s;
  return line;
}

}  // namespace

result<void> write_history_lines(std::filesystem::path const& file, history const& h) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  for (auto const& op : h.operations)
    if (op.sent_ns != absent) out << encode_history_line(line_of(h, op)) << '\n';
  if (!out.flush())
    return error{errc::io, "writing " + file.string() + ": " + std::strerror(errno)};
  return {};
}

}  // namespace limitproof
