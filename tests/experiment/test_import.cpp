// experiment_import: tables of recorded outputs, row by row: what is read, and every kind of bad file.
#include <algorithm>

#include "experiment/imported.h"
#include "recorded/import_csv.h"

using namespace mlink::rooms;

namespace {

// Cells joined by |, quoted ones in <>, records by newline, each behind the line it begins in.
std::string told(Result<std::vector<std::string>> records) {
  if (!records) return "error: " + records.error().text();
  std::string out;
  for (const auto& record : *records) out += (out.empty() ? "" : "\n") + record;
  return out;
}

Result<std::vector<std::string>> records_of(std::string_view text, std::size_t piece) {
  CsvReader reader(text_in_memory(text, piece), "t.csv");
  std::vector<std::string> out;
  CsvRecord record;
  for (;;) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) return out;
    std::string line = std::to_string(record.line) + ":";
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
      const auto text_of = std::string(record.cells[i].text);
      line += (i > 0 ? "|" : "") + (record.cells[i].quoted ? "<" + text_of + ">" : text_of);
    }
    out.push_back(line);
  }
}

}  // namespace

class TestImport : public QObject {
  Q_OBJECT

  mlink::test::ImportFolder files_;

 private Q_SLOTS:
  void csv_data();
  void csv();
  void csv_limits();
  void tables_data();
  void tables();
  void bad_files_data();
  void bad_files();
  void missing_files();
  void other_tables_are_told();
  void times_instead_of_frames();
};

void TestImport::csv_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("records");
  const auto row = [](const char* name, const QByteArray& text, const char* records) {
    QTest::newRow(name) << text << QString::fromUtf8(records);
  };
  row("nothing", "", "");
  row("LF, last line not ended", "a,b\nc,d", "1:a|b\n2:c|d");
  row("CR LF", "a,b\r\nc,d\r\n", "1:a|b\n2:c|d");
  row("byte order mark",
      "\xEF\xBB\xBF"
      "a,b\n",
      "1:a|b");
  row("empty lines", "\na\n\n\r\nb\n", "2:a\n5:b");
  row("empty cells", "a,,\n,\n", "1:a||\n2:|");
  row("quotes", "\"a,b\",\"say \"\"so\"\"\",c\n", "1:<a,b>|<say \"so\">|c");
  row("quoted and empty", "\"\",,\"\"\n", "1:<>||<>");
  row("line breaks inside quotes", "\"a\r\nb\n\",c\nd,e\n", "1:<a\nb\n>|c\n4:d|e");
  row("UTF-8", "größe,日本,😀\n", "1:größe|日本|😀");
  row("blanks stay", " a , b\n", "1: a | b");
  row("quote not closed", "x\na,\"b\nc\n",
      "error: Line 2, column 2: its quote is not closed. A closing quote is expected. t.csv");
  row("text behind a quote", "\"a\"b,c\n",
      "error: Line 1, column 1: there is text behind the closing quote. A comma or the end of the line is expected. "
      "t.csv");
  row("quote inside a cell", "a,b\"c\n",
      "error: Line 1, column 2: there is a quote inside a cell that does not begin with one. Put the whole cell in "
      "quotes, "
      "and write \"\" for a quote inside it. t.csv");
  row("lone CR", "a\rb\n", "error: Line 1: there is a carriage return inside it. Lines end with LF or CR LF. t.csv");
  row("binary", QByteArray("a,b\nc\0d\n", 8),
      "error: Line 2: the byte 0x00 is not text. A table in plain UTF-8 text is expected; this looks like a binary "
      "file. t.csv");
  row("not UTF-8",
      "ab\ngr\xF6\xDF"
      "e\n",
      "error: Line 2: the byte 0xF6 is not UTF-8. Save the file as UTF-8. t.csv");
  row("overlong UTF-8", "abcdefgh\xC0\xAF\n",
      "error: Line 1: the byte 0xC0 is not UTF-8. Save the file as UTF-8. t.csv");
  row("surrogate", "\xED\xA0\x80\n", "error: Line 1: the byte 0xED is not UTF-8. Save the file as UTF-8. t.csv");
  row("cut character", "abc\xE2\x82\n", "error: Line 1: the byte 0xE2 is not UTF-8. Save the file as UTF-8. t.csv");
  row("UTF-16",
      QByteArray("\xFF\xFE"
                 "a\0",
                 4),
      "error: The file is UTF-16. Save it as UTF-8. t.csv");
}

