#pragma once

#include "harness/model/assert.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace limitproof {

/// A command as hiredis takes it; refers to the strings it was made from. An empty command would be
/// sent as one that Redis never answers.
class command_arguments {
 public:
  explicit command_arguments(std::vector<std::string> const& arguments) {
    LIMITPROOF_ASSERT(!arguments.empty());
    texts_.reserve(arguments.size());
    lengths_.reserve(arguments.size());
    for (auto const& argument : arguments) {
      texts_.push_back(argument.data());
      lengths_.push_back(argument.size());
    }
  }

  [[nodiscard]] int count() const { return static_cast<int>(texts_.size()); }

  [[nodiscard]] char const** texts() { return texts_.data(); }

  [[nodiscard]] std::size_t const* lengths() const { return lengths_.data(); }

 private:
  std::vector<char const*> texts_;
  std::vector<std::size_t> lengths_;
};

}  // namespace limitproof
