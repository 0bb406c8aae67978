#include "convert/torch/tfjs_weights.h"

#include <c10/util/Half.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/git_lfs.h"

namespace mlink::convert {

using nlohmann::json;

namespace {

constexpr std::int64_t largest_weight = std::int64_t{1} << 32;  // numbers in one constant; far above any real one

/// What one number looks like in the shard, and how it becomes a value: stored * scale + min.
struct Coding {
  std::string stored;  ///< float32, int32, bool, uint8, uint16, float16
  std::size_t width = 4;
  bool scaled = false;
  double scale = 1, min = 0;
};

Result<Coding> coding_of(const json& entry, const std::string& name, const std::string& path) {
  Coding coding;
  coding.stored = entry.value("dtype", std::string());
  if (coding.stored != "float32" && coding.stored != "int32" && coding.stored != "bool") {
    return fail(ErrorKind::unsupported, "The weight " + name + " is of type " + coding.stored + ".",
                "Only float32, int32 and bool can be converted.", path);
  }
  if (entry.contains("quantization")) {
    const json& quantisation = entry["quantization"];
    coding.stored = quantisation.value("dtype", std::string());
    coding.scaled = coding.stored == "uint8" || coding.stored == "uint16";
    if (!coding.scaled && coding.stored != "float16") {
      return fail(ErrorKind::unsupported, "The weight " + name + " is quantised as " + coding.stored + ".",
                  "Only uint8, uint16 and float16 can be converted.", path);
    }
    if (coding.scaled) {
      if (!quantisation.contains("scale") || !quantisation.contains("min")) {
        return fail(ErrorKind::corrupt, "The weight " + name + " is quantised without scale and min.",
                    "Fetch the model again.", path);
      }
      coding.scale = quantisation["scale"].get<double>();
      coding.min = quantisation["min"].get<double>();
    }
  }
  if (coding.stored == "uint8" || coding.stored == "bool") coding.width = 1;
  if (coding.stored == "uint16" || coding.stored == "float16") coding.width = 2;
  return coding;
}

std::uint16_t u16_at(const unsigned char* bytes) { return static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8U); }

std::uint32_t u32_at(const unsigned char* bytes) {
  return static_cast<std::uint32_t>(u16_at(bytes)) | static_cast<std::uint32_t>(u16_at(bytes + 2)) << 16U;
}

double number_at(const unsigned char* bytes, const Coding& coding) {
  if (coding.stored == "float32") return static_cast<double>(std::bit_cast<float>(u32_at(bytes)));
  if (coding.stored == "int32") return static_cast<double>(std::bit_cast<std::int32_t>(u32_at(bytes)));
  if (coding.stored == "float16") {
    const c10::Half half(u16_at(bytes), c10::Half::from_bits());
    return static_cast<double>(static_cast<float>(half));
  }
  const double stored = coding.width == 1 ? bytes[0] : u16_at(bytes);
  return coding.scaled ? stored * coding.scale + coding.min : stored;
}

Result<TfjsWeight> decoded(const json& entry, const std::string& name, std::string_view bytes, std::size_t& at,
                           const std::string& path) {
  MLINK_ASSIGN(const Coding coding, coding_of(entry, name, path));
  TfjsWeight weight;
  std::int64_t count = 1;
  for (const json& size : entry.at("shape")) {
    weight.shape.push_back(size.get<std::int64_t>());
    const std::int64_t last = weight.shape.back();
    if (last < 0 || (last > 0 && count > largest_weight / last)) {
      return fail(ErrorKind::corrupt, "The weight " + name + " has an impossible shape.", "Fetch the model again.",
                  path);
    }
    count *= last;
  }
  if (static_cast<std::size_t>(count) > (bytes.size() - at) / coding.width) {
    return fail(ErrorKind::corrupt,
                "The weight files end before the weight " + name + ": it needs " +
                    std::to_string(static_cast<std::size_t>(count) * coding.width) + " bytes, " +
                    std::to_string(bytes.size() - at) + " are left.",
                "A weight file is truncated; fetch the model again.", path);
  }
  const std::string dtype = entry.value("dtype", std::string());
  if (dtype == "int32") weight.kind = TfjsWeight::Kind::integers;
  if (dtype == "bool") weight.kind = TfjsWeight::Kind::booleans;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
  for (std::int64_t i = 0; i < count; ++i, data += coding.width) {
    const double number = number_at(data, coding);
    if (weight.kind == TfjsWeight::Kind::floats) {
      weight.floats.push_back(static_cast<float>(number));
    } else {
      weight.integers.push_back(static_cast<std::int64_t>(std::floor(number + 0.5)));
    }
  }
  at += static_cast<std::size_t>(count) * coding.width;
  return weight;
}

Result<std::string> joined_shards(const json& paths, const std::filesystem::path& model_json) {
  std::string bytes;
  for (const json& entry : paths) {
    const std::filesystem::path relative = entry.get<std::string>();
    bool inside = relative.is_relative() && !relative.empty();
    for (const auto& part : relative) inside = inside && part != "..";
    if (!inside) {
      return fail(ErrorKind::invalid_input,
                  "The model names a weight file outside its own folder: " + relative.string() + ".",
                  "Put the weight files beside the model.", model_json.string());
    }
    const std::filesystem::path shard = model_json.parent_path() / relative;
    std::ifstream file(shard, std::ios::binary);
    if (!file) {
      return fail(ErrorKind::not_found, "A weight file of the model " + model_json.filename().string() + " is missing.",
                  "Fetch the model again.", shard.string());
    }
    MLINK_TRY(expect_no_lfs_pointer("The weights are", shard));
    bytes.append((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  }
  return bytes;
}

}  // namespace

Result<std::map<std::string, TfjsWeight>> read_tfjs_weights(const json& document,
                                                            const std::filesystem::path& model_json) {
  std::map<std::string, TfjsWeight> weights;
  if (!document.contains("weightsManifest") || !document["weightsManifest"].is_array()) {
    return fail(ErrorKind::corrupt, "There is no weightsManifest in it.",
                "Give the model.json of a TensorFlow.js graph model.", model_json.string());
  }
  for (const json& group : document["weightsManifest"]) {
    MLINK_ASSIGN(const std::string bytes, joined_shards(group.at("paths"), model_json));
    std::size_t at = 0;
    for (const json& entry : group.at("weights")) {
      const std::string name = entry.at("name").get<std::string>();
      MLINK_ASSIGN(weights[name], decoded(entry, name, bytes, at, model_json.string()));
    }
    if (at != bytes.size()) {
      return fail(ErrorKind::corrupt,
                  "The weight files hold " + std::to_string(bytes.size()) + " bytes, the model describes " +
                      std::to_string(at) + ".",
                  "They do not belong together; fetch the model again.", model_json.string());
    }
  }
  return weights;
}

}  // namespace mlink::convert
