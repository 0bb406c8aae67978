#include "recorded/placing.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace mlink::recorded {
namespace {

// A frame number by mistake (a time stamp, an id) must not make a camera of a million million frames.
constexpr std::int64_t kMostFrames = 10'000'000;

}  // namespace

Placing::Placing(const RowInput& input, const FrameNumbers& numbers)
    : input_(input),
      options_(input.options),
      cameras_(input.cameras),
      numbers_(numbers),
      first_(input.options.first_frame.value_or(numbers.first)) {
  default_source_ = !options_.source.empty() ? options_.source
                    : cameras_.size() == 1   ? cameras_.front().name
                                             : input.text.stem;
}

Status Placing::read_images(const std::vector<CocoImage>& images) {
  const auto& path = input_.images ? input_.images->path : input_.text.path;
  for (const auto& image : images) {
    MLINK_ASSIGN(const auto at, place_of_name(image.file_name, listed_names_, path));
    images_[image.id] = at;
    sources_[at.first].frames.push_back({at.second, image.width, image.height});
  }
  listed_ = true;
  return {};
}

Result<std::vector<PlacedDetection>> Placing::place(const Detections& detections) {
  named_.assign(detections.names.size(), std::nullopt);
  std::vector<PlacedDetection> out;
  out.reserve(detections.all.size());
  for (const auto& d : detections.all) {
    MLINK_ASSIGN(const auto at, place_of(d, detections.names));
    out.push_back({at.first, at.second, d});
  }
  std::stable_sort(out.begin(), out.end(), [](const PlacedDetection& a, const PlacedDetection& b) {
    return std::tie(a.source, a.ordinal) < std::tie(b.source, b.ordinal);
  });
  return out;
}

Result<std::vector<DetectionSource>> Placing::sources(const std::vector<PlacedDetection>& placed,
                                                      std::vector<std::string>& notes) {
  if (sources_.empty()) static_cast<void>(default_source());
  std::vector<std::vector<std::int64_t>> seen(sources_.size());
  for (const auto& p : placed)
    if (seen[p.source].empty() || seen[p.source].back() != p.ordinal) seen[p.source].push_back(p.ordinal);
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    MLINK_TRY(add_frames(sources_[s], seen[s], notes));
    source_names_.push_back(sources_[s].name);
  }
  return std::move(sources_);
}

Status Placing::check_first(const std::vector<PlacedDetection>& placed, std::vector<std::string>& notes) const {
  if (first_ != 0 || options_.first_frame) return {};
  for (const auto* names : {&listed_names_, &own_names_}) MLINK_TRY(check_names(*names));
  if (!used_numbers_) return {};
  for (std::size_t s = 0; s < source_names_.size(); ++s) {
    const auto of = std::equal_range(placed.begin(), placed.end(), PlacedDetection{s, 0, {}},
                                     [](const auto& a, const auto& b) { return a.source < b.source; });
    if (of.first == of.second) continue;
    const auto lowest = of.first->ordinal;
    const auto& highest = *(of.second - 1);
    const auto frames = frames_of(source_names_[s]);
    if (lowest < 1) continue;
    if (frames > 0 && highest.ordinal == frames)
      return fail_at({highest.detection.line},
                     fmt::format("{} goes from {} to {}, and camera {} has {} frames, 0 to {}.", numbers_.key, lowest,
                                 highest.ordinal, source_names_[s], frames, frames - 1),
                     "Give --first-frame 1, or --first-frame 0 where the file counts from 0.", input_.text.path);
    notes.push_back(fmt::format("The lowest {} of camera {} is {}; --first-frame 1 says that the file counts from 1.",
                                numbers_.key, source_names_[s], lowest));
  }
  return {};
}

std::int64_t Placing::frames_of(const std::string& source) const {
  if (options_.frames) return *options_.frames;
  const auto* camera = known(source);
  return camera && !camera->ordinals.empty() ? camera->ordinals.back() + 1 : 0;
}

// Pictures that are numbered from 1 are the frames from 0 on.
Status Placing::check_names(const NamedPlaces& taken) const {
  for (auto at = taken.begin(); at != taken.end();) {
    const auto first = at++;
    auto last = first;
    for (; at != taken.end() && at->first.first == first->first.first; ++at) last = at;
    const auto& source = source_names_[first->first.first];
    const auto frames = frames_of(source);
    if (first->first.second < 1 || frames < 1 || last->first.second != frames) continue;
    return fail(ErrorKind::invalid_input,
                fmt::format("The numbers in the names go from {} to {} ({}), and camera {} has {} frames, 0 to {}.",
                            first->first.second, last->first.second, last->second, source, frames, frames - 1),
                "Give --first-frame 1, or --first-frame 0 where the names count from 0.",
                (input_.images ? *input_.images : input_.text).path);
  }
  return {};
}

