// outputs: amounts, specs, tables, splits in time.
#include <QTest>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "outputs/amount.h"
#include "outputs/clock.h"
#include "outputs/detections.h"
#include "outputs/frame_keys.h"
#include "outputs/output_table.h"

using namespace mlink::rooms;

namespace {
OutputSpec count_spec() { return {Task::count, 1, {}, 0.5, "persons"}; }
Output value(float v) { return {Presence::present, {v}, {}, {}}; }
}  // namespace

class TestOutputs : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void amounts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<bool>("memory");
    QTest::addColumn<double>("value");
    QTest::addRow("GB") << "5GB" << true << true << 5e9;
    QTest::addRow("blank") << " 48 MB " << true << true << 48e6;
    QTest::addRow("GiB") << "1GiB" << true << true << 1073741824.0;
    QTest::addRow("ms") << "60ms" << true << false << 0.06;
    QTest::addRow("s") << "1.5 s" << true << false << 1.5;
    QTest::addRow("min") << "2min" << true << false << 120.0;
    QTest::addRow("a GPU's, but which") << "5gpu" << false << false << 0.0;
    QTest::addRow("time of a GPU") << "5ms-gpu" << false << false << 0.0;
    QTest::addRow("no unit") << "60" << false << false << 0.0;
    QTest::addRow("no number") << "GB" << false << false << 0.0;
    QTest::addRow("negative") << "-1GB" << false << false << 0.0;
    QTest::addRow("unknown unit") << "5 parsec" << false << false << 0.0;
    QTest::addRow("infinite") << "inf GB" << false << false << 0.0;
    QTest::addRow("empty") << "" << false << false << 0.0;
  }
  void amounts() {
    QFETCH(QString, text);
    QFETCH(bool, good);
    QFETCH(bool, memory);
    QFETCH(double, value);
    const auto amount = parse_amount(text.toStdString());
    QCOMPARE(amount.has_value(), good);
    if (!good) {
      QVERIFY(amount.error().what.find('"') != std::string::npos);  // the text is named
      return;
    }
    QCOMPARE(amount->kind == CostKind::memory, memory);
    QCOMPARE(amount->value, value);
  }
  void amountsOfAGpu_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"2GB-gpu", "2 GB GPU", "2GBgpu", " 2000 MB - gpu ", "2GB GPU"})
      QTest::addRow("%s", text) << text;
  }
  /// Written and read again they are the same; the kinds are named as they are typed.
  void amountsOfAGpu() {
    QFETCH(QString, text);
    const auto amount = parse_amount(text.toStdString());
    QVERIFY2(amount.has_value(), amount ? "" : amount.error().text().c_str());
    QVERIFY(amount->kind == CostKind::gpu_memory && is_memory(amount->kind));
    QCOMPARE(amount->value, 2e9);
    QCOMPARE(parse_amount(amount_text(*amount))->kind, CostKind::gpu_memory);
    for (const std::string& name : cost_kind_names()) QCOMPARE(to_string(cost_kind(name).value()), name);
    QVERIFY(!cost_kind("energy"));
  }
  /// One meaning for boxes that are run and for detections recorded elsewhere (blackbox/heads, recorded).
  void foundBoxes() {
    const std::vector<FoundBox> found{{.1, .1, .3, .2, .5, 1},
                                      {.5, .5, 1.5, 1.2, .6, 0},   // .25 of the picture inside
                                      {1.1, .1, 9, 9, .9, 1},      // beside the picture
                                      {.9, .9, .2, .2, .95, -1}};  // no area, and none of the labels
    OutputSpec spec = count_spec();
    QCOMPARE(values_of(spec, found), std::vector<float>{4});
    QCOMPARE(values_of(spec, {}), std::vector<float>{0});
    spec = {Task::multi_label, 3, {"cup", "car", "dog"}, .5, {}};
    QCOMPARE(values_of(spec, found), (std::vector<float>{.6F, .9F, 0}));
    spec = {Task::localization, 5, {}, .5, {}};
    QCOMPARE(values_of(spec, found), (std::vector<float>{.5F, .5F, .5F, .5F, .6F}));
    QCOMPARE(values_of(spec, std::span(found).subspan(2)), std::vector<float>(5, 0.F));
  }
  void starts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("origin");  // "wrong": refused
    QTest::addColumn<double>("seconds");
    QTest::addRow("seconds") << "90"
                             << "typed" << 90.0;
    QTest::addRow("parts") << "12.25"
                           << "typed" << 12.25;
    QTest::addRow("minutes") << "1:30"
                             << "typed" << 90.0;
    QTest::addRow("time of day") << "11:25:01.5"
                                 << "typed" << 41101.5;
    QTest::addRow("date") << "2024-05-01T13:22:07Z"
                          << "typed" << 1714569727.0;
    QTest::addRow("date, blank, parts") << "2024-05-01 13:22:07.25"
                                        << "typed" << 1714569727.25;
    QTest::addRow("day") << "2024-02-29"
                         << "typed" << 1709164800.0;
    QTest::addRow("after") << "after:yard"
                           << "after" << 0.0;
    QTest::addRow("after, blank") << "after yard"
                                  << "after" << 0.0;
    QTest::addRow("metadata") << "metadata"
                              << "metadata" << 0.0;
    QTest::addRow("none") << "none"
                          << "" << 0.0;
    for (const char* text : {"", "soon", "-5", "1:75", "1:2:3:4", "1.5:10", "2024-02-30", "2024-05-01T25:00:00",
                             "1970-01-02", "after:", "12s", "999999999", "nan", "1e3", "2024-05-01X10:00:00"})
      QTest::addRow("wrong \"%s\"", text) << text << "wrong" << 0.0;
  }
  void starts() {
    QFETCH(QString, text);
    QFETCH(QString, origin);
    QFETCH(double, seconds);
    const auto wish = parse_start(text.toStdString());
    QCOMPARE(wish.has_value(), origin != "wrong");
    if (!wish) return;
    QCOMPARE(std::string(to_string(wish->origin)), origin.toStdString());
    QCOMPARE(wish->seconds, seconds);
    QCOMPARE(wish->after, std::string(wish->origin == StartOrigin::after ? "yard" : ""));
  }
  void clockOfDates() {
    const ClockStart unset, early{StartOrigin::typed, 1714569667}, late{StartOrigin::metadata, 1714569727};
    QCOMPARE(clock_zero(std::vector{late, unset, early}), early.seconds);
    QCOMPARE(seconds_from(late, early.seconds), 60.0);
    QCOMPARE(seconds_from(unset, early.seconds), 0.0);
    QCOMPARE(clock_zero(std::vector{unset, ClockStart{StartOrigin::typed, 30}}), 0.0);
    QCOMPARE(clock_text(41101), std::string("11:25:01"));
    QCOMPARE(clock_text(90.5), std::string("0:01:30.5"));
    QCOMPARE(clock_text(1714569727), std::string("2024-05-01 13:22:07"));
    for (const char* day : {"1973-03-04", "1999-12-31", "2000-02-29", "2000-03-01", "2023-12-31", "2024-02-29",
                            "2024-03-01", "2100-02-28", "2100-03-01"}) {
      const auto wish = parse_start(day);
      QVERIFY(wish.has_value());
      QCOMPARE(clock_text(wish->seconds), std::string(day) + " 00:00:00");
    }
    QVERIFY(!parse_start("2100-02-29").has_value() && !parse_start("2023-02-29").has_value());
    QCOMPARE(parse_start("2100-03-01")->seconds - parse_start("2100-02-28")->seconds, 86400.0);
  }
  void specs_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<bool>("good");
    QTest::addRow("count") << R"({"task":"count","width":1})" << true;
    QTest::addRow("label") << R"({"task":"single_label","width":2,"labels":["a","b"]})" << true;
    QTest::addRow("box") << R"({"task":"localization","width":5})" << true;
    QTest::addRow("words") << R"({"task":"sequence","width":0})" << true;
    QTest::addRow("unknown task") << R"({"task":"guess","width":1})" << false;
    QTest::addRow("labels do not fit") << R"({"task":"multi_label","width":3,"labels":["a"]})" << false;
    QTest::addRow("one label") << R"({"task":"single_label","width":1,"labels":["a"]})" << false;
    QTest::addRow("wide count") << R"({"task":"count","width":2})" << false;
    QTest::addRow("box of 4") << R"({"task":"localization","width":4})" << false;
    QTest::addRow("no tolerance") << R"({"task":"regression","width":1,"tolerance":0})" << false;
    QTest::addRow("wrong type") << R"({"task":"count","width":"one"})" << false;
    QTest::addRow("missing") << R"({"width":1})" << false;
  }
  void specs() {
    QFETCH(QString, json);
    QFETCH(bool, good);
    const auto spec = output_spec_from_json(nlohmann::json::parse(json.toStdString()));
    QVERIFY2(spec.has_value() == good, spec ? "" : spec.error().text().c_str());
    if (!good) return;
    nlohmann::json back;
    to_json(back, *spec);
    QVERIFY(output_spec_from_json(back).value() == *spec);
  }

  void badOutputs_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QVector<float>>("values");
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float inf = std::numeric_limits<float>::infinity();
    QTest::addRow("NaN") << int(Task::regression) << QVector<float>{nan};
    QTest::addRow("Inf") << int(Task::regression) << QVector<float>{inf};
    QTest::addRow("two widths") << int(Task::count) << QVector<float>{1, 2};
    QTest::addRow("nothing") << int(Task::count) << QVector<float>{};
    QTest::addRow("half a person") << int(Task::count) << QVector<float>{1.5F};
    QTest::addRow("negative count") << int(Task::count) << QVector<float>{-1};
    QTest::addRow("score above 1") << int(Task::multi_label) << QVector<float>{1.5F};
  }
  void badOutputs() {
    QFETCH(int, task);
    QFETCH(QVector<float>, values);
    OutputSpec spec{static_cast<Task>(task), 1, {}, 0.5, {}};
    if (spec.task == Task::multi_label) spec.labels = {"a"};
    OutputTable table = make_table({"cam"}, {{0, 0, 0.0}}, {{"box", spec}});
    const Output output{Presence::present, {values.begin(), values.end()}, {}, {}};
    QVERIFY(!set_output(table, 0, 0, output));
    QVERIFY(table.columns[0].presence[0] == Presence::absent);  // nothing half-stored
  }

  void rowsAreSortedByTimeThenCamera() {
    const auto table =
        make_table({"a", "b"}, {{1, 5, 0.5}, {0, 5, 0.5}, {1, 0, 0.0}, {0, 0, 0.0}}, {{"n", count_spec()}});
    const std::vector<FrameKey> wanted{{0, 0, 0.0}, {1, 0, 0.0}, {0, 5, 0.5}, {1, 5, 0.5}};
    QVERIFY(table.frames == wanted);
  }

  void outputsRoundTrip() {
    auto table = make_table({"a"}, {{0, 0, 0.0}, {0, 1, 0.1}, {0, 2, 0.2}},
                            {{"n", count_spec()}, {"w", {Task::sequence, 0, {}, 0.5, {}}}});
    const Output words{Presence::present, {}, {"good", "morning"}, {}};
    QVERIFY(set_output(table, 0, 1, value(3)).has_value());
    QVERIFY(set_output(table, 1, 1, words).has_value());
    QVERIFY(set_output(table, 0, 2, {Presence::none, {}, {}, {}}).has_value());
    QVERIFY(get_output(table, 0, 1) == value(3));
    QVERIFY(get_output(table, 1, 1) == words);
    QVERIFY(get_output(table, 0, 2).presence == Presence::none);
    QVERIFY(get_output(table, 0, 0).presence == Presence::absent);
    QCOMPARE(table.column_of("w"), 1);
    QCOMPARE(table.column_of("x"), -1);
  }

  void splits_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<double>("part");
    QTest::addColumn<int>("train");
    QTest::addRow("street: 954 frames") << 954 << 0.1 << 95;
    QTest::addRow("at least one") << 5 << 0.1 << 1;
    QTest::addRow("half") << 10 << 0.5 << 5;
    for (const int percent : {29, 57, 58})
      QTest::addRow("%d of a hundred", percent) << 100 << percent / 100. << percent;
    QTest::addRow("all but nothing") << 10 << 0.999999999999 << 9;
    QTest::addRow("part 0") << 10 << 0.0 << -1;
    QTest::addRow("part 1") << 10 << 1.0 << -1;
    QTest::addRow("part NaN") << 10 << std::nan("") << -1;
    QTest::addRow("one frame") << 1 << 0.1 << -1;
    QTest::addRow("no frame") << 0 << 0.1 << -1;
  }
  void splits() {
    QFETCH(int, rows);
    QFETCH(double, part);
    QFETCH(int, train);
    std::vector<FrameKey> frames;
    for (int i = 0; i < rows; ++i) frames.push_back({0, i, 0.1 * i});
    const auto split = split_in_time(make_table({"a"}, frames, {}), part);
    QCOMPARE(split.has_value(), train >= 0);
    if (!split) return;
    QCOMPARE(static_cast<int>(split->train), train);
    QCOMPARE(static_cast<int>(split->test()), rows - train);
  }

  void hashSeesEveryPart() {
    const auto base = make_table({"a"}, {{0, 0, 0.0}, {0, 1, 0.1}}, {{"n", count_spec()}});
    auto other = base;
    QCOMPARE(content_hash(base), content_hash(other));
    QVERIFY(set_output(other, 0, 0, value(0)).has_value());
    QVERIFY2(content_hash(base) != content_hash(other), "an output of 0 differs from no output");
    auto renamed = base;
    renamed.columns[0].box = "m";
    QVERIFY(content_hash(base) != content_hash(renamed));
  }

  void frameKeys() {
    const auto table = make_table({"a", "b"}, {{0, 0, 0}, {0, 5, 1}, {0, 10, 2}, {0, 11, 3}, {1, 5, 1}, {1, 7, 2}}, {});
    const std::vector<std::size_t> rows{0, 1, 2, 3};  // by time: a 0, a 5, b 5, a 10
    const FrameKeys keys(table, rows);
    QCOMPARE(keys.size(), std::int64_t{4});
    QVERIFY(keys.has("a", 0) && keys.has("a", 5) && keys.has("a", 10) && keys.has("b", 5));
    QVERIFY(!keys.has("a", 11) && !keys.has("a", 1) && !keys.has("a", 15) && !keys.has("b", 7) && !keys.has("c", 0));
    QVERIFY(!keys.has("a", -5));
    QVERIFY((keys.rows(table, false) == std::vector<std::size_t>{4, 5}));
    const auto back = frame_keys_from_json(nlohmann::json(keys));
    QVERIFY(back.has_value());
    QVERIFY(*back == keys);
    // A camera before the others moves every row number, and no key.
    const auto moved = make_table({"c", "b", "a"}, {{2, 0, 0}, {2, 5, 1}, {1, 5, 1}, {0, 0, 0}, {0, 1, 1.5}}, {});
    QCOMPARE(keys.rows(moved, true).size(), std::size_t{3});
    QVERIFY((keys.rows(moved, false) == std::vector<std::size_t>{0, 4}));
    for (const char* wrong : {R"([])", R"({"a":[1]})", R"({"a":[[0,0,1]]})", R"({"a":[[0,1,0]]})",
                              R"({"a":[[5,1,1],[5,1,1]]})", R"({"a":[["x",1,1]]})", R"({"a":[[-1,1,1]]})"})
      QVERIFY2(!frame_keys_from_json(nlohmann::json::parse(wrong)).has_value(), wrong);
  }
  void frameKeysOfAnyFrames() {
    // Whatever is put in comes out, and nothing else.
    std::vector<FrameKey> frames;
    for (int i = 0; i < 400; ++i) frames.push_back({0, (i * 7919) % 1009, static_cast<double>(i)});
    const auto table = make_table({"a"}, frames, {});
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.rows(); ++row)
      if ((row * row) % 5 < 2) rows.push_back(row);
    QVERIFY(FrameKeys(table, rows).rows(table, true) == rows);
  }
};

QTEST_GUILESS_MAIN(TestOutputs)
#include "test_outputs.moc"
