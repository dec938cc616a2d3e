#include "harness/codec/sending_json.hpp"

#include <algorithm>
#include <array>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_method = 32;
constexpr std::size_t longest_path = 2048;
constexpr std::size_t longest_line = 1024;

// The harness writes these itself; a second one would make another request of it, or of the next.
constexpr std::array<std::string_view, 8> own_fields = {"host",
                                                        "content-length",
                                                        "transfer-encoding",
                                                        "connection",
                                                        "expect",
                                                        "upgrade",
                                                        "te",
                                                        "trailer"};

// RFC 9110 section 5.6.2.
bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_visible(char c) {
  return c > ' ' && c <= '~';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string read_method(json_reader const& in) {
  auto method = in.string(longest_method);
  if (!is_token(method)) in.fail("a method: an HTTP token such as GET, HEAD or POST");
  if (method == "CONNECT")
    in.fail("another method: what follows the answer to CONNECT is no HTTP any more");
  return method;
}

std::string read_path(json_reader const& in) {
  auto path = in.string(longest_path);
  bool const visible = std::all_of(path.begin(), path.end(), is_visible);
  if (path.front() != '/' || !visible || path.find('#') != std::string::npos)
    in.fail("a path that begins with / and is visible ASCII without #, such as /api?q=1");
  if (path == "/healthz" || path.starts_with("/healthz?"))
    in.fail("another path: nodes answer /healthz without asking the limiter");
  return path;
}

std::string read_header_line(json_reader const& in) {
  auto line = in.string(longest_line);
  auto const colon = line.find(": ");
  auto const name = line.substr(0, colon);
  auto const value = colon == std::string::npos ? std::string() : line.substr(colon + 2);
  auto const is_text = [](char c) { return c == ' ' || is_visible(c); };
  if (!is_token(name) || value.empty() || value.front() == ' ' || value.back() == ' ' ||
      !std::all_of(value.begin(), value.end(), is_text))
    in.fail("one header line in printable ASCII, such as \"X-Forwarded-For: 10.0.0.1\"");
  if (std::find(own_fields.begin(), own_fields.end(), lower(name)) != own_fields.end())
    in.fail("another header: " + name + " belongs to the harness, which frames and tells apart " +
            "its requests by such");
  return line;
}

std::vector<std::string> read_choices(json_reader const& in,
                                      std::string_view key,
                                      std::string (*read)(json_reader const&)) {
  std::vector<std::string> choices;
  if (auto const list = in.find(key))
    for (auto const& element : list->items(1, request_pattern::most_variants))
      choices.push_back(read(element));
  return choices;
}

}  // namespace

request_pattern read_requests(json_reader const& in) {
  in.only_keys({"methods", "paths", "headers", "anonymous"});
  request_pattern pattern{read_choices(in, "methods", read_method),
                          read_choices(in, "paths", read_path),
                          read_choices(in, "headers", read_header_line)};
  if (auto const anonymous = in.find("anonymous")) pattern.anonymous = anonymous->boolean();
  if (pattern.variants() > request_pattern::most_variants)
    in.refuse("these make " + std::to_string(pattern.variants()) + " combinations, and at most " +
              std::to_string(request_pattern::most_variants) + " can be told apart");
  return pattern;
}

ordered_json write_requests(request_pattern const& pattern) {
  auto out = ordered_json::object();
  if (!pattern.methods.empty()) out["methods"] = pattern.methods;
  if (!pattern.paths.empty()) out["paths"] = pattern.paths;
  if (!pattern.headers.empty()) out["headers"] = pattern.headers;
  if (pattern.anonymous) out["anonymous"] = true;
  return out;
}

std::int32_t read_request_cost(json_reader const& in) {
  return static_cast<std::int32_t>(in.integer(1, 1'000'000));
}

}  // namespace limitproof
