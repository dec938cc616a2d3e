#include "harness/codec/compose_override.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace limitproof {

namespace {

nlohmann::json of_service(compose_service const& service) {
  return nlohmann::json::parse(encode_compose_override({{"node-1", service}}))
      .at("services")
      .at("node-1");
}

}  // namespace

TEST_CASE("what a service is not given stays as the first file has it", "[codec]") {
  CHECK(of_service({}) == nlohmann::json::object());
}

TEST_CASE("a command is one text, from which a shell reads the same arguments", "[codec]") {
  compose_service service;
  service.command = {"--policy", R"({"limit":50})", "", "it's", "a b"};

  CHECK(of_service(service).at("command") == R"('--policy' '{"limit":50}' '' 'it'\''s' 'a b')");
}

TEST_CASE("a dollar is a dollar wherever compose files have variables", "[codec]") {
  compose_service service;
  service.image = "$a";
  service.entrypoint = {"$b"};
  service.command = {"$(c)"};
  service.volumes = {"/$d:/e:ro"};
  service.environment = {{"F", "${g}"}};
  auto const written = of_service(service);

  CHECK(written.at("image") == "$$a");
  CHECK(written.at("entrypoint") == nlohmann::json{"$$b"});
  CHECK(written.at("command") == "'$$(c)'");
  CHECK(written.at("volumes") == nlohmann::json{"/$$d:/e:ro"});
  CHECK(written.at("environment").at("F") == "$${g}");
}

}  // namespace limitproof
