#include "harness/codec/verdict_codec.hpp"

#include "harness/codec/breaches_json.hpp"
#include "harness/codec/json_reader.hpp"
#include "harness/codec/json_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view verdict_schema = "limitproof.verdict/1";

std::int64_t read_count(json_reader const& in) {
  return in.integer(0, json_reader::largest);
}

time_interval read_interval(json_reader const& in) {
  in.only_keys({"start_ns", "end_ns"});
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  auto const start = in.at("start_ns").integer(least, json_reader::largest);
  return {start, in.at("end_ns").integer(start, json_reader::largest)};
}

ordered_json write_interval(time_interval const& interval) {
  return {{"start_ns", interval.start_ns}, {"end_ns", interval.end_ns}};
}

finding read_finding(json_reader const& in) {
  in.only_keys({"check", "verdict", "claim", "interval", "witness", "breaches"});
  finding f;
  f.check = in.at("check").name<check_name>();
  f.verdict = in.at("verdict").name<verdict_kind>();
  f.claim = in.at("claim").string(65536);
  if (auto const interval = in.find("interval")) f.interval = read_interval(*interval);
  for (auto const& id : in.at("witness").items()) f.witness.push_back(id.unsigned_integer());
  if (auto const breaches = in.find("breaches")) f.breaches = read_breaches(*breaches);
  return f;
}

ordered_json write_finding(finding const& f) {
  ordered_json out{
      {"check", to_name(f.check)}, {"verdict", to_name(f.verdict)}, {"claim", f.claim}};
  if (f.interval) out["interval"] = write_interval(*f.interval);
  out["witness"] = f.witness;
  if (!f.breaches.empty()) out["breaches"] = write_breaches(f.breaches);
  return out;
}

worst_window read_worst(json_reader const& in) {
  in.only_keys({"count", "limit", "interval"});
  return {read_count(in.at("count")), read_count(in.at("limit")), read_interval(in.at("interval"))};
}

ordered_json write_worst(worst_window const& worst) {
  return {
      {"count", worst.count}, {"limit", worst.limit}, {"interval", write_interval(worst.interval)}};
}

struct count_field {
  std::string_view key;
  std::int64_t admission_figures::*place;
};

// Every count of admission_figures with its name, for reading and writing alike.
constexpr std::array counts = {
    count_field{"offered", &admission_figures::offered},
    count_field{"admitted", &admission_figures::admitted},
    count_field{"denied", &admission_figures::denied},
    count_field{"unknown", &admission_figures::unknown},
    count_field{"not_decided", &admission_figures::not_decided},
    count_field{"not_sent", &admission_figures::not_sent},
    count_field{"admitted_degraded", &admission_figures::admitted_degraded},
    count_field{"denied_degraded", &admission_figures::denied_degraded},
    count_field{"permits_offered", &admission_figures::permits_offered},
    count_field{"permits_admitted", &admission_figures::permits_admitted},
    count_field{"certified_excess", &admission_figures::certified_excess},
    count_field{"total_excess", &admission_figures::total_excess}};

admission_figures read_admission(json_reader const& in) {
  std::vector<std::string_view> known;
  for (auto const& field : counts) known.push_back(field.key);
  known.insert(known.end(), {"wrongful_denials", "allowance", "ratio", "worst"});
  in.only_keys(known);
  admission_figures figures;
  for (auto const& field : counts) figures.*field.place = read_count(in.at(field.key));
  if (auto const denials = in.find("wrongful_denials"))
    figures.wrongful_denials = read_count(*denials);
  if (auto const allowance = in.find("allowance")) figures.allowance = read_count(*allowance);
  if (auto const ratio = in.find("ratio")) figures.ratio = ratio->number();
  if (auto const worst = in.find("worst")) figures.worst = read_worst(*worst);
  return figures;
}

ordered_json write_admission(admission_figures const& figures) {
  auto out = ordered_json::object();
  for (auto const& field : counts) out[std::string(field.key)] = figures.*field.place;
  if (figures.wrongful_denials) out["wrongful_denials"] = *figures.wrongful_denials;
  if (figures.allowance) out["allowance"] = *figures.allowance;
  if (figures.ratio) out["ratio"] = *figures.ratio;
  if (figures.worst) out["worst"] = write_worst(*figures.worst);
  return out;
}

verdict read_verdict(json_reader const& in) {
  in.only_keys({"schema", "verdict", "findings", "admission", "send_lag_us_p99"});
  static_cast<void>(in.at("schema").one_of({std::string(verdict_schema)}));
  verdict v;
  v.kind = in.at("verdict").name<verdict_kind>();
  for (auto const& element : in.at("findings").items()) v.findings.push_back(read_finding(element));
  v.admission = read_admission(in.at("admission"));
  v.send_lag_us_p99 = read_count(in.at("send_lag_us_p99"));
  return v;
}

}  // namespace

std::string encode_verdict(verdict const& v) {
  auto findings = ordered_json::array();
  for (auto const& f : v.findings) findings.push_back(write_finding(f));
  ordered_json const document{{"schema", verdict_schema},
                              {"verdict", to_name(v.kind)},
                              {"findings", std::move(findings)},
                              {"admission", write_admission(v.admission)},
                              {"send_lag_us_p99", v.send_lag_us_p99}};
  return json_text(document);
}

result<verdict> decode_verdict(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_verdict);
}

}  // namespace limitproof
