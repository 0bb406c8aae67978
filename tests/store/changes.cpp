// store: what a step changed in the file is taken back.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QElapsedTimer>
#include <QTest>

#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

/// All rows of all tables but the count of changes, as text.
std::string dump(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  std::vector<std::string> tables;
  SQLite::Statement names(database,
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('change', "
                          "'sqlite_sequence') ORDER BY name");
  while (names.executeStep()) tables.push_back(names.getColumn(0));
  std::string text;
  for (const auto& table : tables) {
    SQLite::Statement columns(database,
                              "SELECT group_concat('quote(\"' || name || '\")', '||'' ''||') FROM "
                              "pragma_table_info('" +
                                  table + "')");
    columns.executeStep();
    SQLite::Statement rows(database,
                           "SELECT " + columns.getColumn(0).getString() + " AS line FROM " + table + " ORDER BY line");
    text += table + ":\n";
    while (rows.executeStep()) text += rows.getColumn(0).getString() + "\n";
  }
  return text;
}

/// Two videos, the second behind the first, with three cameras; a box that runs and a recorded one; everything that can
/// hang on them.
Result<Ids> everything(StoreWriter& writer) {
  MLINK_ASSIGN(auto ids, fill(writer, 2, 30, {count_spec()}));
  MLINK_TRY(writer.transaction([&]() -> Status {
    MLINK_ASSIGN(const auto video, writer.add_video({0, "/videos/yard.avi", "yard", "{}", "index of yard"}));
    StoredCamera camera;
    camera.video = video;
    camera.name = "yard";
    camera.source_hash = "source of yard";
    const std::vector<StoredFrame> frames{{0, 0, 0}, {0, 1, 0.5}};
    MLINK_ASSIGN(const auto id, writer.add_camera(camera, frames));
    ids.cameras.push_back(id);
    MLINK_ASSIGN(const auto videos, writer.videos());
    MLINK_TRY(writer.set_start(videos[0].id, {StartOrigin::after, 1}, video));
    MLINK_ASSIGN(const auto box,
                 writer.add_box({0, "told", {}, "content told", "{}", {}, json_of(labels_spec(3)), true}));
    ids.boxes.push_back(box);
    BoxCosts costs;
    costs.set(CostKind::time, 0.25, CostOrigin::measured, "here");
    for (const auto one : ids.boxes) MLINK_TRY(writer.put_costs(one, costs));
    for (const auto one : ids.cameras) {
      MLINK_TRY(put(writer, {value(one, ids.boxes[0], 0, {2}), value(one, ids.boxes[1], 1, {0.5F, 0, 1})}));
      StoredOutput failed{one, ids.boxes[0], 1, {Presence::failed, {}, {}, "no memory"}, {}, 0.1F};
      StoredOutput marked = value(one, ids.boxes[1], 0, {0, 0, 1});
      marked.marks = std::string("m\0rk", 4);
      MLINK_TRY(put(writer, {failed, marked}));
      const std::vector<StoredFeatures> features{{0, {}}, {1, {}}};
      MLINK_TRY(writer.put_frame_features(one, features));
    }
    return {};
  }));
  return ids;
}

}  // namespace

void TestStore::removalsAreTakenBack_data() {
  QTest::addColumn<QString>("what");
  for (const char* what : {"camera", "last camera of a file", "box", "recorded box", "all"})
    QTest::newRow(what) << what;
}

