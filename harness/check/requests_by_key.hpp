#pragma once

#include "harness/model/history.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace limitproof {

/// When a request is answered that may be decided at any time after it was sent.
inline constexpr std::int64_t never_ns = std::numeric_limits<std::int64_t>::max();

/// The requests of every key, each key's ordered by (sent, received, operation id). A `Request` has
/// `operation`, an index into history::operations, and may have `sent_ns` and `received_ns` of its
/// own.
template <class Request>
struct requests_by_key {
  std::vector<Request> all;
  std::vector<std::size_t> first;  ///< of key k: all[first[k]] … all[first[k + 1] - 1]

  [[nodiscard]] std::size_t keys() const { return first.empty() ? 0 : first.size() - 1; }

  [[nodiscard]] std::span<Request const> of_key(std::size_t key) const {
    return std::span(all).subspan(first[key], first[key + 1] - first[key]);
  }
};

template <class Request>
void sort_by_send(std::span<Request> requests, history const& h) {
  auto const times = [&](Request const& request) {
    if constexpr (requires { request.sent_ns; })
      return std::pair(request.sent_ns, request.received_ns);
    else
      return std::pair(h.operations[request.operation].sent_ns,
                       h.operations[request.operation].received_ns);
  };
  // Two ids are far away in memory, and seldom decide.
  auto const earlier = [&](Request const& a, Request const& b) {
    auto const at_a = times(a), at_b = times(b);
    if (at_a != at_b) return at_a < at_b;
    return h.operations[a.operation].id < h.operations[b.operation].id;
  };
  if (!std::is_sorted(requests.begin(), requests.end(), earlier))
    std::sort(requests.begin(), requests.end(), earlier);
}

/// Takes what `is_counted(operation)` picks, as `request_of(operation, index)`. Every key must be
/// below `key_count`. Counting sort: O(operations + keys), and O(n log n) only for keys whose
/// requests do not come ordered.
template <class Request, class Counted, class View>
[[nodiscard]] requests_by_key<Request> group_by_key(history const& h,
                                                    std::size_t key_count,
                                                    Counted is_counted,
                                                    View request_of) {
  requests_by_key<Request> groups;
  groups.first.assign(key_count + 1, 0);
  for (auto const& op : h.operations)
    if (is_counted(op)) ++groups.first[op.key + 1];
  std::partial_sum(groups.first.begin(), groups.first.end(), groups.first.begin());

  groups.all.resize(groups.first.back());
  for (std::size_t i = 0; i < h.operations.size(); ++i) {
    auto const& op = h.operations[i];
    if (is_counted(op)) groups.all[groups.first[op.key]++] = request_of(op, i);
  }
  // Filling moved each key's start onto the next key's.
  std::rotate(groups.first.begin(), groups.first.end() - 1, groups.first.end());
  groups.first.front() = 0;

  for (std::size_t key = 0; key < key_count; ++key)
    sort_by_send(
        std::span(groups.all).subspan(groups.first[key], groups.first[key + 1] - groups.first[key]),
        h);
  return groups;
}

}  // namespace limitproof
