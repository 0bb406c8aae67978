// blackbox: the inference servers that people run, where datasets/boxes/fetch_servers.sh has fetched them: NVIDIA
// Triton, MLServer and KServe, each started here with models of a few lines. What is not there is named, and nothing of
// it is tested.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "blackbox/check.h"
#include "blackbox/guess.h"
#include "server_boxes.h"

using namespace mlink::rooms;
using namespace mlink::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A port that is free now.
int free_port() {
  const int one = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(one, plain, size) == 0 && getsockname(one, plain, &size) == 0;
  close(one);
  return bound ? ntohs(address.sin_port) : 0;
}

void write(const QString& path, const QByteArray& text) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
}

QString in_cache(const char* path) { return QString::fromStdString((default_model_cache() / path).string()); }

/// The colour of the first pixel, as the models of inference_server.h; and the mean of each channel of several
/// pictures.
constexpr const char* kTritonModel = R"(
import numpy as np
import triton_python_backend_utils as pb_utils
class TritonPythonModel:
    def execute(self, requests):
        answers = []
        for request in requests:
            given = pb_utils.get_input_tensor_by_name(request, "picture").as_numpy()
            answers.append(pb_utils.InferenceResponse(output_tensors=[pb_utils.Tensor(name, value) for name, value in ANSWER(given)]))
        return answers
)";
constexpr const char* kMlserverModel = R"(
import numpy as np
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceResponse
class Colour(MLModel):
    async def load(self):
        return True
    async def predict(self, payload):
        given = self.decode(payload.inputs[0], default_codec=NumpyCodec)
        values = given.reshape(-1, 3)[0].astype(np.float32)
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("values", values)])
)";

constexpr const char* kKserveModel = R"(
import sys
import numpy as np
from kserve import InferOutput, InferResponse, Model, ModelServer
class Colour(Model):
    def __init__(self):
        super().__init__("colour")
        self.ready = True
    async def get_input_types(self):
        return [{"name": "picture", "datatype": "UINT8", "shape": [576, 768, 3]}]
    async def get_output_types(self):
        return [{"name": "values", "datatype": "FP32", "shape": [3]}]
    def predict(self, payload, headers=None):
        given = payload.inputs[0].as_numpy()
        values = InferOutput("values", [3], "FP32")
        values.set_data_from_numpy(given.reshape(-1, 3)[0].astype(np.float32), binary_data=True)
        return InferResponse(payload.id, self.name, [values])
ModelServer(http_port=int(sys.argv[1]), grpc_port=int(sys.argv[2]), workers=1).start([Colour()])
)";

class RealServer {
 public:
  explicit RealServer(QString kind) : kind_(std::move(kind)) {
    if (kind_ == "triton")
      write_triton_models();
    else if (kind_ == "mlserver")
      write_mlserver_model();
    else
      write(dir_.filePath("server.py"), kKserveModel);
  }
  ~RealServer() { kill(); }

  [[nodiscard]] static bool is_there(const QString& kind) {
    if (kind == "triton") return QFile::exists(in_cache("triton/bin/tritonserver"));
    return QFile::exists(in_cache(kind == "mlserver" ? "mlserver/.version" : "kserve/.version"));
  }
  void start() {
    process_ = std::make_unique<QProcess>();
    auto environment = QProcessEnvironment::systemEnvironment();
    process_->setProcessChannelMode(QProcess::MergedChannels);
    const QString http = QString::number(http_);
    const QString grpc = QString::number(grpc_);
    if (kind_ == "triton") {
      environment.insert("LD_LIBRARY_PATH", in_cache("triton/libs"));
      environment.insert("PATH", "/usr/bin:/bin");  // the Python that its models run by
      process_->setProcessEnvironment(environment);
      process_->start(in_cache("triton/bin/tritonserver"),
                      {"--model-repository=" + dir_.path(), "--backend-directory=" + in_cache("triton/backends"),
                       "--http-address=127.0.0.1", "--http-port=" + http, "--grpc-address=127.0.0.1",
                       "--grpc-port=" + grpc, "--allow-metrics=false"});
    } else if (kind_ == "kserve") {
      process_->start(in_cache("kserve/bin/python"), {dir_.filePath("server.py"), http, grpc});
    } else {
      environment.insert("PATH", in_cache("mlserver/bin") + ":" + environment.value("PATH"));
      environment.insert("PYTHONPATH", dir_.filePath("colour"));
      process_->setProcessEnvironment(environment);
      process_->setWorkingDirectory(dir_.path());
      process_->start(in_cache("mlserver/bin/mlserver"), {"start", "."});
    }
  }
  void kill() {
    if (!process_) return;
    process_->kill();
    process_->waitForFinished();
    process_.reset();
  }
  [[nodiscard]] bool wait_until_there() const {
    for (int i = 0; i < 300; ++i) {
      if (guess_manifest(address() + "/colour")) return true;
      if (process_->waitForFinished(100)) return false;
    }
    return false;
  }
  [[nodiscard]] std::string address() const { return "grpc://127.0.0.1:" + std::to_string(grpc_); }
  [[nodiscard]] QByteArray log() const { return process_ ? process_->readAll().right(2000) : QByteArray(); }

