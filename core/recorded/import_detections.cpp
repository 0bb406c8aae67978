#include "recorded/import_detections.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"

namespace mlink {
namespace {

using Json = nlohmann::json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

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
  ResultsSax(std::string_view text, const std::string& path, const std::int64_t& line)
      : text_(text), path_(path), line_(line) {}

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
    if (sides_ < sides.size()) *sides[sides_] = value;
    ++sides_;
    if ((sides_ == 3 || sides_ == 4) && value < 0)
      return refuse(fmt::format("the {} in \"bbox\" is {}.", sides_ == 3 ? "width" : "height", value),
                    "Zero or more is expected: COCO boxes are [x, y, width, height].");
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

/// One line of MOT text.
class MotLine {
 public:
  MotLine(const CsvRecord& record, const std::string& path) : record_(record), path_(path) {}

  [[nodiscard]] Result<double> number(std::size_t column) const {
    const auto text = trimmed(record_.cells[column].text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
      return fail_at({record_.line, column + 1, kNames[column]}, fmt::format("{} is not a number.", in_quotes(text)),
                     "A number is expected.", path_);
    return value;
  }
  [[nodiscard]] Result<std::int64_t> whole_number(std::size_t column, std::int64_t least) const {
    MLINK_ASSIGN(const double value, number(column));
    if (value != std::floor(value) || value < static_cast<double>(least) || value > 9e15)
      return fail_at({record_.line, column + 1, kNames[column]},
                     fmt::format("{} does not fit.", in_quotes(trimmed(record_.cells[column].text))),
                     fmt::format("A whole number of {} or more is expected.", least), path_);
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] Result<RawDetection> parse() const {
    const auto columns = record_.cells.size();
    RawDetection d;
    d.line = record_.line;
    MLINK_ASSIGN(d.image, whole_number(0, 0));
    MLINK_ASSIGN(d.x, number(2));
    MLINK_ASSIGN(d.y, number(3));
    for (const std::size_t column : {std::size_t{4}, std::size_t{5}}) {
      MLINK_ASSIGN(const double side, number(column));
      if (side < 0)
        return fail_at({record_.line, column + 1, kNames[column]}, fmt::format("it is {}.", side),
                       "Zero or more is expected.", path_);
      (column == 4 ? d.width : d.height) = side;
    }
    if (columns > 6) {
      MLINK_ASSIGN(d.score, number(6));
      if (d.score == -1) d.score = 1;
    }
    if (columns == 8 || columns == 9) {
      MLINK_ASSIGN(d.category, whole_number(7, -1));
    }
    return d;
  }

 private:
  static constexpr std::array<std::string_view, 10> kNames{"frame",  "id",    "x", "y", "width",
                                                           "height", "score", "",  "",  ""};
  const CsvRecord& record_;
  const std::string& path_;
};

std::string known_names(const Categories& known) {
  constexpr std::size_t kMost = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(known.size(), kMost); ++i)
    out += fmt::format("{}{} ({})", i > 0 ? ", " : "", known[i].second, known[i].first);
  return known.size() > kMost ? out + fmt::format(" and {} more", known.size() - kMost) : out;
}

// A category by its name or its id.
Result<std::int64_t> category_of(const std::string& wanted, const Categories& known) {
  for (const auto& [id, name] : known)
    if (name == wanted) return id;
  const auto id = whole(wanted);
  const bool listed = std::any_of(known.begin(), known.end(), [&](const auto& c) { return id && c.first == *id; });
  if (id && (known.empty() || listed)) return *id;
  return fail(ErrorKind::not_found, fmt::format("There is no class {}.", in_quotes(wanted)),
              known.empty() ? "Names are known with --categories FILE or 1=person,3=car; otherwise give the id."
                            : fmt::format("Classes are {}.", known_names(known)));
}

// Every id that the detections have, by the name that is known or its number.
Categories seen_categories(const Detections& detections, const Categories& known) {
  std::set<std::int64_t> ids;
  for (const auto& d : detections.all) ids.insert(d.category);
  Categories out;
  for (const auto id : ids) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const auto& c) { return c.first == id; });
    out.emplace_back(id, at == known.end() ? std::to_string(id) : at->second);
  }
  return out;
}

}  // namespace

Result<Detections> parse_coco_results(std::string_view text, const std::string& path) {
  std::int64_t line = 1;
  ResultsSax sax(text, path, line);
  Json::sax_parse(PlacedIterator(text.data(), &line), PlacedIterator(text.data() + text.size(), &line), &sax);
  return sax.take();
}

Result<Detections> parse_mot(TextSource text, const std::string& path) {
  CsvReader reader(std::move(text), path);
  Detections found;
  CsvRecord record;
  std::size_t columns = 0;
  for (;;) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) break;
    if (columns == 0) columns = record.cells.size();
    if (columns < 6 || columns > 10)
      return fail_at({record.line}, fmt::format("there are {} cells.", columns),
                     "MOT text is expected: frame,id,x,y,width,height,score,class,visibility.", path);
    if (record.cells.size() != columns)
      return fail_at({record.line, std::min(record.cells.size(), columns) + 1},
                     fmt::format("there are {} cells.", record.cells.size()),
                     fmt::format("{} are expected, as in the first line.", columns), path);
    MLINK_ASSIGN(const auto detection, MotLine(record, path).parse());
    found.all.push_back(detection);
  }
  found.has_categories = columns == 8 || columns == 9;
  return found;
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

