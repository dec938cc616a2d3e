#include "harness/policies/check_query.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/policies/choose_policy.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace limitproof {

namespace {

constexpr permits highest_cost{1'000'000'000'000};
constexpr std::size_t longest_value = 256;
constexpr std::array<std::string_view, 5> parameters{
    "user_id", "api_key", "resource", "method", "cost"};

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Of one "name=value"; none: a value that cannot be used.
std::optional<std::string> value_of(std::string_view encoded) {
  if (encoded.find('+') != std::string_view::npos) return std::nullopt;
  auto value = percent_decoded(encoded);
  if (!value || value->empty() || value->size() > longest_value || !is_printable(*value))
    return std::nullopt;
  return value;
}

/// Every parameter once, by name.
std::optional<std::map<std::string_view, std::string>> read_parameters(std::string_view query) {
  std::map<std::string_view, std::string> values;
  for (std::size_t start = 0; start <= query.size();) {
    auto const end = std::min(query.find('&', start), query.size());
    auto const pair = query.substr(start, end - start);
    start = end + 1;
    auto const equals = pair.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto const name = pair.substr(0, equals);
    auto value = value_of(pair.substr(equals + 1));
    bool const known = std::find(parameters.begin(), parameters.end(), name) != parameters.end();
    if (!known || !value || !values.emplace(name, *std::move(value)).second) return std::nullopt;
  }
  return values;
}

}  // namespace

std::variant<check_question, request_fault> read_check_query(std::string_view query) {
  auto const values = read_parameters(query);
  if (!values || values->contains("user_id") == values->contains("api_key"))
    return request_fault::check_query;
  auto const get = [&values](std::string_view name, std::string_view unless_told) {
    auto const found = values->find(name);
    return found == values->end() ? std::string(unless_told) : found->second;
  };
  check_question question;
  question.head.method = get("method", "GET");
  question.head.target = get("resource", "/");
  question.head.api_key = get("user_id", get("api_key", ""));
  if (auto const told = values->find("cost"); told != values->end()) {
    question.cost = read_cost(told->second, permits{0}, highest_cost);
    if (!question.cost) return request_fault::cost;
  }
  return question;
}

bool is_check(std::string_view target) {
  return target.substr(0, target.find('?')) == check_path;
}

}  // namespace limitproof
