// A TorchScript file that runs: loaded, frozen, optimised where that is faster, warmed up. On the GPU where the build
// and the machine have one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

enum class Optimise {
  automatic,  ///< optimised where that gives the same numbers and is faster, tried out at the first load of a file in
              ///< this process; needs a known input shape, else `off`
  on,         ///< LibTorch's optimize_for_inference; an error where it cannot, or gives other numbers
  off         ///< frozen only
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
  };

  /// Loads, freezes, warms up (two calls). Errors: no such file, not TorchScript, cannot run on `input_shape`.
  [[nodiscard]] static Result<TorchModule> load(const std::filesystem::path& file, const Options& options);
  [[nodiscard]] static Result<TorchModule> load(const std::filesystem::path& file);

  TorchModule(TorchModule&&) noexcept;
  TorchModule& operator=(TorchModule&&) noexcept;
  TorchModule(const TorchModule&) = delete;
  TorchModule& operator=(const TorchModule&) = delete;
  ~TorchModule();

  /// One call. The outputs in the network's order; tuples, lists and dictionaries (by key) are flattened, integers
  /// become floats. Fails where the input does not have the known shape (the first dimension, the batch, may differ),
  /// with what was expected.
  [[nodiscard]] Result<std::vector<Tensor>> run(const Tensor& input);

  [[nodiscard]] const std::string& device() const;                     ///< "CPU" or "CUDA"
  [[nodiscard]] bool optimised() const;                                ///< whether optimize_for_inference was kept
  [[nodiscard]] const std::vector<std::int64_t>& input_shape() const;  ///< empty: unknown
  [[nodiscard]] const std::vector<std::string>& output_names() const;  ///< empty where the file does not say
  [[nodiscard]] bool batches() const;                                  ///< the file says that batches > 1 are right

 private:
  struct State;
  explicit TorchModule(std::unique_ptr<State> state);
  [[nodiscard]] static Status open(State& state, bool gpu);
  [[nodiscard]] static Status warm_up(State& state, Optimise optimise);
  std::unique_ptr<State> state_;
};

}  // namespace mlink::blackbox
