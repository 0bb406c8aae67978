// studies: what files keep of studies: forms of earlier versions, and figures that another version computed.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "experiment/import.h"
#include "report/html/html_report.h"
#include "report/study_report.h"
#include "store/store.h"
#include "studies/older_studies.h"
#include "studies/synthetic.h"
#include "support/require.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

constexpr const char* kOtherVersion = "mlink 0.0.7";

std::string older(const QString& study) {
  return study == "sizes"         ? kOlderSizes
         : study == "ensemble"    ? kOlderEnsemble
         : study == "correlation" ? kOlderCorrelation
                                  : kOlderOverhead;
}

/// As if another program version had kept all results of the kind.
Status kept_by_another_version(const std::filesystem::path& file, const std::string& kind) {
  MLINK_ASSIGN(auto store, StoreWriter::open(file));
  MLINK_ASSIGN(auto results, store.results(kind, true));
  if (results.empty()) return fail(ErrorKind::not_found, "nothing is kept");
  for (auto& result : results) {
    MLINK_TRY(store.remove_result(result.id));
    result.versions = kOtherVersion;
    MLINK_TRY(store.put_result(result));
  }
  return {};
}

std::string note_with(const StudyResult& result, const std::string& text) {
  const auto notes = study_notes(result);
  const auto at =
      std::find_if(notes.begin(), notes.end(), [&](const auto& note) { return note.find(text) != std::string::npos; });
  return at == notes.end() ? std::string() : *at;
}

}  // namespace

