#pragma once

#include "harness/codec/etcd_codec.hpp"
#include "harness/model/error.hpp"
#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"
#include "harness/policy_sources/etcd_connection.hpp"
#include "harness/policy_sources/policy_origin.hpp"
#include "harness/policy_sources/policy_source.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

namespace limitproof {

/// How long etcd may keep a watch waiting.
struct watch_patience {
  duration answer =
      std::chrono::seconds(5);  ///< to a question, or from one piece of it to the next
  /// After so long the key is read again whatever the watch tells, and watched anew: a connection
  /// can die without a word.
  duration renewal = std::chrono::seconds(30);
};

/// What a key holds now. Errors: io; timed_out.
[[nodiscard]] asio::awaitable<result<etcd_reading>> read_etcd_key(etcd_key key, duration patience);

/// Follows a key of etcd: reads it, watches it from the next revision on, and begins again when the
/// watch ends for whatever reason, with a pause that grows with failures. What happened in between
/// shows in what is read, so compacted revisions are not missed. Used from the loop's thread.
class etcd_watch : public policy_source {
 public:
  /// `seen` is the text already known. `log` is told once when following fails, and once when it
  /// goes on.
  etcd_watch(asio::io_context& loop,
             etcd_key key,
             std::string seen,
             policy_observer changed,
             std::function<void(std::string const&)> log,
             watch_patience patience = {});

  void start() override;
  void stop() override;

 private:
  [[nodiscard]] asio::awaitable<void> follow();
  [[nodiscard]] asio::awaitable<result<void>> follow_once();
  [[nodiscard]] asio::awaitable<result<void>> listen(etcd_connection& connection);
  [[nodiscard]] result<void> tell_all(std::vector<etcd_watch_message> const& messages);
  void tell(std::optional<std::string> const& text);
  void tell_away(error const& why);
  void tell_back();

  etcd_key key_;
  std::optional<std::string> seen_;
  policy_observer changed_;
  std::function<void(std::string const&)> log_;
  watch_patience patience_;
  task_group tasks_;
  std::int64_t failures_ = 0;  ///< in a row
  bool away_ = false;          ///< which has been told
};

}  // namespace limitproof
