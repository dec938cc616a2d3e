#include "harness/load/head_reader.hpp"

#include "harness/load/field_values.hpp"
#include "harness/load/http_characters.hpp"

#include <array>
#include <cstring>

namespace limitproof {

namespace {

std::string_view take_list_item(std::string_view& list) {
  auto const comma = list.find(',');
  auto const item = trim_blanks(list.substr(0, comma));
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  return item;
}

struct named_field {
  std::string_view lower;
  answer_field field;
};

constexpr std::array read_fields = {
    named_field{"x-node", answer_field::x_node},
    named_field{"ratelimit", answer_field::ratelimit},
    named_field{"connection", answer_field::connection},
    named_field{"x-degraded", answer_field::x_degraded},
    named_field{"retry-after", answer_field::retry_after},
    named_field{"server-timing", answer_field::server_timing},
    named_field{"content-length", answer_field::content_length},
    named_field{"ratelimit-limit", answer_field::ratelimit_limit},
    named_field{"ratelimit-reset", answer_field::ratelimit_reset},
    named_field{"x-decided-at-us", answer_field::x_decided_at_us},
    named_field{"x-arrived-at-us", answer_field::x_arrived_at_us},
    named_field{"ratelimit-policy", answer_field::ratelimit_policy},
    named_field{"x-ratelimit-limit", answer_field::x_ratelimit_limit},
    named_field{"transfer-encoding", answer_field::transfer_encoding},
    named_field{"ratelimit-remaining", answer_field::ratelimit_remaining},
    named_field{"x-ratelimit-remaining", answer_field::x_ratelimit_remaining}};

// Retry-After may be an HTTP-date (RFC 9110 section 10.2.3), which begins with the day's name; it
// breaks no rule and is not recorded.
bool looks_like_a_date(std::string_view value) {
  return !value.empty() && to_lower(value.front()) >= 'a' && to_lower(value.front()) <= 'z';
}

}  // namespace

answer_field field_of(std::string_view name) {
  for (auto const& known : read_fields)
    if (equals_ignoring_case(name, known.lower)) return known.field;
  return answer_field::other;
}

void head_reader::start(std::uint16_t status, int minor_version) {
  head_.reset();
  head_.status = status;
  minor_version_ = minor_version;
  seen_ = 0;
  chunked_ = says_close_ = says_keep_alive_ = false;
  quota_item_ = quota_policy_ = {};
}

char const* head_reader::take(answer_field field, std::string_view value) {
  value = trim_blanks(value);
  switch (field) {
    case answer_field::other:
      break;
    case answer_field::connection:
      return take_connection(value);
    case answer_field::content_length:
      return take_content_length(value);
    case answer_field::transfer_encoding:
      return take_transfer_encoding(value);
    case answer_field::x_node:
      take_node(value);
      break;
    case answer_field::x_degraded:
      take_degraded(value);
      break;
    case answer_field::x_decided_at_us:
      take_count(field, head_.decided_at_us, whole_number(value));
      break;
    case answer_field::x_arrived_at_us:
      take_count(field, head_.arrived_at_us, whole_number(value));
      break;
    case answer_field::server_timing:
      if (auto const timing = limiter_time(value); timing.present)
        take_count(field, head_.limiter_ns, timing.ns);
      break;
    case answer_field::ratelimit_limit:
      take_count(field, head_.limit, leading_item_number(value));
      break;
    case answer_field::ratelimit_remaining:
      take_count(field, head_.remaining, whole_number(value));
      break;
    case answer_field::ratelimit_reset:
      take_count(field, head_.reset_s, whole_number(value));
      break;
    case answer_field::ratelimit:
      take_quota_field(field, quota_item_, value);
      break;
    case answer_field::ratelimit_policy:
      take_quota_field(field, quota_policy_, value);
      break;
    case answer_field::x_ratelimit_limit:
      take_vendors_count(field, vendors_limit_, leading_item_number(value));
      break;
    case answer_field::x_ratelimit_remaining:
      take_vendors_count(field, vendors_remaining_, whole_number(value));
      break;
    case answer_field::retry_after:
      if (!looks_like_a_date(value)) take_count(field, head_.retry_after_s, whole_number(value));
      break;
  }
  return nullptr;
}

void head_reader::take_count(answer_field field,
                             std::int64_t& slot,
                             std::optional<std::int64_t> value) {
  auto const read = value.value_or(absent);
  if (first_time(field))
    slot = read;
  else if (slot != read)
    slot = absent, head_.broke_a_rule = true;
  if (read == absent) head_.broke_a_rule = true;
}

// No document says how these fields look, so nothing in them breaks a rule.
void head_reader::take_vendors_count(answer_field field,
                                     std::int64_t& slot,
                                     std::optional<std::int64_t> value) {
  auto const read = value.value_or(absent);
  slot = first_time(field) || slot == read ? read : absent;
}

// Lines of one name are one list (RFC 9110 section 5.3), and a list of several is not read.
void head_reader::take_quota_field(answer_field field,
                                   std::string_view& slot,
                                   std::string_view value) {
  slot = first_time(field) ? value : std::string_view{};
}

void head_reader::settle_quota() {
  if (has_seen(answer_field::ratelimit_limit) || has_seen(answer_field::ratelimit_remaining) ||
      has_seen(answer_field::ratelimit_reset))
    return;
  if (has_seen(answer_field::ratelimit)) {
    auto const told = quota_item(quota_item_, 'r', 't');
    head_.broke_a_rule = head_.broke_a_rule || told.is_malformed;
    head_.remaining = told.count.value_or(absent);
    head_.reset_s = told.seconds.value_or(absent);
    if (told.count) head_.limit = quota_item(quota_policy_, 'q', 'w').count.value_or(absent);
    return;
  }
  if (has_seen(answer_field::x_ratelimit_limit)) head_.limit = vendors_limit_;
  if (has_seen(answer_field::x_ratelimit_remaining)) head_.remaining = vendors_remaining_;
}

void head_reader::take_node(std::string_view name) {
  if (!first_time(answer_field::x_node) && name != head_.node.view()) {
    head_.broke_a_rule = true;
    head_.node.size = 0;
  } else if (name.empty() || name.size() > longest_node_name) {
    head_.broke_a_rule = true;
  } else {
    head_.node.size = static_cast<std::uint8_t>(name.size());
    std::memcpy(head_.node.text.data(), name.data(), name.size());
  }
}

void head_reader::take_degraded(std::string_view mode) {
  using enum degraded_mode;
  auto const read = mode == "open"     ? open
                    : mode == "closed" ? closed
                    : mode == "local"  ? local
                                       : other;
  auto const repeated = !first_time(answer_field::x_degraded);
  if (read == other || (repeated && read != head_.degraded)) {
    head_.broke_a_rule = true;
    head_.degraded = other;
  } else {
    head_.degraded = read;
  }
}

char const* head_reader::take_content_length(std::string_view value) {
  auto const length = whole_number(value);
  if (!length) return "Content-Length is not a number";
  if (!first_time(answer_field::content_length) && *length != head_.content_length)
    return "two different Content-Lengths";
  head_.content_length = *length;
  return nullptr;
}

// RFC 9112 section 6.3: chunked delimits the message only as the last coding, once.
char const* head_reader::take_transfer_encoding(std::string_view value) {
  first_time(answer_field::transfer_encoding);
  while (!value.empty()) {
    auto const coding = take_list_item(value);
    if (coding.empty()) continue;
    if (!is_token(coding)) return "a transfer coding that is not a token";
    if (chunked_) return "a transfer coding after chunked";
    chunked_ = equals_ignoring_case(coding, "chunked");
  }
  return nullptr;
}

char const* head_reader::take_connection(std::string_view value) {
  while (!value.empty()) {
    auto const option = take_list_item(value);
    if (option.empty()) continue;
    if (!is_token(option)) return "Connection holds something that is not a token";
    says_close_ = says_close_ || equals_ignoring_case(option, "close");
    says_keep_alive_ = says_keep_alive_ || equals_ignoring_case(option, "keep-alive");
  }
  return nullptr;
}

bool head_reader::has_seen(answer_field field) const {
  return (seen_ >> static_cast<unsigned>(field) & 1u) != 0;
}

bool head_reader::first_time(answer_field field) {
  auto const first = !has_seen(field);
  seen_ |= std::uint32_t{1} << static_cast<unsigned>(field);
  return first;
}

// RFC 9112 section 6.3, for the answer to a GET.
char const* head_reader::finish() {
  if (has_seen(answer_field::transfer_encoding) && has_seen(answer_field::content_length))
    return "both Transfer-Encoding and Content-Length";
  auto const status = head_.status;
  if (status / 100 == 1 || status == 204 || status == 304)
    head_.framing = body_framing::none;
  else if (chunked_)
    head_.framing = body_framing::chunked;
  else if (head_.content_length != absent)
    head_.framing = head_.content_length == 0 ? body_framing::none : body_framing::length;
  else
    head_.framing = body_framing::until_close;
  settle_quota();
  head_.wants_keep_alive = minor_version_ == 1 ? !says_close_ : says_keep_alive_;
  head_.keep_alive = head_.wants_keep_alive && head_.framing != body_framing::until_close;
  return nullptr;
}

}  // namespace limitproof
