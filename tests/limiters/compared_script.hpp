#pragma once

#include "tests/limiters/lua_store.hpp"
#include "tests/limiters/random_attack.hpp"
#include "tests/limiters/reference_bucket.hpp"
#include "tests/limiters/script_figures.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace limitproof {

/// How a script is called for one client.
struct script_convention {
  std::string file;     ///< inside the build's plugins
  std::string key;      ///< of the client, or the start of each key
  bool key_each_limit;  ///< the index of a limit follows
  bool has_burst;       ///< otherwise the capacity of a limit is its count
};

/// A script beside a reference that must decide as it does, on one clock. The reference has
///   optional<reference_decision> decide(limits, cost, now_us)
///   int64 lifetime_us(key, now_us)   how long what it keeps still matters, 0 for nothing
///   void forget(key)                 what the store does when a key's life ends
template <class Reference>
class compared_script {
 public:
  explicit compared_script(script_convention convention) : convention_(std::move(convention)) {
    std::ifstream file(LIMITPROOF_LIMITERS "/" + convention_.file);
    script_.assign(std::istreambuf_iterator<char>(file), {});
    REQUIRE_FALSE(script_.empty());
    move_clock(0);
  }

  [[nodiscard]] std::int64_t now_us() const { return now_us_; }

  [[nodiscard]] virtual_store& store() { return lua_.store(); }

  [[nodiscard]] std::string key(std::size_t index = 0) const {
    return convention_.key + (convention_.key_each_limit ? std::to_string(index) : "");
  }

  /// Keys whose life is over must not matter any more.
  void move_clock(std::int64_t us) {
    now_us_ += us;
    store().set_time(store_time(std::chrono::microseconds(now_us_)));
    for (std::size_t i = 0; i < most_keys; ++i) {
      if (store().command({"EXISTS", key(i)}).integer == 1) continue;
      REQUIRE(reference_.lifetime_us(i, now_us_) == 0);
      reference_.forget(i);
    }
  }

  /// One request; nothing if both refuse its cost.
  std::optional<reference_decision> decide(std::vector<script_limit> const& limits,
                                           std::int64_t cost) {
    auto const expected = reference_.decide(limits, cost, now_us_);
    auto const reply = lua_.run(script_, keys(limits), arguments(limits, cost));
    INFO(reply.text);
    if (!expected) {
      REQUIRE(reply.type == redis_reply::kind::error);
      REQUIRE(reply.text.starts_with("INVALID_COST"));
      return std::nullopt;
    }
    REQUIRE(reply.type == redis_reply::kind::array);
    REQUIRE(figures_of(reply) == figures_of(*expected, now_us_));
    if (expected->admitted == 1 && cost > 0) require_lifetimes(limits);
    return expected;
  }

  /// As many sessions of 200 requests, each on fresh keys, whose clock also goes to the very moment
  /// that the last denial told, and to the one before it.
  void decide_at_random(random_attack& attack, int sessions) {
    for (int session = 0; session < sessions; ++session) {
      start_anew();
      auto limits = draw_limits(attack);
      std::int64_t told_us = 0;
      for (int request = 0; request < 200; ++request) {
        INFO("session " << session << ", request " << request << ": count " << limits.front().count
                        << ", per_us " << limits.front().per_us << ", burst "
                        << limits.front().burst << ", limits " << limits.size());
        if (attack.uniform(0, 99) == 0) limits = draw_limits(attack);
        bool const as_told =
            told_us > 0 && told_us < 100'000'000'000'000 && attack.uniform(0, 2) > 0;
        move_clock(as_told ? told_us - attack.uniform(0, 1) : attack.clock_step(limits.front()));
        auto const made = decide(limits, attack.cost(limits));
        told_us = made ? made->retry_after_us : 0;
      }
    }
  }

 private:
  static constexpr std::size_t most_keys = 3;

  void start_anew() {
    for (std::size_t i = 0; i < most_keys; ++i) static_cast<void>(store().command({"DEL", key(i)}));
    reference_ = {};
    now_us_ = first_us;
    move_clock(0);
  }

  std::vector<script_limit> draw_limits(random_attack& attack) const {
    auto drawn = attack.limits();
    if (!convention_.has_burst)
      for (auto& limit : drawn) limit.burst = limit.count;
    return drawn;
  }

  std::vector<std::string> keys(std::vector<script_limit> const& limits) const {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < (convention_.key_each_limit ? limits.size() : 1); ++i)
      words.push_back(key(i));
    return words;
  }

  std::vector<std::string> arguments(std::vector<script_limit> const& limits,
                                     std::int64_t cost) const {
    std::vector<std::string> words{std::to_string(cost)};
    for (auto const& limit : limits) {
      words.push_back(std::to_string(limit.count));
      words.push_back(std::to_string(limit.per_us));
      if (convention_.has_burst) words.push_back(std::to_string(limit.burst));
    }
    return words;
  }

  void require_lifetimes(std::vector<script_limit> const& limits) {
    for (std::size_t i = 0; i < keys(limits).size(); ++i)
      REQUIRE(store().command({"PTTL", key(i)}).integer ==
              (reference_.lifetime_us(i, now_us_) + 999) / 1000 + 1);
  }

  static constexpr std::int64_t first_us = 1'700'000'000'000'000;

  script_convention convention_;
  lua_store lua_;
  std::string script_;
  Reference reference_;
  std::int64_t now_us_ = first_us;
};

}  // namespace limitproof
