#include "harness/load/run_attack.hpp"

#include "harness/history/record_log.hpp"
#include "harness/load/clock_anchor.hpp"
#include "harness/load/generator.hpp"
#include "harness/load/monotonic_clock.hpp"
#include "harness/load/request_bytes.hpp"
#include "harness/load/send_budget.hpp"

#include <algorithm>
#include <barrier>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace limitproof {

namespace {

// Besides the connections: logs, samples, epoll, and what the rest of the program has open.
constexpr rlim_t other_open_files = 256;

std::string to_text(address const& a) {
  return a.host + ":" + std::to_string(a.port);
}

bool connects_past_the_balancer(plan const& p) {
  return std::any_of(p.phases.begin(), p.phases.end(), [](planned_phase const& planned) {
    return planned.connect != connect_to::balancer;
  });
}

std::vector<request_pattern> patterns_of(plan const& p) {
  std::vector<request_pattern> patterns;
  for (auto const& planned : p.phases) patterns.push_back(planned.requests);
  return patterns;
}

result<sockaddr_in> socket_address(std::string const& whose, address const& target) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(target.port);
  if (target.port == 0 || ::inet_pton(AF_INET, target.host.c_str(), &to.sin_addr) != 1)
    return error{errc::stack_failed,
                 "the address of " + whose + ", " + to_text(target) +
                     ", is not a numeric IPv4 address with a port"};
  return to;
}

/// The balancer, and then the nodes if the plan has connections that lead to them.
result<std::vector<sockaddr_in>> targets_of(plan const& p, endpoints const& stack) {
  std::vector<sockaddr_in> targets;
  auto const balancer = socket_address("the balancer", stack.balancer);
  if (!balancer) return balancer.error();
  targets.push_back(*balancer);
  if (!connects_past_the_balancer(p)) return targets;
  for (auto const& node : stack.nodes) {
    auto const address = socket_address(node.name, node.http);
    if (!address) return address.error();
    targets.push_back(*address);
  }
  if (stack.nodes.empty())
    return error{errc::stack_failed,
                 "the attack connects to the nodes, and this stack does not tell their addresses; "
                 "leave out its phases' \"connect\", or give the stack nodes"};
  for (auto const& planned : p.phases)
    if (picks_the_node(planned.connect) && planned.connections < stack.nodes.size())
      return error{errc::stack_failed,
                   "a phase has " + std::to_string(planned.connections) + " connections to the " +
                       std::to_string(stack.nodes.size()) +
                       " nodes between which its requests choose; give it at least one for each"};
  return targets;
}

result<void> allow_open_files(plan const& p) {
  rlim_t needed = other_open_files;
  for (auto const& pool : pools_of(p.phases)) needed += pool.connections;
  rlimit allowed{};
  ::getrlimit(RLIMIT_NOFILE, &allowed);
  if (allowed.rlim_cur >= needed) return {};
  auto const before = allowed.rlim_cur;
  allowed.rlim_cur = needed;
  if (needed <= allowed.rlim_max && ::setrlimit(RLIMIT_NOFILE, &allowed) == 0) return {};
  return error{errc::io,
               "the attack needs " + std::to_string(needed) + " open files where " +
                   std::to_string(before) + " are allowed (at most " +
                   std::to_string(allowed.rlim_max) +
                   "); raise the limit (ulimit -Hn) or use fewer connections"};
}

result<void> any_opened(std::vector<std::unique_ptr<generator>> const& generators,
                        address const& target) {
  int code = 0;
  for (auto const& g : generators) {
    if (g->opened() > 0) return {};
    code = g->open_error();
  }
  return error{errc::stack_failed,
               "no connection to the balancer at " + to_text(target) +
                   " or to a node could be opened (" + std::strerror(code) + "); is it running?"};
}

result<void> cover_warm_up(plan const& p) {
  auto const connections = all_connections(p);
  if (!p.target || !p.target->limits.requests || *p.target->limits.requests > connections)
    return {};
  return error{errc::bad_usage,
               "a request budget of " + std::to_string(*p.target->limits.requests) +
                   " is too small: each of the scenario's " + std::to_string(connections) +
                   " connections is warmed by one request; allow more, or use fewer connections"};
}

/// The same for every thread but the first to reach a limit.
attack_end end_of(std::vector<std::unique_ptr<generator>> const& generators) {
  for (auto const& g : generators)
    if (g->ended() != attack_end::planned) return g->ended();
  return attack_end::planned;
}

/// Warms all threads, then starts them at one instant; the first error of any.
result<void> run_threads(std::vector<std::unique_ptr<generator>> const& generators,
                         attack_request const& request) {
  clock_anchors anchors;
  result<void> ready;
  std::vector<result<void>> results(generators.size());
  std::barrier all_warm(static_cast<std::ptrdiff_t>(generators.size()), [&]() noexcept {
    if (!request.stop) ready = any_opened(generators, request.target.balancer);
    anchors = anchor_clocks(request.target);
    request.progress.start_monotonic_ns = anchors.start_monotonic_ns;
  });
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < generators.size(); ++i)
      threads.emplace_back([&, i] {
        // Timers may fire up to 50 µs late otherwise, which would be send lag.
        ::prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
        generators[i]->warm_up();
        all_warm.arrive_and_wait();
        if (ready) results[i] = generators[i]->run(anchors);
      });
  }
  if (!ready) return ready;
  for (auto const& ended : results)
    if (!ended) return ended;
  return {};
}

}  // namespace

result<attack_end> run_attack(attack_request const& request) {
  auto const targets = targets_of(request.plan, request.target);
  if (!targets) return targets.error();
  auto const allowed = allow_open_files(request.plan);
  if (!allowed) return allowed.error();
  auto const covered = cover_warm_up(request.plan);
  if (!covered) return covered.error();
  auto named = request.target.balancer;
  if (request.plan.target) named.host = request.plan.target->host;
  auto const requests = request_bytes::render(request.plan.keys, named, patterns_of(request.plan));
  if (!requests) return requests.error();
  send_budget budget(request.plan.target ? request.plan.target->limits : attack_limits{},
                     monotonic_now_ns(),
                     all_connections(request.plan));

  auto const threads = useful_threads(request.plan, request.threads);
  std::vector<std::unique_ptr<record_log>> logs;
  std::vector<std::unique_ptr<generator>> generators;
  for (std::uint32_t i = 0; i < threads; ++i) {
    auto log = record_log::create(request.records, i, threads);
    if (!log) return log.error();
    logs.push_back(std::move(*log));
    generator::order const order{request.plan,
                                 *requests,
                                 *targets,
                                 *logs.back(),
                                 request.stop,
                                 request.progress,
                                 budget,
                                 {i, threads}};
    generators.push_back(std::make_unique<generator>(order));
  }
  auto const ran = run_threads(generators, request);
  if (!ran) return ran.error();
  return end_of(generators);
}

}  // namespace limitproof
