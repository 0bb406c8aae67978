// What the window asks of an experiment, behind two small interfaces, so that a test can put a fake in its place. The
// writer belongs to the worker's thread; each reader to the thread that opened it.
#pragma once

#include <QImage>
#include <filesystem>
#include <functional>
#include <memory>

#include "experiment/experiment.h"
#include "experiment/import.h"
#include "experiment/views.h"

namespace mlink::ui {

/// What was learnt, ready to be shown.
struct LinksData {
  MatrixData matrix;
  std::vector<EnsembleRow> ensembles;
  std::vector<Activation> by_time, by_memory;  ///< empty where the costs are not known
  LinkSetRow set;
};

/// A picture's pixels, copied.
[[nodiscard]] QImage image_of(const Frame& frame);

/// Boxes and poses that one black box saw in a frame.
struct BoxMarks {
  RowId box = 0;
  Marks marks;
};

class WriterPort {
 public:
  virtual ~WriterPort() = default;
  /// The experiment behind the port, for steps of single pages; null: there is none (a test's fake).
  [[nodiscard]] virtual Experiment* experiment() { return nullptr; }
  [[nodiscard]] virtual Result<RowId> add_video(const std::filesystem::path& video, const AddVideoOptions& options) = 0;
  [[nodiscard]] virtual Result<std::string> camera_name(RowId camera) = 0;
  [[nodiscard]] virtual Status remove_camera(const std::string& name) = 0;
  [[nodiscard]] virtual Status set_start(const std::string& camera, const StartWish& start) = 0;
  /// Says where the file of a camera, or the manifest of a box, lies now; the contents decide.
  [[nodiscard]] virtual Status relink_video(const std::string& camera, const std::filesystem::path& place,
                                            const std::stop_token& stop) = 0;
  [[nodiscard]] virtual Status relink_box(const std::string& name, const std::filesystem::path& manifest) = 0;
  [[nodiscard]] virtual Result<RowId> add_box(const std::filesystem::path& manifest) = 0;
  [[nodiscard]] virtual Status remove_box(const std::string& name) = 0;
  [[nodiscard]] virtual Result<ImportReport> import_outputs(const ImportOptions& options, const std::stop_token& stop,
                                                            const ProgressFn& progress) = 0;
  [[nodiscard]] virtual Result<CollectReport> collect(const CollectOptions& options, const std::stop_token& stop,
                                                      const ProgressFn& progress) = 0;
  [[nodiscard]] virtual Status profile(const ProfileOptions& options, const std::stop_token& stop,
                                       const ProgressFn& progress) = 0;
  [[nodiscard]] virtual Result<LinkSetRow> train(const TrainOptions& options, const std::stop_token& stop,
                                                 const ProgressFn& progress) = 0;
};

class ReaderPort {
 public:
  virtual ~ReaderPort() = default;
  /// The reader behind the port, for questions of single pages; null: there is none (a test's fake).
  [[nodiscard]] virtual const ExperimentReader* experiment() const { return nullptr; }
  [[nodiscard]] virtual Result<Overview> overview() = 0;
  [[nodiscard]] virtual Result<Snapshot> snapshot() = 0;
  /// What lists and figures need: no outputs where the file keeps the figures. May be the snapshot itself.
  [[nodiscard]] virtual Result<Snapshot> figures() { return snapshot(); }
  [[nodiscard]] virtual Result<std::int64_t> version() = 0;
  [[nodiscard]] virtual Result<std::vector<FailureRow>> failures() = 0;
  [[nodiscard]] virtual Result<QImage> picture(RowId camera, std::int64_t ordinal) = 0;
  [[nodiscard]] virtual Result<Marks> marks(RowId camera, RowId box, std::int64_t ordinal) = 0;
  /// Of a snapshot with a table, or of figures(); not_found where these do not tell all of it.
  [[nodiscard]] virtual Result<LinksData> links(const Snapshot& snapshot) = 0;
  [[nodiscard]] virtual Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                                       const std::string& target) = 0;
};

/// Opens the ports of a file. create: the file is made first.
struct PortFactory {
  std::function<Result<std::unique_ptr<WriterPort>>(const std::filesystem::path&, bool create)> writer;
  std::function<Result<std::unique_ptr<ReaderPort>>(const std::filesystem::path&)> reader;
};
/// The real thing: Experiment and ExperimentReader.
[[nodiscard]] PortFactory experiment_ports();

}  // namespace mlink::ui
