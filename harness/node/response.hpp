#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/units.hpp"
#include "harness/node/burst_line.hpp"
#include "harness/node/quota_lines.hpp"
#include "harness/node/refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// What the load engine sharpens its evidence with; on every response the limiter had a part in.
struct limiter_stamps {
  node_time arrived_at;                  ///< when the last byte of the head had been read
  std::optional<store_time> decided_at;  ///< the store's clock, if it told
  duration limiter_time{};               ///< how long the limiter took to answer
};

/// An answer before it is text. A status other than 200 is a problem (RFC 9457).
struct response {
  std::uint16_t status = 200;
  std::string_view detail;  ///< of the problem: static, nothing JSON would have to escape
  std::optional<refusal> not_charged;
  std::size_t violated_limit = 0;  ///< 429: index of the limit that denied
  std::optional<told_quota> quota;
  std::optional<std::int64_t> retry_after_s;
  std::optional<on_store_error> degraded;
  std::optional<limiter_stamps> stamps;
};

/// How the connection wants an answer.
struct delivery {
  bool head_only = false;
  bool http_1_0 = false;
  bool keep_alive = true;
  std::string_view date;  ///< as http_date gives it
};

/// The parts of answers that are the same for as long as a node runs.
struct fixed_texts {
  std::string node_line;            ///< "X-Node: node-1\r\n"
  std::string body_start;           ///< {"node":"node-1"
  std::vector<std::string> denied;  ///< the body of a 429, by limit
  quota_words quota;
  std::vector<burst_words> burst_modes{};
};

/// `name` needs no escaping in a header or in JSON (parse_node_options sees to it).
[[nodiscard]] fixed_texts make_fixed_texts(std::string const& name,
                                           policy const& promised,
                                           quota_words quota);

/// Appends the whole answer, head and body, to `out`.
void render(response const& answer,
            delivery const& how,
            fixed_texts const& texts,
            std::string& out);

}  // namespace limitproof