void TestImport::csv() {
  QFETCH(QByteArray, text);
  QFETCH(QString, records);
  const auto whole = std::string_view(text.constData(), static_cast<std::size_t>(text.size()));
  // Where a piece of the text ends must change nothing.
  for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}})
    QCOMPARE(QString::fromStdString(told(records_of(whole, piece))), records);
}

void TestImport::csv_limits() {
  const std::string longest(CsvReader::kLongestRecord, 'x');
  QCOMPARE(told(records_of(longest + "\n", 4096)).size(), longest.size() + 2);
  const auto too_long = told(records_of("a\n" + longest + "x\n", 4096));
  QVERIFY2(too_long.starts_with("error: Line 2: it is longer than 1048576 bytes."), too_long.substr(0, 200).c_str());
  // A quote that was forgotten does not take the rest of a large file into memory.
  std::string open = "\"a\n";
  for (int i = 0; i < 200000; ++i) open += "12345678\n";
  const auto unclosed = told(records_of(open, 4096));
  QVERIFY2(unclosed.starts_with("error: Line 1, column 1: its quote is not closed within a megabyte."),
           unclosed.substr(0, 200).c_str());
}

void TestImport::tables_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QStringList>("labels");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("outputs");
  const auto row = [](const char* name, const char* task, const QStringList& labels, const char* text,
                      const char* outputs) {
    QTest::newRow(name) << task << labels << QByteArray(text) << QString::fromUtf8(outputs);
  };
  row("count", "count", {}, "source,frame,value\na,0,3\na,1,0\na,2,\n", "a 0 3; a 1 0; a 2 none");
  row("any column name, any order", "count", {}, "source,frame,persons\nb,1,2\na,5,1\nb,0,7\n", "a 5 1; b 0 7; b 1 2");
  row("blanks and signs", "regression", {}, "source, frame, value\na, 0, +1.5 \na,1,-2e-3\n", "a 0 1.5; a 1 -0.002");
  row("soft labels", "single_label", {}, "source,frame,cat,dog\na,0,.25,.75\na,1,,\n", "a 0 0.25 0.75; a 1 none");
  row("columns in another order", "single_label", {"dog", "cat"}, "source,frame,cat,dog\na,0,.25,.75\n",
      "a 0 0.75 0.25");
  row("a label's name", "single_label", {"cat", "dog"}, "source,frame,label\na,0,dog\na,1,cat\na,2,\n",
      "a 0 0 1; a 1 1 0; a 2 none");
  row("names of labels", "multi_label", {"cat", "red dog", "cow"},
      "source,frame,labels\na,0,cow; red dog\na,1,\na,2,\"\"\na,3,cat\n", "a 0 0 1 1; a 1 none; a 2 0 0 0; a 3 1 0 0");
  row("scores", "multi_label", {}, "source,frame,cat,dog\na,0,1,0.5\na,1,0,0\n", "a 0 1 0.5; a 1 0 0");
  row("one label called labels", "multi_label", {"labels"}, "source,frame,labels\na,0,.5\n", "a 0 0.5");
  row("box", "localization", {}, "source,frame,x,y,w,h,score\na,0,.1,.2,.3,.4,.9\na,1,0,0,0,0,0\na,2,,,,,\n",
      "a 0 0.1 0.2 0.3 0.4 0.9; a 1 0 0 0 0 0; a 2 none");
  row("box without score", "localization", {}, "source,frame,x,y,w,h\na,0,.1,.2,.3,.4\na,1,0,0,0,0\n",
      "a 0 0.1 0.2 0.3 0.4 1; a 1 0 0 0 0 0");
  row("words", "sequence", {}, "source,frame,tokens\na,0,the  red door\na,1,\na,2,\"\"\na,3,\"a, b\"\n",
      "a 0 the red door; a 1 none; a 2; a 3 a, b");
  row("seconds", "count", {}, "source,frame,seconds,value\na,0,0,1\na,3,.5,2\n", "a 0 1; a 3 2");
  row("a value called seconds", "regression", {}, "source,frame,seconds\na,0,7\n", "a 0 7");
  row("semicolons and decimal commas", "regression", {}, "source;frame;value\na;0;1,5\na;1;-2\na;2;.25\n",
      "a 0 1.5; a 1 -2; a 2 0.25");
  row("tabs", "count", {}, "source\tframe\tvalue\na\t0\t3\n", "a 0 3");
  row("sep=", "count", {}, "sep=;\nsource;frame;value\na;0;3\n", "a 0 3");
  row("semicolons, a comma in a label", "multi_label", {}, "source;frame;red, big;dog\na;0;,5;1\n", "a 0 0.5 1");
  row("semicolons and quotes", "count", {}, "\"source\";\"frame\";\"value\"\n\"a, \"\"b\"\"\";0;3\n", "a, \"b\" 0 3");
  row("columns by name", "localization", {}, "h,score,frame,w,x,source,y\n.4,.9,0,.3,.1,a,.2\n",
      "a 0 0.1 0.2 0.3 0.4 0.9");
  row("an empty last column", "count", {}, "source,frame,value,\na,0,3,\na,1,2\n", "a 0 3; a 1 2");
  row("an index without a name", "count", {}, ",source,frame,value\n0,a,0,3\n1,a,1,2\n", "a 0 3; a 1 2");
  row("frames as floats", "count", {}, "source,frame,value\na,12.0,3\na,1e+05,2.0\n", "a 100000 2; a 12 3");
  row("words for nothing", "regression", {},
      "source,frame,value\na,0,nan\na,1,NA\na,2,<NA>\na,3,None\na,4,null\na,5,NaN\na,6,1\n",
      "a 0 none; a 1 none; a 2 none; a 3 none; a 4 none; a 5 none; a 6 1");
  row("words for nothing as words", "sequence", {}, "source,frame,tokens\na,0,null\na,1,None\n", "a 0 null; a 1 None");
  row("a label called None", "single_label", {"None", "cat"}, "source,frame,label\na,0,None\na,1,NA\n",
      "a 0 1 0; a 1 none");
  row("True and False", "count", {}, "source,frame,value\na,0,True\na,1,FALSE\n", "a 0 1; a 1 0");
  row("seconds behind the value", "count", {}, "value,source,frame,seconds\n1,a,0,0\n2,a,3,.5\n", "a 0 1; a 3 2");
  row("a label called time", "multi_label", {}, "source,frame,time,space\na,1,0.5,1\na,0,1,0\n", "a 0 1 0; a 1 0.5 1");
  row("quoted source", "count", {}, "source,frame,value\r\n\"north, gate\",0,1\r\n", "north, gate 0 1");
}

