#include "harness/codec/read_problems.hpp"

#include "harness/codec/json_reader.hpp"

namespace limitproof {

namespace {

told_problem read(json_reader const& in) {
  told_problem problem;
  if (auto const type = in.find("type")) problem.type = type->string();
  if (auto const status = in.find("status")) problem.status = status->integer(100, 999);
  if (auto const violated = in.find("violated-policies"))
    for (auto const& name : violated->items()) problem.violations.push_back(name.string());
  return problem;
}

told_problem read_problem(header_sample const& sample) {
  auto const read_body = decode_text(sample.body, "the body", read);
  told_problem problem;
  if (read_body)
    problem = *read_body;
  else
    problem.fault = read_body.error().what;
  problem.operation = sample.operation;
  return problem;
}

}  // namespace

std::vector<told_problem> read_problems(history const& h) {
  std::vector<told_problem> problems;
  for (auto const& sample : h.samples) problems.push_back(read_problem(sample));
  return problems;
}

}  // namespace limitproof
