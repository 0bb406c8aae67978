// Internal to this room: detections of a whole file, put in order by camera and frame.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "recorded/import_detections.h"
#include "recorded/rows.h"

namespace mlink::recorded {

/// How a format numbers its frames.
struct FrameNumbers {
  std::int64_t first = 0;    ///< where the file begins to count
  std::string_view key;      ///< what the number is called in the file
  bool all_to_last = false;  ///< the box ran on every frame up to the last that the file has
};

/// Rows of the detections, reduced to the output that `input` asks for. Errors: as make_reducer; a frame that cannot be
/// told; a picture of unknown size where it matters.
[[nodiscard]] Result<std::unique_ptr<RowSource>> rows_of_detections(const RowInput& input, Detections detections,
                                                                    const FrameNumbers& numbers,
                                                                    std::vector<std::string>& notes);

}  // namespace mlink::recorded
