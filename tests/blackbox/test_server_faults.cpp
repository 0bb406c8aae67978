// blackbox: what can go wrong with an inference server, before the first frame, at one frame, and in the middle of it
// all; certificates and tokens. Nothing that was collected is lost.
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <thread>

#include "blackbox/black_box.h"
#include "blackbox/guess.h"
#include "experiment/experiment.h"
#include "experiment/views.h"
#include "server_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;
using namespace mlink::test;
using Reply = grpc::Status;
using grpc::StatusCode;
using inference::ModelInferResponse;
using nlohmann::json;
using namespace std::chrono_literals;

using Spoil = std::function<void(ModelInferResponse&)>;
Q_DECLARE_METATYPE(ServerBehaviour)
Q_DECLARE_METATYPE(Spoil)

namespace {

/// Keys and certificates as people make them, with the openssl program.
struct Certificate {
  std::string key, certificate;
  QString file;  ///< of the certificate
};
Certificate made_certificate(const QTemporaryDir& dir, const char* name) {
  const QString key = dir.filePath(QString(name) + ".key");
  const QString file = dir.filePath(QString(name) + ".pem");
  QProcess openssl;
  openssl.start("openssl",
                {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                 "-out", file, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"});
  openssl.waitForFinished();
  const auto text = [](const QString& path) {
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
  };
  return {text(key), text(file), file};
}

void write(const QString& path, const char* text) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
}

std::string error_of(const json& document, const std::filesystem::path& folder = ".") {
  const auto box = loaded(document, {}, folder);
  return box ? "" : box.error().text();
}

}  // namespace

class TestServerFaults : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void beforeTheFirstFrame_data();
  void beforeTheFirstFrame();
  void anAnswerThatIsNone_data();
  void anAnswerThatIsNone();
  void aFrameThatTakesTooLong();
  void aServerThatHangs();
  void restartedInTheMiddle();
  void goneForGood();
  void anotherVersionOfTheModel();
  void stoppedWhileWaiting();
  void certificates();
  void tokens();
  void collectGoesOnWhereTheServerWent();
  void collectFillsCalls();
};

void TestServerFaults::beforeTheFirstFrame_data() {
  QTest::addColumn<ServerBehaviour>("how");
  QTest::addColumn<QString>("patch");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const std::function<void(ServerBehaviour&)>& change, const char* patch,
                      const char* says) {
    ServerBehaviour how;
    change(how);
    QTest::addRow("%s", name) << how << patch << says;
  };
  const auto nothing = [](ServerBehaviour&) {};
  row("no such model", nothing, R"({"settings":{"model":"none"}})", "has no model \"none\"");
  row("no such version", nothing, R"({"settings":{"model":"none","version":"7"}})", "has no model \"none\", version 7");
  row(
      "not ready", [](auto& how) { how.ready = false; }, "{}", "is not ready");
  row(
      "another protocol", [](auto& how) { how.speaks = false; }, "{}", "does not speak the Open Inference Protocol");
  row(
      "another size",
      [](auto& how) {
        how.inputs[0].shape = {-1, 9, 8, 3};
      },
      "{}", "\"picture\" is [-1, 9, 8, 3]; the manifest gives [1, 8, 8, 3]");
  row(
      "another rank",
      [](auto& how) {
        how.inputs[0].shape = {8, 8};
      },
      "{}", "is [8, 8]; the manifest gives");
  row("another input", nothing, R"({"input":{"name":"image"}})", "no input called \"image\"; it has picture");
  row(
      "one input too few",
      [](auto& how) {
        how.inputs.push_back({"state", "FP32", {1}});
      },
      "{}", "has 2 inputs (picture, state), the manifest gives 1");
  row(
      "texts wanted", [](auto& how) { how.inputs[0].datatype = "BYTES"; }, "{}", "\"picture\" takes texts");
  row(
      "numbers of another kind", [](auto& how) { how.inputs[0].datatype = "FP8"; }, "{}", "values of the datatype FP8");
  row("another output", nothing, R"({"settings":{"outputs":["boxes"]}})", "no output called \"boxes\"; it has values");
  row(
      "texts only", [](auto& how) { how.outputs[0].datatype = "BYTES"; }, "{}",
      "None of the model's outputs holds numbers");
  row(
      "fails at each picture",
      [](auto& how) { how.before = [](int, auto&) { return Reply(StatusCode::INTERNAL, "out of memory"); }; }, "{}",
      "The inference server failed: out of memory.");
  row(
      "refuses the input",
      [](auto& how) { how.before = [](int, auto&) { return Reply(StatusCode::INVALID_ARGUMENT, "too dark"); }; }, "{}",
      "refuses the input: too dark");
  row(
      "messages too large",
      [](auto& how) { how.before = [](int, auto&) { return Reply(StatusCode::RESOURCE_EXHAUSTED, "4194304 bytes"); }; },
      "{}", "has no room for this: 4194304 bytes");
  row("other shapes than the manifest's", nothing, R"({"tensors":[[1,4]]})", "the manifest says [1, 4]");
  row("another number of values", nothing,
      R"({"reducer":{"kind":"vector","expectation":null},"output":{"task":"multi_label","labels":["a","b"],"tolerance":null}})",
      "gives 3 values; the output of the manifest has 2");
  row("address missing", nothing, R"({"settings":{"address":""}})", "$.settings.address");
  row("address that goes on", nothing, R"({"settings":{"address":"grpc://host:1/colour"}})", "goes on after the port");
  row("certificates in the open", nothing, R"({"settings":{"tls_ca":"/x"}})", "goes with an encrypted connection only");
  row("weights", nothing, R"({"weights":[{"path":"/dev/null"}]})", "$.weights names 1 files");
  row("unknown setting", nothing, R"({"settings":{"precision":"f32"}})",
      "$.settings.precision is not known to the adapter \"server\"");
}
void TestServerFaults::beforeTheFirstFrame() {
  QFETCH(ServerBehaviour, how);
  QFETCH(QString, patch);
  QFETCH(QString, says);
  InferenceServer server(how);
  auto document = colour_box(server.address());
  document.merge_patch(json::parse(patch.toStdString()));
  const auto text = error_of(document);
  QVERIFY2(contains(text, says.toStdString()), text.c_str());
}

