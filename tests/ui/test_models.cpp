// Item models under QAbstractItemModelTester, and the values that pages show, by rows.
#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QDir>
#include <QHelpEvent>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QToolTip>
#include <QtTest>
#include <array>
#include <cmath>

#include "ui/common/selection.h"
#include "ui/common/theme.h"
#include "ui/ensemble/activation_view.h"
#include "ui/fake_experiment.h"
#include "ui/links/agreement.h"
#include "ui/links/agreement_views.h"
#include "ui/links/links_model.h"
#include "ui/links/matrix_model.h"
#include "ui/sources/add_video_dialog.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/coverage_model.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/offered_files.h"
#include "ui/sources/videos_model.h"
#include "ui/window/top_bar.h"

using namespace mlink::rooms;

class TestUiModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void listModels();
  void matrixModel();
  void matrixOrders_data();
  void matrixOrders();
  void linksModelSortsDoubtLast();
  void activationModel();
  void agreement_data();
  void agreement();
  void labelsWorstFirst();
  void bubblesTellAndChoose();
  void regions_data();
  void regions();
  void foldersAreOpenedUp();
  void steps_data();
  void steps();
  void selectionTellsOnlyChanges();
  void rampIsReadable_data();
  void rampIsReadable();
};

void TestUiModels::listModels() {
  using Mode = QAbstractItemModelTester::FailureReportingMode;
  VideosModel videos;
  BoxesModel boxes;
  CoverageModel coverage;
  const QAbstractItemModelTester one(&videos, Mode::QtTest), two(&boxes, Mode::QtTest), three(&coverage, Mode::QtTest);
  const auto file = mlink::fake::file(mlink::fake::State::broken);
  videos.set_cameras(file->overview.cameras);
  auto rows = file->overview.boxes;
  const std::array<const char*, 3> adapters{"opencv-dnn", "opencv-hog", "sound"};  // as manifests name them
  for (std::size_t i = 0; i < adapters.size(); ++i) rows.at(i).adapter = adapters[i];
  boxes.set_boxes(rows);
  coverage.set_overview(file->overview, file->failures);
  QCOMPARE(videos.rowCount(), 3);
  QCOMPARE(videos.index(0, VideosModel::Camera).data().toString(), "cam 1");
  QCOMPARE(videos.index(0, VideosModel::Region).data().toString(), "320×240 at 10,20");
  QCOMPARE(videos.index(0, VideosModel::Used).data().toString(), "every 5th");
  QVERIFY(videos.problem(1));
  QVERIFY(!videos.problem(0));
  QCOMPARE(boxes.index(3, BoxesModel::Task).data().toString(), "share ±0.02");
  QCOMPARE(boxes.index(0, BoxesModel::Adapter).data().toString(), "OpenCV DNN");
  QCOMPARE(boxes.index(1, BoxesModel::Adapter).data().toString(), "OpenCV");
  QCOMPARE(boxes.index(2, BoxesModel::Adapter).data().toString(), "Sound");
  QCOMPARE(boxes.index(3, BoxesModel::Adapter).data().toString(), "TorchScript");
  QCOMPARE(boxes.index(1, BoxesModel::Time).data().toString(), "40 ms");
  QCOMPARE(boxes.index(1, BoxesModel::Memory).data().toString(), "60 MB");
  QCOMPARE(coverage.rowCount(), 4);
  QCOMPARE(coverage.columnCount(), 1 + 3 + 2);
  QCOMPARE(coverage.index(0, coverage.state_column()).data().toString(), "1 failed");
  QCOMPARE(coverage.index(1, coverage.state_column()).data().toString(), "complete");
  const auto at = coverage.index(0, CoverageModel::FirstCamera).data(CoverageModel::FailuresRole).value<QList<qreal>>();
  QCOMPARE(at, QList<qreal>{0.5});

  // A refused file has a row of its own until it is dismissed, or comes in after all.
  videos.refuse("/x/broken.avi",
                Error{ErrorKind::corrupt, "No video stream was found.", "Convert it.", "/x/broken.avi"});
  QCOMPARE(videos.rowCount(), 4);
  videos.refuse("/x/broken.avi", Error{ErrorKind::corrupt, "Still none.", {}, "/x/broken.avi"});
  QCOMPARE(videos.rowCount(), 4);
  QCOMPARE(QString::fromStdString(videos.problem(3)->what), "Still none.");
  videos.dismiss("/x/broken.avi");
  videos.dismiss("/x/unknown.avi");
  QCOMPARE(videos.rowCount(), 3);
  boxes.refuse("/x/broken.json", Error{});
  boxes.set_boxes({});
  QCOMPARE(boxes.rowCount(), 1);
  coverage.clear();
  videos.set_cameras({});
  QCOMPARE(coverage.rowCount() + videos.rowCount(), 0);
}

