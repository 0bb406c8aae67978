// What goes in comes out: every kind of value, order, re-use, the smaller tables.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;

Q_DECLARE_METATYPE(mlink::outputs::OutputSpec)
Q_DECLARE_METATYPE(mlink::store::StoredOutput)

namespace {

StoredOutput with(Output output, std::string marks = {}, float seconds = 0.25F) {
  return {0, 0, 0, std::move(output), std::move(marks), seconds};
}

void add_every_kind() {
  const OutputSpec words{Task::sequence, 0, {}, 0.5, {}};
  const OutputSpec share{Task::regression, 1, {}, 0.1, "share"};
  const OutputSpec box{Task::localization, 5, {}, 0.5, {}};
  const OutputSpec one{Task::single_label, 3, {"a", "b", "c"}, 0.5, {}};
  const auto row = [](const char* name, const OutputSpec& spec, const StoredOutput& output) {
    QTest::addRow("%s", name) << spec << output;
  };
  row("count", count_spec(), with({Presence::present, {3}, {}, {}}));
  row("count of zero", count_spec(), with({Presence::present, {0}, {}, {}}));
  row("largest count", count_spec(), with({Presence::present, {16777216}, {}, {}}));
  row("share", share, with({Presence::present, {-0.1F}, {}, {}}));
  row("smallest float", share, with({Presence::present, {std::numeric_limits<float>::denorm_min()}, {}, {}}));
  row("largest float", share, with({Presence::present, {std::numeric_limits<float>::max()}, {}, {}}));
  row("minus zero", share, with({Presence::present, {-0.F}, {}, {}}));
  row("box", box, with({Presence::present, {0.1F, 0.2F, 0.3F, 0.4F, 0.9F}, {}, {}}));
  row("no box there", box, with({Presence::present, {0, 0, 0, 0, 0}, {}, {}}));
  row("single label", one, with({Presence::present, {0.2F, 0.7F, 0.1F}, {}, {}}));
  row("80 labels", labels_spec(80), with({Presence::present, std::vector<float>(80, 0.125F), {}, {}}));
  row("words", words,
      with({Presence::present,
            {},
            {"good", "",
             "\xC3\xBC"
             "ber",
             "a b"},
            {}}));
  row("no words", words, with({Presence::present, {}, {}, {}}));
  row("one empty word", words, with({Presence::present, {}, {""}, {}}));
  row("none", count_spec(), with({Presence::none, {}, {}, {}}));
  row("failed", count_spec(), with({Presence::failed, {}, {}, "The box said no: \xE2\x80\x9Cno\xE2\x80\x9D."}));
  row("failed without a reason", count_spec(), with({Presence::failed, {}, {}, {}}));
  row("marks", count_spec(), with({Presence::present, {1}, {}, {}}, std::string("\0\x01\xFF marks", 9)));
  row("large marks", count_spec(), with({Presence::present, {1}, {}, {}}, std::string(100000, 'm')));
  row("no time", count_spec(), with({Presence::present, {1}, {}, {}}, {}, 0));
}

}  // namespace

void TestStore::outputs_data() {
  QTest::addColumn<OutputSpec>("spec");
  QTest::addColumn<StoredOutput>("stored");
  add_every_kind();
}

void TestStore::outputs() {
  QFETCH(OutputSpec, spec);
  QFETCH(StoredOutput, stored);
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 3, {spec}));
  stored.camera = ids.cameras[0];
  stored.box = ids.boxes[0];
  stored.ordinal = 1;
  VERIFY_OK(put(writer, {stored}));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  for (const StoreQueries* store :
       {static_cast<const StoreQueries*>(&writer), static_cast<const StoreQueries*>(&reader)}) {
    ASSIGN_OK(const auto back, store->output(stored.camera, stored.box, 1));
    QVERIFY(back.has_value());
    QVERIFY(back->output == stored.output);
    QCOMPARE(back->marks, stored.marks);
    QCOMPARE(back->seconds, stored.seconds);
    QVERIFY(!store->output(stored.camera, stored.box, 2).value().has_value());
    ASSIGN_OK(const auto table, store->output_table());
    QCOMPARE(table.rows(), std::size_t{3});
    QVERIFY(table.columns[0].spec == spec);
    Output in_table = stored.output;
    in_table.reason.clear();  // a table says that an output failed; the list of failures says why
    QVERIFY(get_output(table, 0, 1) == in_table);
    QVERIFY(table.columns[0].presence[0] == Presence::absent);
    QVERIFY(table.columns[0].presence[2] == Presence::absent);
  }
}

