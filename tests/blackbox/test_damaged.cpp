// blackbox: networks' files with a bit flipped. What reads them may end its process; the program gets an error or an
// answer. Each file is tried in a process that this test forks; those that end it are given to the program as a box of
// files that are not trusted, which damaged ones never are.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/black_box.h"
#include "support/tiny_boxes.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

/// MLINK_FLIPS=2000 in the environment for a long run.
int flips() {
  static const int number =
      qEnvironmentVariableIsSet("MLINK_FLIPS") ? qEnvironmentVariableIntValue("MLINK_FLIPS") : 150;
  return number;
}

std::string flipped(std::string bytes, int number) {
  Random random(static_cast<std::uint64_t>(number) + 1);
  const auto at = random.below(bytes.size());
  bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random.below(8)));
  return bytes;
}

void write(const QString& name, const std::string& bytes) {
  QFile file(name);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

json manifest_of(const QString& file, const char* adapter) {
  return {{"version", 1},
          {"name", "damaged"},
          {"adapter", adapter},
          {"weights", {{{"path", file.toStdString()}}}},
          {"input", {{"width", 8}, {"height", 8}}},
          {"head", {{"kind", "values"}}},
          {"reducer", {{"kind", "scalar"}}},
          {"process", {{"load-s", 60}, {"deadline-s", 20}, {"memory-mb", 4000}, {"restarts", 0}}},
          {"output", {{"task", "regression"}, {"tolerance", 0.5}}}};
}

enum class End { error, answer };
/// Loads the box and asks it once.
End try_once(const json& document, BoxProcess process) {
  const auto manifest = parse_manifest(document.dump(), "/");
  if (!manifest) return End::error;
  auto box = make_black_box(*manifest, {.use_gpu = false, .process = process});
  if (!box || !(*box)->load()) return End::error;
  const Frame frame = noise_picture(8, 8);
  const auto answers = (*box)->run(std::span(&frame, 1));
  return answers && answers->front().output.presence == Presence::present ? End::answer : End::error;
}

struct Tally {
  int errors = 0, answers = 0;
  std::vector<int> ends;  ///< numbers of the files that ended the process
};

/// Files first, first + 1, ... in a process of their own, which tells how each ended; back comes the one after the
/// last.
int try_from(int first, const std::string& bytes, const QString& name, const json& document, Tally& tally) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return flips();
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{4000000000, 4000000000};
    setrlimit(RLIMIT_DATA, &limit);
    const int quiet = open("/dev/null", O_WRONLY);
    dup2(quiet, STDERR_FILENO);
    for (int i = first; i < flips(); ++i) {
      alarm(20);
      write(name, flipped(bytes, i));
      const char end = try_once(document, BoxProcess::this_one) == End::answer ? 'a' : 'e';
      if (::write(ends[1], &end, 1) != 1) _exit(1);
    }
    _exit(0);
  }
  close(ends[1]);
  int done = first;
  for (char end = 0; read(ends[0], &end, 1) == 1; ++done) ++(end == 'a' ? tally.answers : tally.errors);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (done < flips()) tally.ends.push_back(done++);
  return done;
}

}  // namespace

class TestDamaged : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void flippedBits_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QByteArray>("bytes");
    const QTemporaryDir dir;
    const auto made = read_manifest(write_box(dir.path().toStdString(), bright_count()));
    QVERIFY(made);
    QFile torch(QString::fromStdString(made->weights[0].path.string()));
    QVERIFY(torch.open(QIODevice::ReadOnly));
    QTest::newRow("torchscript") << "torchscript" << torch.readAll();
    const auto onnx = QByteArray::fromStdString(onnx_means());
    QTest::newRow("opencv-dnn") << "opencv-dnn" << onnx;
    if (openvino_version()) QTest::newRow("openvino") << "openvino" << onnx;
  }
  void flippedBits() {
    QFETCH(const QString, adapter);
    QFETCH(const QByteArray, bytes);
    const QTemporaryDir dir;
    const QString name = dir.filePath(adapter == "torchscript" ? "damaged.pt" : "damaged.onnx");
    const json document = manifest_of(name, adapter.toUtf8());
    const std::string whole = bytes.toStdString();
    write(name, whole);
    Tally tally;
    for (int next = 0; next < flips() && tally.ends.size() < 100;) next = try_from(next, whole, name, document, tally);
    qInfo() << adapter << "of" << flips() << "files:" << tally.errors << "errors," << tally.answers << "answers,"
            << tally.ends.size() << "ended their process";
    QVERIFY(tally.errors > 0);
    QVERIFY(tally.ends.size() < 100);
    qputenv("MLINK_TRUST", "");
    for (std::size_t i = 0; i < tally.ends.size() && i < 5; ++i) {
      write(name, flipped(whole, tally.ends[i]));
      QVERIFY(try_once(document, BoxProcess::as_decided) == End::error);
    }
    qputenv("MLINK_TRUST", "all");
  }
};

QTEST_GUILESS_MAIN(TestDamaged)
#include "test_damaged.moc"