void TestUiModels::matrixModel() {
  MatrixModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.set_links(std::make_shared<const LinksData>(mlink::fake::links()));
  QCOMPARE(model.rowCount(), 4);
  QCOMPARE(model.trained(), 11);
  QVERIFY(model.index(1, 1).data(MatrixModel::DiagonalRole).toBool());
  QVERIFY(!model.index(0, 2).data(MatrixModel::TrainedRole).toBool());
  // persons -> pose by the fake's rule: 0.45 + 0.08 * (5 % 6) = 0.85, prior 0.45.
  const QModelIndex link = model.index_of("persons", "pose");
  QCOMPARE(link, model.index(0, 1));
  QCOMPARE(link.data(MatrixModel::ValueTextRole).toString(), "0.85");
  QCOMPARE(link.data(MatrixModel::ShortTextRole).toString(), ".85");
  QCOMPARE(link.data(MatrixModel::LiftTextRole).toString(), "+0.40");
  QVERIFY(link.data(MatrixModel::TipRole).toString().contains("95 % interval 0.82 to 0.88"));
  // Lowest prior 0.42: the scale begins at 0.4.
  QCOMPARE(model.scale_low(), 0.4);
  QCOMPARE(link.data(MatrixModel::ShareRole).toDouble(), (0.85 - 0.4) / 0.6);
  model.set_full_scale(true);
  QCOMPARE(link.data(MatrixModel::ShareRole).toDouble(), 0.85);
  model.set_full_scale(false);
  model.set_show(MatrixModel::Show::lift);
  QCOMPARE(link.data(MatrixModel::ValueTextRole).toString(), "+0.40");
  model.set_show(MatrixModel::Show::native);
  QCOMPARE(link.data(MatrixModel::ValueTextRole).toString(), "0.30");
  // pose -> persons: 0.45 + 0.08 * 3 = 0.69; hog -> persons: 0.45, within its prior 0.42 +- 0.06.
  QVERIFY(model.index_of("hog", "persons").data(MatrixModel::NoLiftRole).toBool());
  QVERIFY(!model.index_of("nobody", "persons").isValid());
  model.set_links(nullptr);
  QCOMPARE(model.rowCount(), 0);
}

void TestUiModels::matrixOrders_data() {
  QTest::addColumn<int>("order");
  QTest::addColumn<QStringList>("names");
  QTest::newRow("as added") << int(MatrixModel::Order::as_added) << QStringList{"persons", "pose", "hog", "selfie"};
  QTest::newRow("by name") << int(MatrixModel::Order::by_name) << QStringList{"hog", "persons", "pose", "selfie"};
}

void TestUiModels::matrixOrders() {
  QFETCH(int, order);
  QFETCH(QStringList, names);
  MatrixModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.set_links(std::make_shared<const LinksData>(mlink::fake::links()));
  model.set_order(static_cast<MatrixModel::Order>(order));
  QStringList seen;
  for (int i = 0; i < model.boxes(); ++i) seen << model.name(i);
  QCOMPARE(seen, names);
  // The figures follow their boxes.
  QCOMPARE(model.index_of("persons", "pose").data(MatrixModel::ValueTextRole).toString(), "0.85");
}

void TestUiModels::linksModelSortsDoubtLast() {
  LinksModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.set_links(std::make_shared<const LinksData>(mlink::fake::links()));
  QCOMPARE(model.rowCount(), 11);
  QSortFilterProxyModel sorted;
  const QAbstractItemModelTester sorted_tester(&sorted, QAbstractItemModelTester::FailureReportingMode::QtTest);
  sorted.setSourceModel(&model);
  sorted.setSortRole(LinksModel::SortRole);
  sorted.sort(LinksModel::Lift, Qt::DescendingOrder);
  bool doubt = false;
  double last = INFINITY;
  for (int row = 0; row < sorted.rowCount(); ++row) {
    const QString lift = sorted.index(row, LinksModel::Lift).data().toString();
    const bool within = lift == "≈ prior";
    QVERIFY2(within || !doubt, "a link beyond doubt stands below one within its prior");
    doubt = within;
    if (!within) {
      QVERIFY(lift.mid(1).toDouble() <= last);
      last = lift.mid(1).toDouble();
    }
  }
  QCOMPARE(model.row_of("hog", "nobody"), -1);
}

