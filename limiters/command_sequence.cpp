#include "limiters/command_sequence.hpp"

#include "harness/model/assert.hpp"
#include "harness/model/encode_identity.hpp"
#include "harness/redis/error_from_reply.hpp"
#include "limiters/call_names.hpp"
#include "limiters/reply_values.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

std::string pointer_to(std::size_t step, std::size_t command) {
  return "at /steps/" + std::to_string(step) + "/" + std::to_string(command);
}

result<void> check_keys(std::vector<store_key> const& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto const pattern = text_pattern::parse(keys[i].pattern, request_names());
    if (!pattern) return with_context("at /keys/" + std::to_string(i), pattern.error());
  }
  return {};
}

/// A reply's name must be one that an expression can spell, and that means nothing else.
result<void> check_name(std::string const& as, std::vector<std::string> const& taken) {
  auto const failure = [&](std::string const& expected) {
    return error{errc::bad_file, "found \"" + as + "\", expected " + expected};
  };
  if (!expression::can_name(as))
    return failure("a letter, then letters, digits or _, and no word of the expressions' own");
  bool const is_of_request = std::ranges::any_of(
      request_names(), [&](expression_name const& known) { return known.name == as; });
  if (is_of_request) return failure("a name other than those of the request");
  if (std::ranges::find(taken, as) != taken.end())
    return failure("a name that no other command has");
  return {};
}

}  // namespace

/// Compiles the steps of one manifest in order, and knows which names each of them may use.
class command_sequence::compiler {
 public:
  explicit compiler(limiter_manifest const& manifest) : manifest_(manifest) {}

  [[nodiscard]] result<command_sequence> whole() {
    if (auto const checked = check_keys(manifest_.call.keys); !checked) return checked.error();
    auto const& steps = manifest_.call.steps;
    if (auto const named = name_replies(); !named) return named.error();

    std::vector<std::vector<compiled_command>> compiled;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      auto& commands = compiled.emplace_back();
      for (std::size_t i = 0; i < steps[step].size(); ++i) {
        auto one = compile(steps[step][i], pointer_to(step, i));
        if (!one) return one.error();
        commands.push_back(std::move(*one));
      }
      for (auto const& sent : steps[step]) known_ += sent.reply.elements.size();
    }
    auto rules = decision_reader::compile(manifest_, names_);
    if (!rules) return rules.error();
    return command_sequence(manifest_.claims.algorithm, std::move(compiled), std::move(*rules));
  }

 private:
  result<void> name_replies() {
    auto const& steps = manifest_.call.steps;
    std::vector<std::string> taken;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      for (std::size_t i = 0; i < steps[step].size(); ++i) {
        auto const& [name, arguments, as, reply, when] = steps[step][i];
        if (as.empty()) continue;
        auto const checked = check_name(as, taken);
        if (!checked) return with_context(pointer_to(step, i) + "/as", checked.error());
        taken.push_back(as);
        std::ranges::move(reply_names(reply, as), std::back_inserter(names_));
      }
    }
    return {};
  }

  /// `parse(names)`, with the names known so far; a failure that comes of a later one says so.
  template <class Parse>
  [[nodiscard]] auto with_known_names(Parse parse) const {
    auto parsed = parse(std::span(names_).first(known_));
    if (parsed || !parse(std::span(names_))) return parsed;
    return decltype(parsed)(
        error{errc::bad_file,
              parsed.error().what +
                  "; the replies of this step and later ones are not there yet when it is sent"});
  }

  [[nodiscard]] result<compiled_command> compile(store_command const& declared,
                                                 std::string const& pointer) const {
    compiled_command made{declared.name, {}, declared.reply, {}};
    for (std::size_t i = 0; i < declared.arguments.size(); ++i) {
      auto argument = with_known_names([&](std::span<expression_name const> names) {
        return compiled_argument::compile(declared.arguments[i], names);
      });
      if (!argument) return with_context(pointer + "/argv/" + std::to_string(i), argument.error());
      made.arguments.push_back(std::move(*argument));
    }
    if (!declared.when) return made;
    auto when = with_known_names([&](std::span<expression_name const> names) {
      return expression::parse(*declared.when, names, value_type::boolean);
    });
    if (!when) return with_context(pointer + "/when", when.error());
    made.when = std::move(*when);
    return made;
  }

  limiter_manifest const& manifest_;
  std::vector<expression_name> names_ = request_names();
  std::size_t known_ = names_.size();  ///< how many of them the step being compiled may use
};

result<command_sequence> command_sequence::compile(limiter_manifest const& manifest) {
  return compiler(manifest).whole();
}

command_sequence::command_sequence(limitproof::algorithm a,
                                   std::vector<std::vector<compiled_command>> steps,
                                   decision_reader rules)
    : algorithm_(a), steps_(std::move(steps)), rules_(std::move(rules)) {}

command_progress command_sequence::begin(limit_request request) const {
  LIMITPROOF_ASSERT(request.limits.size() == 1);
  command_progress progress{std::move(request), {}};
  progress.identity = encode_identity(progress.request.key);
  progress.values = request_values(progress.request, 0, algorithm_);
  return progress;
}

result<std::vector<std::vector<std::string>>> command_sequence::write(std::size_t step,
                                                                      command_progress& progress) {
  pattern_values const with{progress.identity, random_.instance(), progress.values};
  std::vector<std::vector<std::string>> commands;
  progress.sent.clear();
  for (auto const& command : steps_[step]) {
    auto const pointer = pointer_to(step, progress.sent.size());
    result<bool> const due =
        command.when ? evaluate_condition(*command.when, progress.values) : result<bool>(true);
    if (!due) return with_context(pointer + "/when", due.error());
    progress.sent.push_back(*due);
    if (!*due) continue;
    auto words = write(command, with);
    if (!words) return with_context(pointer, words.error());
    commands.push_back(std::move(*words));
  }
  return commands;
}

result<std::vector<std::string>> command_sequence::write(compiled_command const& command,
                                                         pattern_values const& with) {
  std::vector<std::string> words{command.name};
  for (auto const& argument : command.arguments) {
    auto word = argument.write(with, random_);
    if (!word) return word.error();
    words.push_back(std::move(*word));
  }
  return words;
}

result<void> command_sequence::read(std::size_t step,
                                    std::vector<redis_reply> const& replies,
                                    command_progress& progress) const {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < steps_[step].size(); ++i) {
    auto const& form = steps_[step][i].reply;
    if (!progress.sent[i]) {
      progress.values.resize(progress.values.size() + form.elements.size());
      continue;
    }
    auto const& reply = replies.at(taken++);
    auto const context = pointer_to(step, i) + ", " + steps_[step][i].name;
    if (reply.type == redis_reply::kind::error)
      return with_context(context, error_from_reply(reply));
    if (form.elements.empty()) continue;
    auto values = reply_values(form, reply, 1);
    if (!values) return with_context(context, values.error());
    std::ranges::move(values->front(), std::back_inserter(progress.values));
  }
  return {};
}

result<decision> command_sequence::decide(command_progress const& progress) const {
  return rules_.read({progress.values}, progress.request);
}

}  // namespace limitproof
