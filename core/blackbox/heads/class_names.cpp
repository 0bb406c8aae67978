// The class names that detectors trained on COCO use.
#include <array>
#include <cstddef>

#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

const std::vector<std::string>& coco80() {
  static const std::vector<std::string> names{
      "person",         "bicycle",    "car",           "motorcycle",    "airplane",     "bus",           "train",
      "truck",          "boat",       "traffic light", "fire hydrant",  "stop sign",    "parking meter", "bench",
      "bird",           "cat",        "dog",           "horse",         "sheep",        "cow",           "elephant",
      "bear",           "zebra",      "giraffe",       "backpack",      "umbrella",     "handbag",       "tie",
      "suitcase",       "frisbee",    "skis",          "snowboard",     "sports ball",  "kite",          "baseball bat",
      "baseball glove", "skateboard", "surfboard",     "tennis racket", "bottle",       "wine glass",    "cup",
      "fork",           "knife",      "spoon",         "bowl",          "banana",       "apple",         "sandwich",
      "orange",         "broccoli",   "carrot",        "hot dog",       "pizza",        "donut",         "cake",
      "chair",          "couch",      "potted plant",  "bed",           "dining table", "toilet",        "tv",
      "laptop",         "mouse",      "remote",        "keyboard",      "cell phone",   "microwave",     "oven",
      "toaster",        "sink",       "refrigerator",  "book",          "clock",        "vase",          "scissors",
      "teddy bear",     "hair drier", "toothbrush"};
  return names;
}

const std::vector<std::string>& coco91() {
  static const std::vector<std::string> names = [] {
    constexpr std::array<std::size_t, 11> unused{0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83};
    std::vector<std::string> all = coco80();
    for (const std::size_t id : unused) all.insert(all.begin() + static_cast<std::ptrdiff_t>(id), "N/A");
    return all;
  }();
  return names;
}

}  // namespace mlink::blackbox
