#include "blackbox/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/git_lfs.h"
#include "base/hash.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/heads/reducer.h"
#include "blackbox/heads/word_list.h"
#include "blackbox/schema_check.h"

namespace mlink::blackbox {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kManifestVersion = 1;
constexpr int kDeepestCrop = 4;  // a face in a person in a region: more than that is a circle
constexpr std::array kSettingsPaths{"tls_ca", "token_file"};
constexpr const char* kExplained = "Every field is explained in core/blackbox/MANIFEST.md.";

Result<json> parse_text(const std::string& text) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& e) {
    const auto at = std::min<std::size_t>(e.byte > 0 ? e.byte - 1 : 0, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    const auto column = start == std::string::npos ? at + 1 : at - start;
    std::string why = e.what();
    if (const auto colon = why.find(": "); colon != std::string::npos) why = why.substr(colon + 2);
    return fail(ErrorKind::invalid_input,
                fmt::format("The manifest is not JSON: line {}, column {}: {}.", line, column, why));
  }
}

Status check_version_and_schema(const json& document) {
  if (document.is_object() && document.contains("version") && document["version"].is_number_integer() &&
      document["version"].get<std::int64_t>() > kManifestVersion)
    return fail(ErrorKind::newer_version,
                fmt::format("The manifest has version {}, this program reads version {}.",
                            document["version"].get<std::int64_t>(), kManifestVersion),
                "Use a newer program, or write the manifest after this version.");
  const auto problems = manifest_schema_problems(document);
  if (problems.empty()) return {};
  std::string what =
      problems.size() == 1 ? "The manifest does not fit: " : "The manifest does not fit in several places: ";
  for (std::size_t i = 0; i < std::min<std::size_t>(problems.size(), 5); ++i) what += (i > 0 ? " " : "") + problems[i];
  if (problems.size() > 5) what += fmt::format(" And {} more.", problems.size() - 5);
  return fail(ErrorKind::invalid_input, what, kExplained);
}

fs::path weight_path(std::string text, const fs::path& folder, const fs::path& cache) {
  static const std::string variable = "${cache}";
  if (text.rfind(variable, 0) == 0) text = cache.string() + text.substr(variable.size());
  const fs::path path(text);
  return (path.is_absolute() ? path : fs::absolute(folder / path)).lexically_normal();
}

// One number, alone or in a list, stands for all channels.
std::vector<float> three(const json& node, const char* name, std::vector<float> otherwise) {
  if (!node.contains(name)) return otherwise;
  const json& value = node.at(name);
  if (value.is_number() || value.size() == 1) return std::vector<float>(3, (value.is_array() ? value[0] : value));
  return value.get<std::vector<float>>();
}

InputSpec read_input(const json& node) {
  InputSpec input;
  input.name = node.value("name", input.name);
  input.width = node.value("width", 0);
  input.height = node.value("height", 0);
  input.channels = node.value("channels", input.channels);
  input.layout = node.value("layout", input.layout);
  input.order = node.value("order", input.order);
  input.resize = node.value("resize", input.resize);
  input.pad = node.value("pad", input.pad);
  input.mean = three(node, "mean", input.mean);
  input.scale = three(node, "scale", input.scale);
  input.frames = node.value("frames", input.frames);
  input.step = node.value("step", input.step);
  return input;
}

SoundSpec read_sound(const json& node) {
  SoundSpec sound;
  sound.window = node.value("window", sound.window);
  sound.rate = node.value("rate", sound.rate);
  sound.name = node.value("name", sound.name);
  sound.rank = node.value("rank", sound.rank);
  sound.chunk = node.value("chunk", sound.chunk);
  sound.context = node.value("context", sound.context);
  sound.combine = node.value("combine", sound.combine);
  if (node.contains("features")) sound.features_json = node["features"].dump();
  return sound;
}

std::vector<ExtraInput> read_inputs(const json& nodes, bool listens) {
  std::vector<ExtraInput> inputs;
  for (const auto& node : nodes) {
    ExtraInput& input = inputs.emplace_back();
    input.name = node.value("name", input.name);
    input.shape = node.value("shape", input.shape);
    input.values = node.value("values", input.values);
    input.size = node.value("size", input.size);
    if (node.contains("from"))
      input.state_from = node["from"].is_string() ? node["from"].get<std::string>() : node["from"].dump();
    input.per_camera = !input.state_from.empty() && node.value("across", listens ? "calls" : "frames") == "frames";
    // An empty shape is that of a single number, which is not a list of one.
    if (!node.contains("shape") && !input.values.empty())
      input.shape = {static_cast<std::int64_t>(input.values.size())};
  }
  return inputs;
}

