// The import step: reads the file twice, once to check all of it and to know its frames, once to store it.
#include "experiment/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "base/names.h"
#include "experiment/collect.h"
#include "experiment/import_files.h"
#include "experiment/stored_video.h"
#include "recorded/times.h"

namespace mlink::experiment {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kLookForStop = 4096;  // rows
constexpr std::size_t kBatch = 1024;
constexpr std::size_t kMostCameras = 1000;  // more are a wrong column, not cameras

tl::unexpected<Error> stopped_import() { return fail(ErrorKind::stopped, "Stopped.", "Nothing was imported."); }

/// A frame that the file has a row for: 24 bytes, the only thing that grows with a table.
struct SeenFrame {
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  double seconds = 0;
};

/// What happens to one camera of the file.
struct CameraImport {
  std::string name;
  std::vector<SeenFrame> seen;         ///< ascending after the first pass
  const KnownCamera* known = nullptr;  ///< null: it will be made
  std::vector<StoredFrame> made;       ///< frames that a camera without video gets
  double rate = 1;                     ///< frames a second; 0: there is no such number
  double apart = 1;                    ///< seconds from frame to frame, as near as can be
  bool own_times = false;              ///< they are the table's
  RowId id = 0;
  ImportedCamera told;

  [[nodiscard]] bool takes(std::int64_t ordinal) const {
    return !known || known->recorded || std::binary_search(known->ordinals.begin(), known->ordinals.end(), ordinal);
  }
};

class Import {
 public:
  Import(StoreWriter& store, const ImportOptions& options, const std::stop_token& stop, const ProgressFn& progress)
      : store_(store), options_(options), stop_(stop), progress_(progress) {}

  [[nodiscard]] Result<ImportReport> run();

 private:
  [[nodiscard]] Status read_cameras();
  [[nodiscard]] Status check_name();
  [[nodiscard]] Status first_pass();
  [[nodiscard]] Status note_row(const ImportRow& row);
  [[nodiscard]] Status put_in_order(CameraImport& plan) const;
  [[nodiscard]] Status plan_camera(CameraImport& plan);
  [[nodiscard]] Status plan_known(CameraImport& plan);
  [[nodiscard]] Status plan_made(CameraImport& plan);
  [[nodiscard]] Status make_frames(CameraImport& plan, const std::vector<SeenFrame>& frames);
  [[nodiscard]] Status check_order(const CameraImport& plan) const;
  void find_rate(CameraImport& plan);
  [[nodiscard]] Result<std::pair<double, std::string>> known_of(const CameraImport& plan) const;
  [[nodiscard]] std::vector<CameraImport*> in_described_order();
  [[nodiscard]] Status store_all();
  [[nodiscard]] Status store_camera(CameraImport& plan);
  [[nodiscard]] Status store_box();
  [[nodiscard]] Status second_pass();
  [[nodiscard]] Result<std::size_t> plan_of(const std::string& source, std::int64_t line);
  void hash_row(ContentHasher& hasher, const ImportRow& row) const;
  [[nodiscard]] nlohmann::json given() const;
  [[nodiscard]] std::string provenance() const;
  /// An error of one row: with its column in a table, where rows and lines are the same.
  [[nodiscard]] tl::unexpected<Error> fail_row(std::int64_t line, std::size_t column, const std::string& what,
                                               const std::string& expected) const {
    if (line == 0) return fail(ErrorKind::invalid_input, "In the detections: " + what, expected, path());
    if (report_.format->detections) return fail_at({line}, what, expected, path());
    return fail_at(place(line, column), what, expected, path());
  }
  /// Column 1: the source, 2: the frame, 3: the seconds, wherever they stand; the frame may be known by its time.
  [[nodiscard]] TextPlace place(std::int64_t line, std::size_t column) const {
    const auto columns = rows_->columns();
    if (column == 1) return {line, columns.source, columns.source > 0 ? "source" : "", columns.rows};
    if (column == 2 && columns.frame > 0) return {line, columns.frame, "frame", columns.rows};
    return {line, columns.seconds, "seconds", columns.rows};
  }
  [[nodiscard]] std::string path() const { return options_.outputs.string(); }

  StoreWriter& store_;
  const ImportOptions& options_;
  const std::stop_token& stop_;
  const ProgressFn& progress_;

