// studies: the paper's studies. Figures against computations written again here; synthetic tables whose links are
// known; a small real video for the student and the file.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "experiment/views.h"
#include "studies/synthetic.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

bool same_figure(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// The cells of both, whatever their order, are the same in every figure.
QString difference(const TrainedResult& a, const TrainedResult& b) {
  const auto key = [](const StudyCell& c) {
    return QString("%1/%2/%3/%4/%5")
        .arg(c.part)
        .arg(c.seed)
        .arg(int(c.by))
        .arg(QString::fromStdString(c.source), QString::fromStdString(c.target));
  };
  std::map<QString, const StudyCell*> of_b;
  for (const auto& cell : b.cells) of_b[key(cell)] = &cell;
  if (a.cells.size() != b.cells.size() || of_b.size() != b.cells.size())
    return QString("%1 and %2 cells").arg(a.cells.size()).arg(b.cells.size());
  for (const auto& cell : a.cells) {
    const auto at = of_b.find(key(cell));
    if (at == of_b.end()) return key(cell) + " is missing";
    const auto& o = *at->second;
    const bool same = same_figure(cell.p, o.p) && same_figure(cell.native, o.native) &&
                      same_figure(cell.prior, o.prior) && same_figure(cell.interval.low, o.interval.low) &&
                      same_figure(cell.interval.high, o.interval.high) &&
                      same_figure(cell.lift_interval.low, o.lift_interval.low) && cell.best_epoch == o.best_epoch &&
                      cell.verdict == o.verdict && cell.trained == o.trained && cell.tested == o.tested;
    if (!same) return key(cell) + " differs";
  }
  return {};
}

/// In a file, as the command line does it.
Result<SizesResult> in_file(Experiment& experiment, const SizesSettings& settings, const std::stop_token& stop = {},
                            const ProgressFn& progress = {}) {
  return as<SizesResult>(run_study(*sizes_study(), experiment, settings, stop, progress));
}

/// Pearson by its textbook sum of products, not by metrics'.
double textbook_pearson(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    saa += a[i] * a[i];
    sbb += b[i] * b[i];
    sab += a[i] * b[i];
  }
  return (n * sab - sa * sb) / std::sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
}

const StudyRow* row_of(const std::vector<StudyRow>& rows, PredictorKind by, const std::string& source,
                       const std::string& target, double part) {
  for (const auto& row : rows)
    if (row.by == by && row.source == source && row.target == target && row.part == part) return &row;
  return nullptr;
}

/// p of a prediction on the rows from `first` on, measured here.
double p_from(const LinkSet& links, const OutputTable& table, BoxSet from, int target, std::size_t first) {
  std::vector<std::size_t> rows;
  for (std::size_t row = first; row < table.rows(); ++row) rows.push_back(row);
  const auto predicted = links.predict(table, from, target, rows);
  return evaluate(table.columns[static_cast<std::size_t>(target)], rows, predicted, 0).p;
}

}  // namespace

