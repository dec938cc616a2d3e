#include "harness/report/filled_page.hpp"

#include "harness/model/assert.hpp"

namespace limitproof {

std::string filled_page(std::string_view page, std::initializer_list<page_place> places) {
  std::string filled;
  for (auto const& [place, content] : places) {
    auto const at = page.find(place);
    LIMITPROOF_ASSERT(at != std::string_view::npos);
    filled.append(page.substr(0, at)).append(content);
    page.remove_prefix(at + place.size());
  }
  return filled.append(page);
}

}  // namespace limitproof