  std::vector<KnownCamera> cameras_;
  std::optional<StoredBox> there_;  ///< a box of this name
  std::unique_ptr<RowSource> rows_;
  std::vector<CameraImport> plans_;
  std::map<std::string, std::size_t> plan_by_name_;
  std::size_t last_plan_ = 0;
  Description description_;
  ContentHasher hasher_;
  bool has_seconds_ = false;
  std::int64_t row_count_ = 0;
  RowId box_ = 0;
  ImportReport report_;
};

Status Import::read_cameras() {
  MLINK_ASSIGN(const auto stored, store_.cameras());
  MLINK_ASSIGN(const auto videos, store_.videos());
  for (const auto& camera : stored) {
    KnownCamera known;
    known.id = camera.id;
    known.name = camera.name;
    known.width = camera.crop_width;
    known.height = camera.crop_height;
    for (const auto& video : videos) {
      if (video.id != camera.video) continue;
      const auto info = nlohmann::json::parse(video.info_json, nullptr, false);
      known.recorded = video.path.empty();
      if (!info.is_object()) continue;
      known.rate = info.value("frame_rate", 0.0);
      known.own_times = known.recorded && info.value("own_times", false);
      if (known.width == 0) {
        known.width = info.value("width", 0);
        known.height = info.value("height", 0);
      }
    }
    MLINK_ASSIGN(const auto frames, store_.frames(camera.id));
    for (const auto& frame : frames) {
      known.ordinals.push_back(frame.ordinal);
      known.seconds.push_back(frame.seconds);
    }
    if (known.rate <= 0) known.rate = frame_rate_of(known.ordinals, known.seconds).rate;  // as near as can be
    cameras_.push_back(std::move(known));
  }
  return {};
}

Status Import::check_name() {
  const auto& name = options_.box;
  if (!is_box_name(name))
    return fail(ErrorKind::invalid_input, fmt::format("{} is no name for a box.", in_quotes(name)), kBoxNameRule);
  MLINK_ASSIGN(const auto boxes, store_.boxes());
  for (const auto& box : boxes)
    if (box.name == name) there_ = box;
  if (!there_ && boxes.size() >= static_cast<std::size_t>(BoxSet::kMax))
    return fail(ErrorKind::unsupported, fmt::format("An experiment holds at most {} black boxes.", BoxSet::kMax));
  if (there_ && !there_->recorded)
    return fail(ErrorKind::invalid_input, fmt::format("{} is a black box that is run, not a recorded one.", name),
                "Choose another name, or remove it first.", store_.path().string());
  return {};
}

Result<std::size_t> Import::plan_of(const std::string& source, std::int64_t line) {
  if (last_plan_ < plans_.size() && plans_[last_plan_].name == source) return last_plan_;
  const auto [at, fresh] = plan_by_name_.try_emplace(source, plans_.size());
  if (fresh) {
    if (plans_.size() >= kMostCameras)
      return fail_at(place(line, 1), fmt::format("the table has more than {} cameras.", kMostCameras),
                     "The name of a camera is expected here.", path());
    plans_.push_back({});
    plans_.back().name = source;
  }
  return last_plan_ = at->second;
}

void Import::hash_row(ContentHasher& hasher, const ImportRow& row) const {
  hasher.add(row.source).add(row.ordinal).add(static_cast<std::int64_t>(row.output.presence));
  if (row.output.presence != Presence::present) return;
  hasher.add(std::as_bytes(std::span(row.output.values)));
  hasher.add(static_cast<std::int64_t>(row.output.words.size()));
  for (const auto& word : row.output.words) hasher.add(word);
}

Status Import::note_row(const ImportRow& row) {
  MLINK_ASSIGN(const auto at, plan_of(row.source, row.line));
  has_seconds_ = row.seconds.has_value();
  plans_[at].seen.push_back({row.ordinal, row.line, row.seconds.value_or(0)});
  hash_row(hasher_, row);
  if (row_count_++ % kLookForStop == 0 && stop_.stop_requested()) return stopped_import();
  return {};
}

Status Import::first_pass() {
  nlohmann::json spec;
  to_json(spec, rows_->spec());
  hasher_.add("recorded outputs").add(spec.dump());
  ProgressMeter meter(progress_, "Read", "kB", rows_->bytes() / 1000);
  std::int64_t told = 0;
  MLINK_TRY(rows_->each([&](const ImportRow& row) { return note_row(row); },
                        [&](std::int64_t bytes) {
                          meter.advance(bytes / 1000 - told);
                          told = bytes / 1000;
                        }));
  meter.finish();
  if (row_count_ == 0)
    return fail(ErrorKind::invalid_input, "The file has no rows.",
                rows_->bytes() > 0 ? "One row a frame is expected below the header."
                                   : "Say with --frames on how many frames the box ran and found nothing.",
                path());
  report_.content_hash = hasher_.hex();
  rows_->tell(report_.notes);
  for (auto& plan : plans_) MLINK_TRY(put_in_order(plan));
  return {};
}

// By frame; the first row (in the file) of a frame that had one already is the error.
Status Import::put_in_order(CameraImport& plan) const {
  auto& seen = plan.seen;
  const auto before = [](const SeenFrame& a, const SeenFrame& b) {
    return std::tie(a.ordinal, a.line) < std::tie(b.ordinal, b.line);
  };
  if (!std::is_sorted(seen.begin(), seen.end(), before)) std::sort(seen.begin(), seen.end(), before);
  const SeenFrame* twice = nullptr;
  const SeenFrame* first = nullptr;
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (seen[i].ordinal != seen[i - 1].ordinal || (twice != nullptr && twice->line < seen[i].line)) continue;
    twice = &seen[i];
    first = &seen[i - 1];
  }
  if (twice == nullptr) return {};
  return fail_at(place(twice->line, 2),
                 fmt::format("frame {} of {} stands in {} {} already.", twice->ordinal, plan.name,
                             rows_->columns().rows ? "row" : "line", first->line),
                 "Each frame of a camera once is expected.", path());
}

