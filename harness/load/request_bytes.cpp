#include "harness/load/request_bytes.hpp"

#include "harness/load/http_characters.hpp"

namespace limitproof {

result<request_bytes> request_bytes::render(std::vector<std::string> const& keys,
                                            address const& target) {
  auto const host = "Host: " + target.host + ":" + std::to_string(target.port) + "\r\n";
  auto const before_key = "GET / HTTP/1.1\r\n" + host + "X-Api-Key: ";
  constexpr std::string_view after_key = "\r\n\r\n";

  request_bytes requests;
  requests.warm_up_ = "GET /healthz HTTP/1.1\r\n" + host + "\r\n";
  std::size_t total = 0;
  for (auto const& key : keys) total += before_key.size() + key.size() + after_key.size();
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
    requests.arena_.append(before_key).append(key).append(after_key);
    requests.starts_.push_back(requests.arena_.size());
  }
  return requests;
}

}  // namespace limitproof
