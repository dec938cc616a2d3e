#include "tests/unit/codec/json_schema.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include <regex.h>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

/// Where $ref leads: into the document it stands in, or to another file.
struct scope {
  ordered_json const& root;
  schema_files const& others;
};

bool holds(ordered_json const& value, ordered_json const& schema, scope const& where);

bool is_of_type(ordered_json const& value, std::string const& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "number") return value.is_number();
  if (type == "integer")
    return value.is_number_integer() ||
           (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
  throw std::invalid_argument("a type this test does not know: " + type);
}

// What one keyword is given: its operand, the schema it stands in (additionalProperties looks at
// its neighbour) and where $ref leads.
struct rule {
  ordered_json const& operand;
  ordered_json const& schema;
  scope const& where;
};

std::size_t matching(ordered_json const& value, rule const& r) {
  auto const matches = [&](ordered_json const& option) { return holds(value, option, r.where); };
  return static_cast<std::size_t>(std::count_if(r.operand.begin(), r.operand.end(), matches));
}

bool has_required(ordered_json const& value, rule const& r) {
  return !value.is_object() ||
         std::all_of(r.operand.begin(), r.operand.end(), [&](auto const& key) {
           return value.contains(key.template get<std::string>());
         });
}

bool has_dependent(ordered_json const& value, rule const& r) {
  if (!value.is_object()) return true;
  for (auto const& [key, needed] : r.operand.items())
    if (value.contains(key) && !has_required(value, {needed, r.schema, r.where})) return false;
  return true;
}

bool properties_hold(ordered_json const& value, rule const& r) {
  if (!value.is_object()) return true;
  for (auto const& [key, schema] : r.operand.items())
    if (value.contains(key) && !holds(value[key], schema, r.where)) return false;
  return true;
}

bool additional_hold(ordered_json const& value, rule const& r) {
  if (!value.is_object()) return true;
  for (auto const& [key, member] : value.items()) {
    if (r.schema.contains("properties") && r.schema["properties"].contains(key)) continue;
    if (r.operand.is_boolean() ? !r.operand.get<bool>() : !holds(member, r.operand, r.where))
      return false;
  }
  return true;
}

bool names_hold(ordered_json const& value, rule const& r) {
  if (!value.is_object()) return true;
  for (auto const& [key, member] : value.items())
    if (!holds(key, r.operand, r.where)) return false;
  return true;
}

bool items_hold(ordered_json const& value, rule const& r) {
  return !value.is_array() || std::all_of(value.begin(), value.end(), [&](auto const& element) {
    return holds(element, r.operand, r.where);
  });
}

bool are_unique(ordered_json const& value) {
  return !value.is_array() ||
         std::set<ordered_json>(value.begin(), value.end()).size() == value.size();
}

// POSIX expressions rather than std::regex, which GCC 12 accuses of reading uninitialised memory
// when it optimises under sanitizers.
class expression {
 public:
  explicit expression(std::string const& pattern) {
    if (regcomp(&compiled_, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
      throw std::invalid_argument("a pattern this test cannot read: " + pattern);
  }

  ~expression() { regfree(&compiled_); }

  expression(expression const&) = delete;
  expression& operator=(expression const&) = delete;

  [[nodiscard]] bool matches(std::string const& text) const {
    regmatch_t whole{0, static_cast<regoff_t>(text.size())};
    return regexec(&compiled_, text.c_str(), 1, &whole, REG_STARTEND) == 0;
  }

 private:
  regex_t compiled_{};
};

bool matches_pattern(ordered_json const& value, rule const& r) {
  static std::map<std::string, expression> compiled;
  if (!value.is_string()) return true;
  auto const pattern = r.operand.get<std::string>();
  return compiled.try_emplace(pattern, pattern).first->second.matches(value.get<std::string>());
}

bool referred_holds(ordered_json const& value, rule const& r) {
  auto const reference = r.operand.get<std::string>();
  if (reference.starts_with('#'))
    return holds(value, r.where.root.at(ordered_json::json_pointer(reference.substr(1))), r.where);
  auto const& other = r.where.others.at(reference);
  return holds(value, other, {other, r.where.others});
}

using keyword = std::function<bool(ordered_json const&, rule const&)>;

std::map<std::string, keyword> const& keywords() {
  static std::map<std::string, keyword> const table = {
      {"$ref", referred_holds},
      {"type", [](auto const& v, auto const& r) { return is_of_type(v, r.operand); }},
      {"const", [](auto const& v, auto const& r) { return v == r.operand; }},
      {"enum",
       [](auto const& v, auto const& r) {
         return std::find(r.operand.begin(), r.operand.end(), v) != r.operand.end();
       }},
      {"anyOf", [](auto const& v, auto const& r) { return matching(v, r) > 0; }},
      {"not", [](auto const& v, auto const& r) { return !holds(v, r.operand, r.where); }},
      {"oneOf", [](auto const& v, auto const& r) { return matching(v, r) == 1; }},
      {"required", has_required},
      {"dependentRequired", has_dependent},
      {"properties", properties_hold},
      {"additionalProperties", additional_hold},
      {"propertyNames", names_hold},
      {"minProperties",
       [](auto const& v, auto const& r) { return !v.is_object() || v.size() >= r.operand; }},
      {"maxProperties",
       [](auto const& v, auto const& r) { return !v.is_object() || v.size() <= r.operand; }},
      {"items", items_hold},
      {"minItems",
       [](auto const& v, auto const& r) { return !v.is_array() || v.size() >= r.operand; }},
      {"maxItems",
       [](auto const& v, auto const& r) { return !v.is_array() || v.size() <= r.operand; }},
      {"uniqueItems", [](auto const& v, auto const&) { return are_unique(v); }},
      {"minimum",
       [](auto const& v, auto const& r) {
         return !v.is_number() || v.template get<double>() >= r.operand.template get<double>();
       }},
      {"maximum",
       [](auto const& v, auto const& r) {
         return !v.is_number() || v.template get<double>() <= r.operand.template get<double>();
       }},
      {"pattern", matches_pattern},
      {"minLength",
       [](auto const& v, auto const& r) {
         return !v.is_string() || v.template get<std::string>().size() >= r.operand;
       }},
      {"maxLength", [](auto const& v, auto const& r) {
         return !v.is_string() || v.template get<std::string>().size() <= r.operand;
       }}};
  return table;
}

bool holds(ordered_json const& value, ordered_json const& schema, scope const& where) {
  static std::set<std::string> const annotations = {"$schema", "$defs", "title", "description"};
  for (auto const& [name, operand] : schema.items()) {
    if (annotations.contains(name)) continue;
    auto const found = keywords().find(name);
    if (found == keywords().end())
      throw std::invalid_argument("a schema keyword this test does not know: " + name);
    if (!found->second(value, rule{operand, schema, where})) return false;
  }
  return true;
}

}  // namespace

bool satisfies(ordered_json const& document,
               ordered_json const& schema,
               schema_files const& others) {
  return holds(document, schema, {schema, others});
}

}  // namespace limitproof
