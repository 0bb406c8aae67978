// cli: what is said of words that make no command: which word, what it may have been, and where to read on.
#include "cli/program.h"

class TestCliUsage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void words_that_nobody_knows_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* line, const char* expected) { QTest::newRow(line) << line << expected; };
    row("relpay a.mlink", "mlink: There is no command relpay. Did you mean replay?\nSee: mlink --help\n");
    row("matrx a.mlink", "mlink: There is no command matrx. Did you mean matrix?\nSee: mlink --help\n");
    row("dance", "mlink: There is no command dance.\nSee: mlink --help\n");
    row("x", "mlink: There is no command x.\nSee: mlink --help\n");
    row("video ad a.mlink", "mlink: There is no command video ad. Did you mean video add?\nSee: mlink video --help\n");
    row("video dance", "mlink: There is no command video dance.\nSee: mlink video --help\n");
    row("study size a.mlink",
        "mlink: There is no command study size. Did you mean study sizes?\nSee: mlink study --help\n");
    row("replay a.mlink --budgets 60ms",
        "mlink: There is no option --budgets. Did you mean --budget?\nSee: mlink replay --help\n");
    row("replay a.mlink --bugdet=60ms",
        "mlink: There is no option --bugdet. Did you mean --budget?\nSee: mlink replay --help\n");
    row("info a.mlink --fast", "mlink: There is no option --fast.\nSee: mlink info --help\n");
    row("replay a.mlink", "mlink: --budget is required.\nSee: mlink replay --help\n");
    row("video", "mlink: A subcommand is required.\nSee: mlink video --help\n");
    row("info", "mlink: FILE is required.\nSee: mlink info --help\n");
  }
  void words_that_nobody_knows() {
    QFETCH(QString, line);
    QFETCH(QString, expected);
    const auto ran = run_here(line.split(' '));
    QCOMPARE(ran.err, expected);
    QCOMPARE(ran.status, 2);
    QVERIFY(ran.out.isEmpty());
  }

  void nothing_is_answered_by_the_list_of_commands() {
    const auto ran = run_here({});
    QCOMPARE(ran.status, 2);
    QVERIFY(ran.out.isEmpty());
    for (const char* command : {"replay", "collect", "train", "--version"})
      QVERIFY2(ran.err.contains(command), told(ran).constData());
  }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