// Every table holds what it held, with the same ids; and again after a second time.
void TestStore::removalsAreTakenBack() {
  QFETCH(QString, what);
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, everything(writer));
  const auto remove = [&]() -> Status {
    if (what == "camera") return writer.remove_camera(ids.cameras[0]);
    if (what == "last camera of a file") return writer.remove_camera(ids.cameras[2]);
    if (what == "box") return writer.remove_box(ids.boxes[0]);
    if (what == "recorded box") return writer.remove_box(ids.boxes[1]);
    for (const auto id : ids.cameras) MLINK_TRY(writer.remove_camera(id));
    for (const auto id : ids.boxes) MLINK_TRY(writer.remove_box(id));
    return {};
  };
  const auto before = dump(folder.file());
  std::string without;
  for (int round = 0; round < 2; ++round) {
    const auto version = writer.version().value();
    ASSIGN_OK(const auto changes, writer.recorded(remove));
    QVERIFY(!changes.empty());
    const auto now = dump(folder.file());
    QVERIFY(now != before && (without.empty() || now == without));
    without = now;
    VERIFY_OK(writer.take_back(changes));
    QCOMPARE(dump(folder.file()), before);
    QVERIFY(writer.version().value() > version + 1);  // readers see both
    QVERIFY(writer.problems().value().empty());
  }
  // Its ids are its own again: outputs are written under them.
  VERIFY_OK(put(writer, {value(ids.cameras[0], ids.boxes[1], 5, {1, 1, 1})}));
  ASSIGN_OK(const auto changes, writer.recorded([]() -> Status { return {}; }));
  QVERIFY(changes.empty());
  VERIFY_OK(writer.take_back(changes));
}

// What was added goes with all that hangs on it, in one step.
void TestStore::additionsAreTakenBack() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  const auto empty = dump(folder.file());
  ASSIGN_OK(const auto changes, writer.recorded([&]() -> Status {
    MLINK_TRY(everything(writer));
    return {};
  }));
  const auto all = dump(folder.file());
  ASSIGN_OK(const auto away, writer.recorded([&] { return writer.take_back(changes); }));
  QCOMPARE(dump(folder.file()), empty);
  QVERIFY(writer.problems().value().empty());
  VERIFY_OK(writer.take_back(away));
  QCOMPARE(dump(folder.file()), all);
}

// While it was away outputs came and went: what comes back is counted as it is now.
void TestStore::whatCameSinceIsCounted() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, everything(writer));
  const auto counted = [&] {
    std::string text;
    const auto rows = writer.coverage();
    for (const auto& row : *rows)
      text += std::to_string(row.camera) + "/" + std::to_string(row.box) + ": " + std::to_string(row.present) + " " +
              std::to_string(row.failed) + "\n";
    return text;
  };
  ASSIGN_OK(const auto box, writer.recorded([&] { return writer.remove_box(ids.boxes[1]); }));
  ASSIGN_OK(const auto camera, writer.recorded([&] { return writer.remove_camera(ids.cameras[0]); }));
  StoredCamera twin;  // of the same source, with other frames
  twin.video = writer.cameras().value()[0].video;
  twin.name = "twin";
  twin.source_hash = "source 0";
  const std::vector<StoredFrame> frames{{0, 0, 0}, {0, 7, 1}};
  ASSIGN_OK(const auto other, writer.add_camera(twin, frames));
  VERIFY_OK(put(writer, {value(other, ids.boxes[0], 7, {1})}));
  VERIFY_OK(writer.clear_failures());
  VERIFY_OK(writer.take_back(camera));
  VERIFY_OK(writer.take_back(box));
  const auto kept = counted();
  VERIFY_OK(writer.add_frames(ids.cameras[0], {}));  // counts it anew
  VERIFY_OK(writer.add_frames(other, {}));
  QCOMPARE(kept, counted());
  ASSIGN_OK(const auto rows, writer.coverage());
  for (const auto& row : rows) {
    QCOMPARE(row.failed, std::int64_t{0});
    if (row.camera == ids.cameras[0]) QCOMPARE(row.present, std::int64_t{2});
  }
  QVERIFY(writer.problems().value().empty());
}

void TestStore::whatCannotComeBack_data() {
  QTest::addColumn<QString>("what");
  QTest::addColumn<QString>("why");
  QTest::newRow("camera") << "camera"
                          << "The camera \"cam 0\" cannot come back";
  QTest::newRow("file") << "file"
                        << "its file was added again";
  QTest::newRow("box") << "box"
                       << "The black box \"told\" cannot come back";
  QTest::newRow("name") << "name"
                        << "changed again since";
}

