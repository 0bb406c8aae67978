// report: tables and documents of studies. Values by hand; the paper's layouts; the same figures everywhere.
#include <QTest>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "report/study_report.h"
#include "studies/correlation.h"
#include "studies/ensemble.h"
#include "studies/overhead.h"
#include "studies/simulation.h"
#include "studies/sizes.h"

using namespace mlink::rooms;

namespace {

StudyCell cell_of(PredictorKind by, const std::string& source, const std::string& target, double part,
                  std::uint64_t seed, double p) {
  StudyCell cell;
  cell.by = by;
  cell.source = source;
  cell.target = target;
  cell.part = part;
  cell.seed = seed;
  cell.p = p;
  cell.native = 1 - p;
  cell.prior = 0.4;
  cell.interval = {p - 0.1, p + 0.1};
  cell.lift_interval = {p - 0.5, p - 0.3};
  cell.trained = static_cast<std::int64_t>(part * 100);
  cell.tested = 100 - cell.trained;
  cell.best_epoch = 3;
  if (by == PredictorKind::ensemble) cell.verdict = "dominance";
  return cell;
}

/// Two boxes; a predicts b (0.6, 0.7, 0.8), b predicts a (0.5 three times).
StudyHead head_of() {
  StudyHead head;
  head.data_hash = "0123456789abcdef";
  head.versions = "mlink 1";
  head.created = "2024-01-02T03:04:05Z";
  head.complete = true;
  head.boxes = {"a", "b"};
  head.specs = {OutputSpec{Task::count, 1, {}, 0.5, ""}, OutputSpec{Task::count, 1, {}, 0.5, ""}};
  head.frames = 100;
  return head;
}

template <class Own>
Own trained_report() {
  Own report;
  report.head = head_of();
  report.settings.train.part = 0.1;
  const std::vector<double> p{0.6, 0.7, 0.8};
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    report.cells.push_back(cell_of(PredictorKind::link, "a", "b", 0.1, seed, p[seed - 1]));
    report.cells.push_back(cell_of(PredictorKind::ensemble, {}, "b", 0.1, seed, p[seed - 1]));
    report.cells.push_back(cell_of(PredictorKind::link, "b", "a", 0.1, seed, 0.5));
    report.cells.push_back(cell_of(PredictorKind::ensemble, {}, "a", 0.1, seed, 0.5));
    if (!std::is_same_v<Own, SizesResult>) continue;
    report.cells.push_back(cell_of(PredictorKind::student, {}, "b", 0.1, seed, 0.3));
    report.cells.push_back(cell_of(PredictorKind::link, "a", "b", 0.2, seed, 0.9));
  }
  return report;
}
SizesResult sizes_report() { return trained_report<SizesResult>(); }
EnsembleResult ensemble_report() { return trained_report<EnsembleResult>(); }
CorrelationResult correlation_report() {
  auto report = trained_report<CorrelationResult>();
  report.correlations = {{"a", "b", 0.25, {0.1, 0.4}, 10}, {"b", "a", kNan, {kNan, kNan}, 0}};
  return report;
}
OverheadResult overhead_report() {
  OverheadResult report;
  report.head = head_of();
  report.overheads = {{PredictorKind::link, "a", "b", 50, 200, {2e-6, 1e-7}, {3e-6, kNan}, {1.9e-6, 2.1e-6}, 6000},
                      {PredictorKind::ensemble, {}, "b", 80, 320, {4e-6, 1e-7}, {5e-6, kNan}, {3e-6, 5e-6}, 6000}};
  report.own_costs = {{"a"}, {"b", 0.02, CostOrigin::measured, 1e6, CostOrigin::measured, 0, 0.03}};
  report.clock_seconds = 2.5e-8;
  return report;
}
SimulationResult simulation_report() {
  SimulationResult report;
  report.head = head_of();
  for (const std::string& selector : simulated_selectors())
    report.rows.push_back({"N(0.5, 0.2)", selector, .3, .8, .75, .05, {.04, .06}, .2, .25});
  return report;
}
std::unique_ptr<StudyResult> report_of(const QString& study) {
  if (study == "sizes") return std::make_unique<SizesResult>(sizes_report());
  if (study == "ensemble") return std::make_unique<EnsembleResult>(ensemble_report());
  if (study == "correlation") return std::make_unique<CorrelationResult>(correlation_report());
  if (study == "simulation") return std::make_unique<SimulationResult>(simulation_report());
  return std::make_unique<OverheadResult>(overhead_report());
}

