// The adapters: one factory each. An engine looks at pictures and says what it found; AdapterBox (adapter_box.h) makes
// a black box of it. Only make_black_box and the manifest's check need this header.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/black_box.h"
#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

/// What an adapter does. May throw: AdapterBox turns exceptions into errors. One instance belongs to one thread.
class Engine {
 public:
  Engine() = default;
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Reads the weights and tries them: shapes, warming up.
  [[nodiscard]] virtual Status load() = 0;
  virtual void unload() = 0;
  /// What is seen in each frame, positions in [0,1] of the frame, or heard around it. An error concerns its frame only,
  /// except ErrorKind::stopped.
  [[nodiscard]] virtual std::vector<Result<Decoded>> look(std::span<const Frame> frames) = 0;
  /// Names of the detections' classes.
  [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
  /// Shapes of the raw outputs for one picture, once loaded; empty where there are none.
  [[nodiscard]] virtual std::vector<std::vector<std::int64_t>> tensor_shapes() const { return {}; }
  /// "CPU", or what else it runs on.
  [[nodiscard]] virtual std::string device() const { return "CPU"; }
  [[nodiscard]] virtual Feeding feeding() const { return {}; }
  /// Why the last look ended for all its frames and those to come (a server that is gone), and forgets it: the next
  /// look tries again. Nothing: errors were the frames' own.
  [[nodiscard]] virtual std::optional<Error> take_end() { return std::nullopt; }
};

using EngineResult = Result<std::unique_ptr<Engine>>;

/// What of a frame an adapter's boxes get; either: the sound where the manifest has "sound", the picture elsewhere.
enum class Senses { picture, sound, either };

/// What there is to know of an adapter. Its file, adapters/adapter_ID.cpp, defines `Adapter adapter_ID()`; with that
/// and its line in core/blackbox/CMakeLists.txt it is known everywhere.
struct Adapter {
  const char* name = "";   ///< in manifests: "opencv-dnn"
  const char* title = "";  ///< for people: "OpenCV DNN"
  Senses senses = Senses::picture;
  /// Reads its part of the manifest (settings, head) and fails where it does not fit; nothing is loaded yet.
  EngineResult (*make)(const Manifest& manifest, const BoxOptions& options) = nullptr;
  bool gpu = false;          ///< it uses one where the machine has one and BoxOptions allow it
  bool server = false;       ///< what answers is elsewhere
  bool own_process = false;  ///< its boxes run in a process of their own only
  /// Settings that make no other box of it: how what answers is reached.
  std::vector<const char*> apart = {};
};

/// All of them, in the order of that list. Thread-safe.
[[nodiscard]] const std::vector<Adapter>& adapters();

/// By the manifest's adapter name.
[[nodiscard]] EngineResult make_engine(const Manifest& manifest, const BoxOptions& options);

/// The manifest's weights: at least `least`, at most `most` of them. For the factories.
[[nodiscard]] Status expect_weights(const Manifest& manifest, std::size_t least, std::size_t most);
/// That the manifest says nothing that this adapter has no use for (head, input).
[[nodiscard]] Status expect_no_tensors(const Manifest& manifest);

/// That the frame has the sound that a box with this window listens to.
[[nodiscard]] Status expect_heard(const Frame& frame, const SoundSpec& sound);

/// The weights are there, and are what their SHA-256 says. For read_manifest and load.
[[nodiscard]] Status check_weight_files(const Manifest& manifest);

}  // namespace mlink::blackbox
