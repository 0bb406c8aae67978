// blackbox: masks, YOLOX, YuNet, MoveNet, and text. The wanted values are worked by hand.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "blackbox/heads/reducer.h"
#include "blackbox/heads/word_list.h"
#include "blackbox/preprocess.h"
#include "head_rows.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

// Two classes, 3 x 4 cells; the second is greater in the left column and in the lower right corner.
const char* const kMask = R"([{"shape":[1,2,3,4],"data":[0,2,2,2, 0,2,2,2, 0,2,2,0,
                                                          2,0,0,0, 2,0,0,0, 2,0,0,2]}])";

QString joined(const Words& words) {
  QString text;
  for (const auto& word : words) text += (text.isEmpty() ? "" : " ") + QString::fromStdString(word);
  return text;
}

/// The twelve tensors of YuNet for a picture of 32: grids of 16, 4 and 1 cells.
std::vector<Tensor> yunet_tensors(bool named) {
  std::vector<Tensor> tensors;
  for (const auto& [kind, width] :
       std::vector<std::pair<std::string, std::int64_t>>{{"cls", 1}, {"obj", 1}, {"bbox", 4}, {"kps", 10}})
    for (const int stride : {8, 16, 32}) {
      const std::int64_t cells = std::int64_t{32 / stride} * (32 / stride);
      Tensor tensor{{1, cells, width}, {}, named ? kind + "_" + std::to_string(stride) : std::string()};
      tensor.data.assign(static_cast<std::size_t>(cells * width), 0.F);
      tensors.push_back(std::move(tensor));
    }
  tensors[1].data[3] = .81F;  // stride 16, cell (1, 1): score sqrt(.81 x 1)
  tensors[4].data[3] = 1.5F;  // cut at 1
  const float box[] = {.5F, -.5F, 0, std::log(2.F)};
  std::copy(std::begin(box), std::end(box), tensors[7].data.begin() + 12);
  for (std::size_t k = 0; k < 10; ++k) tensors[10].data[30 + k] = static_cast<float>(k) * .1F;
  return tensors;
}

}  // namespace

