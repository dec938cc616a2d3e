#include "harness/history/fault_log.hpp"

#include "harness/codec/injection_codec.hpp"
#include "harness/history/line_source.hpp"
#include "harness/history/owned_fd.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>

namespace limitproof {

namespace {

std::filesystem::path log_in(std::filesystem::path const& records) {
  return records / "faults.jsonl";
}

}  // namespace

result<void> log_injection(std::filesystem::path const& records, injection const& done) {
  auto const file = log_in(records);
  auto const line = encode_injection(done) + "\n";
  owned_fd const fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (fd && ::write(fd.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()))
    return {};
  return error{errc::io, "cannot write " + file.string() + ": " + std::strerror(errno)};
}

result<std::vector<injection>> read_injections(std::filesystem::path const& records) {
  std::vector<injection> all;
  if (!std::filesystem::exists(log_in(records))) return all;
  line_source lines(log_in(records));
  for (;;) {
    auto const line = lines.next();
    if (!line) return line.error();
    if (!*line || lines.was_cut()) return all;
    auto const done = decode_injection(**line, lines.place());
    if (!done) return done.error();
    bool const is_end =
        !all.empty() && all.back().what == done->what && all.back().begin_ns == done->begin_ns;
    if (is_end)
      all.back() = *done;
    else
      all.push_back(*done);
  }
}

}  // namespace limitproof
