#include "harness/codec/run_record_codec.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/percentiles_json.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

ordered_json encode_attacked(run_record::attacked const& run) {
  ordered_json steps = ordered_json::array();
  for (auto const& step : run.steps) steps.push_back({{"step", step.step}, {"us", step.us}});
  ordered_json json{{"limiter", run.limiter}, {"steps", steps}, {"ended", to_name(run.ended)}};
  if (run.store) {
    ordered_json commands = ordered_json::object();
    for (auto const& [name, calls] : run.store->commands) commands[name] = calls;
    json["store"] = {{"keys", run.store->keys},
                     {"bytes_per_key", run.store->bytes_per_key},
                     {"evicted_keys", run.store->evicted_keys},
                     {"commands", commands}};
    if (auto const& script = run.store->script)
      json["store"]["script"] = {
          {"file", script->file}, {"sha1", script->sha1}, {"known", script->known}};
  }
  if (run.store_round_trip) json["store_round_trip_us"] = write_percentiles(*run.store_round_trip);
  return json;
}

decision_script read_script(json_reader const& in) {
  in.only_keys({"file", "sha1", "known"});
  return {in.at("file").string(), in.at("sha1").string(), in.at("known").boolean()};
}

store_figures read_store(json_reader const& in) {
  in.only_keys({"keys", "bytes_per_key", "evicted_keys", "commands", "script"});
  store_figures store{in.at("keys").integer(0, json_reader::largest),
                      in.at("bytes_per_key").integer(0, json_reader::largest),
                      {}};
  for (auto const& [name, calls] : in.at("commands").members())
    store.commands.emplace_back(name, calls.integer(0, json_reader::largest));
  if (auto const script = in.find("script")) store.script = read_script(*script);
  if (auto const evicted = in.find("evicted_keys"))
    store.evicted_keys = evicted->integer(0, json_reader::largest);
  return store;
}

run_record::attacked read_attacked(json_reader const& in) {
  in.only_keys({"limiter", "steps", "ended", "store", "store_round_trip_us"});
  run_record::attacked run;
  run.limiter = in.at("limiter").string();
  if (auto const ended = in.find("ended")) run.ended = ended->name<attack_end>();
  for (auto const& step : in.at("steps").items()) {
    step.only_keys({"step", "us"});
    run.steps.push_back({step.at("step").string(), step.at("us").integer(0, json_reader::largest)});
  }
  if (auto const store = in.find("store")) run.store = read_store(*store);
  if (auto const timed = in.find("store_round_trip_us"))
    run.store_round_trip = read_percentiles(*timed);
  return run;
}

run_record read_run_record(json_reader const& in) {
  in.only_keys({"command", "started_wall_us", "duration_us", "strict", "environment", "runs"});
  run_record record;
  record.command = in.at("command").string(65536);
  record.started_wall_us = in.at("started_wall_us").integer(0, json_reader::largest);
  record.duration_us = in.at("duration_us").integer(0, json_reader::largest);
  record.strict = in.at("strict").boolean();
  for (auto const& [name, value] : in.at("environment").members())
    record.environment.emplace_back(name, value.string());
  for (auto const& run : in.at("runs").items()) record.runs.push_back(read_attacked(run));
  return record;
}

}  // namespace

std::string encode_run_record(run_record const& r) {
  ordered_json environment = ordered_json::object();
  for (auto const& [name, value] : r.environment) environment[name] = value;
  ordered_json runs = ordered_json::array();
  for (auto const& run : r.runs) runs.push_back(encode_attacked(run));
  ordered_json const json{{"command", r.command},
                          {"started_wall_us", r.started_wall_us},
                          {"duration_us", r.duration_us},
                          {"strict", r.strict},
                          {"environment", environment},
                          {"runs", runs}};
  return json_text(json);
}

result<run_record> decode_run_record(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_run_record);
}

}  // namespace limitproof
