#include "harness/node/response.hpp"

#include "harness/codec/duration_text.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace limitproof {

namespace {

std::string_view reason_of(std::uint16_t status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

void append(std::string& out, std::int64_t number) {
  std::array<char, 20> digits;
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_line(std::string& out, std::string_view name_and_colon, std::int64_t value) {
  out += name_and_colon;
  append(out, value);
  out += "\r\n";
}

void append_line(std::string& out, std::string_view name_and_colon, std::string_view value) {
  out += name_and_colon;
  out += value;
  out += "\r\n";
}

/// Milliseconds with three decimals, without a detour through floating point.
void append_server_timing(std::string& out, duration limiter_time) {
  auto const us = std::chrono::duration_cast<std::chrono::microseconds>(limiter_time).count();
  auto const fraction = us % 1000;
  out += "Server-Timing: limiter;dur=";
  append(out, us / 1000);
  out += fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".";
  append(out, fraction);
  out += "\r\n";
}

std::string problem_body(response const& answer) {
  std::string body = R"({"type":"about:blank","title":")";
  body += reason_of(answer.status);
  body += R"(","status":)";
  append(body, answer.status);
  body += R"(,"detail":")";
  body += answer.detail;
  body += "\"}";
  return body;
}

std::string denied_body(limit const& l) {
  std::string body = R"({"type":"https://iana.org/assignments/http-problem-types#quota-exceeded",)"
                     R"("title":"Too Many Requests","status":429,"detail":"The allowance of )";
  append(body, l.count);
  body += " requests per " + to_text(l.per) + R"( is used up.","violated-policies":[")" +
          name_of(l) + "\"]}";
  return body;
}

std::string body_of(response const& answer, fixed_texts const& texts) {
  if (answer.status == 429) return texts.denied[answer.violated_limit];
  if (answer.status != 200) return problem_body(answer);
  std::string body = texts.body_start;
  if (answer.quota) {
    body += ",\"remaining\":";
    append(body, answer.quota->remaining);
  }
  body += '}';
  return body;
}

void append_limiter_lines(std::string& out, response const& answer, fixed_texts const& texts) {
  if (answer.retry_after_s) append_line(out, "Retry-After: ", *answer.retry_after_s);
  if (answer.quota) {
    auto const now = answer.stamps ? answer.stamps->arrived_at : node_time{};
    append_quota_lines(out, *answer.quota, texts.quota, now);
    append_burst_line(out, *answer.quota, texts.burst_modes);
  }
  if (answer.degraded) append_line(out, "X-Degraded: ", to_name(*answer.degraded));
  if (answer.not_charged) append_line(out, "X-Not-Charged: ", to_name(*answer.not_charged));
  if (!answer.stamps) return;
  append_line(out, "X-Arrived-At-Us: ", answer.stamps->arrived_at.time_since_epoch().count());
  if (answer.stamps->decided_at)
    append_line(out, "X-Decided-At-Us: ", answer.stamps->decided_at->time_since_epoch().count());
  append_server_timing(out, answer.stamps->limiter_time);
}

}  // namespace

fixed_texts make_fixed_texts(std::string const& name, policy const& promised, quota_words quota) {
  fixed_texts texts{"X-Node: " + name + "\r\n",
                    R"({"node":")" + name + '"',
                    {},
                    std::move(quota),
                    make_burst_words(promised)};
  for (auto const& l : promised.limits) texts.denied.push_back(denied_body(l));
  return texts;
}

void render(response const& answer,
            delivery const& how,
            fixed_texts const& texts,
            std::string& out) {
  out += "HTTP/1.1 ";
  append(out, answer.status);
  out += ' ';
  append_line(out, reason_of(answer.status), std::string_view{});
  append_line(out, "Date: ", how.date);
  out += texts.node_line;
  append_limiter_lines(out, answer, texts);
  out += "Cache-Control: no-store\r\n";
  if (!how.keep_alive)
    out += "Connection: close\r\n";
  else if (how.http_1_0)
    out += "Connection: keep-alive\r\n";
  out += answer.status == 200 ? "Content-Type: application/json\r\n"
                              : "Content-Type: application/problem+json\r\n";

  auto const body = body_of(answer, texts);
  append_line(out, "Content-Length: ", static_cast<std::int64_t>(body.size()));
  out += "\r\n";
  if (!how.head_only) out += body;
}

}  // namespace limitproof