void TestUiModels::activationModel() {
  ActivationModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.set_rows({{"a", 0.7, 0.5, 0.02, 0.3}, {"b", 0.6, 0.9, 0.04, 0.45}}, CostKind::time);
  QCOMPARE(model.index(0, ActivationModel::Box).data().toString(), "b");
  QCOMPARE(model.index(0, ActivationModel::Difference).data().toString(), "−0.30");
  QCOMPARE(model.index(0, ActivationModel::P).data().toString(), "0.450");
  QCOMPARE(model.index(1, ActivationModel::Cost).data().toString(), "20 ms");
  QCOMPARE(model.index(1, ActivationModel::P).data(ActivationModel::ShareRole).toDouble(), 0.3 / 0.45);
  model.set_rows({}, CostKind::memory);
  QCOMPARE(model.rowCount(), 0);
}

void TestUiModels::agreement_data() {
  QTest::addColumn<int>("box");
  QTest::addColumn<int>("kind");
  QTest::newRow("count") << 0 << int(AgreementKind::bubbles);
  QTest::newRow("regression") << 3 << int(AgreementKind::bubbles);
  QTest::newRow("localization") << 4 << int(AgreementKind::scores);
  QTest::newRow("single label") << 5 << int(AgreementKind::confusion);
  QTest::newRow("multi label") << 6 << int(AgreementKind::labels);
}

void TestUiModels::agreement() {
  QFETCH(int, box);
  QFETCH(int, kind);
  const LinksData links = mlink::fake::links(7);
  const LinkDetail detail = mlink::fake::detail("x", "y", links.matrix.specs[static_cast<std::size_t>(box)]);
  const Agreement a = agreement_of(detail, {"cam 1", "cam 2", "cam 3"});
  QCOMPARE(int(a.kind), kind);
  QCOMPARE(a.wrong, 60);  // every fourth of 240
  int frames = 0;
  for (const ShareRow& row : a.by_camera) frames += row.frames();
  QCOMPARE(frames, 240);
  QCOMPARE(a.by_camera.size(), 3);
  QCOMPARE(a.by_camera[1].name, "cam 2");
  int drawn = 0;
  for (const AgreementPoint& p : a.points) drawn += p.frames;
  for (const int n : a.confusion.frames) drawn += n;
  for (const int n : a.scores) drawn += n;
  if (a.kind != AgreementKind::labels) QCOMPARE(drawn, 240);
}

// A label that is never found stands first, one that is neither there nor predicted is only counted.
void TestUiModels::labelsWorstFirst() {
  const OutputSpec spec{Task::multi_label, 5, {"person", "car", "dog", "bus", "cat"}, 0, ""};
  LinkDetail detail = mlink::fake::detail("x", "y", spec);
  detail.labels = {
      {"person", 200, 180, 170}, {"car", 40, 40, 20}, {"dog", 6, 0, 0}, {"bus", 0, 0, 0}, {"cat", 0, 3, 0}};
  const Agreement a = agreement_of(detail, {"cam 1", "cam 2", "cam 3"});
  QStringList order;
  for (const LabelRow& row : a.labels) order << row.name;
  QCOMPARE(order, (QStringList{"dog", "cat", "car", "person"}));
  QCOMPARE(a.labels_silent, 1);
  QVERIFY(!a.labels[0].precision && *a.labels[0].recall == 0);
  QVERIFY(*a.labels[1].precision == 0 && !a.labels[1].recall);
  QCOMPARE(*a.labels[2].precision, 0.5);
  QCOMPARE(a.labels[3].there, 200.0 / 240);
  QCOMPARE(*a.labels[3].recall, 0.85);
  QVERIFY(a.by_value.isEmpty());

  const ThemeHolder themes;
  LabelBars bars(themes);
  bars.resize(500, 30 + 22 * 3 + 22);
  bars.set_labels(a.labels, a.labels_silent);
  QCOMPARE(bars.shown(), 3);
  QVERIFY(bars.accessibleDescription().startsWith("dog: there 0.03, precision none, recall 0.00"));
}

