// blackbox: plugins that are found in folders, asked what they are in a process of their own, and a manifest to begin
// with; those that are none, are of another version, or end the process that asks them.
#include <qfloat16.h>  // QCOMPARE of JSON needs it whole
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "blackbox/black_box.h"
#include "blackbox/check.h"
#include "blackbox/guess.h"
#include "blackbox/plugins.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

/// Sets a variable of the environment, and sets it back.
class Environment {
 public:
  Environment(const char* name, const QByteArray& value) : name_(name), before_(qgetenv(name)) { qputenv(name, value); }
  ~Environment() { qputenv(name_, before_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  QByteArray before_;
};

std::filesystem::path odd(const char* kind) { return std::string(MLINK_ODD_PLUGINS) + "/odd_" + kind + ".so"; }

}  // namespace

#define REQUIRE(result) QVERIFY2(result, (result) ? "" : (result).error().text().c_str())

class TestPlugins : public QObject {
  Q_OBJECT

  QTemporaryDir config_;

 private Q_SLOTS:
  void initTestCase() {
    qputenv("XDG_CONFIG_HOME", config_.path().toUtf8());
    qputenv("MLINK_TRUST", "");
    // The leak check of a host that ends cannot work closed in, and would change how it ended.
    qputenv("ASAN_OPTIONS", qgetenv("ASAN_OPTIONS") + ":detect_leaks=0");
  }

  // The first of a name counts; what is no library is none; a manifest beside it is known.
  void foundInFolders() {
    const QTemporaryDir one, two, data;
    const auto home = data.path() + "/mlink-workbench/plugins";
    QVERIFY(QDir().mkpath(home));
    for (const auto& file : {one.filePath("b.so"), one.filePath("a.so"), one.filePath("a.json"), one.filePath("c.txt"),
                             two.filePath("a.so"), two.filePath("d.so"), home + "/e.so"}) {
      QFile made(file);
      QVERIFY(made.open(QIODevice::WriteOnly));
    }
    QVERIFY(QDir(two.path()).mkdir("folder.so"));
    const Environment place("XDG_DATA_HOME", data.path().toUtf8());
    const Environment folders("MLINK_PLUGINS", one.path().toUtf8() + "::/nowhere:" + two.path().toUtf8());
    QCOMPARE(plugin_folders().size(), std::size_t{4});
    std::string names;
    for (const auto& plugin : plugins_in_folders()) names += plugin.name + " ";
    QCOMPARE(names, std::string("a b d e "));
    const auto a = plugin_called("a");
    REQUIRE(a);
    QCOMPARE(a->file, std::filesystem::path(one.filePath("a.so").toStdString()));
    QCOMPARE(a->manifest, std::filesystem::path(one.filePath("a.json").toStdString()));
    QVERIFY(plugin_called("e")->manifest.empty());
    const auto none = plugin_called("c");
    QVERIFY(!none);
    QVERIFY2(none.error().text().find("There are: a, b, d, e.") != std::string::npos, none.error().text().c_str());
  }

  void noneThere() {
    const QTemporaryDir data;
    const Environment place("XDG_DATA_HOME", data.path().toUtf8()), folders("MLINK_PLUGINS", "");
    QVERIFY(plugins_in_folders().empty());
    const auto none = plugin_called("x");
    QVERIFY(!none);
    QVERIFY2(none.error().todo.find("mlink-workbench/plugins") != std::string::npos, none.error().text().c_str());
  }

  void saysWhatItIs() {
    const auto answer = ask_plugin(MLINK_EXAMPLE_PLUGIN, true);
    REQUIRE(answer);
    QCOMPARE(json::parse(answer->about)["output"]["task"], "regression");
    QCOMPARE(answer->values, 1);
    QCOMPARE(answer->detections + answer->words, 0);
    QCOMPARE(answer->trouble, std::string());
    QCOMPARE(ask_plugin(MLINK_EXAMPLE_PLUGIN, false)->values, 0);  // nothing was tried
  }

  // Asked closed in where its file is not trusted.
  void askedClosedIn() {
    const auto closed_in = ask_plugin(odd("rights"), false);
    REQUIRE(closed_in);
    QCOMPARE(closed_in->about, std::string(R"({"title": "write 0, net 0"})"));
    const Environment trust("MLINK_TRUST", "all");
    const auto free = ask_plugin(odd("rights"), false);
    REQUIRE(free);
    QCOMPARE(free->about, std::string(R"({"title": "write 1, net 1"})"));
  }

