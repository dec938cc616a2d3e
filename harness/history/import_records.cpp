#include "harness/history/import_records.hpp"

#include "harness/history/fault_log.hpp"
#include "harness/history/record_format.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

namespace limitproof {

namespace {

struct thread_log {
  std::string file;
  record_log_header header{};
  std::vector<operation> operations;
  std::vector<header_sample> samples;
  bool whole = true;  ///< ended in order, and nothing was cut off
};

error bad_bytes(std::string const& file, std::uint64_t offset, std::string const& found) {
  return {errc::bad_file,
          file + ": offset " + std::to_string(offset) + ": " + found +
              "; this is not the record log of a run of this version, or it was damaged"};
}

result<std::string> read_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    return error{errc::bad_file, path.string() + ": cannot be read; check its permissions"};
  return bytes;
}

template <class Value>
Value value_at(std::string const& bytes, std::size_t offset) {
  Value value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::optional<std::string> what_is_wrong(record_log_header const& header) {
  if (header.magic != record_log_magic) return "the magic bytes LPRECLOG are not there";
  if (header.version != record_format_version)
    return "version " + std::to_string(header.version) + " where " +
           std::to_string(record_format_version) + " is expected";
  if (header.record_size != sizeof(operation))
    return "records of " + std::to_string(header.record_size) + " bytes where " +
           std::to_string(sizeof(operation)) + " are expected";
  if (header.threads == 0 || header.thread >= header.threads)
    return "thread " + std::to_string(header.thread) + " of " + std::to_string(header.threads);
  if (header.complete > 1 || header.has_store_anchor > 1) return "a flag that is neither 0 nor 1";
  if (header.node_count > most_logged_nodes)
    return std::to_string(header.node_count) + " node names where at most " +
           std::to_string(most_logged_nodes) + " fit";
  for (std::size_t i = 0; i < header.node_count; ++i)
    if (header.nodes[i].size == 0 || header.nodes[i].size > longest_node_name)
      return "a node name of " + std::to_string(header.nodes[i].size) + " bytes";
  return std::nullopt;
}

bool is_known_outcome(outcome result) {
  return static_cast<std::size_t>(result) < enum_names<outcome>.size();
}

std::optional<std::string> what_is_wrong(operation const& op,
                                         std::uint64_t expected_id,
                                         thread_log const& log) {
  if (op.id != expected_id)
    return "record id " + std::to_string(op.id) + " where " + std::to_string(expected_id) +
           " is expected";
  if (!is_known_outcome(op.result))
    return "outcome " + std::to_string(static_cast<int>(op.result)) + " does not exist";
  for (auto const value : {op.intended_ns,
                           op.sent_ns,
                           op.received_ns,
                           op.decided_at_us,
                           op.arrived_at_us,
                           op.limiter_ns,
                           op.limit,
                           op.remaining,
                           op.reset_s,
                           op.retry_after_s})
    if (value < absent) return "a time or header value of " + std::to_string(value);
  if (op.received_ns != absent && op.received_ns < op.sent_ns)
    return "an answer received before its request was sent";
  if (op.node != no_node && op.node >= log.header.node_count)
    return "node " + std::to_string(op.node) + " of " + std::to_string(log.header.node_count);
  if (op.status > 999) return "HTTP status " + std::to_string(op.status);
  if (op.head > most_samples) return "header sample " + std::to_string(op.head);
  if (op.cost < 0 || op.reserved != 0) return "a cost or a reserved byte that cannot be";
  return std::nullopt;
}

result<void> read_operations(std::string const& bytes, thread_log& log) {
  auto const& header = log.header;
  auto const room = (bytes.size() - record_log_header_bytes) / sizeof(operation);
  if (header.complete == 1 && room > header.count)
    return bad_bytes(log.file,
                     record_log_header_bytes + header.count * sizeof(operation),
                     "bytes after the last record of a run that ended in order");
  log.whole = header.complete == 1 && room == header.count;
  auto const count = std::min<std::uint64_t>(header.count, room);
  log.operations.resize(count);
  if (count == 0) return {};
  std::memcpy(
      log.operations.data(), bytes.data() + record_log_header_bytes, count * sizeof(operation));
  auto expected_id = std::uint64_t{header.thread} << operation_thread_shift;
  for (std::size_t i = 0; i < count; ++i)
    if (auto const wrong = what_is_wrong(log.operations[i], expected_id + i, log))
      return bad_bytes(log.file, record_log_header_bytes + i * sizeof(operation), *wrong);
  return {};
}

result<void> read_samples(std::filesystem::path const& path, thread_log& log) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  auto const read = read_file(path);
  if (!read) return read.error();
  auto const& bytes = *read;
  auto const file = path.string();
  if (bytes.size() < sizeof(sample_file_header)) {
    log.whole = false;
    return {};
  }
  auto const header = value_at<sample_file_header>(bytes, 0);
  if (header.magic != sample_file_magic || header.version != record_format_version)
    return bad_bytes(file, 0, "not a sample file of version 1");
  auto offset = sizeof header;
  while (offset + sizeof(sample_prefix) <= bytes.size()) {
    auto const prefix = value_at<sample_prefix>(bytes, offset);
    if (prefix.head_size > longest_sample_head || prefix.body_size > longest_sample_body ||
        prefix.operation >> operation_thread_shift != log.header.thread ||
        log.samples.size() == most_samples)
      return bad_bytes(file, offset, "a header sample that cannot be");
    auto const text = offset + sizeof prefix;
    auto const end = text + prefix.head_size + prefix.body_size;
    if (end > bytes.size()) break;
    log.samples.push_back({prefix.operation,
                           bytes.substr(text, prefix.head_size),
                           bytes.substr(text + prefix.head_size, prefix.body_size)});
    offset = end;
  }
  if (offset != bytes.size()) log.whole = false;
  return {};
}

result<thread_log> read_log(std::filesystem::path const& path) {
  thread_log log;
  log.file = path.string();
  auto const bytes = read_file(path);
  if (!bytes) return bytes.error();
  if (bytes->size() < record_log_header_bytes)
    return bad_bytes(log.file, bytes->size(), "the file ends within the header");
  log.header = value_at<record_log_header>(*bytes, 0);
  if (auto const wrong = what_is_wrong(log.header)) return bad_bytes(log.file, 0, *wrong);
  if (path.filename() != record_log_name(log.header.thread))
    return bad_bytes(
        log.file, 0, "the log of thread " + std::to_string(log.header.thread) + " under this name");
  if (auto const read = read_operations(*bytes, log); !read) return read.error();
  auto const samples = path.parent_path() / sample_file_name(log.header.thread);
  if (auto const read = read_samples(samples, log); !read) return read.error();
  return log;
}

result<std::vector<std::filesystem::path>> logs_in(std::filesystem::path const& directory) {
  std::vector<std::filesystem::path> paths;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(directory, failed), end; !failed && it != end;
       it.increment(failed)) {
    auto const name = it->path().filename().string();
    if (name.starts_with("records-") && name.ends_with(".log")) paths.push_back(it->path());
  }
  if (failed)
    return error{errc::bad_file,
                 directory.string() + ": cannot be listed: " + failed.message() +
                     "; give the records directory of a run"};
  if (paths.empty())
    return error{errc::bad_file,
                 directory.string() +
                     ": holds no record logs (records-<thread>.log); give the records directory "
                     "of a run"};
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::uint16_t merged_index(std::vector<std::string>& names, logged_node_name const& node) {
  std::string name(node.text.data(), node.size);
  auto const found = std::find(names.begin(), names.end(), name);
  auto const index = found - names.begin();
  if (found == names.end()) names.push_back(std::move(name));
  return static_cast<std::uint16_t>(index);
}

/// Adds one thread's evidence, with its node and sample numbers turned into the history's.
void merge(thread_log const& log, history& into) {
  std::vector<std::uint16_t> nodes;
  for (std::size_t i = 0; i < log.header.node_count; ++i)
    nodes.push_back(merged_index(into.nodes, log.header.nodes[i]));
  auto const samples_before = static_cast<std::uint32_t>(into.samples.size());
  for (auto op : log.operations) {
    if (op.node != no_node) op.node = nodes[op.node];
    if (op.head > log.samples.size()) {
      // Its sample was cut off.
      op.head = 0;
      into.complete = false;
    }
    if (op.head != 0) op.head += samples_before;
    into.operations.push_back(op);
  }
  into.samples.insert(into.samples.end(), log.samples.begin(), log.samples.end());
  into.complete = into.complete && log.whole;
}

result<void> take_clocks(thread_log const& log, history& into) {
  auto const& header = log.header;
  // Killed before run time 0: nothing was recorded, and there is no clock to agree with.
  if (header.start_monotonic_ns == 0 && log.operations.empty()) return {};
  auto& clocks = into.clocks;
  if (clocks.start_monotonic_ns != 0 && clocks.start_monotonic_ns != header.start_monotonic_ns)
    return bad_bytes(log.file, 0, "another run's clock than the other logs of this directory");
  clocks.start_monotonic_ns = header.start_monotonic_ns;
  clocks.start_wall_us = header.start_wall_us;
  if (header.has_store_anchor == 1)
    clocks.store = store_anchor{header.store_offset_us, header.store_bound_us};
  return {};
}

std::int64_t place_in_time(operation const& op) {
  return op.sent_ns != absent ? op.sent_ns : op.intended_ns;
}

}  // namespace

result<history> import_records(std::filesystem::path const& directory) {
  auto const paths = logs_in(directory);
  if (!paths) return paths.error();
  history merged;
  for (auto const& path : *paths) {
    auto const log = read_log(path);
    if (!log) return log.error();
    if (log->header.threads != paths->size())
      return error{errc::bad_file,
                   directory.string() + ": holds " + std::to_string(paths->size()) +
                       " record logs where the run had " + std::to_string(log->header.threads) +
                       " threads; restore the missing ones"};
    if (auto const taken = take_clocks(*log, merged); !taken) return taken.error();
    merge(*log, merged);
  }
  auto injections = read_injections(directory);
  if (!injections) return injections.error();
  merged.injections = *std::move(injections);
  std::sort(merged.operations.begin(),
            merged.operations.end(),
            [](operation const& a, operation const& b) {
              return std::pair(place_in_time(a), a.id) < std::pair(place_in_time(b), b.id);
            });
  return merged;
}

}  // namespace limitproof