// Bubbles on the page: a click chooses the bubble's worst frame, the tip tells what it holds, a zoom ends with the
// link.
void TestUiModels::bubblesTellAndChoose() {
  const ThemeHolder themes;
  BubbleChart bubbles(themes);
  bubbles.resize(500, 300);
  bubbles.show();
  const OutputSpec spec = mlink::fake::links(7).matrix.specs[0];
  const LinkDetail detail = mlink::fake::detail("x", "y", spec);
  const Agreement a = agreement_of(detail, {"cam 1", "cam 2", "cam 3"});
  bubbles.set_agreement(a, spec);
  QVERIFY(QTest::qWaitForWindowExposed(&bubbles));
  QTest::qWait(1);
  QWidget* target = bubbles.findChild<QAbstractScrollArea*>()->viewport();
  QSignalSpy chosen(&bubbles, &BubbleChart::frame_clicked);
  for (const AgreementPoint& p : a.points) {
    const QPoint at = bubbles.position_of({p.exact, p.predicted}).toPoint();
    QTest::mouseClick(target, Qt::LeftButton, {}, at);
    QCOMPARE(chosen.takeLast()[0].value<std::size_t>(), p.worst);
    QHelpEvent help(QEvent::ToolTip, at, target->mapToGlobal(at));
    QApplication::sendEvent(target, &help);
    QCOMPARE(QToolTip::text(), QString("exact %1, predicted %2: %3 in %4 frames")
                                   .arg(p.exact)
                                   .arg(p.predicted, 0, 'g', 4)
                                   .arg(QLatin1String(p.right ? "right" : "wrong"))
                                   .arg(p.frames));
    // None is cut: the whole bubble stands in the plot.
    QVERIFY(bubbles.plot_area().adjusted(5, 5, -5, -5).contains(at));
  }
  QTest::mouseClick(target, Qt::LeftButton, {}, bubbles.plot_area().topLeft().toPoint() + QPoint(3, 3));
  QVERIFY(chosen.isEmpty());
  bubbles.show_values({0, 0, 1, 1});
  QVERIFY(bubbles.zoomed());
  bubbles.set_agreement(a, spec);
  QVERIFY(!bubbles.zoomed());
}

void TestUiModels::regions_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("right");
  QTest::newRow("region") << "320x240+224+160" << true;
  QTest::newRow("spaces") << " 320 × 240 + 0 + 5 " << true;
  QTest::newRow("no place") << "320x240" << false;
  QTest::newRow("empty") << "0x240+0+0" << false;
  QTest::newRow("negative") << "320x240+-3+0" << false;
  QTest::newRow("words") << "all" << false;
}

void TestUiModels::regions() {
  QFETCH(QString, text);
  QFETCH(bool, right);
  const auto rect = parse_region(text);
  QCOMPARE(rect.has_value(), right);
  if (right) QCOMPARE(rect->width, 320);
}