class TestKeptStudies : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  /// Recorded outputs of two boxes, 200 frames.
  [[nodiscard]] Result<Experiment> recorded(const std::string& name) const {
    const std::filesystem::path folder = folder_.path().toStdString();
    MLINK_ASSIGN(auto experiment, Experiment::create(folder / name));
    const auto table = synthetic(200);
    for (std::size_t box = 0; box < 2; ++box) {
      ImportOptions options;
      options.box = table.columns[box].box;
      options.outputs = folder / (options.box + ".csv");
      options.task = Task::count;
      std::ofstream csv(options.outputs);
      csv << "source,frame,value\n";
      for (std::size_t row = 0; row < table.rows(); ++row)
        csv << "cam," << row << ',' << table.columns[box].row(row)[0] << '\n';
      csv.close();
      MLINK_TRY(experiment.import_outputs(options));
    }
    return experiment;
  }

 private Q_SLOTS:
  void forms_of_earlier_versions_are_read_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"sizes", "ensemble", "correlation", "overhead"}) QTest::newRow(name) << QString(name);
  }
  // The newest study in the file is one of the older form: every table, the document and the settings are its.
  void forms_of_earlier_versions_are_read() {
    QFETCH(QString, name);
    const auto text = older(name);
    auto experiment = recorded("older-" + name.toStdString() + ".mlink");
    REQUIRE(experiment);
    REQUIRE(experiment->keep_result({0, "study_" + name.toStdString(), "", "{}", 1, "hash", "", "", text}));
    const auto reader = ExperimentReader::open(experiment->path());
    REQUIRE(reader);
    const Study* study = find_study(name.toStdString());
    QVERIFY(study != nullptr);
    const auto result = newest_study(*reader, *study);
    REQUIRE(result);
    QVERIFY(*result != nullptr);
    // They are of other outputs than the file holds, which its page says.
    const auto content = html_content(experiment->path(), {}, {}, {});
    REQUIRE(content);
    QVERIFY(content->studies.size() == 1 && content->studies[0].stale.starts_with("Made "));
    const auto older_document = nlohmann::json::parse(text);
    const auto document = study_json(**result);
    QVERIFY(document["complete"].get<bool>());
    QCOMPARE(document["data"].get<std::string>(), std::string("5b5105eae7b60f98b8235f55969f6e35"));
    for (const auto& [key, value] : document["settings"].items()) {
      auto older = older_document["options"][key];
      if (key == "train")
        older.update({{"split", "time"}, {"split_seed", 1}, {"nets", 1}});  // what they did, not written down then
      QVERIFY2(older == value, key.c_str());
    }
    for (const auto& row : study_exports())
      if (row.study == study) QVERIFY2(!study_table(row, **result).rows.empty(), row.name.c_str());
    // Kept again, it is the older form less what belongs to other studies.
    const auto again = nlohmann::json::parse(study_to_text(**result));
    for (const auto& [key, value] : again.items())
      if (key != "options") QVERIFY2(older_document[key] == value, key.c_str());
    QVERIFY(!again.contains(name == "overhead" ? "cells" : "overheads"));
  }

  // Figures of another version stay in the file and are not taken over; the new result says how many, and why. Nothing
  // of it is said where the same version computed them.
  void figures_of_another_version_are_told() {
    auto experiment = recorded("versions.mlink");
    REQUIRE(experiment);
    auto settings = quick_pairs();
    settings.repeats = 2;
    const auto run = [&](const ProgressFn& progress = {}) {
      return as<EnsembleResult>(run_study(*ensemble_study(), *experiment, settings, {}, progress));
    };
    REQUIRE(run());
    const auto same = run();
    REQUIRE(same);
    QVERIFY(same->head.notes.empty());
    const auto file = experiment->path();
    experiment = fail(ErrorKind::failed, "closed");
    REQUIRE(kept_by_another_version(file, "study_ensemble"));
    experiment = Experiment::open(file);
    REQUIRE(experiment);
    std::int64_t done = -1;
    const auto anew = run([&](const ProgressEvent& event) {
      if (done < 0) done = event.done;
    });
    REQUIRE(anew);
    QCOMPARE(done, std::int64_t{0});
    QCOMPARE(anew->cells.size(), std::size_t{2 * 4});
    const auto note = note_with(*anew, kOtherVersion);
    QVERIFY2(note.starts_with("8 figures that mlink 0.0.7 computed are not taken over"), note.c_str());
    QVERIFY2(note.find("mlink " + program_version()) != std::string::npos, note.c_str());
    const auto kept = experiment->results("study_ensemble");
    REQUIRE(kept);
    QCOMPARE(kept->size(), std::size_t{2});
    QCOMPARE(kept->front().versions, std::string(kOtherVersion));
    settings.repeats = 3;  // the first two are this version's by now
    const auto more = run();
    REQUIRE(more);
    QVERIFY(note_with(*more, kOtherVersion).empty());
  }

  // The links in use are the study's first repeat where this version trained them.
  void links_of_another_version_are_told() {
    auto experiment = recorded("links.mlink");
    REQUIRE(experiment);
    auto settings = quick_pairs();
    settings.repeats = 1;
    REQUIRE(experiment->train({settings.train}, {}, {}));
    const auto file = experiment->path();
    experiment = fail(ErrorKind::failed, "closed");
    REQUIRE(kept_by_another_version(file, "link_set"));
    experiment = Experiment::open(file);
    REQUIRE(experiment);
    QCOMPARE(experiment->overview()->link_sets.front().versions, std::string(kOtherVersion));
    const auto result = run_study(*ensemble_study(), *experiment, settings, {}, {});
    REQUIRE(result);
    const auto note = note_with(**result, kOtherVersion);
    QVERIFY2(note.starts_with("The links in use, trained by mlink 0.0.7, are not taken over"), note.c_str());
    settings.train.epochs = 9;  // another training: nobody would have taken the links over
    const auto other = run_study(*ensemble_study(), *experiment, settings, {}, {});
    REQUIRE(other);
    QVERIFY(note_with(**other, kOtherVersion).empty());
  }

  void a_damaged_study_does_not_stop_another() {
    auto experiment = recorded("damaged.mlink");
    REQUIRE(experiment);
    const auto hash = content_hash(*experiment->snapshot()->table);
    REQUIRE(experiment->keep_result({0, "study_sizes", "", "{}", 1, hash, "", "", "{}"}));
    auto settings = quick_pairs();
    settings.repeats = 1;
    REQUIRE(run_study(*ensemble_study(), *experiment, settings, {}, {}));
  }
};

QTEST_GUILESS_MAIN(TestKeptStudies)
#include "test_kept_studies.moc"
