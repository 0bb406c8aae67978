// blackbox: decoding heads. The wanted values are worked by hand from the layouts in heads.h.
#include <QTest>
#include <cmath>
#include <limits>

#include "blackbox/heads/head.h"

using namespace mlink::rooms;

namespace {

Tensor filled(std::vector<std::int64_t> shape, float value) {
  Tensor tensor{std::move(shape), {}};
  tensor.data.assign(static_cast<std::size_t>(Tensor::count(tensor.shape)), value);
  return tensor;
}

float& cell(Tensor& map, std::int64_t channel, std::int64_t y, std::int64_t x) {
  return map.data[static_cast<std::size_t>((channel * map.shape[2] + y) * map.shape[3] + x)];
}

bool close(float a, float b) { return std::abs(a - b) < 1e-5F; }

bool is_box(const Detection& d, float x0, float y0, float x1, float y1, float score, int label) {
  return close(d.x0, x0) && close(d.y0, y0) && close(d.x1, x1) && close(d.y1, y1) && close(d.score, score) &&
         d.label == label;
}

float inverse_sigmoid(float p) { return std::log(p / (1 - p)); }

/// The maps of a pose network on a 25 x 25 grid, in which people are drawn by their key points' cells.
struct PoseMaps {
  Tensor heat = filled({1, 17, 25, 25}, -12);
  Tensor offsets = filled({1, 34, 25, 25}, 0);
  Tensor forward = filled({1, 32, 25, 25}, 0);
  Tensor backward = filled({1, 32, 25, 25}, 0);

  // Edges (parent, child) of the tree, as the network was trained.
  static constexpr int kTree[16][2] = {{0, 1},   {1, 3},   {0, 2}, {2, 4}, {0, 5},  {5, 7},  {7, 9},   {5, 11},
                                       {11, 13}, {13, 15}, {0, 6}, {6, 8}, {8, 10}, {6, 12}, {12, 14}, {14, 16}};
  static constexpr int kCell[17][2] = {{1, 3}, {0, 4}, {0, 2}, {1, 5}, {1, 1},  {3, 5},  {3, 1},  {5, 6}, {5, 0},
                                       {7, 7}, {7, 0}, {8, 4}, {8, 2}, {10, 4}, {10, 2}, {12, 4}, {12, 2}};

  void draw(int down, int right, float logit) {
    for (int k = 0; k < 17; ++k) {
      const int y = kCell[k][0] + down;
      const int x = kCell[k][1] + right;
      cell(heat, k, y, x) = logit;
      cell(offsets, k, y, x) = 1.5F;
      cell(offsets, k + 17, y, x) = -2.F;
    }
    for (int e = 0; e < 16; ++e) {
      const auto* parent = kCell[kTree[e][0]];
      const auto* child = kCell[kTree[e][1]];
      const auto dy = static_cast<float>(16 * (child[0] - parent[0]));
      const auto dx = static_cast<float>(16 * (child[1] - parent[1]));
      cell(forward, e, parent[0] + down, parent[1] + right) = dy;
      cell(forward, e + 16, parent[0] + down, parent[1] + right) = dx;
      cell(backward, e, child[0] + down, child[1] + right) = -dy;
      cell(backward, e + 16, child[0] + down, child[1] + right) = -dx;
    }
  }
  [[nodiscard]] Result<std::vector<Marks::Pose>> decode() const {
    return decode_posenet(heat, offsets, forward, backward, {}, {385, 385});
  }
};

}  // namespace

