#include "harness/policy_sources/policy_file.hpp"

#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

namespace fs = std::filesystem;

using texts = std::vector<std::optional<std::string>>;

void write(fs::path const& file, std::string const& text) {
  std::ofstream(file) << text;
}

void replace(fs::path const& file, std::string const& text) {
  auto const draft = file.string() + ".new";
  write(draft, text);
  fs::rename(draft, file);
}

/// Follows a file on a loop of its own.
struct follower {
  follower(fs::path const& path, std::string const& seen)
      : file(loop, path, seen, [this](auto const& text) { told.push_back(text); }) {
    file.start();
  }

  /// Runs the loop until so many texts have been told.
  texts const& await(std::size_t count) {
    while (told.size() < count) loop.run_one();
    return told;
  }

  boost::asio::io_context loop;
  texts told;
  policy_file file;
};

TEST_CASE("a replaced file is told, one that says the same is not", "[node]") {
  temporary_directory folder;
  auto const path = folder.path() / "set.json";
  write(path, "one");
  follower follows(path, "one");

  replace(path, "one");
  replace(path, "two");
  CHECK(follows.await(1) == texts{"two"});
  replace(path, "three");
  CHECK(follows.await(2) == texts{"two", "three"});
}

TEST_CASE("a change between the first reading and the watch is told", "[node]") {
  temporary_directory folder;
  write(folder.path() / "set.json", "two");
  follower follows(folder.path() / "set.json", "one");
  CHECK(follows.await(1) == texts{"two"});
}

TEST_CASE("a file that is gone is told once, and its return too", "[node]") {
  temporary_directory folder;
  auto const path = folder.path() / "set.json";
  write(path, "one");
  follower follows(path, "one");

  fs::remove(path);
  CHECK(follows.await(1) == texts{std::nullopt});
  replace(path, "one");
  CHECK(follows.await(2) == texts{std::nullopt, "one"});
}

TEST_CASE("a link that leads elsewhere is found without the kernel's help", "[node]") {
  temporary_directory folder;
  temporary_directory elsewhere;
  write(elsewhere.path() / "one.json", "one");
  write(elsewhere.path() / "two.json", "two");
  fs::create_symlink("one.json", elsewhere.path() / "now.json");
  fs::create_symlink(elsewhere.path() / "now.json", folder.path() / "set.json");
  follower follows(folder.path() / "set.json", "one");

  fs::create_symlink("two.json", elsewhere.path() / "next.json");
  fs::rename(elsewhere.path() / "next.json", elsewhere.path() / "now.json");
  CHECK(follows.await(1) == texts{"two"});
}

TEST_CASE("a stopped follower keeps no loop alive", "[node]") {
  temporary_directory folder;
  follower follows(folder.path() / "set.json", "one");
  follows.file.stop();
  follows.loop.run();
  CHECK(follows.told.empty());
}

}  // namespace
}  // namespace limitproof
