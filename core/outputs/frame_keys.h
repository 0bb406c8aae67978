// A set of frames by what names them for good: camera and ordinal, never a row number, which moves when a camera or
// frames are added. A value; const use from many threads is safe.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/output_table.h"

namespace mlink::outputs {

class FrameKeys {
 public:
  FrameKeys() = default;
  /// The keys of these rows of a table.
  FrameKeys(const OutputTable& table, std::span<const std::size_t> rows);

  [[nodiscard]] bool empty() const { return cameras_.empty(); }
  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] bool has(const std::string& camera, std::int64_t ordinal) const;
  /// The rows of the table whose keys are in the set (`in`) or are not, ascending.
  [[nodiscard]] std::vector<std::size_t> rows(const OutputTable& table, bool in) const;

  friend bool operator==(const FrameKeys&, const FrameKeys&) = default;

 private:
  /// Ordinals first, first + step, ...: a camera that uses each fifth frame is one run.
  struct Run {
    std::int64_t first = 0, count = 0, step = 1;
    [[nodiscard]] bool has(std::int64_t ordinal) const;
    friend bool operator==(const Run&, const Run&) = default;
  };
  using Runs = std::vector<Run>;
  [[nodiscard]] static bool has(const Runs& runs, std::int64_t ordinal);
  friend void to_json(nlohmann::json& json, const FrameKeys& keys);
  friend Result<FrameKeys> frame_keys_from_json(const nlohmann::json& json);

  std::map<std::string, Runs> cameras_;  ///< by rising ordinal
};
/// {"CAMERA": [[first, count, step], ...]}
void to_json(nlohmann::json& json, const FrameKeys& keys);
[[nodiscard]] Result<FrameKeys> frame_keys_from_json(const nlohmann::json& json);

}  // namespace mlink::outputs