Result<OutputSpec> read_output(json node) {
  if (!node.contains("width")) {
    const auto labels = node.contains("labels") ? static_cast<int>(node["labels"].size()) : 0;
    node["width"] = node["task"] == "localization" ? 5 : node["task"] == "sequence" ? 0 : std::max(labels, 1);
  }
  if (node["task"] == "regression" && !node.contains("tolerance"))
    return fail(ErrorKind::invalid_input,
                "$.output.tolerance is missing: the error below which a prediction counts as right.");
  return output_spec_from_json(node);
}

std::string part(const json& document, const char* name) {
  return document.contains(name) ? document.at(name).dump() : std::string("{}");
}

Result<Manifest> build(const json& read, const fs::path& folder, const ManifestOptions& options, int depth);

Result<std::string> read_text(const fs::path& file) {
  std::error_code ec;
  if (!fs::exists(file, ec))
    return fail(ErrorKind::not_found, "The manifest is not there.", "Check the path.", file.string());
  if (!fs::is_regular_file(file, ec))
    return fail(ErrorKind::invalid_input, "This is no file, so it cannot be a manifest.", {}, file.string());
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    return fail(ErrorKind::io, "The manifest cannot be read.", "It may be empty or not yours to read.", file.string());
  MLINK_TRY(expect_no_lfs_pointer(text.str(), "The manifest is", file));
  return text.str();
}

// A vocabulary in a file is put into the document, so that the text stands for itself and for what makes two boxes the
// same.
ProcessSpec read_process(const json& node) {
  ProcessSpec process;
  process.own = node.value("own", process.own);
  process.deadline = node.value("deadline-s", process.deadline);
  process.load_deadline = node.value("load-s", process.load_deadline);
  process.memory = node.value("memory-mb", process.memory);
  process.restarts = node.value("restarts", process.restarts);
  return process;
}

Status read_vocabulary(json& document, const fs::path& folder, const fs::path& cache) {
  if (!document.contains("head")) return {};
  json& head = document["head"];
  if (!head.contains("words") || !head["words"].is_string()) return {};
  MLINK_ASSIGN(const auto words, read_word_list(weight_path(head["words"].get<std::string>(), folder, cache)));
  head["words"] = words;
  return {};
}

// Paths that start at the other manifest's folder become absolute, since its text moves into this one.
void make_paths_absolute(json& document, const fs::path& folder) {
  const auto make_absolute = [&](json& path) {
    const auto text = path.get<std::string>();
    if (text.rfind("${cache}", 0) != 0) path = weight_path(text, folder, {}).string();
  };
  if (document.contains("weights"))
    for (auto& weight : document["weights"]) make_absolute(weight["path"]);
  for (const char* name : kSettingsPaths)
    if (document.contains("settings") && document["settings"].contains(name)) make_absolute(document["settings"][name]);
}

// The settings as the adapter gets them: the files that they name start at the manifest's folder.
std::string settings_of(const json& document, const fs::path& folder, const fs::path& cache) {
  json settings = document.value("settings", json::object());
  for (const char* name : kSettingsPaths)
    if (settings.contains(name))
      settings[name] = weight_path(settings[name].get<std::string>(), folder, cache).string();
  return settings.dump();
}

// Reads the manifest that finds the region, and puts it into `document` so that the text stands for itself.
Status read_crop(json& document, Manifest& manifest, const fs::path& folder, const ManifestOptions& options,
                 int depth) {
  if (!document.contains("crop")) return {};
  if (manifest.sound.window > 0)
    return fail(ErrorKind::invalid_input, "$.crop: a box that listens has no region of the picture to look at.");
  if (depth >= kDeepestCrop)
    return fail(ErrorKind::invalid_input, "$.crop.by: the manifests crop by one another in a circle, or too deep.");
  json& by = document["crop"]["by"];
  json inner = by;
  fs::path inner_folder = folder;
  std::string inner_file;
  if (by.is_string()) {
    const fs::path file = weight_path(by.get<std::string>(), folder, options.cache);
    inner_folder = file.parent_path();
    inner_file = file.string();
    const auto text = read_text(file);
    auto parsed = text ? parse_text(*text) : Result<json>(tl::make_unexpected(text.error()));
    if (!parsed) return fail(parsed.error().kind, "$.crop.by: " + parsed.error().what, parsed.error().todo, inner_file);
    inner = std::move(*parsed);
  }
  auto locator = build(inner, inner_folder, options, depth + 1);
  if (!locator) {
    Error error = locator.error();
    return fail(error.kind, "$.crop.by: " + error.what, error.todo, error.path.empty() ? inner_file : error.path);
  }
  inner = json::parse(locator->json);
  make_paths_absolute(inner, inner_folder);
  by = std::move(inner);
  manifest.crop_json =
      json{{"scale", document["crop"].value("scale", 1.0)}, {"square", document["crop"].value("square", true)}}.dump();
  if (manifest.input.clip() || locator->input.clip() || locator->remembers())
    return fail(ErrorKind::invalid_input,
                "$.crop: a clip is one of whole pictures, and what finds the region may have no state.",
                "Give the box the whole picture, or a region that is a camera of its own.");
  manifest.crop_by = std::make_shared<const Manifest>(std::move(*locator));
  return {};
}

