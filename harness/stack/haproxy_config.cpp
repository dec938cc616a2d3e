#include "harness/stack/haproxy_config.hpp"

#include "harness/model/assert.hpp"

#include <map>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string server_lines(std::vector<node_endpoint> const& nodes) {
  std::string lines;
  for (auto const& node : nodes) {
    if (!lines.empty()) lines += '\n';
    lines += fmt::format("    server {} {}:{}", node.name, node.http.host, node.http.port);
  }
  return lines;
}

bool is_placeholder(std::string_view word) {
  return !word.empty() &&
         word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
}

}  // namespace

std::string haproxy_config(std::string_view text, haproxy_values const& values) {
  std::map<std::string_view, std::string> unused{
      {"BIND", values.bind},
      {"ADMIN_SOCKET", values.admin_socket},
      {"READY_PATH", values.ready_path},
      {"MAX_CONNECTIONS", std::to_string(values.max_connections)},
      {"BALANCE", std::string(to_name(values.balance))},
      {"SERVERS", server_lines(values.nodes)}};
  std::string config;
  while (!text.empty()) {
    auto const open = text.find('@');
    config += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open + 1);
    auto const word = text.substr(0, text.find('@'));
    if (word.size() == text.size() || !is_placeholder(word)) {
      config += '@';
      continue;
    }
    auto const placeholder_has_value = unused.find(word);
    LIMITPROOF_ASSERT(placeholder_has_value != unused.end());
    config += unused.extract(placeholder_has_value).mapped();
    text.remove_prefix(word.size() + 1);
  }
  bool const every_value_has_a_place = unused.empty();
  LIMITPROOF_ASSERT(every_value_has_a_place);
  return config;
}

}  // namespace limitproof
