#include "harness/serve/run_link.hpp"

#include "harness/codec/percent_text.hpp"

#include <algorithm>

namespace limitproof {

std::string run_link(std::string_view directory, std::string_view path) {
  auto link = "/runs/" + percent_encoded(directory) + "/";
  for (std::size_t start = 0; start < path.size();) {
    auto const end = std::min(path.find('/', start), path.size());
    link += (start == 0 ? "" : "/") + percent_encoded(path.substr(start, end - start));
    start = end + 1;
  }
  return link;
}

}  // namespace limitproof
