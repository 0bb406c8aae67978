// COCO results and annotation documents.
#include "recorded/import_detections.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

namespace mlink {
namespace {

using Json = nlohmann::json;

std::int64_t line_of(std::string_view text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return 1 + std::count(text.begin(), end, '\n');
}

// nlohmann's text is "[json.exception.parse_error.101] parse error at line 3, column 7: syntax error while ...".
tl::unexpected<Error> not_json(std::string_view text, std::size_t byte, std::string why, const std::string& path) {
  if (const auto at = why.find("column "); at != std::string::npos)
    if (const auto colon = why.find(": ", at); colon != std::string::npos) why = why.substr(colon + 2);
  return fail(ErrorKind::invalid_input,
              fmt::format("Line {} (byte {}): this is not JSON: {}.", line_of(text, byte), byte, why),
              "A JSON document is expected.", path);
}

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

/// Takes the events of a COCO results list and keeps nothing but the detections.
class ResultsSax : public nlohmann::json_sax<Json> {
 public:
  ResultsSax(std::string_view text, BoxNumbers boxes, const std::string& path, const std::int64_t& line)
      : text_(text), boxes_(boxes), path_(path), line_(line) {}

  [[nodiscard]] Result<Detections> take() {
    if (error_) return tl::make_unexpected(std::move(*error_));
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
    if (depth_ == 2 && key_ == "image_id") {
      const auto [at, fresh] = names_.try_emplace(value, static_cast<std::int64_t>(names_.size()));
      if (fresh) found_.names.push_back(value);
      now_.image = -1 - at->second;
      seen_ |= kImage;
      return true;
    }
    return value_at_key("a text");
  }
  bool binary(binary_t&) override { return value_at_key("bytes"); }

  bool start_object(std::size_t) override {
    if (depth_ == 0)
      return refuse("the document is an object.", "A list of detections, as COCO results are, is expected.");
    if (in_bbox_ || (depth_ == 2 && known_key())) return value_at_key("an object");
    if (depth_ == 1) {
      now_ = {};
      seen_ = 0;
    }
    ++depth_;
    return true;
  }
  bool key(string_t& key) override {
    if (depth_ == 2) key_ = key;
    return true;
  }
  bool end_object() override {
    --depth_;
    return depth_ != 1 || finish();
  }
  bool start_array(std::size_t) override {
    if (depth_ == 1) return refuse("an entry is a list.", kEntry);
    if (in_bbox_ || (depth_ == 2 && key_ != "bbox" && known_key())) return value_at_key("a list");
    in_bbox_ = depth_ == 2 && key_ == "bbox";
    if (in_bbox_) sides_ = 0;
    ++depth_;
    return true;
  }
  bool end_array() override {
    --depth_;
    if (!in_bbox_ || depth_ != 2) return true;
    in_bbox_ = false;
    if (sides_ != 4)
      return refuse(fmt::format("\"bbox\" has {} numbers.", sides_), "Four, [x, y, width, height], are expected.");
    seen_ |= kBox;
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& why) override {
    error_ = not_json(text_, byte, why.what(), path_).value();
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
  // A value that is no number, where it may matter.
  bool value_at_key(std::string_view kind) {
    if (depth_ == 0) return refuse(fmt::format("the document is {}.", kind), "A list of detections is expected.");
    if (depth_ == 1) return refuse(fmt::format("an entry is {}.", kind), kEntry);
    if (in_bbox_ || (depth_ == 2 && known_key()))
      return refuse(fmt::format("\"{}\" is {}.", key_, kind), in_bbox_ || key_ == "bbox"
                                                                  ? "Four numbers, [x, y, width, height], are expected."
                                                                  : "A number is expected.");
    return true;
  }
  bool number(double value, std::optional<std::int64_t> integer) {
    if (in_bbox_ && depth_ == 3) return side(value);
    if (depth_ != 2 || !known_key()) return depth_ > 1 || value_at_key("a number");
    if (key_ == "bbox") return value_at_key("a number");
    if (key_ == "score") {
      now_.score = value;
      return true;
    }
    if (!integer && value == std::floor(value) && std::abs(value) < 9e15) integer = static_cast<std::int64_t>(value);
    if (!integer || *integer < 0)
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
  bool finish() {
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
  BoxNumbers boxes_;
  const std::string& path_;
  const std::int64_t& line_;
  Detections found_;
  std::map<std::string, std::int64_t> names_;
  std::optional<Error> error_;
  RawDetection now_;
  std::string key_;
  int depth_ = 0;  ///< 1: in the list, 2: in a detection
  unsigned seen_ = 0;
  std::size_t sides_ = 0;
  bool in_bbox_ = false;
};

}  // namespace

Result<Detections> parse_coco_results(std::string_view text, BoxNumbers boxes, const std::string& path) {
  std::int64_t line = 1;
  ResultsSax sax(text, boxes, path, line);
  Json::sax_parse(PlacedIterator(text.data(), &line), PlacedIterator(text.data() + text.size(), &line), &sax);
  return sax.take();
}

Result<CocoDocument> parse_coco_document(std::string_view text, const std::string& path) {
  // The annotations may be a hundred times as large as all the rest: they are dropped while it is read.
  const auto keep = [](int depth, Json::parse_event_t event, Json& parsed) {
    return !(depth == 1 && event == Json::parse_event_t::key && parsed == "annotations");
  };
  Json json;
  try {
    json = Json::parse(text, keep);
  } catch (const Json::parse_error& e) {
    return not_json(text, e.byte, e.what(), path);
  }
  CocoDocument document;
  std::string place = "the document";
  try {
    if (!json.is_object() || !(json.contains("images") || json.contains("categories")))
      return fail(ErrorKind::invalid_input, "The document has neither \"images\" nor \"categories\".",
                  "A COCO annotations file is expected.", path);
    const auto images = json.value("images", Json::array());
    for (std::size_t i = 0; i < images.size(); ++i) {
      place = fmt::format("images[{}]", i);
      document.images.push_back({images[i].at("id").get<std::int64_t>(), images[i].at("file_name").get<std::string>(),
                                 images[i].value("width", 0), images[i].value("height", 0)});
    }
    const auto categories = json.value("categories", Json::array());
    for (std::size_t i = 0; i < categories.size(); ++i) {
      place = fmt::format("categories[{}]", i);
      document.categories.emplace_back(categories[i].at("id").get<std::int64_t>(),
                                       categories[i].at("name").get<std::string>());
    }
  } catch (const Json::exception& e) {
    std::string why = e.what();
    if (const auto end = why.find("] "); end != std::string::npos) why = why.substr(end + 2);
    return fail(ErrorKind::invalid_input, fmt::format("{} is not as COCO describes it: {}.", place, why),
                "An image has id (a number) and file_name, a category has id and name.", path);
  }
  std::sort(document.categories.begin(), document.categories.end());
  return document;
}

}  // namespace mlink
