#pragma once

#include "harness/guard/call_span.hpp"
#include "harness/guard/guard_tallies.hpp"
#include "harness/guard/recent_keys.hpp"
#include "harness/model/guards.hpp"
#include "limiters/limiter.hpp"

#include <cstddef>
#include <variant>
#include <vector>

namespace limitproof {

/// What to do with a question that no lease answers.
enum class lease_step {
  ask,    ///< the limiter, as it is
  take,   ///< a batch; what came of it is told by `landed` or `failed`
  await,  ///< the batch that is under way, then ask the book again
};

/// Which permits a node thread holds of which keys. Time is handed in; one thread uses it.
class lease_book {
 public:
  using time_point = call_span::time_point;

  /// Per thread: with keys as long as they may be, some 10 MB.
  static constexpr std::size_t most_keys = 16'384;

  /// `judged_by` says how many permits a key can have at most. `counts` outlives the book.
  lease_book(lease_spec spec,
             algorithm judged_by,
             lease_tallies& counts,
             std::size_t most = most_keys);

  /// The answer from a lease, or the step to take.
  [[nodiscard]] std::variant<lease_step, decision> answer(limit_request const& question,
                                                          time_point now);

  /// The answer of the batch that `question` was told to take: what its first permit tells, or a
  /// denial, after which the question has to be asked by itself.
  [[nodiscard]] decision landed(limit_request const& question,
                                decision const& batch,
                                call_span when);

  /// The batch that `question` was told to take was never answered.
  void failed(limit_request const& question);

  [[nodiscard]] permits batch() const { return permits{spec_.permits}; }

 private:
  struct lease {
    std::vector<limit> limits;
    time_point last_asked;
    bool under_way = false;
    time_point next_batch{};  ///< none is taken before
    std::int64_t held = 0;
    decision told{};  ///< with the last permit
    time_point answered{};
    time_point expires{};
  };

  [[nodiscard]] lease* find(limit_request const& question);
  void remember(limit_request const& question, time_point now);
  [[nodiscard]] bool fits(limit_request const& question) const;
  [[nodiscard]] decision serve(lease& from, time_point now);
  void lose(lease& from);

  lease_spec spec_;
  algorithm judged_by_;
  lease_tallies& counts_;
  recent_keys<lease> leases_;
};

}  // namespace limitproof