void TestServerFaults::anAnswerThatIsNone_data() {
  QTest::addColumn<Spoil>("spoil");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const Spoil& spoil, const char* says) {
    QTest::addRow("%s", name) << spoil << says;
  };
  const auto bytes = [](ModelInferResponse& answer) { return answer.mutable_raw_output_contents(0); };
  row(
      "cut short", [=](auto& answer) { bytes(answer)->resize(11); }, "\"values\" is FP32 [1, 3], and 11 bytes came");
  row(
      "empty", [=](auto& answer) { bytes(answer)->clear(); }, "and 0 bytes came");
  row(
      "no bytes, no lists", [](auto& answer) { answer.clear_raw_output_contents(); }, "and 0 values came");
  row(
      "too long", [=](auto& answer) { bytes(answer)->append(4, 'x'); }, "and 16 bytes came");
  row(
      "one list too many", [](auto& answer) { answer.add_raw_output_contents("x"); },
      "names 1 outputs and has the values of 2");
  row(
      "no outputs", [](auto& answer) { answer.clear_outputs(), answer.clear_raw_output_contents(); },
      "no output \"values\"");
  row(
      "another name", [](auto& answer) { answer.mutable_outputs(0)->set_name("other"); }, "no output \"values\"");
  row(
      "another datatype", [](auto& answer) { answer.mutable_outputs(0)->set_datatype("FP64"); },
      "FP64 [1, 3], and 12 bytes");
  row(
      "texts", [](auto& answer) { answer.mutable_outputs(0)->set_datatype("BYTES"); }, "\"values\" holds texts");
  row(
      "no datatype", [](auto& answer) { answer.mutable_outputs(0)->clear_datatype(); },
      "holds values of the datatype \"\"");
  row(
      "another shape", [](auto& answer) { answer.mutable_outputs(0)->mutable_shape()->Set(1, 2); },
      "is FP32 [1, 2], and 12 bytes");
  row(
      "a shape other than said",
      [=](auto& answer) {
        answer.mutable_outputs(0)->mutable_shape()->Set(1, 2);
        bytes(answer)->resize(8);
      },
      "\"values\" is [-1, 3], and [1, 2] came");
  row(
      "a negative size", [](auto& answer) { answer.mutable_outputs(0)->mutable_shape()->Set(0, -1); },
      "[-1, 3], which cannot be");
  row(
      "a vast size",
      [](auto& answer) {
        for (const int i : {0, 1})
          answer.mutable_outputs(0)->mutable_shape()->Set(i, std::numeric_limits<std::int64_t>::max());
      },
      "which cannot be");
  row(
      "not a number", [=](auto& answer) { bytes(answer)->replace(0, 4, std::string("\0\0\xc0\x7f", 4)); },
      "not a finite number");
  row(
      "infinite", [=](auto& answer) { bytes(answer)->replace(4, 4, std::string("\0\0\x80\x7f", 4)); },
      "not a finite number");
}
// The frame fails and says why; the next one is as if nothing had been.
void TestServerFaults::anAnswerThatIsNone() {
  QFETCH(Spoil, spoil);
  QFETCH(QString, says);
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address()));
  REQUIRE(box);
  server.set([&](auto& how) { how.spoil = spoil; });
  const auto bad = said(**box, coloured(1, 2, 3));
  QVERIFY2(bad.presence == Presence::failed && contains(bad.reason, says.toStdString()), bad.reason.c_str());
  QVERIFY2(!contains(bad.reason, "CALL"), bad.reason.c_str());
  server.set([](auto& how) { how.spoil = nullptr; });
  QCOMPARE(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3));
}

