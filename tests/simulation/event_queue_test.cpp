#include "tests/simulation/event_queue.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("events happen in the order of their times, and of asking at one instant",
          "[simulation]") {
  event_queue queue;
  std::string seen;
  queue.at(20, [&] { seen += 'c'; });
  queue.at(10, [&] { seen += 'a'; });
  queue.at(20, [&] { seen += 'd'; });
  queue.at(10, [&] {
    seen += 'b';
    queue.after(10, [&] { seen += 'e'; });
    queue.after(11, [&] { seen += 'f'; });
  });

  queue.run();

  CHECK(seen == "abcdef");
  CHECK(queue.now_ns() == 21);
}
