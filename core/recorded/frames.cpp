// Detections of a whole file, put in order by camera and frame, and handed out as one output a frame.
#include "recorded/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace mlink {
namespace {

// A frame number by mistake (a time stamp, an id) must not make a camera of a million million frames.
constexpr std::int64_t kMostFrames = 10'000'000;

struct FrameInfo {
  std::int64_t ordinal = 0;
  int width = 0, height = 0;  ///< 0: not known
  friend bool operator<(const FrameInfo& a, const FrameInfo& b) { return a.ordinal < b.ordinal; }
};
struct Source {
  std::string name;
  std::vector<FrameInfo> frames;  ///< on which the box ran, ascending
  int width = 0, height = 0;      ///< where a frame does not say
};
struct Placed {
  std::size_t source = 0;
  std::int64_t ordinal = 0;
  RawDetection detection;
};

class DetectionRows : public RowSource {
 public:
  DetectionRows(DetectionReducer reducer, std::vector<Source> sources, std::vector<Placed> placed, std::string path)
      : reducer_(std::move(reducer)),
        sources_(std::move(sources)),
        placed_(std::move(placed)),
        path_(std::move(path)) {}

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
        const int width = frame.width > 0 ? frame.width : sources_[s].width;
        const int height = frame.height > 0 ? frame.height : sources_[s].height;
        MLINK_ASSIGN(row.output, reducer_.reduce(here, width, height, path_));
        MLINK_TRY(fn(row));
      }
    }
    at(0);
    return {};
  }

 private:
  [[nodiscard]] Status check_size(const FrameInfo& frame, const Source& source) const {
    if (reducer_.spec.task != Task::localization || frame.width > 0 || source.width > 0) return {};
    return fail(ErrorKind::invalid_input,
                fmt::format("The size of the picture of camera {} is not known, and boxes are in pixels.", source.name),
                "Give --picture WIDTHxHEIGHT.", path_);
  }

  DetectionReducer reducer_;
  std::vector<Source> sources_;
  std::vector<Placed> placed_;  ///< by source, frame; in the order of the file
  std::string path_;
};

/// Says which camera and frame an image is.
class Placing {
 public:
  Placing(const RowInput& input, const FrameNumbers& numbers)
      : input_(input),
        options_(input.options),
        cameras_(input.cameras),
        numbers_(numbers),
        first_(input.options.first_frame.value_or(numbers.first)) {
    default_source_ = !options_.source.empty() ? options_.source
                      : cameras_.size() == 1   ? cameras_.front().name
                                               : input.text.stem;
  }

  [[nodiscard]] Status read_images(const std::vector<CocoImage>& images) {
    std::map<std::pair<std::size_t, std::int64_t>, std::string> taken;
    for (const auto& image : images) {
      MLINK_ASSIGN(const auto at, place_of_name(image.file_name, input_.images->path));
      const auto [other, fresh] = taken.emplace(at, image.file_name);
      if (!fresh)
        return fail(ErrorKind::invalid_input,
                    fmt::format("The images {} and {} are the same frame ({} of camera {}).", other->second,
                                image.file_name, at.second, sources_[at.first].name),
                    "A file_name like CAMERA/000123.jpg is expected.", input_.images->path);
      images_[image.id] = at;
      sources_[at.first].frames.push_back({at.second, image.width, image.height});
    }
    listed_ = true;
    return {};
  }

  [[nodiscard]] Result<std::vector<Placed>> place(const Detections& detections) {
    std::vector<Placed> out;
    out.reserve(detections.all.size());
    for (const auto& d : detections.all) {
      MLINK_ASSIGN(const auto at, place_of(d, detections.names));
      out.push_back({at.first, at.second, d});
    }
    std::stable_sort(out.begin(), out.end(), [](const Placed& a, const Placed& b) {
      return std::tie(a.source, a.ordinal) < std::tie(b.source, b.ordinal);
    });
    return out;
  }

