#pragma once

#include <utility>

#include <unistd.h>

namespace limitproof {

/// Owns an open file descriptor; -1 owns nothing.
class file_descriptor {
 public:
  file_descriptor() = default;

  explicit file_descriptor(int fd) : fd_(fd) {}

  file_descriptor(file_descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  ~file_descriptor() { close(); }

  [[nodiscard]] int get() const { return fd_; }

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

  void close() {
    if (is_open()) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

}  // namespace limitproof