void TestUiModels::foldersAreOpenedUp() {
  const QTemporaryDir dir;
  QDir(dir.path()).mkpath("deep");
  for (const char* name : {"b.mp4", "a.AVI", "deep/c.mkv", "box.json", "notes.txt"}) {
    QFile file(dir.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
  }
  const OfferedFiles files = sort_files({dir.path(), "/x/other.weird"});
  QCOMPARE(files.manifests, QStringList{dir.filePath("box.json")});
  QCOMPARE(files.videos,
           (QStringList{dir.filePath("a.AVI"), dir.filePath("b.mp4"), dir.filePath("deep/c.mkv"), "/x/other.weird"}));
  QVERIFY(files.tables.isEmpty());
  // A description beside a table that is offered is no manifest.
  const OfferedFiles tables = sort_files({"/out/hog.tsv", "/out/hog.json", "/out/FACE.CSV", "/out/clip.mp4"});
  QCOMPARE(tables.tables, QStringList({"/out/hog.tsv", "/out/FACE.CSV"}));  // what the registry of formats knows
  QCOMPARE(tables.manifests, QStringList());
  QCOMPARE(tables.videos, QStringList({"/out/clip.mp4"}));
  const OfferedFiles exported = sort_files({"/out/pose.csv", "/out/pose.json", "/out/hog.json"});
  QCOMPARE(exported.tables, QStringList{"/out/pose.csv"});
  QCOMPARE(exported.manifests, QStringList{"/out/hog.json"});
  // Detections are JSON too, and are no manifests.
  const auto write = [&](const char* name, const char* text) {
    QFile file(dir.filePath(name));
    if (file.open(QIODevice::WriteOnly)) file.write(text);
    return dir.filePath(name);
  };
  const QString results = write("results.json", "[{\"image_id\": 0, \"category_id\": 1, \"bbox\": [0, 0, 9, 9]}]");
  const QString document = write("deep/instances.json", "{\"images\": [], \"annotations\": []}");
  const QString manifest = write("box.json", "{\"name\": \"box\", \"adapter\": \"sound\"}");
  const QString track = write("yard.txt", "1,1,0,0,9,9\n");
  const OfferedFiles dropped = sort_files({results, manifest, track, document, "/out/pose.csv.gz", "/out/pose.json"});
  QCOMPARE(dropped.tables, QStringList({results, track, document, "/out/pose.csv.gz"}));
  QCOMPARE(dropped.manifests, QStringList{manifest});
  QVERIFY(dropped.videos.isEmpty());
  const OfferedFiles folder = sort_files({dir.path()});
  QCOMPARE(folder.tables, QStringList({document, results}));
  QCOMPARE(folder.manifests, QStringList{manifest});
  QCOMPARE(box_name_of("/out/Pose 2.csv.gz"), QString("pose-2"));
}

void TestUiModels::steps_data() {
  QTest::addColumn<int>("state");
  QTest::addColumn<QString>("next");
  QTest::addColumn<int>("collect");
  QTest::addColumn<int>("train");
  const auto row = [](const char* name, mlink::fake::State state, const char* next, StepState collect,
                      StepState train) { QTest::newRow(name) << int(state) << next << int(collect) << int(train); };
  row("empty", mlink::fake::State::empty, "", StepState::waiting, StepState::waiting);
  row("sources", mlink::fake::State::sources, "collect", StepState::ready, StepState::waiting);
  row("collected", mlink::fake::State::collected, "train", StepState::done, StepState::ready);
  row("trained", mlink::fake::State::trained, "replay", StepState::done, StepState::done);
}

void TestUiModels::steps() {
  QFETCH(int, state);
  QFETCH(QString, next);
  QFETCH(int, collect);
  QFETCH(int, train);
  const auto file = mlink::fake::file(static_cast<mlink::fake::State>(state));
  const auto overview = std::make_shared<const Overview>(file->overview);
  const StepsView view = steps_of(overview, nullptr, Job{}, std::nullopt);
  QCOMPARE(view.next, next);
  QCOMPARE(int(view.steps[0].state), collect);
  QCOMPARE(int(view.steps[2].state), train);
  const StepsView failed = steps_of(overview, nullptr, Job{}, WorkStep::train);
  QCOMPARE(int(failed.steps[2].state), int(StepState::failed));
  Job running{WorkStep::collect, true, false, {}};
  running.progress.total = 10;
  running.progress.done = 4;
  const StepsView runs = steps_of(overview, nullptr, running, std::nullopt);
  QCOMPARE(int(runs.steps[0].state), int(StepState::running));
  QCOMPARE(runs.steps[0].count, "4 of 10");
}

void TestUiModels::selectionTellsOnlyChanges() {
  SharedSelection selection;
  QSignalSpy link(&selection, &SharedSelection::link_changed), frame(&selection, &SharedSelection::frame_changed),
      budget(&selection, &SharedSelection::budget_changed);
  selection.set_link(LinkChoice{"a", "b"});
  selection.set_link(LinkChoice{"a", "b"});
  selection.set_frame(FrameChoice{"cam 1", 5});
  selection.set_frame(FrameChoice{"cam 1", 5});
  selection.set_budget(Amount{CostKind::time, 0.06});
  selection.set_budget(Amount{CostKind::time, 0.06});
  selection.set_budget(Amount{CostKind::memory, 0.06});
  QCOMPARE(link.count(), 1);
  QCOMPARE(frame.count(), 1);
  QCOMPARE(budget.count(), 2);
  selection.clear();
  QVERIFY(!selection.link() && !selection.frame() && !selection.budget());
  QCOMPARE(budget.count(), 3);
}

void TestUiModels::rampIsReadable_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void TestUiModels::rampIsReadable() {
  QFETCH(bool, dark);
  const Theme theme = dark ? dark_theme() : light_theme();
  const auto luminance = [](const QColor& c) {
    const auto f = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * f(c.redF()) + 0.7152 * f(c.greenF()) + 0.0722 * f(c.blueF());
  };
  QCOMPARE(theme.ramp_at(0), theme.ramp.front());
  QCOMPARE(theme.ramp_at(1), theme.ramp.back());
  for (int i = 0; i <= 100; ++i) {
    const QColor fill = theme.ramp_at(i / 100.0), ink = Theme::ink_on(fill);
    const double a = luminance(fill), b = luminance(ink);
    const double contrast = (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
    QVERIFY2(contrast >= 4.15, qPrintable(QString("contrast %1 at %2").arg(contrast).arg(i)));  // ui.md: 4.2 at worst
  }
}

QTEST_MAIN(TestUiModels)
#include "test_models.moc"
