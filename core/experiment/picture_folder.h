// A folder of pictures as it is shown before it becomes a camera. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "media/picture_series.h"

namespace mlink::experiment {

struct PictureFolder {
  PictureSeries series;
  std::string name;       ///< the camera's, where nobody gives another
  double rate = 0;        ///< pictures a second that a file beside them tells; 0: nothing tells it
  std::string rate_from;  ///< that file's name
};

/// Looks at names only; seqinfo.ini (`frameRate=30`), in the folder or above it, tells the rate of tracking data sets.
/// Errors: as look_at_pictures.
[[nodiscard]] Result<PictureFolder> look_at_folder(const std::filesystem::path& folder);

/// Of a folder and all in it those that hold two numbered pictures or more, by their paths. What cannot be read is
/// passed over.
[[nodiscard]] std::vector<std::filesystem::path> folders_of_pictures(const std::filesystem::path& folder);

}  // namespace mlink::experiment
