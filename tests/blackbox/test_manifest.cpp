// blackbox: manifests. What is wrong is named with its place; nothing is loaded here.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "blackbox/adapters/adapters.h"
#include "blackbox/manifest.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

const char* const kGood = R"({
  "version": 1, "name": "scene", "title": "Scene", "adapter": "torchscript",
  "weights": [{"path": "scene.pt"}],
  "input": {"width": 8, "height": 6},
  "head": {"kind": "softmax"},
  "reducer": {"kind": "vector"},
  "output": {"task": "single_label", "labels": ["street", "shop"]}
})";

json good() { return json::parse(kGood); }

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

ManifestOptions without_weights() {
  ManifestOptions options;
  options.check_weights = false;
  return options;
}

bool contains(const std::string& text, const QString& part) {
  return text.find(part.toStdString()) != std::string::npos;
}

}  // namespace

class TestManifest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reads() {
    QTemporaryDir dir;
    write(dir.filePath("scene.pt"), "weights");
    write(dir.filePath("scene.json"), kGood);
    const auto manifest = read_manifest(dir.filePath("scene.json").toStdString());
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    QCOMPARE(manifest->name, std::string("scene"));
    QCOMPARE(manifest->output.width, 2);
    QCOMPARE(manifest->input.width, 8);
    QCOMPARE(manifest->weights[0].path.string(), dir.filePath("scene.pt").toStdString());
    const auto again = parse_manifest(manifest->json, dir.path().toStdString());
    QVERIFY(again.has_value());
    QCOMPARE(content_hash(*again).value(), content_hash(*manifest).value());
  }

  void misuse_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* patch, const char* says) {
      QTest::addRow("%s", name) << QString(patch) << QString(says);
    };
    row("unknown field", R"([{"op":"add","path":"/wieghts","value":[]}])", "$.wieghts is an unknown field.");
    row("unknown field inside", R"([{"op":"add","path":"/input/hight","value":3}])",
        "$.input.hight is an unknown field.");
    row("unknown field in a list", R"([{"op":"add","path":"/weights/0/file","value":"a"}])",
        "$.weights[0].file is an unknown field.");
    row("wrong type", R"([{"op":"replace","path":"/input/width","value":"eight"}])",
        "$.input.width must be an integer.");
    row("fraction", R"([{"op":"replace","path":"/input/width","value":8.5}])", "$.input.width must be an integer.");
    row("list instead of text", R"([{"op":"replace","path":"/name","value":["scene"]}])", "$.name must be a string.");
    row("negative size", R"([{"op":"replace","path":"/input/height","value":-6}])", "$.input.height");
    row("bad name", R"([{"op":"replace","path":"/name","value":"My Box"}])", "$.name must match");
    row("unknown adapter", R"([{"op":"replace","path":"/adapter","value":"keras"}])",
        "$.adapter must be one of \"torchscript\"");
    row("missing output", R"([{"op":"remove","path":"/output"}])", "$.output is missing.");
    row("missing task", R"([{"op":"remove","path":"/output/task"}])", "$.output.task is missing.");
    row("missing version", R"([{"op":"remove","path":"/version"}])", "$.version is missing.");
    row("version 0", R"([{"op":"replace","path":"/version","value":0}])", "$.version");
    row("bad sha256", R"([{"op":"add","path":"/weights/0/sha256","value":"abc"}])", "$.weights[0].sha256 must match");
    row("labels of a wrong type", R"([{"op":"add","path":"/head","value":{"kind":"centernet","labels":7}}])",
        "$.head.labels must be \"coco80\", \"coco91\" or of type array");
    row("setting of another head", R"([{"op":"add","path":"/head/stride","value":4}])",
        "$.head.stride is not known to the head \"softmax\"");
    row("setting of another adapter", R"([{"op":"add","path":"/settings","value":{"neighbours":3}}])",
        "$.settings.neighbours is not known to the adapter \"torchscript\"");
    row("setting of another reducer", R"([{"op":"add","path":"/reducer/index","value":1}])",
        "$.reducer.index is not known to the reducer \"vector\"");
    row("reducer for another task", R"([{"op":"replace","path":"/reducer/kind","value":"count"}])",
        "makes no output of the task single_label");
    row("one label", R"([{"op":"replace","path":"/output/labels","value":["street"]}])", "at least two labels");
    row("width against labels", R"([{"op":"add","path":"/output/width","value":3}])", "3 values but 2 labels");
    row("regression without tolerance",
        R"([{"op":"replace","path":"/output","value":{"task":"regression"}},{"op":"replace","path":"/reducer/kind","value":"scalar"}])",
        "$.output.tolerance is missing");
    const char* const three = "The manifest does not fit: $.input.mean must be one number or three.";
    row("two means", R"([{"op":"add","path":"/input/mean","value":[1,2]}])", three);
    row("no mean in the list", R"([{"op":"add","path":"/input/mean","value":[]}])", three);
    row("four means", R"([{"op":"add","path":"/input/mean","value":[1,2,3,4]}])", three);
    row("mean of text", R"([{"op":"add","path":"/input/mean","value":"127.5"}])", three);
    row("means of text", R"([{"op":"add","path":"/input/mean","value":[1,"2",3]}])", three);
    row("mean that is nothing", R"([{"op":"add","path":"/input/mean","value":null}])", three);
    row("scale by channel name", R"([{"op":"add","path":"/input/scale","value":{"r":1}}])",
        "$.input.scale must be one number or three.");
    row("network without head", R"([{"op":"remove","path":"/head"}])", "$.head is missing");
    row("network without input", R"([{"op":"remove","path":"/input"}])", "$.input is missing");
    row("network without weights", R"([{"op":"remove","path":"/weights"}])", "$.weights names 0 files");
    row("detector with a head",
        R"([{"op":"replace","path":"/adapter","value":"opencv-hog"},{"op":"remove","path":"/weights"}])",
        "$.head is not known to the adapter \"opencv-hog\"");
    row("crop by nothing", R"([{"op":"add","path":"/crop","value":{"scale":2}}])", "$.crop.by is missing.");
    row("crop by a file that is not there", R"([{"op":"add","path":"/crop","value":{"by":"nowhere.json"}}])",
        "$.crop.by");
    row("error inside the crop", R"([{"op":"add","path":"/crop","value":{"by":{"version":1}}}])",
        "$.crop.by: The manifest does not fit");
    row("an array", R"([{"op":"replace","path":"","value":[1]}])", "$ must be an object.");
  }
  void misuse() {
    QFETCH(QString, patch);
    QFETCH(QString, says);
    QTemporaryDir dir;
    const auto file = dir.filePath("scene.json");
    write(file, QByteArray::fromStdString(good().patch(json::parse(patch.toStdString())).dump()));
    const auto manifest = read_manifest(file.toStdString(), without_weights());
    QVERIFY(!manifest);
    const auto text = manifest.error().text();
    QVERIFY2(contains(text, says), text.c_str());
    QVERIFY2(contains(text, says.contains("file that is not there") ? "nowhere.json" : dir.path()), text.c_str());
  }

  void oneNumberOrThree_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<QVector<float>>("wanted");
    QTest::addRow("a number") << "127.5" << QVector<float>{127.5F, 127.5F, 127.5F};
    QTest::addRow("a whole number") << "128" << QVector<float>{128, 128, 128};
    QTest::addRow("a list of one") << "[127.5]" << QVector<float>{127.5F, 127.5F, 127.5F};
    QTest::addRow("three") << "[1, 2.5, 3]" << QVector<float>{1, 2.5F, 3};
  }
  void oneNumberOrThree() {
    QFETCH(QString, value);
    QFETCH(QVector<float>, wanted);
    for (const char* name : {"mean", "scale"}) {
      auto document = good();
      document["input"][name] = json::parse(value.toStdString());
      const auto manifest = parse_manifest(document.dump(), ".", without_weights());
      QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
      const bool mean = std::string(name) == "mean";
      const std::vector<float> expected(wanted.begin(), wanted.end());
      QCOMPARE(mean ? manifest->input.mean : manifest->input.scale, expected);
      QCOMPARE(mean ? manifest->input.scale : manifest->input.mean, mean ? InputSpec{}.scale : InputSpec{}.mean);
    }
  }

  // A new adapter is a file and a line in core/blackbox/CMakeLists.txt; the schema, which editors read, must follow.
  void schemaNamesTheAdapters() {
    QFile file(MLINK_SOURCE_DIR "/resources/schema/box-manifest.schema.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto schema = json::parse(file.readAll().toStdString());
    auto names = json::array();
    for (const auto& adapter : adapters()) {
      names.push_back(adapter.name);
      QVERIFY2(adapter.title != std::string() && adapter.make != nullptr, adapter.name);
    }
    QCOMPARE(schema["properties"]["adapter"]["enum"].dump(), names.dump());
  }

  void severalProblemsAreAllNamed() {
    auto bad = good();
    bad["input"]["width"] = "eight";
    bad["colour"] = "red";
    bad.erase("name");
    const auto manifest = parse_manifest(bad.dump(), ".", without_weights());
    QVERIFY(!manifest);
    for (const char* part :
         {"$.input.width must be an integer.", "$.colour is an unknown field.", "$.name is missing."})
      QVERIFY2(contains(manifest.error().what, part), manifest.error().what.c_str());
  }

  void syntax_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::addRow("comma too many") << QByteArray("{\n  \"version\": 1,\n  \"name\": \"a\",,\n}")
                                    << "line 3, column 15";
    QTest::addRow("cut off") << QByteArray("{\n  \"version\": 1,\n  \"na") << "line 3";
    QTest::addRow("first character") << QByteArray("version = 1") << "line 1, column 1";
    QTest::addRow("empty") << QByteArray("") << "line 1, column 1";
    QTest::addRow("not text") << QByteArray("\x00\xff\xfe", 3) << "line 1, column 1";
  }
  void syntax() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QTemporaryDir dir;
    const auto file = dir.filePath("bad.json");
    write(file, text);
    const auto manifest = read_manifest(file.toStdString(), without_weights());
    QVERIFY(!manifest);
    QVERIFY(manifest.error().kind == ErrorKind::invalid_input);
    QVERIFY2(contains(manifest.error().text(), says) && contains(manifest.error().text(), file),
             manifest.error().text().c_str());
  }

  void newerVersion() {
    auto newer = good();
    newer["version"] = 2;
    newer["something-new"] = true;  // what a newer program may have added is not held against it
    const auto manifest = parse_manifest(newer.dump(), ".", without_weights());
    QVERIFY(!manifest);
    QVERIFY(manifest.error().kind == ErrorKind::newer_version);
    QVERIFY(contains(manifest.error().what, "version 2") && contains(manifest.error().what, "version 1"));
  }

  void missingFiles() {
    QTemporaryDir dir;
    const auto none = read_manifest(dir.filePath("no.json").toStdString());
    QVERIFY(!none && none.error().kind == ErrorKind::not_found);
    const auto folder = read_manifest(dir.path().toStdString());
    QVERIFY(!folder && folder.error().kind == ErrorKind::invalid_input);
    auto with_hint = good();
    with_hint["weights"][0]["from"] = "Debian's package some-data";
    write(dir.filePath("scene.json"), QByteArray::fromStdString(with_hint.dump()));
    const auto weights = read_manifest(dir.filePath("scene.json").toStdString());
    QVERIFY(!weights && weights.error().kind == ErrorKind::not_found);
    QVERIFY2(contains(weights.error().text(), "\"scene\" are missing") &&
                 contains(weights.error().text(), "some-data") &&
                 contains(weights.error().text(), dir.filePath("scene.pt")),
             weights.error().text().c_str());
  }

  void wrongHash() {
    QTemporaryDir dir;
    write(dir.filePath("scene.pt"), "abc");
    auto document = good();
    // SHA-256 of "abc" (FIPS 180-2, appendix B.1)
    document["weights"][0]["sha256"] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QVERIFY(parse_manifest(document.dump(), dir.path().toStdString()).has_value());
    write(dir.filePath("scene.pt"), "abd");
    const auto changed = parse_manifest(document.dump(), dir.path().toStdString());
    QVERIFY(!changed && changed.error().kind == ErrorKind::corrupt);
    QVERIFY(contains(changed.error().text(), "ba7816bf") && contains(changed.error().text(), dir.filePath("scene.pt")));
  }

  void cacheInPaths() {
    QTemporaryDir dir;
    auto document = good();
    document["weights"][0]["path"] = "${cache}/boxes/scene.pt";
    auto options = without_weights();
    options.cache = dir.path().toStdString();
    const auto manifest = parse_manifest(document.dump(), "/somewhere", options);
    QVERIFY(manifest.has_value());
    QCOMPARE(manifest->weights[0].path.string(), dir.filePath("boxes/scene.pt").toStdString());
    QVERIFY(contains(manifest->json, "${cache}/boxes"));  // the text moves to another machine
  }

  void hashSeesWhatMatters_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<bool>("same");
    QTest::addRow("name") << R"([{"op":"replace","path":"/name","value":"other"}])" << true;
    QTest::addRow("title") << R"([{"op":"replace","path":"/title","value":"Other"}])" << true;
    QTest::addRow("weights elsewhere") << R"([{"op":"replace","path":"/weights/0/path","value":"copy.pt"}])" << true;
    QTest::addRow("other weights") << R"([{"op":"replace","path":"/weights/0/path","value":"other.pt"}])" << false;
    QTest::addRow("adapter") << R"([{"op":"replace","path":"/adapter","value":"opencv-dnn"}])" << false;
    QTest::addRow("input") << R"([{"op":"replace","path":"/input/width","value":9}])" << false;
    QTest::addRow("colour order") << R"([{"op":"add","path":"/input/order","value":"bgr"}])" << false;
    QTest::addRow("mean") << R"([{"op":"add","path":"/input/mean","value":[1]}])" << false;
    QTest::addRow("head") << R"([{"op":"replace","path":"/head/kind","value":"values"}])" << false;
    QTest::addRow("reducer") << R"([{"op":"add","path":"/reducer/hard","value":true}])" << false;
    QTest::addRow("labels") << R"([{"op":"replace","path":"/output/labels","value":["shop","street"]}])" << false;
    QTest::addRow("crop") << R"([{"op":"add","path":"/crop","value":{"by":"finder.json"}}])" << false;
  }
  void hashSeesWhatMatters() {
    QFETCH(QString, patch);
    QFETCH(bool, same);
    QTemporaryDir dir;
    write(dir.filePath("scene.pt"), "weights");
    write(dir.filePath("copy.pt"), "weights");
    write(dir.filePath("other.pt"), "Weights");
    write(
        dir.filePath("finder.json"),
        R"({"version":1,"name":"finder","adapter":"opencv-hog","reducer":{"kind":"largest_box"},"output":{"task":"localization"}})");
    const auto folder = dir.path().toStdString();
    const auto first = parse_manifest(kGood, folder);
    const auto second = parse_manifest(good().patch(json::parse(patch.toStdString())).dump(), folder);
    QVERIFY2(first.has_value() && second.has_value(), second ? "" : second.error().text().c_str());
    QCOMPARE(content_hash(*first).value() == content_hash(*second).value(), same);
  }

  void cropIsPutIntoTheText() {
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir("finders"));
    write(dir.filePath("scene.pt"), "weights");
    write(dir.filePath("finders/finder.xml"), "cascade");
    write(
        dir.filePath("finders/finder.json"),
        R"({"version":1,"name":"finder","adapter":"opencv-cascade","weights":[{"path":"finder.xml"}],"reducer":{"kind":"largest_box"},"output":{"task":"localization"}})");
    auto document = good();
    document["crop"] = {{"by", "finders/finder.json"}, {"scale", 1.5}};
    const auto manifest = parse_manifest(document.dump(), dir.path().toStdString());
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    QVERIFY(manifest->crop_by != nullptr);
    QCOMPARE(manifest->crop_by->weights[0].path.string(), dir.filePath("finders/finder.xml").toStdString());
    QVERIFY(QFile::remove(dir.filePath("finders/finder.json")));  // what was read stands for itself
    const auto again = parse_manifest(manifest->json, dir.path().toStdString());
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(content_hash(*again).value(), content_hash(*manifest).value());
    write(dir.filePath("finders/finder.xml"), "another cascade");
    QVERIFY2(content_hash(*again).value() != content_hash(*parse_manifest(kGood, dir.path().toStdString())).value(),
             "the finder counts");
    QVERIFY(QFile::remove(dir.filePath("finders/finder.xml")));
    QVERIFY(!content_hash(*again));
  }

  void cropInACircle() {
    QTemporaryDir dir;
    auto document = good();
    document["crop"] = {{"by", "scene.json"}};
    write(dir.filePath("scene.json"), QByteArray::fromStdString(document.dump()));
    const auto manifest = read_manifest(dir.filePath("scene.json").toStdString(), without_weights());
    QVERIFY(!manifest);
    QVERIFY2(contains(manifest.error().what, "circle"), manifest.error().what.c_str());
  }

  void defaultManifestsAreGood_data() {
    QTest::addColumn<QString>("file");
    const QDir folder(MLINK_SOURCE_DIR "/resources/boxes");
    for (const auto& name : folder.entryList({"*.json"}))
      QTest::addRow("%s", qPrintable(name)) << folder.filePath(name);
  }
  void defaultManifestsAreGood() {
    QFETCH(QString, file);
    const auto manifest = read_manifest(file.toStdString(), without_weights());
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    QCOMPARE(QString::fromStdString(manifest->name) + ".json", QFileInfo(file).fileName());
    for (const auto* text :
         {&manifest->title, &manifest->description, &manifest->license, &manifest->origin, &manifest->output.unit})
      QVERIFY(!text->empty() || (text == &manifest->output.unit && !manifest->output.labels.empty()));
  }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "test_manifest.moc"