void TestStore::refusedOutputs_data() {
  QTest::addColumn<OutputSpec>("spec");
  QTest::addColumn<StoredOutput>("stored");
  QTest::addColumn<QString>("says");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto row = [](const char* name, const OutputSpec& spec, const StoredOutput& output, const char* says) {
    QTest::addRow("%s", name) << spec << output << QString(says);
  };
  row("NaN", count_spec(), with({Presence::present, {nan}, {}, {}}), "finite");
  row("infinity", labels_spec(1), with({Presence::present, {INFINITY}, {}, {}}), "finite");
  row("too wide", count_spec(), with({Presence::present, {1, 2}, {}, {}}), "2 values");
  row("too narrow", labels_spec(2), with({Presence::present, {1}, {}, {}}), "1 values");
  row("half a person", count_spec(), with({Presence::present, {0.5F}, {}, {}}), "whole");
  row("score above one", labels_spec(1), with({Presence::present, {1.5F}, {}, {}}), "outside");
  row("absent", count_spec(), with({Presence::absent, {}, {}, {}}), "none to store");
  row("time NaN", count_spec(), with({Presence::present, {1}, {}, {}}, {}, nan), "time");
  row("zero byte in a word", {Task::sequence, 0, {}, 0.5, {}},
      with({Presence::present, {}, {std::string("a\0b", 3)}, {}}), "zero byte");
}

void TestStore::refusedOutputs() {
  QFETCH(OutputSpec, spec);
  QFETCH(StoredOutput, stored);
  QFETCH(QString, says);
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 3, {count_spec(), spec}));
  stored.camera = ids.cameras[0];
  stored.box = ids.boxes[1];
  stored.ordinal = 2;
  const auto refused = put(writer, {value(ids.cameras[0], ids.boxes[0], 0, {1}), stored});
  QVERIFY(!refused);
  QCOMPARE(refused.error().kind, ErrorKind::invalid_input);
  const auto text = QString::fromStdString(refused.error().text());
  QVERIFY2(text.contains(says) && text.contains("box 1") && text.contains("frame 2"), qPrintable(text));
  // All or nothing: the good one of the same call is not there either.
  QCOMPARE(writer.missing(ids.cameras[0], ids.boxes[0]).value().size(), std::size_t{3});
}

void TestStore::outputsAreReplaced() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 1, {count_spec()}));
  const RowId camera = ids.cameras[0];
  const RowId box = ids.boxes[0];
  StoredOutput failed{camera, box, 0, {Presence::failed, {}, {}, "no"}, "old marks", 1};
  VERIFY_OK(put(writer, {failed}));
  VERIFY_OK(put(writer, {value(camera, box, 0, {4})}));
  ASSIGN_OK(auto now, writer.output(camera, box, 0));
  QVERIFY(now->output == (Output{Presence::present, {4}, {}, {}}));
  QVERIFY(now->marks.empty());
  auto marked = value(camera, box, 0, {5});
  marked.marks = "new marks";
  VERIFY_OK(put(writer, {marked, marked}));  // the same one twice in one call
  ASSIGN_OK(now, writer.output(camera, box, 0));
  QCOMPARE(now->marks, std::string("new marks"));
  QCOMPARE(writer.failures().value().size(), std::size_t{0});
}

