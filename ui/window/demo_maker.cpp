#include "ui/window/demo_maker.h"

#include <sys/types.h>
#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <csignal>

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kInsistMs = 8000;     // a step ends soon after it was asked to; after so long it is told more plainly
constexpr int kLastWaitMs = 4000;   // of the object's end, before the group is killed
constexpr int kNothingFetched = 3;  // exit status of the script

/// What comes after a question, in the order of insisting.
constexpr std::array kSignals{SIGINT, SIGTERM, SIGKILL};

/// What the script is at, where it says so in words.
QString demo_doing(const QString& line, const QString& name) {
  static const QRegularExpression said(QStringLiteral("^(?:boxes|demo)[:] (fetching|converting|trying)"));
  const QString word = said.match(line).captured(1);
  if (word == QLatin1String("fetching")) return DemoMaker::tr("Fetching the black boxes of %1…").arg(name);
  if (word == QLatin1String("converting")) return DemoMaker::tr("Converting the black boxes of %1…").arg(name);
  if (word == QLatin1String("trying")) return DemoMaker::tr("Trying the black boxes of %1…").arg(name);
  return {};
}

}  // namespace

DemoPlace find_demo(const QString& programs) {
  DemoPlace place;
  place.programs = programs;
  const QString data = qEnvironmentVariable("XDG_DATA_HOME", QDir::homePath() + QStringLiteral("/.local/share"));
  place.folder = qEnvironmentVariable("MLINK_DEMO_DIR", data + QStringLiteral("/mlink-workbench/demo"));
  QStringList places{qEnvironmentVariable("MLINK_DEMO_SCRIPT")};
  if (places.first().isEmpty()) {
    const QString script = QStringLiteral("/datasets/demo/demo.sh");
    places = QStringList{programs + QStringLiteral("/../../..") + script,
                         programs + QStringLiteral("/../../share/mlink-workbench") + script,
                         programs + QStringLiteral("/../share/mlink-workbench") + script,
                         programs + QStringLiteral("/../../../share/mlink-workbench") + script};
  }
  for (const QString& file : places)
    if (QFileInfo(file).isFile()) {
      place.script = QFileInfo(file).canonicalFilePath();
      break;
    }
  return place;
}

QString demo_file(const QString& folder, const QString& name) { return folder + QStringLiteral("/%1.mlink").arg(name); }

DemoState demo_state(const QString& folder, const QString& name) {
  const bool plan = QFileInfo::exists(folder + QStringLiteral("/%1.plan").arg(name));
  const bool done = QFileInfo::exists(folder + QStringLiteral("/%1.done").arg(name));
  if (!QFileInfo::exists(demo_file(folder, name))) return DemoState::absent;
  return plan && !done ? DemoState::begun : DemoState::made;
}

std::optional<DemoStep> demo_step(const QString& line) {
  static const QRegularExpression pattern(
      QStringLiteral("^(\\p{L}+) (\\d+)/(\\d+) [^()]*\\(\\d+ %[^()]*?(?:, (?<rest>[^(),]* left))?\\)$"));
  const auto match = pattern.match(line);
  if (!match.hasMatch()) return std::nullopt;
  const double all = match.captured(3).toDouble();
  DemoStep step{match.captured(1), match.captured(QStringLiteral("rest")), 0};
  if (all > 0) step.share = std::clamp(match.captured(2).toDouble() / all, 0., 1.);
  return step;
}

DemoMaker::DemoMaker(QObject* parent) : QObject(parent) {
  process_.setProcessChannelMode(QProcess::MergedChannels);
  process_.setStandardInputFile(QProcess::nullDevice());
  process_.setChildProcessModifier([] {
    (void)setpgid(0, 0);
    (void)::signal(SIGINT, SIG_DFL);  // a program that was started in the background ignores it
  });
  insist_.setInterval(kInsistMs);
  connect(&insist_, &QTimer::timeout, this, [this] { send(kSignals.at(std::min<std::size_t>(++insisted_, 2))); });
  connect(&process_, &QProcess::readyRead, this, &DemoMaker::read);
  connect(&process_, &QProcess::started, this, [this] {
    group_ = process_.processId();
    if (stopping_) send(SIGINT);
  });
  connect(&process_, &QProcess::finished, this,
          [this](int status, QProcess::ExitStatus how) { end(status, how == QProcess::CrashExit); });
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    tell_end(fail(ErrorKind::failed, tr("The demo's script cannot be run.").toStdString(),
                  tr("It needs bash; run make demo in a terminal to see more.").toStdString(),
                  place_.script.toStdString())
                 .value());
  });
}