void TestImport::tables() {
  QFETCH(QString, task);
  QFETCH(QStringList, labels);
  QFETCH(QByteArray, text);
  QFETCH(QString, outputs);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("table.csv", text.toStdString()), *task_from_string(task.toStdString()));
  for (const auto& label : labels) o.labels.push_back(label.toStdString());
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(files_.shown(*experiment, "box"), outputs);
  QCOMPARE(report->stored, static_cast<std::int64_t>(outputs.count(';') + 1));
  QCOMPARE(report->none, static_cast<std::int64_t>(outputs.count(" none")));
  QCOMPARE(report->left_out, std::int64_t{0});
  const auto overview = experiment->overview();
  REQUIRE(overview);
  QVERIFY(overview->boxes.at(0).recorded && !overview->boxes[0].problem);
  for (const auto& camera : overview->cameras) QVERIFY(camera.recorded && !camera.problem);
  QCOMPARE(overview->done, overview->wanted);
}

void TestImport::bad_files_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QStringList>("labels");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const char* task, const QByteArray& text, const char* says,
                      const QStringList& labels = {}) {
    QTest::newRow(name) << task << labels << text << QString::fromUtf8(says);
  };
  const QByteArray count = "source,frame,value\n";
  const QByteArray soft = "source,frame,cat,dog\n";
  const QByteArray box = "source,frame,x,y,w,h,score\n";
  row("only blank lines", "count", "\n\r\n\n", "The file is empty. A header is expected.");
  row("no rows", "count", count, "The file has no rows. One row a frame is expected below the header.");
  row("binary", "count", count + QByteArray("a,0,\x01\n", 6), "Line 2: the byte 0x01 is not text.");
  row("not UTF-8", "count",
      count +
          "gr\xF6\xDF"
          "e,0,1\n",
      "Line 2: the byte 0xF6 is not UTF-8.");
  row("line too long", "count", count + QByteArray(2000000, '1') + "\n", "Line 2: it is longer than 1048576 bytes.");
  row("bars", "count", "source|frame|value\na|0|1\n", "Line 1, column 1: the columns are not separated by commas.");
  row("no header", "count", "a,0,1\n", "Line 1, column 1: the column is called \"a\", not source.");
  row("wrong second column", "count", "source,image,value\n",
      "Line 1, column 2: the column is called \"image\", not frame.");
  row("only source", "count", "source\n", "Line 1, column 2: the column frame is missing.");
  row("no value column", "count", "source,frame\n",
      "Line 1, column 3: the value columns are missing. One column with a whole number of zero or more is expected.");
  row("two values for a count", "count", "source,frame,value,more\na,0,1,2\n",
      "Line 1, column 4 (more): a box of this task has no such column.");
  row("too few cells", "count", count + "a,0,1\na,1\n",
      "Line 3, column 3: there are 2 cells. 3 are expected, as in the header.");
  row("two widths", "single_label", soft + "a,0,.5,.5\na,1,.2,.3,.5\n",
      "Line 3, column 5: there are 5 cells. 4 are expected, as in the header.");
  row("no source", "count", count + ",0,1\n",
      "Line 2, column 1 (source): the cell is empty. The camera's name is expected.");
  row("no frame", "count", count + "a,,1\n", "Line 2, column 2 (frame): \"\" is not a frame.");
  row("frame 1.5", "count", count + "a,1.5,1\n",
      "Line 2, column 2 (frame): \"1.5\" is not a frame. The number of the frame in its video, a whole number from 0, "
      "is expected.");
  row("frame -1", "count", count + "a,-1,1\n", "Line 2, column 2 (frame): \"-1\" is not a frame.");
  row("frame beyond 64 bits", "count", count + "a,99999999999999999999,1\n", "Line 2, column 2 (frame): ");
  row("the same frame twice", "count", count + "a,0,1\nb,0,1\na,1,1\na,0,2\na,1,9\n",
      "Line 5, column 2 (frame): frame 0 of a stands in line 2 already. Each frame of a camera once is expected.");
  row("not a number", "regression", count + "a,0,1\na,1,abc\n",
      "Line 3, column 3 (value): \"abc\" is not a number. A number is expected.");
  row("decimal comma", "regression", count + "a,0,\"0,5\"\n", "Line 2, column 3 (value): \"0,5\" is not a number.");
  row("number and more", "regression", count + "a,0,1.5 m\n", "Line 2, column 3 (value): \"1.5 m\" is not a number.");
  row("not a number with a sign", "regression", count + "a,0,-nan\n",
      "Line 2, column 3 (value): \"-nan\" is not a finite number.");
  row("some cells NaN", "single_label", soft + "a,0,.5,NaN\n",
      "Line 2, column 4 (dog): the cell is \"NaN\" and others of the row are not.");
  row("NaN in quotes", "count", count + "a,0,\"NaN\"\n", "\"NaN\" is not a finite number.");
  row("True where a share is expected", "multi_label", soft + "a,0,True,1\n", "\"True\" is not a number.");
  row("infinity", "regression", count + "a,0,-inf\n", "Line 2, column 3 (value): \"-inf\" is not a finite number.");
  row("beyond double", "regression", count + "a,0,1e999\n", "Line 2, column 3 (value): \"1e999\" is not a number.");
  row("beyond float", "regression", count + "a,0,1e39\n", "\"1e39\" is too large for single precision.");
  row("half a person", "count", count + "a,0,1.5\n",
      "Line 2, column 3 (value): \"1.5\" is no count. A whole number of zero or more is expected.");
  row("count below zero", "count", count + "a,0,-1\n", "Line 2, column 3 (value): \"-1\" is no count.");
  row("count of infinity", "count", count + "a,0,inf\n", "\"inf\" is not a finite number.");
  row("no source, no camera", "count", "frame,value\n0,1\n",
      "Line 1: the column source is missing. It names the camera of each row; where all rows are of one, give --camera "
      "NAME.");
  row("two columns frame", "count", "source,frame,frame\na,0,1\n",
      "Line 1, column 3: there are two columns \"frame\".");
  row("point and comma in a number", "regression", "source;frame;value\na;0;1.234,5\n",
      "Line 2, column 3 (value): \"1.234,5\" is not a number.");
  row("columns in another order: the place", "count", "value,frame,source\n1,0,a\n1,x,a\n",
      "Line 3, column 2 (frame): \"x\" is not a frame.");
  row("columns in another order: twice", "count", "value,frame,source\n1,0,a\n2,0,a\n",
      "Line 3, column 2 (frame): frame 0 of a stands in line 2 already.");
  row("a value behind the last column", "count", "source,frame,value,\na,0,1,\na,1,1,7\n",
      "Line 3, column 4: there is a value in a column without a name.");
  row("frame beyond whole doubles", "count", count + "a,1e300,1\n",
      "Line 2, column 2 (frame): \"1e300\" is not a frame.");
  row("time, rate not known", "count", "source,time,value\na,0.5,1\n",
      "Line 2, column 2 (time): how many frames a second camera \"a\" has is not known. Give --rate");
  row("no separator of a text", "count", "source;frame\tvalue\na;0\t1\n", "Line 1");
  row("count too large", "count", count + "a,0,16777217\n",
      "\"16777217\" is too large. A count of at most 16777216 is expected.");
  row("probability above 1", "single_label", soft + "a,0,.5,1.5\n",
      "Line 2, column 4 (dog): \"1.5\" is outside 0 to 1. A number from 0 to 1 is expected.");
  row("probability below 0", "multi_label", soft + "a,0,-.5,1\n", "Line 2, column 3 (cat): \"-.5\" is outside 0 to 1.");
  row("probabilities all zero", "single_label", soft + "a,0,0,0\n",
      "Line 2, column 3: the probabilities of the row sum to 0. A sum above zero is expected");
  row("some cells empty", "single_label", soft + "a,0,.5,\n",
      "Line 2, column 4 (dog): the cell is empty and others of the row are not.");
  row("one label", "single_label", "source,frame,cat\na,0,1\n",
      "Line 1: The output of a single_label box needs at least two labels.");
  row("label twice", "multi_label", "source,frame,cat,cat\n", "Line 1, column 4: there are two columns \"cat\".");
  row("label without name", "multi_label", "source,frame,,cat\n", "Line 1, column 3: the column has no name.");
  row("unknown label in the header", "multi_label", "source,frame,cat,cow\n",
      "Line 1, column 4: \"cow\" is none of the labels. Labels are cat, dog.", {"cat", "dog"});
  row("label without a column", "multi_label", "source,frame,cat\n",
      "Line 1, column 4: the column of the label \"dog\" is missing.", {"cat", "dog"});
  row("unknown label in a cell", "single_label", "source,frame,label\na,0,cat\na,1,cow\n",
      "Line 3, column 3 (label): \"cow\" is none of the labels. Labels are cat, dog.", {"cat", "dog"});
  row("names of unknown labels", "single_label", "source,frame,label\na,0,cat\n",
      "Line 1, column 3 (label): the labels are not known.");
  row("labels for a count", "count", count + "a,0,1\n", "A count output has no labels.", {"cat"});
  row("a label given twice", "multi_label", soft + "a,0,1,1\n", "A label is given twice.", {"cat", "cat"});
  row("box: wrong columns", "localization", "source,frame,x1,y1,x2,y2,score\n",
      "Line 1, column 3: the column is called \"x1\", not x. The columns x, y, w, h and score are expected");
  row("box: three columns", "localization", "source,frame,x,y,w\n", "Line 1, column 6: the column h is missing.");
  row("box: six columns", "localization", "source,frame,x,y,w,h,score,id\n",
      "Line 1, column 8 (id): a box of this task has no such column.");
  row("box in pixels", "localization", box + "a,0,10,20,30,40,1\n", "Line 2, column 3 (x): \"10\" is outside 0 to 1.");
  row("box beyond the right border", "localization", box + "a,0,.8,.1,.3,.1,1\n",
      "Line 2, column 5 (w): x + w is 1.1, outside the picture.");
  row("box beyond the lower border", "localization", box + "a,0,.1,.9,.1,.2,1\n",
      "Line 2, column 6 (h): y + h is 1.1, outside the picture.");
  row("words without tokens column", "sequence", "source,frame,words\na,0,x\n",
      "Line 1, column 3: the column is called \"words\", not tokens.");
  row("words in many columns", "sequence", "source,frame,tokens,more\n",
      "Line 1, column 4 (more): a box of this task has no such column.");
  row("not a time", "count", "source,frame,seconds,value\na,0,x,1\n",
      "Line 2, column 3 (seconds): \"x\" is not a time.");
  row("time goes back", "count", "source,frame,seconds,value\na,0,1,1\na,1,.5,1\n",
      "Line 3, column 3 (seconds): frame 1 is not after frame 0 in time.");
  row("no task", "", count + "a,0,1\n", "What the outputs mean is not known. Give --task");
  QByteArray many = count;
  for (int i = 0; i <= 1000; ++i) many += QByteArray::number(i) + ",0,1\n";
  row("too many cameras", "count", many, "Line 1002, column 1 (source): the table has more than 1000 cameras.");
}

