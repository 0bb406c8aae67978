// COCO detections: results, one a line or in a list, and the annotations of a document.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "recorded/coco_document.h"
#include "recorded/mask.h"

namespace mlink::recorded {
namespace {

using Json = nlohmann::json;

/// Runs over the text and knows where it is: nlohmann's events do not say.
class PlacedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  PlacedIterator(const char* at, std::int64_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  PlacedIterator& operator++() {
    if (*at_ == '\n') ++*line_;
    ++at_;
    return *this;
  }
  PlacedIterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const PlacedIterator& a, const PlacedIterator& b) { return a.at_ == b.at_; }
  friend bool operator!=(const PlacedIterator& a, const PlacedIterator& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  std::int64_t* line_;
};

/// Where the detections stand: a line each, a list, or the annotations of a document.
enum class CocoShape { lines = 0, list = 1, document = 2 };

CocoShape shape_of(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return CocoShape::list;
  const auto end = std::min(text.find('\n', first), text.size());
  const auto line = text.substr(first, end - first);
  const auto last = line.find_last_not_of(" \t\r");
  if (line[last] != '}' || line.find("\"annotations\"") != std::string_view::npos) return CocoShape::document;
  const auto second = text.find_first_not_of(" \t\r\n", end);
  const bool goes_on = second != std::string_view::npos && text[second] == '{';
  return goes_on || line.find("\"image_id\"") != std::string_view::npos ? CocoShape::lines : CocoShape::document;
}

/// Takes the events of COCO detections and keeps nothing but them.
class ResultsSax : public nlohmann::json_sax<Json> {
 public:
  ResultsSax(std::string_view text, CocoShape shape, BoxNumbers boxes, const std::string& path,
             const std::int64_t& line)
      : text_(text), boxes_(boxes), path_(path), line_(line), base_(static_cast<int>(shape)) {}

  /// The part that is read next.
  void begin_part(std::size_t at, std::size_t size) {
    begin_ = at;
    end_ = at + size;
  }
  [[nodiscard]] Result<Detections> take() {
    if (!error_ && base_ == 2 && !has_annotations_) {
      refuse("the document is an object without \"annotations\".",
             "A list of detections or a COCO document is expected.");
    }
    if (error_) return tl::make_unexpected(std::move(*error_));
    if (masks_ > 0)
      found_.notes.push_back(fmt::format("{} without a box, they have the box of their mask.",
                                         masks_ == 1 ? "1 detection is" : count_text(masks_) + " detections are"));
    return std::move(found_);
  }

