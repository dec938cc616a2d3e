#pragma once

#include "harness/model/error.hpp"
#include "harness/model/units.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace limitproof {

/// A program whose wall clock we set: libfaketime is preloaded into it and reads the offset from a
/// file whenever the program asks for the time (some 5 µs). CLOCK_MONOTONIC stays true, and with it
/// timers and whatever the program measures.
struct faked_clock {
  std::filesystem::path library;  ///< libfaketimeMT.so.1
  std::filesystem::path file;     ///< must hold an offset before the program starts
};

/// The clock is `offset` ahead of the true one from now on. Errors: `io`.
[[nodiscard]] result<void> set_clock(faked_clock const& clock, duration offset);

/// What a program is started with to have that clock, for child_command.
[[nodiscard]] std::vector<std::string> environment_of(faked_clock const& clock);

/// libfaketime names a semaphore and a page of shared memory after each process and leaves both
/// behind when that is killed. A running process has them open and needs the names no more, unless
/// it runs other programs later, so they go as soon as it is up.
void forget_clock_names(pid_t process);

}  // namespace limitproof
