#include "harness/policy_sources/policy_file.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include <sys/inotify.h>
#include <unistd.h>

namespace limitproof {

namespace {

/// Only what leaves a whole file behind: a file that is still being written would be refused.
constexpr std::uint32_t finished = IN_CLOSE_WRITE | IN_MOVED_TO;

std::filesystem::path directory_of(std::filesystem::path const& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

std::optional<std::string> read_policy_file(std::filesystem::path const& file) {
  std::error_code unreadable;
  if (!std::filesystem::is_regular_file(file, unreadable)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.good() || in.eof()) return text;
  return std::nullopt;
}

policy_file::policy_file(boost::asio::io_context& loop,
                         std::filesystem::path file,
                         std::string seen,
                         policy_observer changed)
    : file_(std::move(file)),
      seen_(std::move(seen)),
      changed_(std::move(changed)),
      events_(loop),
      poll_(loop) {}

void policy_file::start() {
  watch_directory();
  await_poll();
}

void policy_file::stop() {
  boost::system::error_code ignored;
  events_.close(ignored);
  poll_.cancel();
}

/// Without the kernel's help (no more watches, a file system that knows none) the poll remains.
void policy_file::watch_directory() {
  auto const fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) return;
  events_.assign(fd);
  if (::inotify_add_watch(fd, directory_of(file_).c_str(), finished) < 0) {
    events_.close();
    return;
  }
  await_event();
}

void policy_file::await_event() {
  events_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this](boost::system::error_code ec) {
                       if (ec) return;
                       std::array<char, 4096> events;
                       while (::read(events_.native_handle(), events.data(), events.size()) > 0) {
                       }
                       look();
                       await_event();
                     });
}

void policy_file::await_poll() {
  poll_.expires_after(longest_delay);
  poll_.async_wait([this](boost::system::error_code ec) {
    if (ec) return;
    look();
    await_poll();
  });
}

void policy_file::look() {
  auto text = read_policy_file(file_);
  if (text == seen_) return;
  seen_ = std::move(text);
  changed_(seen_);
}

}  // namespace limitproof
