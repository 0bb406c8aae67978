// Internal to this room: which camera and frame each detection is of, and on which frames the box ran.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "recorded/frames.h"

namespace mlink::recorded {

struct FrameInfo {
  std::int64_t ordinal = 0;
  int width = 0, height = 0;  ///< 0: not known
  friend bool operator<(const FrameInfo& a, const FrameInfo& b) { return a.ordinal < b.ordinal; }
};
struct DetectionSource {
  std::string name;
  std::vector<FrameInfo> frames;  ///< on which the box ran, ascending
  int width = 0, height = 0;      ///< where a frame does not say
};
struct PlacedDetection {
  std::size_t source = 0;
  std::int64_t ordinal = 0;
  RawDetection detection;
};

/// First read_images (where there are), then place, sources, check_first, tell.
class Placing {
 public:
  /// Both must outlive it.
  Placing(const RowInput& input, const FrameNumbers& numbers);

  /// Errors: a file name without a frame number; two images that are the same frame.
  [[nodiscard]] Status read_images(const std::vector<CocoImage>& images);
  /// By source, frame; in the order of the file. Errors: as read_images for names in the detections themselves; an
  /// image that is not listed; a number before the first frame.
  [[nodiscard]] Result<std::vector<PlacedDetection>> place(const Detections& detections);
  /// The frames of each camera on which the box ran, also those on which it found nothing.
  [[nodiscard]] Result<std::vector<DetectionSource>> sources(const std::vector<PlacedDetection>& placed,
                                                             std::vector<std::string>& notes);
  /// Errors: the numbers, or those in the names, go from 1 to n and the camera has n frames, 0 to n - 1.
  [[nodiscard]] Status check_first(const std::vector<PlacedDetection>& placed, std::vector<std::string>& notes) const;
  /// How images became frames.
  void tell(std::vector<std::string>& notes) const;

 private:
  using Place = std::pair<std::size_t, std::int64_t>;
  using NamedPlaces = std::map<Place, std::string>;

  [[nodiscard]] std::size_t source_index(const std::string& name);
  [[nodiscard]] std::size_t default_source();
  [[nodiscard]] const KnownCamera* known(const std::string& name) const;
  [[nodiscard]] Result<Place> place_of_name(const std::string& file_name, NamedPlaces& taken, const std::string& path);
  [[nodiscard]] Result<Place> place_of_text(const RawDetection& d, const std::vector<std::string>& names);
  [[nodiscard]] Result<Place> place_of(const RawDetection& d, const std::vector<std::string>& names);
  [[nodiscard]] Status add_frames(DetectionSource& source, const std::vector<std::int64_t>& seen,
                                  std::vector<std::string>& notes);
  [[nodiscard]] std::int64_t frames_of(const std::string& source) const;  ///< 0: not known
  [[nodiscard]] Status check_names(const NamedPlaces& taken) const;
  void tell_names(const NamedPlaces& taken, std::vector<std::string>& notes) const;

  const RowInput& input_;
  const RecordedOptions& options_;
  const std::vector<KnownCamera>& cameras_;
  FrameNumbers numbers_;
  std::int64_t first_;
  std::string default_source_;
  bool used_default_ = false;
  bool used_numbers_ = false;  ///< an image was known by its number alone
  std::map<std::int64_t, Place> images_;
  bool listed_ = false;  ///< the images are known: the box ran on those
  NamedPlaces listed_names_, own_names_;
  std::vector<std::optional<Place>> named_;  ///< of Detections::names, once each
  std::vector<std::string> source_names_;
  std::vector<DetectionSource> sources_;
};

}  // namespace mlink::recorded
