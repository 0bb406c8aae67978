// experiment_columns: recorded outputs in Parquet and Arrow files: what each type of a column becomes, what is refused,
// and what our own exports bring back.
#include <QProcess>
#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>

#include "experiment/columnar/columnar.h"
#include "experiment/imported.h"
#include "report/report.h"

using namespace mlink::rooms;

namespace {

struct Sample {
  QString name, type, json;
};
using Samples = std::vector<Sample>;

}  // namespace

class TestColumns : public QObject {
  Q_OBJECT

  mlink::test::ImportFolder files_;

  /// Written by Arrow itself, in a program of its own. Empty: it could not (a failed test).
  [[nodiscard]] std::filesystem::path sample(const QString& how, const QString& name, const Samples& columns) const {
    auto path = files_.at(name.toStdString());
    QStringList arguments{how, QString::fromStdString(path.string())};
    for (const auto& [column, type, json] : columns) arguments << column << type << json;
    QProcess program;
    program.start(MLINK_COLUMN_SAMPLES, arguments);
    if (program.waitForFinished() && program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0)
      return path;
    qWarning("%s", program.readAllStandardError().constData());
    return {};
  }
  [[nodiscard]] static Samples frames_and(const Samples& columns) {
    Samples all{{"source", "dictionary", R"(["a", "a", "a"])"}, {"frame", "int64", "[0, 1, 2]"}};
    all.insert(all.end(), columns.begin(), columns.end());
    return all;
  }
  /// What an import of the file into an empty experiment makes of it, or its error.
  QString imported(const std::filesystem::path& path, Task task, const std::vector<std::string>& labels = {},
                   QStringList* notes = nullptr, const std::string& format = {}, double rate = 10) {
    auto experiment = files_.empty();
    if (!experiment) return QString::fromStdString(experiment.error().text());
    auto options = files_.options("box", path, task);
    options.labels = labels;
    options.rate = rate;
    options.format = format;
    if (task == Task::regression) options.tolerance = 0.1;
    const auto report = experiment->import_outputs(options);
    if (!report) return QString::fromStdString(report.error().text());
    if (notes != nullptr)
      for (const auto& note : report->notes) *notes << QString::fromStdString(note);
    return files_.shown(*experiment, "box");
  }

 private Q_SLOTS:
  void initTestCase() {
    const auto version = arrow_version();
    QVERIFY2(version, version ? "" : version.error().text().c_str());
  }

