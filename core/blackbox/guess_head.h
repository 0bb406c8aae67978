// Internal to core/blackbox: how a network's outputs are read, guessed from their names, shapes and one trial.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "outputs/tensor.h"

namespace mlink::blackbox {

struct HeadEvidence {
  std::vector<std::int64_t> input;                  ///< the trial's first input
  const std::vector<Tensor>& outputs;               ///< with numbers where there was a trial
  const std::map<std::string, std::string>& about;  ///< the file's metadata
};

/// Puts "tensors", "head", "reducer" and "output" into the manifest, and into `unknown` what was assumed.
void guess_head(const HeadEvidence& evidence, nlohmann::ordered_json& manifest, std::vector<std::string>& unknown);

/// Class names out of a file's metadata: "{0: 'person', 1: 'car'}" (Ultralytics), a JSON list or object, or names by
/// line or comma. Empty: none are there.
[[nodiscard]] std::vector<std::string> class_names_in(const std::map<std::string, std::string>& about);

}  // namespace mlink::blackbox