Status Import::plan_camera(CameraImport& plan) {
  const auto at = std::find_if(cameras_.begin(), cameras_.end(), [&](const auto& c) { return c.name == plan.name; });
  plan.known = at == cameras_.end() ? nullptr : &*at;
  plan.told.name = plan.name;
  return plan.known ? plan_known(plan) : plan_made(plan);
}

Status Import::plan_known(CameraImport& plan) {
  const auto& known = *plan.known;
  std::vector<SeenFrame> others;
  std::int64_t met = 0;
  for (const auto& frame : plan.seen) {
    const auto at = std::lower_bound(known.ordinals.begin(), known.ordinals.end(), frame.ordinal);
    if (at == known.ordinals.end() || *at != frame.ordinal) {
      others.push_back(frame);
      continue;
    }
    ++met;
    const auto own = known.seconds[static_cast<std::size_t>(at - known.ordinals.begin())];
    if (has_seconds_) plan.told.seconds_differ = std::max(plan.told.seconds_differ, std::abs(own - frame.seconds));
  }
  plan.told.without = static_cast<std::int64_t>(known.ordinals.size()) - met;
  if (!others.empty() && options_.strict) {
    const auto first =
        std::min_element(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return fail_row(first->line, 2, fmt::format("camera {} does not use frame {}.", plan.name, first->ordinal),
                    "Without --strict such rows are left out (a camera without video gets the frame).");
  }
  if (known.recorded) {
    plan.rate = known.rate > 0 ? known.rate : 1;
    if (options_.rate > 0 && options_.rate != plan.rate && !others.empty() && !has_seconds_)
      return fail(
          ErrorKind::invalid_input,
          fmt::format("Camera {} was made with {} frames a second, not {}.", plan.name, plan.rate, options_.rate),
          "Leave --rate out.", path());
    if (known.own_times && !has_seconds_ && !others.empty())
      return fail_row(others.front().line, 2,
                      fmt::format("camera {} has its times from a table, and frame {} is not among them.", plan.name,
                                  others.front().ordinal),
                      "A column seconds is expected, that tells when it was.");
    return make_frames(plan, others);
  }
  plan.told.left_out = static_cast<std::int64_t>(others.size());
  return {};
}

Status Import::plan_made(CameraImport& plan) {
  if (options_.strict)
    return fail_row(plan.seen.front().line, 1, fmt::format("there is no camera {}.", in_quotes(plan.name)),
                    "Without --strict a camera without video is made for it.");
  const DescribedCamera* const described = description_.camera(plan.name);
  plan.rate = options_.rate > 0 ? options_.rate : described && described->rate > 0 ? described->rate : 1;
  plan.told.made = true;
  return make_frames(plan, plan.seen);
}

/// Among the camera's own frames, too.
Status Import::check_order(const CameraImport& plan) const {
  if (!plan.known || !has_seconds_) return {};
  const auto& known = *plan.known;
  for (const auto& frame : plan.made) {
    const auto behind = std::lower_bound(known.ordinals.begin(), known.ordinals.end(), frame.ordinal);
    const auto at = static_cast<std::size_t>(behind - known.ordinals.begin());
    const bool before = at > 0 && known.seconds[at - 1] >= frame.seconds;
    if (!before && (at == known.seconds.size() || frame.seconds < known.seconds[at])) continue;
    const auto seen = std::lower_bound(plan.seen.begin(), plan.seen.end(), frame.ordinal,
                                       [](const SeenFrame& s, std::int64_t ordinal) { return s.ordinal < ordinal; });
    return fail_at(place(seen->line, 3),
                   fmt::format("frame {} is not {} frame {} of camera {} in time.", frame.ordinal,
                               before ? "after" : "before", known.ordinals[before ? at - 1 : at], plan.name),
                   "Times that rise with the frames are expected.", path());
  }
  return {};
}

/// Frames a second of a camera whose times are the table's: what they say.
void Import::find_rate(CameraImport& plan) {
  if (!has_seconds_ || plan.made.empty()) return;
  std::vector<std::pair<std::int64_t, double>> frames;
  for (const auto& frame : plan.made) frames.emplace_back(frame.ordinal, frame.seconds);
  for (std::size_t i = 0; plan.known && i < plan.known->ordinals.size(); ++i)
    frames.emplace_back(plan.known->ordinals[i], plan.known->seconds[i]);
  std::sort(frames.begin(), frames.end());
  std::vector<std::int64_t> ordinals;
  std::vector<double> seconds;
  for (const auto& [ordinal, at] : frames) {
    ordinals.push_back(ordinal);
    seconds.push_back(at);
  }
  const FrameRate found = frame_rate_of(ordinals, seconds);
  plan.apart = found.rate > 0 ? 1 / found.rate : 0;
  const bool numbered = rows_->columns().frame > 0;  // else --rate numbers them, and is what it says
  const DescribedCamera* const described = plan.known ? nullptr : description_.camera(plan.name);
  const double wished = options_.rate;
  if (!numbered) plan.rate = plan.known && plan.known->rate > 0 ? plan.known->rate : wished;
  if (numbered) plan.rate = described && described->rate > 0 ? described->rate : found.even ? found.rate : 0;
  plan.own_times = plan.rate <= 0;
  for (const auto& [ordinal, at] : frames)
    plan.own_times = plan.own_times || std::abs(at * plan.rate - static_cast<double>(ordinal)) > 0.5;
  if (!numbered) return;
  if (!found.even && found.rate > 0 && !(described && described->rate > 0))
    report_.notes.push_back(fmt::format(
        "The times of camera {} are the table's, and not evenly apart: it has no number of frames a second.",
        plan.name));
  if (wished > 0 && plan.rate > 0 && std::abs(plan.rate - wished) > wished / 100)
    report_.notes.push_back(
        fmt::format("Camera {} has {:.6g} frames a second by the table's times, not {:.6g} (--rate).", plan.name,
                    plan.rate, wished));
}

Status Import::make_frames(CameraImport& plan, const std::vector<SeenFrame>& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto& frame = frames[i];
    if (has_seconds_ && i > 0 && frame.seconds <= frames[i - 1].seconds)
      return fail_at(place(frame.line, 3),
                     fmt::format("frame {} is not after frame {} in time.", frame.ordinal, frames[i - 1].ordinal),
                     "Times that rise with the frames are expected.", path());
    const double seconds = has_seconds_ ? frame.seconds : static_cast<double>(frame.ordinal) / plan.rate;
    plan.made.push_back({0, frame.ordinal, seconds});
  }
  MLINK_TRY(check_order(plan));
  plan.told.frames_made = static_cast<std::int64_t>(plan.made.size());
  plan.apart = 1 / plan.rate;
  find_rate(plan);
  const std::string note = "Frames of a new camera are taken as 1 s apart; --rate says how many there are a second.";
  if (plan.told.made && !has_seconds_ && plan.rate == 1 && options_.rate <= 0 &&
      (report_.notes.empty() || report_.notes.back() != note))
    report_.notes.push_back(note);
  return {};
}

