#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/net/result_token.hpp"
#include "harness/node/answer_tallies.hpp"
#include "harness/node/handle_request.hpp"
#include "harness/node/occasional_log.hpp"
#include "harness/node/outage_wait.hpp"
#include "harness/node/policy_book.hpp"
#include "harness/node/request_reader.hpp"
#include "harness/node/response.hpp"
#include "harness/node/wall_clock.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/intrusive/list.hpp>

namespace limitproof {

/// How long a connection may keep the node waiting.
struct session_patience {
  duration idle = std::chrono::seconds(60);     ///< for a request to begin
  duration request = std::chrono::seconds(10);  ///< from its first byte to its last
  duration write = std::chrono::seconds(10);    ///< for the client to take an answer
  duration linger = std::chrono::seconds(1);    ///< for the client to close after the last answer
};

/// What the sessions of one thread answer by. What is referred to outlives them.
struct service {
  limiter& decides;
  policy const& promised;
  on_store_error store_error;
  fixed_texts texts;
  session_patience patience;
  std::function<void(std::string const&)> log;  ///< takes one line
  answer_tallies answers{};                     ///< but those under one of `policies`
  occasional_log limiter_faults{};
  date_text dates{};
  outage_wait turned_away{};
  std::uint64_t seed = 0;                         ///< of what is drawn for an answer
  std::uint64_t drawn = 0;                        ///< so many times
  std::shared_ptr<policy_book const> policies{};  ///< in place of `promised` and `decides`
  tier_lookup tier_in_table{};                    ///< where there is a table of clients' tiers
};

/// One client connection: reads a request, decides, writes the answer, in the order of the
/// requests. The server sweeps over its sessions to end the waits that take too long: one timer for
/// all, because a timer for every read would cost more than the read.
class session : public boost::intrusive::list_base_hook<
                    boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `desk` must outlive the session.
  session(tcp_socket socket, service& desk);

  /// Until the client leaves, breaks HTTP or keeps the node waiting. The session must outlive it.
  [[nodiscard]] asio::awaitable<void> run();

  /// Ends the wait under way if its patience is used up.
  void expire(time_point now);

  /// Finishes the request that has begun, if one has, and takes no other.
  void drain();

 private:
  enum class connection { open, answered_last, lost };
  enum class waiting { nothing, next_request, rest_of_request, write, close };
  enum class reading { complete, refused, lost };

  struct read_outcome {
    reading end = reading::lost;
    refusal why = refusal::malformed_request;
  };

  [[nodiscard]] asio::awaitable<void> serve_one();
  [[nodiscard]] asio::awaitable<read_outcome> read_request(request_reader& request);
  void feed_buffered(request_reader& request);
  [[nodiscard]] read_outcome interrupted_read() const;
  [[nodiscard]] asio::awaitable<bool> read_some();
  [[nodiscard]] std::optional<refusal> find_refusal_of(request_facts const& facts) const;
  [[nodiscard]] first_step begin(request_facts& facts);
  [[nodiscard]] asio::awaitable<response> decide(request_facts& facts);
  [[nodiscard]] asio::awaitable<void> write(std::string_view text);
  [[nodiscard]] asio::awaitable<void> close_gently();
  void wait_for(waiting what, duration patience);
  [[nodiscard]] bool out_of_patience() const;
  void stop_waiting();
  void report(result<decision> const& decided, std::size_t limits);

  tcp_socket socket_;
  service& desk_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  node_time last_read_at_{};
  node_time arrived_at_{};
  std::shared_ptr<policy_book const> book_;  ///< that the request under way was begun with
  policy_counter const* counter_ = nullptr;  ///< in it
  connection connection_ = connection::open;
  waiting waiting_ = waiting::nothing;
  time_point give_up_at_ = time_point::max();
  bool draining_ = false;
};

}  // namespace limitproof
