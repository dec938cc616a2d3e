#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/types.h>

namespace limitproof {

/// Asks every millisecond until `claim` holds; false when it does not within 20 s.
inline bool eventually(std::function<bool()> const& claim) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!claim()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    ::poll(nullptr, 0, 1);
  }
  return true;
}

inline std::string text_of(std::filesystem::path const& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct process_state {
  char state = 'X';  ///< as ps shows it; X: no such process
  pid_t parent = 0;
};

/// /proc/<pid>/stat: "pid (name) state ppid …", where the name may hold anything.
inline process_state state_of(pid_t pid) {
  auto const text = text_of("/proc/" + std::to_string(pid) + "/stat");
  auto const end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) return {};
  return {text[end_of_name + 2], static_cast<pid_t>(std::stol(text.substr(end_of_name + 4)))};
}

/// A zombie runs no more: whoever inherited it has not looked yet.
inline bool is_running(pid_t pid) {
  auto const state = state_of(pid).state;
  return state != 'X' && state != 'Z';
}

inline std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
    auto const name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    auto const pid = static_cast<pid_t>(std::stol(name));
    if (state_of(pid).parent == parent) children.push_back(pid);
  }
  return children;
}

}  // namespace limitproof
