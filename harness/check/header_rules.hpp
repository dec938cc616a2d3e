#pragma once

#include "harness/check/breach_list.hpp"
#include "harness/check/header_dialect.hpp"
#include "harness/check/judged_head.hpp"
#include "harness/model/told_problem.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace limitproof {

/// A quota as a response advertises it.
struct advertised_quota {
  std::int64_t quota = 0;
  std::optional<std::int64_t> window_s;
  std::string line;
  std::uint64_t operation = 0;
};

/// What the heads of a run told, and which rules they broke.
struct header_judgement {
  breach_list breaches;
  std::vector<advertised_quota> advertised;
  std::set<std::string, std::less<>> policy_names;  ///< of every RateLimit-Policy with Strings
};

/// Adds the policy names of a draft-08 RateLimit-Policy. Before judging: a response may name a
/// policy that an earlier one described.
void collect_policy_names(judged_head const& response, header_judgement& into);

/// RateLimit and RateLimit-Policy as Lists of Strings: draft-ietf-httpapi-ratelimit-headers-08 to
/// -11. Sections are those of -10.
void judge_draft_08(judged_head const& response, header_judgement& into);

/// D10: one RateLimit-Policy per key over all responses, which are in the order of their sending.
void judge_policy_stability(std::vector<judged_head> const& responses, header_judgement& into);

/// RateLimit as a Dictionary: draft-07.
void judge_draft_07(judged_head const& response, header_judgement& into);

/// RateLimit-Limit, -Remaining and -Reset, with or without RateLimit-Policy: draft-03 to -06.
void judge_draft_03(judged_head const& response, header_judgement& into);

/// The fields of vendors, among them GitLab's, which have the names of draft-03.
void judge_vendor(header_dialect dialect, judged_head const& response, header_judgement& into);

/// What HTTP says of 429 and Retry-After, whatever the dialect.
void judge_http(judged_head const& response, header_judgement& into);

/// The body of an answer that calls it application/problem+json. After all policy names are
/// collected.
void judge_problem(judged_head const& response,
                   told_problem const& problem,
                   header_judgement& into);

/// Retry-After if it is in seconds.
[[nodiscard]] std::optional<std::int64_t> retry_after_seconds(judged_head const& response);

}  // namespace limitproof
