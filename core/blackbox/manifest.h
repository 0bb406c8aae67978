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
  std::string layout = "nchw";     ///< "nchw" or "nhwc"; of clips "ncthw", "ntchw", "nthwc" or "nchw" (stacked)
  std::string order = "rgb";       ///< "rgb" or "bgr"
  std::string resize = "stretch";  ///< "stretch" or "letterbox"
  int pad = 114;                   ///< pixel value of the letterbox's border
  std::vector<float> mean{0, 0, 0};
  std::vector<float> scale{1.F / 255, 1.F / 255, 1.F / 255};  ///< (pixel - mean) * scale
  std::string name = {};                                      ///< the network's input that takes it; empty: the first
  int frames = 1;                                             ///< of a clip, which ends at the frame
  double step = 0;                                            ///< seconds from one frame of a clip to the next
  [[nodiscard]] bool clip() const { return frames > 1; }
};

/// How the sound around a frame goes in, for boxes that listen.
struct SoundSpec {
  double window = 0;  ///< seconds, the frame in their middle; 0: the box does not listen
  int rate = 16000;   ///< samples a second
  // For networks:
  std::string name;                ///< as InputSpec::name
  int rank = 2;                    ///< dimensions of the input, all but the last of size 1
  int chunk = 0;                   ///< samples a call; the window is heard in as many calls as fit. 0: in one
  int context = 0;                 ///< samples before a chunk that are given with it, zeros before the first
  std::string combine = "last";    ///< what the calls give together: "last", "mean" or "max"
  std::string features_json = "";  ///< {"kind":"log-mel", ...} (sound/log_mel.h); empty: the samples themselves
};

/// One more input of a network: always the same, or worked out of the picture's size, or an output of the call before.
struct ExtraInput {
  std::string name;                 ///< the network's input; empty: the next one
  std::vector<std::int64_t> shape;  ///< of `values` or the state
  std::vector<float> values;        ///< always the same
  /// "height-width" or "width-height" of the frame in pixels; "scale": the input's height and width by the frame's.
  std::string size;
  std::string state_from;  ///< the output, or its place, that is the next call's value; zeros at the first call
  /// Of a state: it begins anew with each stretch of a camera; else with each frame.
  bool per_camera = false;
};

/// How the box runs in a process of its own (core/blackbox/HOST.md).
struct ProcessSpec {
  bool own = false;            ///< also where its files are trusted
  double deadline = 60;        ///< seconds a frame may take
  double load_deadline = 600;  ///< seconds for loading
  double memory = 0;           ///< megabytes of data it may take; 0: what the machine has free when it starts
  int restarts = 3;            ///< ends in a row after which it is given up
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
  std::vector<ExtraInput> inputs;  ///< of a network, besides the picture or the sound
  /// Shapes of the raw outputs as the manifest says them, checked at load; -1 = any size. Empty: not said.
  std::vector<std::vector<std::int64_t>> tensors;
  std::string settings_json = "{}";  ///< adapter settings (HOG scale, cascade neighbours, ...), checked by the adapter
  std::string head_json = "{}";      ///< decoding head and its settings: {"kind":"centernet","score":0.3,...}
  std::string reducer_json = "{}";   ///< from detections to the task: {"kind":"count","label":"person"}
  OutputSpec output;
  std::shared_ptr<const Manifest> crop_by;  ///< a box that finds the region this one looks at (face -> emotion)
  std::string crop_json = "{}";             ///< {"scale":1.0,"square":true}
  ProcessSpec process;

  /// Its answer hangs on the camera's frames before: they are run in order (FrameMemory).
  [[nodiscard]] bool remembers() const;

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
