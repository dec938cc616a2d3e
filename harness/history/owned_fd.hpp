#pragma once

#include <utility>

#include <unistd.h>

namespace limitproof {

/// An open file descriptor and the duty to close it; -1 owns nothing.
class owned_fd {
 public:
  owned_fd() = default;

  explicit owned_fd(int fd) : fd_(fd) {}

  owned_fd(owned_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  owned_fd& operator=(owned_fd&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }

  ~owned_fd() { reset(); }

  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

  [[nodiscard]] int get() const { return fd_; }

  [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace limitproof
