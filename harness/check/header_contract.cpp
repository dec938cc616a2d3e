#include "harness/check/header_contract.hpp"

#include "harness/check/answer_rules.hpp"
#include "harness/check/draft_03_rules.hpp"
#include "harness/check/header_rules.hpp"
#include "harness/check/reset_rules.hpp"
#include "harness/check/told_quota.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

// Do the answers keep the rules of the rate-limit fields they use? Three kinds of evidence:
//
// The heads that were kept, the first of each shape and every one the load engine could not read,
// are held to the rules of the dialect they speak (header_dialect) and to those of HTTP. The values
// the engine read from every answer are held to each other and to the policy (answer_rules). And
// what one key was told over time is held to what it had been told before (told_quota): only a
// history can show that.
//
// Each rule has the severity of the text it comes from, which the breach cites. The check fails iff
// a must is broken; shoulds and warnings are listed and pass.
//
// Sound: a must is either a form, and the line that lacks it is in evidence, or one of H3, H6 and
// H7, which bind limiters that claim one exact count for all nodes: H3's bounds hold wherever
// between send and answer the requests were decided, the others wherever an answer stands. What a
// per-node limiter's nodes tell of one key contradicts itself by design: over_admission is the
// check for that, and here it only warns (H5).
//
// Not complete: of a shape, only the first head is judged whole; RateLimit of draft-07 and later is
// not read from every answer. Trailer sections are not recorded, only what announces them.
//
// Cost: O(n log n) in the operations; the heads are few and small.

namespace limitproof {

namespace {

using enum breach_severity;

/// In the order of sending, those that were no HTTP left out.
std::vector<judged_head> kept_responses(history const& h) {
  std::unordered_map<std::uint64_t, header_sample const*> samples;
  for (auto const& sample : h.samples) samples.emplace(sample.operation, &sample);
  std::vector<judged_head> responses;
  for (auto const& op : h.operations) {
    if (samples.empty()) break;
    auto const found = samples.find(op.id);
    if (found == samples.end()) continue;
    auto response = to_judge(*found->second, op);
    if (response.status != 0) responses.push_back(std::move(response));
    samples.erase(found);
  }
  return responses;
}

void judge_head(header_dialect dialect, judged_head const& response, header_judgement& into) {
  switch (dialect) {
    case header_dialect::draft_08:
      return judge_draft_08(response, into);
    case header_dialect::draft_07:
      return judge_draft_07(response, into);
    case header_dialect::draft_03:
      return judge_draft_03(response, into);
    case header_dialect::gitlab:
    case header_dialect::github:
    case header_dialect::kong:
    case header_dialect::envoy:
    case header_dialect::akamai:
    case header_dialect::dashed:
    case header_dialect::plain_x:
      return judge_vendor(dialect, response, into);
  }
}

/// What was there to judge.
struct judged_material {
  std::vector<header_dialect> dialects;  ///< each once
  std::int64_t heads = 0;                ///< with a rate-limit field, a Retry-After or status 429
  std::int64_t answers = 0;              ///< with a value that was read
  std::int64_t compared = 0;             ///< answers whose remaining was held against earlier ones
  std::int64_t unkept_429 = 0;           ///< denials of which no head and no value is known

