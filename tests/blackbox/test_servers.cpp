// blackbox: models on inference servers. The server is one in this process; those that people have, Triton and
// MLServer, are asked where datasets/boxes/fetch_servers.sh has fetched them.
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "blackbox/adapters/adapters.h"
#include "blackbox/adapters/server_model.h"
#include "blackbox/black_box.h"
#include "blackbox/check.h"
#include "blackbox/guess.h"
#include "server_boxes.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

using Values = std::vector<float>;

class TestServers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void addresses_data();
  void addresses();
  void everyDatatype_data();
  void everyDatatype();
  void asManyFramesTogetherAsTheServerTakes_data();
  void asManyFramesTogetherAsTheServerTakes();
  void aServerThatTakesOneFrameAfterAll();
  void aModelWithoutADimensionForFrames();
  void aListThatComesAsAColumn();
  void outputsAreTakenByName();
  void furtherInputs();
  void aServerThatKnowsNothingOfItsModel();
  void whatMakesTwoBoxesTheSame();
  void guessed();
  void severalAtOnce();
  void whatAFrameCosts();
};

void TestServers::addresses_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");  // host|port|model|version, or the error's part
  const auto row = [](const char* text, const char* says) { QTest::addRow("%s", text) << text << says; };
  row("grpc://localhost:8001", "localhost|8001||");
  row("grpcs://triton.lab.example:8001/yolo", "triton.lab.example|8001|yolo|");
  row("grpc://[::1]:8001/yolo/3", "[::1]|8001|yolo|3");
  row("grpc://10.0.0.7:8001/", "10.0.0.7|8001||");
  row("http://localhost:8000", "does not begin with grpc://");
  row("localhost:8001", "does not begin with grpc://");
  row("grpc://localhost", "no port");
  row("grpc://localhost:", "no port");
  row("grpc://localhost:0", "no port");
  row("grpc://localhost:65536", "no port");
  row("grpc://localhost:80a", "no port");
  row("grpc://:8001", "no host");
  row("grpc://::1:8001", "no host");
  row("grpc://a b:8001", "no host");
  row("grpc://unix:/tmp/x:1", "no port");
  row("grpc://somebody:secret@host:8001", "name or password");
}
void TestServers::addresses() {
  QFETCH(QString, text);
  QFETCH(QString, says);
  const auto address = read_server_address(text.toStdString());
  if (!address) {
    QVERIFY2(contains(address.error().text(), says.toStdString()), address.error().text().c_str());
    QVERIFY(!contains(address.error().text(), "secret"));
    return;
  }
  QCOMPARE(QString::fromStdString(address->host + "|" + std::to_string(address->port) + "|" + address->model + "|" +
                                  address->version),
           says);
  QVERIFY(address->tls == text.startsWith("grpcs"));
}

