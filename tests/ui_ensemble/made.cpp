#include "ui_ensemble/made.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace mlink::made {
namespace {

constexpr int kCameras = 2;

std::string box_name(int box) {
  static const std::vector<std::string> names{"persons", "pose", "hog", "selfie"};
  return box < 4 ? names[static_cast<std::size_t>(box)] : "detector-" + std::to_string(box);
}

std::shared_ptr<const OutputTable> table_of(const Shape& shape) {
  std::vector<FrameKey> frames;
  for (int camera = 0; camera < kCameras; ++camera)
    for (int i = 0; i < shape.moments; ++i) frames.push_back({camera, i * 5, i * 0.5});
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"}, share{Task::regression, 1, {}, 0.02, "share"};
  std::vector<std::pair<std::string, OutputSpec>> columns;
  for (int box = 0; box < shape.boxes; ++box) columns.emplace_back(box_name(box), box == 3 ? share : count);
  auto table = std::make_shared<OutputTable>(make_table({"a", "b"}, frames, columns));
  std::minstd_rand random(7);
  const auto chance = [&random](int in) { return static_cast<int>(random() % static_cast<unsigned>(in)) == 0; };
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const FrameKey& frame = table->frames[row];
    const auto people =
        static_cast<float>(static_cast<int>(2.5 + 2.5 * std::sin(frame.seconds / 4 + frame.camera * 2)));
    for (int box = 0; box < shape.boxes; ++box) {
      float value = people + (box > 0 && chance(2 + box % 5) ? 1.0F : 0.0F);
      if (box == 3) value = 0.02F * people + (chance(5) ? 0.01F : 0.0F);
      (void)set_output(*table, static_cast<std::size_t>(box), row, {Presence::present, {value}, {}, {}});
    }
  }
  return table;
}

class MadeReader : public ReaderPort {
 public:
  explicit MadeReader(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}
  [[nodiscard]] Result<Overview> overview() override { return snapshot_->overview; }
  [[nodiscard]] Result<Snapshot> snapshot() override { return *snapshot_; }
  [[nodiscard]] Result<std::int64_t> version() override { return 1; }
  [[nodiscard]] Result<std::vector<FailureRow>> failures() override { return std::vector<FailureRow>{}; }
  [[nodiscard]] Result<QImage> picture(RowId, std::int64_t) override { return QImage(8, 8, QImage::Format_RGB888); }
  [[nodiscard]] Result<Marks> marks(RowId, RowId, std::int64_t) override { return Marks{}; }
  [[nodiscard]] Result<LinksData> links(const Snapshot& snapshot) override {
    if (!snapshot.links) return fail(ErrorKind::not_found, "No links yet.", "Train first.");
    LinksData data;
    data.matrix = matrix_of(snapshot);
    data.ensembles = ensembles_of(snapshot);
    if (auto rows = activations_of(data.matrix, snapshot.link_costs, CostKind::time)) data.by_time = std::move(*rows);
    if (auto rows = activations_of(data.matrix, snapshot.link_costs, CostKind::memory))
      data.by_memory = std::move(*rows);
    data.set = snapshot.overview.link_sets.front();
    return data;
  }
  [[nodiscard]] Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                               const std::string& target) override {
    return mlink::experiment::link_detail(snapshot, source, target);
  }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
};

PortFactory ports_over(std::shared_ptr<const Snapshot> snapshot) {
  PortFactory factory;
  factory.writer = [](const std::filesystem::path&, bool) -> Result<std::unique_ptr<WriterPort>> {
    return fail(ErrorKind::read_only, "The file cannot be written.");
  };
  factory.reader = [snapshot =
                        std::move(snapshot)](const std::filesystem::path&) -> Result<std::unique_ptr<ReaderPort>> {
    return std::make_unique<MadeReader>(snapshot);
  };
  return factory;
}

}  // namespace

std::shared_ptr<const Snapshot> snapshot_of(const Shape& shape) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->overview.path = "made.mlink";
  const auto table = table_of(shape);
  for (int camera = 0; camera < kCameras; ++camera) {
    CameraRow row;
    row.id = camera + 1;
    row.name = table->cameras[static_cast<std::size_t>(camera)];
    snapshot->overview.cameras.push_back(row);
  }
  const double seconds[] = {0.118, 0.041, 0.101, 0.016}, bytes[] = {168e6, 48e6, 60e6, 34e6};
  for (int box = 0; box < shape.boxes; ++box) {
    BoxRow row;
    row.id = box + 1;
    row.name = box_name(box);
    row.spec = table->columns[static_cast<std::size_t>(box)].spec;
    row.costs = {row.name, seconds[box % 4] * (1 + box / 4), shape.time ? CostOrigin::typed : CostOrigin::unknown,
                 bytes[box % 4] * (1 + box / 4), shape.memory ? CostOrigin::typed : CostOrigin::unknown};
    snapshot->overview.boxes.push_back(row);
    snapshot->link_costs.boxes.push_back(row.costs);
  }
  const auto outputs = static_cast<std::int64_t>(table->rows()) * shape.boxes;
  snapshot->overview.wanted = snapshot->overview.done = outputs;
  snapshot->table = table;
  if (!shape.links) return snapshot;
  TrainSettings settings;
  settings.epochs = shape.boxes > 6 ? 3 : 20;
  settings.part = 0.3;
  settings.bootstrap = 20;
  settings.nets = shape.boxes > 6 ? 1 : settings.nets;
  auto trained = train_links(*table, settings, thread_executor(), {}, {});
  if (!trained) qFatal("%s", trained.error().text().c_str());
  snapshot->links = std::make_shared<const LinkSet>(std::move(*trained));
  snapshot->link_table = table;
  LinkSetRow set;
  set.name = "made";
  snapshot->overview.link_sets.push_back(set);
  return snapshot;
}

Window::Window(const ThemeHolder& themes, std::shared_ptr<const Snapshot> made, const QSize& size)
    : snapshot(std::move(made)), worker(ports_over(snapshot)), page(themes, &selection, &worker) {
  QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
  page.resize(size);
}

bool Window::open() {
  worker.open(QStringLiteral("made.mlink"));
  page.show();
  return QTest::qWaitForWindowExposed(&page) &&
         QTest::qWaitFor([this] { return worker.data() && page.ready(); }, 60000);
}

std::shared_ptr<const ReplayEngine> engine_of(const Snapshot& snapshot, CostKind kind) {
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = {"mlink", "mlink-exact", "optimum"};
  auto engine = make_replay(snapshot, settings);
  if (!engine) qFatal("%s", engine.error().text().c_str());
  return *engine;
}

}  // namespace mlink::made
