#include "harness/check/node_coverage.hpp"

#include "harness/check/disturbances.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

// Did the traffic reach every node? A limiter that counts per node can only be caught where several
// nodes answer, so a pass needs each expected node to have answered at least 1/(4·nodes) of the
// limited requests: a quarter of an even share, which round robin, random and least connections all
// reach, and which leaves the node enough requests to overrun its own count.
//
// And no identity may have been kept to one node: whoever is always answered by the same node never
// meets a second count. Where identities were answered more than once, one of them at least must
// have been answered by two nodes.
//
// Of a node that a planned fault kept from answering, only the requests sent at other times are
// expected their share; if there were none, it was not tested.
//
// Sound as a measure of validity: it looks at the names the nodes gave themselves in their answers,
// counts only answers the limiter had a say in, and never fails a limiter. Where the expected nodes
// are not known (a foreign history), those that named themselves are expected. O(operations), and
// as much again for each node that suffered a fault.

namespace limitproof {

namespace {

constexpr std::int64_t even_share_divisor = 4;

bool is_limited(operation const& op) {
  return op.result == outcome::admitted || op.result == outcome::denied ||
         op.result == outcome::admitted_degraded || op.result == outcome::denied_degraded;
}

/// Some identity was answered more than once, and none by more than one node.
bool keeps_keys_apart(history const& h) {
  std::vector<std::uint16_t> first_node;
  bool is_any_asked_twice = false;
  for (auto const& op : h.operations) {
    if (!is_limited(op) || op.node == no_node) continue;
    if (op.key >= first_node.size()) first_node.resize(op.key + 1, no_node);
    auto& first = first_node[op.key];
    if (first == no_node)
      first = op.node;
    else if (first == op.node)
      is_any_asked_twice = true;
    else
      return false;
  }
  return is_any_asked_twice;
}

/// The limited requests of which `node` should have answered its share.
std::int64_t limited_while_up(history const& h, std::string const& node, std::int64_t limited) {
  auto const down = disturbances_of(h, node);
  if (down.empty()) return limited;
  return std::count_if(h.operations.begin(), h.operations.end(), [&](operation const& op) {
    return is_limited(op) && std::none_of(down.begin(), down.end(), [&](disturbance const& d) {
             return d.touches(op.sent_ns, op.sent_ns);
           });
  });
}

std::int64_t answers_of(std::string const& node,
                        std::vector<std::string> const& names,
                        std::vector<std::int64_t> const& answers) {
  auto const found = std::find(names.begin(), names.end(), node);
  return found == names.end() ? 0 : answers[static_cast<std::size_t>(found - names.begin())];
}

/// The limited requests, and how many of them each node answered.
struct answered_requests {
  std::int64_t limited = 0;
  std::vector<std::int64_t> by_node;  ///< as in history::nodes
};

answered_requests count_answered(history const& h) {
  answered_requests counted{0, std::vector<std::int64_t>(h.nodes.size())};
  for (auto const& op : h.operations) {
    if (!is_limited(op)) continue;
    ++counted.limited;
    if (op.node != no_node) ++counted.by_node.at(op.node);
  }
  return counted;
}

}  // namespace

finding check_node_coverage(evidence const& e, measurements const&) {
  auto const [limited, answers] = count_answered(e.history);
  finding found{check_name::node_coverage, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (!e.planned) {
    found.claim = fmt::format(
        "not known: which nodes there are besides the {} named in this history, so one that never "
        "answered would go unnoticed",
        e.history.nodes.size());
    return found;
  }
  auto const& expected = e.expected_nodes.empty() ? e.history.nodes : e.expected_nodes;
  if (limited == 0 || expected.empty()) {
    found.claim = limited == 0
                      ? "no node answered a limited request, so none was tested; see its log"
                      : "which nodes answered is not known; let every node send its name in X-Node";
    return found;
  }
  auto const needed = static_cast<std::int64_t>(expected.size()) * even_share_divisor;
  auto fewest = limited;
  std::string missed;
  for (auto const& node : expected) {
    auto const count = answers_of(node, e.history.nodes, answers);
    fewest = std::min(fewest, count);
    auto const shared = limited_while_up(e.history, node, limited);
    if (shared == 0 || count * needed < shared)
      missed += fmt::format("{}{} answered {}", missed.empty() ? "" : ", ", node, count);
  }
  if (missed.empty() && expected.size() > 1 && keeps_keys_apart(e.history)) {
    found.claim = fmt::format(
        "each identity was answered by one node alone, so a count of its own at each of the {} "
        "nodes "
        "would look as one count does; do not pin the keys, or balance by roundrobin",
        expected.size());
  } else if (missed.empty()) {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format("all {} nodes took part: each answered at least {} of {} requests",
                              expected.size(),
                              fewest,
                              limited);
  } else {
    found.claim = fmt::format(
        "the traffic did not reach every node: {} of {} requests, at least 1/{} is needed; balance "
        "by roundrobin, use more connections or attack for longer",
        missed,
        limited,
        needed);
  }
  return found;
}

}  // namespace limitproof
