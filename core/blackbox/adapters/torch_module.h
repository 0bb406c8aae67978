// A TorchScript file that runs: loaded, frozen, optimised where that is faster, warmed up. On the GPU where the build
// and the machine have one. LibTorch is in a module that is loaded with the first file (blackbox/torch).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/gpu_memory.h"
#include "blackbox/heads/head.h"
#include "blackbox/manifest.h"
#include "media/frame.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

enum class Optimise {
  automatic,  ///< optimised where that gives the same numbers and is faster, tried out at the first load of a file in
              ///< this process; needs a known input shape, else `off`
  on,         ///< LibTorch's optimize_for_inference; an error where it cannot, or gives other numbers
  off         ///< frozen only
};

/// How frames go in, and what is looked for in what comes out.
struct PictureCall {
  const InputSpec& input;
  const DecodingHead& head;
};

/// One loaded network. Not thread-safe; one instance belongs to one thread; instances share nothing. No exception
/// leaves it. What LibTorch throws becomes an Error with its first line.
class TorchModule {
 public:
  struct Options {
    /// CPU threads inside LibTorch's operators. LibTorch has one such number for the whole process: the last load wins.
    int threads = 1;
    bool use_gpu = true;  ///< where CUDA is there and works; otherwise the CPU, without an error
    Optimise optimise = Optimise::automatic;
    /// Shape of one input, [1, C, H, W]. Empty: what the file says of itself (files of convert_tfjs do), else unknown:
    /// then nothing is warmed up and no shape is checked before a run.
    std::vector<std::int64_t> input_shape;
    std::string input_name = {};    ///< of the argument that takes it; empty: the first
    std::vector<Tensor> more = {};  ///< further inputs to warm up with
    int gpu = 0;                    ///< which of them
    /// The most frames in one call of run_pictures; 0: on a GPU as many as are worth it, tried out at loading, where
    /// several at once give the same as one by one; elsewhere few.
    int lot = 0;
    bool on_device = false;  ///< run_pictures also where the device is the CPU
    /// On a GPU in float16 (where the device is the CPU but on_device, in bfloat16), as far as the network runs so and
    /// gives finite numbers; otherwise in float32, see note().
    bool fast = false;
  };

  /// Loads, freezes, warms up (two calls). Errors: no such file, not TorchScript, cannot run on `input_shape`;
  /// LibTorch's module is not there.
  [[nodiscard]] static Result<TorchModule> load(const std::filesystem::path& file, const Options& options);
  [[nodiscard]] static Result<TorchModule> load(const std::filesystem::path& file);

  /// One call. The outputs in the network's order; tuples, lists and dictionaries (by key) are flattened and keep their
  /// names ("1.0.boxes"), None is left out, numbers of every precision become floats. A network that takes a list of
  /// pictures, [C, H, W] each, gets a list of one. Fails where the input does not have the known shape (the first
  /// dimension, the batch, may differ), with what was expected. `more`: further inputs. Each goes to the argument of
  /// its name, or without one to the next.
  [[nodiscard]] Result<std::vector<Tensor>> run(const Tensor& input, std::span<const Tensor> more = {}) {
    return network_->run(input, more);
  }

  /// Frames whose pictures go to the device as they are: it resizes and normalises them (the numbers of preprocess()),
  /// runs the network on up to lot() at once, and looks for what the head wants. Where its memory does not suffice the
  /// lot is halved; an error with exhausted() where it does not suffice for one. Other errors: the outputs are none
  /// that can be cut by frames, or searched (ErrorKind::unsupported); LibTorch's. Not for clips.
  [[nodiscard]] Result<FoundInFrames> run_pictures(std::span<const Frame> frames, const PictureCall& call) {
    return network_->run_pictures(frames, call);
  }
  /// Whether run_pictures is worth it: the network is on a GPU, or Options say so.
  [[nodiscard]] bool on_device() const { return network_->about.on_device; }
  [[nodiscard]] int lot() const { return network_->about.lot; }
  [[nodiscard]] bool exhausted() const { return network_->about.exhausted; }

  /// What LibTorch's allocator holds of a GPU, as GpuPoolFunction (gpu_memory.h). Nothing as long as no file was
  /// loaded: LibTorch is not loaded for this.
  [[nodiscard]] static std::optional<GpuPool> gpu_pool(int gpu, bool restart);

  /// "CPU" or "CUDA"
  [[nodiscard]] const std::string& device() const { return network_->about.device; }
  /// "float32", "float16" or "bfloat16"
  [[nodiscard]] const std::string& numbers() const { return network_->about.numbers; }
  /// Why it is not as Options::fast wishes; empty: it is.
  [[nodiscard]] const std::string& note() const { return network_->about.note; }
  /// Whether optimize_for_inference was kept.
  [[nodiscard]] bool optimised() const { return network_->about.optimised; }
  /// Empty: unknown.
  [[nodiscard]] const std::vector<std::int64_t>& input_shape() const { return network_->about.input_shape; }
  /// Empty where the file does not say.
  [[nodiscard]] const std::vector<std::string>& output_names() const { return network_->about.output_names; }
  /// The file says that batches > 1 are right.
  [[nodiscard]] bool batches() const { return network_->about.batches; }

  /// What the module with LibTorch makes.
  class Network {
   public:
    struct About {
      std::string device = "CPU";
      std::string numbers = "float32";
      std::string note;
      std::vector<std::int64_t> input_shape;
      std::vector<std::string> output_names;
      bool optimised = false;
      bool batches = false;
      bool on_device = false;
      int lot = 1;
      bool exhausted = false;
    };
    Network() = default;
    virtual ~Network() = default;
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;
    [[nodiscard]] virtual Result<std::vector<Tensor>> run(const Tensor& input, std::span<const Tensor> more) = 0;
    [[nodiscard]] virtual Result<FoundInFrames> run_pictures(std::span<const Frame> frames,
                                                             const PictureCall& call) = 0;
    About about;
  };

 private:
  explicit TorchModule(std::unique_ptr<Network> network) : network_(std::move(network)) {}
  std::unique_ptr<Network> network_;
};

}  // namespace mlink::blackbox
