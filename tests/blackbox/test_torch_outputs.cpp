// blackbox: what TorchScript networks give back: dictionaries, tuples, lists, and numbers of every kind.
#include <QTemporaryDir>
#include <QTest>

#include "blackbox/adapters/torch_module.h"
#include "blackbox/black_box.h"
#include "blackbox/heads/head_tools.h"
#include "media/frame.h"
#include "support/tiny_networks.h"

using namespace mlink::rooms;

namespace {

// In sources numbers stand for the types: 0 bytes, 4 long, 5 half, 6 float, 7 double.
const std::string kBatch = "def forward(self, x: Tensor)";

Result<std::vector<Tensor>> given_back(const QTemporaryDir& dir, const std::string& source) {
  const std::filesystem::path file = dir.filePath("network.pt").toStdString();
  mlink::test::write_network(file, source);
  TorchModule::Options options;
  options.use_gpu = false;
  options.input_shape = {1, 3, 2, 2};
  MLINK_ASSIGN(auto module, TorchModule::load(file, options));
  return module.run({{1, 3, 2, 2}, std::vector<float>(12, .5F)});
}

}  // namespace

class TestTorchOutputs : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // LibTorch's part of the program, with torchvision's operators, comes with the first file.
  void initTestCase() { QVERIFY(!TorchModule::load("no such file")); }

  void namesAndKinds_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<QVector<float>>("last");  // the numbers of the last tensor
    const auto source = [](const char* returns, const char* body) {
      return QString::fromStdString(kBatch) + " -> " + returns + ":\n" + body;
    };
    QTest::addRow("a dictionary, by key")
        << source("Dict[str, Tensor]", "    return {'scores': x[0, 0, 0], 'boxes': torch.zeros([1, 4])}\n")
        << "boxes [1, 4], scores [2]" << QVector<float>{.5F, .5F};
    QTest::addRow("a tuple") << source("Tuple[Tensor, Tensor]", "    return (x, x.mean())\n") << "[1, 3, 2, 2], []"
                             << QVector<float>{.5F};
    QTest::addRow("a named tuple") << source("Found", "    return Found(torch.zeros([0, 4]), x[0, 0, 0])\n")
                                   << "boxes [0, 4], scores [2]" << QVector<float>{.5F, .5F};
    QTest::addRow("a dictionary inside a tuple, and nothing")
        << source("Tuple[Optional[Tensor], Dict[str, Tensor]]", "    return (None, {'mask': x[0]})\n")
        << "1.mask [3, 2, 2]" << QVector<float>(12, .5F);
    QTest::addRow("torchvision: a list in, losses and a list of dictionaries out")
        << "def forward(self, x: List[Tensor]) -> Tuple[Dict[str, Tensor], List[Dict[str, Tensor]]]:\n"
           "    losses: Dict[str, Tensor] = {}\n"
           "    return (losses, [{'boxes': torch.zeros([1, 4]), 'labels': torch.ones([1]).to(4),\n"
           "                      'scores': x[0].mean().reshape([1])}])\n"
        << "1.0.boxes [1, 4], 1.0.labels [1], 1.0.scores [1]" << QVector<float>{.5F};
    QTest::addRow("64-bit integers") << source("Tensor", "    return torch.tensor([3, 16777216]) + x.to(4).sum()\n")
                                     << "[2]" << QVector<float>{3, 16777216};
    QTest::addRow("bytes") << source("Tensor", "    return (x[0, 0] * 400.0).to(0)\n") << "[2, 2]"
                           << QVector<float>(4, 200);
    QTest::addRow("truth") << source("Tensor", "    return x[0, 0, 0] > 0.4\n") << "[2]" << QVector<float>{1, 1};
    QTest::addRow("half precision") << source("Tensor", "    return x[0, 0, 0].to(5)\n") << "[2]"
                                    << QVector<float>{.5F, .5F};
    QTest::addRow("double precision, and weights of it")
        << source("Tensor", "    return (x[0, :, 0, 0] * self.weight).to(7)\n") << "[3]" << QVector<float>(3, .125F);
    QTest::addRow("plain numbers") << source("Tuple[Tensor, int, float, bool]",
                                             "    return (x[0, 0, 0], 3, 0.5, True)\n")
                                   << "[2], [], [], []" << QVector<float>{1};
  }
  void namesAndKinds() {
    QFETCH(QString, source);
    QFETCH(QString, tensors);
    QFETCH(QVector<float>, last);
    const QTemporaryDir dir;
    const auto out = given_back(dir, source.toStdString());
    QVERIFY2(out.has_value(), out ? "" : out.error().text().c_str());
    QCOMPARE(QString::fromStdString(tensors_text(*out)), tensors);
    QCOMPARE(QVector<float>(out->back().data.begin(), out->back().data.end()), last);
  }

  void whatIsNoTensor_data() {
    QTest::addColumn<QString>("returns");
    QTest::addColumn<QString>("says");
    QTest::addRow("a text") << "str:\n    return 'street'\n"
                            << "no tensor (String)";
    QTest::addRow("complex numbers") << "Tensor:\n    return torch.complex(x, x)\n"
                                     << "complex numbers";
  }
  void whatIsNoTensor() {
    QFETCH(QString, returns);
    QFETCH(QString, says);
    const QTemporaryDir dir;
    const auto out = given_back(dir, kBatch + " -> " + returns.toStdString());
    QVERIFY(!out);
    QVERIFY2(out.error().what.find(says.toStdString()) != std::string::npos, out.error().what.c_str());
  }

  void aDetectorOfTorchvision() {
    const QTemporaryDir dir;
    mlink::test::write_network(
        dir.filePath("detector.pt").toStdString(),
        "def forward(self, x: List[Tensor]) -> Tuple[Dict[str, Tensor], List[Dict[str, Tensor]]]:\n"
        "    boxes = torch.tensor([[4.0, 8.0, 12.0, 16.0], [4.0, 8.0, 12.0, 15.0], [0.0, 0.0, 8.0, 8.0]])\n"
        "    scores = torch.tensor([0.9, 0.8, 0.7]) * (x[0].mean() > 0.6).to(6)\n"
        "    kept = torchvision.nms(boxes, scores, 0.5)\n"
        "    kept = kept[scores[kept] > 0.1]\n"
        "    losses: Dict[str, Tensor] = {}\n"
        "    return (losses, [{'boxes': boxes[kept], 'labels': torch.ones([kept.size(0)]).to(4),\n"
        "                      'scores': scores[kept]}])\n");
    const auto manifest = parse_manifest(R"({"version": 1, "name": "people", "adapter": "torchscript",
        "weights": [{"path": "detector.pt"}], "input": {"width": 16, "height": 16}, "settings": {"batch": 4},
        "tensors": [[-1, 4], [-1], [-1]], "head": {"kind": "boxes", "labels": "coco91"},
        "reducer": {"kind": "count", "label": "person"}, "output": {"task": "count"}})",
                                         dir.path().toStdString());
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    auto box = make_black_box(*manifest, {1, false});
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    const auto loaded = (*box)->load();
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text().c_str());
    std::vector<Frame> frames;
    for (const std::uint8_t level : {20, 200}) {
      auto picture = std::make_shared<Picture>();
      picture->width = picture->height = 16;
      picture->stride = 48;
      picture->rgb.assign(768, level);
      frames.emplace_back(std::move(picture), 0, 0, 0);
    }
    const auto answers = (*box)->run(frames);
    QVERIFY2(answers.has_value(), answers ? "" : answers.error().text().c_str());
    QCOMPARE((*answers)[0].output.values, std::vector<float>{0});
    QCOMPARE((*answers)[1].output.values, std::vector<float>{2});  // of three one covers another
    QCOMPARE((*answers)[1].marks.boxes[0].x, .25F);
    QCOMPARE((*answers)[1].marks.boxes[0].label, std::string("person"));
  }
};

QTEST_GUILESS_MAIN(TestTorchOutputs)
#include "test_torch_outputs.moc"
