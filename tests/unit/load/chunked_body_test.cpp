#include "harness/load/chunked_body.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

struct scanned {
  scan_status status{};
  std::string content;
  std::string left;
};

scanned scan(std::string_view stream) {
  chunked_body body;
  scanned seen;
  seen.status = body.scan(stream, &seen.content, 1000);
  seen.left = stream;
  return seen;
}

}  // namespace

TEST_CASE("a chunked body ends after its trailers", "[load]") {
  auto const seen = scan("3\r\nabc\r\n0\r\nA: b\r\nC:\r\n\r\nnext");

  CHECK(seen.status == scan_status::complete);
  CHECK(seen.content == "abc");
  CHECK(seen.left == "next");
}

TEST_CASE("chunk sizes are hexadecimal, padded or with extensions", "[load]") {
  CHECK(scan("00a\r\n0123456789\r\n0\r\n\r\n").content == "0123456789");
  CHECK(scan("A \t;x=\"y\"\r\n0123456789\r\n00;z\r\n\r\n").status == scan_status::complete);
  CHECK(scan("0000000000000000000000001\r\nx\r\n0\r\n\r\n").content == "x");
}

TEST_CASE("a chunked body that breaks its framing is refused", "[load]") {
  for (std::string_view const stream : {"\r\n",
                                        ";x\r\n",
                                        "g\r\n",
                                        "3\nabc\r\n",
                                        "3\rabc\r\n",
                                        "3\r\nabcd\r\n",
                                        "3\r\nabc\rX",
                                        "1;\x01\r\n",
                                        "10000000000000000\r\n",
                                        "0\r\n: x\r\n\r\n",
                                        "0\r\nno colon\r\n\r\n",
                                        "0\r\nA: \x01\r\n\r\n",
                                        "0\r\nA: b\rX",
                                        "0\r\n\rX"}) {
    INFO(stream);
    CHECK(scan(stream).status == scan_status::broken);
  }
}

TEST_CASE("endless trailers and extensions are refused", "[load]") {
  std::string const endless(20'000, 'a');

  CHECK(scan("0\r\n" + endless).status == scan_status::broken);
  CHECK(scan("1;" + endless).status == scan_status::broken);
}
