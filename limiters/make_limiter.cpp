#include "limiters/make_limiter.hpp"

#include "harness/codec/decode_manifest.hpp"
#include "limiters/command_limiter.hpp"
#include "limiters/key_lifetimes.hpp"
#include "limiters/native_limiter.hpp"
#include "limiters/script_limiter.hpp"

#include <fstream>
#include <iterator>

namespace limitproof {

namespace {

result<std::string> read_file(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.good() || file.eof()) return text;
  return error{
      errc::bad_file,
      "reading " + path.string() + ": there is no such readable file in the plugin folder"};
}

result<void> check_call(limiter_manifest const& manifest) {
  auto const writer = call_writer::compile(manifest);
  if (!writer) return writer.error();
  auto const reader = reply_reader::compile(manifest);
  if (!reader) return reader.error();
  return check_lifetime_rules(manifest);
}

result<void> check_commands(limiter_manifest const& manifest) {
  auto const sequence = command_sequence::compile(manifest);
  if (!sequence) return sequence.error();
  return check_lifetime_rules(manifest);
}

/// A manifest's expressions may hold any bytes; an error that quotes one is a line all the same.
error in_one_line(error failure) {
  for (auto& c : failure.what)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return failure;
}

}  // namespace

result<void> check_manifest(limiter_manifest const& manifest, std::string const& file) {
  result<void> checked;
  if (manifest.kind == limiter_kind::redis_script) checked = check_call(manifest);
  if (manifest.kind == limiter_kind::redis_commands) checked = check_commands(manifest);
  if (!checked) return in_one_line(with_context(file, checked.error()));
  return {};
}

result<limiter_plugin> load_plugin(std::filesystem::path const& folder) {
  auto const file = folder / "limiter.json";
  auto const text = read_file(file);
  if (!text) return text.error();
  auto manifest = decode_manifest(*text, file.string());
  if (!manifest) return manifest.error();

  auto const whole = std::filesystem::weakly_canonical(folder);
  limiter_plugin plugin{whole.filename().string(), whole, std::move(*manifest), {}};
  auto const& declared = plugin.manifest;
  if (declared.kind == limiter_kind::native &&
      !std::filesystem::is_regular_file(folder / declared.library))
    return error{errc::bad_file,
                 file.string() + ": at /library: there is no " +
                     (folder / declared.library).string() +
                     ": build the plugin, or name its shared object"};
  if (declared.kind == limiter_kind::redis_script) {
    auto script = read_file(folder / declared.script);
    if (!script) return with_context(file.string() + ": at /script", script.error());
    plugin.script = std::move(*script);
  }
  auto const checked = check_manifest(declared, file.string());
  if (!checked) return checked.error();
  return plugin;
}

result<std::unique_ptr<limiter>> make_limiter(limiter_plugin const& plugin,
                                              redis_connection& store) {
  switch (plugin.manifest.kind) {
    case limiter_kind::native:
      return native_limiter::make(plugin);
    case limiter_kind::redis_script:
      return script_limiter::make(plugin, store);
    case limiter_kind::redis_commands:
      return command_limiter::make(plugin, store);
  }
  return error{errc::bad_file, "limiter " + plugin.name + " is of no known kind"};
}

}  // namespace limitproof