void TestStore::tableRows() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 2, 4, {count_spec()}));
  // A third camera looks at the source of the first, at every second frame, and its times run backwards.
  ASSIGN_OK(const auto first, writer.cameras());
  StoredCamera third = first[0];
  third.name = "cam 2";
  third.every = 2;
  ASSIGN_OK(const auto third_id,
            writer.add_camera(third, std::vector<StoredFrame>{{0, 2, 0.01}, {0, 0, 0.50}, {0, 9, 0.02}}));
  for (int frame = 0; frame < 4; ++frame)
    VERIFY_OK(put(writer, {value(ids.cameras[0], ids.boxes[0], frame, {static_cast<float>(frame)}),
                           value(ids.cameras[1], ids.boxes[0], frame, {static_cast<float>(10 + frame)})}));
  ASSIGN_OK(const auto table, writer.output_table());
  QCOMPARE(table.cameras, (std::vector<std::string>{"cam 0", "cam 1", "cam 2"}));
  const std::vector<FrameKey> keys{{0, 0, 0.00}, {1, 0, 0.00}, {2, 2, 0.01}, {2, 9, 0.02}, {0, 1, 0.04}, {1, 1, 0.04},
                                   {0, 2, 0.08}, {1, 2, 0.08}, {0, 3, 0.12}, {1, 3, 0.12}, {2, 0, 0.50}};
  QVERIFY(table.frames == keys);
  QCOMPARE(table.columns[0].values, (std::vector<float>{0, 10, 2, 0, 1, 11, 2, 12, 3, 13, 0}));
  QVERIFY(table.columns[0].presence[3] == Presence::absent);  // frame 9 of the third was never collected
  QCOMPARE(writer.missing(third_id, ids.boxes[0]).value(), std::vector<std::int64_t>{9});
}

void TestStore::tableOfSomeBoxes() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto empty, writer.output_table());
  QCOMPARE(empty.rows(), std::size_t{0});
  ASSIGN_OK(const auto ids, fill(writer, 1, 2, {count_spec(), labels_spec(2), count_spec()}));
  VERIFY_OK(put(writer, {value(ids.cameras[0], ids.boxes[2], 1, {7})}));
  const std::vector<RowId> wanted{ids.boxes[2], ids.boxes[0]};
  ASSIGN_OK(const auto table, writer.output_table(wanted));
  QCOMPARE(table.columns.size(), std::size_t{2});
  QCOMPARE(table.columns[0].box, std::string("box 0"));  // in order of addition
  QCOMPARE(table.columns[1].values, (std::vector<float>{0, 7}));
  const std::vector<RowId> unknown{ids.boxes[0], 99};
  QCOMPARE(writer.output_table(unknown).error().kind, ErrorKind::not_found);
}

void TestStore::camerasVideosBoxes() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  const std::string index("\0\x01 index \xFF", 10);
  ASSIGN_OK(const auto video, writer.add_video({0, "/a/old.avi", "hash", R"({"width":2})", index}));
  ASSIGN_OK(const auto again, writer.add_video({0, "/b/new.avi", "hash", R"({"width":3})", index + "!"}));
  QCOMPARE(again, video);
  ASSIGN_OK(const auto plain, writer.videos());
  QCOMPARE(plain.size(), std::size_t{1});
  QCOMPARE(plain[0].path, std::string("/b/new.avi"));
  QCOMPARE(plain[0].info_json, std::string(R"({"width":3})"));
  QVERIFY(plain[0].frame_index.empty());
  QCOMPARE(writer.videos(true).value()[0].frame_index, index + "!");
  QCOMPARE(writer.frame_index(video).value(), index + "!");

  const StoredCamera camera{0, video, "Nord \xC3\xA9", 1, 2, 30, 40, 5, 600, "source"};
  ASSIGN_OK(const auto id, writer.add_camera(camera, std::vector<StoredFrame>{{77, 5, 0.2}, {0, 0, 0.0}}));
  ASSIGN_OK(const auto cameras, writer.cameras());
  const auto& c = cameras.at(0);
  QCOMPARE(c.id, id);
  QCOMPARE(c.name, camera.name);
  QVERIFY(c.crop_x == 1 && c.crop_y == 2 && c.crop_width == 30 && c.crop_height == 40 && c.every == 5 &&
          c.limit == 600);
  QCOMPARE(c.source_hash, std::string("source"));
  ASSIGN_OK(const auto frames, writer.frames(id));
  QVERIFY(frames.size() == 2 && frames[0].camera == id && frames[0].ordinal == 0 && frames[1].ordinal == 5);
  QCOMPARE(frames[1].seconds, 0.2);
  QCOMPARE(writer.frames().value().size(), std::size_t{2});

  const StoredBox box{0, "hog", "People", "ch", R"({"v":1})", "/m.json", json_of(count_spec()), true};
  ASSIGN_OK(const auto box_id, writer.add_box(box));
  ASSIGN_OK(const auto boxes, writer.boxes());
  const auto& b = boxes.at(0);
  QVERIFY(b.id == box_id && b.name == "hog" && b.title == "People" && b.content_hash == "ch" && b.recorded &&
          b.manifest_json == box.manifest_json && b.manifest_path == "/m.json" && b.spec_json == box.spec_json);
}

