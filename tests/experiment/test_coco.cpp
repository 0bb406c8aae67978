// experiment_coco: the shapes in which COCO detections come (documents, one a line, classes by name, masks for boxes),
// packed or not, each imported, exported and imported again.
#include <zlib.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiment/imported.h"
#include "report/report.h"

using namespace mlink::rooms;

namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 16 + MAX_WBITS;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Three pictures of 200 x 100 of camera yard; frame 4 without anything on it. Frame 7's annotation comes first.
const char* const kDocument = R"({"info": {"description": "[image_id: 9]", "image_id": [1, {"bbox": 3}]},
 "annotations": [
  {"id": 1, "image_id": 30, "category_id": 3, "bbox": [20, 10, 40, 50], "area": 2000, "iscrowd": 0,
   "segmentation": [[1, 2, 3]]},
  {"id": 2, "image_id": 10, "category_id": 1, "bbox": [100, 0, 20, 20], "segmentation": {"counts": [1, 2]}},
  {"id": 3, "image_id": 10, "category_id": 1, "bbox": [0, 50, 100, 50]}],
 "images": [{"id": 30, "file_name": "yard/000007.jpg", "width": 200, "height": 100},
            {"id": 10, "file_name": "yard/000003.jpg", "width": 200, "height": 100},
            {"id": 20, "file_name": "yard/000004.jpg", "width": 200, "height": 100}],
 "categories": [{"id": 3, "name": "car", "supercategory": "vehicle"}, {"id": 1, "name": "person"}]})";

// Runs as pycocotools writes them: a rectangle of 40 x 50 at 20, 10; an ellipse and a rectangle, of which it says
// [3, 0, 147, 70]; two whole columns.
const char* const kRectangle =
    "jn1b1b100000000000000000000000000000000000000000000000000000000000000000000000000000Ve=";
const char* const kEllipse =
    "\\95o2000000000eQ86SnG4M2N2M4N0O2N2N2O0O2O0O2O0O2O0O2O00000O2O000000000000000000000000000000000001N1000001N101"
    "N101N101N101N2N2N102L3N2N3Lmj4";
const char* const kColumns = "Xo0X6`[b0";

std::string masked(int image, const nlohmann::json& counts) {
  return nlohmann::json{{"image_id", image},
                        {"category_id", 1},
                        {"segmentation", {{"size", {100, 200}}, {"counts", counts}}},
                        {"score", 0.5}}
      .dump();
}

}  // namespace

class TestCoco : public QObject {
  Q_OBJECT

  mlink::test::ImportFolder files_;

 private Q_SLOTS:
  void shapes_data();
  void shapes();
  void what_is_told();
  void refused_data();
  void refused();
  void packed_tables();
  void damaged_gzip_data();
  void damaged_gzip();
  void told_from_other_files_data();
  void told_from_other_files();
};

