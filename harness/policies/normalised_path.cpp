#include "harness/policies/normalised_path.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/policies/request_head.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace limitproof {

namespace {

/// The path's bytes as they were sent: without scheme, host, query and fragment.
std::optional<std::string_view> raw_path(std::string_view target) {
  target = target.substr(0, target.find_first_of("?#"));
  if (target.starts_with('/')) return target;
  auto const scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  auto const scheme = lower_case(target.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  target.remove_prefix(scheme_end + 3);
  auto const slash = target.find('/');
  return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

/// How many bytes the UTF-8 character at the front has; 0 if there is none. Overlong forms are
/// none: "%C0%AF" was a slash to servers that took them.
std::size_t character_size(std::string_view text) {
  auto const byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const first = byte(0);
  if (first < 0x80) return 1;
  std::size_t const size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (size == 0 || first > 0xf4 || text.size() < size) return 0;
  std::uint32_t code = first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
    code = code << 6U | (byte(i) & 0x3fU);
  }
  bool const overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  bool const surrogate = code >= 0xd800 && code <= 0xdfff;
  return overlong || surrogate || code > 0x10ffff ? 0 : size;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

/// Whether every application splits and reads a decoded segment alike.
bool is_unambiguous(std::string_view segment) {
  return is_utf8(segment) && std::none_of(segment.begin(), segment.end(), [](char c) {
           auto const byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' || c == '%';
         });
}

/// The two characters beyond ASCII that a comparison without case takes for "s" and "k": the long s
/// and the Kelvin sign.
bool folds_to_ascii(std::string_view segment) {
  return segment.find("\u017f") != std::string_view::npos ||
         segment.find("\u212a") != std::string_view::npos;
}

/// A segment without its parameters; none: applications may read it in different ways.
std::optional<std::string> segment_name(std::string_view encoded, bool ignore_case) {
  auto segment = percent_decoded(encoded);
  if (!segment || !is_unambiguous(*segment)) return std::nullopt;
  if (ignore_case && folds_to_ascii(*segment)) return std::nullopt;
  auto const parameters = segment->find(';');
  if (parameters == std::string::npos) return segment;
  segment->resize(parameters);
  // "..;" is ".." to servlet containers and a name to everybody else.
  if (*segment == "..") return std::nullopt;
  return segment;
}

std::string joined(std::vector<std::string> const& segments) {
  if (segments.empty()) return "/";
  std::string path;
  for (auto const& segment : segments) path += "/" + segment;
  return path;
}

}  // namespace

std::optional<std::string> normalised_path(std::string_view target, bool ignore_case) {
  if (target == "*") return "*";
  auto const raw = raw_path(target);
  if (!raw) return std::nullopt;

  std::vector<std::string> segments;
  for (std::size_t start = 1; start <= raw->size();) {
    auto const end = std::min(raw->find('/', start), raw->size());
    auto const name = segment_name(raw->substr(start, end - start), ignore_case);
    start = end + 1;
    if (!name) return std::nullopt;
    if (*name == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!name->empty() && *name != ".") {
      segments.push_back(ignore_case ? lower_case(*name) : *name);
    }
  }
  return joined(segments);
}

}  // namespace limitproof
