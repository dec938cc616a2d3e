#include "harness/lab/limiter_cluster.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

namespace limitproof {

namespace {

using std::chrono::microseconds;

constexpr duration store_deadline = std::chrono::seconds(10);

microseconds steady_now() {
  return std::chrono::floor<microseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

result<std::unique_ptr<limiter_cluster>> limiter_cluster::make(limiter_plugin plugin,
                                                               address const& store,
                                                               std::size_t instances) {
  std::unique_ptr<limiter_cluster> made(new limiter_cluster(std::move(plugin), store));
  auto const clock = measure_store_clock(made->admin_);
  if (!clock) return clock.error();
  made->clock_offset_ = microseconds(clock->offset_us);
  for (; instances > 0; --instances) {
    auto connection =
        std::make_unique<redis_connection>(made->loop_.get_executor(), store, store_deadline);
    auto decides = make_limiter(made->plugin_, *connection);
    if (!decides) return decides.error();
    made->instances_.push_back({std::move(connection), *std::move(decides)});
  }
  return made;
}

limiter_cluster::limiter_cluster(limiter_plugin plugin, address const& store)
    : plugin_(std::move(plugin)), admin_(store, store_deadline) {}

node_time limiter_cluster::now() const {
  return node_time(steady_now() + clock_offset_);
}

limit_request limiter_cluster::request(std::string key,
                                       std::span<limit const> limits,
                                       std::int64_t cost) const {
  return {std::move(key), limits, permits{cost}, now()};
}

result<decision> limiter_cluster::check(limit_request request, std::size_t node) {
  std::vector<boost::asio::awaitable<result<decision>>> single;
  single.push_back(instances_.at(node).decides->check(std::move(request)));
  return await_all(std::move(single)).front();
}

result<std::int64_t> limiter_cluster::admitted_in_a_row(std::string const& key,
                                                        std::span<limit const> limits,
                                                        std::int64_t most) {
  for (std::int64_t admitted = 0; admitted < most; ++admitted) {
    auto const made = check(request(key, limits));
    if (!made) return made.error();
    if (!made->admitted) return admitted;
  }
  return most;
}

std::vector<result<decision>> limiter_cluster::check_at_once(std::vector<limit_request> requests) {
  std::vector<boost::asio::awaitable<result<decision>>> checks;
  for (std::size_t i = 0; i < requests.size(); ++i)
    checks.push_back(instances_[i % instances_.size()].decides->check(std::move(requests[i])));
  return await_all(std::move(checks));
}

std::vector<result<decision>> limiter_cluster::await_all(
    std::vector<boost::asio::awaitable<result<decision>>> checks) {
  std::vector<result<decision>> made(checks.size());
  std::exception_ptr thrown;
  std::size_t ended = 0;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    auto on_end = [&, i](std::exception_ptr e, result<decision> value) {
      if (e) thrown = e;
      made[i] = std::move(value);
      ++ended;
    };
    boost::asio::co_spawn(loop_, std::move(checks[i]), on_end);
  }
  run_until([&] { return ended == checks.size(); });
  if (thrown) std::rethrow_exception(thrown);
  return made;
}

// Connections keep the loop from running dry, and their deadlines keep it from running on.
void limiter_cluster::run_until(std::function<bool()> const& done) {
  loop_.restart();
  while (!done() && loop_.run_one() > 0) {
  }
}

void limiter_cluster::pass(duration time) {
  if (time <= duration(0)) return;
  bool over = false;
  boost::asio::steady_timer timer(loop_, time);
  timer.async_wait([&](boost::system::error_code) { over = true; });
  run_until([&] { return over; });
}

result<redis_reply> limiter_cluster::command(std::vector<std::string> const& arguments) {
  auto reply = admin_.command(arguments);
  if (reply && reply->type == redis_reply::kind::error)
    return error{errc::store_unavailable,
                 arguments.front() + " is answered with an error: " + reply->text};
  return reply;
}

result<std::vector<std::string>> limiter_cluster::keys() {
  auto const reply = command({"KEYS", "*"});
  if (!reply) return reply.error();
  std::vector<std::string> keys;
  for (auto const& key : reply->elements) keys.push_back(key.text);
  return keys;
}

}  // namespace limitproof