void Placing::tell_names(const NamedPlaces& taken, std::vector<std::string>& notes) const {
  constexpr int kMostTold = 8;
  int told = 0;
  for (auto at = taken.begin(); at != taken.end();) {
    const auto source = at->first.first;
    const auto first = at;
    std::int64_t images = 0;
    auto last = at;
    for (; at != taken.end() && at->first.first == source; ++at, ++images) last = at;
    if (++told > kMostTold) continue;
    const auto missing = last->first.second - first->first.second + 1 - images;
    notes.push_back(fmt::format(
        "By the numbers in their names {} {} of camera {}: {} to {}{}; {} is frame {}.", count_text(images),
        images == 1 ? "image is a frame" : "images are frames", source_names_[source], first->first.second,
        last->first.second, missing > 0 ? fmt::format(", without {} between them", count_text(missing)) : std::string(),
        in_quotes(last->second), last->first.second));
  }
  if (told > kMostTold) notes.push_back(fmt::format("So were those of {} more cameras.", told - kMostTold));
}

void Placing::tell(std::vector<std::string>& notes) const {
  if (listed_)
    notes.push_back(fmt::format("Which frame an image_id is was read from {}.",
                                (input_.images ? *input_.images : input_.text).name));
  tell_names(listed_names_, notes);
  tell_names(own_names_, notes);
  if (used_numbers_)
    notes.push_back(fmt::format("{} {} was taken as the first frame of the video, and so on.", numbers_.key, first_));
  if (options_.source.empty() && used_default_)
    notes.push_back(
        fmt::format("The detections were taken as those of camera {}; --source names another.", default_source_));
}

std::size_t Placing::source_index(const std::string& name) {
  for (std::size_t s = 0; s < sources_.size(); ++s)
    if (sources_[s].name == name) return s;
  DetectionSource source{name, {}, 0, 0};
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

std::size_t Placing::default_source() {
  used_default_ = true;
  return source_index(default_source_);
}

const KnownCamera* Placing::known(const std::string& name) const {
  for (const auto& camera : cameras_)
    if (camera.name == name) return &camera;
  return nullptr;
}

Result<Placing::Place> Placing::place_of_name(const std::string& file_name, NamedPlaces& taken,
                                              const std::string& path) {
  const auto frame = frame_of_file_name(file_name);
  if (!frame)
    return fail(ErrorKind::invalid_input, fmt::format("The file name {} has no frame number.", in_quotes(file_name)),
                fmt::format("A name like CAMERA/000123.jpg is expected; dates, clocks, hashes and copy numbers like "
                            "(1) are no frames (the first is {}: --first-frame).",
                            first_),
                path);
  if (frame->number < first_)
    return fail(ErrorKind::invalid_input,
                fmt::format("The file name {} is frame {}, before the first.", in_quotes(file_name), frame->number),
                fmt::format("A number from {} is expected (--first-frame).", first_), path);
  const auto folder = frame->source.substr(frame->source.find_last_of("/\\") + 1);
  const auto source = options_.source.empty() && !folder.empty() ? source_index(folder) : default_source();
  const Place at{source, frame->number - first_};
  const auto [other, fresh] = taken.emplace(at, file_name);
  if (!fresh)
    return fail(ErrorKind::invalid_input,
                fmt::format("The images {} and {} are the same frame ({} of camera {}).", other->second, file_name,
                            at.second, sources_[at.first].name),
                "A file_name like CAMERA/000123.jpg is expected, each number of a camera once.", path);
  return at;
}

Result<Placing::Place> Placing::place_of_text(const RawDetection& d, const std::vector<std::string>& names) {
  const auto index = static_cast<std::size_t>(-1 - d.image);
  if (!named_[index]) {
    auto at = place_of_name(names[index], own_names_, input_.text.path);
    if (!at) {
      at.error().what = fmt::format("Line {}: {}", d.line, at.error().what);
      return at;
    }
    named_[index] = *at;
  }
  return *named_[index];
}

Result<Placing::Place> Placing::place_of(const RawDetection& d, const std::vector<std::string>& names) {
  const auto& path = input_.text.path;
  if (d.image < 0) return place_of_text(d, names);
  if (listed_) {
    const auto at = images_.find(d.image);
    if (at != images_.end()) return at->second;
    return fail_at(
        {d.line}, fmt::format("\"image_id\" {} is none of the images.", d.image),
        fmt::format("One of the {} images of {} is expected.", count_text(static_cast<std::int64_t>(images_.size())),
                    (input_.images ? *input_.images : input_.text).name),
        path);
  }
  if (d.image < first_)
    return fail_at({d.line, numbers_.all_to_last ? std::size_t{1} : std::size_t{0}, numbers_.key},
                   fmt::format("{} is before the first frame.", d.image),
                   fmt::format("A number from {} is expected (--first-frame).", first_), path);
  used_numbers_ = true;
  return Place{default_source(), d.image - first_};
}

Status Placing::add_frames(DetectionSource& source, const std::vector<std::int64_t>& seen,
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

}  // namespace mlink::recorded
