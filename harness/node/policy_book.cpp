#include "harness/node/policy_book.hpp"

#include "harness/policies/check_query.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

std::shared_ptr<limiter> kept_limiter(policy_book const* previous, named_policy const& p) {
  if (!previous) return nullptr;
  for (auto const& counter : previous->counters)
    if (counter.policy == p) return counter.decides;
  return nullptr;
}

fixed_texts texts_of(named_policy const& p,
                     limiter_plugin const& plugin,
                     node_settings const& settings) {
  auto texts = make_fixed_texts(
      settings.name,
      p.promised,
      make_quota_words(settings.dialects, p.promised, plugin.manifest.claims.algorithm));
  texts.node_line += "X-Policy: " + p.name + "\r\n";
  return texts;
}

refusal refusal_of(request_fault fault) {
  switch (fault) {
    case request_fault::target:
      return refusal::ambiguous_target;
    case request_fault::forwarded_for:
      return refusal::bad_forwarded_for;
    case request_fault::tier:
      return refusal::tier_repeated;
    case request_fault::cost:
      return refusal::bad_cost;
    case request_fault::check_query:
      return refusal::bad_check_query;
  }
  return refusal::malformed_request;
}

bool asks_check(policy_set const& set, request_facts const& facts) {
  return set.check_endpoint && facts.asked.method == "GET" && is_check(facts.asked.target);
}

using chosen_policy = std::variant<policy_choice, request_fault>;

chosen_policy choose_for_check(policy_set const& set,
                               std::string_view target,
                               tier_lookup const& table) {
  auto const query = target.find('?');
  auto const question = read_check_query(
      query == std::string_view::npos ? std::string_view() : target.substr(query + 1));
  if (auto const* fault = std::get_if<request_fault>(&question)) return *fault;
  auto const& asked = std::get<check_question>(question);
  return choose_policy(asked.head, set, table, asked.cost);
}

chosen_policy choose_for(policy_set const& set, request_facts& facts, tier_lookup const& table) {
  if (asks_check(set, facts)) return choose_for_check(set, facts.asked.target, table);
  if (facts.api_key_lines == 1) facts.asked.api_key = std::move(facts.api_key);
  return choose_policy(facts.asked, set, table);
}

}  // namespace

result<std::shared_ptr<policy_book const>> open_book(
    std::shared_ptr<prepared_policies const> prepared,
    policy_book const* previous,
    limiter_ground const& ground,
    std::vector<answer_tallies*> const& answers) {
  auto book = std::make_shared<policy_book>();
  for (std::size_t i = 0; i < prepared->set.policies.size(); ++i) {
    auto const& p = prepared->set.policies[i];
    auto decides = kept_limiter(previous, p);
    if (!decides) {
      auto made = make_guarded_limiter(prepared->plugins[i], p.promised, ground);
      if (!made) return made.error();
      decides = *std::move(made);
    }
    book->counters.push_back({p,
                              prepared->costs[i],
                              std::move(decides),
                              texts_of(p, prepared->plugins[i], ground.settings),
                              answers[i]});
  }
  book->prepared = std::move(prepared);
  return std::shared_ptr<policy_book const>(std::move(book));
}

policy_step begin_under(policy_book const& book,
                        request_facts& facts,
                        node_time now,
                        tier_lookup const& table) {
  auto const& set = book.prepared->set;
  if (auto const why = find_refusal(facts, key_rule_of(set, facts))) return {refused(*why)};
  if (facts.health) return {response{}};
  auto chosen = choose_for(set, facts, table);
  if (auto const* fault = std::get_if<request_fault>(&chosen)) return {refused(refusal_of(*fault))};
  auto& choice = std::get<policy_choice>(chosen);
  auto const& counter = book.counters[choice.policy];
  if (choice.cost < counter.costs.least || choice.cost > counter.costs.most)
    return {refused(refusal::cost), &counter};
  return {limit_request{std::move(choice.key), counter.policy.promised.limits, choice.cost, now},
          &counter};
}

key_rule key_rule_of(policy_set const& set, request_facts const& facts) {
  if (!set.identity.api_key || asks_check(set, facts)) return key_rule::ignored;
  return set.identity.trusted_hops ? key_rule::optional : key_rule::required;
}

}  // namespace limitproof
