#include "experiment/import_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "experiment/columnar/columnar.h"
#include "experiment/text_files.h"
#include "recorded/import_table.h"

namespace mlink::experiment {
namespace {

Status check_file(const std::filesystem::path& path) {
  std::error_code ec;
  const auto status = std::filesystem::status(path, ec);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorKind::not_found, "The file was not found.", "Check the path.", path.string());
  if (status.type() == std::filesystem::file_type::directory)
    return fail(ErrorKind::invalid_input, "This is a folder.", "Name a file.", path.string());
  if (status.type() != std::filesystem::file_type::regular)
    return fail(ErrorKind::invalid_input, "This is not a plain file.", "It is read twice: save it as a file first.",
                path.string());
  if (std::filesystem::file_size(path, ec) == 0)
    return fail(ErrorKind::invalid_input, "The file is empty.", "A table or a list of detections is expected.",
                path.string());
  return {};
}

RecordedText text_of(const std::filesystem::path& path) {
  RecordedText text;
  text.path = path.string();
  text.name = path.filename().string();
  text.stem = without_gz(path).stem().string();
  text.bytes = text_bytes(path);
  text.open = [path] { return text_of_file(path); };
  text.columns = [path](ColumnFile kind) { return open_columns(path, kind); };
  return text;
}

/// Cameras that a description tells of; what is not as `export` writes it tells nothing.
std::vector<DescribedCamera> cameras_in(const nlohmann::json& json) try {
  std::vector<DescribedCamera> cameras;
  for (const auto& one : json.value("cameras", nlohmann::json::array())) {
    DescribedCamera camera;
    camera.name = one.at("name").get<std::string>();
    camera.rate = std::max(0.0, one.value("frame_rate", 0.0));
    camera.seconds = std::max(0.0, one.value("seconds", 0.0));
    camera.width = one.value("width", 0);
    camera.height = one.value("height", 0);
    camera.synthetic = one.value("synthetic", std::string());
    if (const auto start = one.value("start", nlohmann::json()); start.is_object())
      camera.start = {start_origin_of(start.value("origin", std::string("typed"))), start.at("seconds").get<double>()};
    if (camera.start.seconds < 0) camera.start = {};
    cameras.push_back(std::move(camera));
  }
  return cameras;
} catch (const nlohmann::json::exception&) {
  return {};
}

Result<Description> description_in(const nlohmann::json& json, const std::filesystem::path& file) {
  Description description;
  MLINK_ASSIGN(description.spec, output_spec_from_json(json).map_error([&](Error error) {
    error.path = file.string();
    return error;
  }));
  description.file = file;
  description.cameras = cameras_in(json);
  if (const auto how = json.find("synthetic"); how != json.end() && how->is_string())
    description.synthetic = how->get<std::string>();
  return description;
}

// OUTPUTS.json or BOX.json beside the table, as `export` writes it; another kind of JSON is told and left alone.
Result<Description> description_beside(const ImportOptions& options, std::vector<std::string>& notes) {
  std::filesystem::path own = without_gz(options.outputs);
  own.replace_extension(".json");
  const auto named = options.outputs.parent_path() / (options.box + ".json");
  for (const auto& path : {own, named}) {
    std::error_code ec;
    if (path == options.outputs || !std::filesystem::is_regular_file(path, ec)) continue;
    MLINK_ASSIGN(const auto text, text_of(path).whole());
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("task") || !json.contains("width")) {
      notes.push_back(
          fmt::format("{} beside the table describes no output, it was not used.", path.filename().string()));
      continue;
    }
    MLINK_ASSIGN(auto description, description_in(json, path));
    notes.push_back(fmt::format("What the outputs mean was read from {}.", path.filename().string()));
    return description;
  }
  return Description();
}

Result<Description> stored_description(const ImportOptions& options, const ImportFormat& format,
                                       std::vector<std::string>& notes) {
  if (options.spec.empty()) {
    if (format.detections) return Description();
    return description_beside(options, notes);
  }
  MLINK_TRY(check_file(options.spec));
  MLINK_ASSIGN(const auto text, text_of(options.spec).whole());
  return description_in(nlohmann::json::parse(text, nullptr, false), options.spec);
}

std::string extension_of(const std::filesystem::path& file) {
  auto extension = without_gz(file).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

}  // namespace

const DescribedCamera* Description::camera(const std::string& name) const {
  const auto at = std::find_if(cameras.begin(), cameras.end(), [&](const auto& camera) { return camera.name == name; });
  return at == cameras.end() ? nullptr : &*at;
}

Result<const ImportFormat*> format_of(const ImportOptions& options) {
  MLINK_TRY(check_file(options.outputs));
  if (!options.format.empty()) return find_import_format(options.format);
  return &guess_import_format(extension_of(options.outputs), head_of(options.outputs));
}

bool holds_detections(const std::filesystem::path& file) {
  return guess_import_format(extension_of(file), head_of(file)).detections;
}

bool lacks_cameras(const std::filesystem::path& file) {
  for (const auto kind : {ColumnFile::parquet, ColumnFile::arrow}) {
    if (!begins_as(kind, head_of(file))) continue;
    const auto columns = open_columns(file, kind);  // what is wrong with it is told at the import
    return columns && std::none_of((*columns)->columns().begin(), (*columns)->columns().end(),
                                   [](const ColumnInfo& column) { return trimmed(column.name) == "source"; });
  }
  auto text = text_of_file(file);
  if (!text || holds_detections(file)) return false;
  CsvReader reader(std::move(*text), file.string(), separator_of_header);
  CsvRecord header;
  const auto more = reader.next(header);
  return more && *more && !has_source_column(header);
}

bool is_recorded_outputs(const std::filesystem::path& file) {
  return holds_recorded_outputs(extension_of(file), [&] { return head_of(file); });
}

Result<std::unique_ptr<RowSource>> open_rows(const ImportOptions& options, const ImportFormat& format,
                                             const std::vector<KnownCamera>& cameras, Description& description,
                                             std::vector<std::string>& notes) {
  RowInput input;
  input.options = options;
  MLINK_ASSIGN(description, stored_description(options, format, notes));
  MLINK_ASSIGN(input.spec, spec_of(options, description.spec, options.outputs.string(), notes));
  input.text = text_of(options.outputs);
  if (!options.images.empty()) input.images = text_of(options.images);
  std::error_code ec;
  if (std::filesystem::is_regular_file(options.categories, ec)) {
    input.categories = text_of(options.categories);
  } else {
    input.category_names = options.categories;
  }
  input.cameras = cameras;
  return format.open(input, notes);
}

}  // namespace mlink::experiment
