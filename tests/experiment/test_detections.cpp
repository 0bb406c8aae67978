// experiment_detections: COCO results and MOT text, worked by hand, and every kind of bad file.
#include <algorithm>

#include "experiment/imported.h"
#include "recorded/import_detections.h"

using namespace mlink::rooms;

namespace {

// Five detections on frames 0, 0, 0, 2 and 5; pictures of 200 x 100.

const char* const kResults = R"([
 {"image_id": 0, "category_id": 1, "bbox": [20, 10, 40, 50], "score": 0.9, "segmentation": {"counts": [1, 2]}},
 {"image_id": 0, "category_id": 1, "bbox": [100, 0, 20, 20], "score": 0.4, "keypoints": [1, 2, [3]]},
 {"image_id": 0, "category_id": 3, "bbox": [150, 50, 100, 100], "score": 0.8},
 {"image_id": 2, "category_id": 3, "bbox": [0, 0, 50, 50], "score": 0.2},
 {"category_id": 1, "image_id": 5, "bbox": [-10, -10, 30, 30], "score": 1, "id": 7}
])";

}  // namespace

class TestDetections : public QObject {
  Q_OBJECT

  mlink::test::ImportFolder files_;

 private Q_SLOTS:
  void coco_data();
  void coco();
  void mot_data();
  void mot();
  void bad_detections_data();
  void bad_detections();
  void file_names_data();
  void file_names();
  void detections_on_a_camera();
  void images_say_which_frame();
  void names_of_data_sets();
  void what_a_box_is_data();
  void what_a_box_is();
  void numbers_from_one();
  void confidence_in_another_column();
};

void TestDetections::coco_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QStringList>("classes");
  QTest::addColumn<double>("score");
  QTest::addColumn<int>("frames");
  QTest::addColumn<QString>("outputs");
  const auto row = [](const char* name, const char* task, const QStringList& classes, double score, int frames,
                      const char* outputs) {
    QTest::newRow(name) << task << classes << score << frames << QString(outputs);
  };
  row("count of all", "count", {}, 0.3, 0, "cam 0 3; cam 2 0; cam 5 1");
  row("count of all on seven frames", "count", {}, 0.3, 7,
      "cam 0 3; cam 1 0; cam 2 0; cam 3 0; cam 4 0; cam 5 1; cam 6 0");
  row("count by name", "count", {"person"}, 0.3, 0, "cam 0 2; cam 2 0; cam 5 1");
  row("count by id", "count", {"3"}, 0.3, 0, "cam 0 1; cam 2 0; cam 5 0");
  row("count of two classes", "count", {"person", "car"}, 0.1, 0, "cam 0 3; cam 2 1; cam 5 1");
  row("higher score", "count", {}, 0.5, 0, "cam 0 2; cam 2 0; cam 5 1");
  row("labels", "multi_label", {}, 0.3, 0, "cam 0 0.9 0.8; cam 2 0 0; cam 5 1 0");
  row("labels of one class", "multi_label", {"car"}, 0.1, 0, "cam 0 0.8; cam 2 0.2; cam 5 0");
  // 20,10,40,50 of 200 x 100; and of 150,50,100,100 the part inside the picture: 50 x 50.
  row("largest person", "localization", {"person"}, 0.3, 0,
      "cam 0 0.1 0.1 0.2 0.5 0.9; cam 2 0 0 0 0 0; cam 5 0 0 0.1 0.2 1");
  row("largest of all", "localization", {}, 0.3, 0,
      "cam 0 0.75 0.5 0.25 0.5 0.8; cam 2 0 0 0 0 0; cam 5 0 0 0.1 0.2 1");
}

void TestDetections::coco() {
  QFETCH(QString, task);
  QFETCH(QStringList, classes);
  QFETCH(double, score);
  QFETCH(int, frames);
  QFETCH(QString, outputs);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("results.json", kResults), *task_from_string(task.toStdString()));
  o.source = "cam";
  o.categories = "1=person, 3=car";
  o.score = score;
  o.picture = {200, 100};
  if (frames > 0) o.frames = frames;
  for (const auto& name : classes) o.classes.push_back(name.toStdString());
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(files_.shown(*experiment, "box"), outputs);
  QCOMPARE(std::string(report->format->name), std::string("coco"));
  QCOMPARE(report->read, std::int64_t{5});
  if (task == "multi_label" && classes.isEmpty())
    QVERIFY(report->spec.labels == (std::vector<std::string>{"person", "car"}));
}

