#include "harness/codec/text_file.hpp"
#include "harness/lab/selftest.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

constexpr auto table = R"({
  "broken": [{ "limiter": "wrong", "family": "time", "fault": "it is late", "seen_in": "https://example.com/1",
               "scenario": "flood", "found_by": "lock_out" }],
  "correct": ["right"] })";

constexpr auto flood =
    R"({ "name": "flood", "why": "Why?", "policy": { "limit": 5, "per": "1s" }, "limiters": ["right"],
  "attack": [{ "phase": "steady", "rate": "9/s", "for": "1s", "connections": 1, "keys": { "one": "k" } }] })";

class silent_observer : public run_observer {
 public:
  [[nodiscard]] std::unique_ptr<run_observer> of_scenario(std::string_view) const override {
    return std::make_unique<silent_observer>();
  }

  void step(std::string_view, std::string_view) override {}

  void attacking(std::string_view, attack_standing const&) override {}

  void judged(std::string_view, verdict const&) override {}
};

/// A selftest in a temporary folder, none of whose limiters exists.
struct selftest_folder {
  temporary_directory root;
  catalog where;
  std::atomic<bool> stop{false};
  silent_observer observer;

  selftest_folder() { where.broken_limiter_paths = {root.path() / "none", root.path() / "broken"}; }

  [[nodiscard]] fs::path out() const { return root.path() / "out"; }

  void put(std::string const& name, std::string_view text) const {
    auto const file = root.path() / "broken" / name;
    fs::create_directories(file.parent_path());
    REQUIRE(write_text(file, text).has_value());
  }

  error refused(std::vector<std::string> const& only = {}) {
    auto const finished = run_selftest({where, out(), 1, only, stop, observer});
    REQUIRE(finished.has_error());
    CHECK_FALSE(fs::exists(out()));
    return finished.error();
  }
};

}  // namespace

TEST_CASE("a selftest without its table says where it looked and what builds it", "[lab]") {
  selftest_folder folder;

  auto const why = folder.refused();

  CHECK(why.code == errc::bad_file);
  CHECK(why.what.find((folder.root.path() / "broken").string()) != std::string::npos);
  CHECK(why.what.find("limitproof_broken_limiters") != std::string::npos);
}

TEST_CASE("a selftest names whom it cannot find before it runs anybody", "[lab]") {
  selftest_folder folder;
  folder.put("selftest.json", table);

  CHECK(folder.refused().what.find("\"flood\"") != std::string::npos);
  folder.put("scenarios/flood.json", flood);
  CHECK(folder.refused().what.find("\"wrong\"") != std::string::npos);
  CHECK(folder.refused({"wrng"}).what.find("did you mean \"wrong\"?") != std::string::npos);
}

TEST_CASE("a selftest's broken table is refused with its place", "[lab]") {
  selftest_folder folder;
  folder.put("selftest.json", R"({ "broken": [], "correct": ["right"] })");

  auto const why = folder.refused();

  CHECK(why.code == errc::bad_file);
  CHECK(why.what.find("selftest.json: at /broken") != std::string::npos);
}
