#include "harness/redis/hiredis_on_asio.hpp"

#include <memory>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <hiredis/async.h>

namespace limitproof {

namespace {

/// The event source of one context. hiredis asks for one more read or write event at a time and
/// may ask twice, so each direction is armed at most once. Handlers outlive the context (they are
/// still queued when it is freed); they share this object and find `context_` null.
class socket_events : public std::enable_shared_from_this<socket_events> {
 public:
  socket_events(redisAsyncContext& context, asio::any_io_executor executor)
      : context_(&context), descriptor_(executor) {}

  [[nodiscard]] boost::system::error_code watch() {
    boost::system::error_code ec;
    descriptor_.assign(context_->c.fd, ec);
    return ec;
  }

  void want_read() {
    if (read_wanted_) return;
    read_wanted_ = true;
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](boost::system::error_code) {
                             self->read_wanted_ = false;
                             if (self->context_) redisAsyncHandleRead(self->context_);
                           });
  }

  /// The socket of a connected context can nearly always be written, so the first attempt is made
  /// without asking epoll: after the handlers that are ready now, whose commands it thereby
  /// gathers into one write. Only what did not fit waits for the event, as does the connect.
  void want_write() {
    if (write_wanted_) return;
    write_wanted_ = true;
    auto write = [self = shared_from_this()](boost::system::error_code = {}) { self->write(); };
    bool const connected = (context_->c.flags & REDIS_CONNECTED) != 0;
    if (connected && !writing_)
      asio::post(descriptor_.get_executor(), std::move(write));
    else
      descriptor_.async_wait(asio::posix::stream_descriptor::wait_write, std::move(write));
  }

  /// hiredis is about to close the socket.
  void forget_context() {
    context_ = nullptr;
    descriptor_.release();
  }

 private:
  void write() {
    write_wanted_ = false;
    if (!context_) return;
    writing_ = true;
    redisAsyncHandleWrite(context_);
    writing_ = false;
  }

  redisAsyncContext* context_;
  asio::posix::stream_descriptor descriptor_;
  bool read_wanted_ = false;
  bool write_wanted_ = false;
  bool writing_ = false;
};

using owned_events = std::shared_ptr<socket_events>;

socket_events& events_of(void* hook_data) {
  return **static_cast<owned_events*>(hook_data);
}

}  // namespace

boost::system::error_code attach_to_loop(redisAsyncContext& context,
                                         asio::any_io_executor executor) {
  auto events =
      std::make_unique<owned_events>(std::make_shared<socket_events>(context, std::move(executor)));
  if (auto const ec = (*events)->watch()) return ec;
  context.ev.addRead = [](void* data) { events_of(data).want_read(); };
  context.ev.addWrite = [](void* data) { events_of(data).want_write(); };
  context.ev.cleanup = [](void* data) {
    std::unique_ptr<owned_events> const last(static_cast<owned_events*>(data));
    (*last)->forget_context();
  };
  context.ev.data = events.release();
  return {};
}

}  // namespace limitproof
