// What goes into a network for one frame: its picture or the sound around it, and the further inputs that the manifest
// names. Values; thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "base/error.h"
#include "blackbox/manifest.h"
#include "blackbox/sound/log_mel.h"
#include "media/frame.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

class NetInputs {
 public:
  /// Errors: neither picture nor sound; an input that is nothing, or two things at once; chunks longer than the window;
  /// a clip without its step, or in a layout that has no place for it.
  [[nodiscard]] static Result<NetInputs> of(const Manifest& manifest);

  [[nodiscard]] bool listens() const { return sound_.window > 0; }
  /// Several inputs, or several calls a frame: frames cannot be put together in one call.
  [[nodiscard]] bool alone() const { return listens() || !extra_.empty(); }

  /// Of the picture or of one call's sound. Sound networks: what a call takes, from the settings.
  [[nodiscard]] std::vector<std::int64_t> shape() const;
  /// The first input of each call, in order: one for a picture. None: there is no sound around the frame.
  [[nodiscard]] Result<std::vector<Tensor>> calls(const Frame& frame) const;
  /// The further inputs at the first call of a frame: states as the frame's memory has them, or zeros.
  [[nodiscard]] Result<std::vector<Tensor>> extra(const Frame& frame) const;
  /// Puts the states after the last call of a frame into its memory, and the sound that the next one has as context.
  /// Errors: one is not finite; it begins anew then.
  [[nodiscard]] Status remember(const Frame& frame, const std::vector<Tensor>& extra) const;
  /// Takes the states for the next call out of what this one gave, and leaves the other outputs. Errors: no such
  /// output, or one of another shape.
  [[nodiscard]] Status take_states(std::vector<Tensor>& outputs, std::vector<Tensor>& extra) const;
  /// What the calls of a frame gave, as one.
  [[nodiscard]] Result<std::vector<Tensor>> together(std::vector<std::vector<Tensor>> calls) const;

 private:
  [[nodiscard]] Result<Tensor> sound_tensor(std::vector<float> samples) const;
  /// The samples around the frame; none where the sound has not begun or is over.
  [[nodiscard]] Result<std::vector<float>> window_of(const Frame& frame) const;
  /// What stands before the first call's samples: the end of the window before where a state goes on from it.
  [[nodiscard]] std::vector<float> context_of(const Frame& frame) const;
  /// How many states go on from frame to frame.
  [[nodiscard]] std::size_t states_of_cameras() const;

  InputSpec picture_;
  SoundSpec sound_;
  std::vector<ExtraInput> extra_;
  std::optional<LogMelSettings> log_mel_;
};

}  // namespace mlink::blackbox