Result<Manifest> build(const json& read, const fs::path& folder, const ManifestOptions& options, int depth) {
  MLINK_TRY(check_version_and_schema(read));
  json document = read;
  Manifest manifest;
  manifest.version = document.value("version", kManifestVersion);
  manifest.name = document.value("name", std::string());
  manifest.title = document.value("title", manifest.name);
  manifest.description = document.value("description", std::string());
  manifest.license = document.value("license", std::string());
  manifest.origin = document.value("origin", std::string());
  manifest.adapter = document.value("adapter", std::string());
  for (const auto& weight : document.value("weights", json::array()))
    manifest.weights.push_back({weight_path(weight.value("path", std::string()), folder, options.cache),
                                weight.value("sha256", std::string()), weight.value("from", std::string())});
  if (document.contains("input")) manifest.input = read_input(document["input"]);
  if (document.contains("sound")) manifest.sound = read_sound(document["sound"]);
  if (document.contains("inputs")) manifest.inputs = read_inputs(document["inputs"], manifest.sound.window > 0);
  if (document.contains("process")) manifest.process = read_process(document["process"]);
  manifest.tensors = document.value("tensors", manifest.tensors);
  MLINK_TRY(read_vocabulary(document, folder, options.cache));
  manifest.settings_json = settings_of(document, folder, options.cache);
  manifest.head_json = part(document, "head");
  manifest.reducer_json = part(document, "reducer");
  MLINK_ASSIGN(manifest.output, read_output(document["output"]));
  MLINK_TRY(read_crop(document, manifest, folder, options, depth));
  manifest.json = document.dump(2);
  MLINK_TRY(Reducer::from_json(manifest.reducer_json, manifest.output));
  MLINK_TRY(make_engine(manifest, {}));  // the adapter's own check of settings, head and number of weights
  if (options.check_weights) MLINK_TRY(check_weight_files(manifest));
  return manifest;
}

void add_input(ContentHasher& hasher, const InputSpec& input) {
  for (const int value : {input.width, input.height, input.channels, input.pad}) hasher.add(std::int64_t{value});
  for (const auto* text : {&input.layout, &input.order, &input.resize}) hasher.add(*text);
  for (const auto* values : {&input.mean, &input.scale})
    for (const float value : *values) hasher.add(static_cast<double>(value));
  if (!input.name.empty()) hasher.add("input name").add(input.name);
  if (input.clip()) hasher.add("clip").add(std::int64_t{input.frames}).add(input.step);
}

void add_sound(ContentHasher& hasher, const SoundSpec& sound) {
  if (sound.window <= 0) return;
  hasher.add(sound.window).add(std::int64_t{sound.rate});
  // What networks alone have goes in where it is said, so that the boxes of before keep their hash.
  const SoundSpec usual;
  if (sound.rank != usual.rank) hasher.add("rank").add(std::int64_t{sound.rank});
  if (sound.chunk != usual.chunk)
    hasher.add("chunk").add(std::int64_t{sound.chunk}).add(std::int64_t{sound.context}).add(sound.combine);
  if (!sound.name.empty()) hasher.add("sound name").add(sound.name);
  if (!sound.features_json.empty()) hasher.add(sound.features_json);
}

void add_inputs(ContentHasher& hasher, const std::vector<ExtraInput>& inputs) {
  for (const auto& input : inputs) {
    hasher.add("one more input").add(input.name).add(input.size).add(input.state_from);
    for (const auto size : input.shape) hasher.add(size);
    for (const float value : input.values) hasher.add(static_cast<double>(value));
    if (input.per_camera) hasher.add("across frames");
  }
}

