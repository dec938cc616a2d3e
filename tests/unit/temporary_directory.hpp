#pragma once

#include <filesystem>
#include <string>

#include <stdlib.h>

namespace limitproof {

/// A fresh directory that goes away with the value.
class temporary_directory {
 public:
  temporary_directory() {
    auto pattern = (std::filesystem::temp_directory_path() / "limitproof-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }

  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  temporary_directory(temporary_directory const&) = delete;
  temporary_directory& operator=(temporary_directory const&) = delete;

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace limitproof
