// blackbox: boxes in a process of their own: what they answer, and that one that crashes, hangs, eats memory or answers
// nonsense takes down no more than its process. Plugins, programs and the sandbox.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/black_box.h"
#include "blackbox/host/host_process.h"
#include "blackbox/host/sandbox.h"
#include "blackbox/host/shared_frames.h"
#include "blackbox/measure.h"
#include "blackbox/trust.h"
#include "media/sound.h"
#include "support/processes.h"
#include "support/tiny_boxes.h"
#include "support/tiny_networks.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

Frame picture(std::uint8_t first, int width = 16, int height = 16) {
  auto made = std::make_shared<Picture>();
  *made = {width, height, width * 3,
           std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, first)};
  return {std::move(made), 0, 0, 0};
}

json plugin_box(const char* file, const json& settings, const json& process = json::object()) {
  return {{"version", 1},
          {"name", "plugged"},
          {"adapter", "plugin"},
          {"weights", {{{"path", file}}}},
          {"settings", {{"plugin", settings}}},
          {"process", process},
          {"reducer", {{"kind", "scalar"}}},
          {"output", {{"task", "regression"}, {"tolerance", 0.5}}}};
}

json bad_box(const char* what, const json& process = json::object()) {
  return plugin_box(MLINK_BAD_BOX, {{"what", what}}, process);
}

Result<std::unique_ptr<BlackBox>> made(const json& document, const BoxOptions& options = {}) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), "/"));
  return make_black_box(manifest, options);
}

Result<std::unique_ptr<BlackBox>> loaded(const json& document, const BoxOptions& options = {}) {
  MLINK_ASSIGN(auto box, made(document, options));
  MLINK_TRY(box->load());
  return box;
}

std::string said(const Status& status) { return status ? "it was taken" : status.error().text(); }

/// Sets a variable of the environment, and sets it back.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name), before_(qgetenv(name)) { qputenv(name, value); }
  ~Environment() { qputenv(name_, before_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  QByteArray before_;
};

}  // namespace

#define REQUIRE(result) QVERIFY2(result, (result) ? "" : (result).error().text().c_str())

