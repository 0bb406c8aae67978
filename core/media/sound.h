// The sound of a video file: mono samples on the clock of its pictures, read as they are asked for. Sample n is heard
// at n / rate seconds; second 0 is the first frame's presentation time, so that sound before the picture has negative
// numbers and sound that begins late has none at the start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::media {

/// Mono samples in -1..1 that follow one another; the first one has the number `first`.
struct SoundPart {
  std::int64_t first = 0;
  std::vector<float> samples;
  bool ends = false;  ///< nothing comes after what was asked for
  [[nodiscard]] std::int64_t last() const { return first + static_cast<std::int64_t>(samples.size()); }
};

/// Read-only and shared; safe to use from several threads. Channels are mixed with weights that sum to 1, so that the
/// same signal on all channels keeps its level. Memory is bounded: of a file only the last `keep_seconds` to twice that
/// are held (at 16 kHz 120 s are 7.7 MB, where an hour would be 230 MB); going back behind them reads the file anew
/// from its start, since decoders differ by some samples after a seek. Packets that are damaged, and gaps in the file's
/// times, are silence (zeros); times that jump back are passed over until they are ahead again.
class Sound {
 public:
  struct Options {
    int stream = -1;   ///< -1: the file's best audio stream
    int rate = 16000;  ///< samples a second that come out
    /// Time in the file that is second 0: FrameIndex::zero(). Left out: the sound's own first sample.
    std::optional<double> zero = {};
    double keep_seconds = 120;
  };
  /// Fails for a missing or damaged file, one without sound (not_found), and sound that cannot be decoded.
  [[nodiscard]] static Result<std::shared_ptr<const Sound>> open(const std::filesystem::path& path,
                                                                 const Options& options);
  /// A made-up sound: for trials and tests.
  [[nodiscard]] static std::shared_ptr<const Sound> of(std::vector<float> samples, int rate, double start_seconds = 0);
  ~Sound();
  Sound(const Sound&) = delete;
  Sound& operator=(const Sound&) = delete;

  [[nodiscard]] int rate() const;
  /// Number of the first sample: negative where the sound begins before the picture.
  [[nodiscard]] std::int64_t begin() const;
  /// What there is of the samples [from, to), at most keep_seconds at a time; empty where the sound has not begun or is
  /// over. Stopped between blocks when asked.
  [[nodiscard]] Result<SoundPart> part(std::int64_t from, std::int64_t to, const std::stop_token& stop = {}) const;
  /// What there is of the `window` seconds that have `seconds` in their middle.
  [[nodiscard]] Result<SoundPart> around(double seconds, double window, const std::stop_token& stop = {}) const;

  /// Something that is worked out of this sound once and used by black boxes on several threads (the words of it, say):
  /// made at the first call with this key, kept as long as the sound. T guards itself; a key belongs to one T.
  template <class T>
  [[nodiscard]] std::shared_ptr<T> shared(const std::string& key) const {
    return std::static_pointer_cast<T>(kept(key, [] { return std::static_pointer_cast<void>(std::make_shared<T>()); }));
  }

 private:
  struct Impl;
  explicit Sound(std::unique_ptr<Impl> impl);
  [[nodiscard]] std::shared_ptr<void> kept(const std::string& key,
                                           const std::function<std::shared_ptr<void>()>& make) const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink::media