Status Import::store_camera(CameraImport& plan) {
  plan.id = plan.known ? plan.known->id : 0;
  if (plan.made.empty()) return {};
  double last = plan.made.back().seconds;
  if (plan.known && !plan.known->seconds.empty()) last = std::max(last, plan.known->seconds.back());
  int width = options_.picture ? options_.picture->first : 0;
  int height = options_.picture ? options_.picture->second : 0;
  if (plan.known && width == 0) {
    width = plan.known->width;
    height = plan.known->height;
  }
  const DescribedCamera* const described = plan.known ? nullptr : description_.camera(plan.name);
  if (described && width == 0) {
    width = described->width;
    height = described->height;
  }
  MLINK_ASSIGN(const auto known, known_of(plan));
  StoredVideo stand_in;  // a video without a file
  stand_in.content_hash = stand_in_hash(plan.name);
  nlohmann::json info{{"width", width},
                      {"height", height},
                      {"frame_rate", plan.rate},
                      {"seconds", known.first > last ? known.first : last + plan.apart},
                      {"recorded", true},
                      {"own_times", plan.own_times || (plan.known && plan.known->own_times && !has_seconds_)}};
  if (!known.second.empty()) info["synthetic"] = known.second;
  stand_in.info_json = info.dump();
  MLINK_ASSIGN(const auto video, store_.add_video(stand_in));
  if (plan.known) return store_.add_frames(plan.id, plan.made);
  if (described && described->start.origin != StartOrigin::unset)
    MLINK_TRY(store_.set_start(video, described->start, 0));
  StoredCamera camera;
  camera.video = video;
  camera.name = plan.name;
  camera.source_hash = stand_in.content_hash;
  MLINK_ASSIGN(plan.id, store_.add_camera(camera, plan.made));
  return {};
}