std::string text_at(const Table& table, std::size_t row, const std::string& key) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].key != key) continue;
    const auto& cell = table.rows.at(row)[c];
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<double>(&cell)) return QString::number(*number, 'g', 6).toStdString();
    return "-";
  }
  return "no column " + key;
}

}  // namespace

class TestStudyReport : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void every_row_is_as_wide_as_its_table_data() {
    QTest::addColumn<QString>("name");
    for (const auto& name : study_names()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void every_row_is_as_wide_as_its_table() {
    QFETCH(QString, name);
    const auto own = report_of(name);
    const StudyResult& report = *own;
    QCOMPARE(QString::fromStdString(std::string(report.study())), name);
    int tables = 0;
    for (const auto& row : study_exports()) {
      if (row.study->name() != report.study()) continue;
      const Table table = study_table(row, report);
      for (const auto& cells : table.rows) QCOMPARE(cells.size(), table.columns.size());
      QVERIFY2(!table.columns.empty(), row.name.c_str());
      for (const auto format : {TableFormat::text, TableFormat::csv, TableFormat::json, TableFormat::markdown,
                                TableFormat::latex, TableFormat::html})
        QVERIFY(!render(table, format).empty());
      ++tables;
    }
    QCOMPARE(tables, name == "correlation" || name == "simulation" ? 3 : 2);
    const auto table = study_long_table(report);
    QVERIFY(!table.rows.empty());
    QVERIFY2(table.notes.at(0).find("0123456789ab") != std::string::npos, table.notes.at(0).c_str());
    QVERIFY(table.notes.at(0).find("mlink 1") != std::string::npos);
    QVERIFY(table.notes.at(0).find("seed 1") != std::string::npos);
  }

  void long_table_has_every_figure() {
    const auto table = study_long_table(ensemble_report());
    QCOMPARE(table.rows.size(), std::size_t{4});
    // By target, then links and the ensemble: b -> a, ensemble of a, a -> b, ensemble of b.
    QCOMPARE(text_at(table, 2, "target"), std::string("b"));
    QCOMPARE(text_at(table, 2, "from"), std::string("a"));
    QCOMPARE(text_at(table, 2, "p"), std::string("0.7"));
    QCOMPARE(text_at(table, 2, "p_sd"), std::string("0.1"));
    QCOMPARE(text_at(table, 2, "p_low"), std::string("0.6"));
    QCOMPARE(text_at(table, 2, "p_high"), std::string("0.8"));
    QCOMPARE(text_at(table, 2, "prior"), std::string("0.4"));
    QCOMPARE(text_at(table, 2, "lift"), std::string("0.3"));
    QCOMPARE(text_at(table, 2, "lift_low"), std::string("0.2"));
    QCOMPARE(text_at(table, 2, "lift_high"), std::string("0.4"));
    QCOMPARE(text_at(table, 2, "native"), std::string("0.3"));
    QCOMPARE(text_at(table, 2, "native_metric"), std::string("MAE"));
    QCOMPARE(text_at(table, 2, "repeats"), std::string("3"));
    QCOMPARE(text_at(table, 2, "learnt"), std::string("3"));
    QCOMPARE(text_at(table, 2, "verdict"), std::string("-"));
    QCOMPARE(text_at(table, 3, "verdict"), std::string("dominance"));
  }

  void sizes_are_laid_out_by_part() {
    const auto table = study_paper_table(sizes_report());
    QCOMPARE(table.columns.size(), std::size_t{4});
    QCOMPARE(table.columns[2].name, std::string("10 %"));
    QCOMPARE(table.columns[3].name, std::string("20 %"));
    std::size_t link = table.rows.size();
    std::size_t student = table.rows.size();
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      if (text_at(table, r, "target") == "b" && text_at(table, r, "from") == "a") link = r;
      if (text_at(table, r, "target") == "b" && text_at(table, r, "from") == "KD student") student = r;
    }
    QVERIFY(link < table.rows.size() && student < table.rows.size());
    QCOMPARE(text_at(table, link, "p_10"), std::string("0.70 ± 0.10"));
    QCOMPARE(text_at(table, link, "p_20"), std::string("0.90 ± 0.00"));
    QCOMPARE(text_at(table, student, "p_10"), std::string("0.30 ± 0.00"));
    QCOMPARE(text_at(table, student, "p_20"), std::string("-"));
  }

