#include "harness/node/response.hpp"

#include "harness/node/handle_request.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

fixed_texts make_texts(std::vector<quota_dialect> dialects) {
  policy const promised{{limit{50, 1s, 100}, limit{9, 1h, 9}}};
  return make_fixed_texts(
      "node-1", promised, make_quota_words(std::move(dialects), promised, algorithm::token_bucket));
}

fixed_texts const texts = make_texts({quota_dialect::ietf_03});

delivery const plain{false, false, true, "Sun, 06 Nov 1994 08:49:37 GMT"};

std::string rendered(response const& answer,
                     delivery const& how = plain,
                     fixed_texts const& words = texts) {
  std::string out;
  render(answer, how, words, out);
  return out;
}

response finish(result<decision> const& decided,
                on_store_error store_error = on_store_error::open) {
  return finish_request(decided,
                        limiter_stamps{node_time(1'700'000'000'000'000us), {}, 1042us},
                        answer_rules{store_error, 2});
}

decision admitted_decision() {
  decision d;
  d.admitted = true;
  d.limit = 100;
  d.remaining = 41;
  d.reset_after = 1180ms;
  d.decided_at = store_time(1'700'000'000'000'123us);
  return d;
}

}  // namespace

TEST_CASE("an admitted request's answer, to the byte", "[node]") {
  CHECK(rendered(finish(admitted_decision())) ==
        "HTTP/1.1 200 OK\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "RateLimit-Limit: 100\r\n"
        "RateLimit-Remaining: 41\r\n"
        "RateLimit-Reset: 2\r\n"
        "X-Arrived-At-Us: 1700000000000000\r\n"
        "X-Decided-At-Us: 1700000000000123\r\n"
        "Server-Timing: limiter;dur=1.042\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: 32\r\n"
        "\r\n"
        R"({"node":"node-1","remaining":41})");
}

TEST_CASE("what is left is told in every dialect that is asked for", "[node]") {
  auto const texts_of_two = make_texts({quota_dialect::ietf_10, quota_dialect::x_ratelimit});
  auto answer = finish(admitted_decision());
  answer.quota->binding_limit = 1;

  auto const text = rendered(answer, plain, texts_of_two);

  // Limit 50 per 1 s can hold 100, and refills them in 2 s.
  CHECK(text.find("RateLimit-Policy: \"50-per-1s\";q=100;w=2, \"9-per-1h\";q=9;w=3600\r\n"
                  "RateLimit: \"9-per-1h\";r=41;t=2\r\n"
                  "X-RateLimit-Limit: 100\r\n"
                  "X-RateLimit-Remaining: 41\r\n"
                  "X-RateLimit-Reset: 1700000002\r\n") != std::string::npos);
  CHECK(text.find("\r\nRateLimit-Limit") == std::string::npos);
}

TEST_CASE("the state of a burst mode is told of what its soft limit has left", "[node]") {
  policy const promised{{limit{9, 1h, 9}, limit{100, 1s, 400}, limit{150, 1s, 150}},
                        {burst_mode{1, 5s}}};
  auto const words =
      make_fixed_texts("node-1", promised, make_quota_words({}, promised, algorithm::token_bucket));
  auto const told = [&](std::int64_t soft_remaining) {
    auto answer = finish(admitted_decision());
    answer.quota->each_remaining = {9, soft_remaining, 150};
    auto const text = rendered(answer, plain, words);
    auto const line = text.find("X-Burst-Mode: ");
    REQUIRE(line != std::string::npos);
    return text.substr(line + 14, text.find("\r\n", line) - line - 14);
  };

  CHECK(told(400) == "resting;left=250;limit=\"100-per-1s\"");
  CHECK(told(250) == "resting;left=250;limit=\"100-per-1s\"");
  CHECK(told(249) == "active;left=249;limit=\"100-per-1s\"");
  CHECK(told(1) == "active;left=1;limit=\"100-per-1s\"");
  CHECK(told(0) == "spent;left=0;limit=\"100-per-1s\"");
}

TEST_CASE("several burst modes are one list", "[node]") {
  policy const promised{{limit{1, 1s, 4}, limit{2, 1s, 2}, limit{10, 1h, 30}, limit{20, 1h, 20}},
                        {burst_mode{0, 2s}, burst_mode{2, 1h}}};
  auto const words =
      make_fixed_texts("node-1", promised, make_quota_words({}, promised, algorithm::token_bucket));
  auto answer = finish(admitted_decision());
  answer.quota->each_remaining = {3, 1, 7, 0};

  CHECK(rendered(answer, plain, words)
            .find("X-Burst-Mode: resting;left=2;limit=\"1-per-1s\", "
                  "active;left=7;limit=\"10-per-1h\"\r\n") != std::string::npos);
}

TEST_CASE("a burst mode is not guessed at where only the binding limit was told", "[node]") {
  policy const promised{{limit{100, 1s, 400}, limit{150, 1s, 150}}, {burst_mode{0, 5s}}};
  auto const words =
      make_fixed_texts("node-1", promised, make_quota_words({}, promised, algorithm::token_bucket));
  auto answer = finish(admitted_decision());

  answer.quota->binding_limit = 1;
  CHECK(rendered(answer, plain, words).find("X-Burst-Mode") == std::string::npos);
  answer.quota->binding_limit = 0;
  CHECK(rendered(answer, plain, words).find("X-Burst-Mode: active;left=41;") != std::string::npos);
}

TEST_CASE("an advertised window has whole seconds and the limit's rate", "[node]") {
  auto const advertised = [](limit const& l, algorithm promising) {
    return make_quota_words({}, policy{{l}}, promising).policy_line;
  };
  CHECK(advertised({50, 500ms, 50}, algorithm::sliding_log) ==
        "RateLimit-Policy: \"50-per-500ms\";q=100;w=1\r\n");
  CHECK(advertised({3, 7ms, 3}, algorithm::fixed_window) ==
        "RateLimit-Policy: \"3-per-7ms\";q=3000;w=7\r\n");
  CHECK(advertised({10, 1s, 25}, algorithm::gcra) ==
        "RateLimit-Policy: \"10-per-1s\";q=30;w=3\r\n");
  CHECK(advertised({10, 1s, 25}, algorithm::sliding_log) ==
        "RateLimit-Policy: \"10-per-1s\";q=10;w=1\r\n");
  CHECK(advertised({1'000'000'000'000, 1ms, 1}, algorithm::token_bucket) ==
        "RateLimit-Policy: \"1000000000000-per-1ms\";q=1\r\n");
}

TEST_CASE("a denied request's answer, to the byte", "[node]") {
  decision d;
  d.binding_limit = 1;
  d.limit = 9;
  d.retry_after = 12001ms;

  CHECK(rendered(finish(d)) ==
        "HTTP/1.1 429 Too Many Requests\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "Retry-After: 13\r\n"
        "RateLimit-Limit: 9\r\n"
        "RateLimit-Remaining: 0\r\n"
        "RateLimit-Reset: 13\r\n"
        "X-Arrived-At-Us: 1700000000000000\r\n"
        "Server-Timing: limiter;dur=1.042\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Length: 205\r\n"
        "\r\n"
        R"({"type":"https://iana.org/assignments/http-problem-types#quota-exceeded",)"
        R"("title":"Too Many Requests","status":429,)"
        R"("detail":"The allowance of 9 requests per 1h is used up.",)"
        R"("violated-policies":["9-per-1h"]})");
}

TEST_CASE("a refused request's answer, to the byte", "[node]") {
  CHECK(rendered(refused(refusal::api_key_empty)) ==
        "HTTP/1.1 400 Bad Request\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "X-Not-Charged: api-key-empty\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Length: 132\r\n"
        "\r\n"
        R"({"type":"about:blank","title":"Bad Request","status":400,)"
        R"("detail":"The X-Api-Key header is empty: it says whose allowance is used."})");
}

TEST_CASE("a broken limiter's answer, to the byte", "[node]") {
  CHECK(rendered(finish(error{errc::script_error, "secret"})) ==
        "HTTP/1.1 500 Internal Server Error\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "X-Arrived-At-Us: 1700000000000000\r\n"
        "Server-Timing: limiter;dur=1.042\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Length: 123\r\n"
        "\r\n"
        R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
        R"("detail":"The limiter failed; the node's log says how."})");
}

TEST_CASE("a closed node's answer without its store, to the byte", "[node]") {
  CHECK(rendered(finish(error{errc::store_unavailable, "secret"}, on_store_error::closed)) ==
        "HTTP/1.1 503 Service Unavailable\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "Retry-After: 1\r\n"
        "X-Degraded: closed\r\n"
        "X-Arrived-At-Us: 1700000000000000\r\n"
        "Server-Timing: limiter;dur=1.042\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Length: 131\r\n"
        "\r\n"
        R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
        R"("detail":"The store that keeps the count did not answer in time."})");
}

TEST_CASE("an open node's answer without its store, to the byte", "[node]") {
  CHECK(rendered(finish(error{errc::store_unavailable, "secret"})) ==
        "HTTP/1.1 200 OK\r\n"
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
        "X-Node: node-1\r\n"
        "X-Degraded: open\r\n"
        "X-Arrived-At-Us: 1700000000000000\r\n"
        "Server-Timing: limiter;dur=1.042\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: 17\r\n"
        "\r\n"
        R"({"node":"node-1"})");
}

TEST_CASE("every refusal has a name of its own, a 4xx or 501, and a sentence", "[node]") {
  for (auto const& entry : enum_names<refusal>) {
    auto const text = text_of(entry.value);
    INFO(entry.name);
    CHECK(from_name<refusal>(entry.name) == entry.value);
    CHECK((text.status / 100 == 4 || text.status == 501));
    CHECK(text.detail.find_first_of("\"\\") == std::string_view::npos);
    bool const lacks_reason_phrase =
        rendered(refused(entry.value)).find(std::to_string(text.status) + " \r") !=
        std::string::npos;
    CHECK_FALSE(lacks_reason_phrase);
  }
}

TEST_CASE("the answer to HEAD has the length of the body it leaves out", "[node]") {
  auto how = plain;
  how.head_only = true;
  auto const whole = rendered(finish(admitted_decision()));

  CHECK(rendered(finish(admitted_decision()), how) == whole.substr(0, whole.find("\r\n\r\n") + 4));
}

TEST_CASE("Connection is said only where the version's default does not hold", "[node]") {
  auto const connection_of = [](bool http_1_0, bool keep_alive) {
    auto const text = rendered(response{}, delivery{false, http_1_0, keep_alive, "d"});
    auto const at = text.find("Connection: ");
    return at == std::string::npos ? "" : text.substr(at + 12, text.find('\r', at) - at - 12);
  };

  CHECK(connection_of(false, true).empty());
  CHECK(connection_of(false, false) == "close");
  CHECK(connection_of(true, true) == "keep-alive");
  CHECK(connection_of(true, false) == "close");
}

TEST_CASE("the limiter's time is told in milliseconds with three decimals", "[node]") {
  auto const told = [](duration spent) {
    response answer;
    answer.stamps = limiter_stamps{{}, {}, spent};
    auto const text = rendered(answer);
    auto const at = text.find("dur=") + 4;
    return text.substr(at, text.find('\r', at) - at);
  };

  CHECK(told(0ns) == "0.000");
  CHECK(told(999ns) == "0.000");
  CHECK(told(7us) == "0.007");
  CHECK(told(70us) == "0.070");
  CHECK(told(700us) == "0.700");
  CHECK(told(1s + 1us) == "1000.001");
}
