// An experiment: one project file and its steps collect, profile, train, replay. The only door for ui and app.
// Experiment owns the file's writer and belongs to one (worker) thread. ExperimentReader has its own read-only
// connection; open one a thread and look, replay and export while the Experiment collects.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "base/text.h"
#include "blackbox/black_box.h"
#include "links/link_set.h"
#include "media/frame.h"
#include "outputs/amount.h"
#include "outputs/clock.h"
#include "outputs/output_table.h"
#include "scheduling/scheduling.h"

namespace mlink::methods {
struct Pictures;  // methods/kd_student.h
}
namespace mlink::experiment {

using RowId = std::int64_t;
struct ImportOptions;  // experiment/import.h
struct ImportReport;
struct FileAccess;  // experiment/file_access.h, internal
class ReplayShelf;  // experiment/replay_shelf.h

/// Which of a file's streams of a kind is in use.
struct StreamChoice {
  int used = -1;
  std::vector<int> of;  ///< numbers of those there are; not known for files of an earlier program
};

/// A camera as a list shows it. A file that is gone keeps its row and says so in `problem`.
struct CameraRow {
  RowId id = 0;
  std::string name;
  std::string path;
  bool recorded = false;  ///< of recorded outputs: there is no video
  std::string synthetic;  ///< how its outputs were made up: "scenario city, seed 1"; empty: they were not
  std::optional<Rect> crop;
  int width = 0, height = 0;  ///< of the camera's picture (after the crop)
  double frame_rate = 0;      ///< of the file
  int every = 1;
  std::int64_t frames = 0;            ///< used
  double seconds = 0;                 ///< length of the file
  ClockStart start;                   ///< of the file on the experiment's clock
  std::string after;                  ///< the camera whose file this one follows
  std::optional<double> recorded_at;  ///< Unix time that the file's metadata tells
  std::string part_of;                ///< a later file of the camera of this name; empty: a camera of its own
  std::int64_t first_ordinal = 0;     ///< that camera's number of this file's frame 0
  StreamChoice pictures, sound;
  std::vector<std::string> notes;  ///< how pictures in a folder became frames
  std::optional<Error> problem;
};

struct BoxRow {
  RowId id = 0;
  std::string name;
  std::string title;
  std::string adapter;
  std::string manifest_path;
  OutputSpec spec;
  bool recorded = false;  ///< outputs were imported, there is no model; manifest_path is the file they came from
  std::string synthetic;  ///< as of a camera
  std::string content_hash;
  BoxCosts costs;
  std::optional<Error> problem;  ///< manifest or weights not usable now; stored outputs stay usable
};

/// Outputs of one box on one camera. Of a recorded box or camera nothing is wanted but what is there: no step adds
/// more.
struct CoverageRow {
  int camera = 0, box = 0;  ///< indices into Overview's lists
  std::int64_t wanted = 0, present = 0, none = 0, failed = 0;
  [[nodiscard]] std::int64_t done() const { return present + none + failed; }
};

struct FailureRow {
  std::string box, camera, reason;
  std::int64_t ordinal = 0;
};

/// What a trained link set is, and whether it still fits the file.
struct LinkSetRow {
  RowId id = 0;
  std::string name, created, versions, data_hash;
  TrainSettings settings;
  double link_seconds = 0;  ///< measured at training: predicting one box of one frame from all others, on average
  double link_bytes = 0;    ///< parameters of all links and ensembles
  /// Each link's and ensemble's own, boxes in the links' order. Empty where an earlier program stored the two sums
  /// only.
  LinkCosts costs;
  std::string stale;  ///< empty: fits; else why not: "Trained before hog was added."
};

/// Everything a list page shows, without the outputs themselves.
struct Overview {
  std::filesystem::path path;
  std::string scenario;  ///< which the file was made for, its budgets and training; empty: none
  std::vector<CameraRow> cameras;
  std::vector<BoxRow> boxes;
  std::vector<CoverageRow> coverage;  ///< cameras x boxes, by camera
  std::vector<LinkSetRow> link_sets;  ///< the one in use first, then newest first
  std::int64_t wanted = 0, done = 0, failed = 0;
  [[nodiscard]] CostTable costs() const;  ///< of the boxes; what links cost is in their link set
};

/// What links, replay and reports are computed from: one consistent reading of the file.
struct Snapshot {
  Overview overview;
  std::shared_ptr<const OutputTable> table;  ///< boxes and cameras in the overview's order
  std::shared_ptr<const LinkSet> links;      ///< the set in use; null before training
  /// Table with the links' boxes in the links' order (the same as `table` while nothing was added since).
  std::shared_ptr<const OutputTable> link_table;
  /// Costs of the links' boxes in the links' order.
  CostTable link_costs;
  std::string link_document = {};             ///< what was kept of these links at training (views.h)
  std::shared_ptr<ReplayShelf> engines = {};  ///< what make_replay() shares; null: nothing
};

/// A result that the file keeps with all that made it: a study, a replay.
struct KeptResult {
  RowId id = 0;  ///< the file's
  std::string kind, name, settings_json;
  std::int64_t seed = 0;
  std::string data_hash;
  std::string versions, created;  ///< of the program and time that kept it; the file writes them
  std::string document;
  double seconds = 0;  ///< that computing it took; 0: not known
};

class ExperimentReader {
 public:
  [[nodiscard]] static Result<ExperimentReader> open(const std::filesystem::path& file);
  ExperimentReader(ExperimentReader&&) noexcept;
  ExperimentReader& operator=(ExperimentReader&&) noexcept;
  ~ExperimentReader();

