#include "harness/policies/normalised_path.hpp"

#include <array>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::string_literals;

TEST_CASE("a path has one spelling, however it is respelled", "[policies]") {
  for (auto const* spelling : {"/login",
                               "/login/",
                               "//login",
                               "///login//",
                               "/%6Cogin",
                               "/%6c%6F%67%69%6e",
                               "/login?next=/home",
                               "/login?",
                               "/login#top",
                               "/login/#/../x",
                               "/./login",
                               "/login/.",
                               "/x/../login",
                               "/%2e%2E/login",
                               "/../../login",
                               "/login;jsessionid=1",
                               "/login;a=1;b/",
                               "/;x/login",
                               "http://shop.test/login",
                               "HTTPS://shop.test:443//login?x"}) {
    INFO(spelling);
    CHECK(normalised_path(spelling, false) == "/login");
  }
}

TEST_CASE("another path stays another path", "[policies]") {
  CHECK(normalised_path("/login/x", false) == "/login/x");
  CHECK(normalised_path("/login.", false) == "/login.");
  CHECK(normalised_path("/...", false) == "/...");
  CHECK(normalised_path("/LOGIN", false) == "/LOGIN");
  CHECK(normalised_path("/log%20in", false) == "/log in");
  CHECK(normalised_path("/%C3%A4", false) == "/\u00e4");
  CHECK(normalised_path("/", false) == "/");
  CHECK(normalised_path("//?", false) == "/");
  CHECK(normalised_path("http://shop.test", false) == "/");
  CHECK(normalised_path("*", false) == "*");
}

TEST_CASE("case is ignored where the application ignores it", "[policies]") {
  CHECK(normalised_path("/LogIn/", true) == "/login");
  CHECK(normalised_path("/%4C%4fGIN", true) == "/login");
  CHECK(normalised_path("/%C3%84", true) == "/\u00c4");
}

TEST_CASE("a path that can be read in two ways has no spelling", "[policies]") {
  for (auto const& target :
       {"/a%2Fb"s,      "/a%5cb"s,        "/a\\b"s,       "/a%00"s, "/a%0d%0ab"s,
        "/a%7f"s,       "/a%"s,           "/a%4"s,        "/a%zz"s, "/%256Cogin"s,
        "/a%c0%af"s,    "/a%e0%80%af"s,   "/a%ed%a0%80"s, "/a%ff"s, "/a%c3"s,
        "/a/..;/b"s,    "/a/%2e%2e;x/b"s, "login"s,       ""s,      "ftp://shop.test/login"s,
        "shop.test:80"s}) {
    INFO(target);
    CHECK(normalised_path(target, false) == std::nullopt);
  }
}

TEST_CASE("letters that fold into ASCII ones are refused where case is ignored", "[policies]") {
  CHECK(normalised_path("/%C5%BF", true) == std::nullopt);
  CHECK(normalised_path("/\u212a", true) == std::nullopt);
  CHECK(normalised_path("/%C5%BF", false) == "/\u017f");
}

/// Every byte of every segment as "%XX".
std::string encoded(std::string const& path) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (auto const c : path) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '/')
      text += "//";
    else
      text += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
  }
  return text;
}

TEST_CASE("what is normal stays as it is, respelled in any way", "[policies]") {
  std::array<char const*, 18> const pieces{"/",
                                           "/",
                                           "//",
                                           "a",
                                           "B",
                                           ".",
                                           "..",
                                           "/../",
                                           "/./",
                                           "%2e",
                                           "%61",
                                           "%2f",
                                           "%25",
                                           ";x",
                                           "?q",
                                           "#",
                                           "%c3%a4",
                                           "%c0%ae"};
  auto const seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  int normal = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string target = "/";
    for (auto left = random() % 8; left > 0; --left) target += pieces[random() % pieces.size()];
    auto const path = normalised_path(target, false);
    if (!path) continue;
    ++normal;
    INFO(target << " is " << *path);
    REQUIRE(path->starts_with('/'));
    REQUIRE((*path == "/" || !path->ends_with('/')));
    REQUIRE(path->find("//") == std::string::npos);
    REQUIRE((*path + "/").find("/../") == std::string::npos);
    REQUIRE((*path + "/").find("/./") == std::string::npos);
    REQUIRE(normalised_path(encoded(*path) + "/?" + target, false) == *path);
  }
  CHECK(normal > 1000);
}

}  // namespace
}  // namespace limitproof
