// cli_cluster: parts and their merging on the command line, and steps that a real Slurm shares out, whose tasks are
// killed and requeued on the way. Tables of what was shared out are compared byte for byte with those of one run.
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "cli/program.h"
#include "cli/slurm_node.h"
#include "store/store.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

namespace {

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

#define SAYS(...)                                                                                       \
  do {                                                                                                  \
    const auto& [ran, status, words] = std::tuple<Ran, int, QStringList>(__VA_ARGS__);                  \
    QVERIFY2(ran.status == status, told(ran).constData());                                              \
    for (const auto& word : words) QVERIFY2((ran.out + ran.err).contains(word), told(ran).constData()); \
  } while (false)

}  // namespace

class TestCliCluster : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::unique_ptr<SlurmNode> slurm_;
  QString one_;  ///< the experiment as one run makes it, trained

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

  void make(const QString& file, const QString& slow = "quick/slow.json") {
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, at("swing.avi"), "--camera", "whole"}));
    DONE(run_here({"video", "add", file, at("swing.avi"), "--camera", "part", "--crop", "32x32+0+0", "--every", "2"}));
    DONE(run_here({"box", "add", file, at("bright.json"), at("red.json"), at(slow)}));
    DONE(run_here({"profile", file, "--set", "bright", "time=5ms", "memory=1GB", "red", "time=7ms", "memory=2GB",
                   "slow", "time=9ms", "memory=3GB"}));
  }
  static void train(const QString& file) {
    DONE(run_here({"train", file, "--epochs", "3", "--part", "0.4", "--name", "links", "--threads", "2"}));
  }
  /// Every table that hangs on no measured time.
  [[nodiscard]] QMap<QString, QByteArray> tables(const QString& file) const {
    QMap<QString, QByteArray> out;
    const auto outputs = at("exported");
    QDir(outputs).removeRecursively();
    if (run_here({"export", file, "--what", "outputs", "--out", outputs}).status != 0) return {};
    for (const auto& name : QDir(outputs).entryList(QDir::Files)) out[name] = bytes_of(outputs + "/" + name);
    for (const char* what : {"coverage", "cameras", "boxes", "matrix", "ensemble", "activation"}) {
      QStringList words{"export", file, "--what", what, "--out", at("table")};
      if (QString(what) == "activation")
        words << "--cost"
              << "memory";
      if (run_here(words).status != 0) return {};
      out[what] = bytes_of(at("table"));
    }
    return out;
  }
  /// The first that differs; empty: none.
  [[nodiscard]] QByteArray first_other(const QString& file) const {
    const auto expected = tables(one_);
    const auto found = tables(file);
    if (expected.size() != 12 || found.keys() != expected.keys()) return found.keys().join(", ").toUtf8();
    for (auto at = expected.begin(); at != expected.end(); ++at)
      if (found[at.key()] != at.value()) return at.key().toUtf8() + "\n" + found[at.key()] + "\n" + at.value();
    return {};
  }
  static std::int64_t done_of(const QString& file) {
    const auto reader = mlink::store::StoreReader::open(file.toStdString());
    if (!reader) return -1;
    const auto rows = reader->coverage();
    std::int64_t done = 0;
    if (rows)
      for (const auto& row : *rows) done += row.done();
    return done;
  }
  [[nodiscard]] QString part(int number) const {
    return at(QString("shared.slurm/shared.shard-%1-of-3.mlink").arg(number));
  }
  [[nodiscard]] QByteArray log_of(const QString& name) const { return bytes_of(at("shared.slurm/" + name + ".log")); }
  static QString reason(const QString& job) { return SlurmNode::ask({"squeue", "-h", "-j", job, "-o", "%T %R"}); }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    if (!SlurmNode::installed()) QSKIP("Slurm and munge are not installed (slurm-wlm, munge)");
    const auto folder = folder_.path().toStdString();
    QVERIFY(mlink::test::make_swinging_video(at("swing.avi").toStdString(), 6));
    QDir().mkpath(at("quick"));
    for (const auto& box : {mlink::test::bright_count(), mlink::test::red_share(), mlink::test::slow_count("slow", 12)})
      QVERIFY(std::filesystem::exists(mlink::test::write_box(folder, box)));
    // Slow enough to be killed on the way: a task, of 30 pictures, takes two seconds here.
    const double seconds =
        run({"box", "measure", at("slow.json"), "--frames", "3", "--json"}).json()["seconds"].toDouble();
    QVERIFY(seconds > 0);
    const int rounds = static_cast<int>(std::clamp(12 * 0.066 / seconds, 2., 1000.));
    QVERIFY(std::filesystem::exists(mlink::test::write_box(folder, mlink::test::slow_count("slow", rounds))));
    // Says what the slow one says.
    QVERIFY(
        std::filesystem::exists(mlink::test::write_box(at("quick").toStdString(), mlink::test::slow_count("slow", 1))));
    slurm_ = std::make_unique<SlurmNode>();
    const auto problem = slurm_->start();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    one_ = at("one.mlink");
    make(one_);
    DONE(run_here({"collect", one_}));
    train(one_);
  }
  void cleanupTestCase() { slurm_.reset(); }

  void byHand() {
    const auto file = at("hand.mlink");
    make(file);
    DONE(run_here({"collect", file, "--shard", "1/2"}));
    SAYS({run_here({"merge", at("joined.mlink"), at("hand.shard-1-of-2.mlink")}), 1, {"Shard 2 of 2 is missing"}});
    SAYS({run_here({"merge", at("joined.mlink"), at("hand.shard-1-of-2.mlink"), "--partial", "--json"}),
          0,
          {"missing"}});
    const auto second = run_here({"collect", file, "--shard", "2/2", "--into", at("second.mlink"), "--json"});
    DONE(second);
    QVERIFY(second.json()["stored"].toInt() > 60);
    const auto merged =
        run_here({"merge", at("joined.mlink"), at("hand.shard-1-of-2.mlink"), at("second.mlink"), "--json"});
    DONE(merged);
    QCOMPARE(merged.json()["outputs"].toInt(), second.json()["stored"].toInt());
    train(at("joined.mlink"));
    QCOMPARE(first_other(at("joined.mlink")), QByteArray());
    SAYS({run_here({"collect", file, "--shard", "3/2"}), 1, {"\"3/2\" is not a shard", "from 1/8 to 8/8"}});
    SAYS({run_here({"collect", file, "--into", at("x.mlink")}), 2, {"--shard"}});
    SAYS({run_here({"merge", at("x.mlink")}), 2, {"SHARD"}});
  }

  /// One task is cancelled, one requeued while it runs: the gather job says what lacks and joins nothing; what was
  /// collected is not collected again, and the file is the one that one run makes.
  void collectedOnSlurm() {
    const auto file = at("shared.mlink");
    make(file, "slow.json");
    const auto submitted = run_here(
        {"slurm", file, "--shards", "3", "--sbatch-tasks=--cpus-per-task=1", "--json", "--", "collect", "--no-gpu"});
    DONE(submitted);
    const auto job = submitted.json()["tasks"].toString();
    QVERIFY2(SlurmNode::wait([&] { return done_of(part(2)) > 0 && done_of(part(3)) > 0; }),
             qPrintable(SlurmNode::ask({"squeue"}) + log_of("task-" + job + "_2")));
    const auto before_2 = done_of(part(2));
    const auto before_3 = done_of(part(3));
    SlurmNode::ask({"scancel", "--signal=KILL", "--full", job + "_2"});
    SlurmNode::requeue(job + "_3");
    QVERIFY(before_2 > 0 && before_2 < 90 && before_3 > 0 && before_3 < 90);
    QVERIFY(SlurmNode::wait_for_jobs());

    const auto gathered = log_of("gather-" + submitted.json()["gather"].toString());
    QVERIFY2(gathered.contains("Shard 2 of 3 is not finished") && gathered.contains("sbatch --array=NUMBERS"),
             gathered.constData());
    QCOMPARE(done_of(file), 0);
    // The third went on where it was.
    const auto again = log_of("task-" + job + "_3");
    const auto known = QRegularExpression("([0-9]+) known before").match(QString::fromUtf8(again).section("\n", -3));
    QVERIFY2(known.hasMatch() && known.captured(1).toLongLong() >= before_3, again.constData());

    const auto more = SlurmNode::ask({"sbatch", "--parsable", "--array=2", at("shared.slurm/tasks.sbatch")});
    const auto last =
        SlurmNode::ask({"sbatch", "--parsable", "--dependency=afterany:" + more, at("shared.slurm/gather.sbatch")});
    QVERIFY(SlurmNode::wait_for_jobs());
    const auto second = log_of("task-" + more + "_2");
    const auto kept = QRegularExpression("([0-9]+) known before").match(QString::fromUtf8(second));
    QVERIFY2(kept.hasMatch() && kept.captured(1).toLongLong() >= before_2, second.constData());
    QVERIFY2(log_of("gather-" + last).contains("3 shards merged"), log_of("gather-" + last).constData());
    train(file);
    QCOMPARE(first_other(file), QByteArray());
    SAYS({run_here({"info", file, "--check"}), 0, {"The file is whole."}});
  }

  /// Repeats of a study, a seed each: the figures are those of one run.
  void studiesOnSlurm() {
    const QStringList rest{"--repeats", "3", "--seed", "5", "--epochs", "2"};
    const QList<QStringList> studies{{"ensemble", "--part", "0.4"}, {"sizes"}, {"correlation", "--part", "0.4"}};
    QMap<QString, QString> gathers;
    for (const auto& study : studies) {
      const auto file = at(study[0] + ".mlink");
      QVERIFY(QFile::copy(one_, file));
      const auto submitted =
          run_here(QStringList{"slurm", file, "--shards", "2", "--json", "--", "study"} + study + rest);
      DONE(submitted);
      gathers[study[0]] = submitted.json()["gather"].toString();
    }
    QVERIFY(SlurmNode::wait_for_jobs());
    for (const auto& study : studies) {
      const auto& name = study[0];
      const auto log = bytes_of(at(QString("%1.slurm/gather-%2.log").arg(name, gathers[name])));
      const auto whole = at("alone.mlink");
      QFile::remove(whole);
      QVERIFY(QFile::copy(one_, whole));
      DONE(run_here(QStringList{"study", name, whole} + study.mid(1) + rest));
      for (const auto& what : {"study-" + name, "study-" + name + "-paper"}) {
        const auto shared = run_here({"export", at(name + ".mlink"), "--what", what, "--out", at("shared.csv")});
        QVERIFY2(shared.status == 0, (told(shared) + log).constData());
        DONE(run_here({"export", whole, "--what", what, "--out", at("alone.csv")}));
        QVERIFY(!bytes_of(at("alone.csv")).isEmpty());
        QVERIFY2(bytes_of(at("shared.csv")) == bytes_of(at("alone.csv")),
                 (what.toUtf8() + "\n" + bytes_of(at("shared.csv")) + "\n" + bytes_of(at("alone.csv"))).constData());
      }
      // All trainings were taken over: the gather job had nothing to train.
      const auto studied = run_here({"runs", at(name + ".mlink"), "--json"}).json()["runs"].toArray();
      QVERIFY(std::any_of(studied.begin(), studied.end(),
                          [&](const auto& run) { return run.toObject()["kind"] == "study_" + name; }));
    }
  }

  /// Collected in parts, and trained by one job that waits for them: the tables are those of one run.
  void trainOnSlurm() {
    const auto file = at("trained.mlink");
    make(file);
    const auto parts = run_here({"slurm", file, "--shards", "2", "--json", "--", "collect"});
    DONE(parts);
    const auto gather = parts.json()["gather"].toString();
    const auto trained = run_here({"slurm", file, "--after", gather, "--sbatch-tasks=--cpus-per-task=2", "--json", "--",
                                   "train", "--epochs", "3", "--part", "0.4", "--name", "links"});
    DONE(trained);
    const auto job = trained.json()["train"].toString();
    QVERIFY(SlurmNode::wait_for_jobs());
    const auto log = bytes_of(at("trained.slurm/train-" + job + ".log"));
    const auto other = first_other(file);
    QVERIFY2(other.isEmpty(), (other + log).constData());
  }

  void misuse() {
    const auto slurm = [&](const QStringList& words) { return run_here(QStringList{"slurm", one_} + words); };
    SAYS(
        {slurm(
             {"--shards", "2", "--dry-run", "--sbatch=--account=lab", "--sbatch-tasks=--gres=gpu:1", "--", "collect"}),
         0,
         {"#SBATCH --array=1-2", "#SBATCH --account=lab", "#SBATCH --gres=gpu:1", "--requeue", "one.shard-", "merge"}});
    QVERIFY(!QFile::exists(at("one.slurm")));
    SAYS({slurm({"--shards", "2", "--", "train"}), 1, {"Training is not shared out", "Leave --shards out"}});
    SAYS({slurm({"--dry-run", "--after", "7", "--sbatch=--account=lab", "--", "train", "--epochs", "3"}),
          0,
          {"train.sbatch", "#SBATCH --account=lab", "SLURM_CPUS_PER_TASK", "--epochs 3"}});
    SAYS({slurm({"--", "train", "--nonsense"}), 1, {"--nonsense"}});
    SAYS({slurm({"--", "collect"}), 1, {"is not said", "--shards 8"}});
    SAYS({slurm({"--shards", "2", "--", "export"}), 1, {"\"export\" is not shared out"}});
    SAYS({slurm({"--shards", "2", "--", "collect", "--nonsense"}), 1, {"--nonsense"}});
    SAYS({slurm({"--shards", "2", "--", "collect", "--shard", "1/2"}), 1, {"--shard is told to each task"}});
    SAYS({slurm({"--shards", "0", "--", "collect"}), 1, {"0 shards make no sense"}});
    SAYS({slurm({"--shards", "2", "--", "study", "overhead"}), 1, {"does not train seed by seed"}});
    SAYS({slurm({"--shards", "4", "--", "study", "sizes", "--repeats=3"}), 1, {"3 repeats", "4 shards"}});
    SAYS({slurm({"--shards", "2", "--sbatch=partition", "--", "collect"}), 1, {"no option of sbatch"}});
    SAYS({slurm({"--shards", "2"}), 2, {"STEP"}});
    SAYS({run_here({"slurm", at("nowhere.mlink"), "--shards", "2", "--", "collect"}),
          1,
          {"not found", "nowhere.mlink"}});
    const auto path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const auto without = slurm({"--shards", "2", "--folder", at("without"), "--", "collect"});
    qputenv("PATH", path);
    SAYS(
        {without, 1, {"there is no sbatch on this machine", "run sbatch on a machine of the cluster", "tasks.sbatch"}});
    QVERIFY(QFile::exists(at("without/gather.sbatch")));
    // A name that the shell would take apart.
    const auto odd = at("it's a $HOME (1).mlink");
    QVERIFY(QFile::copy(one_, odd));
    const auto shown = run_here({"slurm", odd, "--shards", "2", "--dry-run", "--json", "--", "collect"});
    DONE(shown);
    for (const auto& script : shown.json()) {
      QFile file(at("script"));
      QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
      file.write(script.toString().replace("exec ", "echo ").replace(MLINK_PROGRAM " merge", "echo merge").toUtf8());
      file.close();
      QProcess bash;
      bash.setProcessEnvironment([] {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("SLURM_ARRAY_TASK_ID", "2");
        return environment;
      }());
      bash.start("bash", {at("script")});
      QVERIFY(bash.waitForFinished());
      const auto said = QString::fromUtf8(bash.readAllStandardOutput());
      QVERIFY2(said.contains("it's a $HOME (1).shard-2-of-2.mlink"), qPrintable(said));
    }
  }
};

QTEST_GUILESS_MAIN(TestCliCluster)
#include "test_cli_cluster.moc"
