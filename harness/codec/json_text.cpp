#include "harness/codec/json_text.hpp"

#include <nlohmann/json.hpp>

namespace limitproof {

std::string json_text(nlohmann::ordered_json const& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace limitproof
