// The Replay page over the real worker, links and replay engine; only the file is made up: a table of four boxes that
// see the same people more or less well.
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "ui/common/style.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui/replay/strips_view.h"

using namespace mlink::rooms;

namespace {

constexpr int kCameras = 3, kMoments = 120;

std::shared_ptr<const OutputTable> made_table() {
  std::vector<FrameKey> frames;
  for (int camera = 0; camera < kCameras; ++camera) {
    for (int i = 0; i < kMoments; ++i) frames.push_back({camera, i * 5, i * 0.5});
  }
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"}, share{Task::regression, 1, {}, 0.02, "share"};
  auto table = std::make_shared<OutputTable>(
      make_table({"a", "b", "c"}, frames, {{"persons", count}, {"pose", count}, {"hog", count}, {"selfie", share}}));
  std::minstd_rand random(7);
  const auto chance = [&random](int in) { return static_cast<int>(random() % static_cast<unsigned>(in)) == 0; };
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const FrameKey& frame = table->frames[row];
    const auto people =
        static_cast<float>(static_cast<int>(2.5 + 2.5 * std::sin(frame.seconds / 4 + frame.camera * 2)));
    const float values[] = {people, std::max(people - (chance(6) ? 1.0F : 0.0F), 0.0F),
                            people + (chance(3) ? 1.0F : 0.0F), 0.02F * people + (chance(5) ? 0.01F : 0.0F)};
    for (std::size_t box = 0; box < 4; ++box) {
      Output output;
      output.presence = Presence::present;
      output.values = {values[box]};
      (void)set_output(*table, box, row, output);
    }
  }
  return table;
}

/// What a file with trained links would give.
Snapshot made_snapshot(bool links) {
  Snapshot snapshot;
  snapshot.overview.path = "made.mlink";
  const auto table = made_table();
  for (int camera = 0; camera < kCameras; ++camera) {
    CameraRow row;
    row.id = camera + 1;
    row.name = table->cameras[static_cast<std::size_t>(camera)];
    snapshot.overview.cameras.push_back(row);
  }
  const double seconds[] = {0.118, 0.041, 0.101, 0.016}, bytes[] = {168e6, 48e6, 60e6, 34e6};
  for (std::size_t box = 0; box < 4; ++box) {
    BoxRow row;
    row.id = static_cast<RowId>(box) + 1;
    row.name = table->columns[box].box;
    row.spec = table->columns[box].spec;
    row.costs = {row.name, seconds[box], CostOrigin::typed, bytes[box], CostOrigin::typed};
    snapshot.overview.boxes.push_back(row);
    snapshot.link_costs.boxes.push_back(row.costs);
  }
  snapshot.table = table;
  if (!links) return snapshot;
  TrainSettings settings;
  settings.epochs = 20;
  settings.part = 0.3;
  settings.bootstrap = 20;
  const Executor here = [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t i = 0; i < n; ++i) job(i);
  };
  auto trained = train_links(*table, settings, here, {}, {});
  if (!trained) qFatal("%s", trained.error().text().c_str());
  snapshot.links = std::make_shared<const LinkSet>(std::move(*trained));
  snapshot.link_table = table;
  LinkSetRow set;
  set.name = "made";
  snapshot.overview.link_sets.push_back(set);
  return snapshot;
}

class MadeReader : public ReaderPort {
 public:
  MadeReader(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<std::atomic<int>> pictures)
      : snapshot_(std::move(snapshot)), pictures_(std::move(pictures)) {}
  [[nodiscard]] Result<Overview> overview() override { return snapshot_->overview; }
  [[nodiscard]] Result<Snapshot> snapshot() override { return *snapshot_; }
  [[nodiscard]] Result<std::int64_t> version() override { return 1; }
  [[nodiscard]] Result<std::vector<FailureRow>> failures() override { return std::vector<FailureRow>{}; }
  [[nodiscard]] Result<QImage> picture(RowId camera, std::int64_t ordinal) override {
    ++*pictures_;
    if (camera == 2) return fail(ErrorKind::not_found, "File not found.", "Locate it.", "b.avi");
    QImage image(160, 120, QImage::Format_RGB888);
    image.fill(QColor::fromHsv(static_cast<int>(ordinal) % 360, 80, 150));
    return image;
  }
  [[nodiscard]] Result<Marks> marks(RowId, RowId, std::int64_t) override { return Marks{}; }
  [[nodiscard]] Result<LinksData> links(const Snapshot&) override { return LinksData{}; }
  [[nodiscard]] Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                               const std::string& target) override {
    return mlink::experiment::link_detail(snapshot, source, target);
  }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<std::atomic<int>> pictures_;
};

