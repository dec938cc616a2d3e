#include "harness/proxy/proxy_options.hpp"

#include "harness/codec/address_text.hpp"

#include <charconv>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

error bad_flag(std::string const& flag, std::string const& found, std::string const& expected) {
  return error{errc::bad_usage, flag + " is \"" + found + "\"; it must be " + expected};
}

bool read_number(std::string const& text, std::uint64_t& number) {
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end;
}

}  // namespace

result<std::variant<proxy_settings, proxy_usage>> parse_proxy_options(int argc,
                                                                      char const* const* argv) {
  std::string store;
  std::string seed = "1";
  CLI::App app("Stands between application nodes and their store, and spoils the way.",
               "limitproof-proxy");
  app.add_option("--store", store, "HOST:PORT of Redis")->required();
  app.add_option("--seed", seed, "What jitter is drawn from")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return proxy_usage{app.help()};
  } catch (CLI::ParseError const& e) {
    return error{errc::bad_usage,
                 std::string(e.what()) + " (limitproof-proxy --help lists the flags)"};
  }
  proxy_settings settings;
  auto const where = parse_address(store);
  if (!where) return bad_flag("--store", store, "HOST:PORT, a numeric IPv4 address and a port");
  settings.store = *where;
  if (!read_number(seed, settings.seed))
    return bad_flag("--seed", seed, "a whole number from 0 to 18446744073709551615");
  return settings;
}

}  // namespace limitproof
