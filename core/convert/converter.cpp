// Conversion options from JSON, and the report as JSON.
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/modules.h"
#include "convert/torch/table.h"

namespace mlink::convert {

using nlohmann::json;

namespace {

constexpr int largest_side = 8192;

tl::unexpected<Error> bad_option(const std::string& what) {
  return fail(ErrorKind::invalid_input, "Conversion options: " + what + ".",
              "Known fields: outputs, size, scale, offset, grey, fold.");
}

Result<ConversionOptions::Output> output_of(const json& entry) {
  if (entry.is_string()) return ConversionOptions::Output{entry.get<std::string>(), {}};
  if (!entry.is_object() || !entry.contains("node") || !entry["node"].is_string() ||
      (entry.contains("name") && !entry["name"].is_string()) || entry.size() > (entry.contains("name") ? 2U : 1U)) {
    return bad_option("an output must be a node's name or {\"node\": NAME, \"name\": NAME}");
  }
  return ConversionOptions::Output{entry["node"].get<std::string>(), entry.value("name", std::string())};
}

Result<int> side_of(const json& value) {
  if (!value.is_number_integer() || value.get<std::int64_t>() < 1 || value.get<std::int64_t>() > largest_side) {
    return bad_option("size must be a whole number from 1 to " + std::to_string(largest_side) + ", or [width, height]");
  }
  return value.get<int>();
}

Status read_option(const std::string& key, const json& value, ConversionOptions& options) {
  if (key == "outputs") {
    if (!value.is_array()) return bad_option("outputs must be a list");
    for (const json& entry : value) {
      MLINK_ASSIGN(ConversionOptions::Output output, output_of(entry));
      options.outputs.push_back(std::move(output));
    }
  } else if (key == "size") {
    const bool both = value.is_array() && value.size() == 2;
    MLINK_ASSIGN(options.width, side_of(both ? value[0] : value));
    MLINK_ASSIGN(options.height, side_of(both ? value[1] : value));
  } else if (key == "scale" || key == "offset") {
    if (!value.is_number()) return bad_option(key + " must be a number");
    (key == "scale" ? options.scale : options.offset) = value.get<double>();
  } else if (key == "grey" || key == "fold") {
    if (!value.is_boolean()) return bad_option(key + " must be true or false");
    (key == "grey" ? options.grey : options.fold) = value.get<bool>();
  } else {
    return bad_option("the field \"" + key + "\" is not known");
  }
  return {};
}

json port_json(const ConversionReport::Port& port) { return {{"name", port.name}, {"shape", port.shape}}; }

}  // namespace

Result<ConversionOptions> conversion_options_from_json(std::string_view json_text) {
  const json document = json::parse(json_text, nullptr, false);
  if (!document.is_object()) return bad_option("this is not a JSON object");
  ConversionOptions options;
  for (const auto& [key, value] : document.items()) MLINK_TRY(read_option(key, value, options));
  return options;
}

Result<ConversionOptions> conversion_options_from_text(const std::string& json_or_file) {
  if (json_or_file.find_first_not_of(" \t\r\n") == json_or_file.find('{')) {
    if (json_or_file.find('{') != std::string::npos) return conversion_options_from_json(json_or_file);
  }
  std::ifstream file(json_or_file, std::ios::binary);
  if (!file) {
    return fail(ErrorKind::not_found, "The file with the conversion options cannot be read.",
                "Give JSON text or the name of a file that holds it.", json_or_file);
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto options = conversion_options_from_json(text);
  if (!options) {
    Error error = std::move(options).error();
    error.path = json_or_file;
    return tl::make_unexpected(std::move(error));
  }
  return options;
}

std::string to_json(const ConversionReport& report) {
  json document{{"parameters", report.parameters}, {"folded", report.folded}, {"batches", report.batches},
                {"warnings", report.warnings},     {"ops", report.ops},       {"inputs", json::array()},
                {"outputs", json::array()}};
  for (const auto& port : report.inputs) document["inputs"].push_back(port_json(port));
  for (const auto& port : report.outputs) document["outputs"].push_back(port_json(port));
  if (!report.labels.empty()) document["labels"] = report.labels;
  return document.dump();
}

Result<ConversionReport> convert_tfjs(const std::filesystem::path& model_json, const std::filesystem::path& out,
                                      const ConversionOptions& options) {
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  return torch->convert(model_json, out, options);
}

}  // namespace mlink::convert
