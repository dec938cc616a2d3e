#include "harness/redis/error_from_reply.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace limitproof {

error error_from_reply(redis_reply const& reply) {
  LIMITPROOF_ASSERT(reply.type == redis_reply::kind::error);
  using namespace std::string_view_literals;
  static constexpr std::array not_ready{"LOADING"sv, "BUSY"sv, "MASTERDOWN"sv, "CLUSTERDOWN"sv};
  auto const code = std::string_view(reply.text).substr(0, reply.text.find(' '));
  bool const is_ready = std::ranges::find(not_ready, code) == not_ready.end();
  return error{is_ready ? errc::script_error : errc::store_unavailable,
               "the store answered: " + reply.text};
}

}  // namespace limitproof
