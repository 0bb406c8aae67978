// cli_runs: mlink runs over a file in which something was computed: list, show, rename, note, remove, and that the
// command it tells makes the run again.
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "cli/program.h"
#include "support/made_runs.h"

class TestCliRuns : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString file_;

  [[nodiscard]] QJsonObject listed(const QString& name) const {
    for (const auto& one : run_here({"runs", file_, "--json"}).json()["runs"].toArray())
      if (one.toObject()["name"] == name) return one.toObject();
    return {};
  }

 private Q_SLOTS:
  void initTestCase() {
    const auto made = mlink::test::make_runs(folder_.path().toStdString());
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    file_ = QString::fromStdString(made->string());
  }

  void listAndShow() {
    const auto table = run_here({"runs", file_});
    DONE(table);
    for (const char* name : {"replay-1", "ensemble-1", "second", "first", "persons", "in use", "mean lift"})
      QVERIFY2(table.out.contains(name), told(table).constData());
    const auto json = run_here({"runs", file_, "--json"});
    QCOMPARE(json.json()["runs"].toArray().size(), 7);
    const auto second = listed("second");
    QVERIFY(second["in_use"].toBool() && second["kind"] == "link_set" &&
            second["result"].toObject()["value"].isDouble());
    const auto show = run_here({"runs", file_, "--show", "first"});
    DONE(show);
    QVERIFY2(show.out.contains("Again: mlink train yard.mlink --part 0.2 --seed 1 --epochs 6 --nets 1") &&
                 show.out.contains("persons"),
             told(show).constData());
    const auto number = run_here({"runs", file_, "--json", "--show", QString("#%1").arg(second["id"].toInt())});
    QCOMPARE(number.json()["name"].toString(), "second");
    QCOMPARE(number.json()["command"].toString(), second["command"].toString());
    const auto none = run_here({"runs", file_, "--show", "third"});
    QVERIFY2(none.status == 1 && none.err.contains("There is no run \"third\"."), told(none).constData());
    QCOMPARE(run_here({"runs"}).status, 2);
  }

  // What stands there to copy makes the same figures again.
  void commandMakesItAgain() {
    const auto before = listed("replay-1");
    QStringList words = before["command"].toString().split(' ');
    QCOMPARE(words.takeFirst(), "mlink");
    QCOMPARE(words[1], "yard.mlink");
    words[1] = file_;
    DONE(run_here(words));
    const auto after = listed("replay-1");
    QVERIFY(after["id"].toInt() != before["id"].toInt());
    QCOMPARE(after["result"].toObject()["value"].toDouble(), before["result"].toObject()["value"].toDouble());
    QCOMPARE(after["settings"], before["settings"]);

    words = listed("ensemble-1")["command"].toString().split(' ');
    words[3] = file_;
    DONE(run_here(words.mid(1)));
  }

  void changed() {
    DONE(run_here({"runs", "rename", file_, "replay-1", "paper's budget"}));
    DONE(run_here({"runs", "note", file_, "paper's budget", "Table 4"}));
    QCOMPARE(listed("paper's budget")["note"].toString(), "Table 4");
    DONE(run_here({"runs", "note", file_, "paper's budget", ""}));
    QCOMPARE(listed("paper's budget")["note"].toString(), "");
    const auto used = run_here({"runs", "remove", file_, "second"});
    QVERIFY2(used.status == 1 && used.err.contains("in use"), told(used).constData());
    DONE(run_here({"runs", "remove", file_, "paper's budget"}));
    QVERIFY(listed("paper's budget").isEmpty());
    DONE(run_here({"runs", "remove", file_, "second", "--even-in-use"}));
    QVERIFY(listed("second").isEmpty() && listed("first")["in_use"].toBool());
    const auto gone = run_here({"runs", "rename", file_, "second", "third"});
    QCOMPARE(gone.status, 1);
  }
};

QTEST_GUILESS_MAIN(TestCliRuns)
#include "test_cli_runs.moc"
