#include "harness/history/record_log.hpp"

#include "harness/history/import_records.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

operation sent_at(std::int64_t ns) {
  operation op;
  op.intended_ns = op.sent_ns = ns;
  return op;
}

std::unique_ptr<record_log> new_log(temporary_directory const& directory,
                                    std::uint32_t thread = 0,
                                    std::uint32_t threads = 1) {
  return record_log::create(directory.path(), thread, threads).value();
}

}  // namespace

TEST_CASE("a record is in the file from the moment it is appended", "[history]") {
  temporary_directory const directory;
  auto const log = new_log(directory);
  auto* const record = log->append(sent_at(5));
  REQUIRE(record != nullptr);

  auto const before = import_records(directory.path()).value();
  record->received_ns = 9;
  record_log::conclude(*record, outcome::denied);
  auto const after = import_records(directory.path()).value();

  CHECK(before.operations.at(0).result == outcome::open);
  CHECK_FALSE(before.complete);
  CHECK(after.operations.at(0).result == outcome::denied);
  CHECK(after.operations.at(0).received_ns == 9);
}

TEST_CASE("records stay where they are while the log grows", "[history]") {
  temporary_directory const directory;
  auto const log = new_log(directory);
  auto* const first = log->append(sent_at(0));
  for (std::size_t i = 1; i < records_per_chunk + 10; ++i)
    REQUIRE(log->append(sent_at(static_cast<std::int64_t>(i))) != nullptr);
  record_log::conclude(*first, outcome::admitted);
  REQUIRE(log->finish(true).has_value());

  auto const h = import_records(directory.path()).value();

  REQUIRE(h.operations.size() == records_per_chunk + 10);
  CHECK(h.operations.front().result == outcome::admitted);
  CHECK(h.operations.back().id == records_per_chunk + 9);
  CHECK(h.complete);
}

TEST_CASE("threads are merged by send time, with one table of nodes", "[history]") {
  temporary_directory const directory;
  clock_anchors const anchors{7, 8, store_anchor{-3, 4}};
  for (std::uint32_t thread = 0; thread < 2; ++thread) {
    auto const log = new_log(directory, thread, 2);
    log->set_clocks(anchors);
    for (std::int64_t i = 0; i < 3; ++i) {
      auto op = sent_at(2 * i + thread);
      op.node = log->node_index((i + thread) % 2 == 0 ? "even" : "odd");
      REQUIRE(log->append(op) != nullptr);
    }
    auto skipped = operation{};
    skipped.intended_ns = 10 - thread;
    skipped.result = outcome::not_sent;
    REQUIRE(log->append(skipped) != nullptr);
    REQUIRE(log->finish(true).has_value());
  }

  auto const h = import_records(directory.path()).value();

  std::vector<std::int64_t> times;
  for (auto const& op : h.operations) {
    times.push_back(op.sent_ns != absent ? op.sent_ns : op.intended_ns);
    if (op.sent_ns != absent) {
      auto const thread = static_cast<std::int64_t>(op.id >> 40);
      CHECK(h.nodes.at(op.node) ==
            (((op.sent_ns - thread) / 2 + thread) % 2 == 0 ? "even" : "odd"));
    }
  }
  CHECK(times == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 9, 10});
  CHECK(h.nodes.size() == 2);
  CHECK(h.clocks.start_monotonic_ns == 7);
  CHECK(h.clocks.start_wall_us == 8);
  REQUIRE(h.clocks.store);
  CHECK(h.clocks.store->offset_us == -3);
  CHECK(h.clocks.store->bound_us == 4);
}

TEST_CASE("the node table holds 64 names of up to 63 bytes", "[history]") {
  temporary_directory const directory;
  auto const log = new_log(directory);
  for (std::uint16_t i = 0; i < most_logged_nodes; ++i)
    CHECK(log->node_index("n" + std::to_string(i)) == i);

  CHECK(log->node_index("n5") == 5);
  CHECK(log->node_index("one too many") == no_node);
  CHECK(log->node_index("") == no_node);
  CHECK(log->node_index(std::string(64, 'n')) == no_node);
}

TEST_CASE("samples keep heads and bodies, and are bounded", "[history]") {
  temporary_directory const directory;
  auto const log = new_log(directory);
  auto* const record = log->append(sent_at(1));
  record->head = log->add_sample(record->id, "HTTP/1.1 200 OK\r\n", std::string(5000, 'b'));
  for (std::uint32_t i = 1; i < most_samples; ++i) CHECK(log->add_sample(0, "h", "") == i + 1);
  CHECK(log->add_sample(0, "h", "") == 0);
  CHECK_FALSE(log->failure());
  REQUIRE(log->finish(true).has_value());

  auto const h = import_records(directory.path()).value();

  REQUIRE(h.samples.size() == most_samples);
  CHECK(h.operations.at(0).head == 1);
  CHECK(h.samples[0].head == "HTTP/1.1 200 OK\r\n");
  CHECK(h.samples[0].body == std::string(4096, 'b'));
}

TEST_CASE("a log is not written over another", "[history]") {
  temporary_directory const directory;
  auto const log = new_log(directory);

  auto const again = record_log::create(directory.path(), 0, 1);

  REQUIRE(again.has_error());
  CHECK(again.error().code == errc::io);
}
