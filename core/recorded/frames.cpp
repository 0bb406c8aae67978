// Detections of a whole file, put in order by camera and frame, and handed out as one output a frame.
#include "recorded/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "recorded/box_numbers.h"
#include "recorded/placing.h"

namespace mlink::recorded {
namespace {

class DetectionRows : public RowSource {
 public:
  DetectionRows(DetectionReducer reducer, std::vector<DetectionSource> sources, std::vector<PlacedDetection> placed,
                BoxNumbers boxes, std::string path)
      : reducer_(std::move(reducer)),
        sources_(std::move(sources)),
        placed_(std::move(placed)),
        boxes_(boxes),
        path_(std::move(path)) {}

  /// Only where the boxes themselves become the output, and nobody said what their numbers are.
  [[nodiscard]] Status check_boxes(std::vector<std::string>& notes) const {
    BoxTally tally;
    auto next = placed_.begin();
    for (std::size_t s = 0; s < sources_.size(); ++s)
      for (const auto& frame : sources_[s].frames)
        for (; next != placed_.end() && next->source == s && next->ordinal == frame.ordinal; ++next)
          if (reducer_.wants(next->detection)) {
            const auto [width, height] = size_of(frame, sources_[s]);
            tally.add(next->detection, width, height);
          }
    return tally.verdict(path_, notes);
  }

  [[nodiscard]] const OutputSpec& spec() const override { return reducer_.spec; }
  [[nodiscard]] std::int64_t bytes() const override { return 0; }
  [[nodiscard]] std::int64_t detections() const override { return static_cast<std::int64_t>(placed_.size()); }

  [[nodiscard]] Status each(const RowFn& fn, const BytesFn& at) override {
    auto next = placed_.begin();
    std::vector<RawDetection> here;
    ImportRow row;
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      row.source = sources_[s].name;
      for (const auto& frame : sources_[s].frames) {
        here.clear();
        for (; next != placed_.end() && next->source == s && next->ordinal == frame.ordinal; ++next)
          here.push_back(next->detection);
        row.ordinal = frame.ordinal;
        row.line = here.empty() ? 0 : here.front().line;
        MLINK_TRY(check_size(frame, sources_[s]));
        const auto [width, height] = size_of(frame, sources_[s]);
        MLINK_ASSIGN(row.output, reducer_.reduce(here, width, height, path_));
        MLINK_TRY(fn(row));
      }
    }
    at(0);
    return {};
  }

 private:
  /// Boxes as shares of the picture are boxes of a picture of 1 x 1.
  [[nodiscard]] std::pair<int, int> size_of(const FrameInfo& frame, const DetectionSource& source) const {
    if (boxes_ == BoxNumbers::share) return {1, 1};
    return {frame.width > 0 ? frame.width : source.width, frame.height > 0 ? frame.height : source.height};
  }
  [[nodiscard]] Status check_size(const FrameInfo& frame, const DetectionSource& source) const {
    if (reducer_.spec.task != Task::localization || size_of(frame, source).first > 0) return {};
    return fail(ErrorKind::invalid_input,
                fmt::format("The size of the picture of camera {} is not known, and boxes are in pixels.", source.name),
                "Give --picture WIDTHxHEIGHT.", path_);
  }

  DetectionReducer reducer_;
  std::vector<DetectionSource> sources_;
  std::vector<PlacedDetection> placed_;  ///< by source, frame; in the order of the file
  BoxNumbers boxes_;
  std::string path_;
};

struct Described {
  std::vector<CocoImage> images;
  Categories categories;
};

Result<Described> described(const RowInput& input, const Detections& detections) {
  Described out{detections.images, detections.categories};
  if (input.images) {
    MLINK_ASSIGN(const auto text, input.images->whole());
    MLINK_ASSIGN(auto document, parse_coco_document(text, input.images->path));
    if (document.images.empty())
      return fail(ErrorKind::invalid_input, "The document lists no images.", "A COCO annotations file is expected.",
                  input.images->path);
    out.images = std::move(document.images);
    out.categories = std::move(document.categories);
  }
  if (input.categories) {
    MLINK_ASSIGN(const auto text, input.categories->whole());
    MLINK_ASSIGN(auto document, parse_coco_document(text, input.categories->path));
    out.categories = std::move(document.categories);
  } else if (!input.category_names.empty()) {
    MLINK_ASSIGN(out.categories, parse_categories(input.category_names));
  }
  return out;
}

std::optional<std::int64_t> id_in(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id < 0 || id >= kNamedCategory) return std::nullopt;
  return id;
}

// Classes that the detections call by name get the id of that name, or are known by themselves, in the order of their
// names; an id in quotes is that id.
void name_categories(Detections& detections, Categories& known) {
  std::vector<std::int64_t> ids;
  Categories others;
  for (const auto& name : detections.category_names) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const auto& c) { return c.second == name; });
    const auto id = id_in(name);
    const auto own = kNamedCategory + static_cast<std::int64_t>(ids.size());
    ids.push_back(at != known.end() ? at->first : id.value_or(own));
    if (ids.back() == own) others.emplace_back(own, name);
  }
  std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  known.insert(known.end(), others.begin(), others.end());
  for (auto& d : detections.all)
    if (d.category >= kNamedCategory) d.category = ids.at(static_cast<std::size_t>(d.category - kNamedCategory));
}

}  // namespace

Result<std::unique_ptr<RowSource>> rows_of_detections(const RowInput& input, Detections detections,
                                                      const FrameNumbers& numbers, std::vector<std::string>& notes) {
  MLINK_ASSIGN(auto known, described(input, detections));
  name_categories(detections, known.categories);
  const auto& path = input.text.path;
  auto reducer = make_reducer(input.spec, input.options.classes, input.options.score, known.categories, detections);
  if (!reducer) {
    reducer.error().path = path;
    return tl::make_unexpected(reducer.error());
  }
  if (auto fits = check(reducer->spec); !fits)
    return fail(ErrorKind::invalid_input, fits.error().what, "Give --labels.", path);
  Placing placing(input, numbers);
  if (!known.images.empty()) MLINK_TRY(placing.read_images(known.images));
  MLINK_ASSIGN(auto placed, placing.place(detections));
  MLINK_ASSIGN(auto sources, placing.sources(placed, notes));
  MLINK_TRY(placing.check_first(placed, notes));
  placing.tell(notes);
  const auto wanted = std::count_if(placed.begin(), placed.end(),
                                    [&](const PlacedDetection& p) { return reducer->wants(p.detection); });
  notes.push_back(fmt::format("{} of {} detections are of the classes and scores asked for (score {} and above).",
                              count_text(wanted), count_text(static_cast<std::int64_t>(placed.size())),
                              input.options.score));
  notes.insert(notes.end(), detections.notes.begin(), detections.notes.end());
  const auto task = reducer->spec.task;
  auto rows = std::make_unique<DetectionRows>(std::move(*reducer), std::move(sources), std::move(placed),
                                              input.options.boxes.value_or(BoxNumbers::xywh), path);
  if (task == Task::localization && !input.options.boxes) MLINK_TRY(rows->check_boxes(notes));
  return rows;
}

}  // namespace mlink::recorded
