#include "harness/codec/text_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace limitproof {

result<std::string> read_text(std::filesystem::path const& file, std::size_t most) {
  std::error_code failure;
  auto const size = std::filesystem::file_size(file, failure);
  if (failure) return error{errc::bad_file, "reading " + file.string() + ": " + failure.message()};
  if (size > most)
    return error{errc::bad_file,
                 "reading " + file.string() + ": it has " + std::to_string(size) +
                     " bytes, at most " + std::to_string(most) + " are allowed"};
  std::ifstream in(file, std::ios::binary);
  std::string text(size, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    return error{errc::bad_file, "reading " + file.string() + ": " + std::strerror(errno)};
  return text;
}

result<void> write_text(std::filesystem::path const& file, std::string_view text) {
  auto const unfinished = std::filesystem::path(file.string() + ".unfinished");
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    if (!out.write(text.data(), static_cast<std::streamsize>(text.size())) || !out.flush())
      return error{errc::io, "writing " + unfinished.string() + ": " + std::strerror(errno)};
  }
  std::error_code failure;
  std::filesystem::rename(unfinished, file, failure);
  if (failure) return error{errc::io, "renaming to " + file.string() + ": " + failure.message()};
  return {};
}

result<void> append_text(std::filesystem::path const& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  if (!out.write(text.data(), static_cast<std::streamsize>(text.size())) || !out.flush())
    return error{errc::io, "writing to " + file.string() + ": " + std::strerror(errno)};
  return {};
}

}  // namespace limitproof
