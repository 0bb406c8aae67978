// Room in the strips for names, ruler and titles (pixels at the usual size of type). Internal to the strips' widget.
#pragma once

namespace mlink::ui::strips_room {

inline constexpr int kNames = 146;  ///< left of the lanes
inline constexpr int kRuler = 30;   ///< above them
inline constexpr int kTitle = 20;   ///< of a group
/// From here on it is told how many frames a box leaves without output.
inline constexpr double kTellWithout = 0.005;

}  // namespace mlink::ui::strips_room
