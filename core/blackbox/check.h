// Tries a manifest: loads the black box, runs it on a grey and a noise picture (one that listens: on silence and a
// hum), and says what it is. `mlink box check`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "blackbox/black_box.h"

namespace mlink::blackbox {

struct BoxCheck {
  std::string name, title, adapter;
  std::string device;  ///< "CPU" or "CUDA: NAME"
  OutputSpec spec;
  InputSpec input;                                 ///< width 0: looks at the picture as it is
  std::vector<std::vector<std::int64_t>> tensors;  ///< shapes of the raw outputs; empty: none
  std::string content_hash;
  double load_seconds = 0;
  double seconds = 0;              ///< one picture: the median of five runs on noise
  std::vector<std::string> lines;  ///< all of this for people
  std::vector<std::string> notes;  ///< what looks odd without being an error: the same answer for both pictures, ...
};

/// Fails where the box cannot be made or loaded, or fails on both trials. One trial on which it fails is a note.
/// Thread-safe.
[[nodiscard]] Result<BoxCheck> check_box(const Manifest& manifest, const BoxOptions& options = {});

/// One output in words: "3 persons", "sad 0.81", "no output", "failed: ...".
[[nodiscard]] std::string output_text(const Output& output, const OutputSpec& spec);

}  // namespace mlink::blackbox