DemoMaker::~DemoMaker() {
  process_.disconnect(this);
  if (process_.state() == QProcess::NotRunning) return;
  group_ = process_.processId();
  send(SIGINT);
  if (!process_.waitForFinished(kLastWaitMs)) {
    send(SIGKILL);
    process_.waitForFinished(kLastWaitMs);
  }
}

void DemoMaker::start(const QString& name) {
  if (busy()) return;
  name_ = name;
  doing_ = tr("Preparing %1…").arg(name);
  share_ = -1;
  last_.clear();
  rest_.clear();
  stopping_ = false;
  insisted_ = 0;
  group_ = 0;
  Q_EMIT changed();
  if (place_.script.isEmpty()) {
    tell_end(fail(ErrorKind::not_found, tr("The demo's script is not here.").toStdString(),
                  tr("Run make demo in the program's sources: it puts the demo here.").toStdString(),
                  place_.folder.toStdString())
                 .value());
    return;
  }
  if (!QFileInfo(place_.programs + QStringLiteral("/mlink")).isExecutable()) {
    tell_end(fail(ErrorKind::not_found,
                  tr("The program mlink, which makes the demo, is not beside this one.").toStdString(),
                  tr("Build or install it, then try again.").toStdString(), place_.programs.toStdString())
                 .value());
    return;
  }
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("MLINK_BIN"), place_.programs);
  environment.insert(QStringLiteral("MLINK_DEMO_DIR"), place_.folder);
  process_.setProcessEnvironment(environment);
  process_.start(QStringLiteral("bash"), {place_.script, name});
}

void DemoMaker::stop() {
  if (!busy() || stopping_) return;
  stopping_ = true;
  doing_ = tr("Stopping %1…").arg(name_);
  share_ = -1;
  send(SIGINT);
  insist_.start();
  Q_EMIT changed();
}

void DemoMaker::send(int signal) const {
  if (group_ > 0) (void)::kill(static_cast<pid_t>(-group_), signal);
}

void DemoMaker::read() {
  rest_ += process_.readAll();
  rest_.replace('\r', '\n');
  for (qsizetype end = rest_.indexOf('\n'); end >= 0; end = rest_.indexOf('\n')) {
    const QString line = QString::fromUtf8(rest_.left(end)).trimmed();
    rest_.remove(0, end + 1);
    if (!line.isEmpty()) take_line(line);
  }
}

void DemoMaker::take_line(const QString& line) {
  const auto step = demo_step(line);
  if (!step) {
    last_ = line;
    Q_EMIT said(LogLevel::info, line);
  }
  if (stopping_) return;
  const QString told = demo_doing(line, name_);
  if (step) {
    const QString doing = step->step == QLatin1String("Collect")   ? tr("Collecting %1, %2 %")
                          : step->step == QLatin1String("Profile") ? tr("Profiling %1, %2 %")
                          : step->step == QLatin1String("Train")   ? tr("Training %1, %2 %")
                                                                   : tr("Making %1, %2 %");
    doing_ = doing.arg(name_).arg(static_cast<int>(step->share * 100));
    if (!step->rest.isEmpty()) doing_ += QStringLiteral(", ") + step->rest;
    share_ = step->share;
  }
  if (!step && !told.isEmpty()) {
    doing_ = told;
    share_ = -1;
  }
  Q_EMIT changed();
}

void DemoMaker::end(int status, bool crashed) {
  read();
  if (!rest_.trimmed().isEmpty()) take_line(QString::fromUtf8(rest_).trimmed());
  rest_.clear();
  send(SIGTERM);  // what the script left behind
  if (status == 0 && !crashed) return tell_end(std::nullopt);
  if (stopping_) return tell_end(stopped().value());
  static const QRegularExpression speaker(QStringLiteral("^(demo|boxes|mlink|fetch): "));
  QString why = last_;
  why.remove(speaker);
  if (!why.isEmpty() && !why.endsWith(u'.')) why += u'.';
  const QString what = tr("%1 could not be made. %2").arg(name_, why).trimmed();
  const QString todo = status == kNothingFetched ? tr("Check the network, then click again: what is there stays.")
                                                 : tr("The log tells more; click again to go on where it ended.");
  tell_end(fail(ErrorKind::failed, what.toStdString(), todo.toStdString()).value());
}

void DemoMaker::tell_end(std::optional<base::Error> error) {
  insist_.stop();
  const QString name = std::exchange(name_, QString());
  doing_.clear();
  share_ = -1;
  stopping_ = false;
  group_ = 0;
  Q_EMIT changed();
  Q_EMIT ended(name, std::move(error));
}

}  // namespace mlink::ui
