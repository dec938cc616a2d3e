#pragma once

#include "harness/history/owned_fd.hpp"
#include "harness/model/endpoints.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace limitproof {

/// What a stub answers to GET /healthz.
inline constexpr std::string_view warm_up_answer = "HTTP/1.1 204 No Content\r\n\r\n";

/// What a stub does with a request.
enum class stub_action {
  answer,        ///< sends `bytes` at once
  trickle,       ///< sends `bytes` one by one
  answer_close,  ///< sends `bytes` and closes
  reset,         ///< closes with a reset
  silence,       ///< nothing, ever
  shut_down,     ///< closes every connection and stops listening
};

struct stub_reply {
  stub_action action = stub_action::answer;
  std::string_view bytes;
  std::string_view interim{};       ///< sent before
  std::function<void()> between{};  ///< called after `interim` was sent
};

/// A server on a free loopback port, in a thread of plain sockets: answers GET /healthz, and any
/// other request with what `reply` says to its X-Api-Key, to a HEAD without the body. Requests that
/// come together are answered in turn. Allocates nothing per request.
class stub_balancer {
 public:
  using reply_to_key = std::function<stub_reply(std::string_view key)>;

  /// Listens at once; serves from `start` on.
  stub_balancer();
  ~stub_balancer();
  stub_balancer(stub_balancer const&) = delete;
  stub_balancer& operator=(stub_balancer const&) = delete;

  void start(reply_to_key reply);

  [[nodiscard]] endpoints where() const;

  /// Requests read so far, those for /healthz apart.
  [[nodiscard]] std::uint64_t requests() const { return requests_; }

  /// Connections accepted so far.
  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }

  /// The most requests that came in one piece.
  [[nodiscard]] std::uint64_t most_together() const { return most_together_; }

  /// The most requests that lay here at once without their end.
  [[nodiscard]] std::uint64_t most_held() const { return most_held_; }

  /// Closes a connection as soon as a part of a request with this key has come. Before `start`.
  void hang_up_on_part_of(std::string key) { refused_key_ = std::move(key); }

  /// Returns once `count` requests were read.
  void wait_for_requests(std::uint64_t count) const;

 private:
  struct client {
    owned_fd socket;
    std::array<char, 16384> text;
    std::size_t size = 0;
  };

  void serve();
  void accept_client();
  void read(client& from);
  void keep_part(client& from, std::string_view part);
  void respond(client& to, std::string_view request);
  void answer(client& to, stub_reply const& reply);
  void stop_serving();

  owned_fd listener_, wake_;
  std::uint16_t port_ = 0;
  reply_to_key reply_;
  std::vector<client> clients_;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> most_held_{0};
  std::atomic<std::uint64_t> most_together_{0};
  std::string refused_key_;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace limitproof
