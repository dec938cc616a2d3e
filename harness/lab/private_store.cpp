#include "harness/lab/private_store.hpp"

#include "harness/stack/free_port.hpp"
#include "harness/stack/required_programs.hpp"
#include "harness/stack/start_redis.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <stdlib.h>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

constexpr duration most_time_up = std::chrono::seconds(10);

result<fs::path> find_redis() {
  auto programs = required_programs();
  std::erase_if(programs, [](auto const& each) { return each.program != "redis-server"; });
  auto const found = all_found(programs);
  if (!found) return found.error();
  return found->at("redis-server");
}

result<fs::path> make_folder() {
  auto pattern = (fs::temp_directory_path() / "limitproof-lab-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    return error{errc::io, "creating the folder " + pattern + ": " + std::strerror(errno)};
  return fs::path(pattern);
}

void remove_folder(fs::path const& folder) {
  std::error_code left_behind;
  fs::remove_all(folder, left_behind);
}

}  // namespace

result<std::unique_ptr<private_store>> private_store::start(std::atomic<bool> const& stop) {
  auto const program = find_redis();
  if (!program) return program.error();
  auto const folder = make_folder();
  if (!folder) return folder.error();
  auto server = start_redis({*program, *folder}, free_port, wait_limit(most_time_up, stop));
  if (!server) {
    remove_folder(*folder);
    return with_context("starting a private Redis", server.error());
  }
  return std::unique_ptr<private_store>(new private_store(*folder, *std::move(server)));
}

private_store::private_store(fs::path folder, running_server server)
    : folder_(std::move(folder)), server_(std::move(server)) {}

private_store::~private_store() {
  server_.process.reset();
  remove_folder(folder_);
}

result<void> private_store::alive() const {
  if (auto death = server_.process->death()) return *std::move(death);
  return {};
}

}  // namespace limitproof