  void numbers_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("third");
    for (const auto* how : {"parquet", "arrow", "stream"}) {
      for (const auto* type : {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})
        QTest::addRow("%s %s", how, type) << type << "[3, null, 7]"
                                          << "7";
      for (const auto* type : {"half", "float", "double"})
        QTest::addRow("%s %s", how, type) << type << "[3, null, 0.125]"
                                          << "0.125";
      QTest::addRow("%s decimal", how) << "decimal"
                                       << R"(["3.00", null, "0.25"])"
                                       << "0.25";
      QTest::addRow("%s string", how) << "string"
                                      << R"(["3", null, "1e1"])"
                                      << "10";
    }
  }
  void numbers() {
    QFETCH(QString, type);
    QFETCH(QString, json);
    QFETCH(QString, third);
    const QString how = QString::fromLatin1(QTest::currentDataTag()).section(' ', 0, 0);
    const auto file = sample(how, how == "parquet" ? "n.parquet" : "n.arrow", frames_and({{"value", type, json}}));
    QCOMPARE(imported(file, Task::regression), "a 0 3; a 1 none; a 2 " + third);
  }

  void types_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("labels");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, Task task, const QStringList& columns, const char* labels, const char* is) {
      QTest::newRow(name) << static_cast<int>(task) << columns << labels << is;
    };
    row("true and false are counts", Task::count, {"value", "bool", "[true, null, false]"}, "",
        "a 0 1; a 1 none; a 2 0");
    row("not a number is no output", Task::regression, {"value", "double", R"([1, NaN, 2])"}, "",
        "a 0 1; a 1 none; a 2 2");
    row("nothing but nulls", Task::count, {"value", "null", "[null, null, null]"}, "", "a 0 none; a 1 none; a 2 none");
    row("a list of scores", Task::multi_label, {"scores", "list<float>", "[null, [0.5, 0, 1], [0, 0, 0]]"}, "x,y,z",
        "a 0 none; a 1 0.5 0 1; a 2 0 0 0");
    row("a large list", Task::single_label, {"scores", "large_list<double>", "[[0.25, 0.75], null, [1, 0]]"}, "x,y",
        "a 0 0.25 0.75; a 1 none; a 2 1 0");
    row("a list of a fixed size", Task::single_label, {"p", "float[3]", "[[0.25, 0.5, 0.25], null, [1, 0, 0]]"},
        "x,y,z", "a 0 0.25 0.5 0.25; a 1 none; a 2 1 0 0");
    row("a box as a list", Task::localization, {"box", "float[4]", "[[0, 0.5, 0.25, 0.5], null, [0, 0, 0, 0]]"}, "",
        "a 0 0 0.5 0.25 0.5 1; a 1 none; a 2 0 0 0 0 0");
    row("a box and its score", Task::localization,
        {"box", "list<float>", "[[0, 0.5, 0.25, 0.5], null, [0, 0, 0, 0]]", "score", "half", "[0.5, null, 0]"}, "",
        "a 0 0 0.5 0.25 0.5 0.5; a 1 none; a 2 0 0 0 0 0");
    row("columns of labels", Task::multi_label, {"y", "float", "[0, null, 1]", "x", "double", "[1, null, 0.5]"}, "x,y",
        "a 0 1 0; a 1 none; a 2 0.5 1");
    row("the name of a label", Task::single_label, {"label", "dictionary", R"(["y", null, "x"])"}, "x,y",
        "a 0 0 1; a 1 none; a 2 1 0");
    row("names of labels", Task::multi_label, {"labels", "list<dictionary>", R"([["y", "x"], null, []])"}, "x,y",
        "a 0 1 1; a 1 none; a 2 0 0");
    row("words", Task::sequence, {"tokens", "list<string>", R"([["New York", "ist"], null, []])"}, "",
        "a 0 New York ist; a 1 none; a 2");
    row("a text of words", Task::sequence, {"tokens", "large_string", R"(["größer als", null, ""])"}, "",
        "a 0 größer als; a 1 none; a 2");
    row("a word that other programs write for nothing", Task::sequence,
        {"tokens", "string_view", R"(["NA", null, "nan"])"}, "", "a 0 NA; a 1 none; a 2 nan");
    row("the index that pandas keeps", Task::count,
        {"value", "int32", "[1, 2, 3]", "__index_level_0__", "int64", "[5, 6, 7]"}, "", "a 0 1; a 1 2; a 2 3");
  }
  void types() {
    QFETCH(int, task);
    QFETCH(QStringList, columns);
    QFETCH(QString, labels);
    QFETCH(QString, expected);
    Samples samples;
    for (int i = 0; i + 2 < columns.size(); i += 3) samples.push_back({columns[i], columns[i + 1], columns[i + 2]});
    std::vector<std::string> names;
    for (const auto& label : labels.split(',', Qt::SkipEmptyParts)) names.push_back(label.toStdString());
    for (const QString how : {"parquet", "arrow", "stream"}) {
      if (how == "parquet" && columns.contains("string_view")) continue;
      const auto file = sample(how, "t." + how, frames_and(samples));
      QCOMPARE(imported(file, static_cast<Task>(task), names), expected);
    }
  }

  void frames_and_times_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("json");
    for (const auto* type : {"int8", "int16", "int32", "uint8", "uint16", "uint32", "uint64", "float", "double"})
      QTest::addRow("frame %s", type) << "frame" << type << "[0, 1, 12]";
    QTest::newRow("seconds") << "seconds"
                             << "float"
                             << "[0, 0.1, 1.2]";
    QTest::newRow("duration") << "time"
                              << "duration"
                              << "[0, 100, 1200]";
    QTest::newRow("timestamp") << "time"
                               << "timestamp"
                               << R"(["1970-01-01", "1970-01-01 00:00:00.1", "1970-01-01 00:00:01.2"])";
    QTest::newRow("time of 32 bits") << "seconds"
                                     << "time32"
                                     << "[0, 100, 1200]";
    QTest::newRow("time of 64 bits") << "seconds"
                                     << "time64"
                                     << "[0, 100000000, 1200000000]";
  }
  void frames_and_times() {
    QFETCH(QString, name);
    QFETCH(QString, type);
    QFETCH(QString, json);
    const auto file =
        sample("parquet", "f.parquet",
               {{"source", "string", R"(["a", "b", "a"])"}, {name, type, json}, {"n", "int32", "[1, 2, 3]"}});
    QCOMPARE(imported(file, Task::count), QString("a 0 1; a 12 3; b 1 2"));
  }

  /// What the window asks for before an import: a camera, where no column says it.
  void cameras_that_lack() {
    for (const auto* how : {"parquet", "arrow"}) {
      const Samples frames{{"frame", "int64", "[0, 1]"}, {"value", "int64", "[1, 2]"}};
      Samples whole = frames;
      whole.push_back({"source", "string", R"(["a", "a"])"});
      QVERIFY(lacks_cameras(sample(how, QString("without.") + how, frames)));
      QVERIFY(!lacks_cameras(sample(how, QString("with.") + how, whole)));
    }
  }

  void refused_data() {
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const QStringList& columns, const char* error) {
      QTest::newRow(name) << columns << error;
    };
    row("a type that is no value", {"value", "struct", R"([{"a": 1}, null, null])"},
        R"(Column 3 (value): its type is "struct<a: int32>".)");
    row("bytes", {"value", "binary", R"(["x", null, null])"}, R"(Column 3 (value): its type is "binary".)");
    row("a day", {"value", "date", "[1, 2, 3]"}, R"(Column 3 (value): its type is "date32[day]".)");
    row("lists of lists", {"value", "list<list<float>>", "[[[1]], null, null]"}, "Column 3 (value): its type is ");
    row("a value that does not fit", {"value", "int32", "[1, 2, -3]"},
        "Row 3, column 3 (value): \"-3\" is no count. A whole number of zero or more is expected.");
    row("a frame twice", {"value", "int32", "[1, 2, 3]", "frame", "int64", "[0, 1, 1]"},
        "Column 4: there are two columns \"frame\".");
    row("two values", {"value", "int32", "[1, 2, 3]", "other", "int32", "[1, 2, 3]"}, "Column 4 (other): a box");
    row("a text", {"value", "string", R"(["1", "many", "3"])"}, "Row 2, column 3 (value): \"many\" is not a number.");
    row("a list for one value", {"value", "list<float>", "[[1, 2], null, null]"},
        "Column 3 (value): its lists hold 2 numbers. One is expected, this box has one value.");
    row("words for one value", {"value", "list<string>", R"([["x"], null, null])"},
        "Column 3 (value): it holds lists of words.");
    row("half of the values", {"value", "float", R"([1, null, Inf])"}, "Row 3, column 3 (value): \"inf\" is not a");
  }
  void refused() {
    QFETCH(QStringList, columns);
    QFETCH(QString, error);
    Samples samples;
    for (int i = 0; i + 2 < columns.size(); i += 3) samples.push_back({columns[i], columns[i + 1], columns[i + 2]});
    const auto file = sample("arrow", "r.arrow", frames_and(samples));
    const auto told = imported(file, Task::count);
    QVERIFY2(told.startsWith(error), qPrintable(told));
    QVERIFY2(told.endsWith(QString::fromStdString(file.string())), qPrintable(told));
  }

  void more_is_refused() {
    const Samples dates{{"source", "string", R"(["a"])"},
                        {"time", "timestamp", R"(["2026-11-29 10:00:00"])"},
                        {"value", "int32", "[1]"}};
    auto told = imported(sample("parquet", "d.parquet", dates), Task::count);
    QVERIFY2(told.startsWith("Row 1, column 2 (time): \"2026-11-29 10:00:00"), qPrintable(told));
    QVERIFY2(told.contains("is not a time. Seconds from the start of the video"), qPrintable(told));

    told = imported(sample("arrow", "t.arrow", frames_and({{"n", "string", "[\"a\", \"b\\u0007\", \"c\"]"}})),
                    Task::count);
    QVERIFY2(told.startsWith("Row 1, column 3 (n): \"a\" is not a number."), qPrintable(told));
    told = imported(sample("arrow", "t.arrow", frames_and({{"tokens", "string", "[\"a\", \"b\\u0007\", \"c\"]"}})),
                    Task::sequence);
    QVERIFY2(told.startsWith("Row 2, column 3 (tokens): the byte 0x07 is not text."), qPrintable(told));

    told = imported(sample("arrow", "l.arrow", frames_and({{"p", "list<float>", "[[1, 0], [1], null]"}})),
                    Task::single_label, {"x", "y"});
    QVERIFY2(told.startsWith("Row 2, column 3 (p): the list has 1 numbers. 2 are expected"), qPrintable(told));
    told = imported(sample("arrow", "l.arrow", frames_and({{"p", "list<float>", "[[1, 0], null, null]"}})),
                    Task::single_label);
    QVERIFY2(told.startsWith("Column 3 (p): the labels are not known."), qPrintable(told));
    told = imported(sample("arrow", "l.arrow", frames_and({{"p", "list<float>", "[[1, 0], null, null]"}})),
                    Task::single_label, {"x", "y", "z"});
    QVERIFY2(told.startsWith("Column 3 (p): its lists hold 2 numbers. One for each of the 3 labels"), qPrintable(told));

    const Samples twice{{"source", "string", R"(["a", "a"])"}, {"frame", "int8", "[4, 4]"}, {"n", "int8", "[1, 2]"}};
    told = imported(sample("parquet", "w.parquet", twice), Task::count);
    QVERIFY2(told.startsWith("Row 2, column 2 (frame): frame 4 of a stands in row 1 already."), qPrintable(told));
    const Samples nothing{{"source", "string", "[]"}, {"frame", "int8", "[]"}, {"n", "int8", "[]"}};
    told = imported(sample("parquet", "0.parquet", nothing), Task::count);
    QVERIFY2(told.startsWith("The file has no rows."), qPrintable(told));
    told = imported(sample("parquet", "n.parquet", {{"frame", "int8", "[1]"}, {"n", "int8", "[2]"}}), Task::count);
    QVERIFY2(told.startsWith("Columns: the column source is missing."), qPrintable(told));
  }

  // Each is refused with what it is, and never taken for something else.
  void files_that_are_not_whole() {
    const auto columns = frames_and({{"value", "int32", "[1, 2, 3]"}});
    const auto refuses = [&](const std::filesystem::path& path, const char* error, const std::string& format = {}) {
      const auto told = imported(path, Task::count, {}, nullptr, format);
      QVERIFY2(told.startsWith(error), qPrintable(QString::fromStdString(path.filename().string()) + ": " + told));
    };
    const auto text_of = [](const std::filesystem::path& path) {
      std::ifstream file(path, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const auto parquet = text_of(sample("parquet", "whole.parquet", columns));
    const auto arrow = text_of(sample("arrow", "whole.arrow", columns));
    const auto stream = text_of(sample("stream", "whole.arrows", columns));
    QVERIFY(parquet.size() > 100 && arrow.size() > 100 && stream.size() > 100);
    refuses(files_.write("cut.parquet", parquet.substr(0, parquet.size() / 2)), "The Parquet file is cut off");
    refuses(files_.write("cut.arrow", arrow.substr(0, arrow.size() / 2)), "The Arrow file is cut off");
    refuses(files_.write("cut.arrows", stream.substr(0, stream.size() / 2)), "The Arrow file is damaged: ");
    refuses(files_.write("four.parquet", "PAR1"), "The Parquet file is cut off");
    refuses(files_.write("nothing.parquet", ""), "The file is empty.");
    refuses(files_.write("nothing.arrow", ""), "The file is empty.");
    refuses(files_.write("text.parquet", "source,frame,value\na,0,1\n"), "This is no Parquet file: it does not");
    refuses(files_.write("text.arrow", "source,frame,value\na,0,1\n"), "This is no Arrow file: it does not");
    refuses(files_.write("old.feather", "FEA1" + std::string(40, 'x')), "This is Feather of version 1.");
    refuses(sample("encrypted", "secret.parquet", columns), "The Parquet file is encrypted.");
    refuses(sample("footer", "half-secret.parquet", columns), "The Parquet file is encrypted.");
    refuses(files_.write("other.arrow", parquet), "This is Parquet and not Arrow.", "arrow");
    refuses(files_.write("other.parquet", arrow), "This is Arrow and not Parquet.", "parquet");
  }

  // Known by what it is, not by what it is called.
  void another_ending() {
    const auto columns = frames_and({{"value", "int32", "[1, 2, 3]"}});
    for (const QString name : {"p.arrow", "p.csv", "p.txt", "p.parquet"}) {
      const auto file = sample("parquet", name, columns);
      QCOMPARE(imported(file, Task::count), QString("a 0 1; a 1 2; a 2 3"));
      QVERIFY(!holds_detections(file));
    }
    for (const QString name : {"a.parquet", "a.feather"})
      QCOMPARE(imported(sample("arrow", name, columns), Task::count), QString("a 0 1; a 1 2; a 2 3"));
    for (const auto* name : {"x.parquet", "x.pq", "x.arrow", "x.feather", "x.ipc", "x.arrows"})
      QVERIFY(is_recorded_outputs(files_.write(name, "PAR1")));
  }

  // Any bytes of a damaged file give an error or rows, and nothing worse.
  void damaged_bytes() {
    const auto columns = frames_and({{"p", "list<float>", "[[1, 0], [0, 1], null]"}});
    for (const QString how : {"parquet", "arrow", "stream"}) {
      const auto path = sample(how, "good." + how, columns);
      std::ifstream file(path, std::ios::binary);
      const std::string good(std::istreambuf_iterator<char>(file), {});
      int errors = 0;
      for (std::size_t at = 0; at < good.size(); at += 7) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x5A);
        const auto name = files_.write("bad." + how.toStdString(), bad);
        const auto reader = open_columns(name, how == "parquet" ? ColumnFile::parquet : ColumnFile::arrow);
        CsvRecord record;
        Result<bool> more = true;
        for (int i = 0; reader && more && *more && i < 100; ++i) more = (*reader)->next(record);
        if (!reader || !more) ++errors;
      }
      QVERIFY(errors > 0);
    }
  }

  void round_trips_data() {
    QTest::addColumn<int>("task");
    for (const auto task :
         {Task::single_label, Task::multi_label, Task::localization, Task::regression, Task::count, Task::sequence})
      QTest::addRow("%s", std::string(to_string(task)).c_str()) << static_cast<int>(task);
  }
  // More rows than a part of a file has, exported, imported and compared bit by bit.
  void round_trips() {
    QFETCH(int, task);
    const auto table = made_up(static_cast<Task>(task));
    for (const auto format : {TableFormat::parquet, TableFormat::arrow}) {
      const auto path = files_.at(format == TableFormat::parquet ? "box.parquet" : "box.arrow");
      REQUIRE(write_outputs(path, table, 0, format));
      nlohmann::json json;
      to_json(json, table.columns[0].spec);
      static_cast<void>(files_.write("box.json", json.dump()));
      auto experiment = files_.empty();
      REQUIRE(experiment);
      auto options = files_.options("box", path);
      options.rate = 10;
      REQUIRE(experiment->import_outputs(options));
      const auto snapshot = experiment->snapshot();
      REQUIRE(snapshot);
      const auto& back = snapshot->table->columns[0];
      const auto& was = table.columns[0];
      QVERIFY(back.spec == was.spec && back.presence == was.presence && back.words == was.words);
      QCOMPARE(back.values.size(), was.values.size());
      const auto bytes = [](const auto& column) { return std::as_bytes(std::span(column.values)); };
      QVERIFY(std::ranges::equal(bytes(back), bytes(was)));  // not a number is a number here
    }
    const auto refused = write_outputs(files_.at("box.html"), table, 0, TableFormat::html);
    QVERIFY(!refused && refused.error().what.find("csv, parquet or arrow") != std::string::npos);
  }

 private:
  static OutputTable made_up(Task task) {
    OutputSpec spec{task, 1, {}, 0.5, ""};
    if (task == Task::single_label || task == Task::multi_label) spec.labels = {"a,b", "ü"};
    spec.width = task == Task::localization ? 5 : task == Task::sequence ? 0 : spec.labels.empty() ? 1 : 2;
    OutputTable table;
    table.cameras = {"yard", "Straße 1"};
    OutputColumn column{"box", spec, {}, {}, {}};
    for (int i = 0; i < 70000; ++i) {
      const int ordinal = i / 2;
      table.frames.push_back({i % 2, ordinal, ordinal / 10.0});
      const bool none = i % 7 == 3;
      column.presence.push_back(none ? Presence::none : Presence::present);
      const float v = static_cast<float>(i % 1013 + 1) / 3037.F;
      for (int w = 0; w < spec.width; ++w)
        column.values.push_back(none                  ? 0.F
                                : task == Task::count ? static_cast<float>(i % 99)
                                                      : v / static_cast<float>(w + 1));
      if (task == Task::sequence)
        column.words.push_back(none || i % 5 == 0 ? Words{} : Words{"New York", "w" + std::to_string(i)});
    }
    table.columns.push_back(std::move(column));
    return table;
  }
};

QTEST_GUILESS_MAIN(TestColumns)
#include "test_columns.moc"