class TestHeads : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void overlaps() {
    const Detection a{0, 0, 1, 1, 1, 0};
    QCOMPARE(overlap(a, a), 1.F);
    QVERIFY(close(overlap(a, {0.5F, 0, 1.5F, 1, 1, 0}), 1.F / 3));
    QCOMPARE(overlap(a, {2, 2, 3, 3, 1, 0}), 0.F);
    QCOMPARE(overlap({0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 1, 0}), 0.F);
  }

  void suppressionKeepsTheBetterOfEachClass() {
    const std::vector<Detection> found{
        {0, 0, 1, 1, .5F, 0}, {0, 0, 1, 1, .9F, 0}, {0, 0, 1, 1, .4F, 1}, {0.5F, 0, 1.5F, 1, .3F, 0}};
    const auto kept = suppress(found, 0.45F, 100);
    QCOMPARE(kept.size(), std::size_t{3});
    QCOMPARE(kept[0].score, .9F);
    QCOMPARE(kept[1].label, 1);
    QCOMPARE(kept[2].score, .3F);  // overlaps the first by a third only
    QCOMPARE(suppress(found, 0.2F, 100).size(), std::size_t{2});
    QCOMPARE(suppress(found, 1.F, 100).size(), std::size_t{4});
    QCOMPARE(suppress(found, 1.F, 2).size(), std::size_t{2});
  }

  void detectionList() {
    const Tensor rows{{1, 3, 6}, {10, 20, 30, 60, .9F, 2, /**/ 0, 0, 100, 200, .31F, 0, /**/ 0, 0, 50, 50, .3F, 1}};
    const auto found = decode_detections(rows, {}, {100, 200});
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), std::size_t{2});  // .3 is not above .3
    QVERIFY(is_box((*found)[0], .1F, .1F, .3F, .3F, .9F, 2));
    QVERIFY(is_box((*found)[1], 0, 0, 1, 1, .31F, 0));
  }

  void detectionListOfOpenCv() {
    const Tensor rows{{1, 1, 1, 7}, {0, 15, .8F, .1F, .2F, .5F, .6F}};
    ListLayout layout;
    layout.columns = {"-", "class", "score", "x0", "y0", "x1", "y1"};
    layout.pixels = false;
    const auto found = decode_detections(rows, layout, {300, 300});
    QVERIFY(found.has_value() && found->size() == 1);
    QVERIFY(is_box((*found)[0], .1F, .2F, .5F, .6F, .8F, 15));
  }

  void detectionListWithSizes() {
    ListLayout layout;
    layout.columns = {"x0", "y0", "w", "h", "score"};
    const auto found = decode_detections({{1, 5}, {10, 20, 30, 40, .5F}}, layout, {100, 100});
    QVERIFY(found.has_value() && found->size() == 1);
    QVERIFY(is_box((*found)[0], .1F, .2F, .4F, .6F, .5F, 0));
  }

  void centernet() {
    Tensor heat = filled({1, 2, 4, 4}, 0);
    Tensor sides = filled({1, 4, 4, 4}, 0);
    cell(heat, 1, 1, 2) = .8F;   // a peak ...
    cell(heat, 1, 1, 3) = .79F;  // ... and its slope
    cell(heat, 0, 3, 0) = .3F;   // not above the limit
    const float ltrb[4] = {4, 2, 6, 8};
    for (int s = 0; s < 4; ++s) cell(sides, s, 1, 2) = ltrb[s];
    const auto found = decode_centernet(heat, sides, 4, {}, {16, 16});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->size(), std::size_t{1});
    // x0 = 4*2 - 4, y0 = 4*1 - 2, x1 = 4*2 + 6, y1 = 4*1 + 8, in sixteenths
    QVERIFY(is_box(found->front(), 4 / 16.F, 2 / 16.F, 14 / 16.F, 12 / 16.F, .8F, 1));
  }

  void anchorsOfBlazeFace() {
    const auto anchors = make_anchors({{16, 2, {}}, {32, 6, {}}}, {256, 256});
    QCOMPARE(anchors.size(), std::size_t{512 + 384});
    QVERIFY(anchors[0].x == 8 && anchors[0].y == 8 && anchors[1].x == 8);
    QVERIFY(anchors[2].x == 24 && anchors[2].y == 8);
    QVERIFY(anchors[32].x == 8 && anchors[32].y == 24);  // 16 cells of two anchors a row
    QVERIFY(anchors[512].x == 16 && anchors[517].x == 16 && anchors[518].x == 48);
  }

  void blazeFace() {
    Tensor first = filled({1, 512, 1}, -100);
    const Tensor second = filled({1, 384, 1}, -100);
    Tensor first_boxes = filled({1, 512, 16}, 0);
    const Tensor second_boxes = filled({1, 384, 16}, 0);
    first.data[2] = 0;      // p = .5: not above the limit
    first.data[3] = 2;      // anchor (24, 8)
    first.data[33] = 1000;  // anchor (8, 24), clipped at 50
    const float r[2][4] = {{40, 24, 32, 16}, {8, 8, 32, 32}};
    for (std::size_t i = 0; i < 4; ++i) {
      first_boxes.data[3 * 16 + i] = r[0][i];
      first_boxes.data[33 * 16 + i] = r[1][i];
    }
    SsdLayout layout;
    layout.layers = {{16, 2, {}}, {32, 6, {}}};
    layout.limits = {0.5F, 0.3F, 10};
    const auto found = decode_ssd({&first, &second}, {&first_boxes, &second_boxes}, layout, {256, 256});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->size(), std::size_t{2});
    QVERIFY(is_box((*found)[0], 0, 16 / 256.F, 32 / 256.F, 48 / 256.F, 1, 0));  // centre (16, 32), size 32
    const float p = 1 / (1 + std::exp(-2.F));
    QVERIFY(is_box((*found)[1], 48 / 256.F, 24 / 256.F, 80 / 256.F, 40 / 256.F, p, 0));  // centre (64, 32), 32 x 16
  }

  void classicSsd() {
    // One cell of one anchor 20 x 40 at the centre (50, 50) of a picture of 100; background, cat, dog.
    const Tensor scores{{1, 1, 3}, {0, std::log(3.F), 0}};  // softmax: 1/5, 3/5, 1/5
    const Tensor boxes{{1, 1, 4}, {1, -2, 0, std::log(2.F) / .2F}};
    SsdLayout layout;
    layout.layers = {{100, 1, {{20, 40}}}};
    layout.exponential = true;
    layout.softmax = true;
    const auto found = decode_ssd({&scores}, {&boxes}, layout, {100, 100});
    QVERIFY(found.has_value() && found->size() == 1);
    // centre (50 + 1*.1*20, 50 - 2*.1*40) = (52, 42); size 20 x 40*2
    QVERIFY(is_box(found->front(), .42F, .02F, .62F, .82F, .6F, 0));
  }

  void yolo_data() {
    QTest::addColumn<int>("variant");
    QTest::addColumn<QVector<int>>("shape");
    QTest::addColumn<QVector<float>>("data");
    // The same box in three layouts: centre (40, 60), 20 x 40 in a picture of 100, class 1 with .8; one below the
    // limit.
    QTest::addRow("v3") << int(YoloVariant::v3) << QVector<int>{2, 7}
                        << QVector<float>{.4F, .6F, .2F, .4F, .9F, .1F, .8F, /**/ .5F, .5F, .1F, .1F, .9F, .2F, .1F};
    QTest::addRow("v5") << int(YoloVariant::v5) << QVector<int>{1, 2, 7}
                        << QVector<float>{40, 60, 20, 40, .8F, .1F, 1, /**/ 50, 50, 10, 10, .2F, 1, .1F};
    QTest::addRow("v8") << int(YoloVariant::v8) << QVector<int>{1, 6, 2}
                        << QVector<float>{40, 50, /**/ 60, 50, /**/ 20, 10, /**/ 40, 10, /**/ .1F, .2F, /**/ .8F, .1F};
  }
  void yolo() {
    QFETCH(int, variant);
    QFETCH(QVector<int>, shape);
    QFETCH(QVector<float>, data);
    const Tensor tensor{{shape.begin(), shape.end()}, {data.begin(), data.end()}};
    const auto found = decode_yolo({&tensor}, static_cast<YoloVariant>(variant), {}, {100, 100});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->size(), std::size_t{1});
    QVERIFY(is_box(found->front(), .3F, .4F, .5F, .8F, .8F, 1));
  }

  void twoPoses() {
    PoseMaps maps;
    maps.draw(0, 0, 3);
    maps.draw(10, 12, 4);
    const auto poses = maps.decode();
    QVERIFY2(poses.has_value(), poses ? "" : poses.error().text().c_str());
    QCOMPARE(poses->size(), std::size_t{2});
    const float scores[2] = {sigmoid(4), sigmoid(3)};
    const int shift[2][2] = {{10, 12}, {0, 0}};
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& pose = (*poses)[i];
      QVERIFY(close(pose.score, scores[i]));
      QCOMPARE(pose.points.size(), std::size_t{51});
      for (std::size_t k = 0; k < 17; ++k) {
        const auto y = static_cast<float>(16 * (PoseMaps::kCell[k][0] + shift[i][0])) + 1.5F;
        const auto x = static_cast<float>(16 * (PoseMaps::kCell[k][1] + shift[i][1])) - 2.F;
        QVERIFY2(close(pose.points[3 * k], x / 385) && close(pose.points[3 * k + 1], y / 385),
                 qPrintable(QString("key point %1").arg(k)));
        QVERIFY(close(pose.points[3 * k + 2], scores[i]));
      }
    }
  }

  void samePoseIsNotFoundTwice() {
    PoseMaps maps;
    maps.draw(4, 4, 3);
    // Another peak of the nose two cells on, whose offset leads back to 18 pixels from the first.
    cell(maps.heat, 0, 5, 9) = 2.5F;
    cell(maps.offsets, 0, 5, 9) = 1.5F;
    cell(maps.offsets, 17, 5, 9) = -16;
    const auto poses = maps.decode();
    QVERIFY(poses.has_value());
    QCOMPARE(poses->size(), std::size_t{1});
  }

  void loneNoseIsNobody() {
    PoseMaps maps;
    cell(maps.heat, 0, 12, 12) = 4;
    const auto poses = maps.decode();
    QVERIFY(poses.has_value());
    QCOMPARE(poses->size(), std::size_t{0});  // .98 / 17 is far below .3
  }

  void share() {
    const Tensor map{{1, 2, 2, 2}, {0, 0, 0, 0, .9F, .5F, .6F, .1F}};
    QCOMPARE(decode_share(map, 0, .5F).value(), 0.F);
    QCOMPARE(decode_share(map, 1, .5F).value(), .5F);  // .5 is not above .5
    QCOMPARE(decode_share(map, 1, .5F, {0, 0, .5F, 1}).value(), 1.F);
    QCOMPARE(decode_share({{2, 2}, {1, 0, 0, 0}}, 0, .5F).value(), .25F);
    QVERIFY(!decode_share(map, 2, .5F));
  }

  void softmaxAndSigmoid() {
    const auto p = softmax({0, std::log(3.F)});
    QVERIFY(close(p[0], .25F) && close(p[1], .75F));
    const auto big = softmax({1000, 1000, -1000});
    QVERIFY(close(big[0], .5F) && close(big[1], .5F) && big[2] == 0);
    QVERIFY(std::isnan(softmax({0, std::numeric_limits<float>::quiet_NaN()})[0]));
    QVERIFY(softmax({}).empty());
    QCOMPARE(sigmoid(0), .5F);
    QVERIFY(close(sigmoid(inverse_sigmoid(.3F)), .3F));
    QVERIFY(sigmoid(-200) == 0 && sigmoid(200) == 1);
  }

  void wrongShapes_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QVector<QVector<int>>>("shapes");
    QTest::addColumn<QString>("says");
    using Shapes = QVector<QVector<int>>;
    QTest::addRow("centernet, no sides") << R"({"kind":"centernet"})" << Shapes{{1, 80, 8, 8}} << "reads 2 tensors";
    QTest::addRow("centernet, other size")
        << R"({"kind":"centernet"})" << Shapes{{1, 80, 8, 8}, {1, 4, 7, 8}} << "[1, 4, 7, 8]";
    QTest::addRow("centernet, flat") << R"({"kind":"centernet"})" << Shapes{{1, 80}, {1, 4}} << "[1, 80]";
    QTest::addRow("list too narrow") << R"({"kind":"detections"})" << Shapes{{1, 10, 5}} << "[1, 10, 5]";
    QTest::addRow("list of a batch") << R"({"kind":"detections"})" << Shapes{{2, 10, 6}} << "[2, 10, 6]";
    QTest::addRow("ssd, odd") << R"({"kind":"ssd","anchors":[{"stride":16}]})" << Shapes{{1, 4, 1}} << "as many";
    QTest::addRow("ssd, other anchors") << R"({"kind":"ssd","anchors":[{"stride":16}]})" << Shapes{{1, 5, 1}, {1, 5, 4}}
                                        << "anchors make 4";
    QTest::addRow("ssd, fewer boxes") << R"({"kind":"ssd","anchors":[{"stride":16}]})" << Shapes{{1, 4, 1}, {1, 3, 4}}
                                      << "[1, 3, 4]";
    QTest::addRow("yolo, no classes") << R"({"kind":"yolo","variant":"v5"})" << Shapes{{1, 10, 5}} << "[1, 10, 5]";
    QTest::addRow("yolo v8 turned") << R"({"kind":"yolo","variant":"v8"})" << Shapes{{1, 3, 84}} << "[1, 3, 84]";
    QTest::addRow("posenet, three maps") << R"({"kind":"posenet"})"
                                         << Shapes{{1, 17, 5, 5}, {1, 34, 5, 5}, {1, 32, 5, 5}} << "reads 4 tensors";
    QTest::addRow("posenet, 16 points") << R"({"kind":"posenet"})"
                                        << Shapes{{1, 16, 5, 5}, {1, 34, 5, 5}, {1, 32, 5, 5}, {1, 32, 5, 5}}
                                        << "[1, 16, 5, 5]";
    QTest::addRow("heat map of a vector") << R"({"kind":"heatmap"})" << Shapes{{10}} << "[10]";
    QTest::addRow("a tensor that is not there") << R"({"kind":"values","tensor":3})" << Shapes{{1, 7}} << "gives 1";
  }
  void wrongShapes() {
    QFETCH(QString, head);
    QFETCH(QVector<QVector<int>>, shapes);
    QFETCH(QString, says);
    const auto made = DecodingHead::from_json(head.toStdString());
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    std::vector<Tensor> tensors;
    for (const auto& shape : shapes) tensors.push_back(filled({shape.begin(), shape.end()}, 0));
    const auto decoded = made->decode(tensors, {32, 32});
    QVERIFY(!decoded);
    QVERIFY(decoded.error().kind == ErrorKind::invalid_input);
    QVERIFY2(decoded.error().what.find(says.toStdString()) != std::string::npos, decoded.error().what.c_str());
  }

  void notANumberIsAFailureNotAnEmptyPicture_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QVector<QVector<int>>>("shapes");
    using Shapes = QVector<QVector<int>>;
    QTest::addRow("centernet") << R"({"kind":"centernet"})" << Shapes{{1, 2, 8, 8}, {1, 4, 8, 8}};
    QTest::addRow("detections") << R"({"kind":"detections"})" << Shapes{{1, 3, 6}};
    QTest::addRow("ssd") << R"({"kind":"ssd","anchors":[{"stride":16}]})" << Shapes{{1, 4, 1}, {1, 4, 4}};
    QTest::addRow("yolo") << R"({"kind":"yolo"})" << Shapes{{1, 3, 7}};
    QTest::addRow("posenet") << R"({"kind":"posenet"})"
                             << Shapes{{1, 17, 5, 5}, {1, 34, 5, 5}, {1, 32, 5, 5}, {1, 32, 5, 5}};
    QTest::addRow("heatmap") << R"({"kind":"heatmap"})" << Shapes{{1, 1, 4, 4}};
  }
  void notANumberIsAFailureNotAnEmptyPicture() {
    QFETCH(QString, head);
    QFETCH(QVector<QVector<int>>, shapes);
    std::vector<Tensor> tensors;
    for (const auto& shape : shapes)
      tensors.push_back(filled({shape.begin(), shape.end()}, std::numeric_limits<float>::quiet_NaN()));
    const auto decoded = DecodingHead::from_json(head.toStdString())->decode(tensors, {32, 32});
    QVERIFY(!decoded);
    QVERIFY(decoded.error().kind == ErrorKind::failed);
  }

  void wrongSettings_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("says");
    QTest::addRow("no kind") << R"({"score":0.5})"
                             << "$.head.score";
    QTest::addRow("unknown kind") << R"({"kind":"magic"})"
                                  << "magic";
    QTest::addRow("field of another head") << R"({"kind":"softmax","score":0.5})"
                                           << "$.head.score";
    QTest::addRow("wrong type") << R"({"kind":"centernet","score":"high"})"
                                << "$.head.score";
    QTest::addRow("ssd without anchors") << R"({"kind":"ssd"})"
                                         << "$.head.anchors";
    QTest::addRow("exp without sizes") << R"({"kind":"ssd","code":"exp","anchors":[{"stride":8}]})"
                                       << "$.head.anchors";
    QTest::addRow("list without score") << R"({"kind":"detections","columns":["x0","y0","x1","y1"]})"
                                        << "$.head.columns";
    QTest::addRow("not an object") << R"([1])"
                                   << "$.head";
  }
  void wrongSettings() {
    QFETCH(QString, head);
    QFETCH(QString, says);
    const auto made = DecodingHead::from_json(head.toStdString());
    QVERIFY(!made);
    QVERIFY2(made.error().what.find(says.toStdString()) != std::string::npos, made.error().what.c_str());
  }

  void cocoNames() {
    QCOMPARE(coco80().size(), std::size_t{80});
    QCOMPARE(coco80()[0], std::string("person"));
    QCOMPARE(coco80()[41], std::string("cup"));
    QCOMPARE(coco80()[79], std::string("toothbrush"));
  }
};

int run_heads(int argc, char** argv) {
  TestHeads heads;
  return QTest::qExec(&heads, argc, argv);
}
#include "test_heads.moc"
