#include "tests/integration/node/node_process.hpp"
#include "tests/integration/redis_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <atomic>
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

std::atomic<bool> const never = false;

std::string get_path(std::string const& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

std::string metrics_of(node_process const& node) {
  raw_client scraper(node.admin_port());
  auto const answer = scraper.ask(get_path("/metrics"));
  CHECK(answer.status == 200);
  return answer.body;
}

bool has_line(std::string const& text, std::string const& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

/// A node with a deny cache that has admitted ten of twelve requests.
struct busy_node {
  busy_node() {
    raw_client client(node.port());
    for (int i = 0; i < 12; ++i) client.ask(get("alice"));
  }

  redis_process redis;
  node_process node{"redis-token-bucket",
                    {"--store",
                     redis.where().host + ":" + std::to_string(redis.where().port),
                     "--guards",
                     R"({"deadline":"10s","deny_cache":true})",
                     "--threads",
                     "2",
                     "--admin-port",
                     "0"}};
};

}  // namespace

TEST_CASE("metrics tell what a node has answered, and promtool finds no fault", "[integration]") {
  busy_node const busy;
  temporary_directory folder;

  auto const text = metrics_of(busy.node);

  INFO(text);
  CHECK(text.find(R"(limitproof_requests_total{policy="default",result="allowed"} 10)") !=
        std::string::npos);
  CHECK(text.find(R"(rate_limit_exceeded_total{policy="default"} 2)") != std::string::npos);
  CHECK(text.find("limitproof_deny_cache_hits_total 1\n") != std::string::npos);
  CHECK(text.find("limitproof_limiter_call_duration_seconds_count 11\n") != std::string::npos);
  std::ofstream(folder.path() / "metrics") << text;
  auto const lint =
      child_process::start(
          {"promtool", {"/bin/sh", "-c", "promtool check metrics < metrics"}, folder.path()})
          .value();
  REQUIRE(lint->await_end(hang));
  std::ifstream said(lint->log());
  CAPTURE(std::string(std::istreambuf_iterator<char>(said), {}));
  CHECK(*lint->exited() == "exit status 0");
}

TEST_CASE("Prometheus scrapes a node and knows what it has counted", "[integration]") {
  busy_node const busy;
  temporary_directory folder;
  std::ofstream(folder.path() / "prometheus.yml")
      << "scrape_configs: [{job_name: node, scrape_interval: 100ms, scrape_timeout: 100ms, "
         "static_configs: [{targets: ['127.0.0.1:"
      << busy.node.admin_port() << "']}]}]\n";
  auto const prometheus = child_process::start({"prometheus",
                                                {"/usr/bin/prometheus",
                                                 "--config.file=prometheus.yml",
                                                 "--storage.tsdb.path=data",
                                                 "--web.listen-address=127.0.0.1:0"},
                                                folder.path()})
                              .value();
  std::string const announcement = "msg=\"Listening on\" address=127.0.0.1:";
  auto const line = prometheus->await_log_line(announcement, wait_limit(hang, never)).value();
  auto const port = std::stoul(line.substr(line.find(announcement) + announcement.size()));

  raw_client client(static_cast<std::uint16_t>(port));
  std::string known;
  auto const give_up_at = std::chrono::steady_clock::now() + hang;
  while (known.find(R"("policy":"default")") == std::string::npos) {
    REQUIRE(std::chrono::steady_clock::now() < give_up_at);
    known = client.ask(get_path("/api/v1/query?query=rate_limit_exceeded_total")).body;
  }

  CAPTURE(known);
  CHECK(known.find(R"(,"2"])") != std::string::npos);
}

TEST_CASE("what is answered under each of several policies is told by its name, gone ones too",
          "[integration]") {
  temporary_directory folder;
  auto const file = folder.path() / "policies.json";
  std::ofstream(file) << R"({"policies": {"free": {"limits": {"limit": 1, "per": "1h"}},
                                          "search": {"limits": {"limit": 5, "per": "1h"}}},
                             "rules": [{"path": "/search", "policy": "search"}, {"policy": "free"}]})";
  node_process const node("naive", {"--policies", file.string(), "--admin-port", "0"});
  raw_client client(node.port());

  for (int i = 0; i < 3; ++i) client.ask(get("alice"));
  client.ask("GET /search HTTP/1.1\r\nHost: h\r\nX-Api-Key: alice\r\n\r\n");
  client.ask(get_path("/"));
  auto const both = metrics_of(node);
  auto const draft = folder.path() / "draft";
  std::ofstream(draft) << R"({"policies": {"free": {"limits": {"limit": 2, "per": "1h"}}},
                              "rules": [{"policy": "free"}]})";
  std::filesystem::rename(draft, file);
  node.await_log("the policies are those of ");
  auto const afterwards = metrics_of(node);

  for (auto const& text : {both, afterwards}) {
    CAPTURE(text);
    CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="allowed"} 1)"));
    CHECK(has_line(text, R"(rate_limit_exceeded_total{policy="free"} 2)"));
    CHECK(has_line(text, R"(limitproof_requests_total{policy="search",result="allowed"} 1)"));
    CHECK(has_line(text, R"(limitproof_requests_total{policy="default",result="refused"} 1)"));
  }
}

TEST_CASE("a node without an admin port has none, and one that asks nonsense gets a sentence",
          "[integration]") {
  node_process const silent("naive");
  raw_client client(silent.port());
  CHECK(client.ask(get_path("/metrics")).status == 400);
  CHECK(silent.log().find("metrics") == std::string::npos);

  node_process const spoken("naive", {"--admin-port", "0"});
  auto const admin = spoken.admin_port();
  CHECK(admin != spoken.port());
  raw_client nobody(admin);
  CHECK(nobody.ask("BREW / HTTP/9\r\n\r\n").status == 404);
}
