// Black boxes outside an experiment: look at a manifest, measure it, convert a network. What the command line's `box`
// commands and the window's dialogs ask. Free functions; thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/frame.h"
#include "outputs/costs.h"
#include "outputs/output_spec.h"

namespace mlink::experiment {

/// What a trial of a manifest found.
struct BoxTrial {
  std::string name, title, adapter;
  OutputSpec spec;
  std::string content_hash;
  double load_seconds = 0;
  double seconds = 0;              ///< of one picture, the best of a few
  std::vector<std::string> lines;  ///< what was tried and found, for people
};
/// Reads the manifest, loads the weights, runs the box on made-up pictures and checks what it answers.
[[nodiscard]] Result<BoxTrial> try_box(const std::filesystem::path& manifest);

/// A camera whose frames a box is measured with.
struct MeasureSource {
  std::filesystem::path video;
  std::optional<Rect> crop;
  int every = 1;          ///< the frames in use: what is heard once for many frames is spread over these
  int stream = -1;        ///< of the pictures; -1: the file's best
  int sound_stream = -1;  ///< -1: the file's best
};
/// Where the frames to measure with come from: the same share of each source, at least one frame of each. Without
/// sources: noise (for boxes that listen: a made-up hum).
struct MeasureInput {
  int frames = 30;
  std::vector<MeasureSource> sources;
  bool use_gpu = true;
};
/// Measures a box in this process: run it in a process of its own for an honest peak.
[[nodiscard]] Result<BoxCosts> measure_box_file(const std::filesystem::path& manifest, const MeasureInput& input,
                                                const std::stop_token& stop = {});

/// What a box answers on its device against what it answers on the CPU: blackbox/device_check.h's DeviceCheck.
struct DeviceTrial {
  std::string name, device;  ///< "CUDA" or "CPU"
  std::size_t frames = 0, agree = 0;
  double largest = 0;  ///< difference of a value, as a share of 1 + its size
  std::size_t lot = 0;
  double seconds_alone = 0, seconds_there = 0;  ///< a frame
  bool kernels = false;
  bool passed = false;
  std::string note;
};
/// gpu: on one; false: the same way with the CPU as the device. Errors: those of reading a manifest, of the frames, and
/// of blackbox/device_check.h.
[[nodiscard]] Result<DeviceTrial> try_device(const std::filesystem::path& manifest, const MeasureInput& input, bool gpu,
                                             const std::stop_token& stop = {});

/// What people call an adapter: "OpenCV DNN" of "opencv-dnn". A name that no adapter has comes back as it is.
[[nodiscard]] std::string adapter_title(const std::string& adapter);

/// "2026.4.1". Errors: this program has no OpenVINO (and how it gets one).
[[nodiscard]] Result<std::string> version_of_openvino();

/// Whether boxes of this adapter run on a GPU where the machine has one; nothing for what no adapter runs.
[[nodiscard]] std::optional<bool> adapter_uses_gpu(const std::string& adapter);

/// Whether this is a network's file in a format that is known, by its first bytes or its ending. Not of manifests.
[[nodiscard]] bool is_network_file(const std::filesystem::path& file);

/// A manifest to begin with for a network's file.
struct BoxGuess {
  std::string manifest;  ///< JSON
  std::string format;    ///< "ONNX"
  std::vector<std::string> inputs, outputs;
  std::vector<std::string> unknown;  ///< what was assumed, a sentence each
};
/// `model`: a file, or a server's address that names the model, grpc://host:port/model; `name`: of the box; empty:
/// after the model; `tls_ca`, `token_file`: for servers. Errors: what no adapter reads, with how it becomes readable; a
/// server that does not answer.
[[nodiscard]] Result<BoxGuess> guess_box(const std::filesystem::path& model, const std::string& name = {},
                                         const std::filesystem::path& tls_ca = {},
                                         const std::filesystem::path& token_file = {});
/// Writes a manifest to a new file. Errors: there is one already; the disk.
[[nodiscard]] Status write_manifest(const std::string& manifest, const std::filesystem::path& file);

/// A file of a black box, and whether it is trusted (blackbox/trust.h): what is not runs closed in.
struct TrustedFile {
  std::filesystem::path path;
  bool trusted = false;
  std::string why;
};
[[nodiscard]] Result<std::vector<TrustedFile>> box_trust(const std::filesystem::path& manifest);
/// Remembered by content, for this user. Errors: a file is missing; the list cannot be written.
[[nodiscard]] Status trust_box_files(const std::vector<std::filesystem::path>& files);
/// How many of them were trusted. What the system's packages brought stays trusted.
[[nodiscard]] Result<int> distrust_box_files(const std::vector<std::filesystem::path>& files);

/// Turns a TensorFlow.js graph model into TorchScript, or with an OUT that ends in ".pb" into a TensorFlow file for
/// OpenVINO; the file is trusted then. `options`: JSON text or the name of a file of it; empty: as the
/// model says. Gives the report as a JSON document.
[[nodiscard]] Result<std::string> convert_model(const std::filesystem::path& model_json,
                                                const std::filesystem::path& out_pt, const std::string& options = {});

}  // namespace mlink::experiment
