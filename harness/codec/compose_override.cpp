#include "harness/codec/compose_override.hpp"

#include <nlohmann/json.hpp>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

/// Compose files have $NAME replaced; two of them are one.
std::string literal(std::string const& text) {
  std::string doubled;
  for (char const c : text) doubled += c == '$' ? "$$" : std::string(1, c);
  return doubled;
}

std::vector<std::string> literal(std::vector<std::string> texts) {
  for (auto& text : texts) text = literal(text);
  return texts;
}

std::string command_line(std::vector<std::string> const& arguments) {
  std::string line;
  for (auto const& argument : arguments) line += (line.empty() ? "" : " ") + shell_quoted(argument);
  return line;
}

ordered_json to_json(compose_service const& service) {
  ordered_json json = ordered_json::object();
  if (service.image) json["image"] = literal(*service.image);
  if (!service.entrypoint.empty()) json["entrypoint"] = literal(service.entrypoint);
  if (!service.command.empty()) json["command"] = literal(command_line(service.command));
  if (!service.environment.empty()) {
    json["environment"] = ordered_json::object();
    for (auto const& [name, value] : service.environment)
      json["environment"][name] = literal(value);
  }
  if (!service.ports.empty()) json["ports"] = service.ports;
  if (!service.volumes.empty()) json["volumes"] = literal(service.volumes);
  return json;
}

}  // namespace

std::string shell_quoted(std::string const& text) {
  std::string quoted = "'";
  for (char const c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string encode_compose_override(std::map<std::string, compose_service> const& services) {
  ordered_json json;
  json["services"] = ordered_json::object();
  for (auto const& [name, service] : services) json["services"][name] = to_json(service);
  return json.dump(2) + "\n";
}

}  // namespace limitproof