  [[nodiscard]] Result<Overview> overview() const;
  [[nodiscard]] Result<Snapshot> snapshot() const;
  /// What the links' own figures are told from (matrix_of). While the outputs are those that the links were trained on
  /// there are no tables in it: a list of figures does not wait for millions of outputs. Else it is the snapshot.
  [[nodiscard]] Result<Snapshot> figures() const;
  /// Changes whenever the file changed.
  [[nodiscard]] Result<std::int64_t> version() const;
  /// The camera's picture (cropped) of one frame of the video. Keeps the file open for the next call.
  [[nodiscard]] Result<Frame> picture(RowId camera, std::int64_t ordinal);
  /// A stored link set, whether in use or not.
  [[nodiscard]] Result<std::shared_ptr<const LinkSet>> link_set(RowId id) const;
  /// What a box saw there, to draw over the picture; coordinates in [0,1].
  [[nodiscard]] Result<Marks> marks(RowId camera, RowId box, std::int64_t ordinal) const;
  [[nodiscard]] Result<std::vector<FailureRow>> failures() const;
  [[nodiscard]] Result<std::vector<std::string>> problems() const;  ///< of the file itself; empty when whole
  /// Results of a kind, oldest first, without their documents.
  [[nodiscard]] Result<std::vector<KeptResult>> results(const std::string& kind) const;
  [[nodiscard]] Result<KeptResult> result(RowId id) const;

 private:
  friend struct FileAccess;
  struct Impl;
  explicit ExperimentReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct AddVideoOptions {
  std::string camera;  ///< empty: the file's name
  std::optional<Rect> crop = {};
  int every = 1;
  std::int64_t limit = 0;               ///< at most so many frames; 0: all
  std::optional<StartWish> start = {};  ///< of the file; a file that is known keeps its own where nothing is given
  /// The file goes on where the last one of `camera` ends: its frames are numbered on, and it begins there unless
  /// `start` says otherwise.
  bool continues = false;
  int stream = -1;          ///< of the pictures; -1: the file's best
  int sound_stream = -1;    ///< -1: the file's best
  double rate = 0;          ///< pictures a second, needed for a folder of pictures and for a pattern such as "%06d.jpg"
  double step_seconds = 0;  ///< not 0: `every` follows from the file's rate, for frames so far apart
  std::int64_t first = 0;   ///< frames before it are left out
};

struct CollectOptions {
  int threads = 0;  ///< 0: all cores
  bool retry_failed = false;
  bool use_gpu = true;
  /// Networks prepare pictures and search outputs themselves, in lots, as on a GPU, also where they run on the CPU: for
  /// comparing the two ways.
  bool on_device = false;
  /// Videos are decoded on a GPU. What it does not decode, the CPU does, and a note says so; the pictures are the same.
  bool decode_on_gpu = false;
};
struct CollectReport {
  std::int64_t stored = 0;  ///< in this run
  std::int64_t failed = 0;
  std::int64_t kept = 0;  ///< known before
  double seconds = 0;
  double box_seconds = 0;                                   ///< spent inside the boxes, over all threads
  std::int64_t calls = 0;                                   ///< of boxes; a box on a GPU gets many frames a call
  double waited_seconds = 0;                                ///< that the boxes had to wait for the next picture
  std::vector<std::pair<std::string, Error>> box_problems;  ///< a box that could not be loaded or gave up
  std::vector<std::pair<std::string, Error>> camera_problems;
  std::vector<std::pair<std::string, std::string>> box_notes;    ///< what became of a box's device, by its name
  int videos_on_gpu = 0;                                         ///< decoded there
  std::vector<std::pair<std::string, std::string>> video_notes;  ///< why others were not, by their files' names
  bool stopped = false;
};

struct ProfileOptions {
  int frames = 30;
  /// A program that measures one box in a process of its own: `probe box measure MANIFEST --frames N --json`. Empty:
  /// measured in this process, and the note says so.
  std::filesystem::path probe;
  std::vector<std::string> boxes;  ///< empty: all
  bool use_gpu = true;             ///< costs of a run that leaves the GPU alone are measured without it
};

struct TrainOptions {
  TrainOptions() = default;
  TrainOptions(TrainSettings with) : settings(with) {}  // NOLINT(google-explicit-constructor): the rest has defaults
  TrainSettings settings;
  std::string name;  ///< of the link set; empty: made from the time
  int threads = 0;   ///< 0: all cores
};

/// Kind of the results that trainings of methods left.
inline constexpr const char* kMethodKind = "method";

struct MethodTrainOptions {
  std::vector<std::string> methods;  ///< by name; each one that is trained (MethodNeeds::trained)
  std::uint64_t seed = 1;
};
struct TrainedMethodRow {
  std::string method;
  RowId id = 0;
  std::uint64_t seed = 1;
  double seconds = 0;            ///< of the training
  bool kept = false;             ///< it was there, of the same rows, settings and seed
  std::optional<Error> problem;  ///< why it could not be trained
};

class Experiment {
 public:
  [[nodiscard]] static Result<Experiment> create(const std::filesystem::path& file);
  [[nodiscard]] static Result<Experiment> open(const std::filesystem::path& file);
  Experiment(Experiment&&) noexcept;
  Experiment& operator=(Experiment&&) noexcept;
  ~Experiment();

