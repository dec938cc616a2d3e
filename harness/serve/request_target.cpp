#include "harness/serve/request_target.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/serve/split.hpp"

#include <algorithm>

namespace limitproof {

namespace {

bool is_place(std::string_view segment) {
  return segment != "." && segment != ".." &&
         std::none_of(segment.begin(), segment.end(), [](char c) {
           return c == '/' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
         });
}

std::optional<std::vector<std::string>> read_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  auto const encoded = split(path.substr(1), '/');
  std::vector<std::string> segments;
  for (auto const& each : encoded) {
    auto segment = percent_decoded(each);
    bool const last = segments.size() + 1 == encoded.size();
    if (!segment || !is_place(*segment) || (segment->empty() && !last)) return std::nullopt;
    segments.push_back(*std::move(segment));
  }
  return segments;
}

/// As forms are sent: a blank is "+".
std::optional<std::string> read_form_text(std::string_view encoded) {
  std::string text(encoded);
  std::replace(text.begin(), text.end(), '+', ' ');
  return percent_decoded(text);
}

}  // namespace

std::string request_target::parameter(std::string_view name) const {
  auto const found = std::find_if(parameters.begin(), parameters.end(), [name](auto const& each) {
    return each.first == name;
  });
  return found == parameters.end() ? "" : found->second;
}

std::optional<request_target> read_target(std::string_view target) {
  auto const question = std::min(target.find('?'), target.size());
  auto path = read_path(target.substr(0, question));
  if (!path) return std::nullopt;
  request_target read{*std::move(path), {}};
  if (question == target.size()) return read;
  for (auto const& pair : split(target.substr(question + 1), '&')) {
    auto const equals = std::min(pair.find('='), pair.size());
    auto name = read_form_text(pair.substr(0, equals));
    auto value = read_form_text(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    read.parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return read;
}

}  // namespace limitproof