void TestStore::reuseAfterRemoval() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 2, 3, {count_spec(), count_spec()}));
  auto marked = value(ids.cameras[0], ids.boxes[0], 1, {5});
  marked.marks = "marks";
  VERIFY_OK(put(writer, {marked, value(ids.cameras[1], ids.boxes[0], 2, {6})}));
  ASSIGN_OK(const auto cameras, writer.cameras());
  ASSIGN_OK(const auto boxes, writer.boxes());
  ASSIGN_OK(const auto frames, writer.frames(ids.cameras[0]));
  ASSIGN_OK(const auto videos, writer.videos());
  VERIFY_OK(writer.remove_camera(ids.cameras[0]));
  VERIFY_OK(writer.remove_camera(ids.cameras[1]));
  VERIFY_OK(writer.remove_box(ids.boxes[0]));
  QVERIFY(writer.videos().value().empty());  // no camera looks at it any more
  QVERIFY(writer.frames().value().empty());
  QCOMPARE(writer.boxes().value().size(), std::size_t{1});
  QVERIFY(!put(writer, {marked}));  // its camera and box are gone

  ASSIGN_OK(const auto video, writer.add_video(videos[0]));
  StoredCamera camera = cameras[0];
  camera.video = video;
  camera.name = "another name";
  ASSIGN_OK(const auto camera_id, writer.add_camera(camera, frames));
  StoredBox box = boxes[0];
  box.name = "renamed";
  ASSIGN_OK(const auto box_id, writer.add_box(box));
  QVERIFY(camera_id > ids.cameras[1] && box_id > ids.boxes[1]);  // an id is never used again
  ASSIGN_OK(const auto found, writer.output(camera_id, box_id, 1));
  QVERIFY(found && found->output.values == std::vector<float>{5} && found->marks == "marks");
  QCOMPARE(writer.missing(camera_id, box_id).value(), (std::vector<std::int64_t>{0, 2}));

  // Another content under the same name has outputs of its own.
  VERIFY_OK(writer.remove_box(box_id));
  box.content_hash = "other weights";
  ASSIGN_OK(const auto other, writer.add_box(box));
  QCOMPARE(writer.missing(camera_id, other).value().size(), std::size_t{3});
  QVERIFY(writer.problems().value().empty());
}

