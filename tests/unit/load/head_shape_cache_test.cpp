#include "harness/load/head_shape_cache.hpp"

#include "tests/unit/load/scanned_response.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string head_block(std::string const& remaining, std::string const& date = "Sat, 22 Nov 2025") {
  return "HTTP/1.1 200 OK\r\nDate: " + date +
         "\r\nX-Node: node-1\r\nRateLimit-Remaining: " + remaining +
         "\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n";
}

void remember(head_shape_cache& cache, std::string const& block) {
  head_reader reader;
  head_layout layout;
  REQUIRE(parse_head(block, reader, layout) == nullptr);
  cache.remember(block, layout, reader.head());
}

struct cached_head {
  head_shape_cache cache;
  head_reader reader;

  explicit cached_head(std::string const& block) { remember(cache, block); }

  std::size_t match(std::string const& bytes) { return cache.match(bytes, reader); }
};

}  // namespace

TEST_CASE("a block of a known shape is read from the places of the one before", "[load]") {
  cached_head known(head_block("57"));
  auto const next = head_block("08", "Sun, 23 Nov 2025");

  CHECK(known.match(next + "ok") == next.size());
  CHECK(known.reader.head().remaining == 8);
  CHECK(known.reader.head().status == 200);
  CHECK(known.reader.head().content_length == 2);
  CHECK(known.reader.head().keep_alive);
  CHECK(known.reader.head().node.view() == "node-1");
}

TEST_CASE("a block of another shape is not taken for a known one", "[load]") {
  cached_head known(head_block("57"));
  auto const block = head_block("57");
  auto renamed = block, denied = block, reworded = block;
  renamed.replace(block.find("X-Node"), 6, "X-Bode");
  denied.replace(9, 3, "429");
  reworded.replace(13, 2, "Ok");

  CHECK(known.match(head_block("7")) == 0);
  CHECK(known.match(renamed) == 0);
  CHECK(known.match(denied) == 0);
  CHECK(known.match(reworded) == 0);
  CHECK(known.match(block.substr(0, block.size() - 1)) == 0);
  CHECK(known.match("") == 0);
  CHECK(known.match(block) == block.size());
}

TEST_CASE("a value that could hide another line is not skipped over", "[load]") {
  cached_head known(head_block("57", "0123456789"));

  for (std::string const date : {"01\r\nX: 678",
                                 "012345678\n",
                                 "\x01"
                                 "123456789",
                                 "012345678\x7f"})
    CHECK(known.match(head_block("57", date)) == 0);
}

TEST_CASE("a value of a known shape that breaks a rule goes to the whole parse", "[load]") {
  cached_head known(head_block("57"));

  CHECK(known.match(head_block("x7")) == 0);
}

TEST_CASE("no byte of a known head can be changed unnoticed", "[load]") {
  auto const block = head_block("57");
  head_shape_cache cache;
  remember(cache, block);
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = block + "ok";
      changed[i] = static_cast<char>(byte);

      auto const plain = scan_whole(changed);
      auto const cached = scan_in_pieces(changed, {}, &cache);

      INFO("byte " << i << " = " << byte);
      REQUIRE(cached.status == plain.status);
      REQUIRE(cached.taken == plain.taken);
      REQUIRE(same_facts(cached.head, plain.head));
    }
  }
}

TEST_CASE("the shape remembered longest ago makes room", "[load]") {
  cached_head known(head_block("1"));
  for (int i = 0; i < 40; ++i)
    remember(known.cache, "HTTP/1.1 200 OK\r\nA" + std::to_string(i) + ": b\r\n\r\n");

  CHECK(known.match(head_block("1")) == 0);
  CHECK(known.match("HTTP/1.1 200 OK\r\nA39: b\r\n\r\n") != 0);
  known.cache.clear();
  CHECK(known.match("HTTP/1.1 200 OK\r\nA39: b\r\n\r\n") == 0);
}

TEST_CASE("a head too large to remember is still read", "[load]") {
  head_shape_cache cache;
  auto const stream = head_block("57", std::string(2000, 'd')) + "ok";

  for (int i = 0; i < 2; ++i) CHECK(scan_in_pieces(stream, {}, &cache).head.remaining == 57);
}
