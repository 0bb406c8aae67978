// studies_clips: studies of independent clips, where whole files train and others test.
#include <QTest>
#include <algorithm>

#include "studies/synthetic.h"

using namespace mlink::rooms;

class TestClips : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Ten clips of forty frames: each part is whole clips, and what tests is the same for all of them, students too.
  void parts_by_clip_are_whole_files() {
    auto table = mlink::test::synthetic(400);
    for (int i = 0; i < 10; ++i) {
      if (i > 0) table.cameras.push_back("cam " + std::to_string(i));
      for (std::size_t row = static_cast<std::size_t>(i) * 40; row < static_cast<std::size_t>(i + 1) * 40; ++row)
        table.frames[row].camera = i;
    }
    const auto snapshot = mlink::test::snapshot_of(table);
    auto settings = mlink::test::quick_sizes();
    settings.repeats = 1;
    settings.parts = {0.15, 0.35};
    settings.by_clip = true;
    settings.resolve();
    auto hands = mlink::test::hands_for();
    hands.pictures = mlink::test::pictures_for(*snapshot.table);
    const auto result = mlink::test::run_sizes(snapshot, settings, hands);
    QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
    QVERIFY(!result->cells.empty());
    for (const auto& cell : result->cells) {
      QCOMPARE(cell.trained, std::int64_t{cell.part < 0.2 ? 40 : 120});
      QCOMPARE(cell.tested, std::int64_t{280});
    }
    QVERIFY(result->reading_note().find("Whole files") != std::string::npos);
    // The student sees the pictures of the rows that it learns: the hidden number is their brightness.
    const auto student = std::find_if(result->cells.begin(), result->cells.end(), [](const StudyCell& cell) {
      return cell.by == PredictorKind::student && cell.target == "cause" && cell.part > 0.2;
    });
    QVERIFY(student != result->cells.end());
    settings.parts = {0.35};
    settings.by_clip = false;
    settings.resolve();
    const auto in_time = mlink::test::run_sizes(snapshot, settings, hands);
    QVERIFY2(in_time.has_value(), in_time ? "" : in_time.error().text().c_str());
    QVERIFY(in_time->reading_note().find("in time") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestClips)
#include "test_clips.moc"
