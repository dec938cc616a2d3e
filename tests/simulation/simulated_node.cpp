#include "tests/simulation/simulated_node.hpp"

#include "harness/model/assert.hpp"
#include "harness/node/handle_request.hpp"
#include "harness/node/wall_clock.hpp"
#include "harness/redis/error_from_reply.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

bool is_unknown_script(redis_reply const& reply) {
  return reply.type == redis_reply::kind::error && reply.text.starts_with("NOSCRIPT");
}

}  // namespace

simulated_node::simulated_node(node_surroundings const& around,
                               std::string const& name,
                               simulated_clock clock)
    : around_(around),
      texts_(make_fixed_texts(
          name,
          around.promised,
          make_quota_words({quota_dialect::ietf_03}, around.promised, algorithm::token_bucket))),
      clock_(clock),
      writer_(call_writer::compile(around.plugin.manifest).value()),
      reader_(reply_reader::compile(around.plugin.manifest).value()) {}

void simulated_node::handle(std::string const& identity, answered on_answer) {
  LIMITPROOF_ASSERT(is_running_);
  auto const number = next_number_++;
  in_flight_.insert({number, exchange{{}, {}, {}, 0, std::move(on_answer)}});
  when_awake([this, number, identity] { ask(number, identity); });
}

void simulated_node::pause(std::int64_t until_ns) {
  paused_until_ns_ = std::max(paused_until_ns_, until_ns);
}

void simulated_node::die() {
  is_running_ = false;
  auto const lost = std::exchange(in_flight_, {});
  for (auto const& [number, each] : lost) each.on_answer(balancer_response("502 Bad Gateway"));
}

void simulated_node::when_awake(event_queue::action what) {
  if (paused_until_ns_ <= around_.queue.now_ns()) return what();
  around_.queue.at(paused_until_ns_, std::move(what));
}

void simulated_node::ask(std::uint64_t number, std::string const& identity) {
  auto const found = in_flight_.find(number);
  if (found == in_flight_.end()) return;
  auto& x = found->second;
  x.arrived = now();
  x.asked_ns = around_.queue.now_ns();
  x.request = {identity, around_.promised.limits, permits{1}, x.arrived};
  auto call = writer_.write(x.request);
  if (!call) return finish(number, call.error());
  x.call = std::move(*call);
  around_.queue.after(around_.store_deadline_ns, [this, number] {
    when_awake([this, number] {
      finish(number, error{errc::store_unavailable, "the store did not answer in time"});
    });
  });
  if (around_.calls == store_calls::one_script)
    evaluate(number, /*is_known=*/true);
  else
    read(number);
}

// The call is executed whether or not anyone still waits for it.
void simulated_node::evaluate(std::uint64_t number, bool is_known) {
  auto const& call = in_flight_.at(number).call;
  around_.to_store.carry([this, number, is_known, call] {
    auto const run_ns = around_.queue.now_ns();
    auto const reply = is_known ? around_.store.evaluate_known(call, run_ns)
                                : around_.store.evaluate(call, run_ns);
    around_.to_store.carry([this, number, reply] {
      when_awake([this, number, reply] {
        if (!in_flight_.contains(number)) return;
        if (is_unknown_script(reply)) return evaluate(number, /*is_known=*/false);
        conclude(number, reply);
      });
    });
  });
}

void simulated_node::read(std::uint64_t number) {
  auto const& call = in_flight_.at(number).call;
  around_.to_store.carry([this, number, call] {
    auto const found = around_.store.decide_only(call, around_.queue.now_ns());
    around_.to_store.carry([this, number, found] {
      if (in_flight_.contains(number)) write(number, found);
    });
  });
}

void simulated_node::write(std::uint64_t number, simulated_store::unwritten const& found) {
  around_.to_store.carry([this, number, found] {
    around_.store.write(found.writes, around_.queue.now_ns());
    around_.to_store.carry([this, number, reply = found.reply] {
      if (in_flight_.contains(number)) conclude(number, reply);
    });
  });
}

void simulated_node::conclude(std::uint64_t number, redis_reply const& reply) {
  if (reply.type == redis_reply::kind::error) return finish(number, error_from_reply(reply));
  finish(number, reader_.read(reply, in_flight_.at(number).request));
}

void simulated_node::finish(std::uint64_t number, result<decision> const& decided) {
  auto const found = in_flight_.find(number);
  if (found == in_flight_.end()) return;
  auto const x = std::move(found->second);
  in_flight_.erase(found);
  limiter_stamps const stamps{
      x.arrived, std::nullopt, duration(around_.queue.now_ns() - x.asked_ns)};
  auto const answer =
      finish_request(decided, stamps, {around_.store_error, around_.promised.limits.size()});
  auto const date = http_date(now().time_since_epoch().count() / 1'000'000);
  delivery how;
  how.date = date;
  std::string bytes;
  render(answer, how, texts_, bytes);
  x.on_answer(bytes);
}

node_time simulated_node::now() const {
  return node_time(node_clock::duration(clock_.read_us(around_.queue.now_ns())));
}

std::string balancer_response(std::string const& status) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Length: 0\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n";
}

}  // namespace limitproof
