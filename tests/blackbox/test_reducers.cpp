// blackbox: reducers, preprocessing, marks as bytes, crops. Pure functions with values worked by hand.
#include <QTest>
#include <cmath>
#include <memory>

#include "blackbox/crop_box.h"
#include "blackbox/heads/reducer.h"
#include "blackbox/preprocess.h"

using namespace mlink::rooms;

namespace {

const std::vector<std::string> kNames{"person", "car", "cup"};

OutputSpec spec_of(Task task) {
  switch (task) {
    case Task::single_label:
    case Task::multi_label: return {task, 3, {"cup", "person", "train"}, .5, {}};
    case Task::localization: return {task, 5, {}, .5, {}};
    default: return {task, 1, {}, .5, {}};
  }
}

Decoded some_detections() {
  Decoded decoded;
  decoded.detections = {{.1F, .1F, .3F, .5F, .9F, 0},
                        {.5F, .5F, 1.2F, 1.F, .6F, 0},
                        {0, 0, .1F, .1F, .5F, 1},
                        {.2F, .2F, .3F, .3F, .4F, 2}};
  return decoded;
}

/// 2 x 2 pixels: red, green / blue, white.
Frame four_colours() {
  auto picture = std::make_shared<Picture>();
  picture->width = picture->height = 2;
  picture->stride = 8;  // two bytes more than needed
  picture->rgb = {255, 0, 0, 0, 255, 0, 9, 9, 0, 0, 255, 255, 255, 255, 9, 9};
  return {picture, 0, 0, 0};
}

Frame plain(int width, int height, std::uint8_t value) {
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  picture->stride = 3 * width;
  picture->rgb.assign(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), value);
  return {picture, 0, 0, 0};
}

}  // namespace