void TestServers::everyDatatype_data() {
  QTest::addColumn<QString>("datatype");
  QTest::addColumn<double>("scale");
  QTest::addColumn<Values>("wanted");     // of the colour 200, 7, 0
  QTest::addColumn<QByteArray>("first");  // the bytes of 200 as they went out
  const auto row = [](const char* datatype, double scale, const Values& wanted, const QByteArray& first) {
    QTest::addRow("%s x %g", datatype, scale) << datatype << scale << wanted << QByteArray::fromHex(first);
  };
  row("FP32", 1, {200, 7, 0}, "00004843");
  row("FP32", -.5, {-100, -3.5F, 0}, "0000c8c2");
  row("FP64", 1, {200, 7, 0}, "0000000000006940");
  row("FP16", 1, {200, 7, 0}, "405a");
  row("FP16", -1, {-200, -7, 0}, "40da");
  row("FP16", 1. / 600, {.333251953125F, .01166534423828125F, 0}, "5535");
  row("FP16", 1e-7, {2.002716064453125e-05F, 7.152557373046875e-07F, 0},
      "5001");  // smaller than its smallest normal number
  row("BF16", 1. / 600, {.333984375F, .01165771484375F, 0}, "ab3e");
  row("UINT8", 1, {200, 7, 0}, "c8");
  row("UINT8", 2, {255, 14, 0}, "ff");
  row("UINT8", -1, {0, 0, 0}, "00");
  row("INT8", 1, {127, 7, 0}, "7f");
  row("INT8", -.1, {-20, -1, 0}, "ec");
  row("UINT16", 1000, {65535, 7000, 0}, "ffff");
  row("INT16", 1, {200, 7, 0}, "c800");
  row("UINT32", 1, {200, 7, 0}, "c8000000");
  row("INT32", -1, {-200, -7, 0}, "38ffffff");
  row("UINT64", 1, {200, 7, 0}, "c800000000000000");
  row("INT64", -1, {-200, -7, 0}, "38ffffffffffffff");
  row("BOOL", 1, {1, 1, 0}, "01");
}
void TestServers::everyDatatype() {
  QFETCH(QString, datatype);
  QFETCH(double, scale);
  QFETCH(Values, wanted);
  QFETCH(QByteArray, first);
  for (const bool typed : {false, true}) {
    if (typed && (datatype == "FP16" || datatype == "BF16")) continue;  // these have no list
    ServerBehaviour how;
    how.inputs[0].datatype = how.outputs[0].datatype = datatype.toStdString();
    how.typed = typed;
    InferenceServer server(how);
    auto document = colour_box(server.address());
    document["input"]["scale"] = scale;
    const auto manifest = parse_manifest(document.dump(), ".");
    REQUIRE(manifest);
    const auto engine = make_engine(*manifest, {});
    REQUIRE(engine);
    REQUIRE((*engine)->load());
    const Frame frame = coloured(200, 7, 0);
    const auto seen = (*engine)->look(std::span(&frame, 1));
    REQUIRE(seen.at(0));
    const auto& values = seen[0]->values;
    QCOMPARE(values.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
      QVERIFY2(std::abs(values[i] - wanted[i]) <= 1e-3F * std::abs(wanted[i]) + 1e-9F,
               qPrintable(QString("%1, not %2").arg(values[i]).arg(wanted[i])));
    const auto sent = server.requests().back();
    QCOMPARE(QByteArray::fromStdString(sent.raw_input_contents(0).substr(0, static_cast<std::size_t>(first.size()))),
             first);
    QVERIFY(!sent.id().empty());
  }
}

void TestServers::asManyFramesTogetherAsTheServerTakes_data() {
  QTest::addColumn<int>("server");
  QTest::addColumn<int>("manifest");
  QTest::addColumn<QVector<int>>("calls");
  QTest::addRow("the server's") << 4 << 0 << QVector<int>{4, 4, 2};
  QTest::addRow("the manifest's, less") << 4 << 3 << QVector<int>{3, 3, 3, 1};
  QTest::addRow("the server's, less") << 4 << 8 << QVector<int>{4, 4, 2};
  QTest::addRow("it does not say") << 0 << 0 << QVector<int>(10, 1);
  QTest::addRow("it has no dimension for several") << -1 << 4 << QVector<int>(10, 1);
}
void TestServers::asManyFramesTogetherAsTheServerTakes() {
  QFETCH(int, server);
  QFETCH(int, manifest);
  QFETCH(QVector<int>, calls);
  ServerBehaviour how;
  how.most_together = std::max(server, 0);
  if (server < 0) how.inputs[0].shape = {1, 8, 8, 3};
  InferenceServer there(how);
  const auto box = loaded(colour_box(there.address(), manifest > 0 ? json{{"batch", manifest}} : json::object()));
  REQUIRE(box);
  const auto before = there.requests().size();
  std::vector<Frame> frames;
  for (int i = 0; i < 10; ++i) frames.push_back(coloured(i, 2 * i, 255 - i));
  const auto answers = (*box)->run(frames);
  REQUIRE(answers);
  QCOMPARE(answers->size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto n = static_cast<int>(i);
    QCOMPARE((*answers)[i].output.values, answer_to(n, 2 * n, 255 - n));
  }
  QVector<int> sent;
  const auto requests = there.requests();
  for (std::size_t i = before; i < requests.size(); ++i)
    sent.push_back(static_cast<int>(requests[i].inputs(0).shape(0)));
  QCOMPARE(sent, calls);
}

void TestServers::aServerThatTakesOneFrameAfterAll() {
  ServerBehaviour how;
  how.most_together = 4;
  how.refuses_many = true;
  InferenceServer server(how);
  const auto box = loaded(colour_box(server.address()));
  REQUIRE(box);
  const std::vector<Frame> frames{coloured(1, 2, 3), coloured(4, 5, 6)};
  const auto answers = (*box)->run(frames);
  REQUIRE(answers);
  QCOMPARE((*answers)[0].output.values, answer_to(1, 2, 3));
  QCOMPARE((*answers)[1].output.values, answer_to(4, 5, 6));
}

void TestServers::aModelWithoutADimensionForFrames() {
  ServerBehaviour how;
  how.inputs[0] = {"picture", "UINT8", {8, 8, 3}};
  how.outputs[0] = {"values", "UINT8", {3}};
  InferenceServer server(how);
  auto document = colour_box(server.address());
  document["tensors"] = {{1, 3}};  // here all have the dimension
  const auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7)).values, answer_to(9, 8, 7));
  const auto sent = server.requests().back();
  QCOMPARE(sent.inputs(0).shape_size(), 3);
  QCOMPARE(sent.inputs(0).shape(0), std::int64_t{8});
}