// frame,id,x,y,width,height,score,class,visibility; frames from 1.
void TestDetections::mot_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("task");
  QTest::addColumn<QStringList>("classes");
  QTest::addColumn<QString>("outputs");
  const QByteArray gt =
      "1,1,20,10,40,50,1,1,0.9\n1,2,100,0,20,20,1,7,1\n3,1,40,10,40,50,0,1,0.9\n4,3,0,0,100,100,1,1,1\n";
  QTest::newRow("count") << gt << "count" << QStringList{} << "yard 0 2; yard 1 0; yard 2 0; yard 3 1";
  QTest::newRow("pedestrians") << gt << "count" << QStringList{"1"} << "yard 0 1; yard 1 0; yard 2 0; yard 3 1";
  QTest::newRow("largest") << gt << "localization" << QStringList{"1"}
                           << "yard 0 0.1 0.1 0.2 0.5 1; yard 1 0 0 0 0 0; yard 2 0 0 0 0 0; yard 3 0 0 0.5 1 1";
  QTest::newRow("seen") << gt << "multi_label" << QStringList{} << "yard 0 1 1; yard 1 0 0; yard 2 0 0; yard 3 1 0";
  QTest::newRow("ten columns, no confidence, CR LF, blanks")
      << QByteArray("1, -1, 20, 10, 40, 50, -1, -1, -1, -1\r\n2, -1, 20.5, 10, 40, 50, 0.1, -1, -1, -1\r\n") << "count"
      << QStringList{} << "yard 0 1; yard 1 0";
  QTest::newRow("six columns") << QByteArray("2,1,0,0,1,1\n") << "count" << QStringList{} << "yard 0 0; yard 1 1";
  const auto row = [](const char* name, const char* text, const char* task, const QStringList& classes,
                      const char* outputs) { QTest::newRow(name) << QByteArray(text) << task << classes << outputs; };
  const char* largest = "yard 0 0.1 0.1 0.2 0.5 0.5; yard 1 0 0 0 0 0; yard 2 0.5 0 0.1 0.2 1";
  row("blanks", "1 1 20 10 40 50 0.5\n3  -1\t100 0 20 20 -1 \r\n", "localization", {}, largest);
  row("blanks in front", "  1 1  20 10 40 50  0.5\n 3 1 100  0 20 20 1\n", "localization", {}, largest);
  row("tabs, with a class", "1\t1\t20\t10\t40\t50\t1\t3\t1\n1\t2\t20\t10\t40\t50\t1\t4\t1\n", "count", {"3"},
      "yard 0 1");
  row("semicolons", "1;1;20;10;40;50;0.5\n3;1;100;0;20;20;1\n", "localization", {}, largest);
  row("a header",
      "frame,id,bb_left,bb_top,bb_width,bb_height,conf,x,y,z\n1,1,20,10,40,50,0.5,7,7,7\n3,1,100,0,20,20,-1,7,7,7\n",
      "localization", {}, largest);
  row("a header as the challenge writes it",
      "<frame>, <id>, <bb_left>, <bb_top>, <bb_width>, <bb_height>, <conf>\n1, 1, 20, 10, 40, 50, 0.5\n3, 1, 100, 0, "
      "20, 20, 1\n",
      "localization", {}, largest);
  row("a header in another order, blanks", "Conf h w Y X id frame\n0.5 50 40 10 20 1 1\n1 20 20 0 100 1 3\n",
      "localization", {}, largest);
  row("a header with corners", "frame;track_id;x1;y1;x2;y2;score\n1;1;20;10;60;60;0.5\n3;1;100;0;120;20;1\n",
      "localization", {}, largest);
  row("a header with classes by name",
      "\"frame\",\"id\",\"class\",\"x\",\"y\",\"w\",\"h\"\n1,1,\"car\",1,1,9,9\n1,2,bus,1,1,9,9\n2,2,bus,1,1,9,9\n",
      "multi_label", {}, "yard 0 1 1; yard 1 1 0");
  row("a header with classes by id", "frame,id,x,y,w,h,class\n1,1,1,1,9,9,3\n1,2,1,1,9,9,4\n", "count", {"4"},
      "yard 0 1");
  row("a table is none", "source,frame,x,y,w,h,score\nyard,0,0.1,0.1,0.2,0.5,0.5\n", "localization", {},
      "yard 0 0.1 0.1 0.2 0.5 0.5");
  QTest::newRow("not in order") << QByteArray("3,1,0,0,1,1\n1,1,0,0,1,1\n3,2,0,0,1,1\n") << "count" << QStringList{}
                                << "yard 0 1; yard 1 0; yard 2 2";
}