void TestServerFaults::aFrameThatTakesTooLong() {
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address(), {{"deadline_ms", 400}, {"retries", 3}}));
  REQUIRE(box);
  server.set([](auto& how) {
    how.before = [](int, auto& context) {
      sleep_in(context, 5000);
      return Reply::OK;
    };
  });
  const int before = server.calls();
  const auto slow = said(**box, coloured(1, 2, 3));
  QVERIFY2(contains(slow.reason, "gave no answer within 0.4 s") && !contains(slow.reason, "CALL"), slow.reason.c_str());
  QCOMPARE(server.calls() - before, 1);  // a server that is slow is not asked the same once more
  server.set([](auto& how) { how.before = nullptr; });
  QCOMPARE(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3));
}

// It still takes calls, and answers none: the box cannot go on, and no frame is told as failed.
void TestServerFaults::aServerThatHangs() {
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address(), {{"deadline_ms", 400}, {"retries", 3}}));
  REQUIRE(box);
  server.set([](auto& how) {
    how.ready = false;
    how.before = [](int, auto& context) {
      sleep_in(context, 5000);
      return Reply::OK;
    };
  });
  const std::vector<Frame> frames{coloured(1, 2, 3), coloured(4, 5, 6)};
  const int before = server.calls();
  const auto answers = (*box)->run(frames);
  QVERIFY(!answers);
  QVERIFY2(contains(answers.error().text(), "gave no answer within 0.4 s"), answers.error().text().c_str());
  QCOMPARE(server.calls() - before, 1);  // nor does the second frame wait for it
}

void TestServerFaults::restartedInTheMiddle() {
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address(), {{"retries", 5}}));
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3));
  server.stop();
  const std::jthread again([&] {
    std::this_thread::sleep_for(400ms);
    // As a server does that loads its models once it is there.
    server.set([](auto& how) { how.ready = false; });
    server.set(
        [](auto& how) { how.before = [](int, auto&) { return Reply(StatusCode::NOT_FOUND, "not loaded yet"); }; });
    server.start();
    std::this_thread::sleep_for(400ms);
    server.set([](auto& how) { how.before = nullptr; });
    server.set([](auto& how) { how.ready = true; });
  });
  QCOMPARE(said(**box, coloured(4, 5, 6)).reason, std::string());
  QCOMPARE(said(**box, coloured(4, 5, 6)).values, answer_to(4, 5, 6));
}

void TestServerFaults::goneForGood() {
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address(), {{"retries", 1}}));
  REQUIRE(box);
  server.stop();
  QElapsedTimer time;
  time.start();
  const std::vector<Frame> frames(5, coloured(1, 2, 3));
  const auto answers = (*box)->run(frames);
  QVERIFY(!answers);
  const auto text = answers.error().text();
  QVERIFY2(contains(text, server.address() + " does not answer") && contains(text, "Start the server"), text.c_str());
  QVERIFY2(time.elapsed() < 3000, "each frame waited for it");
  server.start();
  QTRY_COMPARE_WITH_TIMEOUT(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3), 3000);
  QVERIFY(contains(error_of(colour_box("grpc://127.0.0.1:1")), "does not answer"));
}

void TestServerFaults::anotherVersionOfTheModel() {
  InferenceServer server({});
  const auto box = loaded(colour_box(server.address()));
  REQUIRE(box);
  server.set([](auto& how) { how.versions = {"2"}; });
  const auto other = said(**box, coloured(1, 2, 3));
  QVERIFY2(contains(other.reason,
                    "CALL: The inference server answers with version 2 of the model now; until here it was 1."),
           other.reason.c_str());
}