void TestServers::aListThatComesAsAColumn() {
  ServerBehaviour how;
  how.inputs[0].shape = {8, 8, 3};
  how.outputs[0].shape = {3};
  how.versions = {};  // MLServer says none
  how.spoil = [](auto& answer) { answer.mutable_outputs(0)->add_shape(1); };
  InferenceServer server(how);
  auto document = colour_box(server.address());
  document["tensors"] = {{1, 3}};
  const auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7)).values, answer_to(9, 8, 7));
}

void TestServers::outputsAreTakenByName() {
  ServerBehaviour how;
  how.outputs = {{"words", "BYTES", {-1, 1}}, {"others", "FP32", {-1, 3}}, {"values", "FP32", {-1, 3}}};
  how.spoil = [](auto& answer) {  // all outputs in an order of its own, whatever was asked for
    answer.mutable_outputs(0)->set_datatype("BYTES");
    answer.mutable_raw_output_contents(0)->assign("\1\0\0\0a", 5);
    answer.mutable_raw_output_contents(1)->assign(12, '\0');
    answer.mutable_outputs()->SwapElements(0, 2);
    answer.mutable_raw_output_contents()->SwapElements(0, 2);
  };
  InferenceServer server(how);
  auto document = colour_box(server.address(), {{"outputs", {"values"}}});
  auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7)).values, answer_to(9, 8, 7));
  QCOMPARE(server.requests().back().outputs_size(), 1);
  // Without a list: all that are numbers, in the order of the server's metadata.
  document["settings"].erase("outputs");
  document["head"]["tensor"] = "values";
  document["tensors"] = {{1, 3}, {1, 3}};
  box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7)).values, answer_to(9, 8, 7));
  QCOMPARE(server.requests().back().outputs(0).name(), std::string("others"));
}

void TestServers::furtherInputs() {
  ServerBehaviour how;
  how.inputs = {{"picture", "FP32", {-1, 8, 8, 3}}, {"size", "INT64", {-1, 2}}, {"limit", "FP32", {1}}};
  InferenceServer server(how);
  auto document = colour_box(server.address());
  document["input"]["name"] = "picture";
  document["inputs"] = {{{"name", "limit"}, {"values", {.25}}}, {{"name", "size"}, {"size", "height-width"}}};
  const auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7, 40, 30)).values, answer_to(9, 8, 7));
  const auto sent = server.requests().back();
  QCOMPARE(sent.inputs_size(), 3);
  QCOMPARE(sent.inputs(1).name(), std::string("limit"));
  QCOMPARE(sent.raw_input_contents(1), std::string("\0\0\x80\x3e", 4));
  QCOMPARE(sent.inputs(2).datatype(), std::string("INT64"));
  QCOMPARE(sent.raw_input_contents(2), std::string("\x1e\0\0\0\0\0\0\0\x28\0\0\0\0\0\0\0", 16));
}

void TestServers::aServerThatKnowsNothingOfItsModel() {
  ServerBehaviour how;
  how.knows_server = how.knows_model = false;
  InferenceServer server(how);
  auto document = colour_box(server.address());
  const auto unnamed = loaded(document);
  QVERIFY(!unnamed);
  QVERIFY2(contains(unnamed.error().text(), "does not say what the model's inputs are called"),
           unnamed.error().text().c_str());
  document["input"]["name"] = "picture";
  const auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 7)).values, answer_to(9, 8, 7));
  QVERIFY(!guess_manifest(server.address() + "/colour"));
}