void TestStore::missingAndCoverage() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 2, 4, {count_spec(), count_spec()}));
  const RowId camera = ids.cameras[0];
  const RowId box = ids.boxes[0];
  VERIFY_OK(put(writer, {value(camera, box, 0, {1}),
                         {camera, box, 1, {Presence::none, {}, {}, {}}, {}, 0},
                         {camera, box, 2, {Presence::failed, {}, {}, "no"}, {}, 0},
                         value(camera, box, 99, {1})}));  // not a frame of the camera
  QCOMPARE(writer.missing(camera, box).value(), std::vector<std::int64_t>{3});
  QCOMPARE(writer.missing(camera, box, true).value(), (std::vector<std::int64_t>{2, 3}));
  QCOMPARE(writer.missing(ids.cameras[1], box).value().size(), std::size_t{4});
  ASSIGN_OK(const auto coverage, writer.coverage());
  QCOMPARE(coverage.size(), std::size_t{4});
  for (const auto& c : coverage) {
    const bool ours = c.camera == camera && c.box == box;
    QCOMPARE(c.wanted, std::int64_t{4});
    QCOMPARE(c.present, std::int64_t{ours ? 1 : 0});
    QCOMPARE(c.none, std::int64_t{ours ? 1 : 0});
    QCOMPARE(c.failed, std::int64_t{ours ? 1 : 0});
  }
}

// The counts that are kept are those of the rows, whatever happens in whatever order.
void TestStore::countsFollow() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 2, 30, {count_spec(), count_spec()}));
  ASSIGN_OK(const auto cameras, writer.cameras());
  StoredCamera every = cameras[0];  // the same source, other frames
  every.name = "every third";
  every.every = 3;
  std::mt19937 random(5);  // NOLINT: the same steps every time
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  RowId third = 0;
  const auto one = [&]() -> Status {
    switch (pick(9)) {
      case 0: return writer.clear_failures();
      case 1: {
        if (third != 0) {
          const RowId gone = std::exchange(third, 0);
          return writer.remove_camera(gone);
        }
        std::vector<StoredFrame> frames;
        for (int i = 0; i < 30; i += 3) frames.push_back({0, i, i / 25.0});
        MLINK_ASSIGN(third, writer.add_camera(every, frames));
        return {};
      }
      case 2: {  // rolled back as a whole
        const auto undone = writer.transaction([&]() -> Status {
          MLINK_TRY(put(writer, {value(ids.cameras[1], ids.boxes[1], pick(30), {2})}));
          return fail(ErrorKind::stopped, "no");
        });
        return undone ? Status(fail(ErrorKind::io, "was not undone")) : Status{};
      }
      default: {
        std::vector<StoredOutput> rows;
        for (int n = pick(6); n >= 0; --n) {
          auto row = value(ids.cameras[static_cast<std::size_t>(pick(2))], ids.boxes[static_cast<std::size_t>(pick(2))],
                           pick(33), {1});  // 30 to 32 are no frames
          if (const int kind = pick(3); kind > 0)
            row.output = {kind == 1 ? Presence::none : Presence::failed, {}, {}, kind == 2 ? "no" : ""};
          rows.push_back(row);
        }
        return put(writer, rows);
      }
    }
  };
  SQLite::Database database(folder.file().string(), SQLite::OPEN_READONLY);
  SQLite::Statement counted(database,
                            "SELECT coalesce(sum(presence = 1), 0), coalesce(sum(presence = 2), 0), "
                            "coalesce(sum(presence = 3), 0) FROM frame JOIN camera ON camera.id = frame.camera JOIN "
                            "output ON output.source = camera.source AND output.ordinal = frame.ordinal AND content = "
                            "(SELECT content FROM box WHERE id = ?2) WHERE frame.camera = ?1");
  for (int step = 0; step < 400; ++step) {
    VERIFY_OK(one());
    ASSIGN_OK(const auto coverage, writer.coverage());
    QCOMPARE(coverage.size(), std::size_t{third != 0 ? 6U : 4U});
    for (const auto& c : coverage) {
      counted.bind(1, c.camera);
      counted.bind(2, c.box);
      QVERIFY(counted.executeStep());
      QCOMPARE(c.present, counted.getColumn(0).getInt64());
      QCOMPARE(c.none, counted.getColumn(1).getInt64());
      QCOMPARE(c.failed, counted.getColumn(2).getInt64());
      QCOMPARE(c.wanted, std::int64_t{c.camera == third ? 10 : 30});
      counted.reset();
    }
  }
  // Frames that come later find the outputs that are there.
  const std::vector<StoredFrame> later{{0, 30, 1.2}, {0, 31, 1.24}, {0, 32, 1.28}};
  VERIFY_OK(put(writer, {value(ids.cameras[0], ids.boxes[0], 30, {1})}));
  ASSIGN_OK(const auto before, writer.coverage());
  VERIFY_OK(writer.add_frames(ids.cameras[0], later));
  ASSIGN_OK(const auto after, writer.coverage());
  QVERIFY(after[0].present > before[0].present);
  QCOMPARE(after[0].wanted, std::int64_t{33});
}