class TestHost : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The same box in this process and in its own: the same answers, pictures cut or not.
  void answersAsInThisProcess() {
    const QTemporaryDir dir;
    const auto file = write_box(dir.path().toStdString(), bright_count());
    auto manifest = read_manifest(file);
    REQUIRE(manifest);
    auto here = make_black_box(*manifest);
    REQUIRE(here);
    REQUIRE((*here)->load());
    manifest->process.own = true;
    auto there = make_black_box(*manifest);
    REQUIRE(there);
    QVERIFY(!(*there)->run(std::vector<Frame>{picture(1)}));
    REQUIRE((*there)->load());
    REQUIRE((*there)->load());  // twice is once
    const Frame noise = noise_picture(320, 240);
    const std::vector<Frame> frames{picture(10), noise, noise.crop({40, 30, 100, 80}), picture(250, 1280, 720),
                                    picture(7, 1, 1)};
    const auto expected = (*here)->run(frames), told = (*there)->run(frames);
    REQUIRE(expected);
    REQUIRE(told);
    QCOMPARE(told->size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) QVERIFY((*told)[i].output == (*expected)[i].output);
    QVERIFY((*there)->run({})->empty());
    QVERIFY(!(*here)->own_peak_memory());
    (*there)->unload();
    QVERIFY(!(*there)->run(frames));
    REQUIRE((*there)->load());
    QVERIFY((*there)->run(frames));
  }

  // Clips and states go along: the same numbers as in this process, frame by frame and together.
  void pastGoesAlong_data() {
    QTest::addColumn<bool>("own");
    QTest::newRow("in this process") << false;
    QTest::newRow("in its own") << true;
  }
  void pastGoesAlong() {
    QFETCH(const bool, own);
    const QTemporaryDir dir;
    const auto folder = dir.path().toStdString();
    write_network(folder + "/change.pt",
                  "def forward(self, x: Tensor) -> Tensor:\n"
                  "    w = torch.tensor([-1.0, 0.0, 1.0]).reshape([1, 1, 3, 1, 1])\n"
                  "    return torch.conv3d(x, w).mean().reshape([1, 1])\n");
    write_network(folder + "/sum.pt",
                  "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
                  "    n = s + x.mean().reshape([1, 1])\n"
                  "    return n, n\n");
    json document{{"version", 1},
                  {"name", "change"},
                  {"adapter", "torchscript"},
                  {"weights", {{{"path", folder + "/change.pt"}}}},
                  {"input",
                   {{"width", 8},
                    {"height", 8},
                    {"channels", 1},
                    {"scale", 1},
                    {"frames", 3},
                    {"step", 0.1},
                    {"layout", "ncthw"}}},
                  {"head", {{"kind", "values"}}},
                  {"reducer", {{"kind", "scalar"}}},
                  {"process", {{"own", own}}},
                  {"output", {{"task", "regression"}, {"tolerance", 1}}}};
    auto change = loaded(document);
    REQUIRE(change);
    const auto earlier = std::make_shared<std::vector<Frame>>(std::vector<Frame>{picture(10), picture(20)});
    const auto more = std::make_shared<std::vector<Frame>>(std::vector<Frame>{earlier->back(), picture(30)});
    const auto changes =
        (*change)->run(std::vector<Frame>{picture(50).with_earlier(earlier), picture(90).with_earlier(more)});
    REQUIRE(changes);
    QVERIFY(std::abs((*changes)[0].output.values[0] - 40) < .1F);
    QVERIFY(std::abs((*changes)[1].output.values[0] - 70) < .1F);
    document["weights"][0]["path"] = folder + "/sum.pt";
    document["input"] = {{"width", 8}, {"height", 8}, {"channels", 1}, {"scale", 1}};
    document["inputs"] = {{{"shape", {1, 1}}, {"from", 1}, {"across", "frames"}}};
    auto sum = loaded(document);
    REQUIRE(sum);
    const auto memory = std::make_shared<FrameMemory>(), other = std::make_shared<FrameMemory>();
    const auto sums = (*sum)->run(std::vector<Frame>{picture(1).with_memory(memory), picture(2).with_memory(memory),
                                                     picture(100).with_memory(other), picture(3)});
    REQUIRE(sums);
    for (const auto& [at, expected] : {std::pair{0, 1.F}, {1, 3.F}, {2, 100.F}, {3, 3.F}})
      QVERIFY2(std::abs((*sums)[static_cast<std::size_t>(at)].output.values[0] - expected) < .1F,
               std::to_string((*sums)[static_cast<std::size_t>(at)].output.values[0]).c_str());
    const auto next = (*sum)->run(std::vector<Frame>{picture(4).with_memory(memory)});
    REQUIRE(next);
    QVERIFY(std::abs(next->front().output.values[0] - 7) < .1F);
  }

  // What cannot be loaded says the same as in this process.
  void whatCannotBeLoaded() {
    const QTemporaryDir dir;
    auto box = failing_count("failing", 0.2);
    auto manifest = read_manifest(write_box(dir.path().toStdString(), box));
    REQUIRE(manifest);
    QFile damaged(QString::fromStdString(manifest->weights[0].path.string()));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("no network");
    damaged.close();
    auto here = make_black_box(*manifest);
    REQUIRE(here);
    const std::string expected = said((*here)->load());
    manifest->process.own = true;
    auto there = make_black_box(*manifest);
    REQUIRE(there);
    QCOMPARE(said((*there)->load()), expected);
    QVERIFY(expected.find(manifest->weights[0].path.string()) != std::string::npos);
  }

  void plugin() {
    const std::vector<Frame> frames{picture(51), picture(102, 64, 48)};
    auto box = loaded(plugin_box(MLINK_EXAMPLE_PLUGIN, {{"gain", 2}}));
    REQUIRE(box);
    const auto answers = (*box)->run(frames);
    REQUIRE(answers);
    QCOMPARE((*answers)[0].output.values, std::vector<float>{0.4F});
    QCOMPARE((*answers)[1].output.values, std::vector<float>{0.8F});
    const auto refused = loaded(plugin_box(MLINK_EXAMPLE_PLUGIN, {{"gain", "much"}}));
    QVERIFY(!refused);
    QVERIFY2(refused.error().text().find("\"gain\" is no number.") != std::string::npos,
             refused.error().text().c_str());
  }

  void notAPlugin_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("another library") << MLINK_NO_PLUGIN << "it is no plugin";
    QTest::newRow("no library") << MLINK_SOURCE_DIR "/README.md"
                                << "cannot be loaded";
    QTest::newRow("not there") << "/nowhere/x.so"
                               << "are missing";
  }
  void notAPlugin() {
    QFETCH(const QString, file);
    QFETCH(const QString, expected);
    const auto box = loaded(plugin_box(file.toUtf8(), json::object()));
    QVERIFY(!box);
    QVERIFY2(QString::fromStdString(box.error().text()).contains(expected), box.error().text().c_str());
    QVERIFY2(box.error().path.ends_with(file.toStdString()), box.error().text().c_str());
  }

  void program_data() {
    QTest::addColumn<QByteArray>("trust");
    QTest::newRow("trusted") << QByteArray("all");
    QTest::newRow("closed in") << QByteArray();
  }
  void program() {
    QFETCH(const QByteArray, trust);
    const QTemporaryDir config;
    const Environment place("XDG_CONFIG_HOME", config.path().toUtf8()), trusted("MLINK_TRUST", trust);
    auto manifest = read_manifest(MLINK_SOURCE_DIR "/core/blackbox/host/example_box.json");
    REQUIRE(manifest);
    auto box = make_black_box(*manifest);
    REQUIRE(box);
    const auto status = (*box)->load();
    REQUIRE(status);
    const auto answers = (*box)->run(std::vector<Frame>{picture(51), picture(255, 64, 48)});
    REQUIRE(answers);
    QCOMPARE((*answers)[0].output.values, std::vector<float>{0.2F});
    QCOMPARE((*answers)[1].output.values, std::vector<float>{1.F});
    // What does not fit the manifest's output is no answer, and no harm.
    json document = json::parse(manifest->json);
    document["weights"][0]["path"] = manifest->weights[0].path.string();
    document["output"] = {{"task", "multi_label"}, {"labels", {"a", "b", "c"}}};
    document["reducer"] = {{"kind", "vector"}};
    box = loaded(document);
    REQUIRE(box);
    const auto narrow = (*box)->run(std::vector<Frame>{picture(51)});
    REQUIRE(narrow);
    QVERIFY(narrow->front().output.presence == Presence::failed);
    QVERIFY2(narrow->front().output.reason.find("1 value") != std::string::npos, narrow->front().output.reason.c_str());
  }

  void programThatDoesNotServe_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("expected");
    QTest::newRow("ends at once") << "[\"/bin/sh\",\"-c\",\"echo no >&2; exit 4\"]"
                                  << "it ended by itself with the status 4; it wrote last: no";
    QTest::newRow("is not there") << "[\"/nowhere/program\"]"
                                  << "cannot be started";
    QTest::newRow("is empty") << "[]"
                              << "$.settings.command is empty";
    QTest::newRow("no texts") << "[1]"
                              << "$.settings.command[0]";
  }
  void programThatDoesNotServe() {
    QFETCH(const QString, command);
    QFETCH(const QString, expected);
    json document = plugin_box(MLINK_SOURCE_DIR "/README.md", json::object());
    document["adapter"] = "program";
    document["settings"] = {{"command", json::parse(command.toStdString())}};
    const auto box = loaded(document);
    QVERIFY(!box);
    QVERIFY2(QString::fromStdString(box.error().text()).contains(expected), box.error().text().c_str());
  }

  // One of five frames is too much for the box: that one fails with the reason, the others are answered.
  void misbehaves_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("crash") << "crash"
                           << "Its process ended while it worked on this frame: it was ended by SIGSEGV";
    QTest::newRow("abort") << "abort"
                           << "it was ended by SIGABRT";
    QTest::newRow("exit") << "exit"
                          << "it ended by itself with the status 3; it wrote last: I leave.";
    QTest::newRow("hang") << "hang"
                          << "Its process gave no answer within 0.5 s and was ended";
    QTest::newRow("eat") << "eat"
                         << "Its process ended while it worked on this frame: it was ended by SIGSEGV";
    QTest::newRow("nan") << "nan"
                         << "finite";
    QTest::newRow("fail") << "fail"
                          << "It is too bright for me.";
  }
  void misbehaves() {
    QFETCH(const QString, what);
    QFETCH(const QString, reason);
    // A busy machine may take a second to fill that memory.
    const double deadline = what == "hang" ? 0.5 : 20;
    auto box = loaded(bad_box(what.toUtf8(), {{"deadline-s", deadline}, {"memory-mb", 600}}));
    REQUIRE(box);
    const auto answers = (*box)->run(std::vector<Frame>{picture(1), picture(2), picture(255), picture(3), picture(4)});
    REQUIRE(answers);
    QCOMPARE(answers->size(), std::size_t{5});
    for (const std::size_t good : {0, 1, 3, 4}) {
      QVERIFY((*answers)[good].output.presence == Presence::present);
      QCOMPARE((*answers)[good].output.values[0], good < 3 ? static_cast<float>(good + 1) : static_cast<float>(good));
    }
    const Output& bad = (*answers)[2].output;
    QVERIFY(bad.presence == Presence::failed);
    QVERIFY2(QString::fromStdString(bad.reason).contains(reason), bad.reason.c_str());
    QCOMPARE((*box)->run(std::vector<Frame>{picture(9)})->front().output.values[0], 9.F);  // it goes on
  }

  void givenUp() {
    json document = bad_box("crash", {{"restarts", 2}});
    document["settings"]["plugin"]["always"] = true;
    auto box = made(document);
    REQUIRE(box);
    const auto status = (*box)->load();  // it looks at a picture when it is loaded
    QVERIFY(!status);
    QVERIFY2(
        status.error().what.find("its process ended while it was loaded: it was ended by SIGSEGV") != std::string::npos,
        status.error().text().c_str());
    box = loaded(bad_box("crash", {{"restarts", 2}}));
    REQUIRE(box);
    const std::vector<Frame> bright{picture(255), picture(254), picture(253)};
    const auto answers = (*box)->run(bright);
    QVERIFY(!answers);
    QVERIFY2(answers.error().what.find("is given up after 3 ends of its process in a row") != std::string::npos,
             answers.error().text().c_str());
    box = loaded(bad_box("crash-at-start"));
    QVERIFY(!box);
    QVERIFY2(box.error().what.find("SIGABRT") != std::string::npos, box.error().text().c_str());
    box = loaded(bad_box("refuse"));
    QVERIFY(!box);
    QVERIFY2(box.error().what.find("It does not want to.") != std::string::npos, box.error().text().c_str());
  }

  void stoppedWhileItHangs() {
    std::stop_source stop;
    BoxOptions options;
    options.stop = stop.get_token();
    auto box = loaded(bad_box("hang"), options);
    REQUIRE(box);
    const std::jthread soon([&stop] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      stop.request_stop();
    });
    const auto answers = (*box)->run(std::vector<Frame>{picture(255)});
    QVERIFY(!answers);
    QVERIFY(answers.error().kind == ErrorKind::stopped);
  }

  // Peak memory is that of the box's process, not of this one.
  void memory() {
    auto box = loaded(bad_box("keep"));
    REQUIRE(box);
    REQUIRE((*box)->run(std::vector<Frame>{picture(1)}));
    const auto peak = (*box)->own_peak_memory();
    QVERIFY(peak);
    QVERIFY2(*peak > 60000000 && *peak < 100000000, std::to_string(*peak).c_str());
    const auto manifest = parse_manifest(bad_box("keep").dump(), "/");
    const std::vector<Frame> frames(3, picture(1));
    const auto costs = measure_box(*manifest, frames);
    REQUIRE(costs);

    QVERIFY2(costs->bytes > 60000000 && costs->bytes < 100000000, std::to_string(costs->bytes).c_str());
  }

  // Untrusted: no network, no files but its own folder, no signals; reading goes on. Trusted: all of it.
  void sandbox() {
    QVERIFY2(sandbox_parts().whole(), sandbox_parts().text().c_str());
    json document = bad_box("rights");
    document["output"] = {{"task", "multi_label"}, {"labels", {"net", "unix", "tmp", "own", "read", "signal"}}};
    document["reducer"] = {{"kind", "vector"}};
    const std::vector<Frame> frame{picture(1)};
    const QTemporaryDir config;
    const Environment place("XDG_CONFIG_HOME", config.path().toUtf8()), none("MLINK_TRUST", "");
    auto closed_in = loaded(document);
    REQUIRE(closed_in);
    const auto may = (*closed_in)->run(frame);
    REQUIRE(may);
    QCOMPARE(may->front().output.values, (std::vector<float>{0, 0, 0, 1, 1, 0}));
    QVERIFY(!trust_of((*closed_in)->manifest())->whole());
    REQUIRE(trust_file(MLINK_BAD_BOX, "trusted by the test"));
    QVERIFY(trust_of((*closed_in)->manifest())->whole());
    auto free = loaded(document);
    REQUIRE(free);
    const auto may_then = (*free)->run(frame);
    REQUIRE(may_then);
    QCOMPARE(may_then->front().output.values, (std::vector<float>{1, 1, 1, 1, 1, 1}));
    QCOMPARE(*distrust_file(MLINK_BAD_BOX), true);
    QCOMPARE(*distrust_file(MLINK_BAD_BOX), false);
    QVERIFY(!trust_of((*closed_in)->manifest())->whole());
  }

  // Trust goes with the content, not with the name; the list's faults are named.
  void trustInFiles() {
    const QTemporaryDir dir;
    const Environment place("XDG_CONFIG_HOME", dir.path().toUtf8()), none("MLINK_TRUST", "");
    auto manifest = read_manifest(write_box(dir.path().toStdString(), bright_count()));
    REQUIRE(manifest);
    const auto weights = manifest->weights[0].path;
    auto trust = trust_of(*manifest);
    REQUIRE(trust);
    QCOMPARE(trust->files.size(), std::size_t{1});
    QCOMPARE(trust->files[0].why, std::string("not trusted"));
    REQUIRE(trust_file(weights, "you trusted it on"));
    REQUIRE(trust_file(weights, "again on"));
    trust = trust_of(*manifest);
    QVERIFY(trust->whole());
    QVERIFY2(trust->files[0].why.starts_with("you trusted it on 20"), trust->files[0].why.c_str());
    QVERIFY(QFile::copy(QString::fromStdString(weights.string()), dir.filePath("copy.pt")));
    manifest->weights[0].path = dir.filePath("copy.pt").toStdString();
    QVERIFY(trust_of(*manifest)->whole());
    QFile changed(dir.filePath("copy.pt"));
    QVERIFY(changed.open(QIODevice::Append));
    changed.write("x");
    changed.close();
    QVERIFY(!trust_of(*manifest)->whole());
    // An untrusted network runs all the same, closed in.
    manifest->weights[0].path = weights;
    QVERIFY(*distrust_file(weights));
    auto box = make_black_box(*manifest);
    REQUIRE(box);
    REQUIRE((*box)->load());
    REQUIRE((*box)->run(std::vector<Frame>{picture(1)}));
    QVERIFY(!trust_file(dir.filePath("nothing").toStdString(), "x"));
    QFile list(QString::fromStdString(trust_list().string()));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write("this is no line\n");
    list.close();
    trust = trust_of(*manifest);
    QVERIFY(!trust);
    QVERIFY2(trust.error().text().find("this is no line") != std::string::npos, trust.error().text().c_str());
    QVERIFY(!make_black_box(*manifest));
    QVERIFY(!trust_file(weights, "x"));
  }

  // The system's files need no trust, and boxes without files none.
  void trustedBySystem() {
    const QTemporaryDir dir;
    const Environment place("XDG_CONFIG_HOME", dir.path().toUtf8()), none("MLINK_TRUST", "");
    Manifest manifest;
    QVERIFY(trust_of(manifest)->whole());
    manifest.weights.push_back({"/usr/bin/env", {}, {}});
    const auto trust = trust_of(manifest);
    QVERIFY(trust->whole());
    QCOMPARE(trust->files[0].why, std::string("from the system's packages"));
  }

  // A box that does not end goes with the program that started it, however that ends.
  void endsWithTheProgram() {
    const auto memory = SharedFrames::make();
    REQUIRE(memory);
    const HostOrder order{{"/bin/sleep", "1000"}, (*memory)->descriptor(), 0, false};
    auto process = HostProcess::start(order);
    REQUIRE(process);
    const auto folder = (*process)->socket().parent_path();
    QVERIFY(std::filesystem::exists(folder));
    QVERIFY((std::filesystem::status(folder).permissions() & std::filesystem::perms::all) ==
            std::filesystem::perms::owner_all);
    QVERIFY((*process)->running());
    const auto told = (*process)->memory();
    QVERIFY(told && told->now > 0 && told->peak >= told->now);
    QCOMPARE((*process)->end(std::chrono::milliseconds(0)), std::string("it was ended"));
    QVERIFY(!(*process)->running());
    process->reset();
    QVERIFY(!std::filesystem::exists(folder));
  }

  // Also where the program is killed: the box and its folder go.
  void endsWithAKilledProgram() {
    std::array<int, 2> ends{};
    QVERIFY(pipe(ends.data()) == 0);
    const pid_t program = fork();
    if (program == 0) {
      const auto memory = SharedFrames::make();
      const auto process = HostProcess::start({{"/bin/sleep", "1000"}, (*memory)->descriptor(), 0, false});
      const std::string folder = (*process)->socket().parent_path().string();
      if (write(ends[1], folder.data(), folder.size()) > 0) kill(getpid(), SIGKILL);
      _exit(1);
    }
    std::array<char, 200> told{};
    const auto length = read(ends[0], told.data(), told.size());
    QVERIFY(length > 0);
    waitpid(program, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    const std::string folder(told.data(), static_cast<std::size_t>(length));
    QVERIFY2(QString::fromStdString(folder).contains("mlink-box-"), folder.c_str());
    QTRY_VERIFY_WITH_TIMEOUT(!std::filesystem::exists(folder), 10000);
  }

  // No memory for a larger picture: the call says so, and the box is as it was.
  void sharedMemoryIsFull() {
    auto box = loaded(bad_box("nothing"));
    REQUIRE(box);
    rlimit before{};
    QVERIFY(getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto* const was = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1 << 20, before.rlim_max};
    QVERIFY(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto large = (*box)->run(std::vector<Frame>{picture(1), picture(2, 1280, 720)});
    const auto fits = (*box)->run(std::vector<Frame>{picture(3)});
    QVERIFY(setrlimit(RLIMIT_FSIZE, &before) == 0);
    static_cast<void>(std::signal(SIGXFSZ, was));
    QVERIFY(!large);
    QVERIFY2(large.error().text().find("There are no 2 MB of memory to share") != std::string::npos,
             large.error().text().c_str());
    REQUIRE(fits);
    QCOMPARE(fits->front().output.values[0], 3.F);
    const auto then = (*box)->run(std::vector<Frame>{picture(2, 1280, 720)});
    REQUIRE(then);
    QCOMPARE(then->front().output.values[0], 2.F);
  }

  // Somebody ends the process in the middle of a batch: all of it is answered all the same.
  void endedFromOutside_data() {
    QTest::addColumn<bool>("watcher");
    QTest::newRow("the box's process") << false;
    QTest::newRow("the one that watches") << true;
  }
  void endedFromOutside() {
    QFETCH(const bool, watcher);
    auto box = loaded(bad_box("slow"));
    REQUIRE(box);
    const auto watching = child_of(getpid());
    const auto target = watcher ? watching : child_of(watching);
    QVERIFY(target > 0);
    std::vector<Frame> frames;
    for (int i = 0; i < 8; ++i) frames.push_back(picture(static_cast<std::uint8_t>(201 + i)));
    bool killed = false;
    std::thread killer([&] {
      usleep(100000);  // a frame takes 50 ms
      killed = kill(target, SIGKILL) == 0;
    });
    const auto answers = (*box)->run(frames);
    killer.join();
    QVERIFY(killed);
    REQUIRE(answers);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      QVERIFY2((*answers)[i].output.presence == Presence::present, (*answers)[i].output.reason.c_str());
      QCOMPARE((*answers)[i].output.values[0], static_cast<float>(201 + i));
    }
    QVERIFY(child_of(getpid()) != watching);
  }

  void picturesThatCannotBe_data() {
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("stride");
    QTest::newRow("beyond the end") << quint64{700} << 8 << 8 << 24;
    QTest::newRow("far beyond") << quint64{1} << 60 << 8 << 8;
    QTest::newRow("far away") << ~quint64{0} << 8 << 8 << 24;
    QTest::newRow("no width") << quint64{0} << 0 << 8 << 24;
    QTest::newRow("rows overlap") << quint64{0} << 8 << 8 << 20;
    QTest::newRow("too wide") << quint64{0} << (1 << 20) << 8 << (3 << 20);
  }
  void picturesThatCannotBe() {
    QFETCH(const quint64, offset);
    QFETCH(const int, width);
    QFETCH(const int, height);
    QFETCH(const int, stride);
    auto memory = SharedFrames::make();
    REQUIRE(memory);
    REQUIRE((*memory)->write(std::vector<Frame>{picture(5, 16, 16)}));
    MappedFrames mapped(Descriptor(dup((*memory)->descriptor())));
    QVERIFY(mapped.picture(0, 16, 16, 48));
    QVERIFY(!mapped.picture(offset, width, height, stride));
    QVERIFY(ftruncate((*memory)->descriptor(), 10) != 0);  // nobody can take the memory away from under the program
  }
};

QTEST_GUILESS_MAIN(TestHost)
#include "test_host.moc"
