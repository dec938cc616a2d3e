#include "harness/codec/decode_manifest.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/manifest_call.hpp"

namespace limitproof {

namespace {

/// What tells neither more nor less than its algorithm tells no other waits.
bool read_exact_waits(json_reader const& in, limiter_claims const& claims) {
  auto const told = in.find("exact_waits");
  if (!told) return claims.exact && claims.retry_after;
  bool const exact_waits = told->boolean();
  if (exact_waits && !claims.retry_after)
    told->fail("false: who does not claim retry_after tells no wait that can be relied on");
  if (!exact_waits && claims.exact && claims.retry_after)
    told->fail("true, or nothing: it follows from exact and retry_after");
  return exact_waits;
}

limiter_claims read_claims(json_reader const& in) {
  in.only_keys({"algorithm",
                "time",
                "shared",
                "atomic",
                "consumes_on_deny",
                "retry_after",
                "several_limits",
                "weighted",
                "exact",
                "exact_waits"});
  limiter_claims claims{.algorithm = in.at("algorithm").name<algorithm>(),
                        .time = in.at("time").name<time_source>(),
                        .shared = in.at("shared").boolean(),
                        .atomic = in.at("atomic").boolean(),
                        .consumes_on_deny = in.at("consumes_on_deny").boolean(),
                        .retry_after = in.at("retry_after").boolean(),
                        .several_limits = in.at("several_limits").boolean(),
                        .weighted = in.at("weighted").boolean(),
                        .exact = in.at("exact").boolean()};
  claims.exact_waits = read_exact_waits(in, claims);
  return claims;
}

/// A file of the plugin's own folder: a name, not a path that leads out of it.
std::string read_file_name(json_reader const& in) {
  auto name = in.string(255);
  if (name.find('/') != std::string::npos || name == "." || name == "..")
    in.fail("the name of a file beside limiter.json, without a folder");
  return name;
}

limiter_manifest read_manifest(json_reader const& in) {
  limiter_manifest manifest;
  manifest.kind = in.at("kind").name<limiter_kind>();
  switch (manifest.kind) {
    case limiter_kind::native:
      in.only_keys({"summary", "kind", "claims", "library"});
      manifest.library = read_file_name(in.at("library"));
      break;
    case limiter_kind::redis_script:
      in.only_keys({"summary",
                    "kind",
                    "claims",
                    "script",
                    "setup",
                    "keys",
                    "argv",
                    "reply",
                    "decision",
                    "errors"});
      manifest.script = read_file_name(in.at("script"));
      manifest.call = read_script_call(in);
      break;
    case limiter_kind::redis_commands:
      in.only_keys({"summary", "kind", "claims", "keys", "steps", "decision", "errors"});
      manifest.call = read_command_call(in);
      break;
  }
  manifest.summary = in.at("summary").string(200);
  manifest.claims = read_claims(in.at("claims"));
  if (manifest.kind == limiter_kind::redis_commands && manifest.claims.several_limits)
    in.at("claims")
        .at("several_limits")
        .fail("false: plain commands cannot charge several limits together or not at all");
  return manifest;
}

}  // namespace

result<limiter_manifest> decode_manifest(std::string_view text, std::string const& file) {
  return decode_text(text, file, read_manifest);
}

}  // namespace limitproof