void TestServerFaults::stoppedWhileWaiting() {
  InferenceServer server({});
  for (const bool hangs : {true, false}) {
    std::stop_source stop;
    const auto box =
        loaded(colour_box(server.address(), {{"deadline_ms", 60000}, {"retries", 10}}), {1, false, stop.get_token()});
    REQUIRE(box);
    server.set([&](auto& how) {
      how.before = [hangs](int, auto& context) {
        if (hangs) sleep_in(context, 5000);
        return Reply(StatusCode::UNAVAILABLE, "busy");
      };
    });
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(150ms);
      stop.request_stop();
    });
    QElapsedTimer time;
    time.start();
    const Frame frame = coloured(1, 2, 3);
    const auto answers = (*box)->run(std::span(&frame, 1));
    QVERIFY(!answers);
    QVERIFY2(answers.error().kind == ErrorKind::stopped, answers.error().text().c_str());
    QVERIFY2(time.elapsed() < 2000, "it went on waiting");
    server.set([](auto& how) { how.before = nullptr; });
  }
}

void TestServerFaults::certificates() {
  const QTemporaryDir dir;
  const auto own = made_certificate(dir, "own");
  const auto other = made_certificate(dir, "other");
  QVERIFY2(!own.certificate.empty(), "the program openssl made no certificate");
  ServerBehaviour how;
  how.key = own.key;
  how.certificate = own.certificate;
  InferenceServer server(how);
  const std::filesystem::path folder = dir.path().toStdString();
  // A path that starts at the manifest's folder.
  const auto box = loaded(colour_box(server.address(), {{"tls_ca", "own.pem"}}), {}, folder);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3));
  const auto guess = guess_manifest(server.address() + "/colour", {}, {folder / "own.pem", {}});
  REQUIRE(guess);
  QCOMPARE(json::parse(guess->manifest)["settings"]["tls_ca"].get<std::string>(), (folder / "own.pem").string());
  for (const auto& settings : {json{{"tls_ca", "other.pem"}}, json::object()}) {
    const auto text = error_of(colour_box(server.address(), settings), folder);
    QVERIFY2(contains(text, "is not trusted") && contains(text, "tls_ca"), text.c_str());
  }
  const auto missing = error_of(colour_box(server.address(), {{"tls_ca", "none.pem"}}), folder);
  QVERIFY2(contains(missing, "The file with the certificates cannot be read") && contains(missing, "none.pem"),
           missing.c_str());
  auto plain = colour_box("grpc://127.0.0.1:" + std::to_string(server.port()));
  const auto text = error_of(plain);
  QVERIFY2(contains(text, "does not answer"), text.c_str());
}

void TestServerFaults::tokens() {
  const QTemporaryDir dir;
  ServerBehaviour how;
  how.token = "s3cret-one";
  InferenceServer server(how);
  const std::filesystem::path folder = dir.path().toStdString();
  write(dir.filePath("token"), "s3cret-one\n");
  const auto document = colour_box(server.address(), {{"token_file", "token"}});
  const auto box = loaded(document, {}, folder);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(1, 2, 3)).values, answer_to(1, 2, 3));
  QVERIFY(!contains((*box)->manifest().json, "s3cret"));
  const auto guess = guess_manifest(server.address() + "/colour", {}, {{}, folder / "token"});
  REQUIRE(guess);
  QVERIFY2(contains(guess->manifest, "/token") && !contains(guess->manifest, "s3cret"), guess->manifest.c_str());
  const auto file = guess_manifest("/dev/null", {}, {{}, folder / "token"});
  QVERIFY2(!file && contains(file.error().text(), "this is a file"), "a token for a file");
  // The next token is in the file before the server wants it, as where tokens are replaced from time to time.
  write(dir.filePath("token"), "s3cret-two\n");
  server.set([](auto& now) { now.token = "s3cret-two"; });
  QCOMPARE(said(**box, coloured(1, 2, 3)).reason, std::string());
  // Refused, and the server's message has the token in it.
  server.set([](auto& now) { now.token = "s3cret-three"; });
  const auto refused = said(**box, coloured(1, 2, 3)).reason;
  QVERIFY2(contains(refused, "CALL") && contains(refused, "refuses who asks: bad credentials: Bearer …") &&
               !contains(refused, "s3cret"),
           refused.c_str());
  const auto without = error_of(colour_box(server.address()));
  QVERIFY2(contains(without, "refuses who asks") && contains(without, "token_file"), without.c_str());
  const auto missing = error_of(colour_box(server.address(), {{"token_file", "none"}}), folder);
  QVERIFY2(contains(missing, "The file with the token cannot be read") && contains(missing, "/none"), missing.c_str());
  for (const char* bad : {" \n", "two words", "caf\xc3\xa9", "a\nb"}) {
    write(dir.filePath("token"), bad);
    const auto text = error_of(document, folder);
    QVERIFY2(contains(text, "one word of plain letters"), text.c_str());
  }
  write(dir.filePath("token"), "s3cret-one");
  for (const char* elsewhere : {"grpc://server.example:1", "grpc://127.0.0.1.server.example:1"}) {
    const auto open = error_of(colour_box(elsewhere, {{"token_file", "token"}}), folder);
    QVERIFY2(contains(open, "for everyone to read"), open.c_str());
  }
}