/// Worker, selection and page over a made file.
struct Window {
  explicit Window(const ThemeHolder& themes, std::shared_ptr<const Snapshot> snapshot)
      : worker(ports(std::move(snapshot), pictures)), page(themes, &selection, &worker) {
    QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
    page.resize(1500, 880);
  }
  static PortFactory ports(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<std::atomic<int>> pictures) {
    PortFactory factory;
    factory.writer = [](const std::filesystem::path&, bool) -> Result<std::unique_ptr<WriterPort>> {
      return fail(ErrorKind::read_only, "The file cannot be written.");
    };
    factory.reader = [snapshot = std::move(snapshot), pictures = std::move(pictures)](
                         const std::filesystem::path&) -> Result<std::unique_ptr<ReaderPort>> {
      return std::make_unique<MadeReader>(snapshot, pictures);
    };
    return factory;
  }
  [[nodiscard]] bool open() {
    worker.open(QStringLiteral("made.mlink"));
    page.show();
    return QTest::qWaitForWindowExposed(&page) &&
           QTest::qWaitFor([this] { return worker.data() && page.ready(); }, 30000);
  }
  std::shared_ptr<std::atomic<int>> pictures = std::make_shared<std::atomic<int>>(0);
  SharedSelection selection;
  Worker worker;
  ReplayPage page;
};

}  // namespace

class ReplayEngineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void page_builds_the_replay_when_it_is_shown();
  void page_says_the_engine_s_figures();
  void chances_are_calibrated_elsewhere();
  void selection_goes_both_ways();
  void page_without_links_offers_to_train();
  void page_without_costs_says_so();
  void page_forgets_a_closed_file();
  void picture_that_is_missing_says_why();

 private:
  ThemeHolder themes_;
  std::shared_ptr<const Snapshot> trained_;
};

void ReplayEngineTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  trained_ = std::make_shared<const Snapshot>(made_snapshot(true));
}

void ReplayEngineTest::page_builds_the_replay_when_it_is_shown() {
  Window window(themes_, trained_);
  window.worker.open(QStringLiteral("made.mlink"));
  QTRY_VERIFY(window.worker.data());
  QTest::qWait(30);
  QVERIFY(!window.page.view()->data());  // hidden: nothing is computed for it
  QVERIFY(window.page.empty_state()->text().startsWith(QStringLiteral("No replay yet. It takes")));
  QVERIFY(!window.page.ready());
  window.page.show();
  QTRY_VERIFY(window.page.ready());
  QVERIFY(window.page.view()->data());
  QVERIFY(window.page.view()->isVisible());
  QVERIFY(*window.pictures > 0);
}

void ReplayEngineTest::page_says_the_engine_s_figures() {
  Window window(themes_, trained_);
  QVERIFY(window.open());
  ReplaySettings settings;
  settings.methods = shown_methods();
  settings.kind = CostKind::memory;
  const auto engine = make_replay(*trained_, settings);
  QVERIFY(engine.has_value());
  ReplayView& view = *window.page.view();
  for (const double budget : {20e6, 48e6, 100e6, 400e6}) {
    view.set_budget({CostKind::memory, budget});
    const ReplayResult expected = (*engine)->at(view.budget_panel()->budget());
    const ReplayResult& shown = view.budget_panel()->result();
    QCOMPARE(shown.methods.size(), expected.methods.size());
    for (std::size_t i = 0; i < expected.methods.size(); ++i) {
      QCOMPARE(shown.methods[i].method, expected.methods[i].method);
      QCOMPARE(shown.methods[i].output_accuracy, expected.methods[i].output_accuracy);
      const double drawn = view.budget_panel()->slider()->frontier()->curve(shown.methods[i].method)->at(budget);
      QVERIFY2(std::abs(drawn - shown.methods[i].output_accuracy) < 1e-9,
               qPrintable(QString("%1 at %2 MB: %3, drawn %4")
                              .arg(shown.methods[i].method.c_str())
                              .arg(budget / 1e6)
                              .arg(shown.methods[i].output_accuracy)
                              .arg(drawn)));
    }
    QTRY_VERIFY(view.ready());
    // a frame's table and its strip say the same
    const auto outcomes = (*engine)->outcomes("mlink", budget);
    const std::size_t rows = (*engine)->rows() - (*engine)->first_row();
    for (std::size_t row = (*engine)->first_row(); row < (*engine)->rows(); row += 17) {
      const auto lines = frame_lines(*view.data(), CostKind::memory, budget, "mlink", row);
      for (std::size_t box = 0; box < 4; ++box) {
        QCOMPARE(lines[box].outcome, outcomes[box * rows + row - (*engine)->first_row()]);
        // What links predict has a chance of being right, and nothing else.
        const bool predicted = lines[box].outcome == Outcome::right || lines[box].outcome == Outcome::wrong;
        QCOMPARE(lines[box].chance.has_value(), predicted);
        if (predicted) QVERIFY(*lines[box].chance > 0 && *lines[box].chance < 1);
      }
    }
  }
}

