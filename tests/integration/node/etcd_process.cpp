#include "tests/integration/node/etcd_process.hpp"

#include "harness/codec/address_text.hpp"
#include "harness/codec/base64_text.hpp"
#include "harness/stack/free_port.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace limitproof {

namespace {

std::atomic<bool> const never = false;

result<running_server> start_on(std::uint16_t port, std::filesystem::path const& folder) {
  address const where{"127.0.0.1", port};
  auto const url = "http://" + to_text(where);
  child_command command{.name = "etcd",
                        .arguments = {"/usr/bin/etcd",
                                      "--data-dir",
                                      "data",
                                      "--listen-client-urls",
                                      url,
                                      "--advertise-client-urls",
                                      url,
                                      "--listen-peer-urls",
                                      "http://127.0.0.1:0",
                                      "--unsafe-no-fsync"},
                        .folder = folder};
  auto etcd = child_process::start(std::move(command));
  if (!etcd) return etcd.error();
  // Its own log and no answer: that could be a stranger's who took the port.
  wait_limit const limit(std::chrono::seconds(30), never);
  auto const ready = (*etcd)->await_log_line("ready to serve client requests", limit);
  if (!ready) {
    auto why = ready.error();
    if (why.what.find("address already in use") != std::string::npos)
      why.what = "etcd: Address already in use";
    return why;
  }
  return running_server{*std::move(etcd), where};
}

}  // namespace

etcd_process::etcd_process()
    : server_(start_on_free_port(free_port, [this](std::uint16_t port) {
                return start_on(port, folder_.path());
              }).value()) {}

etcd_process::~etcd_process() {
  kill();
}

std::string etcd_process::url_of(std::string const& key) const {
  return "http://" + to_text(server_.where) + "/" + key;
}

void etcd_process::put(std::string const& key, std::string const& value) const {
  ask("/v3/kv/put", R"({"key":")" + to_base64(key) + R"(","value":")" + to_base64(value) + "\"}");
}

void etcd_process::remove(std::string const& key) const {
  ask("/v3/kv/deleterange", R"({"key":")" + to_base64(key) + "\"}");
}

void etcd_process::kill() {
  server_.process->kill();
}

void etcd_process::start_again() {
  server_ = start_on(server_.where.port, folder_.path()).value();
}

void etcd_process::ask(std::string const& target, std::string const& body) const {
  raw_client client(server_.where.port);
  auto const answer = client.ask("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n" + body);
  if (answer.status != 200) throw std::runtime_error("etcd answered " + answer.head + answer.body);
}

}  // namespace limitproof
