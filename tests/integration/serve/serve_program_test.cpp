#include "harness/net/open_listener.hpp"
#include "tests/integration/harness_run.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/serve/page_client.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <atomic>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

/// The program, showing one run.
class serving {
 public:
  serving() {
    runs_.add("20260801-120000-edges", sample_of("edges"));
    start(run_, {"serve", "--out", runs_.path().string()});
    std::atomic<bool> const never{false};
    auto const line = run_.program->await_log_line("http://", wait_limit(patience, never)).value();
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  }

  [[nodiscard]] harness_run const& run() const { return run_; }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] std::string head(std::string const& method, std::string const& target) const {
    return page_head(port_, method, target);
  }

  [[nodiscard]] std::string answer(std::string const& request) const {
    page_client asking(port_);
    asking.send(request);
    return asking.rest();
  }

 private:
  runs_folder runs_;
  harness_run run_;
  std::uint16_t port_ = 0;
};

}  // namespace

TEST_CASE("the program tells its address first, shows the runs there, and ends when asked to",
          "[integration]") {
  serving const shown;

  auto const page = shown.answer(shown.head("GET", "/") + "\r\n");
  CHECK(page.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(contains(page, "\r\nX-Content-Type-Options: nosniff\r\n"));
  CHECK(contains(page, "\r\nContent-Security-Policy: default-src 'none'; "));
  CHECK(contains(page, ">edges</a>"));
  CHECK(
      shown.run().output().starts_with("http://127.0.0.1:" + std::to_string(shown.port()) + "/\n"));

  page_client unfinished(shown.port());
  unfinished.send(shown.head("GET", "/"));
  shown.run().program->ask_to_stop();
  CHECK(shown.run().ended() == "exit status 130");
  CHECK(unfinished.rest().empty());
}

TEST_CASE("HEAD is answered with the length of what GET sends, and without it", "[integration]") {
  serving const shown;

  auto const whole = shown.answer(shown.head("GET", "/style.css") + "\r\n");
  auto const head = shown.answer(shown.head("HEAD", "/style.css") + "\r\n");

  CHECK(head == whole.substr(0, whole.find("\r\n\r\n") + 4));
  auto const length = whole.size() - head.size();
  CHECK(length > 0);
  CHECK(contains(head, "\r\nContent-Length: " + std::to_string(length) + "\r\n"));
}

TEST_CASE(
    "requests under a foreign name, under two names, or that would change something are refused",
    "[integration]") {
  serving const shown;

  CHECK(shown.answer("GET / HTTP/1.1\r\nHost: attacker.example\r\n\r\n")
            .starts_with("HTTP/1.1 421 "));
  CHECK(shown.answer(shown.head("GET", "/") + "Host: attacker.example\r\n\r\n")
            .starts_with("HTTP/1.1 421 "));
  auto const posted = shown.answer(shown.head("POST", "/") + "Content-Length: 0\r\n\r\n");
  CHECK(posted.starts_with("HTTP/1.1 405 "));
  CHECK(contains(posted, "\r\nAllow: GET, HEAD\r\n"));
}

TEST_CASE("what is no request, or too long for one, is cut off, and others are answered",
          "[integration]") {
  serving const shown;
  page_client slow(shown.port());
  slow.send(shown.head("GET", "/"));

  CHECK(shown.answer("\x16\x03\x01 hello\r\n\r\n").empty());
  CHECK(
      shown.answer(shown.head("GET", "/") + "X: " + std::string(20'000, 'x') + "\r\n\r\n").empty());
  CHECK(contains(shown.answer(shown.head("GET", "/") + "\r\n"), ">edges</a>"));

  slow.send("\r\n");
  CHECK(contains(slow.rest(), ">edges</a>"));
}

TEST_CASE("only this machine's own address is listened on", "[integration]") {
  serving const shown;

  CHECK(page_client(shown.port()).connected());
  CHECK_FALSE(page_client(shown.port(), "127.0.0.2").connected());
}

TEST_CASE("a folder that is not there, and a port that is taken, are said and end the program",
          "[integration]") {
  asio::io_context loop(1);
  auto const taken = open_listener(loop, address{}).value();
  auto const port = std::to_string(local_address(taken).port);
  harness_run run;

  start(run, {"serve", "--out", (run.folder.path() / "nowhere").string()});
  CHECK(run.ended() == "exit status 2");
  CHECK(contains(run.output(), "nowhere: there is no such folder"));

  start(run, {"serve", "--out", run.folder.path().string(), "--port", port});
  CHECK(run.ended() == "exit status 3");
  CHECK(contains(run.output(), "cannot listen on 127.0.0.1:" + port));
}
