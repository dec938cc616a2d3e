#pragma once

#include "harness/codec/base64_text.hpp"
#include "harness/model/endpoints.hpp"
#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace limitproof {

/// What one connection is answered: bytes, well-formed or not. Then it is closed, or held open
/// until the test ends.
struct stub_answer {
  std::string bytes;
  bool held = false;
};

/// Answers the questions of one client after the other as a test has written it down, on the test's
/// own loop. Whoever comes when nothing is left is kept waiting.
class stub_etcd {
 public:
  stub_etcd(asio::io_context& loop, std::vector<stub_answer> answers);

  [[nodiscard]] address where() const;

  /// The questions so far, each as its target and its body: "/v3/kv/range {…}".
  [[nodiscard]] std::vector<std::string> const& asked() const { return asked_; }

 private:
  [[nodiscard]] asio::awaitable<void> accept();
  [[nodiscard]] asio::awaitable<void> serve(tcp_socket socket, std::size_t number);

  tcp_acceptor listener_;
  std::vector<stub_answer> answers_;
  std::vector<std::string> asked_;
  task_group clients_;
};

/// The answer to a question for a key, at a revision.
[[nodiscard]] stub_answer holds(std::string const& value, int revision);
[[nodiscard]] stub_answer holds_nothing(int revision);

/// The answer to a question to watch, of these chunks.
[[nodiscard]] stub_answer watched(std::vector<std::string> const& chunks);

/// The same, after which nothing comes.
[[nodiscard]] stub_answer watched_on(std::vector<std::string> const& chunks);

/// A message of a watch: a value the key got, its deletion, the end.
[[nodiscard]] std::string put_of(std::string const& value);
[[nodiscard]] std::string deletion();
[[nodiscard]] std::string compacted();

}  // namespace limitproof
