// A scenario: cameras, boxes, costs and budgets of one of the paper's experiments, and how outputs of that shape are
// made up where the real ones are not at hand. Described in JSON (datasets/README.md); the built-in descriptions are
// those of datasets/scenarios. Values; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "outputs/amount.h"
#include "outputs/costs.h"
#include "outputs/output_spec.h"
#include "outputs/split.h"

namespace mlink::recorded {

/// Cameras or clips that are called prefix + number.
struct CameraGroup {
  std::string prefix;
  int count = 0;
  int digits = 0;  ///< of the number, with zeros before it; 0: as many as the last one has
};

/// The hidden common cause of a camera's outputs: how much is going on ("level"), which scene it shows, and where in
/// the picture it is. Times in seconds.
struct SyntheticCause {
  double mean = 1;                                             ///< of the level, over a day whose rhythm is 1
  double cameras_differ = 0;                                   ///< a camera's mean is mean * (1 ± this), evenly
  double varies = 0;                                           ///< deviation around the rhythm, as a share of it
  double reverts = 60;                                         ///< time in which a deviation is forgotten
  double drift = 0;                                            ///< the level's growth a day, as a share
  double bursts_a_day = 0, burst_rises = 0, burst_lasts = 60;  ///< a burst's height, in means
  std::vector<double> weekday, weekend;                        ///< of each hour, relative to the mean; empty: 1 always
  double begins = 0;  ///< hour of the first day, a weekday; the others are of the weekend
  int scenes = 1;
  double scene_lasts = 60;    ///< on average
  double place_varies = 0.2;  ///< of the middle of what is looked at, as a share of the picture
  double place_wanders = 60;  ///< time in which a place is forgotten
};

/// What a made-up box's output follows.
enum class Follows { level, scene, nothing };

/// How a box's output is made of the cause: u = offset + gain * (1 + drift * days) * cause + own + noise, where own is
/// a slow deviation of the box itself, and noise is new each frame. A count is u rounded, a regression u; a label's
/// score falls with the distance of u from its place in `at`; a sequence is the phrase next to u; a box is there where
/// u is above a threshold.
struct SyntheticBox {
  Follows follows = Follows::level;
  double gain = 1, offset = 0, drift = 0;
  double noise = 0, own = 0, own_lasts = 60;  ///< deviations, and seconds
  std::vector<double> at;                     ///< labels, phrases
  double spread = 1;                          ///< labels: distance at which a score is a quarter
  double low = -1e9, high = 1e9;              ///< regression
  double above = 0, moves = 0;                ///< localization: threshold; deviation of the place from the cause's
  std::pair<double, double> box{0.3, 0.3};    ///< localization: size, relative to the cause's
  std::pair<double, double> shift{0, 0};      ///< localization: of its middle, as shares of the picture
  std::vector<std::vector<std::string>> phrases;
  double wrong_words = 0;  ///< sequence: share of words that are others
};

struct ScenarioBox {
  std::string name, title;
  OutputSpec spec;
  BoxCosts costs;  ///< what the paper tells, typed; unknown where it tells none
  SyntheticBox synthetic;
};

struct Scenario {
  std::string name, title, about;
  std::vector<CameraGroup> groups;
  bool fixed_names = false;  ///< videos have these names; else any videos will do
  int width = 0, height = 0;
  double frame_seconds = 1;          ///< from frame to frame
  double seconds = 0;                ///< that a camera is looked at
  std::optional<std::int64_t> only;  ///< clips: the one frame that is looked at
  std::vector<ScenarioBox> boxes;
  std::vector<Amount> budgets;
  double train_part = 0.1;
  SplitKind split = SplitKind::time;
  double period_seconds = 0, prefix = 0.01;  ///< of replays; period 0: one for all
  SyntheticCause cause;

  [[nodiscard]] std::vector<std::string> cameras() const;
  [[nodiscard]] std::size_t camera_count() const;
  [[nodiscard]] std::int64_t frames_per_camera() const;
  /// What a person may want to know beside cameras and boxes, one line: where it is from, budgets, training, periods.
  [[nodiscard]] std::string usage() const;
};

/// Reads a description. `path`: for errors, which name the place in the document: "$.boxes[1].costs.time".
[[nodiscard]] Result<Scenario> scenario_from_json(const std::string& text, const std::string& path);

/// A smaller one of the same kind: its first cameras, its first hours. None given: all.
struct ScenarioSize {
  std::optional<int> cameras;
  std::optional<double> hours;
  double scale = 1;  ///< share of the time; of clips their number
};
/// Errors: more than the scenario has, less than a camera or a frame; hours of clips.
[[nodiscard]] Result<Scenario> smaller(Scenario scenario, const ScenarioSize& size);

/// "building", "city", "hollywood2".
[[nodiscard]] std::vector<std::string> scenario_names();
/// The text of a built-in description; nothing: there is none of this name.
[[nodiscard]] std::optional<std::string_view> scenario_text(std::string_view name);

}  // namespace mlink::recorded
