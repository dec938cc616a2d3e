#include "harness/report/capture_denial.hpp"

#include "harness/model/sampled_head.hpp"

#include <unordered_map>
#include <utility>

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

}  // namespace

std::optional<captured_denial> capture_denial(history const& h) {
  auto const* const sample = first_denied_sample(h);
  if (!sample) return std::nullopt;

  auto head = take_apart(sample->head);
  captured_denial denial;
  denial.status_line = std::move(head.status_line);
  denial.headers = std::move(head.fields);
  denial.body = sample->body;
  return denial;
}

}  // namespace limitproof
