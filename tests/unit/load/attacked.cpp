#include "tests/unit/load/attacked.hpp"

#include "harness/history/import_records.hpp"

#include <algorithm>
#include <chrono>

namespace limitproof {

plan patient_plan(std::vector<std::string> keys) {
  plan p;
  p.keys = std::move(keys);
  p.request_timeout = std::chrono::seconds(60);
  p.late_limit = std::chrono::seconds(60);
  return p;
}

history attacked::evidence() const {
  return import_records(records.path()).value();
}

std::int64_t count_of(history const& h, outcome result) {
  return std::count_if(h.operations.begin(), h.operations.end(), [&](operation const& op) {
    return op.result == result;
  });
}

}  // namespace limitproof