/// Length of a camera, and how its outputs were made up: as it is known, else as the description tells.
Result<std::pair<double, std::string>> Import::known_of(const CameraImport& plan) const {
  if (!plan.known) {
    const DescribedCamera* const described = description_.camera(plan.name);
    return described ? std::pair(described->seconds, described->synthetic) : std::pair(0.0, std::string());
  }
  MLINK_ASSIGN(const auto videos, store_.videos());
  for (const auto& video : videos) {
    if (video.content_hash != stand_in_hash(plan.name)) continue;
    const auto info = nlohmann::json::parse(video.info_json, nullptr, false);
    if (info.is_object()) return std::pair(info.value("seconds", 0.0), info.value("synthetic", std::string()));
  }
  return std::pair(0.0, std::string());
}

/// What the person said of the file, as the command line calls it: the import can be made again from it.
nlohmann::json Import::given() const {
  const auto whole = [](const std::filesystem::path& file) { return std::filesystem::absolute(file).string(); };
  const ImportOptions& o = options_;
  nlohmann::json given = nlohmann::json::object();
  if (!o.format.empty()) given["format"] = o.format;
  if (!o.source.empty()) given["camera"] = o.source;
  if (o.rate > 0) given["rate"] = o.rate;
  if (!o.title.empty()) given["title"] = o.title;
  if (!o.labels.empty()) given["labels"] = o.labels;
  if (!description_.file.empty()) given["spec"] = whole(description_.file);
  if (o.strict) given["strict"] = true;
  if (o.picture) given["picture"] = fmt::format("{}x{}", o.picture->first, o.picture->second);
  if (o.boxes) given["boxes"] = *o.boxes == BoxNumbers::xywh ? "xywh" : *o.boxes == BoxNumbers::xyxy ? "xyxy" : "share";
  if (o.frames) given["frames"] = *o.frames;
  if (o.first_frame) given["first-frame"] = *o.first_frame;
  if (!o.images.empty()) given["images"] = whole(o.images);
  std::error_code ec;
  if (!o.categories.empty())
    given["categories"] = std::filesystem::is_regular_file(o.categories, ec) ? whole(o.categories) : o.categories;
  return given;
}

std::string Import::provenance() const {
  nlohmann::json json{{"file", std::filesystem::absolute(options_.outputs).string()},
                      {"format", std::string(report_.format->name)},
                      {"given", given()}};
  if (report_.format->detections) {
    json["score"] = options_.score;
    json["classes"] = options_.classes;
  }
  if (!description_.synthetic.empty()) json["synthetic"] = description_.synthetic;
  return nlohmann::json{{"recorded", json}}.dump();
}

Status Import::store_box() {
  if (report_.known) {
    box_ = there_->id;
    return {};
  }
  BoxCosts costs;
  if (there_) {
    MLINK_ASSIGN(auto all, store_.costs());
    costs = all[there_->id];
    MLINK_TRY(store_.remove_box(there_->id));
    report_.replaced = true;
  }
  StoredBox box;
  box.name = options_.box;
  box.title = !options_.title.empty() ? options_.title
              : there_                ? there_->title
                                      : "Recorded: " + options_.outputs.filename().string();
  box.content_hash = report_.content_hash;
  box.manifest_json = provenance();
  box.manifest_path = std::filesystem::absolute(options_.outputs).string();
  nlohmann::json spec;
  to_json(spec, report_.spec);
  box.spec_json = spec.dump();
  box.recorded = true;
  MLINK_ASSIGN(box_, store_.add_box(box));
  return store_.put_costs(box_, costs);
}

