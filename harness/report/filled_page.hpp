#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace limitproof {

struct page_place {
  std::string_view place;    ///< "{{title}}"
  std::string_view content;  ///< markup, if it is to be taken for markup
};

/// An embedded page with its places filled in. They stand there in this order, each once; what is
/// filled in is not looked at again, so it may hold anything.
[[nodiscard]] std::string filled_page(std::string_view page,
                                      std::initializer_list<page_place> places);

}  // namespace limitproof