  [[nodiscard]] bool speaks(header_dialect dialect) const {
    return std::find(dialects.begin(), dialects.end(), dialect) != dialects.end();
  }
};

/// The dialects in the order in which the load engine prefers them.
bool reads_draft_03(judged_material const& material) {
  return material.speaks(header_dialect::draft_03) || material.speaks(header_dialect::gitlab) ||
         material.dialects.empty();
}

told_dialect dialect_of_values(judged_material const& material) {
  return {reads_draft_03(material),
          material.speaks(header_dialect::gitlab),
          material.speaks(header_dialect::draft_08)};
}

told_lines lines_of_values(judged_material const& material) {
  if (reads_draft_03(material)) return {};
  if (material.speaks(header_dialect::draft_08))
    return {"RateLimit-Policy: …;q=0", "RateLimit: …;r=0", "RateLimit: …;t=0"};
  return {"X-RateLimit-Limit: 0", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 0"};
}

void judge_problems(std::vector<judged_head> const& responses,
                    std::vector<told_problem> const& problems,
                    header_judgement& into) {
  for (auto const& response : responses)
    for (auto const& problem : problems)
      if (problem.operation == response.operation) judge_problem(response, problem, into);
}

void judge_heads(std::vector<judged_head> const& responses,
                 judged_material& material,
                 header_judgement& into) {
  for (auto const& response : responses) collect_policy_names(response, into);
  for (auto const& response : responses) {
    auto const spoken = dialects_of(response);
    if (!spoken.empty() || response.status == 429 || has_field(response, "retry-after"))
      ++material.heads;
    judge_http(response, into);
    for (auto const dialect : spoken) {
      if (!material.speaks(dialect)) material.dialects.push_back(dialect);
      judge_head(dialect, response, into);
    }
  }
  if (material.speaks(header_dialect::draft_08)) judge_policy_stability(responses, into);
}

bool told_anything(operation const& op) {
  return op.limit != absent || op.remaining != absent || op.reset_s != absent ||
         op.retry_after_s != absent;
}

void count_answers(history const& h, judged_material& material) {
  for (auto const& op : h.operations) {
    if (told_anything(op))
      ++material.answers;
    else if (op.status == 429)
      ++material.unkept_429;
  }
}

std::string dialect_text(judged_material const& material) {
  std::string text;
  for (auto const dialect : material.dialects)
    text += (text.empty() ? "" : " and ") + std::string(to_name(dialect));
  // Values without a head: draft-03's come first in what the load engine reads.
  if (text.empty() && material.answers > 0)
    text = std::string(to_name(header_dialect::draft_03)) + ", no head of which was kept";
  return text.empty() ? "no rate-limit field" : text;
}

std::string comparison_text(evidence const& e, judged_material const& material) {
  if (!e.claims.shared)
    return "the limiter does not claim one count for all nodes, so what they tell of one key was "
           "not held against each other";
  if (!is_one_quota(e))
    return "without a single limit there is no one remaining to follow from answer to answer";
  return fmt::format("the remaining of {} answers was held against what their key had been told",
                     material.compared);
}

std::string breaches_text(breach_list const& breaches, std::vector<rule_breach> const& listed) {
  auto const musts = breaches.distinct(must);
  auto const lesser = fmt::format(
      "{} of severity should, {} warnings", breaches.distinct(should), breaches.distinct(warning));
  if (musts == 0) return fmt::format("no must is broken ({})", lesser);
  auto const& first = listed.front();
  return fmt::format("{} broken of severity must ({}), first {} of {}: {} in \"{}\"",
                     musts,
                     lesser,
                     first.rule,
                     first.section,
                     first.what,
                     first.line);
}

finding nothing_to_judge(judged_material const& material) {
  finding found{check_name::header_contract, verdict_kind::inconclusive, {}, std::nullopt, {}};
  found.claim = material.unkept_429 > 0
                    ? fmt::format(
                          "{} answers were 429, but no head was kept and no rate-limit "
                          "field was read, so there is nothing to judge",
                          material.unkept_429)
                    : "no answer has a rate-limit field, a Retry-After or status 429, so there is "
                      "nothing to judge; attack above the limit, or let the nodes send the fields";
  return found;
}

}  // namespace

finding check_header_contract(evidence const& e, measurements const&) {
  judged_material material;
  header_judgement judged;
  auto const responses = kept_responses(e.history);
  judge_heads(responses, material, judged);
  judge_problems(responses, e.problems, judged);
  count_answers(e.history, material);
  if (material.heads == 0 && material.answers == 0) return nothing_to_judge(material);

  auto const dialect = dialect_of_values(material);
  judged.breaches.quote_as(lines_of_values(material));
  judge_answers(e, dialect, judged);
  judge_advertised(e, dialect, judged);
  material.compared = judge_told_quotas(e, judged.breaches);
  if (is_one_quota(e) && !dialect.reset_is_instant) judge_resets(e, judged.breaches);

  finding found{check_name::header_contract, verdict_kind::inconclusive, {}, std::nullopt, {}};
  found.verdict = judged.breaches.distinct(must) > 0 ? verdict_kind::fail : verdict_kind::pass;
  found.breaches = judged.breaches.take();
  found.claim = fmt::format("judged as {}, {} kept heads and the values of {} answers: {}; {}",
                            dialect_text(material),
                            material.heads,
                            material.answers,
                            breaches_text(judged.breaches, found.breaches),
                            comparison_text(e, material));
  for (auto const& breach : found.breaches)
    if (breach.severity == must) found.witness.push_back(breach.operation);
  return found;
}

}  // namespace limitproof