void TestDetections::mot() {
  QFETCH(QByteArray, text);
  QFETCH(QString, task);
  QFETCH(QStringList, classes);
  QFETCH(QString, outputs);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  // The camera is called as the file where nothing else names it. A tracker's text may be called a table.
  const bool table = text.startsWith("source");
  for (const char* name : {"yard.txt", "yard.csv"}) {
    auto o = files_.options(name == std::string("yard.txt") ? "box" : "called-csv",
                            files_.write(name, text.toStdString()), *task_from_string(task.toStdString()));
    if (!table) o.picture = {200, 100};
    o.replace = true;
    for (const auto& wanted : classes) o.classes.push_back(wanted.toStdString());
    const auto report = experiment->import_outputs(o);
    REQUIRE(report);
    QCOMPARE(std::string(report->format->name), std::string(table ? "csv" : "mot"));
    QCOMPARE(files_.shown(*experiment, o.box), outputs);
  }
}

void TestDetections::bad_detections_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const char* file, const QByteArray& text, const char* task, const char* says) {
    QTest::newRow(name) << file << text << task << QString::fromUtf8(says);
  };
  const char* json = "bad.json";
  const QByteArray good = "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9,9], \"score\": 0.5},\n";
  row("not JSON", json, "[\n{\"image_id\": 1,\n oops}]", "count", "Line 3 (byte 20): this is not JSON: ");
  row("cut off", json, good + "{\"image_id\": 2", "count", "Line 2 (byte 84): this is not JSON: ");
  row("not UTF-8", json, "[{\"image_id\": \"\xF6\"}]", "count", "Line 1 (byte 16): this is not JSON: ");
  row("binary", json, QByteArray("\x89PNG\r\n\x1a\n\0", 9), "count", "this is not JSON");
  row("a number", json, "7", "count", "Line 1: the document is a number.");
  row("list of numbers", json, "[\n1]", "count",
      "Line 2: an entry is a number. An object with image_id, category_id, bbox and score is expected.");
  row("list of lists", json, "[[1]]", "count", "Line 1: an entry is a list.");
  row("no image_id", json, good + "{\"category_id\": 1, \"bbox\": [0,0,9,9]}]", "count",
      "Line 2: detection 2 has no \"image_id\".");
  row("no category_id", json, good + "{\"image_id\": 1, \"bbox\": [0,0,9,9]}]", "count",
      "Line 2: detection 2 has no \"category_id\".");
  row("no bbox", json, good + "{\"image_id\": 1, \"category_id\": 1}]", "count",
      "Line 2: detection 2 has no \"bbox\".");
  row("three numbers", json, good + "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9]}]", "count",
      "Line 2: \"bbox\" has 3 numbers. Four, [x, y, width, height], are expected.");
  row("five numbers", json, good + "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9,9,9]}]", "count",
      "Line 2: \"bbox\" has 5 numbers.");
  row("text in bbox", json, good + "{\"bbox\": [0,0,9,\"9\"]}]", "count",
      "Line 2: \"bbox\" is a text. Four numbers, [x, y, width, height], are expected.");
  row("null in bbox", json, good + "{\"bbox\": [0,0,9,null]}]", "count", "Line 2: \"bbox\" is null.");
  row("list in bbox", json, good + "{\"bbox\": [[0,0,9,9]]}]", "count", "Line 2: \"bbox\" is a list.");
  row("bbox a number", json, good + "{\"bbox\": 7}]", "count", "Line 2: \"bbox\" is a number.");
  row("width below zero", json, good + "{\"bbox\": [9,9,-9,9]}]", "count", "Line 2: the width in \"bbox\" is -9.");
  row("image_id 1.5", json, good + "{\"image_id\": 1.5}]", "count",
      "Line 2: \"image_id\" is 1.5. A whole number of zero or more is expected.");
  row("image_id -1", json, good + "{\"image_id\": -1}]", "count", "Line 2: \"image_id\" is -1.");
  row("category null", json, good + "{\"category_id\": null}]", "count",
      "Line 2: \"category_id\" is null. A number is expected.");
  row("score text", json, good + "{\"score\": \"high\"}]", "count", "Line 2: \"score\" is a text.");
  row("score above 1", json, good + "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9,9], \"score\": 3}]",
      "localization", "Line 2: the score is 3. A score from 0 to 1 is expected; a count takes any.");
  row("file name without number", json, "[\n{\"image_id\": \"cat.jpg\", \"category_id\": 1, \"bbox\": [0,0,9,9]}]",
      "count", "Line 2: The file name \"cat.jpg\" has no frame number.");
  row("nothing found, no frames known", json, "[]", "count",
      "The file has no rows. Say with --frames on how many frames the box ran and found nothing.");
  row("not for detections", json, good + "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,9,9]}]", "sequence",
      "Detections cannot become a sequence output. Tasks for detections are count, multi_label and localization.");
  const char* mot = "bad.txt";
  row("five columns", mot, "1,1,0,0,9\n", "count",
      "Line 1: there are 5 cells. MOT text is expected: frame,id,x,y,width,height,score,class,visibility.");
  row("two widths", mot, "1,1,0,0,9,9,1\n2,1,0,0,9,9\n", "count",
      "Line 2, column 7: there are 6 cells. 7 are expected, as in the first line.");
  row("frame text", mot, "1,1,0,0,9,9\nx,1,0,0,9,9\n", "count", "Line 2, column 1 (frame): \"x\" is not a number.");
  row("frame 1.5", mot, "1.5,1,0,0,9,9\n", "count",
      "Line 1, column 1 (frame): \"1.5\" does not fit. A whole number of 0 or more is expected.");
  row("frame 0", mot, "0,1,0,0,9,9\n", "count",
      "Line 1, column 1 (frame): 0 is before the first frame. A number from 1 is expected (--first-frame).");
  row("height below zero", mot, "1,1,0,0,9,-9\n", "count",
      "Line 1, column 6 (height): it is -9. Zero or more is expected.");
  row("NaN", mot, "1,1,nan,0,9,9\n", "count", "Line 1, column 3 (x): \"nan\" is not a number.");
  row("a time stamp as frame", mot, "1700000000,1,0,0,9,9\n", "count",
      "The camera bad would have 1700000000 frames. Is the frame number what it should be?");
  row("KITTI tracking", mot,
      "0 2 Pedestrian 0 0 -2.52 1106.13 166.57 1204.47 323.87 1.71 0.67 0.87 6.3 1.64 8.46 -1.9\n", "count",
      "This is KITTI tracking text, which is not read. Write frame,id,x,y,width,height,score a line (MOT text, "
      "--first-frame 0): x and y are its columns 7 and 8");
  row("KITTI tracking results", mot,
      "1 -1 DontCare -1 -1 -10 219.31 188.49 245.5 218.56 -1000 -1000 -1000 -10 -1 -1 -1 0.5\n", "count",
      "This is KITTI tracking text");
  row("KITTI objects", mot, "Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57\n",
      "count", "This is KITTI object text (one file a picture), which is not read. Save all pictures' detections");
  row("MOTS", mot, "1 2029 2 1080 1920 jn1b1b100000000000Ve=\n2 2029 2 1080 1920 jn1b1b100000000000Ve=\n", "count",
      "This is MOTS text (masks of tracked objects), which is not read. Save it as COCO results: image_id, category_id "
      "and segmentation");
  row("YOLO", mot, "0 0.5 0.5 0.25 0.25\n1 0.1 0.1 0.2 0.2\n", "count", "This is YOLO text (one file a picture)");
  row("YOLO with scores", mot, "1 0.5 0.5 0.25 0.25 0.9\n", "count", "This is YOLO text (one file a picture)");
  row("blanks, five columns", mot, "1 1 0 0 9\n", "count", "Line 1: there are 5 cells. MOT text is expected");
  row("blanks, another width", mot, "1 1 0 0 9 9\n2 1 0 0 9\n", "count",
      "Line 2, column 6: there are 5 cells. 6 are expected, as in the first line.");
  row("header without height", mot, "frame,id,x,y,w\n1,1,0,0,9\n", "count",
      "Line 1: the header has no column of the height (bb_height).");
  row("header, a word", mot, "frame,id,x,y,w,h\n1,1,0,0,9,9\n1,1,0,zero,9,9\n", "count",
      "Line 3, column 4 (y): \"zero\" is not a number.");
  row("header, corner before the first", mot, "frame,id,xmin,ymin,xmax,ymax\n1,1,9,9,12,8\n", "count",
      "Line 2, column 6 (ymax): it is before the first corner. The second corner is expected behind the first.");
  row("header, twice", mot, "frame,id,x,y,w,h,x\n1,1,0,0,9,9,1\n", "count", "Line 1: there are two columns \"x\".");
  row("header alone", mot, "frame,id,x,y,w,h\n", "count", "The file has no rows. Say with --frames");
  row("no class to label", mot, "1,1,0,0,9,9\n", "multi_label", "The detections have no class.");
  row("no size of the picture", mot, "1,1,0,0,9,9\n", "localization",
      "The size of the picture of camera bad is not known, and boxes are in pixels. Give --picture WIDTHxHEIGHT.");
}