  void cannotBeAsked_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("not there") << "/nowhere/x.so"
                               << "The plugin is not there";
    QTest::newRow("no library") << MLINK_SOURCE_DIR "/README.md"
                                << "The plugin cannot be loaded";
    QTest::newRow("another library") << MLINK_NO_PLUGIN << "it is no plugin";
    QTest::newRow("another version") << QString::fromStdString(odd("old").string()) << "speaks version 99";
    QTest::newRow("ends while it is asked")
        << QString::fromStdString(odd("ends").string())
        << "it ended by itself with the status 5; it wrote last: I would rather not.";
    QTest::newRow("no JSON") << QString::fromStdString(odd("talks").string()) << "is no JSON object";
  }
  void cannotBeAsked() {
    QFETCH(const QString, file);
    QFETCH(const QString, expected);
    const auto answer = ask_plugin(file.toStdString(), true);
    QVERIFY(!answer);
    QVERIFY2(QString::fromStdString(answer.error().text()).contains(expected), answer.error().text().c_str());
    QCOMPARE(answer.error().path, file.toStdString());
  }

  // One that ends in the trial has said what it is before.
  void endsInTheTrial() {
    const auto answer = ask_plugin(odd("shy"), true);
    REQUIRE(answer);
    QCOMPARE(answer->about, std::string(R"({"title": "A shy one"})"));
    QVERIFY2(answer->trouble.find("SIGABRT") != std::string::npos, answer->trouble.c_str());
  }

  // The manifest to begin with runs as it is.
  void guessed() {
    const auto guess = guess_manifest(MLINK_EXAMPLE_PLUGIN);
    REQUIRE(guess);
    QCOMPARE(guess->format, std::string("plugin"));
    QVERIFY2(guess->unknown.empty(), guess->unknown.empty() ? "" : guess->unknown[0].c_str());
    const auto written = json::parse(guess->manifest);
    QCOMPARE(written["name"], "example-box");
    QCOMPARE(written["title"], "Brightness, by the example plugin");
    QCOMPARE(written["license"], "Apache-2.0");
    QCOMPARE(written["settings"]["plugin"]["gain"].get<int>(), 1);
    const auto manifest = parse_manifest(guess->manifest, "/");
    REQUIRE(manifest);
    const auto check = check_box(*manifest, {1, false});
    REQUIRE(check);
    QCOMPARE(check->spec.task, Task::regression);
  }

  void guessedFromATrial_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("task");
    QTest::addColumn<QByteArray>("note");
    QTest::newRow("finds things") << QByteArray("finds") << QByteArray("count") << QByteArray("their number was taken");
    QTest::newRow("says two numbers") << QByteArray("pair") << QByteArray("multi_label")
                                      << QByteArray("2 numbers, which were taken for scores");
    QTest::newRow("ends") << QByteArray("shy") << QByteArray("count") << QByteArray("SIGABRT");
  }
  void guessedFromATrial() {
    QFETCH(const QByteArray, kind);
    QFETCH(const QByteArray, task);
    QFETCH(const QByteArray, note);
    const auto guess = guess_manifest(odd(kind.constData()), "named");
    REQUIRE(guess);
    const auto written = json::parse(guess->manifest);
    QCOMPARE(written["name"], "named");
    QCOMPARE(written["output"]["task"], task.toStdString());
    if (kind == "pair") QCOMPARE(written["output"]["labels"], (json{"cat", "dog"}));
    QVERIFY2(std::any_of(guess->unknown.begin(), guess->unknown.end(),
                         [&](const auto& said) { return said.find(note.toStdString()) != std::string::npos; }),
             guess->manifest.c_str());
  }

  void nonsense() {
    const auto guess = guess_manifest(odd("nonsense"));
    QVERIFY(!guess);
    QVERIFY2(guess.error().text().find("makes no manifest") != std::string::npos, guess.error().text().c_str());
    QVERIFY(!guess_manifest(odd("ends")));
  }
};

QTEST_GUILESS_MAIN(TestPlugins)
#include "test_plugins.moc"
