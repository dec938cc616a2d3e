#include "harness/codec/verdict_codec.hpp"

#include "tests/unit/codec/sample_documents.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace limitproof;
using nlohmann::ordered_json;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();

verdict full_verdict() {
  verdict v;
  v.kind = verdict_kind::fail;
  v.findings = {finding{.check = check_name::over_admission,
                        .verdict = verdict_kind::fail,
                        .claim = "151 admitted within 40 ms; \"\\u\" and ≤ 102 were promised",
                        .interval = time_interval{-5, most},
                        .witness = {0, 7, 1ULL << 40U, std::numeric_limits<std::uint64_t>::max()}},
                finding{.check = check_name::overload,
                        .verdict = verdict_kind::inconclusive,
                        .claim = "too little load",
                        .interval = {},
                        .witness = {}},
                finding{.check = check_name::header_contract,
                        .verdict = verdict_kind::fail,
                        .claim = "1 broken of severity must",
                        .interval = {},
                        .witness = {7},
                        .breaches = {{"F2",
                                      breach_severity::must,
                                      "RFC 1 section 2",
                                      "an instant",
                                      "RateLimit-Reset: 1785585600",
                                      7,
                                      most},
                                     {"H5a", breach_severity::warning, "a", "b", "c", 0, 1}}}};
  v.admission = {.offered = 1,
                 .admitted = 2,
                 .denied = 3,
                 .unknown = 4,
                 .not_decided = 5,
                 .not_sent = 6,
                 .admitted_degraded = 7,
                 .denied_degraded = 8,
                 .permits_offered = 17,
                 .permits_admitted = 18,
                 .allowance = most,
                 .ratio = 1.0 / 3,
                 .certified_excess = 9,
                 .total_excess = 10,
                 .worst = worst_window{11, 12, {13, 14}},
                 .wrongful_denials = 15};
  v.send_lag_us_p99 = 16;
  return v;
}

verdict round_trip(verdict const& v) {
  return decode_verdict(encode_verdict(v), "verdict.json").value();
}

}  // namespace

TEST_CASE("a verdict survives being written and read", "[codec]") {
  CHECK(round_trip(full_verdict()) == full_verdict());
}

TEST_CASE("a verdict without the optional figures survives too", "[codec]") {
  CHECK(round_trip(verdict{}) == verdict{});
}

TEST_CASE("a claim that is not UTF-8 does not lose the verdict", "[codec]") {
  auto v = full_verdict();
  v.findings[0].claim = "node \xff\xfe was not reached";

  CHECK(round_trip(v).findings[0].claim == "node \uFFFD\uFFFD was not reached");
}

TEST_CASE("a verdict that was tampered with is refused where it was", "[codec]") {
  struct {
    std::string pointer;
    ordered_json value;
  } const tampered[] = {{"/schema", "limitproof.verdict/2"},
                        {"/verdict", "passed"},
                        {"/findings/0/check", "over-admission"},
                        {"/findings/0/interval/end_ns", -6},
                        {"/findings/0/witness/1", -1},
                        {"/findings/2/breaches/0/severity", "shall"},
                        {"/findings/2/breaches/0/line", ""},
                        {"/findings/2/breaches/1/occurrences", 0},
                        {"/findings/2/breaches/1/sample", 1},
                        {"/admission/admitted", -1},
                        {"/admission/admited", 1},
                        {"/admission/ratio", "1"},
                        {"/send_lag_us_p99", 1.5}};

  for (auto const& change : tampered) {
    auto const document =
        with(ordered_json::parse(encode_verdict(full_verdict())), change.pointer, change.value);
    auto const decoded = decode_verdict(document.dump(), "verdict.json");

    REQUIRE(decoded.has_error());
    CHECK_THAT(decoded.error().what,
               Catch::StartsWith("verdict.json: at " + change.pointer + ": "));
  }
}