void TestDetections::bad_detections() {
  QFETCH(QString, file);
  QFETCH(QByteArray, text);
  QFETCH(QString, task);
  QFETCH(QString, says);
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write(file.toStdString(), text.toStdString()),
                          *task_from_string(task.toStdString()));
  if (file.endsWith("json")) o.picture = {100, 100};
  const auto report = experiment->import_outputs(o);
  QVERIFY2(!report, "a bad file was imported");
  const auto message = QString::fromStdString(report.error().text());
  QVERIFY2(message.contains(says), qPrintable(message));
  QVERIFY2(message.endsWith(file), qPrintable(message));
  QVERIFY(experiment->overview()->boxes.empty() && experiment->overview()->cameras.empty());
}

void TestDetections::file_names_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("frame");
  QTest::newRow("plain") << "000123.jpg"
                         << " 123";
  QTest::newRow("folder") << "cam1/000123.jpg"
                          << "cam1 123";
  QTest::newRow("folders") << "data/cam1/7.png"
                           << "data/cam1 7";
  QTest::newRow("words around") << "frame_0007_left.jpeg"
                                << " 7";
  QTest::newRow("the last number") << "s02-e05.frame-12.png"
                                   << " 12";
  QTest::newRow("no ending") << "clip_31"
                             << " 31";
  QTest::newRow("backslashes") << "cam\\9.bmp"
                               << "cam 9";
  QTest::newRow("none") << "cam1/cat.jpg"
                        << "none";
  QTest::newRow("too many digits") << "99999999999999999999.jpg"
                                   << "none";
  QTest::newRow("empty") << ""
                         << "none";
  const auto row = [](const char* name, const char* frame) { QTest::newRow(name) << QString(name) << QString(frame); };
  row("yard_mp4-0004_jpg.rf.3f0a9b1c2d4e5f60718293a4b5c6d832.jpg", " 4");
  row("sets/yard/frame-12_png.rf.0123456789abcdef0123456789abcdef.png", "sets/yard 12");
  row("yard_mp4_jpg.rf.3f0a9b1c2d4e5f60718293a4b5c6d832.jpg", "none");
  row("yard_2024-05-01_13-22-07_0012.png", " 12");
  row("yard_20240501_132207_12.png", " 12");
  row("2024-05-01T13:22:07.250.png", "none");
  row("01.05.2024 13-22-07.png", "none");
  row("20240501132207.jpg", "none");
  row("frame12_2024-05-01.png", " 12");
  row("1700000000123.jpg", "none");
  row("image (1).png", "none");
  row("frame_0007 (2).png", " 7");
  row("image%20%281%29.png", "none");
  row("south%20gate/frame%2012.png", "south gate 12");
  row("cam%2F000123.jpg", "cam 123");
  row("a1b2c3d4-frame_0031.jpg", " 31");
  row("frame_0031_a1b2c3d4.jpg", " 31");
  row("3f0a9b1c2d4e5f60.jpg", "none");
  row("123e4567-e89b-12d3-a456-426614174000.png", "none");
  row("yard_1080p_30fps_0005.h264.jpg", " 5");
  row("clip.mp4.000017.jpg", " 17");
  row("frame.12", " 12");
}