// The server goes in the middle of collecting: what was collected is stored, nothing is told as failed, and collecting
// again, once it is back, gives what it would have given without.
void TestServerFaults::collectGoesOnWhereTheServerWent() {
  if (!have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
  const QTemporaryDir dir;
  const std::filesystem::path folder = dir.path().toStdString();
  QVERIFY(make_swinging_video(folder / "swing.avi", 4));
  InferenceServer server({});
  write(dir.filePath("colour.json"), colour_box(server.address(), {{"retries", 1}}).dump().c_str());
  const auto experiment = [&](const char* name) -> Result<Experiment> {
    MLINK_ASSIGN(auto made, Experiment::create(folder / name));
    AddVideoOptions options;
    options.camera = "cam";
    MLINK_TRY(made.add_video(folder / "swing.avi", options));
    MLINK_TRY(made.add_box(folder / "colour.json"));
    return made;
  };
  CollectOptions one;
  one.threads = 1;
  auto whole = experiment("whole.mlink");
  REQUIRE(whole);
  const auto all = whole->collect(one, {}, {});
  REQUIRE(all);
  QCOMPARE(all->stored, std::int64_t{40});

  auto broken = experiment("broken.mlink");
  REQUIRE(broken);
  const int last = server.calls() + 2 + 15;  // two calls at loading
  server.set([&](auto& how) {
    how.before = [last](int call, auto&) {
      return call > last ? Reply(StatusCode::UNAVAILABLE, "shutting down") : Reply::OK;
    };
  });
  const auto first = broken->collect(one, {}, {});
  REQUIRE(first);
  QCOMPARE(first->stored, std::int64_t{15});
  QCOMPARE(first->failed, std::int64_t{0});
  QCOMPARE(first->box_problems.size(), std::size_t{1});
  QVERIFY2(contains(first->box_problems[0].second.text(), "does not answer: shutting down"),
           first->box_problems[0].second.text().c_str());
  server.stop();
  const auto nobody = broken->collect(one, {}, {});
  REQUIRE(nobody);
  QCOMPARE(nobody->stored, std::int64_t{0});
  QCOMPARE(nobody->kept, std::int64_t{15});
  server.set([](auto& how) { how.before = nullptr; });
  server.start();
  const auto rest = broken->collect(one, {}, {});
  REQUIRE(rest);
  QCOMPARE(rest->stored, std::int64_t{25});
  QVERIFY(rest->box_problems.empty());
  QCOMPARE(content_hash(*broken->snapshot()->table), content_hash(*whole->snapshot()->table));
}

// A server that takes several frames a call gets them from collect, and answers the same.
void TestServerFaults::collectFillsCalls() {
  QVERIFY2(have_ffmpeg(), "ffmpeg is not installed: no video to collect from");
  const QTemporaryDir dir;
  const std::filesystem::path folder = dir.path().toStdString();
  QVERIFY(make_swinging_video(folder / "swing.avi", 4));
  std::vector<std::string> hashes;
  for (const int together : {0, 8}) {
    ServerBehaviour how;
    how.most_together = together;
    InferenceServer server(how);
    write(dir.filePath("colour.json"), colour_box(server.address(), json::object()).dump().c_str());
    auto made = Experiment::create(folder / (std::to_string(together) + ".mlink"));
    REQUIRE(made);
    for (int i = 0; i < 2; ++i) {
      AddVideoOptions options;
      options.camera = "cam " + std::to_string(i);
      if (i > 0) options.crop = Rect{8, 8, 16, 16};
      REQUIRE(made->add_video(folder / "swing.avi", options));
    }
    REQUIRE(made->add_box(folder / "colour.json"));
    CollectOptions two;
    two.threads = 2;
    const auto report = made->collect(two, {}, {});
    REQUIRE(report);
    QVERIFY(report->box_problems.empty());
    QCOMPARE(report->stored, std::int64_t{80});
    QCOMPARE(report->failed, std::int64_t{0});
    // 80 frames in calls of 8, but for each caller's first and its last ones.
    QVERIFY2(together == 0 ? report->calls == 80 : report->calls <= 14, std::to_string(report->calls).c_str());
    hashes.push_back(content_hash(*made->snapshot()->table));
  }
  QCOMPARE(hashes[0], hashes[1]);
}

QTEST_GUILESS_MAIN(TestServerFaults)
#include "test_server_faults.moc"
