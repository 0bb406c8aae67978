#include "ui/common/ports.h"

#include <cstring>
#include <utility>

#include "experiment/kept_leads.h"
#include "experiment/source_edits.h"

namespace mlink::ui {

QImage image_of(const Frame& frame) {
  QImage image(frame.width(), frame.height(), QImage::Format_RGB888);
  for (int y = 0; y < frame.height(); ++y)
    std::memcpy(image.scanLine(y), frame.row(y), static_cast<std::size_t>(frame.width()) * 3);
  return image;
}

namespace {

class ExperimentWriter : public WriterPort {
 public:
  explicit ExperimentWriter(Experiment experiment) : experiment_(std::move(experiment)) {}
  [[nodiscard]] Experiment* experiment() override { return &experiment_; }
  [[nodiscard]] Result<RowId> add_video(const std::filesystem::path& video, const AddVideoOptions& options) override {
    return experiment_.add_video(video, options);
  }
  [[nodiscard]] Result<std::string> camera_name(RowId camera) override {
    MLINK_ASSIGN(const auto overview, experiment_.overview());
    for (const CameraRow& row : overview.cameras)
      if (row.id == camera) return row.name;
    return fail(ErrorKind::not_found, "The camera was removed meanwhile.", {}, experiment_.path().string());
  }
  [[nodiscard]] Status remove_camera(const std::string& name) override { return experiment_.remove_camera(name); }
  [[nodiscard]] Status set_start(const std::string& camera, const StartWish& start) override {
    return experiment_.set_start(camera, start);
  }
  [[nodiscard]] Status relink_video(const std::string& camera, const std::filesystem::path& place,
                                    const std::stop_token& stop) override {
    MLINK_TRY(experiment_.relink_videos({camera}, {place}, stop));
    return {};
  }
  [[nodiscard]] Status relink_box(const std::string& name, const std::filesystem::path& manifest) override {
    return experiment_.relink_box(name, manifest);
  }
  [[nodiscard]] Result<RowId> add_box(const std::filesystem::path& manifest) override {
    return experiment_.add_box(manifest);
  }
  [[nodiscard]] Status remove_box(const std::string& name) override { return experiment_.remove_box(name); }
  [[nodiscard]] Result<ImportReport> import_outputs(const ImportOptions& options, const std::stop_token& stop,
                                                    const ProgressFn& progress) override {
    return experiment_.import_outputs(options, stop, progress);
  }
  [[nodiscard]] Result<CollectReport> collect(const CollectOptions& options, const std::stop_token& stop,
                                              const ProgressFn& progress) override {
    return experiment_.collect(options, stop, progress);
  }
  [[nodiscard]] Status profile(const ProfileOptions& options, const std::stop_token& stop,
                               const ProgressFn& progress) override {
    return experiment_.profile(options, stop, progress);
  }
  [[nodiscard]] Result<LinkSetRow> train(const TrainOptions& options, const std::stop_token& stop,
                                         const ProgressFn& progress) override {
    return experiment_.train(options, stop, progress);
  }

 private:
  Experiment experiment_;
};

class FileReader : public ReaderPort {
 public:
  explicit FileReader(ExperimentReader reader) : reader_(std::move(reader)) {}
  [[nodiscard]] const ExperimentReader* experiment() const override { return &reader_; }
  [[nodiscard]] Result<Overview> overview() override {
    MLINK_ASSIGN(auto overview, reader_.overview());
    return in_order(std::move(overview), reader_);
  }
  [[nodiscard]] Result<Snapshot> snapshot() override { return reader_.snapshot(); }
  [[nodiscard]] Result<Snapshot> figures() override { return reader_.figures(); }
  [[nodiscard]] Result<std::int64_t> version() override { return reader_.version(); }
  [[nodiscard]] Result<std::vector<FailureRow>> failures() override { return reader_.failures(); }
  [[nodiscard]] Result<QImage> picture(RowId camera, std::int64_t ordinal) override {
    MLINK_ASSIGN(const Frame frame, reader_.picture(camera, ordinal));
    return image_of(frame);
  }
  [[nodiscard]] Result<Marks> marks(RowId camera, RowId box, std::int64_t ordinal) override {
    return reader_.marks(camera, box, ordinal);
  }
  [[nodiscard]] Result<LinksData> links(const Snapshot& snapshot) override {
    if (!snapshot.links) return fail(ErrorKind::not_found, "No links yet.", "Train first.");
    LinksData data;
    data.matrix = matrix_of(snapshot);
    MLINK_ASSIGN(data.ensembles, ensembles(snapshot));
    if (auto rows = activations_of(data.matrix, snapshot.link_costs, CostKind::time)) data.by_time = std::move(*rows);
    if (auto rows = activations_of(data.matrix, snapshot.link_costs, CostKind::memory))
      data.by_memory = std::move(*rows);
    if (!snapshot.overview.link_sets.empty()) data.set = snapshot.overview.link_sets.front();
    return data;
  }
  [[nodiscard]] Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                               const std::string& target) override {
    return experiment::link_detail(snapshot, source, target);
  }

 private:
  /// Where the file does not keep them this predicts the test part anew, so the last answer stays until the file
  /// changes.
  [[nodiscard]] Result<std::vector<EnsembleRow>> ensembles(const Snapshot& snapshot) {
    MLINK_ASSIGN(auto kept, kept_ensembles(reader_, snapshot));
    if (kept) return std::move(*kept);
    if (!snapshot.link_table) return fail(ErrorKind::not_found, "These ensembles are told from the outputs.");
    MLINK_ASSIGN(const auto version, reader_.version());
    const std::pair now(snapshot.overview.link_sets.front().id, version);
    if (ensembles_.empty() || now != ensembles_of_) ensembles_ = ensembles_of(snapshot);
    ensembles_of_ = now;
    return ensembles_;
  }

  ExperimentReader reader_;
  std::vector<EnsembleRow> ensembles_;
  std::pair<RowId, std::int64_t> ensembles_of_;  ///< link set, version of the file
};

}  // namespace

PortFactory experiment_ports() {
  PortFactory factory;
  factory.writer = [](const std::filesystem::path& file, bool create) -> Result<std::unique_ptr<WriterPort>> {
    MLINK_ASSIGN(Experiment experiment, create ? Experiment::create(file) : Experiment::open(file));
    return std::make_unique<ExperimentWriter>(std::move(experiment));
  };
  factory.reader = [](const std::filesystem::path& file) -> Result<std::unique_ptr<ReaderPort>> {
    MLINK_ASSIGN(ExperimentReader reader, ExperimentReader::open(file));
    return std::make_unique<FileReader>(std::move(reader));
  };
  return factory;
}

}  // namespace mlink::ui