void TestDetections::file_names() {
  QFETCH(QString, name);
  QFETCH(QString, frame);
  const auto found = frame_of_file_name(name.toStdString());
  QCOMPARE(found ? QString("%1 %2").arg(QString::fromStdString(found->source)).arg(found->number) : "none", frame);
}

void TestDetections::detections_on_a_camera() {
  const auto file = files_.at("detections.mlink");
  REQUIRE(files_.with_cameras(file));
  auto experiment = Experiment::open(file);
  REQUIRE(experiment);
  // Camera a uses frames 0, 2, ... 38 of a picture of 200 x 100, so all of these are known; 5 is not one of them.
  auto o = files_.options("box", files_.write("a.json", kResults), Task::localization);
  o.source = "a";
  o.classes = {"1"};
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(report->stored, std::int64_t{20});
  QCOMPARE(report->left_out, std::int64_t{1});
  QVERIFY(files_.shown(*experiment, "box").startsWith("a 0 0.1 0.1 0.2 0.5 0.9; a 10 0 0 0 0 0;"));
  // A class that nobody knows by name.
  o.box = "other";
  o.classes = {"person"};
  const auto unknown = experiment->import_outputs(o);
  QVERIFY(!unknown);
  QVERIFY2(unknown.error().what == "There is no class \"person\".", unknown.error().text().c_str());
  o.categories = "1=human,3=car";
  const auto other = experiment->import_outputs(o);
  QVERIFY(!other);
  QVERIFY2(other.error().todo == "Classes are human (1), car (3).", other.error().text().c_str());
}

