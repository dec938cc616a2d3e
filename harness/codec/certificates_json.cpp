#include "harness/codec/certificates_json.hpp"

#include "harness/codec/json_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

/// Times are rounded outwards, as the interval around them is.
ordered_json write_request(proving_request const& r) {
  auto const seen = [](bool was_seen, std::int64_t figure) {
    return was_seen ? ordered_json(figure) : ordered_json(nullptr);
  };
  return {{"id", r.id},
          {"key", r.key},
          {"node", text_or_null(r.node)},
          {"outcome", to_name(r.result)},
          {"status", seen(r.status != 0, r.status)},
          {"cost", r.cost},
          {"sent_us", seen(r.sent_ns != absent, r.sent_ns / 1000)},
          {"received_us", seen(r.received_ns != absent, (r.received_ns + 999) / 1000)},
          {"remaining", seen(r.remaining != absent, r.remaining)}};
}

}  // namespace

ordered_json write_certificates(std::vector<certificate_rows> const& certificates) {
  auto list = ordered_json::array();
  for (auto const& certificate : certificates) {
    auto requests = ordered_json::array();
    for (auto const& request : certificate.requests) requests.push_back(write_request(request));
    list.push_back({{"check", to_name(certificate.check)},
                    {"requests", requests},
                    {"left_out", certificate.left_out}});
  }
  return list;
}

}  // namespace limitproof
