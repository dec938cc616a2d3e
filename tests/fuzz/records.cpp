// The record logs of a run that was killed, as they may lie on a disk: the input is the head of a
// log, its operations and its sample file, each led by its length.

#include "harness/history/history_db.hpp"
#include "harness/history/import_records.hpp"
#include "harness/history/record_format.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

namespace {

using namespace limitproof;

/// The next part: two bytes of length, then as many bytes as there are.
std::string next_part(std::string_view& rest) {
  if (rest.size() < 2) return std::string(std::exchange(rest, {}));
  auto const length = static_cast<std::size_t>(static_cast<unsigned char>(rest[0])) |
                      static_cast<std::size_t>(static_cast<unsigned char>(rest[1])) << 8;
  auto const part = rest.substr(2, length);
  rest.remove_prefix(2 + part.size());
  return std::string(part);
}

void write(std::filesystem::path const& file, std::string const& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void demand_in_order(history const& h) {
  auto const begun = [](operation const& op) {
    return op.sent_ns == absent ? op.intended_ns : op.sent_ns;
  };
  demand(std::is_sorted(h.operations.begin(),
                        h.operations.end(),
                        [&](auto const& a, auto const& b) { return begun(a) < begun(b); }),
         "operations are in order of sending");
  for (auto const& op : h.operations) {
    demand(op.node == no_node || op.node < h.nodes.size(), "a node has a name");
    demand(op.head <= h.samples.size(), "a kept head is there");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  static temporary_directory const directory;
  auto rest = text_of(bytes, size);
  auto log = next_part(rest);
  auto const operations = next_part(rest);
  // Only a head that is all there has something behind it.
  if (log.size() >= sizeof(record_log_header) - sizeof(record_log_header::nodes)) {
    log.resize(record_log_header_bytes);
    log += operations;
  }
  write(directory.path() / record_log_name(0), log);
  write(directory.path() / sample_file_name(0), std::string(rest));

  auto imported = import_records(directory.path());
  if (!imported) {
    demand_usable(imported.error(), errc::bad_file, directory.path().string());
    return 0;
  }
  demand_in_order(*imported);
  std::uint32_t most_key = 0;
  for (auto const& op : imported->operations) most_key = std::max(most_key, op.key);
  // A database has a name for every key.
  constexpr std::uint32_t most_names = 1000;
  if (most_key >= most_names) return 0;
  imported->keys.assign(most_key + 1, "key");
  auto const database = directory.path() / "history.db";
  demand(write_history_db(database, *imported).has_value(), "what was imported can be written");
  auto const again = read_history_db(database);
  demand(again && again->operations.size() == imported->operations.size(),
         "what was written can be read");
  std::filesystem::remove(database);
  return 0;
}
