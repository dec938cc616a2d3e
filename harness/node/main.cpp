#include "harness/node/node_options.hpp"
#include "harness/node/run_node.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

namespace limitproof {

namespace {

constexpr int exit_usage = 2;
constexpr int exit_failed = 3;

/// One write, so that lines of several threads do not mix.
void write_line(std::FILE* stream, std::string const& line) {
  std::fputs((line + "\n").c_str(), stream);
  std::fflush(stream);
}

int fail(error const& e) {
  write_line(stderr, "limitproof-node: " + e.what);
  return e.code == errc::bad_usage || e.code == errc::bad_file ? exit_usage : exit_failed;
}

int serve(node_settings const& settings) {
  node_observer const observer{
      .listening =
          [](address const& where) {
            write_line(stdout, "listening on " + where.host + ":" + std::to_string(where.port));
          },
      .log = [&settings](
                 std::string const& line) { write_line(stderr, settings.name + ": " + line); }};
  auto const counters = run_node(settings, observer);
  if (!counters) return fail(counters.error());
  write_line(stderr, settings.name + ": " + to_text(*counters));
  return 0;
}

int run(int argc, char const* const* argv) {
  std::signal(SIGPIPE, SIG_IGN);
  auto const options = parse_node_options(argc, argv);
  if (!options) return fail(options.error());
  if (auto const* usage = std::get_if<usage_text>(&*options)) {
    std::fputs(usage->text.c_str(), stdout);
    return 0;
  }
  return serve(std::get<node_settings>(*options));
}

}  // namespace

}  // namespace limitproof

int main(int argc, char** argv) {
  try {
    return limitproof::run(argc, argv);
  } catch (std::exception const& e) {
    std::fprintf(stderr, "limitproof-node: %s\n", e.what());
    return limitproof::exit_failed;
  }
}
