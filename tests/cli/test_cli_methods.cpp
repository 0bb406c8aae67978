// cli_methods: methods with a training of their own, through a whole file: import, train, train --methods, replay,
// info.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "cli/program.h"
#include "store/store.h"

class TestCliMethods : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString file_;

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

  /// Three counters of one yard: persons come and go, bags with them, cars on their own.
  bool import(const QString& file, int frames) {
    const char* const boxes[] = {"persons", "bags", "cars"};
    for (int box = 0; box < 3; ++box) {
      QFile table(at(QString(boxes[box]) + ".csv"));
      if (!table.open(QIODevice::WriteOnly)) return false;
      table.write("source,frame,value\n");
      for (int frame = 0; frame < frames; ++frame) {
        const int persons = frame / 7 % 3, cars = frame / 5 % 2;
        const int said[] = {persons, persons > 1 ? 1 : 0, cars};
        table.write(QByteArray("yard,") + QByteArray::number(frame) + ',' + QByteArray::number(said[box]) + '\n');
      }
      table.close();
      if (run_here({"import", file, "--box", boxes[box], "--task", "count", "--unit", boxes[box], "--outputs",
                    table.fileName()})
              .status != 0)
        return false;
    }
    return run_here({"profile", file, "--set", "persons", "time=10ms", "memory=1GB", "bags", "time=20ms", "memory=2GB",
                     "cars", "time=30ms", "memory=3GB"})
               .status == 0;
  }

  static QJsonObject method(const Ran& ran, const QString& name) {
    for (const auto& one : ran.json()["methods"].toArray())
      if (one.toObject()["method"] == name) return one.toObject();
    return {};
  }

 private Q_SLOTS:
  void initTestCase() {
    file_ = at("yard.mlink");
    DONE(run_here({"new", file_}));
    QVERIFY(import(file_, 600));
  }

  void misuse() {
    const auto early = run_here({"train", file_, "--methods", "drls"});
    QVERIFY2(early.status == 1 && early.err.contains("No links yet"), told(early).constData());
    DONE(run_here({"train", file_, "--part", "0.3", "--epochs", "5"}));
    const auto unknown = run_here({"train", file_, "--methods", "drsl"});
    QVERIFY2(unknown.status == 1 && unknown.err.contains("There is no method \"drsl\".") &&
                 unknown.err.contains("Methods that are trained: drls"),
             told(unknown).constData());
    const auto untrained = run_here({"train", file_, "--methods", "mlink"});
    QVERIFY2(untrained.status == 1 && untrained.err.contains("mlink has nothing to train"),
             told(untrained).constData());
    const auto replay = run_here({"replay", file_, "--budget", "30ms", "--methods", "mlink,drls", "--json"});
    DONE(replay);
    QCOMPARE(method(replay, "drls")["note"].toString(),
             QString("not trained on these outputs: run mlink train --methods drls"));
    QVERIFY(method(replay, "drls")["output_accuracy"].isNull());
  }

  void trainsOnceAndReplays() {
    const auto trained = run_here({"train", file_, "--methods", "drls", "--json"});
    DONE(trained);
    QCOMPARE(method(trained, "drls")["state"].toString(), QString("trained"));
    const auto again = run_here({"train", file_, "--methods", "drls", "--json"});
    DONE(again);
    QCOMPARE(method(again, "drls")["state"].toString(), QString("there already"));
    const QStringList replay{"replay", file_, "--budget", "30ms", "--methods", "mlink,standalone,drls"};
    const auto first = run_here(replay + QStringList{"--json"});
    DONE(first);
    const auto drls = method(first, "drls");
    QVERIFY2(drls["note"].toString().isEmpty(), told(first).constData());
    // Each frame has 30 ms: 10 and 20, or 30 alone; what is not run is right where nothing is there.
    QVERIFY(drls["time_ms_per_frame"].toDouble() <= 30);
    QVERIFY(drls["output_accuracy"].toDouble() > 1 / 3. && drls["output_accuracy"].toDouble() < 1);
    QVERIFY(drls["executions_per_frame"].toDouble() <= 2 / 3. + 1e-9);
    QVERIFY(run_here(replay).out.contains("drls"));
    const auto other = run_here({"train", file_, "--methods", "drls", "--seed", "2", "--json"});
    DONE(other);
    QCOMPARE(method(other, "drls")["state"].toString(), QString("trained"));
    const auto info = run_here({"info", file_, "--json"});
    QCOMPARE(info.json()["trained_methods"].toArray().size(), 1);  // the other seed took its place
    QCOMPARE(info.json()["trained_methods"].toArray()[0].toObject()["seed"].toInt(), 2);
    QVERIFY(run_here({"info", file_}).out.contains("trained with the links in use"));
  }

  /// Links that other frames trained: what drls learnt may have seen frames that are test rows now.
  void staleTrainingIsNotUsed() {
    DONE(run_here({"train", file_, "--part", "0.2", "--epochs", "5"}));
    const auto replay = run_here({"replay", file_, "--budget", "30ms", "--methods", "mlink,drls", "--json"});
    DONE(replay);
    QVERIFY2(method(replay, "drls")["note"].toString().contains("not trained on these outputs"),
             told(replay).constData());
    DONE(run_here({"train", file_, "--methods", "drls"}));
    const auto trained = run_here({"replay", file_, "--budget", "30ms", "--methods", "mlink,drls", "--json"});
    QVERIFY(method(trained, "drls")["output_accuracy"].isDouble());
  }

  /// A box gets another name: every figure stays, those of a trained method too, and is told under it; also back.
  void aBoxGetsAnotherName() {
    QCOMPARE(run_here({"box", "rename", file_, "persons", "bags"}).status, 1);
    QCOMPARE(run_here({"box", "rename", file_, "nobody", "x"}).status, 1);
    int round = 0;
    const auto figures = [&](const QString& name) {
      QString all;
      const QStringList asked[] = {
          {"matrix"},     {"ensemble"}, {"activation"},
          {"confidence"}, {"info"},     {"replay", "--budget", "30ms", "--methods", "mlink,standalone,optimum,drls"}};
      for (QStringList command : asked) {
        command.insert(1, file_);
        const auto ran = run_here(command + QStringList{"--json"});
        if (ran.status != 0) return QString(told(ran));
        all += ran.out;
      }
      const QString folder = at("out" + QString::number(++round));
      const auto outputs = run_here({"export", file_, "--what", "outputs", "--as", "csv", "--out", folder});
      QFile csv(folder + '/' + name + ".csv");
      if (outputs.status != 0 || !csv.open(QIODevice::ReadOnly)) return QString(told(outputs));
      return all + QString::fromUtf8(csv.readAll());
    };
    const QString before = figures("persons");
    DONE(run_here({"box", "rename", file_, "persons", "walkers"}));
    const auto kept = run_here({"train", file_, "--methods", "drls", "--json"});
    DONE(kept);
    QCOMPARE(method(kept, "drls")["state"].toString(), QString("there already"));
    // What names outputs by a hash names these by another one; the unit is the manifest's.
    const auto plain = [](QString text) {
      return text.replace(QRegularExpression("[0-9a-f]{12,32}"), "#").replace("walkers", "persons");
    };
    QCOMPARE(plain(figures("walkers")), plain(before));
    QVERIFY(QFile::exists(at("out1/persons.csv")));
    const auto links = run_here({"info", file_});
    QVERIFY2(!links.out.contains("rained before") && !links.out.contains("was removed"), told(links).constData());
    DONE(run_here({"box", "rename", file_, "walkers", "persons"}));
    QCOMPARE(figures("persons"), before);
  }

  /// What import refuses, rename refuses; and a stranger's file, which may call a box as it likes, has nothing written
  /// outside the folder that was named.
  void namesThatLeadElsewhere() {
    for (const char* bad : {"../evil", "a/b", "x,y", "a\nb", "Persons"}) {
      const auto ran = run_here({"box", "rename", file_, "persons", bad});
      QVERIFY2(ran.status == 1 && ran.err.contains("is no name for a box. Small letters, digits and hyphens"),
               told(ran).constData());
    }
    const QString stranger = at("stranger.mlink");
    QVERIFY(QFile::copy(file_, stranger));
    {
      auto store = mlink::store::StoreWriter::open(stranger.toStdString());
      QVERIFY(store.has_value());
      const auto boxes = store->boxes();
      QVERIFY(boxes.has_value() && store->rename_box(boxes->front().id, "../evil").has_value());
    }
    DONE(run_here({"export", stranger, "--what", "outputs", "--out", at("deep/out")}));
    QCOMPARE(QDir(at("deep")).entryList(QDir::Files), QStringList());
    const auto written = QDir(at("deep/out")).entryList(QDir::Files);
    QVERIFY2(written.contains("%2E.%2Fevil.csv") && written.contains("%2E.%2Fevil.json") && written.size() == 6,
             qPrintable(written.join(' ')));
  }
};

QTEST_GUILESS_MAIN(TestCliMethods)
#include "test_cli_methods.moc"
