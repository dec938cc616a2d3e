#include "harness/codec/json_text.hpp"

#include <nlohmann/json.hpp>

namespace limitproof {

std::string json_text(nlohmann::ordered_json const& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

nlohmann::ordered_json text_or_null(std::string const& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

}  // namespace limitproof
