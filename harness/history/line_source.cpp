#include "harness/history/line_source.hpp"

#include <cerrno>
#include <cstring>

namespace limitproof {

namespace {

constexpr std::size_t chunk = std::size_t{256} << 10;

}  // namespace

line_source::line_source(std::filesystem::path file)
    : file_(std::move(file)), in_(file_, std::ios::binary) {}

std::string line_source::place() const {
  return file_.string() + ": line " + std::to_string(number_);
}

bool line_source::read_more() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  auto const known = buffer_.size();
  buffer_.resize(known + chunk);
  in_.read(buffer_.data() + known, static_cast<std::streamsize>(chunk));
  buffer_.resize(known + static_cast<std::size_t>(in_.gcount()));
  return buffer_.size() > known;
}

result<std::optional<std::string_view>> line_source::next() {
  if (!in_.is_open())
    return error{errc::bad_file, "reading " + file_.string() + ": " + std::strerror(errno)};
  ++number_;
  auto end = buffer_.find('\n', begin_);
  while (end == std::string::npos && buffer_.size() - begin_ <= longest_line && read_more())
    end = buffer_.find('\n', begin_);
  if (in_.bad())
    return error{errc::bad_file, "reading " + file_.string() + ": " + std::strerror(errno)};

  cut_ = end == std::string::npos;
  auto const length = (cut_ ? buffer_.size() : end) - begin_;
  if (length > longest_line)
    return error{errc::bad_file,
                 place() + ": longer than " + std::to_string(longest_line) +
                     " bytes, which no request is; expected one JSON object per line"};
  if (cut_ && length == 0) return std::optional<std::string_view>();
  std::string_view const line(buffer_.data() + begin_, length);
  begin_ += length + (cut_ ? 0 : 1);
  return std::optional(line);
}

}  // namespace limitproof
