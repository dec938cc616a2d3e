#include "harness/codec/store_spec_json.hpp"

#include "harness/codec/byte_text.hpp"
#include "harness/codec/duration_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

// An empty redis-server 7.0 holds some 900 KB.
constexpr std::int64_t least_memory = std::int64_t{1} << 20;
constexpr std::int64_t most_memory = std::int64_t{1} << 40;
constexpr duration least_probe = std::chrono::milliseconds(1);
constexpr duration most_probe = std::chrono::seconds(10);

std::int64_t read_memory(json_reader const& in) {
  auto const bytes = parse_bytes(in.string());
  if (!bytes || *bytes < least_memory || *bytes > most_memory)
    in.fail("a whole number with b, kb, mb or gb (powers of 1024), from \"1mb\" to \"1024gb\"");
  return *bytes;
}

}  // namespace

store_spec read_store_spec(json_reader const& in) {
  in.only_keys({"maxmemory", "policy", "probe"});
  store_spec spec;
  if (auto const memory = in.find("maxmemory")) spec.maxmemory = read_memory(*memory);
  if (auto const policy = in.find("policy")) {
    if (spec.maxmemory == 0)
      policy->refuse("what is evicted says nothing without a \"maxmemory\" beside it");
    spec.policy = policy->name<eviction_policy>();
  }
  if (auto const probe = in.find("probe")) spec.probe = probe->duration(least_probe, most_probe);
  return spec;
}

ordered_json write_store_spec(store_spec const& spec) {
  auto out = ordered_json::object();
  if (spec.maxmemory > 0) {
    out["maxmemory"] = bytes_to_text(spec.maxmemory);
    out["policy"] = to_name(spec.policy);
  }
  if (spec.probe > duration(0)) out["probe"] = to_text(spec.probe);
  return out;
}

}  // namespace limitproof