void TestImport::bad_files() {
  QFETCH(QString, task);
  QFETCH(QStringList, labels);
  QFETCH(QByteArray, text);
  QFETCH(QString, says);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto reader = ExperimentReader::open(experiment->path());
  REQUIRE(reader);
  const auto before = *reader->version();
  auto o = files_.options("box", files_.write("bad.csv", text.toStdString()));
  if (!task.isEmpty()) o.task = *task_from_string(task.toStdString());
  for (const auto& label : labels) o.labels.push_back(label.toStdString());
  const auto report = experiment->import_outputs(o);
  QVERIFY2(!report, "a bad file was imported");
  const auto message = QString::fromStdString(report.error().text());
  QVERIFY2(message.startsWith(says) || (!says.startsWith("Line") && message.contains(says)), qPrintable(message));
  QVERIFY2(message.endsWith("bad.csv"), qPrintable(message));
  QCOMPARE(*reader->version(), before);
  QVERIFY(experiment->overview()->boxes.empty() && experiment->overview()->cameras.empty());
}

void TestImport::missing_files() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto says = [&](const ImportOptions& o, const char* text) {
    const auto report = experiment->import_outputs(o);
    const auto message = report ? std::string("it was imported") : report.error().text();
    QVERIFY2(message.find(text) != std::string::npos, message.c_str());
    QVERIFY(experiment->overview()->boxes.empty());
  };
  const auto good = files_.write("good.csv", "source,frame,value\na,0,1\n");
  says(files_.options("box", files_.at("nowhere.csv"), Task::count), "The file was not found.");
  says(files_.options("box", files_.at(""), Task::count), "This is a folder.");
  says(files_.options("box", files_.write("nothing.csv", ""), Task::count), "The file is empty.");
  says(files_.options("Box 1", good, Task::count), "\"Box 1\" is no name for a box. Small letters, digits and hyphens");
  says(files_.options("", good, Task::count), "is no name for a box");
  auto o = files_.options("box", good, Task::count);
  o.spec = files_.at("nowhere.json");
  says(o, "The file was not found.");
  o.spec = files_.write("broken.json", "{\"task\": \"count\"");
  says(o, "This is not an output description");
  o.spec = files_.write("other.json", R"({"task": "regression", "width": 1, "tolerance": 0.1})");
  says(o, "The task is given as count, but the output description says regression.");
  o = files_.options("box", good, Task::regression);
  o.tolerance = 0;
  says(o, "needs a tolerance above zero");
}