void TestDetections::images_say_which_frame() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto images = files_.write("instances.json", R"({"info": {"year": 2024},
    "annotations": [{"id": 1, "bbox": [1, 2, 3, 4]}],
    "images": [{"id": 17, "file_name": "left/000003.jpg", "width": 100, "height": 100},
               {"id": 18, "file_name": "right/000003.jpg", "width": 400, "height": 200},
               {"id": 19, "file_name": "right/000004.jpg", "width": 400, "height": 200}],
    "categories": [{"id": 3, "name": "car"}, {"id": 1, "name": "person"}]})");
  auto o = files_.options(
      "box", files_.write("r.json", R"([{"image_id": 18, "category_id": 3, "bbox": [100, 100, 200, 50], "score": 0.5},
    {"image_id": 17, "category_id": 1, "bbox": [10, 10, 10, 10], "score": 0.75}])"),
      Task::localization);
  o.images = images;
  REQUIRE(experiment->import_outputs(o));
  // Every listed image is a frame on which the box ran, with its own size.
  QCOMPARE(files_.shown(*experiment, "box"),
           QString("left 3 0.1 0.1 0.1 0.1 0.75; right 3 0.25 0.5 0.5 0.25 0.5; right 4 0 0 0 0 0"));
  o.box = "labels";
  o.task = Task::multi_label;
  o.first_frame = 1;
  REQUIRE(experiment->import_outputs(o));
  QCOMPARE(files_.shown(*experiment, "labels"), QString("left 2 0.75 0; right 2 0 0.5; right 3 0 0"));

  const auto refused = [&](const char* name, const std::string& results, const std::string& listed, const char* says) {
    auto bad = files_.options("bad", files_.write("r2.json", results), Task::count);
    bad.images = files_.write("i2.json", listed);
    const auto report = experiment->import_outputs(bad);
    const auto message = report ? std::string("it was imported") : report.error().text();
    QVERIFY2(message.find(says) != std::string::npos, (name + (": " + message)).c_str());
  };
  const std::string one = R"([{"image_id": 5, "category_id": 1, "bbox": [1, 1, 1, 1]}])";
  refused("not listed", one, R"({"images": [{"id": 1, "file_name": "a/1.jpg"}]})",
          "Line 1: \"image_id\" 5 is none of the images. One of the 1 images of i2.json is expected.");
  refused("same frame", one, R"({"images": [{"id": 1, "file_name": "a/1.jpg"}, {"id": 5, "file_name": "a/01.png"}]})",
          "The images a/1.jpg and a/01.png are the same frame (1 of camera a).");
  refused("no file name", one, R"({"images": [{"id": 5, "file_name": "a/1.jpg"}, {"id": 1}]})",
          "images[1] is not as COCO describes it: key 'file_name' not found.");
  refused("id a text", one, R"({"images": [{"id": "5", "file_name": "a/1.jpg"}]})",
          "images[0] is not as COCO describes it");
  refused("no images", one, R"({"categories": []})", "The document lists no images.");
  refused("another document", one, R"({"pictures": []})", "has neither \"images\" nor \"categories\"");
  refused("broken", one, "{\n\"images\": [,]}", "Line 2 (byte ");
}

