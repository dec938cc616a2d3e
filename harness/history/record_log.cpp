#include "harness/history/record_log.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>

namespace limitproof {

namespace {

// Orders two stores to the mapping as far as a SIGKILL can tell: the processor keeps program order
// within a thread, so only the compiler has to be told.
void store_barrier() {
  std::atomic_signal_fence(std::memory_order_release);
}

}  // namespace

result<std::unique_ptr<record_log>> record_log::create(std::filesystem::path const& directory,
                                                       std::uint32_t thread,
                                                       std::uint32_t threads) {
  auto const file = directory / record_log_name(thread);
  owned_fd fd(::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0644));
  auto const code = errno;
  auto const opened = static_cast<bool>(fd);
  std::unique_ptr<record_log> log(
      new record_log(file, directory / sample_file_name(thread), std::move(fd)));
  if (!opened) return log->io_error("create", file, code);
  if (!log->map_header(thread, threads) || !log->grow()) return *log->failure_;
  return log;
}

record_log::record_log(std::filesystem::path file, std::filesystem::path sample_file, owned_fd fd)
    : file_(std::move(file)), sample_file_(std::move(sample_file)), fd_(std::move(fd)) {}

record_log::~record_log() {
  for (auto* const chunk : chunks_) ::munmap(chunk, chunk_bytes);
  if (header_ != nullptr) ::munmap(header_, record_log_header_bytes);
}

bool record_log::map_header(std::uint32_t thread, std::uint32_t threads) {
  // Allocated, not sparse: a store into a hole of a full disk would be a SIGBUS.
  if (int const code = ::posix_fallocate(fd_.get(), 0, record_log_header_bytes); code != 0) {
    failure_ = io_error("reserve space in", file_, code);
    return false;
  }
  void* const memory =
      ::mmap(nullptr, record_log_header_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (memory == MAP_FAILED) {
    failure_ = io_error("map", file_, errno);
    return false;
  }
  header_ = static_cast<record_log_header*>(memory);
  header_->magic = record_log_magic;
  header_->version = record_format_version;
  header_->record_size = sizeof(operation);
  header_->thread = thread;
  header_->threads = threads;
  next_id_ = std::uint64_t{thread} << operation_thread_shift;
  return true;
}

bool record_log::grow() {
  if (failure_) return false;
  auto const offset = static_cast<off_t>(record_log_header_bytes + chunks_.size() * chunk_bytes);
  if (int const code = ::posix_fallocate(fd_.get(), offset, chunk_bytes); code != 0) {
    failure_ = io_error("reserve space in", file_, code);
    return false;
  }
  void* const memory =
      ::mmap(nullptr, chunk_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), offset);
  if (memory == MAP_FAILED) {
    failure_ = io_error("map", file_, errno);
    return false;
  }
  chunks_.push_back(static_cast<operation*>(memory));
  next_ = chunks_.back();
  chunk_end_ = next_ + records_per_chunk;
  return true;
}

void record_log::publish_count() {
  store_barrier();
  ++header_->count;
}

void record_log::conclude(operation& record, outcome result) {
  store_barrier();
  record.result = result;
}

void record_log::set_clocks(clock_anchors const& anchors) {
  header_->start_wall_us = anchors.start_wall_us;
  if (anchors.store) {
    header_->has_store_anchor = 1;
    header_->store_offset_us = anchors.store->offset_us;
    header_->store_bound_us = anchors.store->bound_us;
  }
  header_->start_monotonic_ns = anchors.start_monotonic_ns;
}

std::uint16_t record_log::node_index(std::string_view name) {
  if (name.empty() || name.size() > longest_node_name) return no_node;
  auto const is_named = [&](std::uint16_t index) {
    auto const& node = header_->nodes[index];
    return node.size == name.size() && std::memcmp(node.text.data(), name.data(), name.size()) == 0;
  };
  auto const known = static_cast<std::uint16_t>(header_->node_count);
  // Round robin asks for the one after the last.
  for (std::uint16_t step = 1; step <= known; ++step) {
    auto const index = static_cast<std::uint16_t>((last_node_ + step) % known);
    if (is_named(index)) return last_node_ = index;
  }
  if (known == most_logged_nodes) return no_node;
  auto& slot = header_->nodes[known];
  slot.size = static_cast<std::uint8_t>(name.size());
  std::memcpy(slot.text.data(), name.data(), name.size());
  store_barrier();
  ++header_->node_count;
  return last_node_ = known;
}

std::uint32_t record_log::add_sample(std::uint64_t operation_id,
                                     std::string_view head,
                                     std::string_view body) {
  if (samples_ == most_samples || failure_) return 0;
  head = head.substr(0, longest_sample_head);
  body = body.substr(0, longest_sample_body);
  std::string bytes;
  auto const put = [&bytes](auto const& value) {
    bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
  };
  if (!sample_fd_) {
    sample_fd_.reset(::open(sample_file_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
    put(sample_file_header{sample_file_magic, record_format_version, 0});
  }
  put(sample_prefix{operation_id,
                    static_cast<std::uint32_t>(head.size()),
                    static_cast<std::uint32_t>(body.size())});
  bytes.append(head).append(body);
  auto const written = ::write(sample_fd_.get(), bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size())) {
    failure_ = io_error("write", sample_file_, written < 0 ? errno : ENOSPC);
    return 0;
  }
  return ++samples_;
}

result<void> record_log::finish(bool complete) {
  if (failure_) return *failure_;
  auto const size = record_log_header_bytes + header_->count * sizeof(operation);
  if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0)
    return io_error("cut to size", file_, errno);
  header_->complete = complete ? 1 : 0;
  return {};
}

error record_log::io_error(std::string_view attempt,
                           std::filesystem::path const& file,
                           int code) const {
  return {errc::io,
          "cannot " + std::string(attempt) + " the record log " + file.string() + ": " +
              std::strerror(code)};
}

}  // namespace limitproof