void TestCoco::shapes_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("task");
  QTest::addColumn<QStringList>("classes");
  QTest::addColumn<QString>("outputs");
  const auto row = [](const char* name, const char* file, const std::string& text, const char* task,
                      const QStringList& classes, const char* outputs) {
    QTest::newRow(name) << file << QByteArray::fromStdString(text) << task << classes << outputs;
  };
  row("document", "d.json", kDocument, "count", {}, "yard 3 2; yard 4 0; yard 7 1");
  row("document, a class", "d.json", kDocument, "count", {"car"}, "yard 3 0; yard 4 0; yard 7 1");
  row("document, labels", "d.json", kDocument, "multi_label", {}, "yard 3 1 0; yard 4 0 0; yard 7 0 1");
  row("document, largest", "d.json", kDocument, "localization", {},
      "yard 3 0 0.5 0.5 0.5 1; yard 4 0 0 0 0 0; yard 7 0.1 0.1 0.2 0.5 1");
  auto one_line = nlohmann::json::parse(kDocument).dump();
  row("document in one line", "d.json", one_line, "count", {}, "yard 3 2; yard 4 0; yard 7 1");
  row("document, packed", "d.json.gz", gzipped(kDocument), "count", {}, "yard 3 2; yard 4 0; yard 7 1");
  row("document without annotations, all looked at", "d.json",
      R"({"images": [{"id": 1, "file_name": "yard/2.jpg"}], "annotations": []})", "count", {}, "yard 2 0");
  row("annotations alone", "d.json", R"({"annotations": [{"image_id": 2, "category_id": 1, "bbox": [0,0,9,9]}]})",
      "count", {}, "d 2 1");
  const std::string lines =
      "{\"image_id\": 0, \"category_id\": 1, \"bbox\": [0,0,100,50], \"score\": 0.5}\n"
      "{\"bbox\": [0,0,9,9], \"score\": 0.9, \"image_id\": 2, \"category_id\": 1}\r\n"
      "\n{\"image_id\": 2, \"category_id\": 3, \"bbox\": [0,0,9,9], \"score\": 0.1}";
  row("a line each", "d.jsonl", lines, "count", {}, "d 0 1; d 2 1");
  row("a line each, ndjson", "d.ndjson", lines, "localization", {"1"}, "d 0 0 0 0.5 0.5 0.5; d 2 0 0 0.045 0.09 0.9");
  row("a line each, another name", "d.out", lines, "count", {}, "d 0 1; d 2 1");
  row("a line each, packed", "d.jsonl.gz", gzipped(lines), "count", {}, "d 0 1; d 2 1");
  row("packed without saying so", "d.json", gzipped(lines), "count", {}, "d 0 1; d 2 1");
  const std::string named =
      R"([{"image_id": 0, "category_id": "zebra", "bbox": [0,0,9,9], "score": 0.5},
          {"image_id": 0, "category": "ant", "bbox": [0,0,9,9], "score": 0.75},
          {"category": "ant", "image_id": 1, "bbox": [0,0,9,9], "score": 1},
          {"category_name": "ant", "image_id": 1, "category_id": "zebra", "bbox": [0,0,9,9], "score": 0.25}])";
  row("classes by name", "d.json", named, "multi_label", {}, "d 0 0.75 0.5; d 1 1 0");
  row("classes by name, one", "d.json", named, "count", {"ant"}, "d 0 1; d 1 1");
  row("classes by name, another", "d.json", named, "count", {"zebra"}, "d 0 1; d 1 0");
  const std::string both = R"([{"image_id": 0, "category_id": "2", "bbox": [0,0,9,9]},
                               {"image_id": 1, "category_id": 2, "category": "ant", "bbox": [0,0,9,9]}])";
  row("ids in quotes, and beside a name", "d.json", both, "count", {"2"}, "d 0 1; d 1 1");
  const nlohmann::json runs{2010, 50, 50, 50, 17840};  // columns 20 and 21, rows 10 to 59
  row("masks", "d.json", "[" + masked(0, kRectangle) + ",\n" + masked(1, kEllipse) + ",\n" + masked(2, kColumns) + "]",
      "localization", {}, "d 0 0.1 0.1 0.2 0.5 0.5; d 1 0.015 0 0.735 0.7 0.5; d 2 0.05 0 0.01 1 0.5");
  row("masks as lists, a line each", "d.json", masked(0, runs) + "\n" + masked(1, nlohmann::json{20000}) + "\n",
      "localization", {}, "d 0 0.1 0.1 0.01 0.5 0.5; d 1 0 0 0 0 0");
  row("polygons", "d.json",
      R"([{"image_id": 0, "category_id": 1, "segmentation": [[20, 10, 60.5, 10, 60, 60], [30, 30, 40, 70, 50, 9]]},
          {"image_id": 1, "category_id": 1, "segmentation": [[100, 50, 100, 60, 150, 60, 150, 50]]}])",
      "localization", {}, "d 0 0.1 0.09 0.2025 0.61 1; d 1 0.5 0.5 0.25 0.1 1");
}