/// What was never shown from these boxes has no calibration yet: that is not made between a move and its picture.
void ReplayEngineTest::chances_are_calibrated_elsewhere() {
  Window window(themes_, trained_);
  QVERIFY(window.open());
  ReplayView& view = *window.page.view();
  view.playback()->seek(view.data()->seconds * 0.8);
  QTRY_VERIFY(view.ready() && view.row());
  const auto said = [](const std::vector<FrameLine>& lines) {
    QStringList out;
    for (const FrameLine& line : lines)
      out << QString("%1 %2 %3").arg(outcome_name(line.outcome), line.shown.c_str()).arg(line.chance.value_or(-1));
    return out;
  };
  int unknown = 0;
  for (const FrontierStop& stop : view.budget_panel()->slider()->frontier()->stops) {
    const auto at_once = [&] {
      return frame_lines_at_once(*view.data(), CostKind::memory, stop.budget, "mlink", *view.row());
    };
    if (at_once()) continue;
    ++unknown;
    const QStringList before = said(view.frame_model()->lines());
    view.set_budget({CostKind::memory, stop.budget});
    QCOMPARE(said(view.frame_model()->lines()), before);
    QTRY_VERIFY(view.ready());
    QVERIFY(at_once());
    const QStringList now = said(view.frame_model()->lines());
    QVERIFY(now != before);
    QCOMPARE(now, said(frame_lines(*view.data(), CostKind::memory, stop.budget, "mlink", *view.row())));
  }
  QVERIFY(unknown > 0);
}

void ReplayEngineTest::selection_goes_both_ways() {
  Window window(themes_, trained_);
  window.selection.set_link(LinkChoice{QStringLiteral("pose"), QStringLiteral("hog")});
  window.selection.set_frame(FrameChoice{QStringLiteral("c"), 400});
  window.selection.set_budget(Amount{CostKind::memory, 70e6});
  QVERIFY(window.open());
  ReplayView& view = *window.page.view();
  QCOMPARE(view.box(), QStringLiteral("hog"));
  QCOMPARE(view.camera(), 2);
  QCOMPARE(view.playback()->position(), 40.0);
  QCOMPARE(view.budget_panel()->budget(), 70e6);
  QTest::keyClick(view.strips(), Qt::Key_Right);
  QVERIFY(window.selection.frame() == (FrameChoice{QStringLiteral("c"), 405}));
  QTest::keyClick(view.budget_panel()->slider(), Qt::Key_Home);
  QCOMPARE(window.selection.budget()->value, 0.0);
  window.selection.set_frame(FrameChoice{QStringLiteral("a"), 300});
  QCOMPARE(view.camera(), 0);
  QCOMPARE(view.playback()->position(), 30.0);
}

void ReplayEngineTest::page_without_links_offers_to_train() {
  Window window(themes_, std::make_shared<const Snapshot>(made_snapshot(false)));
  QSignalSpy train(&window.page, &Page::train_wanted);
  QVERIFY(window.open());
  QVERIFY(!window.page.view()->isVisible());
  QVERIFY(window.page.empty_state()->text().contains(QStringLiteral("links")));
  QPushButton* shown = nullptr;
  for (QPushButton* button : window.page.empty_state()->findChildren<QPushButton*>()) {
    if (!button->isVisible()) continue;
    QVERIFY(!shown);  // one thing to do
    shown = button;
  }
  QVERIFY(shown);
  QTest::mouseClick(shown, Qt::LeftButton);
  QCOMPARE(train.count(), 1);
}

void ReplayEngineTest::page_without_costs_says_so() {
  auto snapshot = std::make_shared<Snapshot>(*trained_);
  for (BoxCosts& costs : snapshot->link_costs.boxes) costs.bytes_origin = CostOrigin::unknown;
  Window window(themes_, snapshot);
  QVERIFY(window.open());
  BudgetPanel& panel = *window.page.view()->budget_panel();
  QCOMPARE(panel.kind(), CostKind::time);  // the kind that is known
  QVERIFY(panel.slider()->frontier());
  panel.kinds()->setFocus();
  QTest::keyClick(panel.kinds(), Qt::Key_Left);
  QCOMPARE(panel.kind(), CostKind::memory);
  QVERIFY(!panel.slider()->frontier());
  bool said = false;
  for (const QLabel* label : panel.findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text().contains(QStringLiteral("not known")));
  QVERIFY(said);
  for (const Qt::Key key : {Qt::Key_E, Qt::Key_Period, Qt::Key_BracketRight}) QTest::keyClick(window.page.view(), key);
  QTest::keyClick(panel.kinds(), Qt::Key_Right);
  QVERIFY(panel.slider()->frontier());
}

void ReplayEngineTest::page_forgets_a_closed_file() {
  Window window(themes_, trained_);
  QVERIFY(window.open());
  window.page.view()->playback()->play();
  window.worker.close();
  QVERIFY(!window.page.view()->data());
  QVERIFY(!window.page.view()->playback()->playing());
  QVERIFY(window.page.ready());
  QVERIFY(window.open());
  QVERIFY(window.page.view()->data());
}

void ReplayEngineTest::picture_that_is_missing_says_why() {
  Window window(themes_, trained_);
  QVERIFY(window.open());
  window.selection.set_frame(FrameChoice{QStringLiteral("b"), 300});
  QTRY_VERIFY(window.page.ready());
  QVERIFY(window.page.view()->picture()->shown().problem.contains(QStringLiteral("b.avi")));
  window.selection.set_frame(FrameChoice{QStringLiteral("a"), 300});
  QTRY_VERIFY(window.page.view()->picture()->shown().problem.isEmpty());
}

QTEST_MAIN(ReplayEngineTest)
#include "test_engine.moc"
