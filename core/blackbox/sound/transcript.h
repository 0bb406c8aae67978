// The words of a sound, recognised once and shared by all instances of a black box. The sound is cut into utterances at
// its quietest moments; each is recognised alone, so that its words depend on nothing but its own samples: not on the
// order of the frames, the number of threads, or where a stopped run goes on.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/sound.h"
#include "outputs/output_spec.h"

namespace mlink::blackbox {

/// A word and when it was spoken, in seconds from the start of what was given to the recogniser.
struct TimedWord {
  double from = 0, to = 0;
  std::string word;
};
/// Turns one utterance into words. Must give the same words for the same samples. Called on the caller's thread.
using Recogniser = std::function<Result<std::vector<TimedWord>>(const SoundPart&, int rate, const std::stop_token&)>;

struct UtteranceSettings {
  double longest = 8;   ///< seconds; bounds memory, and how long a frame may wait
  double silent = -60;  ///< dB of full scale: an utterance that is nowhere louder is not recognised, it has no words
};

/// What was heard in a window.
struct Heard {
  Words words;
  /// What a second of this sound costs to recognise: time on the recognising threads over length, of the utterances
  /// that the window touches. A frame's honest cost is this times the seconds from frame to frame.
  double seconds_per_second = 0;
};

/// Thread-safe. A thread that needs an utterance nobody has begun recognises it; while others are at it, it goes ahead
/// with the next ones (at most two) before it waits.
class Transcript {
 public:
  /// The words whose middle lies in [from, to) seconds of the sound. Always call it with the same sound and settings,
  /// and recognisers that answer alike. Fails with what the recogniser said of an utterance in the window, or
  /// `stopped`.
  [[nodiscard]] Result<Heard> words(const Sound& sound, double from, double to, const UtteranceSettings& settings,
                                    const Recogniser& recognise, const std::stop_token& stop = {});

 private:
  enum class State { waiting, running, done };
  struct Utterance {
    std::int64_t first = 0, last = 0;  ///< samples
    State state = State::waiting;
    std::vector<TimedWord> words;  ///< in seconds of the sound
    double seconds = 0;            ///< that recognising took
    std::optional<Error> problem;
  };
  using Lock = std::unique_lock<std::mutex>;

  [[nodiscard]] Status cut_until(const Sound& sound, std::int64_t sample, const UtteranceSettings& settings,
                                 const std::stop_token& stop);
  [[nodiscard]] std::optional<std::size_t> next_to_do(std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool all_done(std::size_t begin, std::size_t end) const;
  [[nodiscard]] Status recognise_one(std::size_t index, const Sound& sound, const UtteranceSettings& settings,
                                     const Recogniser& recognise, const std::stop_token& stop, Lock& lock);
  [[nodiscard]] Result<Heard> heard(double from, double to, int rate, std::size_t begin, std::size_t end) const;

  std::mutex mutex_;  ///< guards all below
  std::condition_variable_any changed_;
  std::vector<Utterance> utterances_;  ///< by time, one after the other
  bool complete_ = false;              ///< the sound is cut to its end
};

}  // namespace mlink::blackbox
