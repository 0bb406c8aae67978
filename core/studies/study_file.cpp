// Studies and the experiment file: what is taken over, what is kept, and where a student's pictures come from.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include "experiment/file_view.h"
#include "media/scale.h"
#include "media/video.h"
#include "studies/study_run.h"

namespace mlink {
namespace {

constexpr double kMostPictureBytes = 2e9;
constexpr std::chrono::seconds kBetweenKeeps{2};

std::string stored_kind(StudyKind kind) { return "study_" + std::string(to_string(kind)); }

std::string versions_now() { return "mlink " + program_version(); }

/// The same trainings would come out, part and seed aside.
bool same_training(TrainSettings a, const TrainSettings& b) {
  a.part = b.part;
  a.seed = b.seed;
  return a == b;
}
bool same_student(StudentSettings a, const StudentSettings& b) {
  a.seed = b.seed;
  return a == b;
}

/// Cells of earlier studies of any kind that this one would compute again.
Result<std::vector<StudyCell>> known_cells(const StoreQueries& store, const StudyOptions& options,
                                           const std::string& data_hash) {
  std::vector<StudyCell> known;
  for (const auto kind : {StudyKind::sizes, StudyKind::ensemble, StudyKind::correlation}) {
    MLINK_ASSIGN(const auto results, store.results(stored_kind(kind), true));
    for (const auto& result : results) {
      if (result.data_hash != data_hash || result.versions != versions_now()) continue;
      const auto report = study_from_text(result.blob);
      if (!report || !same_training(report->options.train, options.train)) continue;
      const bool students = same_student(report->options.student, options.student);
      for (const auto& cell : report->cells)
        if (cell.by != PredictorKind::student || students) known.push_back(cell);
    }
  }
  return known;
}

/// Keeps a report in the file: one row a study and settings, replaced as it grows.
class Keeper {
 public:
  explicit Keeper(StoreWriter& store) : store_(store) {}

  Status find(const StudyOptions& options, const std::string& data_hash) {
    MLINK_ASSIGN(const auto results, store_.results(stored_kind(options.kind)));
    for (const auto& result : results)
      if (result.settings_json == study_options_to_text(options) && result.data_hash == data_hash) row_ = result.id;
    return {};
  }
  /// Not oftener than every few seconds while it grows; `last` writes what there is.
  Status keep(const StudyReport& report, bool last) {
    const auto now = std::chrono::steady_clock::now();
    if (!last && kept_ && now - *kept_ < kBetweenKeeps) return {};
    kept_ = now;
    const auto kind = stored_kind(report.options.kind);
    const StoredResult result{0,
                              kind,
                              kind,
                              study_options_to_text(report.options),
                              static_cast<std::int64_t>(report.options.train.seed),
                              report.data_hash,
                              versions_now(),
                              now_utc(),
                              study_to_text(report)};
    return store_.transaction([&]() -> Status {
      if (row_ > 0) MLINK_TRY(store_.remove_result(row_));
      MLINK_ASSIGN(row_, store_.put_result(result));
      return {};
    });
  }

