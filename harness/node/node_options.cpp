#include "harness/node/node_options.hpp"

#include "harness/codec/address_text.hpp"
#include "harness/codec/duration_text.hpp"
#include "harness/codec/guards_codec.hpp"
#include "harness/codec/policy_codec.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

#include <CLI/CLI.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

/// The flags as they were typed. CLI11 only splits the line: its conversions would accept "0x1F" or
/// " 7" for a number.
struct typed_flags {
  std::string port;
  std::string bind = "127.0.0.1";
  std::string name = "node";
  std::string limiter;
  std::optional<std::string> policy;
  std::optional<std::string> policies;
  std::optional<std::string> policies_etcd;
  std::optional<std::string> policy_table;
  std::string policy_table_ttl = "5m";
  std::optional<std::string> limiter_path;
  std::optional<std::string> store;
  std::string store_error = "open";
  std::string guards = "{}";
  std::string nodes = "1";
  std::string headers = "ietf-03";
  std::string threads = "1";
  std::optional<std::string> admin_port;
  std::string admin_bind = "127.0.0.1";
};

bool is_control(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

error bad_flag(std::string const& flag, std::string found, std::string const& expected) {
  std::replace_if(found.begin(), found.end(), is_control, '?');
  return error{errc::bad_usage, flag + " is \"" + found + "\"; it must be " + expected};
}

std::optional<std::int64_t> whole_number(std::string_view text,
                                         std::int64_t least,
                                         std::int64_t most) {
  std::int64_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < least || number > most)
    return std::nullopt;
  return number;
}

constexpr std::int64_t highest_port = std::numeric_limits<std::uint16_t>::max();

