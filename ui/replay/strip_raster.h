// Strips in time as pixels: which outcomes fall on each device pixel of a lane, and the picture of it: frame by frame
// where frames have pixels of their own, as stacked shares where they do not. Values only; the widget that shows them
// is strips_view.h. Thread-safe.
#pragma once

#include <QImage>
#include <array>
#include <cstdint>
#include <vector>

#include "ui/common/theme.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// What one half of a pixel column shows.
enum class StripInk : std::uint8_t { blank, dots, right, reused, run, failed, wrong };

/// Both halves of the pixels [begin, end). Where several frames share a pixel, each half shows the strongest of them:
/// the upper half wrong before failed before run, so that no wrong frame gets lost; the lower half what is left.
struct StripRun {
  int begin = 0, end = 0;
  StripInk upper = StripInk::blank, lower = StripInk::blank;
  friend bool operator==(const StripRun&, const StripRun&) = default;
};

/// The two halves of a set of outcomes that share a pixel. mask: bit k set = Outcome(k) is there.
[[nodiscard]] std::pair<StripInk, StripInk> strip_halves(std::uint32_t mask);

/// Runs of one lane. begin: seconds of each cell, ascending; a cell lasts until `cell_seconds` later. The axis goes
/// from `from` to `to` seconds over `pixels` pixels; a cell that is shorter than a pixel still gets one. Cells outside
/// the axis are left out.
[[nodiscard]] std::vector<StripRun> strip_runs(const std::vector<double>& begin, double cell_seconds,
                                               const std::vector<Outcome>& cells, double from, double to, int pixels);

/// The lane's picture at device pixels: full height, upper half, lower half, dots and crosses as the theme has them.
/// cell_pixels: width of a cell, for the pitch of the crosses.
[[nodiscard]] QImage strip_image(const std::vector<StripRun>& runs, int pixels, int height, double cell_pixels,
                                 qreal ratio, const Theme& theme);

/// Which cells fall on each device pixel: [begin[x], end[x]), ascending; of cells that are narrower than a pixel each
/// falls on one.
struct StripColumns {
  std::vector<std::size_t> begin, end;
  bool shared = false;  ///< frames share pixels: narrower than one, or of several cameras at once
  [[nodiscard]] int pixels() const { return static_cast<int>(begin.size()); }
};
/// Arguments as of strip_runs.
[[nodiscard]] StripColumns strip_columns(const std::vector<double>& begin, double cell_seconds, double from, double to,
                                         int pixels);

/// What a pixel's stack is made of, from the bottom to the top: what is right from the bottom, what is wrong from the
/// top, as the halves are.
enum class StackPart : std::uint8_t { run, right, reused, none, failed, wrong };
inline constexpr std::size_t kStackParts = 6;
[[nodiscard]] StackPart stack_part(Outcome outcome);
using StackHeights = std::array<int, kStackParts>;
/// Pixels of each part: together `height`, each less than a pixel from its share, and never none for what is wrong. All
/// 0 where nothing is counted.
[[nodiscard]] StackHeights stack_heights(const OutcomeCounts& counts, int height);
/// The lane's picture where frames share pixels: no output dotted, failed hatched, the rest in its colour.
[[nodiscard]] QImage stack_image(const StripColumns& columns, const StripLane& lane, int height, qreal ratio,
                                 const Theme& theme);

/// "run", "predicted, right", ...: the words for an outcome, the same everywhere.
[[nodiscard]] QString outcome_text(Outcome outcome);
/// The same as files tell it, in English.
[[nodiscard]] const char* outcome_name(Outcome outcome);
/// "run", "predicted", "re-used", "no output", "failed".
[[nodiscard]] QString outcome_source(Outcome outcome);

}  // namespace mlink::ui
