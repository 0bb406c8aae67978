// report: one source of numbers for table, chart and export. Values by hand; the same figures in every format.
#include <unistd.h>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "experiment/columnar/columnar.h"
#include "report/judged_rows.h"
#include "report/made_figures.h"
#include "report/report.h"

using namespace mlink::rooms;
using mlink::test::matrix_of_two;
using mlink::test::replay_of_two;

namespace {

Table sample() {
  Table table{"Figures <1>", {{"box", "box", -1}, {"p | share", "p", 2}}, {}, {"Made from a.mlink."}};
  table.rows.push_back({std::string("a, \"b\" & c_d"), 0.126});
  table.rows.push_back({std::string("caf\u00e9"), std::numeric_limits<double>::quiet_NaN()});
  std::vector<Cell> nothing(2);
  nothing[1] = 1.0;
  table.rows.push_back(std::move(nothing));
  return table;
}

std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void renders_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << "text"
                          << "Figures <1>\n"
                             "box           p | share\n"
                             "a, \"b\" & c_d       0.13\n"
                             "caf\u00e9                  \u2013\n"
                             "\u2013                  1.00\n"
                             "Made from a.mlink.\n";
    QTest::newRow("csv: quotes doubled, full number, nothing is empty") << "csv"
                                                                        << "box,p\r\n"
                                                                           "\"a, \"\"b\"\" & c_d\",0.126\r\n"
                                                                           "caf\u00e9,\r\n"
                                                                           ",1\r\n";
    QTest::newRow("markdown: bars escaped") << "md"
                                            << "**Figures &lt;1&gt;**\n\n"
                                               "| box | p \\| share |\n"
                                               "| --- | ---: |\n"
                                               "| a, \"b\" &amp; c_d | 0.13 |\n"
                                               "| caf\u00e9 | \u2013 |\n"
                                               "| \u2013 | 1.00 |\n"
                                               "\nMade from a.mlink.\n";
    QTest::newRow("latex: special characters") << "tex"
                                               << "% \\usepackage{booktabs}\n% Figures <1>\n"
                                                  "\\begin{tabular}{lr}\n\\toprule\n"
                                                  "box & p \\textbar{} share \\\\\n\\midrule\n"
                                                  "a, \"b\" \\& c\\_d & 0.13 \\\\\n"
                                                  "caf\u00e9 & \u2013 \\\\\n"
                                                  "\u2013 & 1.00 \\\\\n"
                                                  "\\bottomrule\n\\end{tabular}\n% Made from a.mlink.\n";
  }
  void renders() {
    QFETCH(QString, format);
    QFETCH(QString, expected);
    const auto known = table_format_from_string(format.toStdString());
    QVERIFY(known.has_value());
    QCOMPARE(QString::fromStdString(render(sample(), *known)), expected);
  }

  void html_escapes() {
    const auto html = render(sample(), TableFormat::html);
    QVERIFY(html.find("<caption>Figures &lt;1&gt;</caption>") != std::string::npos);
    QVERIFY(html.find("a, &quot;b&quot; &amp; c_d") != std::string::npos);
    QVERIFY(html.find("Made from a.mlink.") != std::string::npos);
  }

  void json_has_the_full_numbers() {
    const auto json = nlohmann::json::parse(render(sample(), TableFormat::json));
    QCOMPARE(json["rows"].size(), std::size_t{3});
    QCOMPARE(json["rows"][0]["p"].get<double>(), 0.126);
    QVERIFY(json["rows"][1]["p"].is_null());
    QVERIFY(json["rows"][2]["box"].is_null());
    QCOMPARE(json["notes"][0].get<std::string>(), std::string("Made from a.mlink."));
  }

  // What a name may hold must come out as it is, in every format that has signs of its own.
  void signs_are_escaped_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    QTest::newRow("markdown: HTML") << "md"
                                    << "<A&B>"
                                    << "| &lt;A&amp;B&gt; |";
    QTest::newRow("markdown: a bar") << "md"
                                     << "a|b"
                                     << "| a\\|b |";
    QTest::newRow("markdown: a bar after a backslash") << "md"
                                                       << "a\\|b"
                                                       << "| a\\\\\\|b |";
    QTest::newRow("markdown: bold") << "md"
                                    << "*a*"
                                    << "| \\*a\\* |";
    QTest::newRow("markdown: a line's end") << "md"
                                            << "a\nb"
                                            << "| a b |";
    QTest::newRow("latex: signs of another encoding") << "tex"
                                                      << "a|b<c>d"
                                                      << "a\\textbar{}b\\textless{}c\\textgreater{}d \\\\";
    QTest::newRow("latex: its own signs")
        << "tex"
        << "\\{}$%#&_^~"
        << "\\textbackslash{}\\{\\}\\$\\%\\#\\&\\_\\textasciicircum{}\\textasciitilde{} \\\\";
    QTest::newRow("latex: signs of mathematics")
        << "tex" << QString::fromUtf8("\u2248 a \u00b1 b") << "$\\approx$ a $\\pm$ b \\\\";
    QTest::newRow("html") << "html"
                          << "<A&B>"
                          << "<td>&lt;A&amp;B&gt;</td>";
  }
  void signs_are_escaped() {
    QFETCH(QString, format);
    QFETCH(QString, text);
    QFETCH(QString, cell);
    const Table table{"", {{"name", "name", -1}}, {{text.toStdString()}}, {}};
    const auto known = table_format_from_string(format.toStdString());
    QVERIFY(known.has_value());
    const auto written = QString::fromStdString(render(table, *known));
    QVERIFY2(written.split(u'\n').contains(format == "html" ? "<tr>" + cell + "</tr>" : cell), qPrintable(written));
  }

  // One list for the command line and the dialogs: each row is found by what it names, and writes something.
  void formats_are_one_list() {
    QVERIFY(table_formats().size() >= 6);
    for (const auto& row : table_formats()) {
      for (const auto name : {row.name, row.ending}) {
        const auto found = table_format_from_string(name);
        QVERIFY(found.has_value() && *found == row.format);
      }
      QVERIFY(!row.title.empty());
      QCOMPARE(render(sample(), row.format).empty(), !row.text);
      const auto content = file_content(sample(), row.format);
      if (row.text || arrow_version()) {
        QVERIFY(content && !content->empty());
      } else {  // a build without Arrow says how to get it
        QVERIFY(!content && content.error().todo.find("fetch_arrow.sh") != std::string::npos);
      }
      QVERIFY(table_format_names().find(row.name) != std::string::npos);
    }
    QVERIFY(!table_format_from_string("").has_value());
  }

  // What another program finds in such a file: the machine's names, all digits, null for nothing.
  void files_of_columns() {
    if (!arrow_version()) return;  // what such a build says: formats_are_one_list
    QTemporaryDir folder;
    auto table = sample();
    table.columns.push_back({"lift", "lift", 2});
    for (auto& row : table.rows) row.emplace_back(0.1);
    table.rows[1].back() = std::string("\u2248 prior");
    for (const auto& [format, kind] :
         {std::pair{TableFormat::parquet, ColumnFile::parquet}, std::pair{TableFormat::arrow, ColumnFile::arrow}}) {
      const std::filesystem::path path = folder.filePath("t").toStdString();
      const auto content = file_content(table, format);
      QVERIFY(content && write_file(path, *content));
      const auto reader = open_columns(path, kind);
      QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
      QCOMPARE((*reader)->columns().size(), std::size_t{3});
      QCOMPARE((*reader)->columns()[1].name, std::string("p"));
      QStringList rows;
      CsvRecord record;
      for (auto more = (*reader)->next(record); more && *more; more = (*reader)->next(record)) {
        QStringList cells;
        for (const auto& cell : record.cells)
          cells << QString::fromStdString(std::string(cell.text)) + (cell.quoted ? "" : "#");
        rows << cells.join('|');
      }
      QCOMPARE(rows.join('\n'), QString::fromUtf8("a, \"b\" & c_d|0.126#|0.1\ncaf\u00e9|#|\u2248 prior\n#|1#|0.1"));
    }
  }

  void unknown_format_names_the_known_ones() {
    const auto format = table_format_from_string("xlsx");
    QVERIFY(!format.has_value());
    QVERIFY(format.error().text().find("xlsx") != std::string::npos);
    QVERIFY(format.error().text().find("csv") != std::string::npos);
  }

  void writes_whole_files() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("caf\u00e9 1.csv").toStdString();
    QVERIFY(write_file(path, "first").has_value());
    QVERIFY(write_file(path, "second").has_value());
    QCOMPARE(read_all(path), std::string("second"));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), std::ptrdiff_t{1});
  }

  void refuses_to_write_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("no folder") << "nowhere/a.csv" << int(ErrorKind::not_found) << "folder";
    QTest::newRow("a folder") << "." << int(ErrorKind::invalid_input) << "folder";
  }
  void refuses_to_write() {
    QFETCH(QString, path);
    QFETCH(int, kind);
    QFETCH(QString, says);
    QTemporaryDir folder;
    const auto status = write_file(std::filesystem::path(folder.path().toStdString()) / path.toStdString(), "x");
    QVERIFY(!status.has_value());
    QCOMPARE(int(status.error().kind), kind);
    QVERIFY(status.error().text().find(says.toStdString()) != std::string::npos);
    QVERIFY(!status.error().path.empty());
  }

  // A folder that is full needs a mount of its own; here the temporary file cannot be made, which takes the same way
  // out.
  void what_was_there_stays_when_writing_fails() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.csv").toStdString();
    QVERIFY(write_file(file, "kept").has_value());
    std::filesystem::create_directory(file.string() + ".part-" + std::to_string(getpid()));
    QVERIFY(!write_file(file, "lost").has_value());
    QCOMPARE(read_all(file), std::string("kept"));
  }

  void matrix_document_has_the_fixed_shape() {
    const auto json = matrix_json(matrix_of_two());
    QCOMPARE(json["boxes"].get<std::vector<std::string>>(), (std::vector<std::string>{"a", "b"}));
    QVERIFY(json["p"][0][0].is_null());
    QCOMPARE(json["p"][0][1].get<double>(), 0.8);
    QVERIFY(json["p"][1][0].is_null());
    QCOMPARE(json["native"][0][1].get<double>(), 0.3);
    QCOMPARE(json["prior"].get<std::vector<double>>(), (std::vector<double>{0.4, 0.5}));
    QCOMPARE(json["metric"][1].get<std::string>(), std::string("share within 0.02"));
  }

  // Every p stands beside its prior, its lift and the lift's interval.
  void matrix_document_tells_the_lift() {
    const auto json = matrix_json(matrix_of_two());
    QCOMPARE(json["lift"][0][1].get<double>(), 0.8 - 0.5);
    QVERIFY(json["lift"][0][0].is_null());
    QCOMPARE(json["lift_interval"][0][1].get<std::vector<double>>(), (std::vector<double>{0.2, 0.4}));
    QCOMPARE(json["p_interval"][0][1].get<std::vector<double>>(), (std::vector<double>{0.7, 0.9}));
    QVERIFY(!json["approx_prior"][0][1].get<bool>());
    QCOMPARE(json["ensemble_lift"][0].get<double>(), 0.8 - 0.5);
    QCOMPARE(json["ensemble_lift_interval"][0].get<std::vector<double>>(), (std::vector<double>{-0.01, 0.35}));
    QVERIFY(json["ensemble_approx_prior"][0].get<bool>());
    QVERIFY(!json["ensemble_approx_prior"][1].get<bool>());
  }

  void matrix_table_tells_the_lift() {
    const auto table = matrix_table(matrix_of_two());
    const auto row = [&](const std::string& name) -> std::vector<Cell> {
      for (const auto& cells : table.rows)
        if (std::get<std::string>(cells[0]) == name) return cells;
      return std::vector<Cell>(table.columns.size(), Cell("no such row"));
    };
    for (const auto& cells : table.rows) QCOMPARE(cells.size(), table.columns.size());
    QVERIFY(row("lift of a")[1] == Cell());  // no link to itself
    QVERIFY(row("lift of a")[2] == Cell(0.8 - 0.5));
    QVERIFY(row("lift of b")[1] == Cell());
    QVERIFY(row("lift of all others")[1] == Cell("\u2248 prior"));
    QVERIFY(row("lift of all others")[2] == Cell(0.8 - 0.5));
    const auto& low = table.rows[table.rows.size() - 2];
    const auto& high = table.rows.back();
    QVERIFY(low[1] == Cell(-0.01) && low[2] == Cell(0.2));
    QVERIFY(high[1] == Cell(0.35) && high[2] == Cell(0.4));
    QVERIFY(render(table, TableFormat::text).find("\u2248 prior: the interval holds 0") != std::string::npos);
  }

  void links_table_says_what_the_lift_is_worth_data() {
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("says");
    QTest::newRow("above") << 0.1 << 0.2 << "above prior";
    QTest::newRow("holds 0") << -0.1 << 0.2 << "\u2248 prior";
    QTest::newRow("touches 0") << 0.0 << 0.2 << "\u2248 prior";
    QTest::newRow("nothing learnt") << 0.0 << 0.0 << "\u2248 prior";
    QTest::newRow("below") << -0.2 << -0.1 << "below prior";
    QTest::newRow("not known") << std::nan("") << std::nan("") << "";
  }
  void links_table_says_what_the_lift_is_worth() {
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(QString, says);
    auto data = matrix_of_two();
    data.cells[1]->lift_interval = {low, high};
    const auto table = links_table(data);
    QCOMPARE(table.columns[9].key, std::string("says"));
    const auto* text = std::get_if<std::string>(&table.rows[0][9]);
    QCOMPARE(text ? QString::fromStdString(*text) : QString(), says);
  }

  void classes_without_a_positive_are_named() {
    auto data = matrix_of_two();
    data.specs[0] = OutputSpec{Task::multi_label, 12, {}, 0.5, ""};
    for (int i = 0; i < 12; ++i) data.specs[0].labels.push_back("class " + std::to_string(i));
    data.ensembles[0].test.classes_left_out = 11;
    const auto note = [&] {
      const auto table = links_table(data);
      return table.notes.empty() ? std::string() : table.notes.front();
    };
    QCOMPARE(note(), std::string("mAP of a leaves out 11 of 12 classes, without a positive in the test part."));
    data.left_out = {{"class 0", "class 1"}, {}};
    QCOMPARE(
        note(),
        std::string("mAP of a leaves out 2 of 12 classes, without a positive in the test part: class 0, class 1."));
    data.left_out[0].assign(data.specs[0].labels.begin(), data.specs[0].labels.end() - 1);
    QVERIFY2(note().ends_with("class 9 and 1 more."), note().c_str());
    QCOMPARE(matrix_json(data)["classes_left_out"][0].size(), std::size_t{11});
    data = matrix_of_two();
    QVERIFY(note().empty());
  }

  void ensembles_tell_difference_and_reason() {
    const auto rows = ensembles_of(matrix_of_two(), {{}, {-0.01, 0.02}});
    const auto table = ensemble_table(rows);
    const auto json = ensemble_json(rows)["targets"];
    QCOMPARE(table.rows.size(), std::size_t{2});
    for (const auto& cells : table.rows) QCOMPARE(cells.size(), table.columns.size());
    const auto cell = [&](std::size_t row, const std::string& key) -> Cell {
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (table.columns[c].key == key) return table.rows[row][c];
      return Cell("no such column");
    };
    QVERIFY(cell(1, "best_source") == Cell("a"));
    for (const auto* key : {"ensemble_p", "prior", "lift", "best_p", "best_lift", "difference"})
      QVERIFY2(cell(1, key) == Cell(json[1][key].get<double>()), key);
    QVERIFY(cell(1, "difference_low") == Cell(-0.01) && cell(1, "difference_high") == Cell(0.02));
    QCOMPARE(json[1]["difference_interval"].get<std::vector<double>>(), (std::vector<double>{-0.01, 0.02}));
    QCOMPARE(json[1]["lift_interval"].get<std::vector<double>>(), (std::vector<double>{0.2, 0.4}));
    QVERIFY(cell(1, "says") == Cell("above prior") && cell(1, "best_says") == Cell("above prior"));
    QVERIFY(!json[1]["approx_prior"].get<bool>() && json[0]["approx_prior"].get<bool>());
    QVERIFY(cell(1, "verdict") == Cell("dominance"));
    QCOMPARE(json[1]["verdict"].get<std::string>(), std::string("dominance"));
    QCOMPARE(table.notes.at(1), "b: " + json[1]["reason"].get<std::string>());
    // No link leads to a.
    QVERIFY(cell(0, "verdict") == Cell() && cell(0, "difference") == Cell() && cell(0, "best_source") == Cell());
    QVERIFY(json[0]["difference"].is_null());
    QVERIFY(table.notes.at(0).starts_with("a: No link"));
  }

  // One source of numbers: document and table of the same data say the same.
  /// Figures of other than test rows say so wherever they go; those of the test rows stay to the letter.
  void tables_name_the_rows() {
    auto data = matrix_of_two();
    data.train_frames = 12345;
    data.test_frames = 500;
    QCOMPARE(render(matrix_table_on(data, JudgedRows::test), TableFormat::csv),
             render(matrix_table(data), TableFormat::csv));
    QCOMPARE(render(links_table_on(data, JudgedRows::test), TableFormat::text),
             render(links_table(data), TableFormat::text));
    for (const JudgedRows rows : {JudgedRows::train, JudgedRows::all}) {
      const bool train = rows == JudgedRows::train;
      for (const Table& table : {matrix_table_on(data, rows), links_table_on(data, rows)}) {
        const auto text = QString::fromStdString(render(table, TableFormat::text));
        QVERIFY2(text.contains(train ? "p on the 12345 training frames" : "p on all 12845 frames"), qPrintable(text));
        QVERIFY2(text.contains("flatter"), qPrintable(text));
        QVERIFY(!text.contains("tested\n"));
      }
      const auto document = matrix_json_on(data, rows);
      QCOMPARE(document["rows"].get<std::string>(), std::string(to_string(rows)));
      QCOMPARE(document["frames"].get<int>(), train ? 12345 : 12845);
    }
  }

  void matrix_table_and_document_agree() {
    const auto data = matrix_of_two();
    const auto table = matrix_table(data);
    const auto json = matrix_json(data);
    QCOMPARE(std::get<double>(table.rows[0][2]), json["p"][0][1].get<double>());
    const auto links = links_table(data);
    QCOMPARE(links.rows.size(), std::size_t{1});
    QCOMPARE(std::get<std::string>(links.rows[0][0]), std::string("a"));
    QCOMPARE(std::get<double>(links.rows[0][6]), 0.8 - 0.5);
  }

  void replay_document_has_the_fixed_shape() {
    const auto json = replay_json(replay_of_two());
    QCOMPARE(json["budget"].get<double>(), 0.05);
    QCOMPARE(json["frames"].get<int>(), 40);
    const auto& first = json["methods"][0];
    QCOMPARE(first["method"].get<std::string>(), std::string("mlink"));
    QCOMPARE(first["output_accuracy"].get<double>(), 0.9);
    QCOMPARE(first["time_ms_per_frame"].get<double>(), 31.0);
    QCOMPARE(first["executions_per_frame"].get<double>(), 0.5);
    QCOMPARE(first["per_box"]["b"].get<double>(), 0.8);
    QCOMPARE(first["activated"].get<std::vector<std::string>>(), std::vector<std::string>{"a"});
    QVERIFY(!json["methods"][1].contains("activated"));
    QCOMPARE(json["methods"][1]["periods"].size(), std::size_t{2});
  }

  void budgets_table_has_a_row_a_budget_and_method() {
    auto second = replay_of_two();
    second.settings.budget = 0.1;
    const auto table = budgets_table({replay_of_two(), second});
    QCOMPARE(table.rows.size(), std::size_t{4});
    QCOMPARE(std::get<double>(table.rows[0][0]), 50.0);
    QCOMPARE(std::get<double>(table.rows[3][0]), 100.0);
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
  }

  void recorded_outputs_are_the_designs_csv() {
    auto outputs = make_table({"cam"}, {{0, 0, 0}, {0, 5, 1}}, {{"n", OutputSpec{Task::count, 1, {}, 0.5, "persons"}}});
    QVERIFY(set_output(outputs, 0, 0, {Presence::present, {3}, {}, {}}).has_value());
    QVERIFY(set_output(outputs, 0, 1, {Presence::none, {}, {}, {}}).has_value());
    const auto csv = render(outputs_table(outputs, 0), TableFormat::csv);
    QVERIFY2(csv.starts_with("source,frame,"), csv.c_str());
    QVERIFY2(csv.find("cam,0,3,0\r\n") != std::string::npos, csv.c_str());
    QVERIFY2(csv.find("cam,5,,1\r\n") != std::string::npos, csv.c_str());
  }

  /// They are written in stretches of 50,000 rows: no line is lost or doubled where one ends.
  void many_outputs_are_the_same_csv() {
    std::vector<FrameKey> frames;
    for (int i = 0; i < 100'001; ++i) frames.push_back({0, i, i / 10.0});
    auto outputs = make_table({"cam"}, frames, {{"n", OutputSpec{Task::count, 1, {}, 0.5, "persons"}}});
    for (std::size_t i = 0; i < frames.size(); i += 3)
      QVERIFY(set_output(outputs, 0, i, {Presence::present, {static_cast<float>(i % 7)}, {}, {}}).has_value());
    const QTemporaryDir folder;
    const auto path = folder.filePath("n.csv");
    QVERIFY(write_outputs(path.toStdString(), outputs, 0, TableFormat::csv).has_value());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QVERIFY(csv == QByteArray::fromStdString(render(outputs_table(outputs, 0), TableFormat::csv)));
    QCOMPARE(csv.count('\n'), 100'001 / 3 + 2);
  }

  /// What was there before stays where the parts end early, and nothing else lies beside it.
  void stopped_outputs_leave_the_file() {
    const auto outputs = make_table({"cam"}, {{0, 0, 0}}, {{"n", OutputSpec{Task::count, 1, {}, 0.5, "persons"}}});
    const QTemporaryDir folder;
    const auto path = folder.filePath("n.csv").toStdString();
    QVERIFY(write_file(path, "kept").has_value());
    std::stop_source stop;
    stop.request_stop();
    const auto status = write_outputs(path, outputs, 0, TableFormat::csv, stop.get_token());
    QVERIFY(!status && status.error().kind == ErrorKind::stopped);
    const auto failing = write_file_in_parts(path, [](const WritePart& write_part) -> Status {
      MLINK_TRY(write_part("half"));
      return fail(ErrorKind::invalid_input, "The other half is wrong.");
    });
    QVERIFY(!failing && failing.error().what == "The other half is wrong.");
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("kept"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"n.csv"});
  }
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
