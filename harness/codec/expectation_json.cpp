#include "harness/codec/expectation_json.hpp"

#include <cmath>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view whole_run = "verdict";

std::vector<std::string> subjects() {
  std::vector<std::string> names{std::string(whole_run)};
  for (auto const& entry : enum_names<check_name>) names.emplace_back(entry.name);
  for (auto const& entry : enum_names<figure>) names.emplace_back(entry.name);
  return names;
}

double read_bound(json_reader const& in) {
  auto const value = in.number();
  if (value < 0) in.fail("a number of at least 0, as no figure is below");
  return value;
}

expected_range read_range(figure subject, json_reader const& in) {
  if (in.is_number()) {
    auto const exactly = read_bound(in);
    return {subject, exactly, exactly};
  }
  if (!in.is_object()) in.fail("a number, or an object with min, max or both");
  in.only_keys({"min", "max"});
  expected_range range{subject, {}, {}};
  if (auto const min = in.find("min")) range.min = read_bound(*min);
  if (auto const max = in.find("max")) range.max = read_bound(*max);
  if (!range.min && !range.max) in.fail("min, max or both");
  if (range.min && range.max && *range.min > *range.max) in.fail("a min that is not above its max");
  return range;
}

// Counts stay whole in the file: 0, not 0.0. Beyond 2^53 a double is spelled as it is.
ordered_json write_number(double value) {
  constexpr double exact = 9007199254740992.0;
  if (std::trunc(value) == value && std::abs(value) < exact)
    return static_cast<std::int64_t>(value);
  return value;
}

struct written_expectation {
  ordered_json& out;

  void operator()(expected_verdict const& e) const {
    out[std::string(whole_run)] = to_name(e.verdict);
  }

  void operator()(expected_finding const& e) const {
    out[std::string(to_name(e.check))] = to_name(e.verdict);
  }

  void operator()(expected_range const& e) const {
    auto& place = out[std::string(to_name(e.figure))];
    if (e.min && e.min == e.max) {
      place = write_number(*e.min);
      return;
    }
    if (e.min) place["min"] = write_number(*e.min);
    if (e.max) place["max"] = write_number(*e.max);
  }
};

}  // namespace

std::vector<expectation> read_expectations(json_reader const& in) {
  std::vector<expectation> expected;
  for (auto const& [subject, value] : in.members()) {
    auto const check = from_name<check_name>(subject);
    auto const bounded = from_name<figure>(subject);
    if (subject == whole_run)
      expected.emplace_back(expected_verdict{value.name<verdict_kind>()});
    else if (check)
      expected.emplace_back(expected_finding{*check, value.name<verdict_kind>()});
    else if (bounded)
      expected.emplace_back(read_range(*bounded, value));
    else
      in.unknown_key(subject, subjects());
  }
  if (expected.empty()) in.fail("at least one expectation");
  return expected;
}

ordered_json write_expectations(std::vector<expectation> const& expected) {
  auto out = ordered_json::object();
  for (auto const& e : expected) std::visit(written_expectation{out}, e);
  return out;
}

}  // namespace limitproof