  [[nodiscard]] const std::filesystem::path& path() const;
  [[nodiscard]] Result<Overview> overview() const;
  [[nodiscard]] Result<Snapshot> snapshot() const;

  [[nodiscard]] Result<RowId> add_video(const std::filesystem::path& video, const AddVideoOptions& options = {});
  [[nodiscard]] Status remove_camera(const std::string& name);
  /// Sets where a camera's file begins on the clock (all regions of the file move with it, and what follows it).
  /// Errors: no such camera; metadata that tells no date; a file after itself; dates beside seconds.
  [[nodiscard]] Status set_start(const std::string& camera, const StartWish& start);
  /// Says where the videos of these cameras lie now; none named: of all whose file is missing. Each of `places` is a
  /// file, or a folder that is searched. The contents decide: where one of the videos is in none of them, nothing is
  /// changed. Gives the names of the cameras whose files were found.
  [[nodiscard]] Result<std::vector<std::string>> relink_videos(const std::vector<std::string>& cameras,
                                                               const std::vector<std::filesystem::path>& places,
                                                               const std::stop_token& stop = {});
  [[nodiscard]] Result<RowId> add_box(const std::filesystem::path& manifest);
  [[nodiscard]] Status remove_box(const std::string& name);
  /// Says where the manifest of a box lies now. Another manifest, or other weights, are refused.
  [[nodiscard]] Status relink_box(const std::string& name, const std::filesystem::path& manifest);

  /// Takes outputs that were recorded elsewhere as a box's (import.h, RECORDED.md). All of the file, or nothing: on an
  /// error, and when it is stopped.
  [[nodiscard]] Result<ImportReport> import_outputs(const ImportOptions& options, const std::stop_token& stop = {},
                                                    const ProgressFn& progress = {});

  /// Runs every box on every frame that has no output yet. A frame that fails is recorded with its reason; the rest
  /// goes on. Stops within one frame, keeps what is done, goes on at the next call.
  [[nodiscard]] Result<CollectReport> collect(const CollectOptions& options, const std::stop_token& stop,
                                              const ProgressFn& progress);
  /// Measures time and peak memory of each box on real frames.
  [[nodiscard]] Status profile(const ProfileOptions& options, const std::stop_token& stop, const ProgressFn& progress);
  /// Types a cost in; its origin is kept.
  [[nodiscard]] Status set_cost(const std::string& box, const Amount& amount);
  /// Trains links and ensembles on the stored outputs and stores them with all that made them; they are in use from
  /// then on. A training that was stopped goes on where it was when outputs and settings are the same.
  [[nodiscard]] Result<LinkSetRow> train(const TrainOptions& options, const std::stop_token& stop,
                                         const ProgressFn& progress);
  /// Trains methods that need it on the rows that trained the links in use, once: what is there and still fits is kept.
  /// A method that cannot be trained here says so in its row. Errors: unknown methods; no links; `stopped` (what was
  /// finished is kept).
  [[nodiscard]] Result<std::vector<TrainedMethodRow>> train_methods(const MethodTrainOptions& options,
                                                                    const std::stop_token& stop,
                                                                    const ProgressFn& progress);
  /// The pictures of all rows of the output table, side x side. A row whose frame cannot be read has none; fails where
  /// no row has one.
  [[nodiscard]] Result<Pictures> pictures(int side, const std::stop_token& stop) const;
  /// Link sets of the file. Names are unique. When the set in use is removed, the newest is in use.
  [[nodiscard]] Status rename_link_set(RowId id, const std::string& name);
  [[nodiscard]] Status remove_link_set(RowId id);
  [[nodiscard]] Status use_link_set(RowId id);
  /// Keeps a result with this program's version and the time, in place of `instead` (0: of none), whose name (where the
  /// result has none) and note it takes over. Without a name: "replay-2", the next that is free.
  [[nodiscard]] Result<RowId> keep_result(const KeptResult& result, RowId instead = 0);
  /// Results of a kind, oldest first, with their documents.
  [[nodiscard]] Result<std::vector<KeptResult>> results(const std::string& kind) const;

 private:
  friend struct FileAccess;
  struct Impl;
  explicit Experiment(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink::experiment
