// The scanner against Boost.Beast's response parser, on generated responses and mutations of them.

#include "tests/unit/load/beast_oracle.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

using generator_of_bits = std::mt19937_64;

constexpr int cases = 40'000;

class response_writer {
 public:
  explicit response_writer(std::uint64_t seed) : bits_(seed) {}

  std::size_t below(std::size_t count) { return bits_() % count; }

  std::string response() {
    std::string stream;
    while (below(8) == 0)
      stream += "HTTP/1.1 10" + std::string(1, "0323"[below(4)]) + " Wait\r\n\r\n";
    stream += pick({"HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.0 "});
    stream += pick({"200 OK", "200 ", "429 Too Many Requests", "503 No", "204 None", "304 Same"});
    stream += "\r\n";
    for (auto fields = below(6); fields > 0; --fields) stream += field();
    return stream + framing();
  }

  std::string mutated(std::string stream) {
    for (auto changes = 1 + below(3); changes > 0; --changes) {
      auto const at = below(stream.size());
      static constexpr std::string_view alphabet = "\r\n\t :;,0129aZ\\\x7f\x80\x01/HC";
      auto const byte = alphabet[below(alphabet.size())];
      switch (below(4)) {
        case 0:
          stream[at] = byte;
          break;
        case 1:
          stream.insert(at, 1, byte);
          break;
        case 2:
          stream.erase(at, 1 + below(3));
          break;
        default:
          stream.insert(at, stream.substr(below(stream.size()), below(20)));
      }
      if (stream.empty()) stream = "\r";
    }
    return stream;
  }

  std::vector<std::size_t> cuts(std::size_t size) {
    std::vector<std::size_t> at;
    for (auto count = below(5); count > 0; --count) at.push_back(below(size + 1));
    std::sort(at.begin(), at.end());
    return at;
  }

 private:
  std::string pick(std::vector<std::string> const& from) { return from[below(from.size())]; }

  std::string field() {
    return pick({"Date: Sat, 22 Nov 2025 05:11:51 GMT\r\n",
                 "X-Node: node-1\r\n",
                 "RateLimit-Remaining: 12\r\n",
                 "Retry-After: 1\r\n",
                 "Server-Timing: limiter;dur=0.2\r\n",
                 "Connection: close\r\n",
                 "Connection: Keep-Alive, x\r\n",
                 "Connection: ,\r\n",
                 "Empty:\r\n",
                 "Blank: \t \r\n",
                 "Text: \x80 obs \t text\r\n"});
  }

  std::string framing() {
    std::string const body(below(40), 'b');
    switch (below(4)) {
      case 0:
        return "\r\n" + body;
      case 1:
        return "Transfer-Encoding: " + pick({"chunked", "gzip, chunked", "CHUNKED", "gzip"}) +
               "\r\n\r\n" + chunked();
      default:
        return pick({"Content-Length: ", "content-length:"}) + std::to_string(body.size()) +
               "\r\n\r\n" + body + pick({"", "", "HTTP/1.1 200 OK\r\n"});
    }
  }

  std::string chunked() {
    std::string stream;
    for (auto chunks = below(4); chunks > 0; --chunks) {
      auto const size = 1 + below(20);
      stream += (size < 16 ? pick({"", "0", "00"}) : "1") + "0123456789abcdef"[size % 16];
      stream += pick({"", ";a=b", " ; c = d;e"}) + "\r\n" + std::string(size, 'c') + "\r\n";
    }
    return stream + pick({"0", "000", "0;last"}) + "\r\n" +
           pick({"", "Digest: x\r\n", "A:b\r\nC:\r\n"}) + "\r\n";
  }

  generator_of_bits bits_;
};

}  // namespace

TEST_CASE("the scanner and Beast agree on where a response ends and what it says", "[load]") {
  auto const seed = std::random_device{}();
  response_writer writer(seed);
  head_shape_cache cache;
  int agreed_complete = 0, exempt = 0;
  for (int i = 0; i < cases; ++i) {
    auto stream = writer.response();
    if (writer.below(2) == 0) stream = writer.mutated(stream);

    auto const seen = scan_in_pieces(stream, writer.cuts(stream.size()));
    auto const cached = scan_in_pieces(stream, {}, &cache);
    auto const [found, why] = compare_with_beast(stream, seen);

    INFO("seed " << seed << " case " << i << "\n" << stream << "\n" << why);
    REQUIRE(cached.status == seen.status);
    REQUIRE(same_facts(cached.head, seen.head));
    if (seen.status == scan_status::complete) REQUIRE(cached.taken == seen.taken);
    REQUIRE(found != agreement::broken);
    if (found == agreement::complete) ++agreed_complete;
    if (found == agreement::exempt) ++exempt;
  }

  CHECK(agreed_complete > cases / 2);
  CHECK(exempt < cases / 10);
}
