#include "tests/limiters/stopped_clock.hpp"

#include <atomic>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace limitproof {

namespace {

std::int64_t* map_new_file(std::filesystem::path const& path) {
  auto const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool const has_size = file >= 0 && ::ftruncate(file, sizeof(std::int64_t)) == 0;
  void* const mapped =
      ::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  auto const reason = errno;
  if (file >= 0) ::close(file);
  if (!has_size || mapped == MAP_FAILED)
    throw std::system_error(reason, std::generic_category(), "mapping the clock " + path.string());
  return static_cast<std::int64_t*>(mapped);
}

}  // namespace

stopped_clock::stopped_clock() : file_(folder_.path() / "clock"), us_(map_new_file(file_)) {
  set_us(start_us);
}

stopped_clock::~stopped_clock() {
  ::munmap(us_, sizeof *us_);
}

std::int64_t stopped_clock::now_us() const {
  return std::atomic_ref(*us_).load();
}

void stopped_clock::set_us(std::int64_t us) {
  std::atomic_ref(*us_).store(us);
}

}  // namespace limitproof