void TestStore::failures() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 5, {count_spec()}));
  std::vector<StoredOutput> rows;
  for (int frame = 0; frame < 4; ++frame)
    rows.push_back(
        {ids.cameras[0], ids.boxes[0], frame, {Presence::failed, {}, {}, "why " + std::to_string(frame)}, "m", 0});
  rows.push_back(value(ids.cameras[0], ids.boxes[0], 4, {1}));
  VERIFY_OK(put(writer, rows));
  ASSIGN_OK(const auto all, writer.failures());
  QCOMPARE(all.size(), std::size_t{4});
  QCOMPARE(all[3].output.reason, std::string("why 3"));
  QCOMPARE(all[3].ordinal, std::int64_t{3});
  QCOMPARE(writer.failures(2).value().size(), std::size_t{2});
  VERIFY_OK(writer.clear_failures());
  QVERIFY(writer.failures().value().empty());
  QCOMPARE(writer.missing(ids.cameras[0], ids.boxes[0]).value().size(), std::size_t{4});
  VERIFY_OK(put(writer, {rows[0]}));  // its old marks are gone too, so it can come back
}

void TestStore::costs() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 1, {count_spec(), count_spec()}));
  const RowId box = ids.boxes[0];
  const auto [m, t] = std::pair{CostOrigin::measured, CostOrigin::typed};
  VERIFY_OK(writer.put_costs(box, {{}, 0.03, m, 1.5e9, m, 0.025, 0.04, 0.05, "30 frames", "peak"}));
  ASSIGN_OK(const auto measured, writer.costs());
  QCOMPARE(measured.size(), std::size_t{1});
  QVERIFY(measured.at(box).seconds_p50 == 0.025 && measured.at(box).seconds_p95 == 0.04);
  QVERIFY(measured.at(box).seconds_p99 == 0.05 && measured.at(box).seconds_note == "30 frames");
  BoxCosts typed;
  typed.seconds = 0.06;
  typed.seconds_origin = t;
  typed.seconds_note = "typed in";
  VERIFY_OK(writer.put_costs(box, typed));
  ASSIGN_OK(const auto costs, writer.costs());
  const BoxCosts& now = costs.at(box);
  QVERIFY(!now.box.empty() && now.bytes == 1.5e9 && now.bytes_origin == m && now.bytes_note == "peak");
  QVERIFY(now.seconds == 0.06 && now.seconds_origin == t && now.seconds_note == "typed in");
  QVERIFY(now.seconds_p50 == 0 && now.seconds_p95 == 0 && now.seconds_p99 == 0);
  QCOMPARE(note_of(now), std::string("peak; typed in"));
  // A GPU's memory and the times of loading stand beside them; what is not given again stays.
  QVERIFY(!now.known(CostKind::gpu_memory) && now.loading_origin == CostOrigin::unknown);
  BoxCosts more;
  more.set(CostKind::gpu_memory, 3e9, m, "share");
  more.load_seconds = 1.5;
  more.unload_seconds = .25;
  more.loading_origin = m;
  VERIFY_OK(writer.put_costs(box, more));
  ASSIGN_OK(const auto all, writer.costs());
  const BoxCosts& full = all.at(box);
  QVERIFY(full.gpu_bytes == 3e9 && full.gpu_origin == m && full.gpu_note == "share");
  QVERIFY(full.load_seconds == 1.5 && full.unload_seconds == .25 && full.loading_origin == m);
  QVERIFY(full.seconds == .06 && full.seconds_origin == t && full.bytes == 1.5e9);
  more.load_seconds = std::nan("");
  QCOMPARE(writer.put_costs(box, more).error().kind, ErrorKind::invalid_input);
  typed.seconds = std::nan("");
  QCOMPARE(writer.put_costs(box, typed).error().kind, ErrorKind::invalid_input);
  QCOMPARE(writer.put_costs(99, now).error().kind, ErrorKind::not_found);
  VERIFY_OK(writer.remove_box(box));
  QVERIFY(writer.costs().value().empty());
}