  void one_repeat_has_no_deviation() {
    auto report = ensemble_report();
    std::erase_if(report.cells, [](const StudyCell& cell) { return cell.seed > 1; });
    const auto table = study_paper_table(report);
    QCOMPARE(text_at(table, 1, "from_a"), std::string("0.60"));
    QVERIFY(study_json(report)["rows"][0]["p"]["sd"].is_null());
  }

  void pairs_are_laid_out_as_the_papers_table() {
    const auto table = study_paper_table(ensemble_report());
    QCOMPARE(table.rows.size(), std::size_t{2});
    QCOMPARE(text_at(table, 0, "from_a"), std::string("-"));
    QCOMPARE(text_at(table, 0, "from_b"), std::string("0.50 ± 0.00"));
    QCOMPARE(text_at(table, 1, "ensemble"), std::string("0.70 ± 0.10"));
    QCOMPARE(text_at(table, 1, "prior"), std::string("0.4"));
    QCOMPARE(text_at(table, 1, "lift"), std::string("+0.30 [+0.20, +0.40]"));
  }

  void correlations_stand_below_performance() {
    const auto report = correlation_report();
    const auto table = study_paper_table(report);
    QCOMPARE(table.rows.size(), std::size_t{4});
    QCOMPARE(text_at(table, 2, "from_a"), std::string("0.70 ± 0.10"));
    QCOMPARE(text_at(table, 3, "from_a"), std::string("+0.250"));
    QCOMPARE(text_at(table, 1, "from_b"), std::string("-"));  // a constant has none
    const auto summary = report.more_table("summary");
    QCOMPARE(text_at(summary, 0, "target"), std::string("all"));
    QCOMPARE(text_at(summary, 0, "pairs"), std::string("1"));
    QCOMPARE(text_at(summary, 0, "r_p"), std::string("-"));
  }

  void overheads_stand_beside_the_box() {
    const auto report = overhead_report();
    const auto table = study_paper_table(report);
    QCOMPARE(table.rows.size(), std::size_t{1});  // nothing predicts a
    QCOMPARE(text_at(table, 0, "box"), std::string("b"));
    QCOMPARE(text_at(table, 0, "box_ms"), std::string("20"));
    QCOMPARE(text_at(table, 0, "link_p50_us"), std::string("2"));
    QCOMPARE(text_at(table, 0, "ensemble_p50_us"), std::string("4"));
    QCOMPARE(text_at(table, 0, "ensemble_kb"), std::string("0.32"));
    QCOMPARE(text_at(table, 0, "share_percent"), std::string("0.02"));
    const auto all = study_long_table(report);
    QCOMPARE(text_at(all, 0, "times_box"), std::string("10000"));
    QVERIFY2(all.notes.at(1).find("25 ns") != std::string::npos, all.notes.at(1).c_str());
  }

  void document_and_table_agree() {
    const auto report = ensemble_report();
    const auto json = study_json(report);
    QCOMPARE(json["study"].get<std::string>(), std::string("ensemble"));
    QCOMPARE(json["rows"].size(), std::size_t{4});
    QCOMPARE(json["rows"][2]["source"].get<std::string>(), std::string("a"));
    QVERIFY(std::abs(json["rows"][2]["p"]["mean"].get<double>() - 0.7) < 1e-12);
    QVERIFY(std::abs(json["rows"][2]["p"]["sd"].get<double>() - 0.1) < 1e-12);
    QCOMPARE(json["settings"]["train"]["part"].get<double>(), 0.1);
    QCOMPARE(json["data"].get<std::string>(), report.head.data_hash);
    QVERIFY(study_json(correlation_report())["correlations"][1]["r"].is_null());
    QCOMPARE(study_json(overhead_report())["boxes_themselves"][1]["seconds"].get<double>(), 0.02);
  }

  void a_study_that_was_stopped_says_so() {
    auto report = sizes_report();
    report.head.complete = false;
    const auto notes = study_notes(report);
    QVERIFY(std::any_of(notes.begin(), notes.end(),
                        [](const std::string& note) { return note.find("Stopped") != std::string::npos; }));
  }
};

QTEST_GUILESS_MAIN(TestStudyReport)
#include "test_study_report.moc"
