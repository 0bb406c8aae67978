// Small TensorFlow.js models made by hand, for the tests of the converter.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

using nlohmann::json;

inline std::string base64(const std::string& bytes) {
  static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : digits[group >> (18U - 6U * static_cast<unsigned>(k)) & 63U];
    }
  }
  return text;
}

// Attributes as protobuf writes them to JSON.
inline json text(const std::string& value) { return {{"s", base64(value)}}; }
inline json ints(const std::vector<int>& values) {
  json list = json::array();
  for (const int value : values) list.push_back(std::to_string(value));  // 64-bit integers are texts there
  return {{"list", {{"i", list}}}};
}
inline json texts(const std::vector<std::string>& values) {
  json list = json::array();
  for (const std::string& value : values) list.push_back(base64(value));
  return {{"list", {{"s", list}}}};
}
inline json type(const std::string& name) { return {{"type", name}}; }
inline json flag(bool value) { return {{"b", value}}; }
inline json number(int value) { return {{"i", std::to_string(value)}}; }

/// A model under construction: nodes in order, constants with their bytes.
class TinyGraph {
 public:
  TinyGraph& input(const std::vector<int>& nhwc, const std::string& dtype = "DT_FLOAT") {
    json dims = json::array();
    for (const int size : nhwc) dims.push_back({{"size", std::to_string(size)}});
    return node("x", "Placeholder", {}, {{"shape", {{"shape", {{"dim", dims}}}}}, {"dtype", type(dtype)}});
  }

  TinyGraph& node(const std::string& name, const std::string& op, const std::vector<std::string>& inputs,
                  const json& attr = json::object()) {
    nodes_.push_back({{"name", name}, {"op", op}, {"input", inputs}, {"attr", attr}});
    last_ = name;
    return *this;
  }

  TinyGraph& floats(const std::string& name, const std::vector<int>& shape, const std::vector<float>& values) {
    std::string bytes(values.size() * 4, '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return raw(name, {{"dtype", "float32"}, {"shape", shape}}, bytes);
  }

  TinyGraph& integers(const std::string& name, const std::vector<int>& shape, const std::vector<std::int32_t>& values) {
    std::string bytes(values.size() * 4, '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return raw(name, {{"dtype", "int32"}, {"shape", shape}}, bytes);
  }

  /// A constant with any bytes behind it.
  TinyGraph& raw(const std::string& name, json entry, const std::string& bytes) {
    const std::string before = last_;
    node(name, "Const", {});
    last_ = before;
    entry["name"] = name;
    weights_.push_back(std::move(entry));
    bytes_ += bytes;
    return *this;
  }

  [[nodiscard]] json document() const {
    return {{"format", "graph-model"},
            {"modelTopology", {{"node", nodes_}}},
            {"weightsManifest", {{{"paths", {"tiny.bin"}}, {"weights", weights_}}}},
            {"signature", {{"outputs", {{last_, {{"name", last_}}}}}}}};
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  /// Writes model and shard; gives the model's path.
  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const {
    return write(folder, document().dump(), bytes_);
  }
  static std::filesystem::path write(const std::filesystem::path& folder, const std::string& model,
                                     const std::string& shard) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "tiny.bin", std::ios::binary)
        .write(shard.data(), static_cast<std::streamsize>(shard.size()));
    std::ofstream(folder / "tiny.json", std::ios::binary) << model;
    return folder / "tiny.json";
  }

 private:
  json nodes_ = json::array();
  json weights_ = json::array();
  std::string bytes_;
  std::string last_;
};

}  // namespace mlink::test