void TestCoco::shapes() {
  QFETCH(QString, file);
  QFETCH(QByteArray, text);
  QFETCH(QString, task);
  QFETCH(QStringList, classes);
  QFETCH(QString, outputs);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write(file.toStdString(), text.toStdString()),
                          *task_from_string(task.toStdString()));
  o.picture = {200, 100};
  for (const auto& name : classes) o.classes.push_back(name.toStdString());
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(files_.shown(*experiment, "box"), outputs);
  QCOMPARE(std::string(report->format->name), std::string("coco"));

  const auto exported = experiment->snapshot();
  REQUIRE(exported);
  const auto csv = files_.write("trip/box.csv", render(outputs_table(*exported->table, 0), TableFormat::csv));
  auto again = files_.empty();
  REQUIRE(again);
  auto back = files_.options("box", csv, o.task);
  REQUIRE(again->import_outputs(back));
  QCOMPARE(files_.shown(*again, "box"), outputs);
}

void TestCoco::what_is_told() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto notes_of = [&](const std::string& text, Task task) {
    auto o = files_.options("box", files_.write("d.json", text), task);
    o.replace = true;
    o.picture = {200, 100};
    const auto report = experiment->import_outputs(o);
    if (!report) return QString::fromStdString(report.error().text());
    QStringList notes;
    for (const auto& note : report->notes) notes << QString::fromStdString(note);
    return notes.join('\n');
  };
  const auto document = notes_of(kDocument, Task::multi_label);
  QVERIFY2(document.contains("Which frame an image_id is was read from d.json."), qPrintable(document));
  QVERIFY2(!document.contains("mask"), qPrintable(document));
  auto labels = experiment->snapshot();
  REQUIRE(labels);
  QVERIFY(labels->table->columns[0].spec.labels == (std::vector<std::string>{"person", "car"}));
  const auto masks = notes_of("[" + masked(0, kRectangle) + "," + masked(1, kColumns) + "]", Task::localization);
  QVERIFY2(masks.contains("2 detections are without a box, they have the box of their mask."), qPrintable(masks));
}

void TestCoco::refused_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const std::string& text, const char* says) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << says;
  };
  row("no annotations", R"({"pictures": []})",
      "Line 1: the document is an object without \"annotations\". A list of detections or a COCO document is "
      "expected.");
  row("annotations an object", "{\n\"annotations\": {}}", "Line 2: \"annotations\" is an object.");
  row("annotations a text", "{\n\"annotations\": \"none\"}", "Line 2: \"annotations\" is a text.");
  row("annotations of numbers", R"({"annotations": [1]})", "Line 1: an entry is a number.");
  row("images without file_name", R"({"images": [{"id": 1}], "annotations": []})",
      "images[0] is not as COCO describes it: key 'file_name' not found.");
  row("an image that is not listed",
      R"({"images": [{"id": 1, "file_name": "a/1.jpg"}],
          "annotations": [{"image_id": 5, "category_id": 1, "bbox": [0,0,9,9]}]})",
      "Line 2: \"image_id\" 5 is none of the images. One of the 1 images of bad.json is expected.");
  row("a document cut off", std::string(kDocument).substr(0, 500), "this is not JSON: ");
  const std::string line = "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9,9]}\n";
  row("a broken line", line + "\n" + line + "{\"image_id\": 1,\n", "Line 4 (byte 122): this is not JSON: ");
  row("a line with a list", line + "[1]\n", "Line 2: an entry is a list.");
  row("a line with two", line + "{} {}\n", "Line 2: detection 2 has no \"image_id\".");
  row("a line without a class", line + "{\"image_id\": 1, \"bbox\": [0,0,9,9]}\n",
      "Line 2: detection 2 has no \"category_id\".");
  row("an id beyond all", R"([{"image_id": 1, "category_id": 4503599627370497, "bbox": [0,0,9,9]}])",
      "\"category_id\" is 4503599627370497. A whole number");
  row("runs of another size", "[" + masked(0, nlohmann::json{5, 5}) + "]",
      "Line 1: \"segmentation\": its runs are not those of 200 x 100 pixels. Runs that add up to the size");
  row("a run below zero", "[" + masked(0, nlohmann::json{5, -5, 20000}) + "]", "its runs are not those");
  row("runs cut off", "[" + masked(0, "jn1b1b10") + "]", "its runs are not those");
  row("runs of other characters", "[" + masked(0, "jn1!") + "]", "its \"counts\" are broken.");
  row("no size", R"([{"image_id": 1, "category_id": 1, "segmentation": {"counts": "52207"}}])",
      "its \"size\" is no size. [height, width] in pixels are expected.");
  row("no runs", R"([{"image_id": 1, "category_id": 1, "segmentation": {"size": [5, 5]}}])", "its runs are not those");
  row("half a corner", R"([{"image_id": 1, "category_id": 1, "segmentation": [[1, 2, 3], [4]]}])",
      "\"segmentation\": a polygon has an odd count of numbers.");
  row("an empty polygon", R"([{"image_id": 1, "category_id": 1, "segmentation": [[]]}])",
      "detection 1 has no \"bbox\".");
}

