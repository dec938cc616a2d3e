#include "harness/load/response_scanner.hpp"

#include "harness/history/record_format.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

}  // namespace

void response_scanner::start(bool to_head) {
  part_ = part::head;
  to_head_ = to_head;
  has_head_ = false;
  is_kept_ = false;
  skipped_interim_ = false;
  pending_.clear();
}

scan_status response_scanner::scan(std::string_view& bytes) {
  skipped_interim_ = false;
  while (!bytes.empty()) {
    auto const status = part_ == part::head ? scan_head(bytes) : scan_body(bytes);
    if (status != scan_status::need_more) return status;
  }
  return scan_status::need_more;
}

scan_status response_scanner::scan_head(std::string_view& bytes) {
  if (pending_.empty()) {
    if (auto const size = cache_->match(bytes, reader_); size != 0) {
      bytes.remove_prefix(size);
      return begin_body();
    }
    if (auto const end = bytes.find(end_of_head); end != std::string_view::npos) {
      auto const block = bytes.substr(0, end + end_of_head.size());
      bytes.remove_prefix(block.size());
      return read_block(block, /*can_be_remembered=*/true);
    }
  }
  auto const before = pending_.size();
  pending_.append(bytes);
  auto const search_from = before - std::min(before, end_of_head.size() - 1);
  auto const end = pending_.find(end_of_head, search_from);
  if (end == std::string::npos) {
    bytes = {};
    if (!may_begin_response(pending_)) return refuse("not a status line", pending_);
    if (pending_.size() >= head_limit) return refuse("a head larger than 16 KiB", pending_);
    return scan_status::need_more;
  }
  auto const size = end + end_of_head.size();
  bytes.remove_prefix(size - before);
  auto const status = read_block(std::string_view(pending_).substr(0, size), false);
  pending_.clear();
  return status;
}

scan_status response_scanner::read_block(std::string_view block, bool can_be_remembered) {
  auto const lines = block.substr(0, block.size() - 2);
  if (block.size() > head_limit) return refuse("a head larger than 16 KiB", lines);
  head_layout layout;
  if (auto const* why = parse_head(block, reader_, layout)) return refuse(why, lines);
  if (reader_.head().status == 101) return refuse("a switch of protocols not asked for", lines);
  if (reader_.head().status < 200) {
    skipped_interim_ = true;
    return scan_status::need_more;
  }
  if (can_be_remembered) cache_->remember(block, layout, reader_.head());
  is_kept_ = true;
  kept_head_.assign(lines);
  kept_body_.clear();
  return begin_body();
}

scan_status response_scanner::begin_body() {
  has_head_ = true;
  if (to_head_) {
    reader_.head().framing = body_framing::none;
    reader_.head().keep_alive = reader_.head().wants_keep_alive;
  }
  switch (reader_.head().framing) {
    case body_framing::none:
      return scan_status::complete;
    case body_framing::length:
      body_left_ = static_cast<std::uint64_t>(reader_.head().content_length);
      part_ = part::counted_body;
      break;
    case body_framing::chunked:
      chunks_.start();
      part_ = part::chunked_body;
      break;
    case body_framing::until_close:
      part_ = part::body_until_close;
      break;
  }
  return scan_status::need_more;
}

scan_status response_scanner::scan_body(std::string_view& bytes) {
  switch (part_) {
    case part::counted_body: {
      auto const size = std::min<std::uint64_t>(body_left_, bytes.size());
      keep_body(bytes.substr(0, size));
      bytes.remove_prefix(size);
      body_left_ -= size;
      return body_left_ == 0 ? scan_status::complete : scan_status::need_more;
    }
    case part::chunked_body: {
      auto const status =
          chunks_.scan(bytes, is_kept_ ? &kept_body_ : nullptr, longest_sample_body);
      return status == scan_status::broken ? refuse(chunks_.reason(), kept_head_) : status;
    }
    case part::body_until_close:
      keep_body(bytes);
      bytes = {};
      return scan_status::need_more;
    case part::head:
    case part::broken:
      break;
  }
  return scan_status::broken;
}

scan_status response_scanner::end_of_stream() {
  if (part_ == part::body_until_close) return scan_status::complete;
  if (is_fresh()) return refuse("the connection ended before the answer", {});
  if (part_ == part::head) return refuse("the connection ended within the head", pending_);
  return refuse("the connection ended within the body", kept_head_);
}

void response_scanner::keep_body(std::string_view bytes) {
  if (is_kept_ && kept_body_.size() < longest_sample_body)
    kept_body_.append(bytes.substr(0, longest_sample_body - kept_body_.size()));
}

scan_status response_scanner::refuse(char const* reason, std::string_view head) {
  // After a head the cache knew there is nothing kept: its shape has a sample already.
  if (!has_head_) {
    kept_head_.assign(head);
    kept_body_.clear();
    is_kept_ = !head.empty();
  }
  reason_ = reason;
  part_ = part::broken;
  return scan_status::broken;
}

}  // namespace limitproof
