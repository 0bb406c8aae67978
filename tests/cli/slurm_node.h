// A Slurm of one node for a test: its own munge, controller and node daemon, with keys, state and ports of their own in
// a folder that goes with the test. Nothing of the machine's Slurm is touched, and none is needed but the programs.
#pragma once

#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QThread>
#include <array>
#include <csignal>
#include <memory>

class SlurmNode {
 public:
  SlurmNode() = default;
  SlurmNode(const SlurmNode&) = delete;
  SlurmNode& operator=(const SlurmNode&) = delete;
  ~SlurmNode() { stop(); }

  static QString program(const QString& name) {
    return QStandardPaths::findExecutable(
        name, qEnvironmentVariable("PATH").split(':') + QStringList{"/usr/sbin", "/usr/local/sbin", "/usr/bin"});
  }
  static bool installed() {
    for (const char* name : {"munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel"})
      if (program(name).isEmpty()) return false;
    return true;
  }

  /// What went wrong; empty: the node takes jobs.
  QString start() {
    // Others must be able to reach the socket, says munge.
    QFile::setPermissions(folder_.path(), QFile::Permissions(0x7755));
    QDir dir(folder_.path());
    for (const char* name : {"munge", "state", "spool"}) dir.mkpath(name);
    QFile::setPermissions(at("munge"), QFile::Permissions(0x7755));
    const auto random = QRandomGenerator::system();
    QByteArray key;
    for (int i = 0; i < 128; ++i) key += static_cast<char>(random->bounded(256));
    write("munge/key", key);
    QFile::setPermissions(at("munge/key"), QFile::ReadOwner);
    write("slurm.conf", configuration());
    qputenv("SLURM_CONF", at("slurm.conf").toUtf8());
    launch("munged", {"--foreground", "--key-file", at("munge/key"), "--socket", at("munge/socket"), "--pid-file",
                      at("munge/pid"), "--log-file", at("munge/log"), "--seed-file", at("munge/seed")});
    if (!wait([&] { return QFile::exists(at("munge/socket")); })) return "munged has no socket:\n" + logs();
    launch("slurmctld", {"-D", "-i", "-f", at("slurm.conf")});
    launch("slurmd", {"-D", "-N", "here", "-f", at("slurm.conf")});
    if (!wait([&] { return ask({"sinfo", "-h", "-o", "%T"}) == "idle"; })) return "the node is not idle:\n" + logs();
    return {};
  }

  void stop() {
    if (daemons_.empty()) return;
    if (daemons_.size() == 3) {  // who runs a job outlives the daemon that started it
      ask({"scancel", "-f", "-u", user()});
      wait([&] { return ask({"squeue", "-h"}).isEmpty(); }, 5000);
    }
    while (!daemons_.empty()) {
      auto& daemon = *daemons_.back();
      const auto group = static_cast<pid_t>(daemon.processId());
      daemon.terminate();
      if (!daemon.waitForFinished(3000)) daemon.kill();
      daemon.waitForFinished(1000);
      if (group > 0) kill(-group, SIGKILL);
      daemons_.pop_back();
    }
    qunsetenv("SLURM_CONF");
  }

  /// What one of Slurm's programs prints.
  static QString ask(const QStringList& words) {
    QProcess process;
    process.start(program(words.front()), words.mid(1));
    process.waitForFinished(10000);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
  }
  template <class Condition>
  static bool wait(const Condition& holds, int milliseconds = 20000) {
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < milliseconds; QThread::msleep(100))
      if (holds()) return true;
    return holds();
  }
  /// A task that runs goes back into the queue and starts again at once, not after the two minutes that Slurm waits.
  static void requeue(const QString& task) {
    ask({"scontrol", "requeue", task});
    wait([&] { return ask({"squeue", "-h", "-j", task, "-o", "%T"}) == "PENDING"; });
    ask({"scontrol", "update", "JobId=" + task, "StartTime=now"});
  }
  static bool wait_for_jobs() {
    return wait([] { return ask({"squeue", "-h"}).isEmpty(); }, 60000);
  }

 private:
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  void write(const QString& name, const QByteArray& bytes) const {
    QFile file(at(name));
    if (file.open(QIODevice::WriteOnly)) file.write(bytes);
  }
  static QString user() {
    const auto* const entry = getpwuid(geteuid());
    return entry != nullptr ? entry->pw_name : "root";
  }
  static int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool bound = bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(socket);
    return bound ? ntohs(address.sin_port) : 0;
  }
  [[nodiscard]] QByteArray configuration() const {
    const auto host = QSysInfo::machineHostName().section('.', 0, 0);
    // No cgroups, no accounting, no systemd.
    const QString text = R"(ClusterName=test
SlurmctldHost=%1(127.0.0.1)
SlurmUser=%2
SlurmdUser=%2
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=%3/munge/socket
SlurmctldPort=%4
SlurmdPort=%5
SlurmctldPidFile=%3/ctld.pid
SlurmdPidFile=%3/d.pid
SlurmctldLogFile=%3/ctld.log
SlurmdLogFile=%3/d.log
StateSaveLocation=%3/state
SlurmdSpoolDir=%3/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=10000,defer_batch
KillWait=1
SlurmdParameters=config_overrides
NodeName=here NodeHostname=%1 NodeAddr=127.0.0.1 CPUs=3 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
)";
    return text.arg(host, user(), folder_.path()).arg(free_port()).arg(free_port()).toUtf8();
  }
  void launch(const QString& name, const QStringList& arguments) {
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(at(name + ".out"));
    process->setChildProcessModifier([] {
      setpgid(0, 0);
      prctl(PR_SET_PDEATHSIG, SIGKILL);  // also where the test is killed
    });
    process->start(program(name), arguments);
    process->waitForStarted(5000);
    daemons_.push_back(std::move(process));
  }
  [[nodiscard]] QString logs() const {
    QString text;
    for (const char* name : {"munged.out", "slurmctld.out", "slurmd.out"}) {
      QFile file(at(name));
      if (file.open(QIODevice::ReadOnly)) text += QString("%1: %2\n").arg(name, QString::fromUtf8(file.readAll()));
    }
    return text;
  }

  QTemporaryDir folder_;
  std::vector<std::unique_ptr<QProcess>> daemons_;
};