// What became of the names is told; two images on one frame are refused.
void TestDetections::names_of_data_sets() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto named = [](const std::string& name) {
    return R"({"image_id": ")" + name + R"(", "category_id": 1, "bbox": [1, 1, 9, 9]})";
  };
  const std::string four = "yard_mp4-0004_jpg.rf.3f0a9b1c2d4e5f60718293a4b5c6d832.jpg";
  const std::string nine = "yard_mp4-0009_jpg.rf.00aa9b1c2d4e5f60718293a4b5c6d111.jpg";
  auto o =
      files_.options("box", files_.write("named.json", "[" + named(four) + ",\n" + named(nine) + "]"), Task::count);
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(files_.shown(*experiment, "box"), QString("named 4 1; named 9 1"));
  const auto& notes = report->notes;
  const std::string told =
      "By the numbers in their names 2 images are frames of camera named: 4 to 9, without 4 between them; "
      "\"yard_mp4-0009_jpg.rf.00aa9b1c2d4e5f60718…\" is frame 9.";
  QVERIFY2(std::find(notes.begin(), notes.end(), told) != notes.end(), notes.front().c_str());

  const auto refused = [&](const std::string& text, const char* says) {
    const auto bad = experiment->import_outputs(files_.options("bad", files_.write("bad2.json", text), Task::count));
    const auto message = bad ? std::string("it was imported") : bad.error().text();
    QVERIFY2(message.find(says) != std::string::npos, message.c_str());
  };
  refused("[" + named("a/7.jpg") + ",\n" + named("a/0007.jpg") + "]",
          "Line 2: The images a/7.jpg and a/0007.jpg are the same frame (7 of camera a).");
  refused("[" + named("image (1).png") + "]",
          "Line 1: The file name \"image (1).png\" has no frame number. A name like CAMERA/000123.jpg is expected; "
          "dates, clocks, hashes and copy numbers like (1) are no frames");
}

void TestDetections::what_a_box_is_data() {
  QTest::addColumn<QString>("boxes");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const char* boxes, int kind, const char* says) {
    QTest::newRow(name) << QString(boxes) << kind << QString(says);
  };
  // Pictures of 200 x 100.
  row("half is not most", "100,50,180,90 20,10,60,60", -1, "0.5 0.5 0.5 0.5 1; 0.1 0.1 0.3 0.6 1");
  row("corners, said", "100,50,180,90 20,10,60,60", 1, "0.5 0.5 0.4 0.4 1; 0.1 0.1 0.2 0.5 1");
  row("most are corners", "100,50,180,90 120,60,180,90 20,10,60,60", -1,
      "error: Line 1: 2 of 3 boxes, this one first, leave the picture as x, y, width, height; as two corners none "
      "does. Give --boxes xyxy, or --boxes xywh where they are as COCO has them.");
  row("most leave the picture", "150,50,100,20 160,50,100,20 20,10,60,60", -1,
      "error: Line 1: 2 of 3 boxes, this one first, leave the picture. Check the size of the picture");
  row("most leave it, and it is so", "150,50,100,20 160,50,100,20", 0, "0.75 0.5 0.25 0.2 1; 0.8 0.5 0.2 0.2 1");
  row("shares, not said", "0.5,0.5,0.25,0.25 0,0,1,1", -1,
      "error: No box reaches beyond the first pixel, the numbers look like shares of the picture. Give --boxes share");
  row("shares, said", "0.5,0.5,0.25,0.25 0,0,1,1", 2, "0.5 0.5 0.25 0.25 1; 0 0 1 1 1");
  row("corners the wrong way", "100,50,90,60", 1, "error: Line 1: the second corner in \"bbox\" is left of the first.");
}

void TestDetections::what_a_box_is() {
  QFETCH(QString, boxes);
  QFETCH(int, kind);
  QFETCH(QString, says);
  std::string json;
  std::string mot;
  int frame = 0;
  for (const auto& box : boxes.split(' ')) {
    json += (json.empty() ? "[" : ",\n") +
            QString(R"({"image_id": %1, "category_id": 1, "bbox": [%2]})").arg(frame).arg(box).toStdString();
    mot += QString("%1,1,%2\n").arg(++frame).arg(box).toStdString();
  }
  for (const auto& file : {files_.write("boxes.json", json + "]"), files_.write("boxes.txt", mot)}) {
    auto experiment = files_.empty();
    REQUIRE(experiment);
    auto o = files_.options("box", file, Task::localization);
    o.source = "c";
    o.picture = {200, 100};
    if (kind >= 0) o.boxes = static_cast<BoxNumbers>(kind);
    const auto report = experiment->import_outputs(o);
    auto told = report ? files_.shown(*experiment, "box") : "error: " + QString::fromStdString(report.error().text());
    for (int i = 0; i < frame; ++i) told.replace(QString("c %1 ").arg(i), "");
    if (says.contains("bbox") && file.extension() == ".txt")
      says = "error: Line 1, column 5 (x2): it is before the first corner.";
    QVERIFY2(says.startsWith("error") ? told.startsWith(says) : told == says, qPrintable(told));
    // A count does not look at boxes.
    if (kind >= 0) continue;
    o.task = Task::count;
    o.box = "counted";
    REQUIRE(experiment->import_outputs(o));
  }
}