void TestServers::whatMakesTwoBoxesTheSame() {
  const auto hash = [](const json& settings, const char* folder = "/tmp") {
    const auto manifest = parse_manifest(colour_box("grpcs://host:1", settings).dump(), folder);
    return manifest ? content_hash(*manifest).value_or("") : manifest.error().text();
  };
  const auto plain = hash(json::object());
  QCOMPARE(plain.size(), std::size_t{32});
  for (const auto& how :
       {json{{"deadline_ms", 7}}, json{{"retries", 9}}, json{{"tls_ca", "a.pem"}}, json{{"token_file", "/t"}}})
    QCOMPARE(hash(how), plain);
  QCOMPARE(hash({{"token_file", "t"}}, "/"), plain);
  for (const auto& what : {json{{"model", "other"}}, json{{"version", "2"}}, json{{"address", "grpcs://host:2"}},
                           json{{"outputs", {"a"}}}})
    QVERIFY(hash(what) != plain);
}

void TestServers::guessed() {
  ServerBehaviour how;
  how.inputs[0] = {"picture", "UINT8", {8, 8, 3}};
  how.outputs[0] = {"values", "UINT8", {3}};
  InferenceServer server(how);
  const auto guess = guess_manifest(server.address() + "/colour");
  REQUIRE(guess);
  QCOMPARE(guess->inputs, (std::vector<std::string>{"picture [1, 8, 8, 3] u8"}));
  QCOMPARE(guess->outputs, (std::vector<std::string>{"values [1, 3] f32"}));
  const auto document = json::parse(guess->manifest);
  QCOMPARE(document["settings"].dump(), (json{{"address", server.address()}, {"model", "colour"}}).dump());
  QCOMPARE(document["input"].dump(), (json{{"height", 8}, {"layout", "nhwc"}, {"scale", 1}, {"width", 8}}).dump());
  QVERIFY(!document.contains("weights"));
  const auto manifest = parse_manifest(guess->manifest, ".");
  REQUIRE(manifest);
  const auto check = check_box(*manifest);
  REQUIRE(check);
  QVERIFY2(contains(check->lines[0], server.address() + ", model colour (made 0.1, version 1 of the model)"),
           check->lines[0].c_str());
  const auto version = guess_manifest(server.address() + "/colour/1", "mine");
  REQUIRE(version);
  QCOMPARE(json::parse(version->manifest)["settings"]["version"].get<std::string>(), std::string("1"));
  QCOMPARE(json::parse(version->manifest)["name"].get<std::string>(), std::string("mine"));
  for (const auto& [address, says] :
       {std::pair(server.address(), "names no model"), std::pair(server.address() + "/other", "has no model \"other\""),
        std::pair(std::string("grpc://127.0.0.1:1/colour"), "does not answer")}) {
    const auto none = guess_manifest(address);
    QVERIFY(!none);
    QVERIFY2(contains(none.error().text(), says), none.error().text().c_str());
  }
}

void TestServers::severalAtOnce() {
  InferenceServer server({});
  std::vector<std::jthread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      const auto box = loaded(colour_box(server.address()));
      for (int i = 0; box && i < 20; ++i)
        if (said(**box, coloured(t, i, 3)).values == answer_to(t, i, 3)) ++right;
    });
  threads.clear();
  QCOMPARE(right.load(), 80);
}

// No limit here: told beside what real servers take. Most of it is the picture's way through this machine.
void TestServers::whatAFrameCosts() {
  ServerBehaviour how;
  how.inputs[0] = {"picture", "UINT8", {576, 768, 3}};
  how.outputs[0] = {"values", "UINT8", {3}};
  InferenceServer server(how);
  auto document = colour_box(server.address());
  document["input"].update({{"width", 768}, {"height", 576}});
  const auto box = loaded(document);
  REQUIRE(box);
  const auto frame = coloured(200, 7, 0, 768, 576);
  constexpr int kFrames = 20;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kFrames; ++i) QCOMPARE(said(**box, frame).values, answer_to(200, 7, 0));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  qInfo("A frame of 768 x 576 x 3 bytes to a server that computes nothing: %.1f ms", took.count() / kFrames);
}

QTEST_GUILESS_MAIN(TestServers)
#include "test_servers.moc"