class TestHeadsMore : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void segments_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<float>("share");
    QTest::addColumn<QString>("parts");
    const QString two = R"({"kind":"segments","labels":["road","car"],"classes":["car"]%1})";
    const char* const both = "[[0,0,0.25,1,1,1],[0.75,0.6666667,1,1,1,1]]";
    QTest::addRow("two classes") << two.arg("") << kMask << 4 / 12.F << both;
    QTest::addRow("their probability") << two.arg(R"(,"scores":"softmax")") << kMask << 4 / 12.F
                                       << "[[0,0,0.25,1,0.880797,1],[0.75,0.6666667,1,1,0.880797,1]]";
    QTest::addRow("without small parts") << two.arg(R"(,"least_area":0.2)") << kMask << 4 / 12.F
                                         << "[[0,0,0.25,1,1,1]]";
    QTest::addRow("the largest only") << two.arg(R"(,"most":1)") << kMask << 4 / 12.F << "[[0,0,0.25,1,1,1]]";
    QTest::addRow("both classes, by number") << R"({"kind":"segments","classes":[0,1]})" << kMask << 1.F
                                             << "[[0.25,0,1,1,1,0],[0,0,0.25,1,1,1],[0.75,0.6666667,1,1,1,1]]";
    QTest::addRow("class numbers") << R"({"kind":"segments","labels":["road","car"],"classes":["car"],"scores":"ids"})"
                                   << R"([{"shape":[1,2,4],"data":[1,0,0,255, 0,1,0,1]}])" << 3 / 8.F
                                   << "[[0,0,0.5,1,1,1],[0.75,0.5,1,1,1,1]]";  // corners touch; 255 is "not said"
    QTest::addRow("channels last") << R"({"kind":"segments","classes":[1],"layout":"nhwc"})"
                                   << R"([{"shape":[1,1,2,2],"data":[0,1, 1,0]}])" << .5F << "[[0,0,0.5,1,1,1]]";
    QTest::addRow("one channel of logits")
        << R"({"kind":"segments","scores":"sigmoid","labels":["person"]})"
        << R"([{"shape":[1,1,1,2],"data":[-1,1]}])" << .5F << "[[0.5,0,1,1,0.7310586,0]]";
    QTest::addRow("nothing there") << R"({"kind":"segments"})"
                                   << R"([{"shape":[4,4]}])" << 0.F << "[]";
  }
  void segments() {
    QFETCH(QString, head);
    QFETCH(QString, tensors);
    QFETCH(float, share);
    QFETCH(QString, parts);
    const auto found = decoded(head, tensors);
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->values, std::vector<float>{share});
    const auto difference = differs(found->detections, parts);
    QVERIFY2(difference.empty(), difference.c_str());
  }

  // The border of a letterboxed picture is no part of the camera's.
  void segmentsInTheRegionOnly() {
    const auto found = decoded(R"({"kind":"segments","classes":[1]})", kMask, {100, 100}, {0, 1 / 3.F, .5F, 1});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->values, std::vector<float>{.5F});
    QCOMPARE(differs(found->detections, "[[0,0.3333333,0.25,1,1,1]]"), std::string());
  }

  void segmentsAreCountedAndMeasured() {
    const auto found = decoded(R"({"kind":"segments","labels":["road","car"],"classes":["car"]})", kMask);
    QVERIFY(found.has_value());
    const OutputSpec cars{Task::count, 1, {}, 0.5, "cars"};
    const OutputSpec share{Task::regression, 1, {}, 0.1, "%"};
    const auto count =
        Reducer::from_json(R"({"kind":"count","label":"car"})", cars)->reduce(*found, cars, {"road", "car"});
    QCOMPARE(count->values, std::vector<float>{2});
    const auto part = Reducer::from_json(R"({"kind":"scalar","factor":100})", share)->reduce(*found, share, {});
    QVERIFY(std::abs(part->values[0] - 33.333333F) < 1e-4F);
  }

  void moveNetOfOne() {
    Tensor points{{1, 1, 17, 3}, {}};
    for (int k = 0; k < 17; ++k) points.data.insert(points.data.end(), {.1F, .01F * static_cast<float>(k), .5F});
    const auto found = DecodingHead::from_json(R"({"kind":"movenet"})")->decode({points}, {192, 192});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->poses.size(), std::size_t{1});
    QVERIFY(std::abs(found->poses[0].score - .5F) < 1e-5F);
    QCOMPARE(found->poses[0].points.size(), std::size_t{51});
    QCOMPARE(found->poses[0].points[9], .03F);  // x before y
    QCOMPARE(found->poses[0].points[10], .1F);
    QCOMPARE(found->poses[0].points[11], .5F);
    QVERIFY(
        DecodingHead::from_json(R"({"kind":"movenet","pose_score":0.6})")->decode({points}, {192, 192})->poses.empty());
  }

  void moveNetOfSeveral() {
    Tensor people{{1, 6, 56}, std::vector<float>(336, .25F)};
    for (std::size_t i = 0; i < 6; ++i) people.data[56 * i + 55] = .1F;
    people.data[56 * 2 + 55] = .7F;
    people.data[56 * 4 + 55] = .9F;
    people.data[56 * 4 + 1] = .75F;  // x of the nose
    const auto found = DecodingHead::from_json(R"({"kind":"movenet"})")->decode({people}, {256, 256});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->poses.size(), std::size_t{2});
    QCOMPARE(found->poses[0].score, .9F);
    QCOMPARE(found->poses[0].points[0], .75F);
    const OutputSpec persons{Task::count, 1, {}, 0.5, "persons"};
    const auto count = Reducer::from_json(R"({"kind":"count","score":0.8})", persons)->reduce(*found, persons, {});
    QCOMPARE(count->values, std::vector<float>{1});
  }

  void yolox() {
    // A picture of 64 x 32: 32 cells of 8, 8 of 16, 2 of 32; two classes.
    Tensor rows{{1, 42, 7}, std::vector<float>(294, 0.F)};
    const float near[] = {.5F, .25F, std::log(2.F), 0, .9F, .2F, .8F};  // the 11th of the first grid: x 2, y 1
    const float far[] = {0, 0, 0, std::log(.5F), 1, .5F, .1F};          // the 2nd of the last: x 1, y 0
    std::copy(std::begin(near), std::end(near), rows.data.begin() + 70);
    std::copy(std::begin(far), std::end(far), rows.data.begin() + 287);
    const auto found = DecodingHead::from_json(R"({"kind":"yolox","labels":["cat","dog"]})")->decode({rows}, {64, 32});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    // centre (20, 10), size 16 x 8; centre (32, 0), size 32 x 16
    QCOMPARE(differs(found->detections, "[[0.1875,0.1875,0.4375,0.4375,0.72,1],[0.25,-0.25,0.75,0.25,0.5,0]]"),
             std::string());
  }

  void yunet_data() {
    QTest::addColumn<bool>("named");
    QTest::addColumn<bool>("turned");
    QTest::addRow("in OpenCV's order") << false << false;
    QTest::addRow("by names, in another order") << true << true;
  }
  void yunet() {
    QFETCH(bool, named);
    QFETCH(bool, turned);
    auto tensors = yunet_tensors(named);
    if (turned) std::reverse(tensors.begin(), tensors.end());
    const auto head = DecodingHead::from_json(R"({"kind":"yunet"})");
    auto found = head->decode(tensors, {32, 32});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    // Centre (16 (1 + .5), 16 (1 - .5)) = (24, 8), size 16 x 32.
    QCOMPARE(differs(found->detections, "[[0.5,-0.25,1,0.75,0.9,0]]"), std::string());
    QCOMPARE(head->labels, std::vector<std::string>{"face"});
    const auto& points = found->detections[0].points;
    QCOMPARE(points.size(), std::size_t{10});
    QVERIFY(std::abs(points[0] - .5F) < 1e-5F && std::abs(points[1] - .55F) < 1e-5F);  // 16 (1 + .0), 16 (1 + .1)
    QVERIFY(std::abs(points[9] - .95F) < 1e-5F);
    const auto marks = to_marks(*found, {"face"});
    QCOMPARE(marks.poses.size(), std::size_t{1});
    QCOMPARE(marks.poses[0].points[0], points[4]);  // the nose
    QCOMPARE(marks.poses[0].points[3], points[2]);  // the left eye
    QCOMPARE(marks.poses[0].points[17], 0.F);       // no shoulders
    const OutputSpec faces{Task::count, 1, {}, 0.5, "faces"};
    QCOMPARE(Reducer::from_json(R"({"kind":"count"})", faces)->reduce(*found, faces, {"face"})->values,
             std::vector<float>{1});
    to_frame(*found, {.5F, 0, 1, 1});
    QVERIFY(std::abs(found->detections[0].points[9] - .95F) < 1e-5F && found->detections[0].points[0] == 0);
  }

  void text_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<QString>("wanted");
    const char* const ids = R"([{"shape":[1,5],"data":[1,2,0,3,1]}])";
    QTest::addRow("words by number") << R"({"kind":"text","decode":"ids","words":["<end>","a","red","car"]})" << ids
                                     << "a red <end> car a";
    QTest::addRow("until the end")
        << R"({"kind":"text","decode":"ids","words":["<end>","a","red","car"],"end":"<end>"})" << ids << "a red";
    QTest::addRow("without some")
        << R"({"kind":"text","decode":"ids","words":["<pad>","a","red","car"],"skip":[0,"a"]})" << ids << "red car";
    QTest::addRow("pieces of words")
        << R"({"kind":"text","decode":"ids","words":["##s","a","car","##go"],"pieces":"wordpiece"})" << ids
        << "a carsgo a";
    QTest::addRow("sentence pieces")
        << QString::fromUtf8(
               R"({"kind":"text","decode":"ids","words":["s","▁a","▁car","▁go"],"pieces":"sentencepiece"})")
        << ids << "a cars go a";
    QTest::addRow("bytes as characters")
        << QString::fromUtf8(R"({"kind":"text","decode":"ids","words":["Ã©","a","Ġcar","s"],"pieces":"bytes"})") << ids
        << QString::fromUtf8(
               "a caré"
               "sa");
    // Classes: blank, h, e, l, o; the steps say h h e l _ l l o.
    QTest::addRow("CTC, the blank not in the vocabulary")
        << R"({"kind":"text","words":["h","e","l","o"],"pieces":"characters"})"
        << R"([{"shape":[1,8,5],"data":[0,1,0,0,0, 0,1,0,0,0, 0,0,1,0,0, 0,0,0,1,0, 1,0,0,0,0, 0,0,0,1,0, 0,0,0,1,0, 0,0,0,0,1]}])"
        << "hello";
    QTest::addRow("CTC, steps first, the blank last, a bar for a space")
        << R"({"kind":"text","words":["o","|"],"blank":"last","pieces":"characters","space":"|","layout":"tnc"})"
        << R"([{"shape":[4,1,3],"data":[-1,-2,-3, -1,0,-1, -4,-4,-1, -1,-2,-3]}])"
        << "o o";
    QTest::addRow("CTC, the blank in the vocabulary") << R"({"kind":"text","words":["yes","<b>","no"],"blank":1})"
                                                      << R"([{"shape":[3,3],"data":[0,0,1, 0,1,0, 1,0,0]}])"
                                                      << "no yes";
    QTest::addRow("argmax, a space behind the file's words")
        << R"({"kind":"text","decode":"argmax","words":["a","b"],"more":[" "],"pieces":"characters"})"
        << R"([{"shape":[1,3,3],"data":[1,0,0, 0,0,1, 0,1,0]}])"
        << "a b";
    QTest::addRow("nothing") << R"({"kind":"text","words":["a"]})"
                             << R"([{"shape":[1,0,2]}])"
                             << "";
    QTest::addRow("blanks only") << R"({"kind":"text","words":["a"]})"
                                 << R"([{"shape":[1,2,2],"data":[1,0,1,0]}])"
                                 << "";
  }
  void text() {
    QFETCH(QString, head);
    QFETCH(QString, tensors);
    QFETCH(QString, wanted);
    const auto found = decoded(head, tensors);
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(joined(found->words), wanted);
    const OutputSpec words{Task::sequence, 0, {}, 0.5, {}};
    const auto output = Reducer::from_json(R"({"kind":"words"})", words)->reduce(*found, words, {});
    QVERIFY(output->presence == (wanted.isEmpty() ? Presence::none : Presence::present));
  }

  // Columns behind the classes hold greater numbers than the scores.
  void yoloWithMasks() {
    const auto found =
        decoded(R"({"kind":"yolo","variant":"v8","labels":["a","b"],"unread":2})",
                R"([{"shape":[1,8,2],"data":[50,50, 50,50, 20,20, 40,40, 0.1,0.2, 0.6,0.1, 9,9, 9,9]}])");
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QVERIFY2(differs(found->detections, "[[0.4,0.3,0.6,0.7,0.6,1]]").empty(),
             differs(found->detections, "[[0.4,0.3,0.6,0.7,0.6,1]]").c_str());
  }

  // Strides 8 and 16 on 16 x 16: four cells and one. Of the last of the four the sides lie .5, 1, 0 and .5 strides from
  // its middle (12, 12); the fifth reaches half a stride to each side.
  void picodet_data() {
    QTest::addColumn<QString>("scores");
    QTest::addColumn<QString>("wanted");
    const QString last = "[0.5, 0.25, 0.75, 1, %1, %2]";
    QTest::addRow("one") << "[0,0, 0,0, 0,0, 0.9,0.1], [0.4,0]"
                         << "[" + last.arg("0.9").arg(0) + "]";
    QTest::addRow("two classes of a cell") << "[0,0, 0,0, 0,0, 0.6,0.7], [0,0]"
                                           << "[" + last.arg("0.7").arg(1) + "," + last.arg("0.6").arg(0) + "]";
    QTest::addRow("two strides") << "[0,0, 0,0, 0,0, 0.6,0], [0,0.8]"
                                 << "[[0,0,1,1,0.8,1]," + last.arg("0.6").arg(0) + "]";
    QTest::addRow("nothing") << "[0,0, 0,0, 0,0, 0,0], [0,0]"
                             << "[]";
  }
  void picodet() {
    QFETCH(QString, scores);
    QFETCH(QString, wanted);
    const auto parts = scores.split("], [");
    const auto found = decoded(R"({"kind":"picodet","strides":[8,16]})",
                               QString(R"([{"shape":[1,4,2],"data":%1]},{"shape":[1,1,2],"data":[%2},
                                 {"shape":[1,4,8],"data":[0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0,
                                                          0,0,0,100,100,0,0,0]},
                                 {"shape":[1,1,8]}])")
                                   .arg(parts[0], parts[1]),
                               {16, 16});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QVERIFY2(differs(found->detections, wanted).empty(), differs(found->detections, wanted).c_str());
  }

  void whatCannotBeRead_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<QString>("says");
    const QString mask = R"({"kind":"segments","labels":["a","b"],"classes":["b"]%1})";
    QTest::addRow("mask of a batch") << mask.arg("") << R"([{"shape":[2,2,4,4]}])"
                                     << "[2, 2, 4, 4], the head needs";
    QTest::addRow("mask of a vector") << mask.arg("") << R"([{"shape":[16]}])"
                                      << "[16]";
    QTest::addRow("empty mask") << mask.arg("") << R"([{"shape":[1,2,0,4]}])"
                                << "[1, 2, 0, 4]";
    QTest::addRow("more classes than names") << mask.arg("") << R"([{"shape":[1,3,4,4]}])"
                                             << "3 classes, \"labels\" names 2";
    QTest::addRow("mask not a number") << mask.arg("") << R"([{"shape":[1,2,1,1],"data":["nan",0]}])"
                                       << "not a number";
    QTest::addRow("numbers for classes") << mask.arg(R"(,"scores":"ids")") << R"([{"shape":[1,1,1],"data":[0.5]}])"
                                         << "a cell of class 0.5; \"labels\" names 2";
    QTest::addRow("class without a name") << mask.arg(R"(,"scores":"ids")") << R"([{"shape":[1,1,1],"data":[2]}])"
                                          << "a cell of class 2";
    QTest::addRow("class numbers with channels") << mask.arg(R"(,"scores":"ids")") << R"([{"shape":[1,2,4,4]}])"
                                                 << "[1, h, w], class numbers";
    QTest::addRow("a class that the mask lacks") << R"({"kind":"segments","classes":[5]})"
                                                 << R"([{"shape":[1,3,4,4]}])"
                                                 << "number 5, the mask has 3 classes";
    QTest::addRow("classes not said") << R"({"kind":"segments","labels":["a","b"]})"
                                      << "[]"
                                      << "$.head.classes is missing";
    QTest::addRow("classes unknown") << R"({"kind":"segments","labels":["a"],"classes":["c"]})"
                                     << "[]"
                                     << "$.head.classes names \"c\"";
    QTest::addRow("movenet, 16 points") << R"({"kind":"movenet"})"
                                        << R"([{"shape":[1,1,16,3]}])"
                                        << "[1, 1, 16, 3]";
    QTest::addRow("movenet, 57 columns") << R"({"kind":"movenet"})"
                                         << R"([{"shape":[1,6,57]}])"
                                         << "[1, 6, 57]";
    QTest::addRow("movenet, a crowd") << R"({"kind":"movenet"})"
                                      << R"([{"shape":[1,10001,56]}])"
                                      << "at most 10000";
    QTest::addRow("movenet, logits") << R"({"kind":"movenet"})"
                                     << R"([{"shape":[1,1,17,3],"fill":2}])"
                                     << "score is 2";
    QTest::addRow("movenet, not a number")
        << R"({"kind":"movenet"})"
        << R"([{"shape":[1,1,17,3],"data":[)" + QString(R"("nan",)").repeated(50) + R"(0]}])"
        << "not a number";
    const QString picodet = R"([{"shape":[1,169,%1],"fill":%2},{"shape":[1,49,3]},{"shape":[1,16,3]},{"shape":[1,4,3]},
                               {"shape":[1,169,%3]},{"shape":[1,49,32]},{"shape":[1,16,32]},{"shape":[1,4,32]}])";
    QTest::addRow("picodet, a stride too few") << R"({"kind":"picodet","strides":[8,16,32]})"
                                               << picodet.arg(3).arg(0).arg(32) << "reads 6 tensors for 3 strides";
    QTest::addRow("picodet, other cells")
        << R"({"kind":"picodet","strides":[4,8,16,32]})" << picodet.arg(3).arg(0).arg(32)
        << "[1, 169, 3], the head needs [1, 625, classes] for an input of 100 x 100";
    QTest::addRow("picodet, sides that are none") << R"({"kind":"picodet"})" << picodet.arg(3).arg(0).arg(30)
                                                  << "[1, 169, 30], the head needs [1, 169, 4 x bins]";
    QTest::addRow("picodet, other names")
        << R"({"kind":"picodet","labels":["a","b"]})" << picodet.arg(3).arg(0).arg(32) << "\"labels\" names 2";
    QTest::addRow("picodet, logits") << R"({"kind":"picodet"})" << picodet.arg(3).arg(2).arg(32) << "A score is 2";
    QTest::addRow("picodet, not a number")
        << R"({"kind":"picodet"})"
        << picodet.arg(3).arg(0).arg(32).replace(R"([1,4,3]})", R"([1,4,3],"data":["nan",0,0,0,0,0,0,0,0,0,0,0]})")
        << "scores hold a value that is not a number";
    QTest::addRow("yolo, nothing but columns that are not read") << R"({"kind":"yolo","variant":"v8","unread":32})"
                                                                 << R"([{"shape":[1,36,20]}])"
                                                                 << "[1, 36, 20], the head needs [1, 4 + classes, n]";
    QTest::addRow("yolo, other names") << R"({"kind":"yolo","variant":"v8","labels":["a"]})"
                                       << R"([{"shape":[1,84,20]}])"
                                       << "[1, 84, 20] has 80 classes, \"labels\" names 1";
    QTest::addRow("yolox, other cells")
        << R"({"kind":"yolox"})"
        << R"([{"shape":[1,8400,85]}])"
        << "[1, 8400, 85], the head needs [1, 234, 5 + classes] for an input of 100 x 100";
    QTest::addRow("yolox, other names") << R"({"kind":"yolox","labels":["a"]})"
                                        << R"([{"shape":[1,234,85]}])"
                                        << "\"labels\" names 1 classes";
    QTest::addRow("yolox, logits") << R"({"kind":"yolox"})"
                                   << R"([{"shape":[1,234,6],"fill":3}])"
                                   << "score is 9";
    QTest::addRow("yolox, strides of nothing") << R"({"kind":"yolox","strides":[0]})"
                                               << "[]"
                                               << "$.head.strides";
    QTest::addRow("yunet, a tensor only") << R"({"kind":"yunet"})"
                                          << R"([{"shape":[1,169,1]}])"
                                          << "YuNet has 12 tensors for 3 strides, the network gives 1: [1, 169, 1]";
    QTest::addRow("yunet, another input") << R"({"kind":"yunet"})"
                                          << R"([{"shape":[1,6400,1]}])"
                                          << "tensor cls_8 has the shape [1, 6400, 1], the head needs [1, 169, 1]";
    const QString abc = R"({"kind":"text","words":["a","b","c"]%1})";
    QTest::addRow("vocabulary too small") << abc.arg("") << R"([{"shape":[1,2,6]}])"
                                          << "gives 6 classes, the vocabulary has 3 tokens: it must have 6";
    QTest::addRow("vocabulary too large") << abc.arg("") << R"([{"shape":[1,2,2]}])"
                                          << "2 classes, the vocabulary has 3";
    QTest::addRow("argmax, other vocabulary") << abc.arg(R"(,"decode":"argmax")") << R"([{"shape":[1,2,4]}])"
                                              << "4 classes, the vocabulary has 3";
    QTest::addRow("a batch of texts") << abc.arg("") << R"([{"shape":[2,2,4]}])"
                                      << "[2, 2, 4], the head needs [1, T, classes]";
    QTest::addRow("steps not a number") << abc.arg("") << R"([{"shape":[1,1,3],"data":[0,"nan",0]}])"
                                        << "not a number";
    QTest::addRow("too many steps") << abc.arg("") << R"([{"shape":[1,100001,3]}])"
                                    << "is too long: at most 100000";
    QTest::addRow("token outside") << abc.arg(R"(,"decode":"ids")") << R"([{"shape":[1,1],"data":[3]}])"
                                   << "Token 3 is not in the vocabulary, whose 3 tokens have the numbers 0 to 2";
    QTest::addRow("negative token") << abc.arg(R"(,"decode":"ids")") << R"([{"shape":[1,1],"data":[-1]}])"
                                    << "Token -1";
    QTest::addRow("half a token") << abc.arg(R"(,"decode":"ids")") << R"([{"shape":[1,1],"data":[0.5]}])"
                                  << "0.5, which is no whole";
    QTest::addRow("tokens of a batch") << abc.arg(R"(,"decode":"ids")") << R"([{"shape":[2,3]}])"
                                       << "[2, 3], the head needs [1, T]";
    QTest::addRow("no vocabulary") << R"({"kind":"text"})"
                                   << "[]"
                                   << "$.head.words is missing";
    QTest::addRow("an end that is no token") << abc.arg(R"(,"end":"z")") << "[]"
                                             << "$.head.end names \"z\"";
    QTest::addRow("a blank outside") << abc.arg(R"(,"blank":7)") << R"([{"shape":[1,1,4]}])"
                                     << "\"blank\" is class 7";
  }
  void whatCannotBeRead() {
    QFETCH(QString, head);
    QFETCH(QString, tensors);
    QFETCH(QString, says);
    const auto found = decoded(head, tensors);
    QVERIFY(!found);
    QVERIFY2(found.error().what.find(says.toStdString()) != std::string::npos, found.error().what.c_str());
  }

  void vocabularies_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("wanted");  // with a bar between; an error: what it says
    QTest::addRow("a token a line") << "v.txt" << QByteArray("[PAD]\r\nthe\r\n \r\nred") << "[PAD]|the| |red";
    QTest::addRow("a list") << "v.json" << QByteArray(R"(["a","b"])") << "a|b";
    QTest::addRow("by number") << "v.json" << QByteArray(R"({"b":1,"a":0})") << "a|b";
    QTest::addRow("a tokenizer")
        << "tokenizer.json"
        << QByteArray(R"({"model":{"vocab":{"a":0,"b":1}},"added_tokens":[{"id":2,"content":"<e>"}]})") << "a|b|<e>";
    QTest::addRow("a tokenizer of pairs")
        << "tokenizer.json" << QByteArray(R"({"model":{"vocab":[["a",-1.5],["b",-2]]}})") << "a|b";
    QTest::addRow("a number twice") << "v.json" << QByteArray(R"({"b":1,"a":1})") << "numbers 0 to 1, each once";
    QTest::addRow("a number missing") << "v.json" << QByteArray(R"({"b":2,"a":0})") << "gives \"b\" the number 2";
    QTest::addRow("no JSON") << "v.json" << QByteArray("a\nb\n") << "not JSON of a kind";
    QTest::addRow("not UTF-8") << "v.txt" << QByteArray("a\n\xff\xfe\n") << "Line 2 of the vocabulary is not UTF-8";
    QTest::addRow("empty") << "v.txt" << QByteArray() << "has 0 tokens";
    QTest::addRow("a folder") << "." << QByteArray() << "is not there";
  }
  void vocabularies() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, wanted);
    const QTemporaryDir dir;
    const std::filesystem::path file = dir.filePath(name).toStdString();
    std::ofstream(file, std::ios::binary).write(content.data(), content.size());
    const auto words = read_word_list(file);
    QString is;
    if (words)
      for (const auto& word : *words) is += (is.isEmpty() ? "" : "|") + QString::fromStdString(word);
    QVERIFY2(words ? is == wanted : QString::fromStdString(words.error().what).contains(wanted),
             words ? qPrintable(is) : words.error().text().c_str());
    if (!words) QVERIFY(!words.error().path.empty());
  }

  void vocabularyGoesIntoTheManifest() {
    const QTemporaryDir dir;
    const auto path = [&](const char* name) { return std::filesystem::path(dir.filePath(name).toStdString()); };
    std::ofstream(path("keys.txt")) << "a\nb\n";
    std::ofstream(path("net.pt")) << "weights";
    const auto read = [&] {
      return parse_manifest(R"({"version":1,"name":"signs","adapter":"torchscript","weights":[{"path":"net.pt"}],
        "input":{"width":100,"height":32},"head":{"kind":"text","words":"keys.txt","pieces":"characters"},
        "reducer":{"kind":"words"},"output":{"task":"sequence"}})",
                            dir.path().toStdString());
    };
    const auto first = read();
    QVERIFY2(first.has_value(), first ? "" : first.error().text().c_str());
    const auto again = parse_manifest(first->json, "/nowhere", {{}, false});
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(again->head_json, first->head_json);
    std::ofstream(path("keys.txt")) << "a\nc\n";
    QVERIFY(content_hash(*first).value() != content_hash(*read()).value());
    QVERIFY(std::filesystem::remove(path("keys.txt")));
    const auto missing = read();
    QVERIFY(!missing);
    QCOMPARE(missing.error().path, path("keys.txt").string());
  }

  // A new head is a file and a word in core/blackbox/CMakeLists.txt; the schema, which editors read, must follow.
  void schemaNamesTheHeads() {
    std::ifstream file(MLINK_SOURCE_DIR "/resources/schema/box-manifest.schema.json");
    const auto schema = nlohmann::json::parse(file);
    auto names = nlohmann::json::array();
    for (const auto& type : head_types())
      for (const auto& kind : type.kinds) names.push_back(kind);
    QCOMPARE(schema["properties"]["head"]["properties"]["kind"]["enum"].dump(), names.dump());
  }
};

QTEST_GUILESS_MAIN(TestHeadsMore)
#include "test_heads_more.moc"