// The settings without those that say how a box is reached.
std::string settings_that_count(const Manifest& manifest) {
  for (const auto& adapter : adapters()) {
    if (manifest.adapter != adapter.name || adapter.apart.empty()) continue;
    auto settings = json::parse(manifest.settings_json);
    for (const char* name : adapter.apart) settings.erase(name);
    return settings.dump();
  }
  return manifest.settings_json;
}

}  // namespace

bool Manifest::remembers() const {
  return std::any_of(inputs.begin(), inputs.end(), [](const ExtraInput& input) { return input.per_camera; });
}

fs::path default_model_cache() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
    return std::string(value == nullptr ? "" : value);
  };
  if (const auto cache = variable("MLINK_CACHE"); !cache.empty()) return cache;
  if (const auto cache = variable("XDG_CACHE_HOME"); !cache.empty()) return fs::path(cache) / "mlink-workbench";
  const auto home = variable("HOME");
  return (home.empty() ? fs::temp_directory_path() : fs::path(home) / ".cache") / "mlink-workbench";
}

Result<Manifest> parse_manifest(const std::string& json, const fs::path& folder, const ManifestOptions& options) {
  try {
    ManifestOptions with_cache = options;
    if (with_cache.cache.empty()) with_cache.cache = default_model_cache();
    MLINK_ASSIGN(const auto document, parse_text(json));
    return build(document, folder, with_cache, 0);
  } catch (const std::exception& e) {
    return fail(ErrorKind::invalid_input, fmt::format("The manifest cannot be read: {}.", e.what()), kExplained);
  }
}

Result<Manifest> read_manifest(const fs::path& file, const ManifestOptions& options) {
  MLINK_ASSIGN(const auto text, read_text(file));
  std::error_code ec;
  const auto absolute = fs::absolute(file, ec);
  auto manifest = parse_manifest(text, absolute.parent_path(), options);
  if (!manifest) {
    Error error = manifest.error();
    if (error.path.empty())
      error.path = file.string();
    else if (error.path != file.string())
      error.what = fmt::format("{} (black box {})", error.what, file.stem().string());
    return tl::make_unexpected(std::move(error));
  }
  manifest->file = absolute;
  return manifest;
}

Status check_weight_files(const Manifest& manifest) {
  for (const auto& weight : manifest.weights) {
    std::error_code ec;
    if (!fs::is_regular_file(weight.path, ec))
      return fail(ErrorKind::not_found, fmt::format("The weights of the black box \"{}\" are missing.", manifest.name),
                  weight.from.empty() ? "Put the file there, or correct the path in the manifest."
                                      : fmt::format("They come from {}.", weight.from),
                  weight.path.string());
    MLINK_TRY(
        expect_no_lfs_pointer(fmt::format("The weights of the black box \"{}\" are", manifest.name), weight.path));
    if (weight.sha256.empty()) continue;
    MLINK_ASSIGN(const auto sha256, sha256_of_file(weight.path));
    if (sha256 != weight.sha256)
      return fail(
          ErrorKind::corrupt,
          fmt::format("The weights of the black box \"{}\" are not those of the manifest: their SHA-256 is {}, not {}.",
                      manifest.name, sha256, weight.sha256),
          weight.from.empty() ? "Fetch the file again, or correct sha256 in the manifest."
                              : fmt::format("Fetch the file again; it comes from {}.", weight.from),
          weight.path.string());
  }
  return {};
}

Result<std::string> content_hash(const Manifest& manifest) {
  ContentHasher hasher;
  hasher.add("black box 1").add(manifest.adapter);
  hasher.add(static_cast<std::int64_t>(manifest.weights.size()));
  for (const auto& weight : manifest.weights) {
    MLINK_ASSIGN(const auto hash, content_hash_of_file(weight.path));
    hasher.add(hash);
  }
  add_input(hasher, manifest.input);
  add_sound(hasher, manifest.sound);
  add_inputs(hasher, manifest.inputs);
  nlohmann::json output;
  to_json(output, manifest.output);
  for (const auto& text : {settings_that_count(manifest), manifest.head_json, manifest.reducer_json, output.dump()})
    hasher.add(text);
  if (!manifest.crop_by) return hasher.hex();
  MLINK_ASSIGN(const auto locator, content_hash(*manifest.crop_by));
  hasher.add(manifest.crop_json).add(locator);
  return hasher.hex();
}

}  // namespace mlink::blackbox
