#include "harness/codec/encode_run_summary.hpp"

#include "harness/codec/json_text.hpp"

#include <nlohmann/json.hpp>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

ordered_json encode_row(summary_row const& row) {
  return {{"scenario", row.scenario},
          {"limiter", text_or_null(row.limiter)},
          {"verdict", row.verdict ? ordered_json(to_name(*row.verdict)) : ordered_json(nullptr)},
          {"met", row.met},
          {"decisive", row.decisive},
          {"duration_s", static_cast<double>(row.took_us) / 1e6},
          {"run", text_or_null(row.run_directory)}};
}

}  // namespace

std::string encode_run_summary(run_summary const& s) {
  auto rows = ordered_json::array();
  for (auto const& row : s.rows) rows.push_back(encode_row(row));
  ordered_json const document{{"schema", "limitproof.summary/1"},
                              {"command", s.command},
                              {"size", to_name(s.size)},
                              {"started_wall_us", s.started_wall_us},
                              {"duration_s", static_cast<double>(s.duration_us) / 1e6},
                              {"exit_code", s.exit_code},
                              {"not_run", s.not_run},
                              {"runs", std::move(rows)}};
  return json_text(document);
}

}  // namespace limitproof
