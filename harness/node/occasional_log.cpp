#include "harness/node/occasional_log.hpp"

namespace limitproof {

std::optional<std::string> occasional_log::line_for(std::string const& sentence, time_point now) {
  if (last_ && now - *last_ < std::chrono::seconds(1)) {
    ++left_out_;
    return std::nullopt;
  }
  auto line = sentence;
  if (left_out_ > 0) line += " (and " + std::to_string(left_out_) + " lines before it left out)";
  last_ = now;
  left_out_ = 0;
  return line;
}

}  // namespace limitproof
