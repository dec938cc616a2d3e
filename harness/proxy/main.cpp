#include "harness/codec/address_text.hpp"
#include "harness/proxy/proxy_options.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

namespace limitproof {

namespace {

constexpr int exit_usage = 2;
constexpr int exit_failed = 3;

int fail(error const& e) {
  std::fprintf(stderr, "limitproof-proxy: %s\n", e.what.c_str());
  return e.code == errc::bad_usage ? exit_usage : exit_failed;
}

int run(int argc, char const* const* argv) {
  std::signal(SIGPIPE, SIG_IGN);
  auto const options = parse_proxy_options(argc, argv);
  if (!options) return fail(options.error());
  if (auto const* usage = std::get_if<proxy_usage>(&*options)) {
    std::fputs(usage->text.c_str(), stdout);
    return 0;
  }
  auto const announce = [](proxy_addresses const& found) {
    std::printf("listening on %s, controlled on %s\n",
                to_text(found.nodes).c_str(),
                to_text(found.control).c_str());
    std::fflush(stdout);
  };
  auto const served = run_proxy(std::get<proxy_settings>(*options), announce);
  return served ? 0 : fail(served.error());
}

}  // namespace

}  // namespace limitproof

int main(int argc, char** argv) {
  try {
    return limitproof::run(argc, argv);
  } catch (std::exception const& e) {
    std::fprintf(stderr, "limitproof-proxy: %s\n", e.what());
    return limitproof::exit_failed;
  }
}
