// The text of a limiter.json: it decodes or is refused in a sentence, and so is the call it
// describes. One that is not refused is then called as a node would call it, with replies of the
// declared shape, and either decides or says what is wrong.

#include "harness/codec/decode_manifest.hpp"
#include "limiters/call_writer.hpp"
#include "limiters/command_sequence.hpp"
#include "limiters/key_lifetimes.hpp"
#include "limiters/make_limiter.hpp"
#include "limiters/reply_reader.hpp"
#include "tests/fuzz/demand.hpp"

#include <array>
#include <limits>
#include <random>

namespace {

using namespace limitproof;

/// Replies as a store might give them to a script or command that was declared so.
class reply_source {
 public:
  explicit reply_source(std::uint64_t seed) : bits_(seed) {}

  [[nodiscard]] redis_reply reply(reply_form const& form, std::size_t limits) {
    if (form.elements.empty()) return {};
    if (form.shape == reply_shape::value) return element(form.elements.front());
    redis_reply list;
    list.type = redis_reply::kind::array;
    auto const repeats = form.shape == reply_shape::rows ? limits : 1;
    for (std::size_t i = 0; i < repeats; ++i)
      for (auto const& declared : form.elements)
        list.elements.push_back(declared.each_limit ? of_each(declared, limits)
                                                    : element(declared));
    return list;
  }

 private:
  [[nodiscard]] redis_reply of_each(reply_element const& declared, std::size_t limits) {
    redis_reply list;
    list.type = redis_reply::kind::array;
    for (std::size_t i = 0; i < limits; ++i) list.elements.push_back(element(declared));
    return list;
  }

  [[nodiscard]] redis_reply element(reply_element const& declared) {
    static constexpr std::array<std::int64_t, 6> integers{0,
                                                          1,
                                                          -1,
                                                          50,
                                                          std::numeric_limits<std::int64_t>::max(),
                                                          std::numeric_limits<std::int64_t>::min()};
    static constexpr std::array texts{
        "0", "0.5", "-12", "1e-05", "", "170141183460469231731687303715884105727"};
    redis_reply reply;
    if (declared.may_be_nil && bits_() % 4 == 0) return reply;
    if (declared.type == reply_type::integer) {
      reply.type = redis_reply::kind::integer;
      reply.integer = integers[bits_() % integers.size()];
    } else {
      reply.type = redis_reply::kind::string;
      reply.text = texts[bits_() % texts.size()];
    }
    return reply;
  }

  std::mt19937_64 bits_;
};

template <class T>
bool succeeded(result<T> const& made) {
  if (made) return true;
  demand(made.error().code == errc::script_error,
         "a call that cannot be made is the limiter's fault");
  demand(!made.error().what.empty(), "a call that cannot be made says why");
  return false;
}

void demand_sensible(decision const& made, limit_request const& request) {
  demand(made.binding_limit < request.limits.size(), "a decision names a limit of the request");
  demand(made.limit >= 0 && made.remaining >= 0, "a decision counts no permits below zero");
  demand(made.reset_after.count() >= 0 && made.retry_after.count() >= 0, "no wait is negative");
}

void call_script(limiter_manifest const& manifest,
                 limit_request const& request,
                 reply_source& replies) {
  auto writer = call_writer::compile(manifest);
  auto const reader = reply_reader::compile(manifest);
  demand(writer && reader, "what was checked compiles");
  if (!succeeded(writer->write(request))) return;
  auto const made =
      reader->read(replies.reply(manifest.call.reply, request.limits.size()), request);
  if (!succeeded(made)) return;
  demand_sensible(*made, request);
  static_cast<void>(succeeded(key_lifetimes(manifest, request, *made)));
}

void call_commands(limiter_manifest const& manifest,
                   limit_request const& request,
                   reply_source& replies) {
  auto sequence = command_sequence::compile(manifest);
  demand(sequence.has_value(), "what was checked compiles");
  auto progress = sequence->begin(request);
  for (std::size_t step = 0; step < sequence->size(); ++step) {
    auto const commands = sequence->write(step, progress);
    if (!succeeded(commands)) return;
    std::vector<redis_reply> answers;
    for (std::size_t i = 0; i < progress.sent.size(); ++i)
      if (progress.sent[i]) answers.push_back(replies.reply(manifest.call.steps[step][i].reply, 1));
    demand(answers.size() == commands->size(), "each command that is due is written");
    if (!succeeded(sequence->read(step, answers, progress))) return;
  }
  auto const made = sequence->decide(progress);
  if (!succeeded(made)) return;
  demand_sensible(*made, request);
  static_cast<void>(succeeded(key_lifetimes(manifest, request, *made)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const text = text_of(bytes, size);
  auto const manifest = decode_manifest(text, "limiter.json");
  if (!manifest) {
    demand_usable(manifest.error(), errc::bad_file, "limiter.json: at ");
    return 0;
  }
  auto const checked = check_manifest(*manifest, "limiter.json");
  if (!checked) {
    demand_usable(checked.error(), errc::bad_file, "limiter.json: at ");
    return 0;
  }

  static std::vector<limit> const limits{{50, std::chrono::seconds(1), 100},
                                         {1000, std::chrono::hours(1), 1000}};
  auto const several = manifest->claims.several_limits;
  limit_request const request{"client {1}",
                              std::span(limits).first(several ? 2 : 1),
                              permits{1},
                              node_time(std::chrono::microseconds(1'763'800'000'123'456))};
  reply_source replies(seed_of(text));
  if (manifest->kind == limiter_kind::redis_script) call_script(*manifest, request, replies);
  if (manifest->kind == limiter_kind::redis_commands) call_commands(*manifest, request, replies);
  return 0;
}
