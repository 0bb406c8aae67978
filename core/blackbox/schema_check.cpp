#include "blackbox/schema_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "box_manifest_schema.h"

namespace mlink::blackbox {
namespace {

using nlohmann::json;
using Context = std::vector<std::string>;  // "<root>", "[input]", "[mean]", "[0]"

const json& schema_json() {
  static const json schema = json::parse(kBoxManifestSchema);
  return schema;
}

bool is_index(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string path_of(const Context& context) {
  std::string path = "$";
  for (std::size_t i = 1; i < context.size(); ++i) {
    const std::string key = context[i].substr(1, context[i].size() - 2);
    path += is_index(key) ? context[i] : "." + key;
  }
  return path;
}

// The part of the schema that speaks of this place; null where it cannot be followed (inside an anyOf).
json rule_at(const Context& context) {
  json rule = schema_json();
  for (std::size_t i = 1; i < context.size(); ++i) {
    const std::string key = context[i].substr(1, context[i].size() - 2);
    if (is_index(key) && rule.contains("items"))
      rule = json(rule["items"]);
    else if (rule.contains("properties") && rule["properties"].contains(key))
      rule = json(rule["properties"][key]);
    else
      return {};
  }
  return rule;
}

// The last part of the text between quotation marks: the library names the field there.
std::string quoted(const std::string& text) {
  const auto to = text.rfind('\'');
  const auto from = to == std::string::npos || to == 0 ? std::string::npos : text.rfind('\'', to - 1);
  return from == std::string::npos ? std::string{} : text.substr(from + 1, to - from - 1);
}

std::string choices(const json& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value.dump();
  return text;
}

// What the rule asks for, in words; the library's sentence where it is not one of the usual rules.
std::string wanted(const json& rule, const std::string& description) {
  const auto starts = [&](const char* text) { return description.rfind(text, 0) == 0; };
  if (starts("Failed to match against any enum")) return "must be one of " + choices(rule["enum"]);
  if (starts("Value type not permitted")) {
    const auto type = rule.value("type", std::string("another type"));
    return fmt::format("must be {} {}", type == "array" || type == "object" || type == "integer" ? "an" : "a", type);
  }
  if (starts("Failed to match regex")) return "must match " + rule.value("pattern", std::string());
  if (starts("Failed to validate against any schemas")) {
    if (rule.contains("description")) return "must be " + rule["description"].get<std::string>();
    std::string text;
    for (const auto& one : rule["anyOf"])
      text += (text.empty() ? "" : " or ") +
              (one.contains("enum") ? choices(one["enum"]) : "of type " + one.value("type", std::string("object")));
    return "must be " + text;
  }
  return "does not fit: " + description.substr(0, description.find_last_not_of('.') + 1);
}

std::string sentence(const Context& context, const std::string& description) {
  const std::string path = path_of(context);
  if (description.rfind("Object contains a property", 0) == 0)
    return fmt::format("{}.{} is an unknown field.", path, quoted(description));
  if (description.rfind("Missing required property", 0) == 0)
    return fmt::format("{}.{} is missing.", path, quoted(description));
  return fmt::format("{} {}.", path, wanted(rule_at(context), description));
}

// The library reports a problem once more at every level above it, and each branch of an anyOf by its own.
bool is_echo(const std::string& description) {
  for (const char* text : {"Failed to validate against schema associated", "Failed to validate item",
                           "Failed to validate against child schema", "Failed to validate against additional"})
    if (description.rfind(text, 0) == 0) return true;
  return false;
}

bool inside_choice(const Context& context, const std::string& description) {
  for (Context outer = context; !outer.empty(); outer.pop_back()) {
    const json rule = rule_at(outer);
    if (!rule.is_object() || !rule.contains("anyOf")) continue;
    return outer.size() < context.size() || description.rfind("Failed to validate against any", 0) != 0;
  }
  return false;
}

}  // namespace

std::vector<std::string> manifest_schema_problems(const json& manifest) {
  static const auto schema = [] {
    auto made = std::make_unique<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json()), *made);
    return made;
  }();
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(manifest), &results)) return {};
  std::vector<std::string> problems;
  for (const auto& error : results) {
    if (is_echo(error.description) || inside_choice(error.context, error.description)) continue;
    auto text = sentence(error.context, error.description);
    if (std::find(problems.begin(), problems.end(), text) == problems.end()) problems.push_back(std::move(text));
  }
  if (problems.empty()) problems.emplace_back("$ does not fit the schema.");
  return problems;
}

}  // namespace mlink::blackbox
