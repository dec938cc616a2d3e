#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/policy_set_codec.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <random>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

// One to eight random edits: a byte set, dropped or doubled, a stretch cut out or repeated.
std::string mutated(std::string text, std::mt19937_64& random) {
  auto const below = [&random](std::size_t bound) { return random() % bound; };
  for (auto edits = 1 + below(8); edits > 0 && !text.empty(); --edits) {
    auto const place = below(text.size());
    auto const length = std::min(below(12) + 1, text.size() - place);
    switch (below(5)) {
      case 0:
        text[place] = static_cast<char>(below(256));
        break;
      case 1:
        text[place] = "{}[]\",:0123456789eE+-.tfn\\u/ \n"[below(30)];
        break;
      case 2:
        text.erase(place, length);
        break;
      case 3:
        text.insert(place, text.substr(place, length));
        break;
      case 4:
        text.insert(place, text.substr(below(text.size()), length));
        break;
    }
  }
  return text;
}

bool is_one_line(std::string const& sentence) {
  return sentence.starts_with("x.json: at ") && sentence.find('\n') == std::string::npos;
}

/// What becomes of 20 000 mutations of a sound document.
template <class Decode>
void feed_garbage(std::string const& original, Decode decode) {
  auto const seed = std::random_device{}();
  WARN("seed " << seed);
  std::mt19937_64 random(seed);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto const text = mutated(original, random);
    auto const decoded = decode(text, "x.json");
    if (decoded) continue;
    ++refused;
    if (decoded.error().code != errc::bad_file || !is_one_line(decoded.error().what)) {
      CAPTURE(i, text, decoded.error().what);
      FAIL("refused otherwise than with bad_file in one line");
    }
  }
  CHECK(refused > 10'000);
}

}  // namespace

TEST_CASE("garbage either decodes or is refused in one line", "[codec]") {
  feed_garbage(full_scenario().dump(), [](std::string const& text, std::string const& file) {
    return decode_scenario(text, file);
  });
  feed_garbage(full_policy_set().dump(), [](std::string const& text, std::string const& file) {
    return decode_policy_set(text, file);
  });
}