  /// The frames of each camera on which the box ran, also those on which it found nothing.
  [[nodiscard]] Result<std::vector<Source>> sources(const std::vector<Placed>& placed,
                                                    std::vector<std::string>& notes) {
    if (sources_.empty()) default_source();
    std::vector<std::vector<std::int64_t>> seen(sources_.size());
    for (const auto& p : placed)
      if (seen[p.source].empty() || seen[p.source].back() != p.ordinal) seen[p.source].push_back(p.ordinal);
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      MLINK_TRY(add_frames(sources_[s], seen[s], notes));
    }
    return std::move(sources_);
  }

  void tell(std::vector<std::string>& notes) const {
    if (listed_)
      notes.push_back(fmt::format("Which frame an image_id is was read from {}.", input_.images->name));
    else
      notes.push_back(fmt::format("{} {} was taken as the first frame of the video, and so on.", numbers_.key, first_));
    if (options_.source.empty() && used_default_)
      notes.push_back(
          fmt::format("The detections were taken as those of camera {}; --source names another.", default_source_));
  }

 private:
  using Place = std::pair<std::size_t, std::int64_t>;

  std::size_t source_index(const std::string& name) {
    for (std::size_t s = 0; s < sources_.size(); ++s)
      if (sources_[s].name == name) return s;
    Source source{name, {}, 0, 0};
    if (options_.picture) {
      source.width = options_.picture->first;
      source.height = options_.picture->second;
    } else if (const auto* camera = known(name)) {
      source.width = camera->width;
      source.height = camera->height;
    }
    sources_.push_back(std::move(source));
    return sources_.size() - 1;
  }
  std::size_t default_source() {
    used_default_ = true;
    return source_index(default_source_);
  }
  [[nodiscard]] const KnownCamera* known(const std::string& name) const {
    for (const auto& camera : cameras_)
      if (camera.name == name) return &camera;
    return nullptr;
  }

  [[nodiscard]] Result<Place> place_of_name(const std::string& file_name, const std::string& path) {
    const auto frame = frame_of_file_name(file_name);
    if (!frame || frame->number < first_)
      return fail(ErrorKind::invalid_input, fmt::format("The file name {} has no frame number.", in_quotes(file_name)),
                  fmt::format("A name like CAMERA/000123.jpg is expected, the number from {} (--first-frame).", first_),
                  path);
    const auto folder = frame->source.substr(frame->source.find_last_of("/\\") + 1);
    const auto source = options_.source.empty() && !folder.empty() ? source_index(folder) : default_source();
    return Place{source, frame->number - first_};
  }

  [[nodiscard]] Result<Place> place_of(const RawDetection& d, const std::vector<std::string>& names) {
    const auto path = input_.text.path;
    if (d.image < 0) {
      auto at = place_of_name(names[static_cast<std::size_t>(-1 - d.image)], path);
      if (!at) at.error().what = fmt::format("Line {}: {}", d.line, at.error().what);
      return at;
    }
    if (listed_) {
      const auto at = images_.find(d.image);
      if (at != images_.end()) return at->second;
      return fail_at({d.line}, fmt::format("\"image_id\" {} is none of the images.", d.image),
                     fmt::format("One of the {} images of {} is expected.",
                                 count_text(static_cast<std::int64_t>(images_.size())), input_.images->name),
                     path);
    }
    if (d.image < first_)
      return fail_at({d.line, numbers_.all_to_last ? std::size_t{1} : std::size_t{0}, numbers_.key},
                     fmt::format("{} is before the first frame.", d.image),
                     fmt::format("A number from {} is expected (--first-frame).", first_), path);
    return Place{default_source(), d.image - first_};
  }

  [[nodiscard]] Status add_frames(Source& source, const std::vector<std::int64_t>& seen,
                                  std::vector<std::string>& notes) {
    if (options_.picture)
      for (auto& frame : source.frames) frame.width = frame.height = 0;
    std::vector<std::int64_t> ran;
    const auto* camera = known(source.name);
    if (!listed_) {
      if (options_.frames || (!camera && numbers_.all_to_last)) {
        const auto last = options_.frames ? *options_.frames : seen.empty() ? 0 : seen.back() + 1;
        if (last > kMostFrames)
          return fail(ErrorKind::invalid_input, fmt::format("The camera {} would have {} frames.", source.name, last),
                      "Is the frame number what it should be?", input_.text.path);
        for (std::int64_t i = 0; i < last; ++i) ran.push_back(i);
      } else if (camera) {
        ran = camera->ordinals;
      } else {
        notes.push_back(
            fmt::format("Frames of {} without a detection are not known, and left out; --images or --frames "
                        "says on which frames the box ran.",
                        source.name));
      }
    }
    for (const auto ordinal : ran) source.frames.push_back({ordinal, 0, 0});
    for (const auto ordinal : seen) source.frames.push_back({ordinal, 0, 0});
    // An image's own size first, so that it is the one that stays.
    std::stable_sort(source.frames.begin(), source.frames.end());
    source.frames.erase(std::unique(source.frames.begin(), source.frames.end(),
                                    [](const FrameInfo& a, const FrameInfo& b) { return a.ordinal == b.ordinal; }),
                        source.frames.end());
    return {};
  }

  const RowInput& input_;
  const RecordedOptions& options_;
  const std::vector<KnownCamera>& cameras_;
  FrameNumbers numbers_;
  std::int64_t first_;
  std::string default_source_;
  bool used_default_ = false;
  std::map<std::int64_t, Place> images_;
  bool listed_ = false;  ///< the images are known: the box ran on those
  std::vector<Source> sources_;
};

struct Described {
  std::vector<CocoImage> images;
  Categories categories;
};

Result<Described> described(const RowInput& input) {
  Described out;
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

}  // namespace

Result<std::unique_ptr<RowSource>> rows_of_detections(const RowInput& input, const Detections& detections,
                                                      const FrameNumbers& numbers, std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto known, described(input));
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
  placing.tell(notes);
  const auto wanted =
      std::count_if(placed.begin(), placed.end(), [&](const Placed& p) { return reducer->wants(p.detection); });
  notes.push_back(fmt::format("{} of {} detections are of the classes and scores asked for (score {} and above).",
                              count_text(wanted), count_text(static_cast<std::int64_t>(placed.size())),
                              input.options.score));
  return std::make_unique<DetectionRows>(std::move(*reducer), std::move(sources), std::move(placed), path);
}

}  // namespace mlink