// Nothing is lost and nothing half done: what came since stays as it is.
void TestStore::whatCannotComeBack() {
  QFETCH(QString, what);
  QFETCH(QString, why);
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, everything(writer));
  ASSIGN_OK(const auto changes, writer.recorded([&]() -> Status {
    if (what == "camera") return writer.remove_camera(ids.cameras[0]);
    if (what == "file") return writer.remove_camera(ids.cameras[2]);
    if (what == "box") return writer.remove_box(ids.boxes[1]);
    return writer.rename_camera(ids.cameras[0], "door");
  }));
  StoredCamera again;
  again.video = writer.cameras().value()[0].video;
  again.source_hash = "source of the other";
  again.name = "cam 0";
  if (what == "camera") VERIFY_OK(writer.add_camera(again, {}));
  if (what == "file") {
    ASSIGN_OK(again.video, writer.add_video({0, "/videos/yard.avi", "yard", "{}", "index of yard"}));
    again.name = "yard 2";
    VERIFY_OK(writer.add_camera(again, {}));
  }
  if (what == "box") VERIFY_OK(writer.add_box({0, "told", {}, "other", "{}", {}, json_of(count_spec()), true}));
  if (what == "name") VERIFY_OK(writer.rename_camera(ids.cameras[0], "gate"));
  const auto before = dump(folder.file());
  const auto status = writer.take_back(changes);
  QVERIFY(!status && status.error().kind == ErrorKind::invalid_input);
  QVERIFY2(QString::fromStdString(status.error().text()).contains(why), status.error().text().c_str());
  QCOMPARE(dump(folder.file()), before);
  QVERIFY(writer.problems().value().empty());
}

void TestStore::camerasGetOtherNames() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, everything(writer));
  StoredCamera later;
  later.video = writer.cameras().value()[0].video;
  later.name = "yard 2";
  later.part_of = "yard";
  later.source_hash = "later";
  ASSIGN_OK(const auto part, writer.add_camera(later, {}));
  const auto before = dump(folder.file());
  ASSIGN_OK(const auto changes, writer.recorded([&] { return writer.rename_camera(ids.cameras[2], "Hof ümlaut"); }));
  const auto cameras = writer.cameras().value();
  QCOMPARE(cameras[2].name, std::string("Hof ümlaut"));
  QCOMPARE(cameras[3].camera_name(), std::string("Hof ümlaut"));
  QVERIFY(!writer.rename_camera(ids.cameras[0], "cam 1") && !writer.rename_camera(ids.cameras[0], ""));
  QVERIFY(!writer.rename_camera(ids.cameras[0], "Hof ümlaut") && !writer.rename_camera(part, "Hof ümlaut"));
  QCOMPARE(writer.rename_camera(99, "x").error().kind, ErrorKind::not_found);
  VERIFY_OK(writer.rename_camera(ids.cameras[0], "cam 0"));
  VERIFY_OK(writer.take_back(changes));
  QCOMPARE(dump(folder.file()), before);
}

// A recorded box with many outputs: gone and back within seconds, at about its size in memory.
void TestStore::manyRowsComeBack() {
  constexpr int kFrames = 50000;
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, kFrames, {}));
  ASSIGN_OK(const auto box, writer.add_box({0, "told", {}, "told", "{}", {}, json_of(labels_spec(8)), true}));
  std::vector<StoredOutput> rows;
  for (int i = 0; i < kFrames; ++i) rows.push_back(value(ids.cameras[0], box, i, std::vector<float>(8, 0.5F)));
  VERIFY_OK(put(writer, rows));
  QElapsedTimer timer;
  timer.start();
  ASSIGN_OK(const auto changes, writer.recorded([&] { return writer.remove_box(box); }));
  const auto away = timer.restart();
  VERIFY_OK(writer.take_back(changes));
  const auto back = timer.elapsed();
  qInfo("%d outputs: away in %lld ms, back in %lld ms, %zu bytes each", kFrames, away, back, changes.bytes() / kFrames);
  QCOMPARE(writer.coverage().value().at(0).present, std::int64_t{kFrames});
  QVERIFY(changes.bytes() / kFrames < 120);
  QVERIFY(away + back < 20000);
}
