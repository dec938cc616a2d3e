#include "harness/serve/content_type.hpp"

namespace limitproof {

std::string_view content_type_of(std::string_view file_name) {
  if (file_name.ends_with(".html")) return html_type;
  if (file_name.ends_with(".json")) return "application/json";
  if (file_name.ends_with(".xml")) return "application/xml";
  if (file_name.ends_with(".svg")) return "image/svg+xml";
  return text_type;
}

}  // namespace limitproof
