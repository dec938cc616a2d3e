#include "limiters/reply_reader.hpp"

#include "limiters/call_names.hpp"
#include "limiters/reply_values.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace limitproof {

result<reply_reader> reply_reader::compile(limiter_manifest const& manifest) {
  auto const& form = manifest.call.reply;
  auto names = request_names();
  for (auto& name : reply_names(form, "r")) names.push_back(std::move(name));
  auto rules = decision_reader::compile(manifest, names);
  if (!rules) return rules.error();
  return reply_reader(manifest.claims.algorithm, form, std::move(*rules));
}

reply_reader::reply_reader(limitproof::algorithm a, reply_form form, decision_reader rules)
    : algorithm_(a), form_(std::move(form)), rules_(std::move(rules)) {}

result<decision> reply_reader::read(redis_reply const& reply, limit_request const& request) const {
  auto told = reply_values(form_, reply, request.limits.size());
  if (!told) return told.error();

  std::vector<decision_reader::row> rows;
  for (std::size_t limit = 0; limit < request.limits.size(); ++limit) {
    auto& row = rows.emplace_back(request_values(request, limit, algorithm_));
    std::ranges::move((*told)[limit], std::back_inserter(row));
  }
  return rules_.read(rows, request);
}

}  // namespace limitproof