bool is_name(std::string const& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

/// "ietf-10,x-ratelimit": each at most once.
std::optional<std::vector<quota_dialect>> parse_dialects(std::string_view text) {
  std::vector<quota_dialect> dialects;
  for (auto rest = text;;) {
    auto const comma = rest.find(',');
    auto const dialect = from_name<quota_dialect>(rest.substr(0, comma));
    if (!dialect || std::count(dialects.begin(), dialects.end(), *dialect) > 0) return std::nullopt;
    dialects.push_back(*dialect);
    if (comma == std::string_view::npos) return dialects;
    rest.remove_prefix(comma + 1);
  }
}

result<std::optional<policy_origin>> read_origin(typed_flags const& typed) {
  if (typed.policies) return policy_origin(std::filesystem::path(*typed.policies));
  if (!typed.policies_etcd) return std::optional<policy_origin>();
  auto key = parse_etcd_key(*typed.policies_etcd);
  if (!key)
    return bad_flag("--policies-etcd",
                    *typed.policies_etcd,
                    "http://HOST:PORT/KEY, a numeric IPv4 address, a port, and a key of 1 to 256 "
                    "printable ASCII characters but space, %, ? and #");
  return policy_origin(*std::move(key));
}

result<void> read_tier_table(typed_flags const& typed, node_settings& settings) {
  constexpr auto longest = std::chrono::days(1);
  settings.tier_table = typed.policy_table;
  auto const ttl = parse_duration(typed.policy_table_ttl);
  if (!ttl || *ttl < 1ms || *ttl > longest)
    return bad_flag(
        "--policy-table-ttl", typed.policy_table_ttl, R"(a duration as "5m", 1ms to 1d)");
  settings.tier_ttl = *ttl;
  return {};
}

/// One policy for all, or several from one place.
result<void> read_promise(typed_flags const& typed, node_settings& settings) {
  if (typed.policy.has_value() + typed.policies.has_value() + typed.policies_etcd.has_value() != 1)
    return error{errc::bad_usage, "give exactly one of --policy, --policies and --policies-etcd"};
  if (typed.policy && (typed.limiter_path || typed.policy_table))
    return error{errc::bad_usage,
                 "--limiter-path and --policy-table belong to --policies or --policies-etcd, and "
                 "neither is given"};
  auto origin = read_origin(typed);
  if (!origin) return origin.error();
  settings.policies = *std::move(origin);
  settings.limiter_path = typed.limiter_path;
  auto table = read_tier_table(typed, settings);
  if (!table || settings.policies) return table;
  auto promised = decode_policy(*typed.policy, "--policy");
  if (!promised) return promised.error();
  settings.promised = *std::move(promised);
  return {};
}

result<std::optional<address>> admin_address(typed_flags const& typed) {
  if (!is_ipv4(typed.admin_bind))
    return bad_flag("--admin-bind", typed.admin_bind, "a numeric IPv4 address");
  if (!typed.admin_port) return std::optional<address>();
  auto const port = whole_number(*typed.admin_port, 0, highest_port);
  if (!port)
    return bad_flag(
        "--admin-port", *typed.admin_port, "a whole number from 0 (any free port) to 65535");
  return std::optional(address{typed.admin_bind, static_cast<std::uint16_t>(*port)});
}

result<node_settings> to_settings(typed_flags const& typed) {
  node_settings settings;
  auto const port = whole_number(typed.port, 0, highest_port);
  if (!port)
    return bad_flag("--port", typed.port, "a whole number from 0 (any free port) to 65535");
  if (!is_ipv4(typed.bind)) return bad_flag("--bind", typed.bind, "a numeric IPv4 address");
  settings.listen = address{typed.bind, static_cast<std::uint16_t>(*port)};

  if (!is_name(typed.name))
    return bad_flag("--name", typed.name, "1 to 64 letters, digits, dots, dashes or underscores");
  settings.name = typed.name;

  settings.limiter = typed.limiter;
  auto const promised = read_promise(typed, settings);
  if (!promised) return promised.error();

  if (typed.store) {
    settings.store = parse_host_and_port(*typed.store);
    if (!settings.store)
      return bad_flag(
          "--store", *typed.store, "HOST:PORT, a name or a numeric IPv4 address, and a port");
  }
  auto const store_error = from_name<on_store_error>(typed.store_error);
  if (!store_error) return bad_flag("--on-store-error", typed.store_error, "open, closed or local");
  settings.store_error = *store_error;

  auto guards = decode_guards(typed.guards, "--guards");
  if (!guards) return guards.error();
  settings.guards = *guards;

  auto const nodes = whole_number(typed.nodes, 1, 1000);
  if (!nodes) return bad_flag("--nodes", typed.nodes, "a whole number from 1 to 1000");
  settings.nodes = *nodes;

  auto const dialects = parse_dialects(typed.headers);
  if (!dialects)
    return bad_flag("--headers", typed.headers, "one or several of ietf-03,ietf-10,x-ratelimit");
  settings.dialects = *dialects;

  auto const threads = whole_number(typed.threads, 1, 64);
  if (!threads) return bad_flag("--threads", typed.threads, "a whole number from 1 to 64");
  settings.threads = static_cast<int>(*threads);

  auto admin = admin_address(typed);
  if (!admin) return admin.error();
  settings.admin = *std::move(admin);
  return settings;
}

void declare_flags(CLI::App& app, typed_flags& typed) {
  app.add_option("--port", typed.port, "Port to listen on; 0 picks a free one")->required();
  app.add_option("--bind", typed.bind, "Numeric IPv4 address to listen on")->capture_default_str();
  app.add_option("--name", typed.name, "This node's name, sent as X-Node")->capture_default_str();
  app.add_option("--limiter", typed.limiter, "Folder of the limiter plugin")->required();
  app.add_option("--policy", typed.policy, R"(JSON, such as {"limit":50,"per":"1s","burst":100})");
  app.add_option("--policies",
                 typed.policies,
                 "File of several policies and the rules that choose one; followed as it changes");
  app.add_option("--policies-etcd",
                 typed.policies_etcd,
                 "http://HOST:PORT/KEY in place of --policies: a key of etcd v3, watched");
  app.add_option("--policy-table",
                 typed.policy_table,
                 "SQLite file whose table rate_limits says which tier a client is in");
  app.add_option("--policy-table-ttl",
                 typed.policy_table_ttl,
                 "How long what the table said of a client is believed")
      ->capture_default_str();
  app.add_option("--limiter-path",
                 typed.limiter_path,
                 "Folder of the plugins that --policies names; left out: that of --limiter");
  app.add_option(
      "--store", typed.store, "HOST:PORT of Redis, for limiters that keep a count there");
  app.add_option("--on-store-error",
                 typed.store_error,
                 "open: serve; closed: answer 503; local: count alone; each marked X-Degraded")
      ->capture_default_str();
  app.add_option("--guards",
                 typed.guards,
                 R"(JSON, such as {"deadline":"50ms","breaker":{"failures":5},"deny_cache":true})")
      ->capture_default_str();
  app.add_option("--nodes",
                 typed.nodes,
                 "Nodes that share the store: each counts alone with its share of the limit")
      ->capture_default_str();
  app.add_option("--headers",
                 typed.headers,
                 "The fields that tell what is left: ietf-03, ietf-10, x-ratelimit, or several")
      ->capture_default_str();
  app.add_option("--threads", typed.threads, "Threads that serve, each with a limiter of its own")
      ->capture_default_str();
  app.add_option("--admin-port",
                 typed.admin_port,
                 "Port for GET /metrics, told in the log; 0 picks a free one; none without it");
  app.add_option("--admin-bind", typed.admin_bind, "Numeric IPv4 address of the admin port")
      ->capture_default_str();
}

}  // namespace

result<std::variant<node_settings, usage_text>> parse_node_options(int argc,
                                                                   char const* const* argv) {
  typed_flags typed;
  CLI::App app("An application node that answers by a rate limiter.", "limitproof-node");
  declare_flags(app, typed);
  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return usage_text{app.help()};
  } catch (CLI::ParseError const& e) {
    return error{errc::bad_usage,
                 std::string(e.what()) + " (limitproof-node --help lists the flags)"};
  }
  auto settings = to_settings(typed);
  if (!settings) return settings.error();
  return *std::move(settings);
}

}  // namespace limitproof
