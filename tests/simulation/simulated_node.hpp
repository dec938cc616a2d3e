#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/node/response.hpp"
#include "limiters/call_writer.hpp"
#include "limiters/make_limiter.hpp"
#include "limiters/reply_reader.hpp"
#include "tests/simulation/event_queue.hpp"
#include "tests/simulation/simulated_clock.hpp"
#include "tests/simulation/simulated_network.hpp"
#include "tests/simulation/simulated_store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace limitproof {

/// Whether a limiter decides in one call of the store, or reads in one and writes in the next.
enum class store_calls { one_script, read_then_write };

/// What all nodes of a run have in common. What is referred to must outlive them.
struct node_surroundings {
  event_queue& queue;
  simulated_network& to_store;  ///< both ways
  simulated_store& store;
  limiter_plugin const& plugin;
  policy const& promised;
  on_store_error store_error = on_store_error::open;
  std::int64_t store_deadline_ns = 0;  ///< of a whole decision
  store_calls calls = store_calls::one_script;
};

/// An application node: asks the store what the plugin's manifest says, reads the decision as the
/// real node does and answers with the real node's bytes.
class simulated_node {
 public:
  /// Called once for each request, unless the node dies first; then with what the balancer says.
  using answered = std::function<void(std::string const& bytes)>;

  /// Asserts that the manifest compiles.
  simulated_node(node_surroundings const& around, std::string const& name, simulated_clock clock);

  [[nodiscard]] bool is_running() const { return is_running_; }

  /// Only while it runs.
  void handle(std::string const& identity, answered on_answer);

  /// Until `until_ns` it does nothing, and then all that it should have.
  void pause(std::int64_t until_ns);

  /// The requests in flight end in a 502 of the balancer; calls of the store that are under way are
  /// executed all the same.
  void die();

  void restart() { is_running_ = true; }

 private:
  struct exchange {
    limit_request request;
    written_call call;
    node_time arrived;
    std::int64_t asked_ns;
    answered on_answer;
  };

  void when_awake(event_queue::action what);
  void ask(std::uint64_t number, std::string const& identity);
  void evaluate(std::uint64_t number, bool is_known);
  void read(std::uint64_t number);
  void write(std::uint64_t number, simulated_store::unwritten const& found);
  void conclude(std::uint64_t number, redis_reply const& reply);
  void finish(std::uint64_t number, result<decision> const& decided);
  [[nodiscard]] node_time now() const;

  node_surroundings around_;
  fixed_texts texts_;
  simulated_clock clock_;
  call_writer writer_;
  reply_reader reader_;
  std::map<std::uint64_t, exchange> in_flight_;
  std::uint64_t next_number_ = 0;
  std::int64_t paused_until_ns_ = 0;
  bool is_running_ = true;
};

/// A response of the balancer's own, which no limiter saw: "502 Bad Gateway".
[[nodiscard]] std::string balancer_response(std::string const& status);

}  // namespace limitproof