  bool null() override { return value_at_key("null"); }
  bool boolean(bool) override { return value_at_key("a yes or no"); }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value), value); }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value), static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return number(value, std::nullopt); }
  bool string(string_t& value) override {
    if (in_mask_ && depth_ == base_ + 2 && mask_key_ == "counts") {
      mask_.compressed = value;
      return true;
    }
    if (!in_entry()) return value_at_key("a text");
    if (key_ == "image_id") {
      const auto [at, fresh] = names_.try_emplace(value, static_cast<std::int64_t>(names_.size()));
      if (fresh) found_.names.push_back(value);
      now_.image = -1 - at->second;
      seen_ |= kImage;
      return true;
    }
    const bool named =
        key_ == "category_id" || ((key_ == "category" || key_ == "category_name") && !(seen_ & kCategory));
    if (!named) return value_at_key("a text");
    const auto [at, fresh] = categories_.try_emplace(value, static_cast<std::int64_t>(categories_.size()));
    if (fresh) found_.category_names.push_back(value);
    now_.category = kNamedCategory + at->second;
    seen_ |= kCategory;
    return true;
  }
  bool binary(binary_t&) override { return value_at_key("bytes"); }

  bool start_object(std::size_t) override {
    if (depth_ == base_ && !passed_over()) {
      now_ = {};
      mask_ = {};
      polygons_ = {};
      seen_ = 0;
    } else if (depth_ >= base_ && (in_bbox_ || (in_entry() && known_key()))) {
      return value_at_key("an object");
    } else if (depth_ == 0 && base_ == 1) {
      return value_at_key("an object");
    } else if (depth_ == 1 && base_ == 2 && !passed_over()) {
      return refuse("\"annotations\" is an object.", "A list of annotations is expected.");
    }
    in_mask_ = in_mask_ || (in_entry() && key_ == "segmentation");
    ++depth_;
    return true;
  }
  bool key(string_t& key) override {
    if (depth_ == 1 && base_ == 2) document_key_ = key;
    if (in_entry()) key_ = key;
    if (in_mask_ && depth_ == base_ + 2) mask_key_ = key;
    return true;
  }
  bool end_object() override {
    --depth_;
    if (depth_ == base_ + 1) in_mask_ = false;
    return depth_ != base_ || passed_over() || finish();
  }
  bool start_array(std::size_t) override {
    if (depth_ == base_ && !passed_over()) return refuse("an entry is a list.", kEntry);
    if (in_bbox_ || (in_entry() && key_ != "bbox" && known_key())) return value_at_key("a list");
    in_bbox_ = in_entry() && key_ == "bbox";
    if (in_bbox_) sides_ = 0;
    in_polygons_ = in_polygons_ || (in_entry() && key_ == "segmentation");
    if (in_polygons_ && depth_ == base_ + 2) polygons_.begin();
    if (depth_ == 1 && base_ == 2 && !passed_over()) has_annotations_ = true;
    ++depth_;
    return true;
  }
  bool end_array() override {
    --depth_;
    if (in_entry()) in_polygons_ = false;
    if (!in_bbox_ || !in_entry()) return true;
    in_bbox_ = false;
    if (sides_ != 4)
      return refuse(fmt::format("\"bbox\" has {} numbers.", sides_), "Four, [x, y, width, height], are expected.");
    seen_ |= kBox;
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& why) override {
    error_ = not_json(text_, std::min(begin_ + byte, end_), why.what(), path_).value();
    return false;
  }

 private:
  static constexpr unsigned kImage = 1, kCategory = 2, kBox = 4;
  static constexpr const char* kEntry = "An object with image_id, category_id, bbox and score is expected.";

  bool refuse(const std::string& what, const std::string& expected) {
    error_ = fail_at({line_}, what, expected, path_).value();
    return false;
  }
  [[nodiscard]] bool known_key() const {
    return key_ == "image_id" || key_ == "category_id" || key_ == "bbox" || key_ == "score";
  }
  /// Right inside a detection.
  [[nodiscard]] bool in_entry() const { return depth_ == base_ + 1 && !passed_over(); }
  /// Inside what a document holds beside its annotations.
  [[nodiscard]] bool passed_over() const { return base_ == 2 && depth_ >= 1 && document_key_ != "annotations"; }
  // A value that is no number, where it may matter.
  bool value_at_key(std::string_view kind) {
    if (passed_over() || depth_ < base_ - 1) return true;
    if (depth_ == base_ - 1)
      return refuse(base_ == 1 ? fmt::format("the document is {}.", kind) : fmt::format("\"annotations\" is {}.", kind),
                    "A list of detections, as COCO results are, is expected.");
    if (depth_ == base_) return refuse(fmt::format("an entry is {}.", kind), kEntry);
    if (in_bbox_ || (in_entry() && known_key()))
      return refuse(fmt::format("\"{}\" is {}.", key_, kind), in_bbox_ || key_ == "bbox"
                                                                  ? "Four numbers, [x, y, width, height], are expected."
                                                                  : "A number is expected.");
    return true;
  }
  bool number(double value, std::optional<std::int64_t> integer) {
    if (in_bbox_ && depth_ == base_ + 2) return side(value);
    if (in_mask_ && depth_ == base_ + 3) return mask_number(value);
    if (in_polygons_ && depth_ == base_ + 3) polygons_.add(value);
    if (!in_entry() || !known_key()) return depth_ > base_ || value_at_key("a number");
    if (key_ == "bbox") return value_at_key("a number");
    if (key_ == "score") {
      now_.score = value;
      return true;
    }
    if (!integer && value == std::floor(value) && std::abs(value) < 9e15) integer = static_cast<std::int64_t>(value);
    if (!integer || *integer < 0 || *integer >= kNamedCategory)
      return refuse(fmt::format("\"{}\" is {}.", key_, value), "A whole number of zero or more is expected.");
    (key_ == "image_id" ? now_.image : now_.category) = *integer;
    seen_ |= key_ == "image_id" ? kImage : kCategory;
    return true;
  }
  bool side(double value) {
    const std::array<double*, 4> sides{&now_.x, &now_.y, &now_.width, &now_.height};
    const bool corner = boxes_ == BoxNumbers::xyxy && (sides_ == 2 || sides_ == 3);
    if (corner) value -= *sides[sides_ - 2];
    if (sides_ < sides.size()) *sides[sides_] = value;
    ++sides_;
    if (corner && value < 0)
      return refuse(fmt::format("the second corner in \"bbox\" is {} the first.", sides_ == 3 ? "left of" : "above"),
                    "[x1, y1, x2, y2] is expected with --boxes xyxy.");
    if ((sides_ == 3 || sides_ == 4) && value < 0)
      return refuse(fmt::format("the {} in \"bbox\" is {}.", sides_ == 3 ? "width" : "height", value),
                    "Zero or more is expected: COCO boxes are [x, y, width, height] (corners: --boxes xyxy).");
    return true;
  }
  bool mask_number(double value) {
    if (mask_key_ == "size") mask_.size.push_back(value);
    if (mask_key_ == "counts") mask_.counts.push_back(value);
    return true;
  }
  // Only a mask: its box, in the numbers that boxes of this file have.
  bool box_of_mask() {
    auto box = polygons_.any() ? polygons_.box() : box_of(mask_);
    if (!box) return refuse("\"segmentation\": " + box.error().what, box.error().todo);
    const bool shares = boxes_ == BoxNumbers::share && !polygons_.any();
    const double height = shares ? mask_.size[0] : 1;
    const double width = shares ? mask_.size[1] : 1;
    now_.x = box->x / width;
    now_.y = box->y / height;
    now_.width = box->width / width;
    now_.height = box->height / height;
    seen_ |= kBox;
    ++masks_;
    return true;
  }
  bool finish() {
    const bool has_mask = polygons_.any() || !mask_.size.empty() || !mask_.counts.empty() || !mask_.compressed.empty();
    if ((seen_ & kBox) == 0 && has_mask && !box_of_mask()) return false;
    static constexpr std::array<std::pair<unsigned, const char*>, 3> wanted{
        {{kImage, "image_id"}, {kCategory, "category_id"}, {kBox, "bbox"}}};
    for (const auto& [bit, name] : wanted)
      if ((seen_ & bit) == 0)
        return refuse(fmt::format("detection {} has no \"{}\".", found_.all.size() + 1, name), kEntry);
    now_.line = line_;
    found_.all.push_back(now_);
    return true;
  }

  std::string_view text_;
  std::size_t begin_ = 0, end_ = 0;  ///< of the part that is read
  BoxNumbers boxes_;
  const std::string& path_;
  const std::int64_t& line_;
  Detections found_;
  std::map<std::string, std::int64_t> names_, categories_;
  std::optional<Error> error_;
  RawDetection now_;
  std::string key_;
  int base_;       ///< depth of what holds the detections
  int depth_ = 0;  ///< base_ + 1: in a detection
  std::string document_key_, mask_key_;
  bool has_annotations_ = false;
  bool in_mask_ = false, in_polygons_ = false;
  RunLengthMask mask_;
  PolygonBox polygons_;
  std::int64_t masks_ = 0;
  unsigned seen_ = 0;
  std::size_t sides_ = 0;
  bool in_bbox_ = false;
};

}  // namespace

