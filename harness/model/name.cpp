#include "harness/model/name.hpp"

#include <algorithm>

namespace limitproof {

// Nothing that could leave the folder, be taken for a flag, or differ only by case.
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

}  // namespace limitproof