// What a table of another program was taken for is said in the report.
void TestImport::other_tables_are_told() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("share.csv", ";frame;share\n0;0;0,5\n1;1;NaN\n2;2;0,25\n3;3;None\n"),
                          Task::regression);
  o.source = "yard";
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(files_.shown(*experiment, "box"), QString("yard 0 0.5; yard 1 none; yard 2 0.25; yard 3 none"));
  QCOMPARE(report->none, std::int64_t{2});
  for (const std::string told :
       {"The columns are separated by semicolons.", "The first column has no name, it was passed over as an index.",
        "2 rows have NaN, NA, None or null as value, taken as \"no output\".",
        "The comma in 2 numbers was taken as a decimal comma."})
    QVERIFY2(std::count(report->notes.begin(), report->notes.end(), told) == 1, told.c_str());
  // A camera for all rows, and rows that name theirs.
  o.box = "both";
  o.outputs = files_.write("both.csv", "source,frame,value\na,0,1\n");
  const auto both = experiment->import_outputs(o);
  QVERIFY(!both);
  QVERIFY2(
      both.error().text().starts_with("Line 1, column 1 (source): the rows name their cameras, and yard was given."),
      both.error().text().c_str());
}

// Cameras of 10 frames a second; "a" uses every second frame.
void TestImport::times_instead_of_frames() {
  const auto file = files_.at("times.mlink");
  REQUIRE(files_.with_cameras(file));
  auto experiment = Experiment::open(file);
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("times.csv", "source,seconds,value\nb,0.04,1\nb,0.149,2\nb,3.9499,3\n"),
                          Task::count);
  REQUIRE(experiment->import_outputs(o));
  QCOMPARE(files_.shown(*experiment, "box"), QString("b 0 1; b 1 2; b 39 3"));
  // Frame 1 is one that camera a does not use: left out, not moved to a neighbour.
  o = files_.options("every", files_.write("every.csv", "time,source,value\n0.04,a,1\n0.1,a,2\n0.21,a,3\n"),
                     Task::count);
  const auto every = experiment->import_outputs(o);
  REQUIRE(every);
  QCOMPARE(every->left_out, std::int64_t{1});
  QCOMPARE(files_.shown(*experiment, "every"), QString("a 0 1; a 2 3"));
  // Behind the end there is no frame; two times of one frame are refused.
  const auto says = [&](const std::string& text, const char* wanted) {
    const auto bad = experiment->import_outputs(files_.options("bad", files_.write("bad2.csv", text), Task::count));
    const auto message = bad ? std::string("it was imported") : bad.error().text();
    QVERIFY2(message.starts_with(wanted), message.c_str());
  };
  says(
      "source,seconds,value\nb,0,1\nb,4.2,1\n",
      "Line 3, column 2 (seconds): no frame of camera b is at 4.2 s (the nearest is 39 at 3.9 s). A time within half a "
      "frame (0.05 s) of a frame is expected.");
  says("value,seconds,source\n1,0.5,b\n1,0.52,b\n",
       "Line 3, column 2 (seconds): frame 5 of b stands in line 2 already.");
  says("source,seconds,value\nb,-1,1\n", "Line 2, column 2 (seconds): \"-1\" is not a time.");
  // A camera that is made keeps the times, and needs to know how many frames a second.
  o = files_.options("made", files_.write("made.csv", "seconds,value\n0,1\n0.25,2\n0.55,3\n"), Task::count);
  o.source = "new";
  o.rate = 4;
  REQUIRE(experiment->import_outputs(o));
  QCOMPARE(files_.shown(*experiment, "made"), QString("new 0 1; new 1 2; new 2 3"));
}

QTEST_GUILESS_MAIN(TestImport)
#include "test_import.moc"
