#include "limiters/make_limiter.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <fstream>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

namespace fs = std::filesystem;

/// A folder "mine" for a plugin, gone with the test.
class plugin_folder {
 public:
  plugin_folder() { fs::create_directory(path()); }

  [[nodiscard]] fs::path path() const { return parent_.path() / "mine"; }

  void write(std::string const& name, std::string const& text) const {
    std::ofstream(path() / name, std::ios::binary) << text;
  }

 private:
  temporary_directory parent_;
};

std::string refusal(plugin_folder const& folder) {
  auto const plugin = load_plugin(folder.path());
  return plugin ? "loaded" : plugin.error().what;
}

std::string const claims = R"("summary": "mine", "claims": {"algorithm": "token_bucket",
  "time": "store", "shared": true, "atomic": true, "consumes_on_deny": false, "retry_after": true,
  "several_limits": false, "weighted": false, "exact": true})";

std::string script_manifest(std::string const& admitted) {
  return "{" + claims + R"(, "kind": "redis-script", "script": "mine.lua", "keys": ["k:{id}"],
    "reply": "integer", "decision": {"admitted": ")" +
         admitted + "\"}}";
}

std::string const native_manifest = "{" + claims + R"(, "kind": "native", "library": "mine.so"})";

result<std::unique_ptr<limiter>> make(plugin_folder const& folder) {
  asio::io_context context;
  redis_connection store(context.get_executor(), address{"127.0.0.1", 1}, std::chrono::seconds(1));
  return make_limiter(load_plugin(folder.path()).value(), store);
}

}  // namespace

TEST_CASE("a plugin is its folder: the name, the manifest and the script's text", "[limiter]") {
  plugin_folder folder;
  folder.write("limiter.json", script_manifest("r == 1"));
  folder.write("mine.lua", "return 1");

  auto const plugin = load_plugin(folder.path() / "").value();

  CHECK(plugin.name == "mine");
  CHECK(plugin.script == "return 1");
  CHECK(plugin.manifest.summary == "mine");
}

TEST_CASE("what is missing in a plugin folder is named with its path", "[limiter]") {
  plugin_folder folder;
  CHECK_THAT(refusal(folder), Catch::Contains("mine/limiter.json"));
  folder.write("limiter.json", script_manifest("r == 1"));
  CHECK_THAT(refusal(folder), Catch::Contains("at /script") && Catch::Contains("mine/mine.lua"));
  folder.write("limiter.json", native_manifest);
  CHECK_THAT(refusal(folder), Catch::Contains("at /library") && Catch::Contains("mine/mine.so"));
}

TEST_CASE("a rule that does not compile is found when the plugin is loaded", "[limiter]") {
  plugin_folder folder;
  folder.write("limiter.json", script_manifest("r = 1"));
  folder.write("mine.lua", "return 1");
  CHECK_THAT(refusal(folder),
             Catch::Contains("limiter.json: at /decision/admitted") && Catch::Contains("column 3"));
}

TEST_CASE("a shared object that is none, or of another version, is refused", "[limiter]") {
  plugin_folder folder;
  folder.write("limiter.json", native_manifest);
  folder.write("mine.so", "not an object");
  CHECK_THAT(make(folder).error().what, Catch::Contains("mine.so: does not load"));

  fs::copy_file(
      LIMITPROOF_BAD_PLUGIN, folder.path() / "mine.so", fs::copy_options::overwrite_existing);
  auto const refused = make(folder);
  CHECK(refused.error().code == errc::bad_file);
  CHECK_THAT(refused.error().what, Catch::Contains("ABI version 2, expected 1"));
}
