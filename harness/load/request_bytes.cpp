#include "harness/load/request_bytes.hpp"

#include "harness/load/http_characters.hpp"

namespace limitproof {

namespace {

constexpr std::string_view key_field = "X-Api-Key: ";
constexpr std::string_view after_key = "\r\n\r\n";
constexpr std::string_view end_of_head = "\r\n";

/// Methods whose requests servers expect a body of: without a length they may answer 411.
bool has_a_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

std::string first_lines(request_variant const& v, std::string const& host) {
  auto text = v.method + " " + v.path + " HTTP/1.1\r\n" + host;
  if (has_a_body(v.method)) text += "Content-Length: 0\r\n";
  if (!v.header.empty()) text += v.header + "\r\n";
  return text;
}

std::vector<std::string> before_keys(request_pattern const& pattern, std::string const& host) {
  std::vector<std::string> texts;
  if (pattern.is_usual()) return texts;
  for (std::size_t v = 0; v < pattern.variants(); ++v)
    texts.push_back(first_lines(variant_at(pattern, v), host)
                        .append(pattern.anonymous ? end_of_head : key_field));
  return texts;
}

}  // namespace

result<request_bytes> request_bytes::render(std::vector<std::string> const& keys,
                                            address const& target,
                                            std::vector<request_pattern> const& patterns) {
  auto const host = "Host: " + target.host + ":" + std::to_string(target.port) + "\r\n";
  auto const usual = first_lines({}, host).append(key_field);

  request_bytes requests;
  requests.warm_up_ = "GET /healthz HTTP/1.1\r\n" + host + "\r\n";
  requests.before_key_ = usual.size();
  for (auto const& pattern : patterns)
    requests.patterns_.push_back({before_keys(pattern, host), !pattern.anonymous});
  std::size_t total = 0;
  for (auto const& key : keys) total += usual.size() + key.size() + after_key.size();
  requests.arena_.reserve(total);
  requests.starts_.reserve(keys.size() + 1);
  requests.starts_.push_back(0);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto const& key = keys[i];
    if (trim_blanks(key).size() != key.size() || key.empty() || !is_text(key))
      return error{errc::bad_file,
                   "key " + std::to_string(i) +
                       " of the plan cannot be sent as an X-Api-Key header: it is empty, begins or "
                       "ends with a blank, or holds a control byte; name it otherwise"};
    requests.arena_.append(usual).append(key).append(after_key);
    requests.starts_.push_back(requests.arena_.size());
  }
  return requests;
}

void request_bytes::append(std::string& bytes,
                           std::size_t pattern,
                           std::uint8_t variant,
                           std::size_t key) const {
  auto const usual = of_key(key);
  if (pattern >= patterns_.size() || patterns_[pattern].texts.empty()) {
    bytes.append(usual);
    return;
  }
  bytes.append(patterns_[pattern].texts[variant]);
  if (patterns_[pattern].carries_key) bytes.append(usual.substr(before_key_));
}

}  // namespace limitproof