class TestReducers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reduces_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("reducer");
    QTest::addColumn<QVector<float>>("values");
    const int count = int(Task::count);
    QTest::addRow("count all") << count << R"({"kind":"count"})" << QVector<float>{4};
    QTest::addRow("count persons") << count << R"({"kind":"count","label":"person"})" << QVector<float>{2};
    QTest::addRow("count two kinds") << count << R"({"kind":"count","labels":["car","cup"]})" << QVector<float>{2};
    QTest::addRow("count the sure") << count << R"({"kind":"count","score":0.6})" << QVector<float>{2};
    QTest::addRow("count what is not there") << count << R"({"kind":"count","label":"dog"})" << QVector<float>{0};
    QTest::addRow("presence") << int(Task::multi_label) << R"({"kind":"presence"})" << QVector<float>{.4F, .9F, 0};
    // the second person is cut to the picture: .5 x .5 = .25 against .2 x .4
    QTest::addRow("largest box") << int(Task::localization) << R"({"kind":"largest_box"})"
                                 << QVector<float>{.5F, .5F, .5F, .5F, .6F};
    QTest::addRow("largest cup") << int(Task::localization) << R"({"kind":"largest_box","label":"cup"})"
                                 << QVector<float>{.2F, .2F, .1F, .1F, .4F};
    QTest::addRow("no box") << int(Task::localization) << R"({"kind":"largest_box","label":"dog"})"
                            << QVector<float>{0, 0, 0, 0, 0};
  }
  void reduces() {
    QFETCH(int, task);
    QFETCH(QString, reducer);
    QFETCH(QVector<float>, values);
    const auto spec = spec_of(static_cast<Task>(task));
    const auto made = Reducer::from_json(reducer.toStdString(), spec);
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    const auto out = made->reduce(some_detections(), spec, kNames);
    QVERIFY(out.has_value());
    QVERIFY(out->presence == Presence::present);
    QCOMPARE(out->values.size(), static_cast<std::size_t>(values.size()));
    for (int i = 0; i < values.size(); ++i)
      QVERIFY(std::abs(out->values[static_cast<std::size_t>(i)] - values[i]) < 1e-6F);
    QVERIFY(check(*out, spec).has_value());
  }

  void reducesValues_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("reducer");
    QTest::addColumn<QVector<float>>("values");
    const int regression = int(Task::regression);
    QTest::addRow("first") << regression << R"({"kind":"scalar"})" << QVector<float>{.2F};
    QTest::addRow("third, scaled") << regression << R"({"kind":"scalar","index":2,"factor":10,"offset":-1})"
                                   << QVector<float>{4};
    QTest::addRow("expectation: 0*.2 + 1*.3 + 2*.5")
        << regression << R"({"kind":"scalar","expectation":true})" << QVector<float>{1.3F};
    QTest::addRow("vector") << int(Task::single_label) << R"({"kind":"vector"})" << QVector<float>{.2F, .3F, .5F};
    QTest::addRow("hard") << int(Task::single_label) << R"({"kind":"vector","hard":true})" << QVector<float>{0, 0, 1};
  }
  void reducesValues() {
    QFETCH(int, task);
    QFETCH(QString, reducer);
    QFETCH(QVector<float>, values);
    const auto spec = spec_of(static_cast<Task>(task));
    Decoded decoded;
    decoded.values = {.2F, .3F, .5F};
    const auto out = Reducer::from_json(reducer.toStdString(), spec)->reduce(decoded, spec, {});
    QVERIFY(out.has_value());
    QCOMPARE(out->values.size(), static_cast<std::size_t>(values.size()));
    for (int i = 0; i < values.size(); ++i)
      QVERIFY(std::abs(out->values[static_cast<std::size_t>(i)] - values[i]) < 1e-6F);
  }

  void countsPoses() {
    Decoded decoded;
    decoded.poses = {{.9F, {}}, {.4F, {}}};
    const auto spec = spec_of(Task::count);
    QCOMPARE(Reducer::from_json(R"({"kind":"count"})", spec)->reduce(decoded, spec, {})->values, std::vector<float>{2});
    QCOMPARE(Reducer::from_json(R"({"kind":"count","score":0.5})", spec)->reduce(decoded, spec, {})->values,
             std::vector<float>{1});
  }

  void misuse_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("reducer");
    QTest::addColumn<QString>("says");
    QTest::addRow("unknown") << int(Task::count) << R"({"kind":"guess"})"
                             << "guess";
    QTest::addRow("other task") << int(Task::count) << R"({"kind":"largest_box"})"
                                << "task count";
    QTest::addRow("vector of a count") << int(Task::count) << R"({"kind":"vector"})"
                                       << "task count";
    QTest::addRow("field of another") << int(Task::count) << R"({"kind":"count","index":1})"
                                      << "$.reducer.index";
    QTest::addRow("wrong type") << int(Task::count) << R"({"kind":"count","score":[]})"
                                << "$.reducer.score";
  }
  void misuse() {
    QFETCH(int, task);
    QFETCH(QString, reducer);
    QFETCH(QString, says);
    const auto made = Reducer::from_json(reducer.toStdString(), spec_of(static_cast<Task>(task)));
    QVERIFY(!made);
    QVERIFY2(made.error().what.find(says.toStdString()) != std::string::npos, made.error().what.c_str());
  }

  void scalarThatIsNotThere() {
    const auto spec = spec_of(Task::regression);
    const auto out = Reducer::from_json(R"({"kind":"scalar","index":4})", spec)->reduce({}, spec, {});
    QVERIFY(!out);
    QVERIFY(out.error().what.find("value 4") != std::string::npos);
  }

  void tensors_data() {
    QTest::addColumn<QString>("layout");
    QTest::addColumn<QString>("order");
    QTest::addColumn<QVector<float>>("values");
    QTest::addRow("planes, rgb") << "nchw"
                                 << "rgb" << QVector<float>{1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1};
    QTest::addRow("planes, bgr") << "nchw"
                                 << "bgr" << QVector<float>{0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1};
    QTest::addRow("pixels, rgb") << "nhwc"
                                 << "rgb" << QVector<float>{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1};
    QTest::addRow("pixels, bgr") << "nhwc"
                                 << "bgr" << QVector<float>{0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1};
  }
  void tensors() {
    QFETCH(QString, layout);
    QFETCH(QString, order);
    QFETCH(QVector<float>, values);
    InputSpec input;
    input.width = input.height = 2;
    input.layout = layout.toStdString();
    input.order = order.toStdString();
    const auto tensor = preprocess(four_colours(), input);
    QVERIFY(tensor.has_value());
    QCOMPARE(tensor->shape,
             layout == "nchw" ? (std::vector<std::int64_t>{1, 3, 2, 2}) : (std::vector<std::int64_t>{1, 2, 2, 3}));
    QCOMPARE(tensor->data.size(), static_cast<std::size_t>(values.size()));
    for (int i = 0; i < values.size(); ++i)
      QVERIFY(std::abs(tensor->data[static_cast<std::size_t>(i)] - values[i]) < 1e-6F);
  }

  void meanAndScaleByChannel() {
    InputSpec input;
    input.width = input.height = 2;
    input.mean = {255, 0, 100};
    input.scale = {1, 2, 0.5F};
    const auto tensor = preprocess(four_colours(), input);
    QVERIFY(tensor.has_value());
    const std::vector<float> wanted{0, -255, -255, 0, 0, 510, 0, 510, -50, -50, 77.5F, 77.5F};
    QCOMPARE(tensor->data, wanted);
  }

  void grey() {
    InputSpec input;
    input.width = input.height = 2;
    input.channels = 1;
    const auto tensor = preprocess(four_colours(), input);
    QVERIFY(tensor.has_value());
    QCOMPARE(tensor->shape, (std::vector<std::int64_t>{1, 1, 2, 2}));
    const float wanted[4] = {.2989F, .587F, .114F, .9999F};
    for (std::size_t i = 0; i < 4; ++i) QVERIFY(std::abs(tensor->data[i] - wanted[i]) < 1e-5F);
  }

  void cropIsWhatGoesIn() {
    InputSpec input;
    input.width = input.height = 1;
    const auto tensor = preprocess(four_colours().crop({0, 1, 1, 1}), input);
    QVERIFY(tensor.has_value());
    QCOMPARE(tensor->data, (std::vector<float>{0, 0, 1}));  // the blue pixel
  }

  void letterbox() {
    InputSpec input;
    input.width = input.height = 8;
    input.resize = "letterbox";
    input.pad = 0;
    const auto tensor = preprocess(plain(16, 8, 255), input);  // becomes 8 x 4 with a border of 2 above and below
    QVERIFY(tensor.has_value());
    for (std::size_t y = 0; y < 8; ++y) QCOMPARE(tensor->data[y * 8], y >= 2 && y < 6 ? 1.F : 0.F);
    const auto region = region_of(input, 16, 8);
    QVERIFY(region.x0 == 0 && region.x1 == 1 && region.y0 == .25F && region.y1 == .75F);
    Decoded decoded;
    decoded.detections = {{.25F, .25F, .5F, .5F, 1, 0}};
    decoded.poses = {{1, {.5F, .75F, 1}}};
    to_frame(decoded, region);
    const auto& d = decoded.detections[0];
    QVERIFY(d.x0 == .25F && d.y0 == 0 && d.x1 == .5F && d.y1 == .5F);
    QCOMPARE(decoded.poses[0].points, (std::vector<float>{.5F, 1, 1}));
  }

  void stretchFillsAll() {
    InputSpec input;
    input.width = input.height = 8;
    const auto region = region_of(input, 16, 8);
    QVERIFY(region.x0 == 0 && region.x1 == 1 && region.y0 == 0 && region.y1 == 1);
  }

  void noPicture() {
    InputSpec input;
    input.width = input.height = 4;
    QVERIFY(!preprocess(Frame(), input));
    QVERIFY(!preprocess(four_colours().crop({2, 2, 5, 5}), input));  // a crop outside is empty
    QVERIFY(!preprocess(four_colours(), InputSpec{}));
  }

  void marksAreKeptAsBytes() {
    Marks marks;
    marks.boxes = {{.1F, .2F, .3F, .4F, .5F, "person"}, {0, 0, 1, 1, 1, ""}};
    marks.poses = {{.7F, {1, 2, 3}}, {.6F, {}}};
    const auto bytes = marks.to_bytes();
    const auto back = Marks::from_bytes(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(back->boxes.size(), std::size_t{2});
    QCOMPARE(back->boxes[0].label, std::string("person"));
    QVERIFY(back->boxes[0].x == .1F && back->boxes[0].score == .5F && back->boxes[1].width == 1);
    QCOMPARE(back->poses[0].points, (std::vector<float>{1, 2, 3}));
    QCOMPARE(back->to_bytes(), bytes);
    for (std::size_t n = 0; n < bytes.size(); ++n)
      QVERIFY2(!Marks::from_bytes(bytes.substr(0, n)), qPrintable(QString("%1 bytes").arg(n)));
    QVERIFY(!Marks::from_bytes(bytes + "x"));
    QVERIFY(Marks{}.empty() && Marks::from_bytes(Marks{}.to_bytes())->empty());
  }

  void crops_data() {
    QTest::addColumn<QVector<float>>("box");
    QTest::addColumn<double>("scale");
    QTest::addColumn<bool>("square");
    QTest::addColumn<QVector<int>>("rect");
    QTest::addRow("as it is") << QVector<float>{.25F, .25F, .5F, .5F} << 1.0 << false << QVector<int>{50, 25, 100, 50};
    QTest::addRow("square") << QVector<float>{.25F, .25F, .5F, .5F} << 1.0 << true << QVector<int>{50, 0, 100, 100};
    QTest::addRow("wider") << QVector<float>{.4F, .4F, .2F, .2F} << 2.0 << false << QVector<int>{60, 30, 80, 40};
    QTest::addRow("cut at the edge") << QVector<float>{.75F, 0, .5F, .5F} << 1.0 << false
                                     << QVector<int>{150, 0, 50, 50};
    QTest::addRow("outside") << QVector<float>{1.5F, 1.5F, .1F, .1F} << 1.0 << true << QVector<int>{200, 100, 0, 0};
  }
  void crops() {
    QFETCH(QVector<float>, box);
    QFETCH(double, scale);
    QFETCH(bool, square);
    QFETCH(QVector<int>, rect);
    const auto got = crop_rect({box[0], box[1], box[2], box[3], 1, {}}, {scale, square}, 200, 100);
    QVERIFY((got == Rect{rect[0], rect[1], rect[2], rect[3]}));
  }
};

int run_reducers(int argc, char** argv) {
  TestReducers reducers;
  return QTest::qExec(&reducers, argc, argv);
}
#include "test_reducers.moc"
