#pragma once

#include <csignal>

namespace limitproof {

/// hiredis writes without MSG_NOSIGNAL, so a store that went away would end the program instead of
/// failing a command. Process-wide and harmless to repeat.
inline void ignore_sigpipe() {
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace limitproof