 private:
  void write_triton_models() {
    const auto add = [&](const QString& name, const QByteArray& config, const QByteArray& answer) {
      write(dir_.filePath(name + "/config.pbtxt"),
            "backend: \"python\"\ninstance_group [{ kind: KIND_CPU }]\n" + config);
      write(dir_.filePath(name + "/1/model.py"), kTritonModel + answer);
    };
    add("colour",
        "input [{ name: \"picture\" data_type: TYPE_UINT8 dims: [576, 768, 3] }]\n"
        "output [{ name: \"values\" data_type: TYPE_FP32 dims: [3] }, { name: \"pixels\" data_type: TYPE_INT64 dims: "
        "[1] }]\n",
        "def ANSWER(x):\n    return [('values', x[0, 0].astype(np.float32)), ('pixels', np.array([x.size // 3]))]\n");
    add("half",
        "max_batch_size: 4\ninput [{ name: \"picture\" data_type: TYPE_FP16 dims: [3, -1, -1] }]\n"
        "output [{ name: \"values\" data_type: TYPE_FP16 dims: [3] }, { name: \"frames\" data_type: TYPE_INT32 dims: "
        "[1] }]\n",
        "def ANSWER(x):\n    return [('values', x[:, :, 0, 0]), ('frames', np.full((len(x), 1), len(x), "
        "dtype=np.int32))]\n");
    add("failing",
        "input [{ name: \"picture\" data_type: TYPE_UINT8 dims: [8, 8, 3] }]\n"
        "output [{ name: \"values\" data_type: TYPE_FP32 dims: [3] }]\n",
        "def ANSWER(x):\n    if x[0, 0, 0] == 9: raise ValueError('nine is not for me')\n"
        "    return [('values', x[0, 0].astype(np.float32))]\n");
  }
  void write_mlserver_model() {
    write(dir_.filePath("settings.json"), QByteArray::fromStdString(json{
                                              {"host", "127.0.0.1"},
                                              {"http_port", http_},
                                              {"grpc_port", grpc_},
                                              {"metrics_port", metrics_},
                                              {"debug", false},
                                              {"parallel_workers", 0}}.dump()));
    write(dir_.filePath("colour/model-settings.json"),
          R"({"name": "colour", "implementation": "colour_model.Colour",
              "inputs": [{"name": "picture", "datatype": "UINT8", "shape": [576, 768, 3]}],
              "outputs": [{"name": "values", "datatype": "FP32", "shape": [3]}]})");
    write(dir_.filePath("colour/colour_model.py"), kMlserverModel);
  }

  QString kind_;
  QTemporaryDir dir_;
  int http_ = free_port(), grpc_ = free_port(), metrics_ = free_port();
  std::unique_ptr<QProcess> process_;
};

}  // namespace

class TestRealServers : public QObject {
  Q_OBJECT