class TestStudy : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  /// An experiment with outputs of two tiny boxes on a video of 200 frames.
  [[nodiscard]] Result<Experiment> small_experiment(const std::string& name) const {
    const std::filesystem::path folder = folder_.path().toStdString();
    MLINK_ASSIGN(auto experiment, Experiment::create(folder / name));
    AddVideoOptions options;
    options.camera = "cam";
    MLINK_TRY(experiment.add_video(folder / "swing.avi", options));
    options.camera = "corner";
    options.crop = Rect{0, 0, 80, 60};
    MLINK_TRY(experiment.add_video(folder / "swing.avi", options));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(folder, mlink::test::bright_count())));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(folder, mlink::test::red_share())));
    MLINK_TRY(experiment.collect({1, false, true}, {}, {}));
    return experiment;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (mlink::test::have_ffmpeg())
      QVERIFY(mlink::test::make_swinging_video(folder_.filePath("swing.avi").toStdString(), 20));
  }

  void spread_is_mean_and_sample_deviation_data() {
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("deviation");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("by hand") << QList<double>{2, 4, 4, 4, 5, 5, 7, 9} << 5.0 << std::sqrt(32.0 / 7);
    QTest::newRow("three") << QList<double>{0.5, 0.6, 0.7} << 0.6 << 0.1;
    QTest::newRow("one: no deviation") << QList<double>{0.5} << 0.5 << nan;
    QTest::newRow("none") << QList<double>{} << nan << nan;
    QTest::newRow("a figure is missing") << QList<double>{0.5, nan} << nan << nan;
  }
  void spread_is_mean_and_sample_deviation() {
    QFETCH(QList<double>, values);
    QFETCH(double, mean);
    QFETCH(double, deviation);
    const auto spread = spread_of({values.begin(), values.end()});
    const auto near = [](double a, double b) { return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-12; };
    QVERIFY2(near(spread.mean, mean), qPrintable(QString::number(spread.mean)));
    QVERIFY2(near(spread.deviation, deviation), qPrintable(QString::number(spread.deviation)));
  }

  // Every figure of the study is what a training by itself gives: same part, same seed.
  void sizes_are_trainings_of_their_own() {
    const auto snapshot = snapshot_of(synthetic(400));
    const auto options = quick_sizes();
    auto hands = hands_for();
    hands.pictures = pictures_for(*snapshot.table);
    const auto report = run_sizes(snapshot, options, hands, {}, {});
    REQUIRE(report);
    QVERIFY(report->head.complete);
    const std::size_t per_unit = 6 + 3 + 3;  // links, ensembles, students
    QCOMPARE(report->cells.size(), 2 * 3 * per_unit);
    const auto rows = report->rows();
    QCOMPARE(rows.size(), 2 * per_unit);
    const auto tested_from = std::size_t(400 * 0.3);  // all parts are tested on the rows after the largest
    for (const double part : options.parts) {
      double sum = 0;
      double squares = 0;
      for (int r = 0; r < options.repeats; ++r) {
        auto settings = options.train;
        settings.part = part;
        settings.seed = options.train.seed + static_cast<std::uint64_t>(r);
        const auto links = train_links(*snapshot.table, settings, hands.executor, {}, {});
        REQUIRE(links);
        const double p = p_from(*links, *snapshot.table, BoxSet().with(0), 1, tested_from);
        sum += p;
        squares += p * p;
        QCOMPARE(links->split().train, std::size_t(400 * part));
      }
      const auto* row = row_of(rows, PredictorKind::link, "cause", "tied", part);
      QVERIFY(row != nullptr);
      QCOMPARE(row->repeats, 3);
      QVERIFY(std::abs(row->p.mean - sum / 3) < 1e-12);
      QVERIFY(std::abs(row->p.deviation - std::sqrt(std::max(0.0, (squares - sum * sum / 3) / 2))) < 1e-7);
      QCOMPARE(row->trained, std::int64_t(400 * part));
      QCOMPARE(row->tested, std::int64_t(400) - std::int64_t(tested_from));
      QVERIFY(row->interval.low <= row->p.mean && row->p.mean <= row->interval.high);
      QVERIFY(std::abs(row->lift.mean - (row->p.mean - row->prior)) < 1e-12);
    }
  }

  // Every predictor of every part is tested on the same frames, students and ensembles too, or parts would be compared
  // on different ones; a study kept before this was so is not taken over.
  void all_parts_are_tested_on_the_same_rows() {
    auto table = synthetic(400, true);
    // Between the parts the target is another one: whoever tests there sees it.
    for (std::size_t row = 20; row < 120; ++row) table.columns[1].values[row] = 9;
    const auto snapshot = snapshot_of(table);
    auto options = quick_sizes();
    options.repeats = 1;
    auto hands = hands_for();
    hands.pictures = pictures_for(*snapshot.table);
    const auto report = run_sizes(snapshot, options, hands, {}, {});
    REQUIRE(report);
    for (const auto& cell : report->cells) {
      QCOMPARE(cell.test_from, std::int64_t{120});
      QCOMPARE(cell.tested, std::int64_t{280});
    }
    const auto first = [&](const std::vector<StudyCell>& cells, std::int64_t from) {
      hands.known = {{options.train, options.student, cells, {}}};
      for (auto& cell : hands.known[0].cells) cell.test_from = from;
      std::int64_t done = -1;
      (void)run_sizes(snapshot, options, hands, {}, [&](const ProgressEvent& event) {
        if (done < 0) done = event.done;
      });
      return done;
    };
    QVERIFY(first(report->cells, 120) > 0);
    QCOMPARE(first(report->cells, -1), std::int64_t{0});
  }

  // What the pictures show (the hidden number), the student learns; the link from a box that says half of it does not.
  void the_student_learns_from_the_pictures() {
    const auto snapshot = snapshot_of(synthetic(400));
    auto options = quick_sizes();
    options.parts = {0.5};
    options.student.epochs = 60;
    options.repeats = 1;
    auto hands = hands_for();
    hands.pictures = pictures_for(*snapshot.table);
    const auto report = run_sizes(snapshot, options, hands, {}, {});
    REQUIRE(report);
    const auto rows = report->rows();
    const auto* student = row_of(rows, PredictorKind::student, {}, "tied", 0.5);
    QVERIFY(student != nullptr);
    QVERIFY2(student->lift.mean > 0.3, qPrintable(QString::number(student->p.mean)));
    QVERIFY(student->lift_interval.low > 0);
  }

  void without_pictures_the_student_is_told_to_be_missing_data() {
    QTest::addColumn<int>("why");
    QTest::addColumn<QString>("says");
    QTest::newRow("recorded outputs") << 0 << "no pictures";
    QTest::newRow("the video is gone") << 1 << "gone.avi";
    QTest::newRow("not wanted") << 2 << "";
  }
  void without_pictures_the_student_is_told_to_be_missing() {
    QFETCH(int, why);
    QFETCH(QString, says);
    auto options = quick_sizes();
    options.with_student = why != 2;
    auto hands = hands_for();
    if (why == 1)
      hands.pictures = [](int, const std::stop_token&) -> Result<Pictures> {
        return fail(ErrorKind::not_found, "File not found.", {}, "gone.avi");
      };
    const auto report = run_sizes(snapshot_of(synthetic(200)), options, hands, {}, {});
    REQUIRE(report);
    QVERIFY(report->head.complete);
    for (const auto& cell : report->cells) QVERIFY(cell.by != PredictorKind::student);
    QCOMPARE(report->head.notes.size(), std::size_t(says.isEmpty() ? 0 : 1));
    if (!says.isEmpty()) QVERIFY(QString::fromStdString(report->head.notes[0]).contains(says));
  }

  void words_have_no_student() {
    const auto snapshot = snapshot_of(synthetic(200, true));
    auto hands = hands_for();
    hands.pictures = pictures_for(*snapshot.table);
    const auto report = run_sizes(snapshot, quick_sizes(), hands, {}, {});
    REQUIRE(report);
    for (const auto& cell : report->cells) QVERIFY(cell.by != PredictorKind::student || cell.target != "words");
    QVERIFY(std::any_of(report->head.notes.begin(), report->head.notes.end(),
                        [](const std::string& note) { return note.find("words") != std::string::npos; }));
  }

  void ensemble_has_links_ensembles_and_verdicts() {
    const auto snapshot = snapshot_of(synthetic(300));
    const auto options = quick_pairs();
    const auto hands = hands_for();
    const auto report = as<EnsembleResult>(run_study(*ensemble_study(), snapshot, options, hands, {}, {}));
    REQUIRE(report);
    QCOMPARE(report->cells.size(), std::size_t{3 * (6 + 3)});
    const auto rows = report->rows();
    const auto links = train_links(*snapshot.table, options.train, hands.executor, {}, {});
    REQUIRE(links);
    const auto verdicts = ensembles_of(*links, *snapshot.table, hands.executor);
    for (const auto& cell : report->cells) {
      if (cell.by != PredictorKind::ensemble || cell.seed != options.train.seed) continue;
      const auto at =
          std::find_if(verdicts.begin(), verdicts.end(), [&](const auto& v) { return v.target == cell.target; });
      QCOMPARE(cell.verdict, at->verdict);
    }
    for (const auto& row : rows)
      if (row.by == PredictorKind::ensemble) QVERIFY(!row.verdict.empty());
  }

  void repeats_that_disagree_say_so() {
    EnsembleResult report;
    report.settings = quick_pairs();
    report.head.boxes = {"a"};
    report.head.specs = {OutputSpec{Task::count, 1, {}, 0.5, ""}};
    for (const char* verdict : {"neither", "dominance", "dominance"}) {
      StudyCell cell;
      cell.by = PredictorKind::ensemble;
      cell.target = "a";
      cell.verdict = verdict;
      cell.seed = report.cells.size();
      report.cells.push_back(cell);
    }
    QCOMPARE(report.rows().at(0).verdict, std::string("dominance 2, neither 1"));
    report.cells[0].verdict = "dominance";
    QCOMPARE(report.rows().at(0).verdict, std::string("dominance"));
  }

  // Labels correlated by the textbook's other formula; and the correlation over pairs from the reported figures.
  void correlations_are_pearsons() {
    const auto snapshot = snapshot_of(synthetic(300, true));
    auto options = quick_pairs();
    options.repeats = 2;
    const auto report = run_correlation(snapshot, options, hands_for());
    REQUIRE(report);
    QCOMPARE(report->correlations.size(), std::size_t{12});
    const auto& table = *snapshot.table;
    const std::size_t train = 120;
    const auto label = [&](const std::string& box, std::size_t row) {
      const auto& column = table.columns[static_cast<std::size_t>(table.column_of(box))];
      return box == "words" ? static_cast<double>(column.words[row].size()) : static_cast<double>(column.row(row)[0]);
    };
    for (const auto& pair : report->correlations) {
      std::vector<double> a;
      std::vector<double> b;
      for (std::size_t row = 0; row < train; ++row) {
        a.push_back(label(pair.source, row));
        b.push_back(label(pair.target, row));
      }
      QCOMPARE(pair.frames, std::int64_t(train));
      QVERIFY2(std::abs(pair.r - textbook_pearson(a, b)) < 1e-9, pair.source.c_str());
      QVERIFY(pair.interval.low <= pair.r + 1e-12 && pair.r <= pair.interval.high + 1e-12);
    }
    const auto rows = report->rows();
    std::vector<double> r;
    std::vector<double> size;
    std::vector<double> p;
    for (const auto& pair : report->correlations) {
      const auto* row = row_of(rows, PredictorKind::link, pair.source, pair.target, options.train.part);
      if (row == nullptr) continue;  // words: no vector link
      r.push_back(pair.r);
      size.push_back(std::abs(pair.r));
      p.push_back(row->p.mean);
    }
    const auto summaries = report->summaries();
    QVERIFY(summaries[0].target.empty());
    QCOMPARE(summaries[0].pairs, int(r.size()));
    QVERIFY(std::abs(summaries[0].r_p.value - textbook_pearson(r, p)) < 1e-9);
    QVERIFY(std::abs(summaries[0].size_p.value - textbook_pearson(size, p)) < 1e-9);
    QVERIFY(summaries[0].size_p.interval.low <= summaries[0].size_p.interval.high);
    // "tied" is 3 - "cause": r = -1, and the link is perfect, so |r| tells what r hides.
    QVERIFY2(summaries[0].size_p.value > summaries[0].r_p.value, "the sign must not matter to a link");
  }

  void missing_and_broken_outputs_leave_correlations() {
    auto table = synthetic(100);
    for (std::size_t row = 0; row < 100; row += 2) (void)set_output(table, 0, row, {Presence::none, {}, {}, {}});
    table.columns[1].values[1] = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t row = 0; row < 100; ++row) table.columns[2].values[row] = 1;
    const auto report = run_correlation(snapshot_of(table), quick_pairs(), hands_for());
    REQUIRE(report);
    for (const auto& pair : report->correlations) {
      if (pair.source == "cause" && pair.target == "tied") QCOMPARE(pair.frames, std::int64_t{19});
      if (pair.target == "loose") QVERIFY2(std::isnan(pair.r), "a constant has no correlation");
    }
  }

  void overheads_are_parameters_bytes_and_times() {
    auto snapshot = snapshot_of(synthetic(200));
    const auto options = quick_overhead();
    const auto without = run_study(*overhead_study(), snapshot, options, hands_for(), {}, {});
    QVERIFY(!without.has_value());
    QCOMPARE(int(without.error().kind), int(ErrorKind::not_found));
    auto links = train_links(*snapshot.table, options.train, hands_for().executor, {}, {});
    REQUIRE(links);
    snapshot.links = std::make_shared<const LinkSet>(*links);
    snapshot.link_table = snapshot.table;
    snapshot.overview.boxes[1].costs.seconds = 0.02;
    snapshot.overview.boxes[1].costs.seconds_origin = CostOrigin::typed;
    const auto report = as<OverheadResult>(run_study(*overhead_study(), snapshot, options, hands_for(), {}, {}));
    REQUIRE(report);
    QCOMPARE(report->overheads.size(), std::size_t{6 + 3});
    std::map<std::string, int> of_links;
    for (const auto& row : report->overheads) {
      const int j = links->box_index(row.target);
      if (row.by == PredictorKind::link) {
        QCOMPARE(row.parameters, links->link_figures(links->box_index(row.source), j).parameters);
        of_links[row.target] += row.parameters;
      } else {
        QCOMPARE(row.parameters, of_links[row.target] + links->ensemble_figures(j).parameters);
      }
      QCOMPARE(row.bytes, 4.0 * row.parameters);
      QCOMPARE(row.predictions, std::int64_t{150});
      QVERIFY(row.p50.mean > 0 && row.p50.mean <= row.p95.mean);
      QVERIFY(row.interval.low > 0 && row.interval.low <= row.interval.high);
      QVERIFY2(row.p50.mean < 0.001, "a small link takes microseconds");
    }
    QCOMPARE(report->own_costs.at(1).seconds, 0.02);
    QCOMPARE(report->own_costs.at(1).seconds_origin, CostOrigin::typed);
    QVERIFY(!report->own_costs.at(0).known(CostKind::time));
  }

  void bad_options_are_refused_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("says");
    for (const auto& [what, says] : std::vector<std::pair<const char*, const char*>>{{"repeats 0", "repeats"},
                                                                                     {"no parts", "parts"},
                                                                                     {"part 0", "part"},
                                                                                     {"part 1", "part"},
                                                                                     {"part nan", "part"},
                                                                                     {"part twice", "once"},
                                                                                     {"epochs", "epochs"},
                                                                                     {"student", "side"},
                                                                                     {"one box", "two or more"},
                                                                                     {"one frame", "frame"}})
      QTest::newRow(what) << QString(what) << QString(says);
  }
  void bad_options_are_refused() {
    QFETCH(QString, what);
    QFETCH(QString, says);
    auto options = quick_sizes();
    if (what == "repeats 0") options.repeats = 0;
    if (what == "no parts") options.parts.clear();
    if (what == "part 0") options.parts = {0.1, 0};
    if (what == "part 1") options.parts = {1};
    if (what == "part nan") options.parts = {std::numeric_limits<double>::quiet_NaN()};
    if (what == "part twice") options.parts = {0.1, 0.2, 0.1};
    if (what == "epochs") options.train.epochs = -1;
    if (what == "student") options.student.side = 17;
    auto table = synthetic(what == "one frame" ? 1 : 100);
    if (what == "one box") table.columns.resize(1);
    const auto report = run_sizes(snapshot_of(table), options, hands_for(), {}, {});
    QVERIFY(!report.has_value());
    QVERIFY2(report.error().text().find(says.toStdString()) != std::string::npos, report.error().text().c_str());
  }

  void settings_of_another_study_are_refused() {
    const auto snapshot = snapshot_of(synthetic(100));
    const auto other = run_study(*sizes_study(), snapshot, quick_pairs(), hands_for(), {}, {});
    QVERIFY(!other.has_value());
    QVERIFY2(other.error().text().find("another study") != std::string::npos, other.error().text().c_str());
    auto few = quick_overhead();
    few.predictions = 0;
    const auto none = run_study(*overhead_study(), snapshot, few, hands_for(), {}, {});
    QVERIFY(!none.has_value());
    QVERIFY2(none.error().text().find("predictions") != std::string::npos, none.error().text().c_str());
  }

  // Stopped somewhere, gone on with from what was kept: the same figures as in one go.
  void a_stopped_study_goes_on_data() {
    // A unit (part and seed) is 6 links, 3 ensembles, their 3 verdicts, 3 students, one job each.
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("finished");
    QTest::newRow("in the first links") << 1 << 0;
    QTest::newRow("in the first ensembles") << 7 << 0;
    QTest::newRow("in the first students") << 13 << 9 + 1;
    QTest::newRow("in the second unit's links") << 17 << 12;
    QTest::newRow("in the last student") << 6 * 15 - 1 << 6 * 12 - 1;
  }
  void a_stopped_study_goes_on() {
    QFETCH(int, after);
    QFETCH(int, finished);
    const auto snapshot = snapshot_of(synthetic(200));
    const auto options = quick_sizes();
    auto hands = hands_for();
    hands.pictures = pictures_for(*snapshot.table);
    const auto whole = run_sizes(snapshot, options, hands, {}, {});
    REQUIRE(whole);

    SizesResult kept;
    hands.keep = [&](const StudyResult& report) -> Status {
      auto read = as<SizesResult>(study_from_text(*sizes_study(), study_to_text(report)));  // as the file has it
      MLINK_TRY(read);
      kept = std::move(*read);
      return {};
    };
    std::stop_source stop;
    int jobs = 0;
    auto interrupted = hands;
    interrupted.executor = [&](std::size_t n, const std::function<void(std::size_t)>& job) {
      for (std::size_t k = 0; k < n; ++k) {
        if (++jobs > after) stop.request_stop();
        job(k);
      }
    };
    const auto cut = run_sizes(snapshot, options, interrupted, stop.get_token(), {});
    QVERIFY(!cut.has_value());
    QCOMPARE(int(cut.error().kind), int(ErrorKind::stopped));
    QVERIFY(!kept.head.complete);
    QVERIFY(kept.cells.size() < whole->cells.size());
    QCOMPARE(int(kept.cells.size()), finished);

    hands.known = {*kept.trainings()};
    std::int64_t first_done = -1;
    const auto rest = run_sizes(snapshot, options, hands, {}, [&](const ProgressEvent& event) {
      if (first_done < 0) first_done = event.done;
    });
    REQUIRE(rest);
    QVERIFY2(difference(*rest, *whole).isEmpty(), qPrintable(difference(*rest, *whole)));
    QCOMPARE(first_done > 0, finished > 0);
    QVERIFY(kept.head.complete);
  }

  void text_keeps_every_figure() {
    const auto snapshot = snapshot_of(synthetic(100));
    const auto report = run_correlation(snapshot, quick_pairs(), hands_for());
    REQUIRE(report);
    const auto read = as<CorrelationResult>(study_from_text(*correlation_study(), study_to_text(*report)));
    REQUIRE(read);
    QVERIFY(read->settings.train == report->settings.train && read->settings.repeats == report->settings.repeats);
    QVERIFY2(difference(*read, *report).isEmpty(), qPrintable(difference(*read, *report)));
    QCOMPARE(study_to_text(*read), study_to_text(*report));
  }

  void damaged_text_is_refused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not json") << QByteArray("study");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("another study") << QByteArray(R"({"options":{"study":"dance"}})");
  }
  void damaged_text_is_refused() {
    QFETCH(QByteArray, text);
    const auto read = study_from_text(*sizes_study(), text.toStdString());
    QVERIFY(!read.has_value());
    QVERIFY(!read.error().what.empty());
  }

  // The door: an experiment file with a real video. Run twice, with more repeats, and by another process's eyes.
  void the_file_keeps_studies() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    auto experiment = small_experiment("kept.mlink");
    REQUIRE(experiment);
    auto options = quick_sizes();
    options.repeats = 2;
    const auto first = in_file(*experiment, options);
    REQUIRE(first);
    QVERIFY(first->head.complete);
    QVERIFY2(first->head.notes.empty(), first->head.notes.empty() ? "" : first->head.notes[0].c_str());
    QCOMPARE(first->cells.size(), std::size_t{2 * 2 * (2 + 2 + 2)});
    QVERIFY(!first->head.versions.empty());

    const auto reader = ExperimentReader::open(experiment->path());
    REQUIRE(reader);
    const auto stored = as<SizesResult>(newest_study(*reader, *sizes_study()));
    REQUIRE(stored);
    QVERIFY2(difference(*stored, *first).isEmpty(), qPrintable(difference(*stored, *first)));
    QVERIFY(stored->head.created.starts_with("20"));
    const auto none = newest_study(*reader, *overhead_study());
    REQUIRE(none);
    QVERIFY(*none == nullptr);

    options.repeats = 3;
    std::int64_t already = -1;
    const auto more = in_file(*experiment, options, {}, [&](const ProgressEvent& event) {
      if (already < 0) already = event.done;
    });
    REQUIRE(more);
    QCOMPARE(already, std::int64_t{2 * 2 * (4 + 2)});
    QCOMPARE(more->cells.size(), std::size_t{2 * 3 * (2 + 2 + 2)});
    options.train.epochs = 9;  // another training: nothing is taken over
    already = -1;
    REQUIRE(in_file(*experiment, options, {}, [&](const ProgressEvent& event) {
      if (already < 0) already = event.done;
    }));
    QCOMPARE(already, std::int64_t{0});
  }

  void a_stop_keeps_what_is_finished_in_the_file() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    auto experiment = small_experiment("stopped.mlink");
    REQUIRE(experiment);
    auto options = quick_sizes();
    options.student.epochs = 60;  // long enough that the stop comes before the end
    std::stop_source stop;
    const auto cut = in_file(*experiment, options, stop.get_token(), [&](const ProgressEvent& event) {
      if (event.done >= 12) stop.request_stop();
    });
    QVERIFY(!cut.has_value());
    const auto reader = ExperimentReader::open(experiment->path());
    REQUIRE(reader);
    const auto kept = as<SizesResult>(newest_study(*reader, *sizes_study()));
    REQUIRE(kept);
    QVERIFY(!kept->head.complete && !kept->cells.empty());
    const auto rest = in_file(*experiment, options);
    REQUIRE(rest);
    auto other = small_experiment("in-one-go.mlink");
    REQUIRE(other);
    const auto whole = in_file(*other, options);
    REQUIRE(whole);
    QVERIFY2(difference(*rest, *whole).isEmpty(), qPrintable(difference(*rest, *whole)));
  }
};

QTEST_GUILESS_MAIN(TestStudy)
#include "test_study.moc"
