// The experiment's clock: where each file begins on it. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::outputs {

/// How a file's start is known. `unset`: at the clock's zero, with all others that are unset.
enum class StartOrigin { unset, metadata, typed, after };
[[nodiscard]] std::string_view to_string(StartOrigin origin);      ///< "", "metadata", "typed", "after"
[[nodiscard]] StartOrigin start_origin_of(std::string_view text);  ///< anything else: unset

/// Where a file's first frame stands.
struct ClockStart {
  StartOrigin origin = StartOrigin::unset;
  double seconds = 0;  ///< from the clock's zero; of a date: Unix time (is_date)
  friend bool operator==(const ClockStart&, const ClockStart&) = default;
};
/// A date counts seconds from 1970; everything before 1973 counts from the clock's zero.
[[nodiscard]] bool is_date(const ClockStart& start);

/// The clock's zero among these files: the earliest date (Unix time); 0 where none has a date.
[[nodiscard]] double clock_zero(std::span<const ClockStart> starts);
/// Seconds of a file's start from the clock's zero.
[[nodiscard]] double seconds_from(const ClockStart& start, double zero);

/// What a person gives for a start: "none", "metadata", "after NAME" or "after:NAME", seconds ("90", "12.5"), a time of
/// day
/// ("11:25:01"), a date ("2024-05-01T13:22:07", with "Z" or not: UTC).
struct StartWish {
  StartOrigin origin = StartOrigin::unset;
  double seconds = 0;  ///< typed
  std::string after;   ///< name of the camera that it follows
};
/// Errors: anything else, naming the forms; no name; a time below 0; a date before 1973.
[[nodiscard]] Result<StartWish> parse_start(std::string_view text);

/// "0:01:30.5" for people: hours, minutes, seconds (rounded to milliseconds); of a date "2024-05-01 13:22:07".
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace mlink::outputs