void TestCoco::refused() {
  QFETCH(QByteArray, text);
  QFETCH(QString, says);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  for (const bool packed : {false, true}) {
    const auto plain = text.toStdString();
    auto o = files_.options("box", files_.write("bad.json", packed ? gzipped(plain) : plain), Task::count);
    const auto report = experiment->import_outputs(o);
    QVERIFY2(!report, "a bad file was imported");
    const auto message = QString::fromStdString(report.error().text());
    QVERIFY2(message.contains(says) && message.endsWith("bad.json"), qPrintable(message));
  }
  QVERIFY(experiment->overview()->boxes.empty() && experiment->overview()->cameras.empty());
}

// Tables and MOT text too, of more than one piece, and several gzip parts behind one another.
void TestCoco::packed_tables() {
  std::string rows;
  std::string mot;
  for (int i = 0; i < 40000; ++i) {
    rows += QString("yard,%1,%2\n").arg(i).arg(i * 7919 % 1000).toStdString();
    mot += QString("%1,1,0,0,9,9,1\n").arg(i + 1).toStdString();
  }
  const std::string header = "source,frame,value\n";
  auto plain = files_.empty();
  REQUIRE(plain);
  REQUIRE(plain->import_outputs(files_.options("box", files_.write("p.csv", header + rows), Task::count)));
  const auto wanted = plain->snapshot();
  REQUIRE(wanted);
  const auto at = rows.size() / 3;
  static_cast<void>(files_.write("t.json", R"({"task": "count", "width": 1, "unit": "cars"})"));
  for (const auto& packed : {gzipped(header + rows), gzipped(header) + gzipped(rows.substr(0, at)) + gzipped("") +
                                                         gzipped(rows.substr(at)) + std::string(512, '\0')}) {
    auto experiment = files_.empty();
    REQUIRE(experiment);
    // Its description is found beside it.
    const auto report = experiment->import_outputs(files_.options("box", files_.write("t.csv.gz", packed)));
    REQUIRE(report);
    QCOMPARE(report->spec.unit, std::string("cars"));
    QCOMPARE(report->stored, std::int64_t{40000});
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    QVERIFY(snapshot->table->columns[0].values == wanted->table->columns[0].values);
  }
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto report =
      experiment->import_outputs(files_.options("box", files_.write("street.txt.gz", gzipped(mot)), Task::count));
  REQUIRE(report);
  QCOMPARE(std::string(report->format->name), std::string("mot"));
  QCOMPARE(report->stored, std::int64_t{40000});
  QCOMPARE(report->cameras.front().name, std::string("street"));
  QVERIFY(holds_detections(files_.at("street.txt.gz")));
  // The other files of an import too.
  auto listed = files_.options("seen", files_.write("r.json", R"([{"image_id": 10, "category_id": 1,
      "bbox": [0, 0, 9, 9]}])"),
                               Task::count);
  listed.images = files_.write("images.json.gz", gzipped(kDocument));
  listed.classes = {"person"};
  REQUIRE(experiment->import_outputs(listed));
  QCOMPARE(files_.shown(*experiment, "seen"), QString("yard 3 1; yard 4 0; yard 7 0"));
}

