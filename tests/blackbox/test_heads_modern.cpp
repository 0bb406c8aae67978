// blackbox: heads for what people's frameworks export. The wanted values are worked by hand.
#include <QTest>

#include "head_rows.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

const char* const kTorchvision = R"([{"name":"1.0.boxes","shape":[2,4],"data":[10,20,30,60, 0,0,100,100]},
  {"name":"1.0.labels","shape":[2],"data":[3,1]},{"name":"1.0.scores","shape":[2],"data":[0.5,0.9]}])";
// A logit of 0 in three classes, 2.1972246 = ln 9 in one: softmax 9/12; sigmoid of the latter 0.9.
const char* const kDetr =
    R"([{"name":"logits","shape":[1,3,4],"data":[0,0,2.1972246,0, 0,0,0,2.1972246, 2.1972246,0,0,0]},
  {"name":"pred_boxes","shape":[1,3,4],"data":[0.5,0.5,0.2,0.4, 0.1,0.1,0.1,0.1, 0.25,0.75,0.5,0.5]}])";

QString boxes_of(int rows, const QString& scores) {
  return QString(R"([{"shape":[%1,4],"fill":1},%2])").arg(rows).arg(scores);
}

}  // namespace

class TestHeadsModern : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void boxes_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<QString>("wanted");
    QTest::addRow("torchvision, by names")
        << R"({"kind":"boxes","labels":"coco91"})" << kTorchvision << "[[0,0,1,1,0.9,1],[0.1,0.2,0.3,0.6,0.5,3]]";
    QTest::addRow("the manifest's own names")
        << R"({"kind":"boxes","tensors":{"boxes":"where","scores":"sure"},"score":0.6})"
        << R"([{"name":"sure","shape":[1,2],"data":[0.5,0.7]},{"name":"where","shape":[1,2,4],"data":[0,0,1,1,10,10,20,20]}])"
        << "[[0.1,0.1,0.2,0.2,0.7,0]]";
    QTest::addRow("places in another order")
        << R"({"kind":"boxes","tensors":{"boxes":2,"scores":0,"classes":1},"format":"xywh"})"
        << R"([{"shape":[1],"data":[0.8]},{"shape":[1,1],"data":[7]},{"shape":[1,4],"data":[10,20,30,40]}])"
        << "[[0.1,0.2,0.4,0.6,0.8,7]]";
    QTest::addRow("places as they come") << R"({"kind":"boxes","first_class":1})"
                                         << R"([{"shape":[1,4],"data":[10,20,30,40]},{"shape":[1],"data":[0.8]},
                                               {"shape":[1],"data":[3]}])"
                                         << "[[0.1,0.2,0.3,0.4,0.8,2]]";
    QTest::addRow("nothing found") << R"({"kind":"boxes"})"
                                   << R"([{"shape":[0,4]},{"shape":[0]},{"shape":[0]}])"
                                   << "[]";
    QTest::addRow("nothing found, a batch of one") << R"({"kind":"boxes"})"
                                                   << R"([{"shape":[1,0,4]},{"shape":[1,0,91]}])"
                                                   << "[]";
    QTest::addRow("probabilities of classes, the background first")
        << R"({"kind":"boxes","units":"unit","background":"first","labels":["cat","dog"]})"
        << R"([{"shape":[1,2,4],"data":[0.1,0.2,0.3,0.4, 0,0,1,1]},{"shape":[1,2,3],"data":[0.1,0.2,0.7, 0.8,0.1,0.1]}])"
        << "[[0.1,0.2,0.3,0.4,0.7,1]]";
    QTest::addRow("DETR: softmax, nothing is the last class")
        << R"({"kind":"boxes","format":"cxcywh","units":"unit","scores":"softmax","labels":["a","b","c"]})" << kDetr
        << "[[0.4,0.3,0.6,0.7,0.75,2],[0,0.5,0.5,1,0.75,0]]";
    QTest::addRow("RT-DETR: each class by its sigmoid")
        << R"({"kind":"boxes","format":"cxcywh","units":"unit","scores":"sigmoid","score":0.6})" << kDetr
        << "[[0.4,0.3,0.6,0.7,0.9,2],[0.05,0.05,0.15,0.15,0.9,3],[0,0.5,0.5,1,0.9,0]]";
    QTest::addRow("TensorFlow's order, three rows of which one counts")
        << R"({"kind":"boxes","format":"yxyx","units":"unit","first_class":1,"labels":["person"]})"
        << R"([{"name":"detection_boxes","shape":[1,3,4],"data":[0.1,0.2,0.3,0.4, 0,0,1,1, 0,0,0,0]},
              {"name":"detection_classes","shape":[1,3],"data":[1,9,0]},
              {"name":"detection_scores","shape":[1,3],"data":[0.9,0.8,-1]},
              {"name":"num_detections","shape":[1],"data":[1]}])"
        << "[[0.2,0.1,0.4,0.3,0.9,0]]";
    QTest::addRow("suppressed here where asked")
        << R"({"kind":"boxes","nms":0.5})" << boxes_of(3, R"({"shape":[3],"data":[0.5,0.7,0.6]})")
        << "[[0.01,0.01,0.01,0.01,0.7,0],[0.01,0.01,0.01,0.01,0.6,0],"
           "[0.01,0.01,0.01,0.01,0.5,0]]";  // no area, no overlap
    QTest::addRow("the best of many") << R"({"kind":"boxes","most":1})"
                                      << boxes_of(200000, R"({"shape":[200000],"fill":0.5})")
                                      << "[[0.01,0.01,0.01,0.01,0.5,0]]";
    QTest::addRow("YOLOv10, a finished list")
        << R"({"kind":"detections","nms":1})"
        << R"([{"shape":[1,3,6],"data":[10,20,30,40,0.9,2, 10,20,30,41,0.8,2, 0,0,0,0,0,0]}])"
        << "[[0.1,0.2,0.3,0.4,0.9,2],[0.1,0.2,0.3,0.41,0.8,2]]";
  }
  void boxes() {
    QFETCH(QString, head);
    QFETCH(QString, tensors);
    QFETCH(QString, wanted);
    const auto found = decoded(head, tensors);
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    const auto difference = differs(found->detections, wanted);
    QVERIFY2(difference.empty(), difference.c_str());
  }

  void whatCannotBeRead_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("tensors");
    QTest::addColumn<QString>("says");
    const QString plain = R"({"kind":"boxes"})";
    QTest::addRow("boxes too wide") << plain << R"([{"shape":[1,9,5]},{"shape":[9]}])"
                                    << "[1, 9, 5]";
    QTest::addRow("boxes of a batch") << plain << R"([{"shape":[2,9,4]},{"shape":[9]}])"
                                      << "[2, 9, 4]";
    QTest::addRow("flat boxes") << plain << R"([{"shape":[36]},{"shape":[9]}])"
                                << "[36]";
    QTest::addRow("fewer scores") << plain << R"([{"shape":[9,4]},{"shape":[8]}])"
                                  << "[8], the head needs [9]";
    QTest::addRow("scores turned") << plain << R"([{"shape":[1,9,4]},{"shape":[1,80,9]}])"
                                   << "[1, 80, 9], the head needs [9] or [1, 9, classes]";
    QTest::addRow("fewer classes") << plain << R"([{"shape":[9,4]},{"shape":[9]},{"shape":[2]}])"
                                   << "classes has the shape [2]";
    QTest::addRow("no scores") << plain << R"([{"shape":[9,4]}])"
                               << "reads 2 tensors";
    QTest::addRow("a name that is not there") << R"({"kind":"boxes","tensors":{"boxes":"dets"}})" << kTorchvision
                                              << "no tensor called \"dets\"; it gives 1.0.boxes [2, 4], 1.0.labels [2]";
    QTest::addRow("a name that two have") << R"({"kind":"boxes","tensors":{"boxes":"b"}})"
                                          << R"([{"name":"0.b","shape":[1,4]},{"name":"1.b","shape":[1,4]}])"
                                          << "Several tensors are called \"b\"";
    QTest::addRow("logits for scores") << plain << boxes_of(1, R"({"shape":[1],"data":[3.5]})") << "A score is 3.5";
    QTest::addRow("negative logits for scores")
        << plain << boxes_of(1, R"({"shape":[1],"data":[-3.5]})") << "A score is -3.5";
    QTest::addRow("pixels for parts") << R"({"kind":"boxes","units":"unit"})"
                                      << R"([{"shape":[1,4],"data":[0,0,640,20]},{"shape":[1],"data":[0.9]}])"
                                      << "reaches 640";
    QTest::addRow("score not a number") << plain << boxes_of(1, R"({"shape":[1],"data":["nan"]})")
                                        << "scores hold a value that is not a number";
    QTest::addRow("box not a number") << plain << R"([{"shape":[1,4],"data":[0,"nan",1,1]},{"shape":[1],"data":[0.9]}])"
                                      << "boxes hold a value";
    QTest::addRow("a class without a name")
        << R"({"kind":"boxes","labels":"coco80"})"
        << boxes_of(1, R"({"shape":[1],"data":[0.9]},{"shape":[1],"data":[80]})") << "class 80, \"labels\" names 80";
    QTest::addRow("a class below the first")
        << R"({"kind":"boxes","labels":["a"],"first_class":1})"
        << boxes_of(1, R"({"shape":[1],"data":[0.9]},{"shape":[1],"data":[0]})") << "class 0";
    QTest::addRow("half a class") << plain << boxes_of(1, R"({"shape":[1],"data":[0.9]},{"shape":[1],"data":[1.5]})")
                                  << "1.5, which is no whole number";
    QTest::addRow("softmax of one class")
        << R"({"kind":"boxes","scores":"softmax"})" << boxes_of(3, R"({"shape":[3,1]})") << "two classes or more";
    QTest::addRow("classes said twice") << R"({"kind":"boxes","tensors":{"classes":2}})"
                                        << boxes_of(3, R"({"shape":[3,2]},{"shape":[3]})")
                                        << "leave \"tensors.classes\" out";
    QTest::addRow("more rows than there are")
        << plain
        << R"([{"name":"boxes","shape":[1,4]},{"name":"scores","shape":[1]},{"name":"num_dets","shape":[1],"data":[2]}])"
        << "2 of 1 boxes";
    QTest::addRow("too many rows") << plain << R"([{"shape":[1000001,4]},{"shape":[1000001]}])"
                                   << "1000001 rows; at most 1000000";
    QTest::addRow("unknown format") << R"({"kind":"boxes","format":"yx"})"
                                    << "[]"
                                    << "$.head.format is \"yx\"; it must be one of \"xyxy\"";
    QTest::addRow("unknown tensor") << R"({"kind":"boxes","tensors":{"box":1}})"
                                    << "[]"
                                    << "$.head.tensors.box is not known";
    QTest::addRow("a tensor by a list") << R"({"kind":"boxes","tensors":{"boxes":[1]}})"
                                        << "[]"
                                        << "$.head.tensors.boxes must be the place";
  }
  void whatCannotBeRead() {
    QFETCH(QString, head);
    QFETCH(QString, tensors);
    QFETCH(QString, says);
    const auto found = decoded(head, tensors);
    QVERIFY(!found);
    QVERIFY2(found.error().what.find(says.toStdString()) != std::string::npos, found.error().what.c_str());
  }

  void otherHeadsTakeATensorByName() {
    const auto found = decoded(R"({"kind":"softmax","tensor":"logits"})",
                               R"([{"name":"features","shape":[2]},{"name":"logits","shape":[2]}])");
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->values, (std::vector<float>{.5F, .5F}));
  }

  void coco91Names() {
    QCOMPARE(coco91().size(), std::size_t{91});
    QCOMPARE(coco91()[1], std::string("person"));
    QCOMPARE(coco91()[44], std::string("bottle"));
    QCOMPARE(coco91()[83], std::string("N/A"));
    QCOMPARE(coco91()[90], std::string("toothbrush"));
  }
};

QTEST_GUILESS_MAIN(TestHeadsModern)
#include "test_heads_modern.moc"
