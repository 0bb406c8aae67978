#include "ui/fake_experiment.h"

#include <fmt/format.h>

#include <QPainter>
#include <chrono>
#include <cmath>
#include <thread>

namespace mlink::fake {
using namespace rooms;
namespace {

constexpr int kCameras = 3, kFrames = 80;

const std::vector<std::string>& names() {
  static const std::vector<std::string> all{"persons", "pose", "hog", "selfie", "face", "emotion", "objects", "words"};
  return all;
}

std::string name_of(int box) {
  const auto i = static_cast<std::size_t>(box);
  return i < names().size() ? names()[i] : fmt::format("box {}", box);
}

OutputSpec spec_of(int box) {
  OutputSpec spec;
  switch (box % 8) {
    case 3:
      spec.task = Task::regression;
      spec.tolerance = 0.02;
      spec.unit = "share";
      break;
    case 4:
      spec.task = Task::localization;
      spec.width = 5;
      break;
    case 5:
      spec.task = Task::single_label;
      spec.labels = {"neutral", "happy", "sad", "angry"};
      spec.width = 4;
      break;
    case 6:
      spec.task = Task::multi_label;
      spec.labels = {"person", "car", "dog"};
      spec.width = 3;
      break;
    default: spec.task = Task::count; spec.unit = "persons";
  }
  return spec;
}

double figure(int source, int target) { return 0.45 + 0.08 * ((source * 3 + target * 5) % 6); }
double prior_of(int target) { return 0.42 + 0.03 * (target % 4); }

void cover(Overview& overview, double share) {
  overview.coverage.clear();
  overview.wanted = overview.done = overview.failed = 0;
  for (std::size_t c = 0; c < overview.cameras.size(); ++c) {
    for (std::size_t b = 0; b < overview.boxes.size(); ++b) {
      CoverageRow row;
      row.camera = static_cast<int>(c);
      row.box = static_cast<int>(b);
      row.wanted = overview.cameras[c].frames;
      row.present = static_cast<std::int64_t>(std::floor(static_cast<double>(row.wanted) * share));
      overview.wanted += row.wanted;
      overview.done += row.present;
      overview.coverage.push_back(row);
    }
  }
}

CameraRow camera_row(RowId id, const std::string& name) {
  CameraRow row;
  row.id = id;
  row.name = name;
  row.path = "/videos/" + name + ".avi";
  row.crop = Rect{10, 20, 320, 240};
  row.width = 320;
  row.height = 240;
  row.frame_rate = 10;
  row.every = 5;
  row.frames = kFrames;
  row.seconds = 40;
  return row;
}

BoxRow box_row(RowId id, int box) {
  BoxRow row;
  row.id = id;
  row.name = name_of(box);
  row.title = "Synthetic " + row.name;
  row.adapter = "torchscript";
  row.manifest_path = "/boxes/" + row.name + ".json";
  row.spec = spec_of(box);
  row.costs = {row.name, 0.02 * (box + 1), CostOrigin::measured, 3e7 * (box + 1), CostOrigin::measured};
  return row;
}

LinkSetRow set_row() {
  LinkSetRow set;
  set.id = 1;
  set.name = "synthetic";
  set.created = "2026-01-01T00:00:00Z";
  return set;
}

void pause(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

class Writer : public WriterPort {
 public:
  explicit Writer(std::shared_ptr<File> file) : file_(std::move(file)) {}
  [[nodiscard]] Result<RowId> add_video(const std::filesystem::path& video, const AddVideoOptions&) override {
    if (video.filename().string().find("broken") != std::string::npos)
      return fail(ErrorKind::corrupt, "No video stream was found.", "Convert the file, or choose another one.",
                  video.string());
    const std::lock_guard lock(file_->mutex);
    const auto id = static_cast<RowId>(file_->overview.cameras.size() + 1);
    auto row = camera_row(id, video.stem().string());
    row.path = video.string();
    file_->overview.cameras.push_back(row);
    cover(file_->overview, 0);
    ++file_->version;
    return id;
  }
  [[nodiscard]] Result<std::string> camera_name(RowId camera) override {
    const std::lock_guard lock(file_->mutex);
    for (const auto& row : file_->overview.cameras)
      if (row.id == camera) return row.name;
    return fail(ErrorKind::not_found, "The camera was removed meanwhile.");
  }
  [[nodiscard]] Status remove_camera(const std::string& name) override {
    const std::lock_guard lock(file_->mutex);
    std::erase_if(file_->overview.cameras, [&](const CameraRow& row) { return row.name == name; });
    cover(file_->overview, 0);
    ++file_->version;
    return {};
  }
  [[nodiscard]] Status relink_video(const std::string& camera, const std::filesystem::path& place,
                                    const std::stop_token&) override {
    const std::lock_guard lock(file_->mutex);
    for (auto& row : file_->overview.cameras)
      if (row.name == camera) {
        row.path = place;
        row.problem.reset();
      }
    ++file_->version;
    return {};
  }
  [[nodiscard]] Status relink_box(const std::string& name, const std::filesystem::path& manifest) override {
    const std::lock_guard lock(file_->mutex);
    for (auto& row : file_->overview.boxes)
      if (row.name == name) {
        row.manifest_path = manifest;
        row.problem.reset();
      }
    ++file_->version;
    return {};
  }
  [[nodiscard]] Status set_start(const std::string& camera, const StartWish& start) override {
    const std::lock_guard lock(file_->mutex);
    for (auto& row : file_->overview.cameras)
      if (row.name == camera) {
        row.start = {start.origin, start.seconds};
        row.after = start.after;
      }
    ++file_->version;
    return {};
  }
  [[nodiscard]] Result<RowId> add_box(const std::filesystem::path& manifest) override {
    if (manifest.filename().string().find("broken") != std::string::npos)
      return fail(ErrorKind::invalid_input, "Unknown head \"anchor\".",
                  "Known heads are listed in the manifest's page.", manifest.string());
    const std::lock_guard lock(file_->mutex);
    const auto id = static_cast<RowId>(file_->overview.boxes.size() + 1);
    auto row = box_row(id, static_cast<int>(file_->overview.boxes.size()));
    row.name = manifest.stem().string();
    row.manifest_path = manifest.string();
    file_->overview.boxes.push_back(row);
    cover(file_->overview, 0);
    ++file_->version;
    return id;
  }
  [[nodiscard]] Status remove_box(const std::string& name) override {
    const std::lock_guard lock(file_->mutex);
    std::erase_if(file_->overview.boxes, [&](const BoxRow& row) { return row.name == name; });
    cover(file_->overview, 0);
    ++file_->version;
    return {};
  }
  [[nodiscard]] Result<ImportReport> import_outputs(const ImportOptions& options, const std::stop_token&,
                                                    const ProgressFn&) override {
    const std::lock_guard lock(file_->mutex);
    const auto id = static_cast<RowId>(file_->overview.boxes.size() + 1);
    auto row = box_row(id, static_cast<int>(file_->overview.boxes.size()));
    row.name = options.box;
    row.recorded = true;
    file_->overview.boxes.push_back(row);
    cover(file_->overview, 0);
    ++file_->version;
    ImportReport report;
    report.box = options.box;
    return report;
  }
  [[nodiscard]] Result<CollectReport> collect(const CollectOptions& options, const std::stop_token& stop,
                                              const ProgressFn& progress) override {
    CollectReport report;
    std::int64_t wanted = 0, done = 0;
    {
      const std::lock_guard lock(file_->mutex);
      file_->collected_with = options;
      report = file_->tells;
      wanted = file_->overview.wanted;
      done = file_->overview.done;
    }
    ProgressMeter meter(progress, "Collect", "outputs", wanted, done);
    for (; done < wanted && !stop.stop_requested(); ++done) {
      pause(file_->output_ms);
      const std::lock_guard lock(file_->mutex);
      CoverageRow& row = file_->overview.coverage[static_cast<std::size_t>(done) % file_->overview.coverage.size()];
      ++row.present;
      ++file_->overview.done;
      ++file_->version;
      ++report.stored;
      meter.advance(1, "hog, cam 1");
    }
    meter.finish();
    report.stopped = stop.stop_requested();
    return report;
  }
  [[nodiscard]] Status profile(const ProfileOptions&, const std::stop_token&, const ProgressFn&) override { return {}; }
  [[nodiscard]] Result<LinkSetRow> train(const TrainOptions& options, const std::stop_token& stop,
                                         const ProgressFn& progress) override {
    ProgressMeter meter(progress, "Train", "links", 12);
    pause(file_->train_ms);
    for (int i = 0; i < 12; ++i) {
      if (stop.stop_requested()) return stopped();
      pause(file_->output_ms * 4);
      meter.advance(1);
    }
    if (file_->fail_train) return fail(ErrorKind::failed, "The disk is full.", "Free some space and train again.");
    const std::lock_guard lock(file_->mutex);
    file_->trained_with = options;
    file_->overview.link_sets = {set_row()};
    ++file_->version;
    return set_row();
  }

 private:
  std::shared_ptr<File> file_;
};

class Reader : public ReaderPort {
 public:
  explicit Reader(std::shared_ptr<File> file) : file_(std::move(file)) {}
  [[nodiscard]] Result<Overview> overview() override {
    ++file_->overviews_read;
    const std::lock_guard lock(file_->mutex);
    return file_->overview;
  }
  [[nodiscard]] Result<Snapshot> snapshot() override {
    ++file_->outputs_read;
    pause(file_->outputs_ms);
    return read();
  }
  [[nodiscard]] Result<Snapshot> figures() override {
    if (!file_->keeps_figures) return snapshot();
    Snapshot figures = read();
    if (figures.overview.link_sets.empty()) return figures;
    figures.table = figures.link_table = nullptr;
    figures.links = std::make_shared<const LinkSet>();
    return figures;
  }
  [[nodiscard]] Result<std::int64_t> version() override {
    const std::lock_guard lock(file_->mutex);
    return file_->version;
  }
  [[nodiscard]] Result<std::vector<FailureRow>> failures() override {
    const std::lock_guard lock(file_->mutex);
    return file_->failures;
  }
  [[nodiscard]] Result<QImage> picture(RowId camera, std::int64_t ordinal) override {
    pause(file_->picture_ms);
    ++file_->pictures_read;
    QImage image(320, 240, QImage::Format_RGB888);
    image.fill(QColor::fromHsv(static_cast<int>(camera * 60 % 360), 60, 130));
    QPainter painter(&image);
    painter.fillRect(static_cast<int>(ordinal % 250), 90, 40, 110, Qt::black);
    return image;
  }
  [[nodiscard]] Result<Marks> marks(RowId, RowId box, std::int64_t ordinal) override {
    Marks marks;
    const float x = static_cast<float>(ordinal % 250) / 320.0F;
    marks.boxes.push_back({x - 0.01F * static_cast<float>(box), 0.36F, 0.15F, 0.5F, 0.9F, "person"});
    return marks;
  }
  [[nodiscard]] Result<LinksData> links(const Snapshot& snapshot) override {
    LinksData data = mlink::fake::links(static_cast<int>(snapshot.overview.boxes.size()));
    data.set = snapshot.overview.link_sets.front();
    return data;
  }
  [[nodiscard]] Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                               const std::string& target) override {
    if (!snapshot.link_table) return fail(ErrorKind::failed, "The outputs are not read.");
    pause(file_->detail_ms);
    for (const BoxRow& box : snapshot.overview.boxes)
      if (box.name == target) return mlink::fake::detail(source, target, box.spec);
    return fail(ErrorKind::not_found, "There is no such box.");
  }

 private:
  [[nodiscard]] Snapshot read() const {
    Snapshot snapshot;
    const std::lock_guard lock(file_->mutex);
    snapshot.overview = file_->overview;
    snapshot.table = snapshot.link_table = file_->table;
    snapshot.link_costs = file_->overview.costs();
    return snapshot;
  }
  std::shared_ptr<File> file_;
};

}  // namespace

LinksData links(int boxes) {
  LinksData data;
  MatrixData& m = data.matrix;
  for (int j = 0; j < boxes; ++j) {
    m.boxes.push_back(name_of(j));
    m.specs.push_back(spec_of(j));
    m.metric.push_back(metric_name(spec_of(j)));
    m.native_metric.push_back(native_name(spec_of(j)));
    m.prior.push_back(prior_of(j));
    LinkFigures ensemble;
    ensemble.test.p = 0.8;
    ensemble.test.interval = {0.77, 0.83};
    ensemble.prior_p = prior_of(j);
    m.ensembles.push_back(ensemble);
  }
  m.cells.resize(m.boxes.size() * m.boxes.size());
  m.train_frames = 24;
  m.test_frames = 216;
  for (int i = 0; i < boxes; ++i) {
    double row = 0, column = 0;
    for (int j = 0; j < boxes; ++j) {
      if (i == j) continue;
      row += figure(i, j) / std::max(boxes - 1, 1);
      column += figure(j, i) / std::max(boxes - 1, 1);
      if (i == 0 && j == 2) continue;  // one link was not trained
      LinkFigures link;
      link.test.p = figure(i, j);
      link.test.native = 0.3;
      link.test.frames = 216;
      link.test.interval = {link.test.p - 0.03, link.test.p + 0.03};
      link.prior_p = prior_of(j);
      const double lift = link.test.p - link.prior_p;
      link.lift_interval = {lift - 0.06, lift + 0.06};
      link.pearson = 0.8;
      link.trained_frames = 24;
      link.parameters = 65;
      link.best_epoch = 40;
      m.cells[static_cast<std::size_t>(i) * m.boxes.size() + static_cast<std::size_t>(j)] = link;
    }
    m.p1.push_back(row);
    m.p2.push_back(column);
    const double cost = 0.02 * (i + 1);
    const Activation time{name_of(i), row, column, cost, (1 + row - column) / (2 / 0.02 * cost)};
    data.by_time.push_back(time);
  }
  data.ensembles = ensembles_of(m, std::vector<Interval>(m.boxes.size(), {0.02, 0.2}));
  return data;
}

LinkDetail detail(const std::string& source, const std::string& target, const OutputSpec& spec) {
  LinkDetail d;
  d.source = source;
  d.target = target;
  d.spec = spec;
  d.figures.test.p = 0.7;
  d.figures.prior_p = 0.45;
  for (int i = 0; i < kFrames * kCameras; ++i) {
    const int shot = i / kCameras;
    LinkFrame f;
    f.row = static_cast<std::uint32_t>(i);
    f.key = {i % kCameras, shot * 5, shot * 0.5};
    f.exact = i % 5;
    f.predicted = i % 5 - (i % 4 == 0 ? 1 : 0);
    f.right = i % 4 != 0;
    f.score = f.right ? 1 : 0;
    f.error = f.right ? 0.1 : 1.0 + i % 3;
    if (spec.task == Task::single_label) {
      f.exact = i % 4;
      f.predicted = f.right ? i % 4 : (i + 1) % 4;
    }
    if (spec.task == Task::regression) {
      f.exact *= 0.01;
      f.predicted *= 0.01;
    }
    if (spec.task == Task::localization) f.exact = 1;
    d.frames.push_back(f);
  }
  return d;
}

std::shared_ptr<File> file(State state, int boxes) {
  auto f = std::make_shared<File>();
  f->overview.path = "/experiments/synthetic.mlink";
  if (state == State::empty) return f;
  for (int c = 0; c < kCameras; ++c) f->overview.cameras.push_back(camera_row(c + 1, fmt::format("cam {}", c + 1)));
  for (int b = 0; b < boxes; ++b) f->overview.boxes.push_back(box_row(b + 1, b));
  cover(f->overview, state == State::sources ? 0 : 1);
  if (state == State::broken) {
    f->overview.cameras[1].problem =
        Error{ErrorKind::not_found, "File not found.", "Its stored outputs stay usable.", "/media/usb/yard.mp4"};
    f->overview.boxes[2].problem =
        Error{ErrorKind::invalid_input, "Unknown head \"anchor\".", "Known heads: boxes, count.", "/boxes/hog.json"};
    f->failures.push_back({"persons", "cam 1", "the picture could not be decoded", 200});
    f->overview.coverage[0].present -= 1;
    f->overview.coverage[0].failed = 1;
    f->overview.failed = 1;
  }
  if (state == State::trained || state == State::broken) f->overview.link_sets = {set_row()};
  std::vector<std::string> cameras;
  std::vector<FrameKey> keys;
  for (int c = 0; c < kCameras; ++c) {
    cameras.push_back(f->overview.cameras[static_cast<std::size_t>(c)].name);
    for (int i = 0; i < kFrames; ++i) keys.push_back({c, i * 5, i * 0.5});
  }
  std::vector<std::pair<std::string, OutputSpec>> columns;
  for (int b = 0; b < boxes; ++b) columns.emplace_back(name_of(b), spec_of(b));
  f->table = std::make_shared<const OutputTable>(make_table(cameras, keys, columns));
  return f;
}

PortFactory ports(const std::shared_ptr<File>& file) {
  PortFactory factory;
  factory.writer = [file](const std::filesystem::path& path, bool) -> Result<std::unique_ptr<WriterPort>> {
    if (path.filename() == "locked.mlink")
      return fail(ErrorKind::locked, "Another program has the experiment open.", "Close it there.", path.string());
    return std::make_unique<Writer>(file);
  };
  factory.reader = [file](const std::filesystem::path& path) -> Result<std::unique_ptr<ReaderPort>> {
    if (path.filename() == "missing.mlink")
      return fail(ErrorKind::not_found, "The experiment was not found.", "Check the path.", path.string());
    return std::make_unique<Reader>(file);
  };
  return factory;
}

}  // namespace mlink::fake
