#include "harness/report/capture_denial.hpp"

#include <string_view>
#include <unordered_map>

namespace limitproof {

namespace {

header_sample const* first_denied_sample(history const& h) {
  std::unordered_map<std::uint64_t, header_sample const*> samples;
  for (auto const& sample : h.samples) samples.emplace(sample.operation, &sample);
  for (auto const& op : h.operations) {
    if (op.result != outcome::denied) continue;
    if (auto const found = samples.find(op.id); found != samples.end()) return found->second;
  }
  return nullptr;
}

std::string_view next_line(std::string_view& rest) {
  auto const end = rest.find("\r\n");
  auto const line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t";
  auto const first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

std::optional<captured_denial> capture_denial(history const& h) {
  auto const* const sample = first_denied_sample(h);
  if (!sample) return std::nullopt;

  std::string_view rest = sample->head;
  captured_denial denial;
  denial.status_line = next_line(rest);
  while (!rest.empty()) {
    auto const line = next_line(rest);
    auto const colon = line.find(':');
    auto const value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    denial.headers.emplace_back(line.substr(0, colon), trimmed(value));
  }
  denial.body = sample->body;
  return denial;
}

}  // namespace limitproof
