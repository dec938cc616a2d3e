#include "harness/proxy/proxy_options.hpp"

#include "harness/codec/address_text.hpp"

#include <charconv>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

error bad_flag(std::string const& flag, std::string const& found, std::string const& expected) {
  return error{errc::bad_usage, flag + " is \"" + found + "\"; it must be " + expected};
}

template <class Number>
bool read_number(std::string const& text, Number& number) {
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end;
}

/// As typed: CLI11's own conversions would accept "0x1F" or " 7" for a number.
struct typed_flags {
  std::string store;
  std::string seed = "1";
  std::string bind = "127.0.0.1";
  std::string port = "0";
  std::string control_port = "0";
};

result<proxy_settings> to_settings(typed_flags const& typed) {
  proxy_settings settings;
  auto const where = parse_address(typed.store);
  if (!where)
    return bad_flag("--store", typed.store, "HOST:PORT, a numeric IPv4 address and a port");
  settings.store = *where;
  if (!read_number(typed.seed, settings.seed))
    return bad_flag("--seed", typed.seed, "a whole number from 0 to 18446744073709551615");
  if (!is_ipv4(typed.bind)) return bad_flag("--bind", typed.bind, "a numeric IPv4 address");
  settings.nodes.host = settings.control.host = typed.bind;
  std::string const expected = "a whole number from 0 (any free port) to 65535";
  if (!read_number(typed.port, settings.nodes.port))
    return bad_flag("--port", typed.port, expected);
  if (!read_number(typed.control_port, settings.control.port))
    return bad_flag("--control-port", typed.control_port, expected);
  return settings;
}

}  // namespace

result<std::variant<proxy_settings, proxy_usage>> parse_proxy_options(int argc,
                                                                      char const* const* argv) {
  typed_flags typed;
  CLI::App app("Stands between application nodes and their store, and spoils the way.",
               "limitproof-proxy");
  app.add_option("--store", typed.store, "HOST:PORT of Redis")->required();
  app.add_option("--seed", typed.seed, "What jitter is drawn from")->capture_default_str();
  app.add_option("--bind", typed.bind, "Numeric IPv4 address to listen on")->capture_default_str();
  app.add_option("--port", typed.port, "Port for the nodes; 0 picks a free one")
      ->capture_default_str();
  app.add_option("--control-port", typed.control_port, "Port of the control connection; likewise")
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return proxy_usage{app.help()};
  } catch (CLI::ParseError const& e) {
    return error{errc::bad_usage,
                 std::string(e.what()) + " (limitproof-proxy --help lists the flags)"};
  }
  auto settings = to_settings(typed);
  if (!settings) return settings.error();
  return *std::move(settings);
}

}  // namespace limitproof
