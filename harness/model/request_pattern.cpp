#include "harness/model/request_pattern.hpp"

#include <algorithm>

namespace limitproof {

namespace {

std::size_t choices(std::vector<std::string> const& list) {
  return std::max<std::size_t>(1, list.size());
}

}  // namespace

std::size_t request_pattern::variants() const {
  return choices(methods) * choices(paths) * choices(headers);
}

request_variant variant_at(request_pattern const& pattern, std::size_t variant) {
  request_variant chosen;
  auto const pick = [&variant](std::vector<std::string> const& list, std::string& into) {
    if (!list.empty()) into = list[variant % list.size()];
    variant /= choices(list);
  };
  pick(pattern.methods, chosen.method);
  pick(pattern.paths, chosen.path);
  pick(pattern.headers, chosen.header);
  return chosen;
}

}  // namespace limitproof