Result<Categories> parse_categories(std::string_view text) {
  Categories out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto part = trimmed(text.substr(at, end - at));
    const auto equals = part.find('=');
    const auto id = whole(trimmed(part.substr(0, std::min(equals, part.size()))));
    const auto name = equals == std::string_view::npos ? std::string_view() : trimmed(part.substr(equals + 1));
    if (!id || name.empty())
      return fail(ErrorKind::invalid_input, fmt::format("{} is no category.", in_quotes(part)),
                  "Write ID=NAME, like 1=person,3=car, or name a COCO annotations file.");
    out.emplace_back(*id, name);
    at = end + 1;
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<FrameName> frame_of_file_name(std::string_view file_name) {
  FrameName out;
  if (const auto slash = file_name.find_last_of("/\\"); slash != std::string_view::npos) {
    out.source = file_name.substr(0, slash);
    file_name.remove_prefix(slash + 1);
  }
  if (const auto dot = file_name.rfind('.'); dot != std::string_view::npos && dot > 0)
    file_name = file_name.substr(0, dot);
  auto end = file_name.size();
  while (end > 0 && !is_digit(file_name[end - 1])) --end;
  auto begin = end;
  while (begin > 0 && is_digit(file_name[begin - 1])) --begin;
  const auto number = whole(file_name.substr(begin, end - begin));
  if (!number) return std::nullopt;
  out.number = *number;
  return out;
}

bool DetectionReducer::wants(const RawDetection& d) const {
  return d.score >= score && (!categories || std::binary_search(categories->begin(), categories->end(), d.category));
}

Result<Output> DetectionReducer::reduce(std::span<const RawDetection> detections, int width, int height,
                                        const std::string& path) const {
  Output out;
  out.presence = Presence::present;
  out.values.assign(static_cast<std::size_t>(spec.width), 0.F);
  double largest = -1;
  for (const auto& d : detections) {
    if (!wants(d)) continue;
    if (spec.task == Task::count) {
      ++out.values[0];
      continue;
    }
    if (d.score > 1)
      return fail_at({d.line}, fmt::format("the score is {}.", d.score),
                     "A score from 0 to 1 is expected; a count takes any.", path);
    const auto score_value = static_cast<float>(std::max(d.score, 0.0));
    if (spec.task == Task::multi_label) {
      const auto at = std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.first == d.category; });
      const auto place =
          static_cast<std::size_t>(std::find(spec.labels.begin(), spec.labels.end(), at->second) - spec.labels.begin());
      out.values[place] = std::max(out.values[place], score_value);
      continue;
    }
    const double x0 = std::clamp(d.x / width, 0.0, 1.0);
    const double y0 = std::clamp(d.y / height, 0.0, 1.0);
    const double x1 = std::clamp((d.x + d.width) / width, 0.0, 1.0);
    const double y1 = std::clamp((d.y + d.height) / height, 0.0, 1.0);
    const double area = (x1 - x0) * (y1 - y0);
    if (area <= 0 || area <= largest) continue;
    largest = area;
    out.values = {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1 - x0),
                  static_cast<float>(y1 - y0), score_value};
  }
  return out;
}

Result<DetectionReducer> make_reducer(OutputSpec spec, const std::vector<std::string>& classes, double score,
                                      const Categories& known, const Detections& detections) {
  if (spec.task != Task::count && spec.task != Task::multi_label && spec.task != Task::localization)
    return fail(ErrorKind::invalid_input, fmt::format("Detections cannot become a {} output.", to_string(spec.task)),
                "Tasks for detections are count, multi_label and localization.");
  if (!detections.has_categories && (!classes.empty() || spec.task == Task::multi_label))
    return fail(ErrorKind::invalid_input, "The detections have no class.",
                "Leave --class out, and take --task count or localization.");
  DetectionReducer reducer;
  reducer.score = score;
  std::set<std::int64_t> wanted;
  for (const auto& name : classes) {
    MLINK_ASSIGN(const auto id, category_of(name, known));
    wanted.insert(id);
  }
  if (!classes.empty()) reducer.categories.emplace(wanted.begin(), wanted.end());
  if (spec.task == Task::count || spec.task == Task::localization) {
    spec.width = spec.task == Task::count ? 1 : 5;
    spec.labels.clear();
    reducer.spec = std::move(spec);
    return reducer;
  }
  // The labels: those that were named, else all that are known, else all that are seen.
  if (spec.labels.empty()) {
    const auto all = known.empty() ? seen_categories(detections, known) : known;
    for (const auto& [id, name] : all)
      if (classes.empty() || wanted.contains(id)) spec.labels.push_back(name);
  }
  for (const auto& label : spec.labels) {
    MLINK_ASSIGN(const auto id, category_of(label, known));
    reducer.labels.emplace_back(id, label);
  }
  std::sort(reducer.labels.begin(), reducer.labels.end());
  std::vector<std::int64_t> ids;
  for (const auto& [id, name] : reducer.labels)
    if (classes.empty() || wanted.contains(id)) ids.push_back(id);
  reducer.categories = std::move(ids);
  spec.width = static_cast<int>(spec.labels.size());
  reducer.spec = std::move(spec);
  return reducer;
}

}  // namespace mlink
