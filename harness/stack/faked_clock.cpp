#include "harness/stack/faked_clock.hpp"

#include "harness/codec/text_file.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <semaphore.h>
#include <sys/mman.h>

namespace limitproof {

namespace {

/// `value` in front of what we have under `name` ourselves.
std::string extended(std::string const& name, std::string const& value) {
  auto const* const ours = std::getenv(name.c_str());
  auto entry = name + "=" + value;
  if (ours != nullptr && *ours != '\0') entry += std::string(":") + ours;
  return entry;
}

}  // namespace

result<void> set_clock(faked_clock const& clock, duration offset) {
  auto const ns = offset.count() < 0 ? -offset.count() : offset.count();
  // A program that reads it now finds the old offset or the new one.
  return write_text(
      clock.file,
      fmt::format(
          "{}{}.{:09}\n", offset.count() < 0 ? '-' : '+', ns / 1'000'000'000, ns % 1'000'000'000));
}

std::vector<std::string> environment_of(faked_clock const& clock) {
  return {extended("LD_PRELOAD", clock.library.string()),
          "FAKETIME_TIMESTAMP_FILE=" + clock.file.string(),
          "FAKETIME_NO_CACHE=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1",
          "NO_FAKE_STAT=1",
          // AddressSanitizer wants to be the first library otherwise.
          extended("ASAN_OPTIONS", "verify_asan_link_order=0")};
}

void forget_clock_names(pid_t process) {
  ::sem_unlink(fmt::format("/faketime_sem_{}", process).c_str());
  ::shm_unlink(fmt::format("/faketime_shm_{}", process).c_str());
}

}  // namespace limitproof
