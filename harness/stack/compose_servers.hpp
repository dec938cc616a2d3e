#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"
#include "harness/stack/child_process.hpp"
#include "harness/stack/compose_services.hpp"
#include "harness/stack/compose_stack.hpp"
#include "harness/stack/container_engine.hpp"
#include "harness/stack/file_descriptor.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// The containers of a compose stack: brought up together, removed together, and in between done to
/// what faults say. Destroying it removes all.
class compose_servers {
 public:
  /// `options` outlives this; its paths are absolute.
  explicit compose_servers(compose_stack_options const& options) : options_(options) {}

  ~compose_servers() { end(); }

  compose_servers(compose_servers const&) = delete;
  compose_servers& operator=(compose_servers const&) = delete;

  /// Brings up all, and returns when each answers by itself. Errors: those of make_compose_stack's
  /// `up`; then `end` is the caller's.
  [[nodiscard]] result<void> start(wait_limit const& limit);

  /// As stack::inject.
  [[nodiscard]] result<void> inject(fault const& what, wait_limit const& limit);

  /// Ok while each of them still runs that no fault has killed.
  [[nodiscard]] result<void> alive();

  void end();

  [[nodiscard]] bool are_running() const { return !containers_.empty(); }

  [[nodiscard]] address balancer() const { return {.port = ports_.balancer}; }

  [[nodiscard]] address store() const { return {.port = ports_.store}; }

  /// Neither killed nor stopped by a fault, nor cut off.
  [[nodiscard]] bool store_serves() const;

  [[nodiscard]] std::vector<node_endpoint> nodes() const;

 private:
  /// What became of a container, and what it prints.
  struct container {
    std::string id;
    std::unique_ptr<child_process> log;  ///< follows it into the log folder, and ends when it does
    bool is_down = false;                ///< killed by a fault: that it does not run is meant
    bool is_paused = false;
    bool is_cut_off = false;
  };

  [[nodiscard]] result<void> find_engine(wait_limit const& limit);
  [[nodiscard]] result<void> write_files();
  [[nodiscard]] result<void> choose_ports();
  [[nodiscard]] result<void> bring_up(std::vector<std::string> const& services,
                                      wait_limit const& limit);
  [[nodiscard]] result<void> await_store(wait_limit const& limit);
  [[nodiscard]] result<void> start_way(wait_limit const& limit);
  [[nodiscard]] result<void> take_way();
  [[nodiscard]] result<std::string> engine(std::vector<std::string> const& arguments,
                                           wait_limit const& limit) const;
  [[nodiscard]] result<std::map<std::string, seen_container>> look(wait_limit const& limit) const;
  [[nodiscard]] result<void> follow(std::string const& service, container& one) const;
  [[nodiscard]] result<void> done_by_engine(fault_action action,
                                            std::string const& service,
                                            wait_limit const& limit);
  [[nodiscard]] result<void> restart(std::string const& service, wait_limit const& limit);
  [[nodiscard]] result<void> restart_node(std::string const& node, wait_limit const& limit);
  [[nodiscard]] result<void> reload_balancer(wait_limit const& limit);
  [[nodiscard]] result<void> change_way(fault const& what, wait_limit const& limit);
  [[nodiscard]] result<std::string> tell_balancer(std::string const& command,
                                                  wait_limit const& limit) const;

  [[nodiscard]] std::filesystem::path given() const { return options_.logs / "given"; }

  [[nodiscard]] std::string network() const { return project_ + "_default"; }

  compose_stack_options const& options_;
  std::string project_;
  published_ports ports_;
  std::optional<engine_calls> calls_;
  container_engine engine_;
  file_descriptor way_control_;
  std::map<std::string, container> containers_;  ///< by service
};

}  // namespace limitproof
