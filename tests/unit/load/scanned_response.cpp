#include "tests/unit/load/scanned_response.hpp"

#include <tuple>

namespace limitproof {

namespace {

auto facts(response_head const& h) {
  return std::tuple(h.decided_at_us,
                    h.arrived_at_us,
                    h.limiter_ns,
                    h.limit,
                    h.remaining,
                    h.reset_s,
                    h.retry_after_s,
                    h.content_length,
                    h.shape,
                    h.status,
                    h.framing,
                    h.degraded,
                    h.keep_alive,
                    h.broke_a_rule,
                    h.node.view());
}

}  // namespace

scanned_response scan_in_pieces(std::string_view stream,
                                std::vector<std::size_t> const& cuts,
                                head_shape_cache* cache) {
  head_shape_cache fresh;
  response_scanner scanner(cache != nullptr ? *cache : fresh);
  scanned_response seen;
  auto ends = cuts;
  ends.push_back(stream.size());
  std::size_t begin = 0;
  seen.status = scan_status::need_more;
  for (auto const end : ends) {
    // A copy of its own, so that reading past a piece is caught.
    std::vector<char> const piece(stream.begin() + static_cast<std::ptrdiff_t>(begin),
                                  stream.begin() + static_cast<std::ptrdiff_t>(end));
    std::string_view bytes(piece.data(), piece.size());
    seen.status = scanner.scan(bytes);
    begin = end;
    seen.taken = end - bytes.size();
    if (seen.status != scan_status::need_more) break;
  }
  if (seen.status == scan_status::need_more) seen.status = scanner.end_of_stream();
  if (seen.status == scan_status::broken) seen.reason = scanner.reason();
  if (scanner.has_head()) seen.head = scanner.head();
  seen.body = scanner.kept_body();
  return seen;
}

bool same_facts(response_head const& a, response_head const& b) {
  return facts(a) == facts(b);
}

}  // namespace limitproof
