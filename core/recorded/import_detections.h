// Recorded outputs: detections of an object detector or tracker, as COCO results or MOT Challenge text, and
// what becomes of those of one frame: a count, the labels that were seen, the largest box. Pure: text in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outputs/output_spec.h"
#include "recorded/import_csv.h"
#include "recorded/options.h"

namespace mlink::recorded {

/// One detection as the file has it, in pixels.
struct RawDetection {
  std::int64_t image = 0;  ///< image_id or frame number; -1 - i: the i-th of Detections::names
  std::int64_t category = 0;
  double x = 0, y = 0, width = 0, height = 0;
  double score = 1;
  std::int64_t line = 0;
};
using Categories = std::vector<std::pair<std::int64_t, std::string>>;  ///< by id
struct CocoImage {
  std::int64_t id = 0;
  std::string file_name;
  int width = 0, height = 0;  ///< 0: not said
};
/// Ids from here on are those of names in the detections themselves.
inline constexpr std::int64_t kNamedCategory = std::int64_t{1} << 52U;

struct Detections {
  std::vector<RawDetection> all;
  std::vector<std::string> names;           ///< image_ids that are texts: file names
  std::vector<std::string> category_names;  ///< category kNamedCategory + i
  std::vector<CocoImage> images;            ///< of an annotations document
  Categories categories;                    ///< of an annotations document
  bool has_categories = true;               ///< false: MOT text without a class column
  std::vector<std::string> notes;           ///< what looks as if it were meant otherwise, a sentence each
};

/// {"image_id": number or file name, "category_id": number or name, "bbox": [x, y, width, height], "score"}, in a list,
/// one a line, or as the annotations of a document; a missing score is 1, a missing bbox is that of the run-length mask
/// in "segmentation", other keys are passed over. Errors: not JSON (with line), not such a list, with the line and what
/// was expected.
[[nodiscard]] Result<Detections> parse_coco_results(std::string_view text, BoxNumbers boxes, const std::string& path);

/// frame,id,x,y,width,height[,conf[,class[,visibility]]], or columns by the names of a header; frames from 1; conf -1:
/// not given, so 1. Without header and with ten columns the last three are coordinates in the world, and there is no
/// class. Cells are separated by commas, semicolons, or blanks. Errors: not so, with the line; KITTI, MOTS and YOLO
/// text by name.
[[nodiscard]] Result<Detections> parse_mot(TextSource text, BoxNumbers boxes, const std::string& path);

/// What a COCO annotations document says beside its annotations, which are passed over.
struct CocoDocument {
  std::vector<CocoImage> images;
  Categories categories;
};
[[nodiscard]] Result<CocoDocument> parse_coco_document(std::string_view text, const std::string& path);
/// "1=person,3=car"
[[nodiscard]] Result<Categories> parse_categories(std::string_view text);

/// "cam1/frame_000123.jpg": camera "cam1" (empty: no folder), number 123: the last digits of the name that are no date,
/// clock, copy number "(2)" or part of a hash; "%20", "_jpg" and ".rf.<hash>" at its end are understood. None: no such
/// digits.
struct FrameName {
  std::string source;
  std::int64_t number = 0;
};
[[nodiscard]] std::optional<FrameName> frame_of_file_name(std::string_view file_name);

/// How the detections of one frame become an output of `spec`.
struct DetectionReducer {
  OutputSpec spec;
  double score = 0.3;                                   ///< below it: not looked at
  std::optional<std::vector<std::int64_t>> categories;  ///< wanted (sorted); none: all
  Categories labels;                                    ///< multi_label: id -> place in spec.labels, by id

  [[nodiscard]] bool wants(const RawDetection& detection) const;
  /// multi_label: best score of each label; localization: the largest box, cut at the picture's border, in parts of the
  /// picture; nothing found: zeros. Errors (with the detection's line): a score outside 0 to 1, where it is kept.
  [[nodiscard]] Result<Output> reduce(std::span<const RawDetection> detections, int width, int height,
                                      const std::string& path) const;
};
/// The reducer for a task, from what a person named. Errors: a task that detections cannot become, a class or label
/// that is not known (named with those that are), classes where the file has none.
[[nodiscard]] Result<DetectionReducer> make_reducer(OutputSpec spec, const std::vector<std::string>& classes,
                                                    double score, const Categories& known,
                                                    const Detections& detections);

}  // namespace mlink::recorded
