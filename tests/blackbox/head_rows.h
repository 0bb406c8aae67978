// Decoding heads by rows of data: a head and the tensors that it gets, both as JSON, and what comes out.
#pragma once

#include <QString>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "blackbox/heads/head.h"

namespace mlink::test {
using namespace rooms;

/// [{"shape": [1, 2], "data": [1, "nan"], "name": "boxes"}]; without "data" all values are "fill" (0).
inline std::vector<Tensor> tensors_from(const QString& text) {
  std::vector<Tensor> tensors;
  for (const auto& one : nlohmann::json::parse(text.toStdString())) {
    Tensor tensor{one.at("shape").get<std::vector<std::int64_t>>(), {}, one.value("name", std::string())};
    tensor.data.assign(static_cast<std::size_t>(Tensor::count(tensor.shape)), one.value("fill", 0.F));
    if (one.contains("data")) tensor.data.clear();
    for (const auto& value : one.value("data", nlohmann::json::array()))
      tensor.data.push_back(value.is_string() ? std::numeric_limits<float>::quiet_NaN() : value.get<float>());
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

inline Result<Decoded> decoded(const QString& head, const QString& tensors, PictureSize size = {100, 100},
                               const Region& region = {}) {
  MLINK_ASSIGN(const auto made, DecodingHead::from_json(head.toStdString()));
  return made.decode(tensors_from(tensors), size, region);
}

/// "[[0.1, 0.2, 0.3, 0.4, 0.9, 2]]": x0, y0, x1, y1, score, class. Empty: the same; otherwise how they differ.
inline std::string differs(const std::vector<Detection>& found, const QString& wanted) {
  nlohmann::json is = nlohmann::json::array();
  for (const auto& d : found) is.push_back({d.x0, d.y0, d.x1, d.y1, d.score, d.label});
  const auto should = nlohmann::json::parse(wanted.toStdString());
  bool same = is.size() == should.size();
  for (std::size_t i = 0; same && i < is.size(); ++i)
    for (std::size_t k = 0; k < 6; ++k)
      same = same && std::abs(is[i][k].get<double>() - should[i][k].get<double>()) < 2e-5;
  return same ? std::string() : is.dump() + " instead of " + should.dump();
}

}  // namespace mlink::test
