#include "harness/codec/json_object_stream.hpp"

namespace limitproof {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

json_object_stream::json_object_stream(std::size_t most_bytes) : most_bytes_(most_bytes) {}

result<std::vector<std::string>> json_object_stream::feed(std::string_view piece) {
  std::vector<std::string> ended;
  for (char const c : piece) {
    if (object_.empty() && is_blank(c)) continue;
    if (object_.empty() && c != '{')
      return error{errc::bad_file, "something else than a JSON object was sent"};
    if (object_.size() == most_bytes_)
      return error{errc::bad_file,
                   "an object of more than " + std::to_string(most_bytes_) + " bytes was sent"};
    take(c);
    if (depth_ > 0) continue;
    ended.push_back(std::move(object_));
    object_.clear();
  }
  return ended;
}

/// Brackets count outside strings only, which end at the next quote that no backslash escapes.
void json_object_stream::take(char c) {
  object_ += c;
  if (in_string_) {
    bool const ends = c == '"' && !escaped_;
    escaped_ = c == '\\' && !escaped_;
    in_string_ = !ends;
    return;
  }
  if (c == '"') in_string_ = true;
  if (c == '{') ++depth_;
  if (c == '}') --depth_;
}

}  // namespace limitproof
