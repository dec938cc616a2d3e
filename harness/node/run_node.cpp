#include "harness/node/run_node.hpp"

#include "harness/net/open_listener.hpp"
#include "harness/node/admin_server.hpp"
#include "harness/node/node_thread.hpp"
#include "harness/node/prepared_policies.hpp"
#include "harness/node/usable_plugin.hpp"
#include "harness/policy_sources/follow_policies.hpp"

#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

namespace limitproof {

namespace {

constexpr int exit_interrupted = 130;

result<limiter_plugin> find_plugin(node_settings const& settings) {
  if (settings.policies) return load_plugin(settings.limiter);
  return usable_plugin(settings.limiter, settings.promised, settings);
}

/// The policies a node starts with; empty text and null where it has one policy.
struct first_policies {
  std::string text;
  std::shared_ptr<prepared_policies const> prepared;
};

result<first_policies> read_first_policies(node_settings const& settings) {
  if (!settings.policies) return first_policies{};
  auto text = read_policies(*settings.policies);
  if (!text) return text.error();
  auto prepared = prepare_policies(*text, settings);
  if (!prepared) return prepared.error();
  return first_policies{*std::move(text), *std::move(prepared)};
}

/// Runs the threads and listens to signals on the caller's.
class crew {
 public:
  /// `settings` and what `observer` calls outlive the crew.
  crew(asio::io_context& loop,
       std::vector<std::unique_ptr<node_thread>> members,
       node_settings const& settings,
       node_observer const& observer)
      : loop_(loop),
        signals_(loop, SIGINT, SIGTERM),
        members_(std::move(members)),
        settings_(settings),
        observer_(observer) {}

  /// Before `work`: the threads follow the policies, of which `seen` is known.
  void follow(std::string seen) {
    policies_ = follow_policies(
        loop_,
        *settings_.policies,
        std::move(seen),
        [this](auto const& text) { apply(text); },
        observer_.log);
    policies_->start();
  }

  /// Serves what the members count on the caller's thread too.
  void serve_metrics(tcp_acceptor listener) {
    admin_.emplace(std::move(listener), [this] { return to_prometheus(metrics()); });
    admin_->start();
  }

  /// Returns when all have ended; the first failure, if one died.
  [[nodiscard]] std::optional<error> work() {
    await_signal();
    std::vector<std::thread> threads;
    threads.reserve(members_.size());
    running_ = members_.size();
    for (auto const& member : members_) threads.emplace_back([this, &member] { run(*member); });
    loop_.run();
    for (auto& thread : threads) thread.join();
    return failure_;
  }

  [[nodiscard]] node_counters counters() const {
    answer_tallies all;
    for (auto const& [policy, answers] : metrics().answers) all += answers;
    auto sum = counters_of(all);
    sum.policy_updates = changes_.updates.value();
    sum.policy_refusals = changes_.refusals.value();
    return sum;
  }

 private:
  [[nodiscard]] node_metrics metrics() const {
    node_metrics sum;
    sum.policies = changes_;
    for (auto const& member : members_) sum += member->metrics();
    return sum;
  }

  void await_signal() {
    signals_.async_wait([this](boost::system::error_code ec, int) {
      if (ec) return;
      if (stopping_) ::_exit(exit_interrupted);
      stop_all();
      await_signal();
    });
  }

  void stop_all() {
    stopping_ = true;
    if (policies_) policies_->stop();
    for (auto const& member : members_) member->request_stop();
  }

  [[nodiscard]] result<std::shared_ptr<prepared_policies const>> prepare(
      std::optional<std::string> const& text) const {
    if (!text) return missing_policies(*settings_.policies);
    return prepare_policies(*text, settings_);
  }

  /// All of a new set, or nothing of it.
  void apply(std::optional<std::string> const& text) {
    auto const prepared = prepare(text);
    if (!prepared) {
      ++changes_.refusals;
      observer_.log("the policies stay as they were: " + prepared.error().what);
      return;
    }
    ++changes_.updates;
    for (auto const& member : members_) member->adopt(*prepared);
    observer_.log("the policies are those of " + to_text(*settings_.policies) + " now");
  }

  void run(node_thread& member) {
    std::optional<error> failure;
    try {
      member.run();
    } catch (std::exception const& e) {
      failure = error{errc::io, std::string("a serving thread died: ") + e.what()};
    }
    asio::post(loop_, [this, failure] { ended(failure); });
  }

  void ended(std::optional<error> const& failure) {
    if (failure && !failure_) failure_ = failure;
    if (!stopping_) stop_all();
    if (--running_ > 0) return;
    signals_.cancel();
    if (admin_) admin_->close();
  }

  asio::io_context& loop_;
  asio::signal_set signals_;
  std::vector<std::unique_ptr<node_thread>> members_;
  node_settings const& settings_;
  node_observer const& observer_;
  std::unique_ptr<policy_source> policies_;
  std::optional<admin_server> admin_;
  policy_tallies changes_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::optional<error> failure_;
};

}  // namespace

result<node_counters> run_node(node_settings const& settings, node_observer const& observer) {
  auto const plugin = find_plugin(settings);
  if (!plugin) return plugin.error();
  auto policies = read_first_policies(settings);
  if (!policies) return policies.error();

  asio::io_context loop(1);
  auto listener = open_listener(loop, settings.listen);
  if (!listener) return listener.error();

  std::vector<std::unique_ptr<node_thread>> members;
  for (int i = 0; i < settings.threads; ++i) {
    auto member = node_thread::make(settings, *plugin, *listener, observer.log);
    if (!member) return member.error();
    if (policies->prepared) {
      auto const opened = (*member)->open(policies->prepared);
      if (!opened) return opened.error();
    }
    members.push_back(*std::move(member));
  }
  crew everyone(loop, std::move(members), settings, observer);
  if (settings.policies) everyone.follow(std::move(policies->text));
  if (settings.admin) {
    auto admin = open_listener(loop, *settings.admin);
    if (!admin) return with_context("--admin-port", admin.error());
    auto const where = local_address(*admin);
    observer.log("metrics at http://" + where.host + ":" + std::to_string(where.port) + "/metrics");
    everyone.serve_metrics(*std::move(admin));
  }
  observer.listening(local_address(*listener));
  listener->close();

  auto const failure = everyone.work();
  if (failure) return *failure;
  return everyone.counters();
}

}  // namespace limitproof