 private:
  StoreWriter& store_;
  RowId row_ = 0;
  std::optional<std::chrono::steady_clock::time_point> kept_;
};

/// A frame as planes of a small picture.
void put_picture(const Frame& frame, int side, std::uint8_t* into) {
  const auto small = scaled(frame, side, side);
  const auto plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  for (int y = 0; y < side; ++y) {
    const auto* pixel = small.row(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(side); ++x, pixel += 3)
      for (std::size_t colour = 0; colour < 3; ++colour)
        into[colour * plane + static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + x] = pixel[colour];
  }
}

/// Rows of one video's cameras by ordinal.
struct WantedRow {
  std::size_t row = 0;
  const StoredCamera* camera = nullptr;
};
using Wanted = std::multimap<std::int64_t, WantedRow>;

Status read_video(const StoredVideo& video, const Wanted& wanted, const std::stop_token& stop, Pictures& pictures) {
  VideoReader::Options options;
  if (auto index = FrameIndex::from_bytes(video.frame_index)) options.index = std::move(*index);
  std::vector<std::int64_t> ordinals;
  for (const auto& [ordinal, row] : wanted)
    if (ordinals.empty() || ordinals.back() != ordinal) ordinals.push_back(ordinal);
  MLINK_ASSIGN(auto stream, FrameStream::open(video.path, options, std::move(ordinals)));
  while (const auto item = stream.next(stop)) {
    if (!item->frame) continue;  // a damaged frame: its rows have no picture
    const auto [begin, end] = wanted.equal_range(item->ordinal);
    for (auto at = begin; at != end; ++at) {
      const auto& c = *at->second.camera;
      const auto frame =
          c.crop_width > 0 ? item->frame->crop({c.crop_x, c.crop_y, c.crop_width, c.crop_height}) : *item->frame;
      put_picture(frame, pictures.side, pictures.pixels.data() + at->second.row * pictures.size());
      pictures.there[at->second.row] = true;
    }
  }
  return stop.stop_requested() ? Status(stopped()) : Status{};
}

}  // namespace

Result<Pictures> pictures_of_rows(const StoreQueries& store, const OutputTable& table, int side,
                                  const std::stop_token& stop) {
  const double bytes = 3.0 * side * side * static_cast<double>(table.rows());
  if (bytes > kMostPictureBytes)
    return fail(ErrorKind::unsupported,
                fmt::format("{} pictures of {} x {} would take {}.",
                            count_text(static_cast<std::int64_t>(table.rows())), side, side, bytes_text(bytes)),
                "Make them smaller (--student-side), or leave the student out (--no-student).");
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos(true));
  std::map<RowId, Wanted> wanted;  // by video
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto& key = table.frames[row];
    const auto& name = table.cameras[static_cast<std::size_t>(key.camera)];
    const auto camera = std::find_if(cameras.begin(), cameras.end(), [&](const auto& c) { return c.name == name; });
    if (camera != cameras.end()) wanted[camera->video].emplace(key.ordinal, WantedRow{row, &*camera});
  }
  auto pictures = make_pictures(table.rows(), side);
  std::optional<Error> why;
  for (const auto& video : videos) {
    const auto rows = wanted.find(video.id);
    if (rows == wanted.end()) continue;
    const auto read = read_video(video, rows->second, stop, pictures);
    if (!read && read.error().kind == ErrorKind::stopped) return tl::make_unexpected(read.error());
    if (!read && !why) why = read.error();
  }
  if (std::find(pictures.there.begin(), pictures.there.end(), true) == pictures.there.end()) {
    if (why) return tl::make_unexpected(*why);
    return fail(ErrorKind::not_found, "The cameras have no video.");
  }
  return pictures;
}

Result<StudyReport> study_in_file(StoreWriter& store, FileView& view, const StudyOptions& options,
                                  const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_TRY(check(options));
  MLINK_ASSIGN(const auto snapshot, view.snapshot(store));
  const auto data_hash = content_hash(*snapshot.table);
  Keeper keeper(store);
  StudyHands hands;
  hands.executor = thread_executor();
  hands.pictures = [&](int side, const std::stop_token& until) {
    return pictures_of_rows(store, *snapshot.table, side, until);
  };
  MLINK_ASSIGN(hands.known, known_cells(store, options, data_hash));
  bool found = false;
  hands.keep = [&](const StudyReport& report) -> Status {
    if (!found) MLINK_TRY(keeper.find(report.options, report.data_hash));
    found = true;
    return keeper.keep(report, report.complete || stop.stop_requested());
  };
  MLINK_ASSIGN(auto report, run_study(snapshot, options, hands, stop, progress));
  report.versions = versions_now();
  report.created = now_utc();
  return report;
}

Result<std::optional<StudyReport>> newest_study(const StoreQueries& store, StudyKind kind) {
  MLINK_ASSIGN(const auto results, store.results(stored_kind(kind)));
  const auto newest =
      std::max_element(results.begin(), results.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  if (newest == results.end()) return std::optional<StudyReport>();
  MLINK_ASSIGN(const auto stored, store.result(newest->id));
  MLINK_ASSIGN(auto report, study_from_text(stored.blob));
  report.versions = stored.versions;
  report.created = stored.created;
  return std::optional(std::move(report));
}

}  // namespace mlink
