#include "harness/stack/log_lines.hpp"

#include <deque>
#include <fstream>
#include <sstream>

namespace limitproof {

namespace {

constexpr std::streamoff most_bytes = std::streamoff{64} * 1024;

std::string read_from(std::ifstream& stream) {
  std::string text(static_cast<std::size_t>(most_bytes), '\0');
  stream.read(text.data(), most_bytes);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace

std::string last_lines(std::filesystem::path const& file, std::size_t count) {
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return {};
  auto const size = static_cast<std::streamoff>(stream.tellg());
  stream.seekg(size > most_bytes ? size - most_bytes : 0);

  std::istringstream text(read_from(stream));
  std::deque<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    lines.push_back(line);
    if (lines.size() > count) lines.pop_front();
  }
  std::string indented;
  for (auto const& line : lines) indented += "  " + line + "\n";
  return indented;
}

std::optional<std::string> find_line(std::filesystem::path const& file, std::string const& marker) {
  std::ifstream stream(file, std::ios::binary);
  auto const text = read_from(stream);
  auto const found = text.find(marker);
  if (found == std::string::npos) return std::nullopt;
  auto const end = text.find('\n', found);
  if (end == std::string::npos) return std::nullopt;
  auto const before = text.rfind('\n', found);
  auto const begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, end - begin);
}

}  // namespace limitproof
