#include "harness/serve/serve_runs.hpp"

#include "harness/net/open_listener.hpp"
#include "harness/serve/page_server.hpp"

#include <chrono>
#include <system_error>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr auto look_every = std::chrono::milliseconds(100);

asio::awaitable<void> close_when_stopped(page_server& server,
                                         std::atomic<bool> const& stop,
                                         asio::io_context& loop) {
  steady_timer timer(loop);
  while (!stop) {
    timer.expires_after(look_every);
    co_await timer.async_wait();
  }
  server.close();
}

}  // namespace

error serve_runs(serve_options const& options) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(options.runs, unknown))
    return {errc::bad_usage,
            options.runs.string() +
                ": there is no such folder; `limitproof run before-after` makes reports/runs, and "
                "--out names another"};
  asio::io_context loop(1);
  auto listener = open_listener(loop, {"127.0.0.1", options.port});
  if (!listener) return listener.error();
  auto const where = local_address(*listener);
  page_server server(*std::move(listener), {options.runs, where.port});
  task_group watch(loop.get_executor());
  server.start();
  watch.spawn(close_when_stopped(server, options.stop, loop));
  options.listening(fmt::format("http://{}:{}/", where.host, where.port));
  loop.run();
  return {errc::interrupted, "stopped"};
}

}  // namespace limitproof
