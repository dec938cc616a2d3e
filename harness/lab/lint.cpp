#include "harness/lab/lint.hpp"

#include "harness/lab/private_store.hpp"
#include "harness/lab/probes.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr std::size_t instances = 4;
constexpr auto manifest_name = "limiter.json";

struct claim {
  bool made = true;  ///< false: its manifest does not claim the property
  std::string text;
};

struct probed_property {
  std::string name;
  std::function<claim(limiter_claims const&)> claimed;
  probe_function* probe;
};

probed_property plain(std::string name, std::string text, probe_function* probe) {
  return {std::move(name), [text](limiter_claims const&) { return claim{true, text}; }, probe};
}

probed_property switched(std::string name, bool limiter_claims::*member, probe_function* probe) {
  auto const read = [member](limiter_claims const& claims) {
    return claim{claims.*member, claims.*member ? "yes" : "no"};
  };
  return {std::move(name), read, probe};
}

std::vector<probed_property> const& probed_properties() {
  static std::vector<probed_property> const all{
      plain("replies", "decisions", probe_replies),
      {"algorithm",
       [](auto const& claims) {
         return claim{true, std::string(to_name(claims.algorithm))};
       },
       probe_algorithm},
      switched("exact", &limiter_claims::exact, probe_exact),
      switched("atomic", &limiter_claims::atomic, probe_atomic),
      switched("shared", &limiter_claims::shared, probe_shared),
      {"consumes_on_deny",
       [](auto const& claims) {
         // What is promised is that denials consume nothing.
         return claim{!claims.consumes_on_deny, claims.consumes_on_deny ? "yes" : "no"};
       },
       probe_consumes_on_deny},
      switched("retry_after", &limiter_claims::retry_after, probe_retry_after),
      switched("several_limits", &limiter_claims::several_limits, probe_several_limits),
      switched("weighted", &limiter_claims::weighted, probe_weighted),
      plain("key life times", "as ttl_ms", probe_key_lifetimes),
      plain("cluster slot", "one", probe_cluster_slot),
      // Last, because an instance may remember the latest time that it was told.
      {"time",
       [](auto const& claims) {
         return claim{true, std::string(to_name(claims.time))};
       },
       probe_time}};
  return all;
}

result<fs::path> folder_of(fs::path const& plugin) {
  if (fs::is_directory(plugin)) return plugin;
  if (plugin.filename() == manifest_name) return fs::absolute(plugin).parent_path();
  return error{errc::bad_file,
               plugin.string() + " is neither a plugin's folder nor its limiter.json"};
}

duration shortest_period(limiter_cluster& limiters) {
  std::vector<limit> const limits{{1, 100ms, 1}};
  return limiters.check(limiters.request("period", limits)) ? 100ms : 1s;
}

/// An error where a decision was due is what was seen, unless the store is gone.
result<linted_property> look_at(probed_property const& property,
                                probe_subject const& subject,
                                private_store const& store) {
  auto claimed = property.claimed(subject.limiters.claims());
  auto seen = property.probe(subject);
  if (auto const alive = store.alive(); !alive) return alive.error();
  if (!seen) seen = judge(claimed.made, false, "error: " + seen.error().what);
  return linted_property{property.name, std::move(claimed.text), *std::move(seen)};
}

}  // namespace

bool lint_report::holds() const {
  return std::none_of(properties.begin(), properties.end(), [](auto const& each) {
    return each.sighted.standing == standing::fails;
  });
}

result<lint_report> lint_plugin(fs::path const& plugin, std::atomic<bool> const& stop) {
  auto const folder = folder_of(plugin);
  if (!folder) return folder.error();
  auto loaded = load_plugin(*folder);
  if (!loaded) return loaded.error();
  auto const store = private_store::start(stop);
  if (!store) return store.error();
  auto const limiters = limiter_cluster::make(*std::move(loaded), (*store)->where(), instances);
  if (!limiters) return limiters.error();

  auto const& of = (*limiters)->plugin();
  lint_report report{of.name, std::string(to_name(of.manifest.kind)), {}};
  probe_subject const subject{**limiters, shortest_period(**limiters)};
  for (auto const& property : probed_properties()) {
    if (stop) return error{errc::interrupted, "interrupted while probing limiter " + of.name};
    auto line = look_at(property, subject, **store);
    if (!line) return line.error();
    report.properties.push_back(*std::move(line));
  }
  return report;
}

std::string lint_text(lint_report const& report) {
  auto text = fmt::format("{} ({})\n  {:<17} {:<23} {:<5} {}\n",
                          report.limiter,
                          report.kind,
                          "property",
                          "claimed",
                          "",
                          "seen");
  std::vector<std::string> broken;
  for (auto const& [property, claimed, sighted] : report.properties) {
    text += fmt::format(
        "  {:<17} {:<23} {:<5} {}\n", property, claimed, to_name(sighted.standing), sighted.seen);
    if (sighted.standing == standing::fails) broken.push_back(property);
  }
  if (broken.empty()) return text + "No claim was seen not to hold.\n";
  return text + fmt::format("Does not hold: {}.\n", fmt::join(broken, ", "));
}

}  // namespace limitproof