void TestCoco::damaged_gzip_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("says");
  std::string text = "source,frame,value\n";
  for (int i = 0; i < 2000; ++i) text += QString("yard,%1,%2\n").arg(i).arg(i * 7919 % 1000).toStdString();
  const auto whole = gzipped(text);
  const auto row = [](const char* name, const std::string& bytes, const char* says) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << says;
  };
  row("cut off", whole.substr(0, whole.size() / 2), "The gzip file is damaged: it ends too early. Copy it again");
  row("without its last byte", whole.substr(0, whole.size() - 1), "it ends too early");
  row("the first bytes", whole.substr(0, 2), "it ends too early");
  auto other = whole;
  other[other.size() - 8] = static_cast<char>(other[other.size() - 8] ^ 1);
  row("another check sum", other, "The gzip file is damaged: incorrect data check.");
  row("something behind it", whole + "more", "The gzip file is damaged: incorrect header check.");
  row("nothing in it", gzipped(""), "The file is empty. A header is expected.");
}

void TestCoco::damaged_gzip() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, says);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("bad.csv.gz", bytes.toStdString()), Task::count);
  const auto report = experiment->import_outputs(o);
  QVERIFY2(!report, "a damaged file was imported");
  const auto message = QString::fromStdString(report.error().text());
  QVERIFY2(message.contains(says) && message.endsWith("bad.csv.gz"), qPrintable(message));
  QVERIFY(experiment->overview()->boxes.empty());
}

// What is dropped on the window: outputs, or a manifest, a description, a video.
void TestCoco::told_from_other_files_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("outputs");
  const auto row = [](const char* name, const std::string& text, bool outputs) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << outputs;
  };
  row("t.csv.gz", gzipped("source,frame,value\n"), true);
  row("T.CSV.GZ", "", true);
  row("t.tsv", "", true);
  row("d.json", kDocument, true);
  row("d.json.gz", gzipped(kDocument), true);
  row("licenses.json", R"({"info": {}, "licenses": [{"id": 1}],)" + std::string(2000, ' ') + "}", true);
  row("results.json", " [\n{\"bbox\": []}]", true);
  row("none.json", "[]", true);
  row("lines.json", "{\"image_id\": 0}\n", true);
  row("lines.jsonl", "{\"image_id\": 0}\n", true);
  row("other.jsonl", "{\"text\": 0}\n", false);
  row("manifest.json", R"({"schema": 1, "name": "face", "adapter": "opencv-dnn"})", false);
  row("spec.json", R"({"task": "count", "width": 1})", false);
  row("empty.json", "", false);
  row("mot.txt", "1,1,0,0,9,9\n", true);
  row("mot.txt.gz", gzipped("1,1,0,0,9,9\n"), true);
  row("kitti.txt", "0 2 Car 0 0 -2.5 1 2 3 4 1.7 0.6 0.8 6.3 1.6 8.4 -1.9\n", true);
  row("head.txt", "frame id bb_left bb_top bb_width bb_height\n", true);
  row("notes.txt", "to do\n", false);
  row("numbers.txt", "3.5 7\n", false);
  row("clip.mp4", "1,1,0,0,9,9\n", false);
  row("clip.gz", gzipped("1,1,0,0,9,9\n"), false);
  row("clip", "1,1,0,0,9,9\n", false);
}

void TestCoco::told_from_other_files() {
  QFETCH(QByteArray, text);
  QFETCH(bool, outputs);
  QCOMPARE(is_recorded_outputs(files_.write(QTest::currentDataTag(), text.toStdString())), outputs);
  QVERIFY(!is_recorded_outputs(files_.at("nowhere/x.json")));
}

QTEST_GUILESS_MAIN(TestCoco)
#include "test_coco.moc"
