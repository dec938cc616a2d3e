#include "harness/node/refusal.hpp"

namespace limitproof {

refusal_text text_of(refusal why) {
  switch (why) {
    case refusal::malformed_request:
      return {400, "The request is not well-formed HTTP/1.1 (RFC 9112)."};
    case refusal::bad_header_value:
      return {400, "A header value holds a control byte or is not the list it should be."};
    case refusal::bad_host:
      return {400, "An HTTP/1.1 request carries exactly one Host header."};
    case refusal::bad_transfer_coding:
      return {400, "The only transfer coding understood is chunked, on HTTP/1.1."};
    case refusal::head_too_large:
      return {431, "Request line and headers are limited to 16 KiB together."};
    case refusal::body_too_large:
      return {413, "A request body is limited to 64 KiB."};
    case refusal::request_timeout:
      return {408, "The request did not arrive whole in time."};
    case refusal::connect_method:
      return {501, "This server is no proxy: CONNECT is not implemented."};
    case refusal::api_key_missing:
      return {400, "The X-Api-Key header is missing: it says whose allowance is used."};
    case refusal::api_key_empty:
      return {400, "The X-Api-Key header is empty: it says whose allowance is used."};
    case refusal::api_key_repeated:
      return {400, "The X-Api-Key header appears more than once."};
    case refusal::api_key_too_long:
      return {400, "The X-Api-Key header is longer than 256 bytes."};
    case refusal::api_key_control_bytes:
      return {400, "The X-Api-Key header holds a control byte."};
    case refusal::cost:
      return {400, "The cost of the request is above the capacity of its limit."};
    case refusal::ambiguous_target:
      return {400, "The request's path can be read in more than one way."};
    case refusal::bad_forwarded_for:
      return {400, "X-Forwarded-For does not tell the address that a trusted hop saw."};
    case refusal::tier_repeated:
      return {400, "The header that tells the client's tier appears more than once."};
    case refusal::bad_cost:
      return {400, "The cost of the request is not one whole number in the range allowed."};
    case refusal::bad_check_query:
      return {400, "Tell one of user_id and api_key, and resource, method and cost at most once."};
  }
  return {500, "?"};
}

}  // namespace limitproof