Result<Detections> parse_coco_results(std::string_view text, BoxNumbers boxes, const std::string& path) {
  std::int64_t line = 1;
  const auto shape = shape_of(text);
  ResultsSax sax(text, shape, boxes, path, line);
  const auto parse = [&](std::string_view part) {
    return Json::sax_parse(PlacedIterator(part.data(), &line), PlacedIterator(part.data() + part.size(), &line), &sax);
  };
  if (shape == CocoShape::lines) {
    for (std::size_t at = 0; at < text.size(); ++line) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto part = text.substr(at, end - at);
      sax.begin_part(at, part.size());
      if (part.find_first_not_of(" \t\r") != std::string_view::npos && !parse(part)) break;
      at = end + 1;
    }
    return sax.take();
  }
  sax.begin_part(0, text.size() + 1);
  parse(text);
  MLINK_ASSIGN(auto found, sax.take());
  if (shape == CocoShape::list) return found;
  const bool describes =
      text.find("\"images\"") != std::string_view::npos || text.find("\"categories\"") != std::string_view::npos;
  if (!describes) return found;
  MLINK_ASSIGN(auto document, parse_coco_document(text, path));
  found.images = std::move(document.images);
  found.categories = std::move(document.categories);
  return found;
}

}  // namespace mlink::recorded
