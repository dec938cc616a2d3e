#include "harness/stack/readiness.hpp"

#include "harness/stack/http_probe.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>

namespace limitproof {

namespace {

constexpr int pause_ms = 2;
constexpr auto probe_timeout = std::chrono::seconds(1);

/// 127.0.0.1, .2, .3 …, or the first of them only.
std::string source_address(probe_sources sources, int attempt) {
  return fmt::format("127.0.0.{}", sources == probe_sources::many ? 1 + attempt % 254 : 1);
}

/// Probes `path` until `is_enough` says so of a 200.
result<void> await_answers(address const& server,
                           std::string const& path,
                           probe_sources sources,
                           std::function<bool(probe_answer const&)> const& is_enough,
                           std::function<result<void>()> const& may_go_on) {
  for (int attempt = 0;; ++attempt) {
    probe const next{.to = server,
                     .path = path,
                     .from = source_address(sources, attempt),
                     .deadline = std::chrono::steady_clock::now() + probe_timeout};
    auto const answer = send_probe(next);
    auto const good = answer && answer->status == 200;
    if (good && is_enough(*answer)) return {};
    if (auto const go_on = may_go_on(); !go_on) return go_on.error();
    if (!good) ::poll(nullptr, 0, pause_ms);
  }
}

}  // namespace

result<void> await_every_node(address const& balancer,
                              std::vector<std::string> const& nodes,
                              alive_question const& alive,
                              wait_limit const& limit,
                              probe_sources sources) {
  std::set<std::string> missing(nodes.begin(), nodes.end());
  auto const is_enough = [&](probe_answer const& answer) {
    missing.erase(answer.node);
    return missing.empty();
  };
  auto const may_go_on = [&]() -> result<void> {
    if (auto const all = alive(); !all) return all.error();
    auto const awaited = fmt::format(
        "answer (200 and its name in X-Node) from {} to GET /healthz through the balancer {}:{}",
        fmt::join(missing, ", "),
        balancer.host,
        balancer.port);
    if (auto over = limit.exceeded(awaited)) return *std::move(over);
    return {};
  };
  return await_answers(balancer, "/healthz", sources, is_enough, may_go_on);
}

result<void> await_page(address const& server,
                        std::string const& path,
                        alive_question const& alive,
                        wait_limit const& limit,
                        probe_sources sources) {
  auto const may_go_on = [&]() -> result<void> {
    if (auto const all = alive(); !all) return all.error();
    auto const awaited = fmt::format("200 from {}:{} for GET {}", server.host, server.port, path);
    if (auto over = limit.exceeded(awaited)) return *std::move(over);
    return {};
  };
  return await_answers(
      server, path, sources, [](probe_answer const&) { return true; }, may_go_on);
}

}  // namespace limitproof
