#include "harness/sqlite/sqlite_database.hpp"
#include "tests/integration/node/node_process.hpp"
#include "tests/unit/node/raw_client.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// Only a hang reaches it.
constexpr auto hang = 30s;

constexpr auto tiered = R"({"policies": {"free": {"limits": {"limit": 7, "per": "1h"}},
                                         "paid": {"limits": {"limit": 9, "per": "1h"}}},
                            "tiers": {"table": true},
                            "rules": [{"tier": "paid", "policy": "paid"}, {"policy": "free"}]})";

void execute(std::filesystem::path const& file, std::string const& sql) {
  sqlite_database(file, sqlite_database::mode::create).execute(sql);
}

/// Policies by tier, and a table in which alice is paid.
struct tiered_folder {
  tiered_folder() {
    std::ofstream(policies) << tiered;
    execute(table, "CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier TEXT NOT NULL)");
    execute(table, "INSERT INTO rate_limits VALUES ('alice', 'paid')");
  }

  [[nodiscard]] std::vector<std::string> flags(std::string const& ttl) const {
    return {"--policies",
            policies.string(),
            "--policy-table",
            table.string(),
            "--policy-table-ttl",
            ttl,
            "--admin-port",
            "0"};
  }

  temporary_directory folder;
  std::filesystem::path policies = folder.path() / "policies.json";
  std::filesystem::path table = folder.path() / "tiers.db";
};

std::string metrics_of(node_process const& node) {
  return raw_client(node.admin_port()).ask("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n").body;
}

bool has_line(std::string const& text, std::string const& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

std::string policy_of(raw_client& client, std::string const& who) {
  return client.ask(get(who)).header("X-Policy");
}

}  // namespace

TEST_CASE("a node takes clients' tiers from a table, and tells how often it knew them",
          "[integration]") {
  tiered_folder const files;
  node_process const node("naive", files.flags("5m"));
  raw_client client(node.port());

  for (int i = 0; i < 5; ++i) {
    CHECK(policy_of(client, "alice") == "paid");
    CHECK(policy_of(client, "bob") == "free");
  }
  execute(files.table, "UPDATE rate_limits SET tier = 'free'");
  CHECK(policy_of(client, "alice") == "paid");

  auto const text = metrics_of(node);
  CAPTURE(text);
  CHECK(has_line(text, "policy_cache_hit_rate 0.818181"));
  CHECK(has_line(text, "limitproof_policy_cache_hits_total 9"));
  CHECK(has_line(text, "limitproof_policy_cache_misses_total 2"));
  CHECK(has_line(text, "limitproof_policy_table_failures_total 0"));
}

TEST_CASE("a changed row is taken over when what was known is too old", "[integration]") {
  tiered_folder const files;
  node_process const node("naive", files.flags("1ms"));
  raw_client client(node.port());
  CHECK(policy_of(client, "alice") == "paid");

  execute(files.table, "UPDATE rate_limits SET tier = 'free'");

  auto const give_up_at = std::chrono::steady_clock::now() + hang;
  while (policy_of(client, "alice") == "paid")
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
}

TEST_CASE("while the table is locked a node serves on with the tiers it knew", "[integration]") {
  tiered_folder const files;
  node_process const node("naive", files.flags("1ms"));
  raw_client client(node.port());
  CHECK(policy_of(client, "alice") == "paid");

  {
    sqlite_database writer(files.table, sqlite_database::mode::create);
    writer.execute("BEGIN EXCLUSIVE");
    auto const give_up_at = std::chrono::steady_clock::now() + hang;
    while (!metrics_of(node).ends_with("limitproof_policy_table_failures_total 1\n")) {
      CHECK(policy_of(client, "alice") == "paid");
      REQUIRE(std::chrono::steady_clock::now() < give_up_at);
    }
    CHECK(policy_of(client, "alice") == "paid");
    CHECK(policy_of(client, "bob") == "free");
    node.await_log("reading the tiers in " + files.table.string() + ": database is locked");
  }

  execute(files.table, "INSERT INTO rate_limits VALUES ('carol', 'paid')");
  auto const give_up_at = std::chrono::steady_clock::now() + hang;
  while (policy_of(client, "carol") == "free")
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
}

TEST_CASE("a node does not start with a table of another shape, or without one that is asked for",
          "[integration]") {
  tiered_folder const files;
  execute(files.table, "ALTER TABLE rate_limits RENAME COLUMN tier TO level");
  node_process const reshaped("naive", files.flags("5m"));
  CHECK(reshaped.end() == "exit status 2");
  CHECK(reshaped.log().find("--policy-table: reading the tiers in " + files.table.string() +
                            ": a table rate_limits is needed") != std::string::npos);

  node_process const bare("naive", {"--policies", files.policies.string()});
  CHECK(bare.end() == "exit status 2");
  CHECK(bare.log().find("at /tiers/table: there is no such table; give the node one with "
                        "--policy-table FILE") != std::string::npos);
}
