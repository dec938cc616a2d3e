#include "harness/history/import_records.hpp"

#include "harness/history/record_log.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <fstream>
#include <random>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

constexpr int operations = 6;

/// The bytes of a log of `operations` records with one sample, and of its sample file.
struct log_bytes {
  std::string log, samples;
};

std::string read_all(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_all(std::filesystem::path const& file, std::string const& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

log_bytes good_bytes() {
  temporary_directory const directory;
  auto const log = record_log::create(directory.path(), 0, 1).value();
  log->set_clocks({1, 2, std::nullopt});
  for (std::int64_t i = 0; i < operations; ++i) {
    operation op;
    op.intended_ns = op.sent_ns = i;
    op.node = log->node_index("node-1");
    auto* const record = log->append(op);
    record->received_ns = i + 1;
    record->head = i == 0 ? log->add_sample(record->id, "head", "body") : 1;
    record_log::conclude(*record, outcome::admitted);
  }
  log->finish(true).value();
  return {read_all(directory.path() / "records-0.log"),
          read_all(directory.path() / "records-0.samples")};
}

result<history> import_bytes(log_bytes const& bytes) {
  temporary_directory const directory;
  write_all(directory.path() / "records-0.log", bytes.log);
  write_all(directory.path() / "records-0.samples", bytes.samples);
  return import_records(directory.path());
}

template <class Change>
std::string error_after(Change change) {
  auto bytes = good_bytes();
  auto* const header = reinterpret_cast<record_log_header*>(bytes.log.data());
  auto* const records = reinterpret_cast<operation*>(bytes.log.data() + record_log_header_bytes);
  change(*header, records);
  auto const imported = import_bytes(bytes);
  REQUIRE(imported.has_error());
  CHECK(imported.error().code == errc::bad_file);
  return imported.error().what;
}

std::string at_record(int index) {
  return "records-0.log: offset " +
         std::to_string(record_log_header_bytes +
                        static_cast<std::size_t>(index) * sizeof(operation));
}

}  // namespace

TEST_CASE("a directory without logs is refused by its name", "[history]") {
  temporary_directory const directory;

  auto const empty = import_records(directory.path());
  auto const missing = import_records(directory.path() / "nowhere");

  REQUIRE(empty.has_error());
  CHECK(empty.error().code == errc::bad_file);
  CHECK_THAT(empty.error().what, Catch::Contains("holds no record logs"));
  REQUIRE(missing.has_error());
  CHECK(missing.error().code == errc::bad_file);
  CHECK_THAT(missing.error().what, Catch::Contains("nowhere"));
}

TEST_CASE("a header that is not ours is refused", "[history]") {
  CHECK_THAT(error_after([](auto& h, auto*) { h.magic[0] = 'x'; }), Catch::Contains("LPRECLOG"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.version = 2; }), Catch::Contains("version 2"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.record_size = 64; }), Catch::Contains("64 bytes"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.thread = 1; }), Catch::Contains("thread 1 of 1"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.threads = 2; }), Catch::Contains("2 threads"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.complete = 2; }), Catch::Contains("flag"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.node_count = 65; }), Catch::Contains("65 node"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.nodes[0].size = 64; }),
             Catch::Contains("64 bytes"));
  CHECK_THAT(error_after([](auto& h, auto*) { h.count = operations - 1; }),
             Catch::Contains(at_record(operations - 1)));
}

TEST_CASE("a record that cannot be is refused at its offset", "[history]") {
  CHECK_THAT(error_after([](auto&, auto* r) { r[2].id = 7; }), Catch::Contains(at_record(2)));
  CHECK_THAT(error_after([](auto&, auto* r) { r[3].result = static_cast<outcome>(8); }),
             Catch::Contains(at_record(3)) && Catch::Contains("outcome 8"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[0].remaining = -2; }), Catch::Contains("-2"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[1].received_ns = 0; }),
             Catch::Contains("before its request"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[1].node = 1; }), Catch::Contains("node 1 of 1"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[1].status = 1000; }), Catch::Contains("1000"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[1].cost = -1; }), Catch::Contains("cost"));
  CHECK_THAT(error_after([](auto&, auto* r) { r[1].head = 257; }), Catch::Contains("257"));
}

TEST_CASE("a truncated log gives the records it has, as an incomplete run", "[history]") {
  auto const whole = good_bytes();
  for (std::size_t size = 0; size <= whole.log.size();
       size += size < record_log_header_bytes ? 4099 : 1) {
    auto const imported = import_bytes({whole.log.substr(0, size), whole.samples});

    INFO("cut to " << size);
    if (size < record_log_header_bytes) {
      CHECK(imported.has_error());
    } else {
      REQUIRE(imported.has_value());
      CHECK(imported->operations.size() == (size - record_log_header_bytes) / sizeof(operation));
      CHECK(imported->complete == (size == whole.log.size()));
    }
  }
}

TEST_CASE("a truncated sample file loses its last sample only", "[history]") {
  auto const whole = good_bytes();
  for (std::size_t size = 0; size <= whole.samples.size(); ++size) {
    auto const imported = import_bytes({whole.log, whole.samples.substr(0, size)});
    bool const all = size == whole.samples.size();

    REQUIRE(imported.has_value());
    CHECK(imported->samples.size() == (all ? 1 : 0));
    CHECK(imported->complete == all);
    CHECK(imported->operations.at(0).head == (all ? 1 : 0));
  }
}

TEST_CASE("a damaged log is imported or refused, but never taken on trust", "[history]") {
  auto const whole = good_bytes();
  auto const seed = std::random_device{}();
  std::mt19937_64 bits(seed);
  auto const damage = [&](std::string& bytes, std::size_t most) {
    for (auto changes = 1 + bits() % 8; changes > 0; --changes)
      bytes[bits() % std::min(bytes.size(), most)] = static_cast<char>(bits());
  };
  for (int i = 0; i < 2000; ++i) {
    auto bytes = whole;
    if (bits() % 4 == 0)
      damage(bytes.samples, bytes.samples.size());
    else if (bits() % 2 == 0)
      damage(bytes.log, 256);
    else {
      auto records = bytes.log.substr(record_log_header_bytes);
      damage(records, records.size());
      bytes.log.replace(record_log_header_bytes, records.size(), records);
    }

    auto const imported = import_bytes(bytes);

    INFO("seed " << seed << " case " << i);
    if (imported) {
      for (auto const& op : imported->operations) {
        REQUIRE((op.node == no_node || op.node < imported->nodes.size()));
        REQUIRE(op.head <= imported->samples.size());
        REQUIRE(static_cast<std::size_t>(op.result) < enum_names<outcome>.size());
      }
    } else {
      REQUIRE(imported.error().code == errc::bad_file);
    }
  }
}