void TestStore::results() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  const std::string blob = std::string("\0link\xFF", 6) + std::string(3000000, 'x');
  const StoredResult links{0,   "link_set", "links", R"({"epochs":100})", -7, "dh", "mlink 0.1", "2026-01-02T03:04:05Z",
                           blob};
  ASSIGN_OK(const auto first, writer.put_result(links));
  ASSIGN_OK(const auto second, writer.put_result(links));
  ASSIGN_OK(const auto replay, writer.put_result({0, "replay", "r", "{}", 0, {}, {}, {}, {}}));
  QVERIFY(first < second && second < replay);
  VERIFY_OK(writer.rename_result(second, "better"));
  ASSIGN_OK(const auto plain, writer.results("link_set"));
  QCOMPARE(plain.size(), std::size_t{2});
  QVERIFY(plain[0].blob.empty());
  QCOMPARE(plain[1].name, std::string("better"));
  QVERIFY(writer.results("link_set", true).value()[0].blob == blob);
  ASSIGN_OK(const auto one, writer.result(first));
  QVERIFY(one.kind == links.kind && one.settings_json == links.settings_json && one.seed == -7 &&
          one.data_hash == "dh" && one.versions == links.versions && one.created == links.created && one.blob == blob);
  QVERIFY(writer.result(replay).value().blob.empty());
  VERIFY_OK(writer.remove_result(first));
  QCOMPARE(writer.result(first).error().kind, ErrorKind::not_found);
}

void TestStore::settings() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  QVERIFY(!writer.setting("budget").value().has_value());
  VERIFY_OK(writer.set_setting("budget", "60ms"));
  VERIFY_OK(writer.set_setting("budget", ""));
  QCOMPARE(writer.setting("budget").value().value(), std::string());
}

void TestStore::unicodePaths() {
  const Folder folder;
  const auto inside = folder.path() /
                      "Stra\xC3\x9F"
                      "e \xE6\x97\xA5\xE6\x9C\xAC";
  std::filesystem::create_directory(inside);
  for (const char* name : {"\xC3\xA9 \xF0\x9F\x8E\xAC.mlink", "a?mode=ro#x%20&.mlink", "file:x.mlink", ":memory:"}) {
    const auto file = inside / name;
    {
      ASSIGN_OK(auto writer, StoreWriter::create(file));
      VERIFY_OK(writer.set_setting("name", name));
      QVERIFY(writer.path() == file);
    }
    QVERIFY(std::filesystem::exists(file));
    ASSIGN_OK(const auto reader, StoreReader::open(file));
    QCOMPARE(reader.setting("name").value().value(), std::string(name));
  }
}

