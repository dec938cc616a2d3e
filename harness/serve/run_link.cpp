#include "harness/serve/run_link.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/serve/split.hpp"

namespace limitproof {

std::string run_link(std::string_view directory, std::string_view path) {
  auto link = "/runs/" + percent_encoded(directory) + "/";
  for (auto const& segment : split(path, '/'))
    link += (link.back() == '/' ? "" : "/") + percent_encoded(segment);
  return link;
}

}  // namespace limitproof