Status Import::second_pass() {
  ProgressMeter meter(progress_, "Import", "rows", row_count_);
  ContentHasher again;
  nlohmann::json spec;
  to_json(spec, report_.spec);
  again.add("recorded outputs").add(spec.dump());
  std::vector<StoredOutput> batch(kBatch);
  std::size_t filled = 0;
  const auto flush = [&]() -> Status {
    MLINK_TRY(store_.put_outputs(std::span(batch).first(filled)));
    meter.advance(static_cast<std::int64_t>(filled));
    filled = 0;
    return stop_.stop_requested() ? Status(stopped_import()) : Status();
  };
  const auto changed = [&] {
    return fail(ErrorKind::failed, "The file changed while it was read.", "Import it again.", path());
  };
  MLINK_TRY(rows_->each(
      [&](const ImportRow& row) -> Status {
        hash_row(again, row);
        const auto at = plan_by_name_.find(row.source);
        if (at == plan_by_name_.end()) return changed();
        auto& plan = plans_[at->second];
        if (!plan.takes(row.ordinal)) return {};
        auto& out = batch[filled];
        out.camera = plan.id;
        out.box = box_;
        out.ordinal = row.ordinal;
        out.output = row.output;
        ++plan.told.stored;
        if (row.output.presence == Presence::none) ++report_.none;
        return ++filled == batch.size() ? flush() : Status();
      },
      [](std::int64_t) {}));
  MLINK_TRY(flush());
  meter.finish();
  if (again.hex() != report_.content_hash) return changed();
  return {};
}

/// New cameras stand in the order that they had where the table comes from, else in the table's.
std::vector<CameraImport*> Import::in_described_order() {
  std::vector<CameraImport*> order;
  for (auto& plan : plans_) order.push_back(&plan);
  const auto place = [this](const CameraImport* plan) {
    const DescribedCamera* const described = description_.camera(plan->name);
    return described ? described - description_.cameras.data()
                     : static_cast<std::ptrdiff_t>(description_.cameras.size());
  };
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
  return order;
}

Status Import::store_all() {
  return store_.transaction([&]() -> Status {
    MLINK_TRY(store_box());
    for (CameraImport* const plan : in_described_order()) MLINK_TRY(store_camera(*plan));
    return second_pass();
  });
}

Result<ImportReport> Import::run() {
  const auto start = Clock::now();
  MLINK_TRY(check_name());
  MLINK_TRY(read_cameras());
  MLINK_ASSIGN(report_.format, format_of(options_));
  MLINK_ASSIGN(rows_, open_rows(options_, *report_.format, cameras_, description_, report_.notes));
  MLINK_TRY(first_pass());
  report_.box = options_.box;
  report_.spec = rows_->spec();
  report_.read = !report_.format->detections ? row_count_ : rows_->detections();
  report_.known = there_ && there_->content_hash == report_.content_hash;
  if (there_ && !report_.known && !options_.replace)
    return fail(ErrorKind::invalid_input,
                fmt::format("There is a recorded box {} already, with other outputs.", options_.box),
                "Choose another name, or replace it with --replace.", store_.path().string());
  for (auto& plan : plans_) {
    MLINK_TRY(plan_camera(plan));
    report_.left_out += plan.told.left_out;
  }
  if (report_.left_out == row_count_)
    return fail(ErrorKind::invalid_input,
                fmt::format("No row is of a frame that a camera uses ({} uses {} frames, from {}).",
                            plans_.front().name, plans_.front().known->ordinals.size(),
                            plans_.front().known->ordinals.empty() ? 0 : plans_.front().known->ordinals.front()),
                "Frames are numbered from 0 in the video, whatever the camera leaves out.", path());
  MLINK_TRY(store_all());
  for (const auto& plan : plans_) {
    report_.cameras.push_back(plan.told);
    report_.stored += plan.told.stored;
  }
  report_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return std::move(report_);
}

}  // namespace

Result<ImportReport> import_recorded(StoreWriter& store, const ImportOptions& options, const std::stop_token& stop,
                                     const ProgressFn& progress) {
  return Import(store, options, stop, progress).run();
}

}  // namespace mlink::experiment
