#include "harness/load/run_attack.hpp"
#include "tests/unit/load/stub_balancer.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include <catch2/catch.hpp>

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}

void* operator new[](std::size_t size) {
  return counted(size);
}

void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
  ++allocations;
  return std::malloc(size);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete[](void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace {

using namespace limitproof;
using namespace std::chrono_literals;

/// How often `requests` requests made the program allocate, set-up and end included.
std::uint64_t allocations_for(std::uint64_t requests) {
  temporary_directory const records;
  stub_balancer balancer;
  // Two shapes with values of changing width, so that the parser's slow path is taken too.
  balancer.start([&](std::string_view) {
    return stub_reply{
        stub_action::answer,
        balancer.requests() % 7 == 0
            ? "HTTP/1.1 429 No\r\nRateLimit: \"a\";r=0;t=1\r\nContent-Length: 2\r\n\r\nno"
            : "HTTP/1.1 200 OK\r\nRateLimit-Remaining: 10\r\nContent-Length: 0\r\n\r\n"};
  });
  planned_phase planned;
  planned.connections = 8;
  planned.length = 1s;
  planned.load = paced_load{{20'000, 1s}, requests};
  plan p;
  p.keys = {"k"};
  p.phases = {planned};
  p.request_timeout = p.late_limit = 60s;
  std::atomic<bool> const stop{false};
  attack_progress progress;
  auto const target = balancer.where();

  auto const before = allocations.load();
  auto const attacked = run_attack({p, target, records.path(), stop, progress});
  auto const after = allocations.load();

  REQUIRE(attacked.has_value());
  REQUIRE(progress.sent == requests);
  return after - before;
}

}  // namespace

TEST_CASE("an attack allocates as often for many requests as for few", "[load]") {
  // The first run fills what the standard library allocates once.
  (void)allocations_for(100);

  auto const few = allocations_for(500);

  CHECK(few > 0);
  CHECK(allocations_for(10'000) == few);
}
