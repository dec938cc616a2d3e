#include "harness/codec/store_codec.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string store_with_key(std::string const& key) {
  return R"({"schema":"limitproof.store/1","keys":1,"sampled":[)" + key + "]}";
}

std::string refusal(std::string const& text) {
  auto const decoded = decode_store(text, "store.json");
  return decoded ? "" : decoded.error().what;
}

}  // namespace

TEST_CASE("what a store held survives being written and read, whatever its keys are called",
          "[codec]") {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  store_holdings const store{25'000,
                             {{"tb:{attacker}", "string", 812, 104, std::nullopt},
                              {every_byte, "zset", std::nullopt, 1'132'352, std::nullopt},
                              {"", "string", 0, 56, std::numeric_limits<std::int64_t>::min()}}};

  auto const decoded = decode_store(encode_store(store), "store.json");

  REQUIRE(decoded.has_value());
  CHECK(*decoded == store);
}

TEST_CASE("a store file that is not ours is refused at the place that is wrong", "[codec]") {
  CHECK(refusal(store_with_key(R"({"name":"k","type":"string","bytes":1})")).empty());
  CHECK_THAT(refusal(store_with_key(R"({"name":"k","type":"string","bytes":1,"ttl":5})")),
             Catch::Contains("/sampled/0/ttl"));
  CHECK_THAT(refusal(store_with_key(R"({"name":"k","type":"string","bytes":-1})")),
             Catch::Contains("/sampled/0/bytes"));
  CHECK_THAT(refusal(store_with_key(R"({"name":"k","type":"string","bytes":1,"ttl_ms":-1})")),
             Catch::Contains("/sampled/0/ttl_ms"));
  CHECK_THAT(refusal(store_with_key(R"({"name_hex":"0g","type":"string","bytes":1})")),
             Catch::Contains("/sampled/0/name_hex"));
  CHECK_THAT(refusal(store_with_key(R"({"name_hex":"abc","type":"string","bytes":1})")),
             Catch::Contains("pairs of hexadecimal digits"));
  CHECK_THAT(refusal(store_with_key(R"({"name":"k","name_hex":"6b","type":"string","bytes":1})")),
             Catch::Contains("keep one of them"));
  CHECK_THAT(refusal(R"({"schema":"limitproof.store/2","keys":0,"sampled":[]})"),
             Catch::Contains("/schema"));
}
