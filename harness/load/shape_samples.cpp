#include "harness/load/shape_samples.hpp"

namespace limitproof {

std::uint32_t shape_samples::sample_for(std::uint64_t operation_id,
                                        response_scanner const& scanner,
                                        bool broken) {
  // A head that breaks a rule stands for itself only; one whose body broke still has its shape.
  if (scanner.has_head() && !scanner.head().broke_a_rule) {
    auto& known = find(scanner.head().shape);
    if (known.sample == 0 && scanner.is_kept())
      known = {scanner.head().shape, add(operation_id, scanner)};
    else if (broken)
      return add_offending(operation_id, scanner);
    return known.sample;
  }
  return add_offending(operation_id, scanner);
}

std::uint32_t shape_samples::add_offending(std::uint64_t operation_id,
                                           response_scanner const& scanner) {
  if (!scanner.is_kept() || offending_ == most_offending) return 0;
  ++offending_;
  return add(operation_id, scanner);
}

shape_samples::entry& shape_samples::find(std::uint64_t shape) {
  auto slot = shape % slots;
  while (table_[slot].sample != 0 && table_[slot].shape != shape) slot = (slot + 1) % slots;
  return table_[slot];
}

std::uint32_t shape_samples::add(std::uint64_t operation_id, response_scanner const& scanner) {
  return log_->add_sample(operation_id, scanner.kept_head(), scanner.kept_body());
}

}  // namespace limitproof
