#include "harness/node/wall_clock.hpp"

#include <array>
#include <chrono>
#include <ctime>

namespace limitproof {

node_time read_node_clock() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return node_time(std::chrono::duration_cast<node_clock::duration>(now));
}

std::string http_date(std::int64_t seconds_since_epoch) {
  auto const seconds = static_cast<std::time_t>(seconds_since_epoch);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  auto const size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string(text.data(), size);
}

std::string_view date_text::at(node_time now) {
  auto const second =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  if (second != second_) {
    text_ = http_date(second);
    second_ = second;
  }
  return text_;
}

}  // namespace limitproof