void TestDetections::numbers_from_one() {
  std::string results;
  for (int i = 1; i <= 40; ++i)
    results += (i > 1 ? ",\n" : "[") +
               QString(R"({"image_id": %1, "category_id": 1, "bbox": [0, 0, 9, 9]})").arg(i).toStdString();
  const auto file = files_.at("from-one.mlink");
  REQUIRE(files_.with_cameras(file));
  auto experiment = Experiment::open(file);
  REQUIRE(experiment);
  auto o = files_.options("box", files_.write("one.json", results + "]"), Task::count);
  o.source = "b";
  const auto refused = experiment->import_outputs(o);
  QVERIFY(!refused);
  QVERIFY2(refused.error().text().starts_with(
               "Line 40: image_id goes from 1 to 40, and camera b has 40 frames, 0 to 39. Give --first-frame 1"),
           refused.error().text().c_str());
  o.first_frame = 1;
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(report->stored, std::int64_t{40});
  QCOMPARE(report->left_out, std::int64_t{0});
  o.first_frame = 0;
  o.box = "as-it-says";
  const auto said = experiment->import_outputs(o);
  REQUIRE(said);
  QCOMPARE(said->left_out, std::int64_t{1});

  // Names of pictures count from 1 too: frame 0 of a folder is 000001.jpg. Also where the last ones show nothing.
  std::string images;
  for (int i = 1; i <= 40; ++i)
    images += (i > 1 ? "," : "") + QString(R"({"id": %1, "file_name": "b/%1.jpg"})").arg(i).toStdString();
  const auto document = files_.write("names.json", R"({"annotations": [{"image_id": 3, "category_id": 1,
      "bbox": [0, 0, 9, 9]}], "images": [)" + images + "]}");
  auto named = files_.options("named", document, Task::count);
  const auto names = experiment->import_outputs(named);
  QVERIFY(!names);
  QVERIFY2(names.error().text().starts_with("The numbers in the names go from 1 to 40 (b/40.jpg), and camera b has 40 "
                                            "frames, 0 to 39. Give --first-frame 1"),
           names.error().text().c_str());
  named.first_frame = 1;
  const auto right = experiment->import_outputs(named);
  REQUIRE(right);
  QCOMPARE(right->stored, std::int64_t{40});
  QVERIFY(files_.shown(*experiment, "named").contains("b 2 1;"));
}

void TestDetections::confidence_in_another_column() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  // A header's columns are known by name, so that what it says is checked against what was asked for.
  const auto refused = [&](const char* text, std::optional<BoxNumbers> boxes, const char* says) {
    auto o = files_.options("bad", files_.write("h.txt", text), Task::count);
    o.format = "mot";
    o.boxes = boxes;
    const auto report = experiment->import_outputs(o);
    const auto message = report ? std::string("it was imported") : report.error().text();
    QVERIFY2(message.find(says) != std::string::npos, message.c_str());
  };
  refused("frame,id,x,y,w,h\n1,1,1,1,9,9\n", BoxNumbers::xyxy,
          "Line 1: the header has a width and a height, not a second corner. Leave --boxes xyxy out");
  refused("source,frame,id,x,y,w,h\na,1,1,1,1,9,9\n", std::nullopt,
          "Line 1: the header has a column source, and MOT text is of one camera.");
  const auto notes_of = [&](const char* box, const char* text) {
    const auto report = experiment->import_outputs(files_.options(box, files_.write("t.txt", text), Task::count));
    if (!report) return QString::fromStdString(report.error().text());
    QStringList notes;
    for (const auto& note : report->notes) notes << QString::fromStdString(note);
    return notes.join(' ');
  };
  const auto told = notes_of("moved", "1,1,0,0,9,9,1,-1,-1,0.25\n2,1,0,0,9,9,1,-1,-1,0.875\n");
  QVERIFY2(told.contains("Column 7 (score) is 1 in every line, and column 10 goes from 0.25 to 0.875"),
           qPrintable(told));
  const auto named = notes_of("named", "frame id x1 y1 x2 y2 score z\n1 1 0 0 9 9 1 0.25\n2 1 0 0 9 9 1 0.5\n");
  QVERIFY2(named.contains("The columns are separated by blanks.") &&
               named.contains("By the header's names the boxes are given as two corners.") &&
               !named.contains("Column 7"),
           qPrintable(named));
  const auto plain = notes_of("plain", "1,1,0,0,9,9,0.5,-1,-1,-1\n2,1,0,0,9,9,1,-1,-1,-1\n");
  QVERIFY2(!plain.contains("Column 7"), qPrintable(plain));
}

QTEST_GUILESS_MAIN(TestDetections)
#include "test_detections.moc"
