#include "tests/tidy/await_rule.hpp"
#include "tests/tidy/rooms_rule.hpp"
#include "tests/tidy/source_file.hpp"
#include "tests/tidy/word_rules.hpp"

#include <algorithm>
#include <iostream>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

bool is_cpp(std::string const& path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".h");
}

std::size_t await_count(std::string const& body) {
  return await_violations({"harness/net/x.cpp", body}).size();
}

std::size_t room_count(std::string const& path, std::string const& include) {
  return room_violations({path, "#include " + include + "\n"}).size();
}

std::size_t word_count(std::string const& path, std::string const& text) {
  return word_violations({path, text}).size();
}

}  // namespace

TEST_CASE("the tree keeps every rule", "[tidy]") {
  std::string broken;
  std::size_t files = 0;
  for (auto const& file : read_tree(LIMITPROOF_SOURCE_DIR)) {
    ++files;
    auto found = word_violations(file);
    if (is_cpp(file.path)) {
      for (auto const& rule : {await_violations, room_violations}) {
        auto const more = rule(file);
        found.insert(found.end(), more.begin(), more.end());
      }
    }
    for (auto const& v : found)
      broken += v.path + ":" + std::to_string(v.line) + ": " + v.rule + "\n";
  }

  INFO(broken);
  CHECK(broken.empty());
  CHECK(files > 100);
}

TEST_CASE("sizes are printed, as a smell to think about", "[tidy]") {
  std::size_t cpp_files = 0;
  for (auto const& file : read_tree(LIMITPROOF_SOURCE_DIR)) {
    if (!is_cpp(file.path)) continue;
    ++cpp_files;
    auto const lines = std::count(file.text.begin(), file.text.end(), '\n');
    if (lines > 300) std::cout << file.path << ": " << lines << " lines\n";
  }

  CHECK(cpp_files > 0);
}

TEST_CASE("a co_await stands alone in its statement", "[tidy]") {
  CHECK(await_count("auto x = co_await f(named);") == 0);
  CHECK(await_count("if (ok) {\n auto x = co_await f(std::move(named));\n}") == 0);
  CHECK(await_count("auto [ec, n] = co_await g(a[3]);") == 0);
  CHECK(await_count("// f(request{}) ? co_await\nco_await g();") == 0);
  CHECK(await_count("auto x = co_await f(named, use_result{});") == 0);
  CHECK(await_count("co_await check(request{.key = k});") == 1);
  CHECK(await_count("co_await check({1, 2});") == 1);
  CHECK(await_count("co_return error{2, (co_await f()).what};") == 1);
  CHECK(await_count("auto x = b ? co_await g() : co_await h();") == 2);
  CHECK(await_count("co_await apply([s] { go(s); });") == 1);
}

TEST_CASE("rooms know only the rooms they may", "[tidy]") {
  CHECK(room_count("harness/check/a.cpp", "\"harness/model/policy.hpp\"") == 0);
  CHECK(room_count("harness/check/a.cpp", "\"limiters/limiter.hpp\"") == 1);
  CHECK(room_count("harness/model/a.hpp", "\"harness/codec/json_reader.hpp\"") == 1);
  CHECK(room_count("harness/node/a.cpp", "\"harness/plan/make_plan.hpp\"") == 1);
  CHECK(room_count("harness/run/a.cpp", "\"harness/stack/stack.hpp\"") == 0);
}

TEST_CASE("a library is included only in the room that wraps it", "[tidy]") {
  CHECK(room_count("harness/codec/a.cpp", "<nlohmann/json.hpp>") == 0);
  CHECK(room_count("harness/report/a.cpp", "<nlohmann/json.hpp>") == 1);
  CHECK(room_count("harness/main.cpp", "<CLI/CLI.hpp>") == 1);
  CHECK(room_count("harness/stack/a.cpp", "<boost/process.hpp>") == 1);
}

TEST_CASE("words that are never right are found where they are wrong", "[tidy]") {
  CHECK(word_count("harness/check/a.cpp", "std::chrono::system_clock::now();") == 1);
  CHECK(word_count("harness/run/a.cpp", "std::chrono::system_clock::now();") == 0);
  CHECK(word_count("harness/node/a.cpp", "co_spawn(ex, f(), asio::detached);") == 1);
  CHECK(word_count("harness/report/a.cpp", "std::cout << 1;") == 1);
  CHECK(word_count("tests/unit/a.cpp", "std::this_thread::sleep_for(1ms);") == 1);
  CHECK(word_count("harness/check/a.cpp", "double x = 1;") == 1);
  CHECK(word_count("harness/check/a.cpp", "// a double excess") == 0);
  CHECK(word_count("harness/a.cpp", std::string("// TO") + "DO later") == 1);
  CHECK(word_count("harness/net/utils.hpp", "") == 1);
}

TEST_CASE("comments and literals are not code", "[tidy]") {
  CHECK(code_only("a; // b\nc") == "a;     \nc");
  CHECK(code_only("f(\"x\\\"y\");") == "f(\"    \");");
  CHECK(code_only("int x = 1'000; char c = 'a';") == "int x = 1'000; char c = ' ';");
}
