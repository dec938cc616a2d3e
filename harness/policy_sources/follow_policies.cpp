#include "harness/policy_sources/follow_policies.hpp"

#include "harness/policy_sources/etcd_watch.hpp"
#include "harness/policy_sources/policy_file.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

namespace limitproof {

namespace {

result<std::optional<std::string>> read_now(std::filesystem::path const& file) {
  return read_policy_file(file);
}

result<std::optional<std::string>> read_now(etcd_key const& key) {
  asio::io_context loop(1);
  result<etcd_reading> reading;
  auto keep = [&reading](std::exception_ptr thrown, result<etcd_reading> got) {
    if (thrown) std::rethrow_exception(thrown);
    reading = std::move(got);
  };
  asio::co_spawn(loop, read_etcd_key(key, watch_patience{}.answer), keep);
  loop.run();
  if (!reading) return reading.error();
  return std::move(reading->value);
}

}  // namespace

result<std::string> read_policies(policy_origin const& origin) {
  auto text = std::visit([](auto const& place) { return read_now(place); }, origin);
  if (!text) return text.error();
  if (!*text) return missing_policies(origin);
  return **std::move(text);
}

error missing_policies(policy_origin const& origin) {
  auto const what = std::holds_alternative<etcd_key>(origin) ? "key" : "readable file";
  return error{errc::bad_file, "reading " + to_text(origin) + ": there is no such " + what};
}

std::unique_ptr<policy_source> follow_policies(asio::io_context& loop,
                                               policy_origin const& origin,
                                               std::string seen,
                                               policy_observer changed,
                                               std::function<void(std::string const&)> log) {
  if (auto const* file = std::get_if<std::filesystem::path>(&origin))
    return std::make_unique<policy_file>(loop, *file, std::move(seen), std::move(changed));
  return std::make_unique<etcd_watch>(
      loop, std::get<etcd_key>(origin), std::move(seen), std::move(changed), std::move(log));
}

}  // namespace limitproof
