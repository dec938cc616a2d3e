#include "harness/serve/page_server.hpp"

#include "harness/net/open_listener.hpp"
#include "tests/unit/serve/page_client.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <thread>

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

constexpr duration at_once = std::chrono::nanoseconds(1);
constexpr duration never = std::chrono::hours(1);

/// A server in a thread of its own, which shows `folder`.
class shown_pages {
 public:
  shown_pages(std::filesystem::path const& folder, page_patience const& patience)
      : listener_(open_listener(loop_, address{}).value()),
        port_(local_address(listener_).port),
        server_(std::move(listener_), {folder, port_}, patience) {
    server_.start();
    thread_ = std::thread([this] { loop_.run(); });
  }

  ~shown_pages() {
    asio::post(loop_, [this] { server_.close(); });
    thread_.join();
  }

  shown_pages(shown_pages const&) = delete;
  shown_pages& operator=(shown_pages const&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  asio::io_context loop_{1};
  tcp_acceptor listener_;
  std::uint16_t port_;
  page_server server_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("who does not finish a request is cut off when patience ends", "[serve]") {
  runs_folder const runs;
  shown_pages const pages(runs.path(), {at_once, never});

  page_client half(pages.port());
  half.send(page_head(pages.port(), "GET", "/"));
  CHECK(half.rest().empty());

  page_client silent(pages.port());
  CHECK(silent.rest().empty());
}

TEST_CASE("who does not take the answer is cut off within it when patience ends", "[serve]") {
  runs_folder const runs;
  // More than is written before the loop looks at its timers.
  std::string const log(8'000'000, 'x');
  runs.add("a", sample_of("s"));
  runs.write("a/naive/logs/redis.log", log);
  auto const asked = [](shown_pages const& pages) {
    return page_head(pages.port(), "GET", "/runs/a/naive/logs/redis.log") + "\r\n";
  };

  shown_pages const impatient(runs.path(), {never, at_once});
  page_client late(impatient.port());
  late.send(asked(impatient));
  auto const part = late.rest();
  CHECK(part.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(part.size() < log.size());

  shown_pages const patient(runs.path(), {never, never});
  page_client taking(patient.port());
  taking.send(asked(patient));
  CHECK(taking.rest().ends_with(log));
}
