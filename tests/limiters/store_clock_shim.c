/* Preloaded into a test's redis-server: its wall clock is the number of microseconds since the epoch
 * in the file that LIMITPROOF_STORE_CLOCK names, and moves only when a test writes there. The
 * monotonic clocks, by which Redis wakes up, stay true.
 *
 * The kernel is asked by raw system calls: looking up libc's own functions allocates, and Redis'
 * allocator asks for the time while it sets itself up.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t const volatile* clock_us;

__attribute__((constructor)) static void map_clock(void) {
  char const* const path = getenv("LIMITPROOF_STORE_CLOCK");
  int const file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void* const mapped = mmap(NULL, sizeof *clock_us, PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    perror("store clock: mapping the file that LIMITPROOF_STORE_CLOCK names");
    _exit(127);
  }
  close(file);
  clock_us = mapped;
}

int clock_gettime(clockid_t which, struct timespec* now) {
  if (clock_us == NULL || (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE))
    return (int)syscall(SYS_clock_gettime, which, now);
  int64_t const us = *clock_us;
  now->tv_sec = us / 1000000;
  now->tv_nsec = us % 1000000 * 1000;
  return 0;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
  (void)zone;
  struct timespec precise;
  int const failed = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return failed;
}

time_t time(time_t* seconds) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (seconds != NULL) *seconds = precise.tv_sec;
  return precise.tv_sec;
}
