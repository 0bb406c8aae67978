// The manifest of a black box: a JSON file with its own version that says which adapter runs which weights, how the
// picture goes in and how the raw tensors become an output. Schema: resources/schema/box-manifest.schema.json;
// every field is explained in docs beside it (core/blackbox/MANIFEST.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/output_spec.h"

namespace mlink::blackbox {

struct WeightFile {
  std::filesystem::path path;  ///< absolute after reading: relative paths start at the manifest's folder or the cache
  std::string sha256;          ///< empty: not checked
  std::string from;            ///< where a missing file is to be had: "Debian's package opencv-data"
};

/// How a picture becomes the input tensor.
struct InputSpec {
  int width = 0, height = 0;       ///< of the tensor
  int channels = 3;                ///< 3, or 1 for grey (.2989 R + .587 G + .114 B)
  std::string layout = "nchw";     ///< "nchw" or "nhwc"
  std::string order = "rgb";       ///< "rgb" or "bgr"
  std::string resize = "stretch";  ///< "stretch" or "letterbox"
  int pad = 114;                   ///< pixel value of the letterbox's border
  std::vector<float> mean{0, 0, 0};
  std::vector<float> scale{1.F / 255, 1.F / 255, 1.F / 255};  ///< (pixel - mean) * scale
};

/// How the sound around a frame goes in, for boxes that listen.
struct SoundSpec {
  double window = 0;  ///< seconds, the frame in their middle; 0: the box does not listen
  int rate = 16000;   ///< samples a second
};

struct Manifest {
  int version = 1;
  std::string name;   ///< of the black box in the experiment; [a-z0-9-]+
  std::string title;  ///< for people: "CenterNet 512"
  std::string description;
  std::string license, origin;
  std::string adapter;  ///< by its name, such as "torchscript": one of adapters() (adapters/adapters.h)
  std::vector<WeightFile> weights;
  InputSpec input;
  SoundSpec sound;
  /// Shapes of the raw outputs as the manifest says them, checked at load; -1 = any size. Empty: not said.
  std::vector<std::vector<std::int64_t>> tensors;
  std::string settings_json = "{}";  ///< adapter settings (HOG scale, cascade neighbours, ...), checked by the adapter
  std::string head_json = "{}";      ///< decoding head and its settings: {"kind":"centernet","score":0.3,...}
  std::string reducer_json = "{}";   ///< from detections to the task: {"kind":"count","label":"person"}
  OutputSpec output;
  std::shared_ptr<const Manifest> crop_by;  ///< a box that finds the region this one looks at (face -> emotion)
  std::string crop_json = "{}";             ///< {"scale":1.0,"square":true}

  std::filesystem::path file;  ///< where it was read
  std::string json;            ///< the manifest as read, with the manifest it crops by put in: it stands for itself
};

/// Reads and checks a manifest: JSON syntax (line and column), schema (what and where), files exist, hashes match where
/// check_weights is set. `${cache}` in a weight path stands for the model cache folder.
struct ManifestOptions {
  std::filesystem::path cache;  ///< empty: default_model_cache()
  bool check_weights = true;
};
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& file, const ManifestOptions& options = {});
[[nodiscard]] Result<Manifest> parse_manifest(const std::string& json, const std::filesystem::path& folder,
                                              const ManifestOptions& options = {});

/// $MLINK_CACHE, else $XDG_CACHE_HOME/mlink-workbench, else ~/.cache/mlink-workbench.
[[nodiscard]] std::filesystem::path default_model_cache();

/// What makes two boxes the same: adapter, weights' content, input, sound, head, reducer, output, crop. 32 hex digits.
[[nodiscard]] Result<std::string> content_hash(const Manifest& manifest);

}  // namespace mlink::blackbox