void TestStore::manyRows() {
  const Folder folder;
  constexpr int kCameras = 5;
  constexpr int kFrames = 10000;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, kCameras, kFrames, {count_spec(), labels_spec(4)}));
  std::vector<StoredOutput> batch;
  for (int frame = 0; frame < kFrames; ++frame) {
    for (const RowId camera : ids.cameras) {
      batch.push_back(value(camera, ids.boxes[0], frame, {static_cast<float>(frame + camera)}));
      const float share = static_cast<float>(frame) / kFrames;
      batch.push_back(value(camera, ids.boxes[1], frame, {share, 0, 1, share}));
    }
    if (batch.size() < 1000) continue;
    VERIFY_OK(writer.put_outputs(batch));
    batch.clear();
  }
  VERIFY_OK(writer.put_outputs(batch));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  ASSIGN_OK(const auto table, reader.output_table());
  QCOMPARE(table.rows(), std::size_t{kCameras} * kFrames);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto& key = table.frames[row];
    const float count = table.columns[0].row(row)[0];
    const auto scores = table.columns[1].row(row);
    const RowId camera = ids.cameras[static_cast<std::size_t>(key.camera)];
    if (!table.columns[0].present(row) || count != static_cast<float>(key.ordinal + camera) ||
        scores[3] != static_cast<float>(key.ordinal) / kFrames || scores[2] != 1)
      QFAIL(qPrintable(QString("row %1 is wrong").arg(row)));
  }
  ASSIGN_OK(const auto coverage, reader.coverage());
  for (const auto& c : coverage) QCOMPARE(c.present, std::int64_t{kFrames});
  QVERIFY(reader.problems().value().empty());
}

void TestStore::versions() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  const auto before = reader.version().value();
  QCOMPARE(writer.version().value(), before);
  QCOMPARE(reader.version().value(), before);
  VERIFY_OK(writer.set_setting("a", "1"));
  const auto after = reader.version().value();
  QVERIFY(after > before);
  QCOMPARE(writer.version().value(), after);
  QVERIFY(!writer.transaction([&]() -> Status {
    MLINK_TRY(writer.set_setting("a", "2"));
    return fail(ErrorKind::failed, "on purpose");
  }));
  VERIFY_OK(writer.transaction([] { return Status(); }));
  QCOMPARE(reader.version().value(), after);  // nothing was committed
  ASSIGN_OK(const auto later, StoreReader::open(folder.file()));
  QCOMPARE(later.version().value(), after);
}

void TestStore::transactions() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  const auto get = [&](const char* key) { return reader.setting(key).value().value_or("-"); };
  VERIFY_OK(writer.transaction([&]() -> Status {
    MLINK_TRY(writer.set_setting("outer", "1"));
    if (reader.setting("outer").value()) return fail(ErrorKind::failed, "seen before its commit");
    if (!writer.setting("outer").value()) return fail(ErrorKind::failed, "not seen by its writer");
    // A nested error that is dealt with undoes the nested part only.
    const auto inner = writer.transaction([&]() -> Status {
      MLINK_TRY(writer.set_setting("inner", "1"));
      return fail(ErrorKind::failed, "on purpose");
    });
    if (inner) return fail(ErrorKind::failed, "the inner error was lost");
    return writer.transaction([&] { return writer.set_setting("second", "1"); });
  }));
  QCOMPARE(get("outer") + get("inner") + get("second"), std::string("1-1"));

  // An exception of the body rolls back too, and comes out as an error.
  const auto thrown = writer.transaction([&]() -> Status {
    MLINK_TRY(writer.set_setting("thrown", "1"));
    throw std::runtime_error("surprise");
  });
  QVERIFY(!thrown && QString::fromStdString(thrown.error().text()).contains("surprise"));
  QCOMPARE(get("thrown"), std::string("-"));

  // Ids from a transaction that was rolled back do not haunt the next one.
  RowId lost = 0;
  QVERIFY(!writer.transaction([&]() -> Status {
    MLINK_ASSIGN(const auto ids, fill(writer, 1, 1, {count_spec()}));
    lost = ids.boxes[0];
    MLINK_TRY(put(writer, {value(ids.cameras[0], lost, 0, {1})}));
    return fail(ErrorKind::failed, "on purpose");
  }));
  ASSIGN_OK(const auto ids, fill(writer, 1, 1, {labels_spec(3)}));
  QCOMPARE(ids.boxes[0], lost);
  VERIFY_OK(put(writer, {value(ids.cameras[0], ids.boxes[0], 0, {0, 1, 0})}));
}
