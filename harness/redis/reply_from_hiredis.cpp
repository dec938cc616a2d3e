#include "harness/redis/reply_from_hiredis.hpp"

#include "harness/model/assert.hpp"

#include <hiredis/hiredis.h>

namespace limitproof {

namespace {

redis_reply::kind kind_of(int hiredis_type) {
  switch (hiredis_type) {
    case REDIS_REPLY_INTEGER:
      return redis_reply::kind::integer;
    case REDIS_REPLY_STRING:
      return redis_reply::kind::string;
    case REDIS_REPLY_STATUS:
      return redis_reply::kind::status;
    case REDIS_REPLY_ERROR:
      return redis_reply::kind::error;
    case REDIS_REPLY_ARRAY:
      return redis_reply::kind::array;
    default:
      LIMITPROOF_ASSERT(hiredis_type == REDIS_REPLY_NIL);
      return redis_reply::kind::nil;
  }
}

}  // namespace

redis_reply reply_from_hiredis(redisReply const& reply) {
  redis_reply copy;
  copy.type = kind_of(reply.type);
  switch (copy.type) {
    case redis_reply::kind::nil:
      break;
    case redis_reply::kind::integer:
      copy.integer = reply.integer;
      break;
    case redis_reply::kind::string:
    case redis_reply::kind::status:
    case redis_reply::kind::error:
      copy.text.assign(reply.str, reply.len);
      break;
    case redis_reply::kind::array:
      copy.elements.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i)
        copy.elements.push_back(reply_from_hiredis(*reply.element[i]));
      break;
  }
  return copy;
}

}  // namespace limitproof