  static json big_colour_box(const RealServer& server, const json& settings = json::object()) {
    auto document = colour_box(server.address(), {{"outputs", {"values"}}});
    document["settings"].update(settings);
    document["input"].update({{"width", 768}, {"height", 576}});
    return document;
  }
  static void ask_in_halves(const RealServer& server);
  static void ask_what_fails(const RealServer& server);

 private Q_SLOTS:
  void asked_data() {
    QTest::addColumn<QString>("kind");
    for (const QString& kind : {QString("triton"), QString("mlserver"), QString("kserve")}) {
      const bool there = RealServer::is_there(kind);
      if (!there) qInfo("%s is not tested: datasets/boxes/fetch_servers.sh has not fetched it", qPrintable(kind));
      QTest::addRow("%s%s", qPrintable(kind), there ? "" : ", not fetched") << (there ? kind : QString());
    }
  }
  void asked() {
    QFETCH(QString, kind);
    if (kind.isEmpty()) return;
    RealServer server(kind);
    server.start();
    QVERIFY2(server.wait_until_there(), server.log());
    const auto guess = guess_manifest(server.address() + "/colour");
    REQUIRE(guess);
    const auto guessed = parse_manifest(guess->manifest, ".");
    REQUIRE(guessed);
    const auto check = check_box(*guessed);
    REQUIRE(check);
    qInfo("%s", check->lines[0].c_str());

    const auto box = loaded(big_colour_box(server));
    REQUIRE(box);
    const auto frame = coloured(200, 7, 3, 768, 576);
    constexpr int kFrames = 20;
    double best = 1e9;
    for (int i = 0; i < kFrames; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const auto output = said(**box, frame);
      best =
          std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
      QCOMPARE(output.reason, std::string());
      QCOMPARE(output.values, answer_to(200, 7, 3));
    }
    qInfo("%s: a frame of 768 x 576 x 3 bytes takes %.1f ms at best", qPrintable(kind), best);
    if (kind == "triton") {
      ask_in_halves(server);
      ask_what_fails(server);
    }

    // Killed, with nobody to start it again: the box cannot go on, and says so.
    const auto patient = loaded(big_colour_box(server, {{"retries", 8}}));
    REQUIRE(patient);
    server.kill();
    const auto gone = said(**box, frame);
    QVERIFY2(contains(gone.reason, "CALL") && contains(gone.reason, "does not answer"), gone.reason.c_str());
    // Started again meanwhile: the frame only takes longer.
    server.start();
    const auto later = said(**patient, frame);
    QCOMPARE(later.reason, std::string());
    QCOMPARE(later.values, answer_to(200, 7, 3));
  }
};

void TestRealServers::ask_in_halves(const RealServer& server) {
  auto document = colour_box(server.address(), {{"model", "half"}, {"outputs", {"values", "frames"}}});
  document["input"] = {{"width", 40}, {"height", 30}, {"scale", .5}};
  document["tensors"] = {{1, 3}, {1, 1}};
  auto box = loaded(document);
  REQUIRE(box);
  QCOMPARE(said(**box, coloured(9, 8, 6)).values, (std::vector<float>{10}));
  document["head"]["tensor"] = "frames";
  document["reducer"] = {{"kind", "scalar"}};
  box = loaded(document);
  REQUIRE(box);
  const std::vector<Frame> frames(6, coloured(1, 2, 3));
  const auto answers = (*box)->run(frames);
  REQUIRE(answers);
  std::vector<float> together;
  for (const auto& answer : *answers) together.push_back(answer.output.values.at(0));
  QCOMPARE(together, (std::vector<float>{4, 4, 4, 4, 2, 2}));
}

void TestRealServers::ask_what_fails(const RealServer& server) {
  const auto box = loaded(colour_box(server.address(), {{"model", "failing"}}));
  REQUIRE(box);
  const auto bad = said(**box, coloured(9, 8, 6));
  QVERIFY2(contains(bad.reason, "nine is not for me") && !contains(bad.reason, "CALL"), bad.reason.c_str());
  QCOMPARE(said(**box, coloured(8, 8, 6)).values, answer_to(8, 8, 6));
}

QTEST_GUILESS_MAIN(TestRealServers)
#include "test_real_servers.moc"
