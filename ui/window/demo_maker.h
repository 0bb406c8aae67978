// Makes an experiment of the demo: runs the demo's script in a process group of its own, reads what it tells as
// progress, and ends the whole group on request. What was finished stays: the same demo asked for again goes on there.
// GUI thread only; nothing here waits but the end of the object.
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <optional>

#include "base/log.h"
#include "ui/common/worker.h"  // tells signals of errors to Qt

namespace mlink::ui {

/// Where the demo's parts lie.
struct DemoPlace {
  QString script;    ///< demo.sh; empty: there is none
  QString programs;  ///< the folder of mlink
  QString folder;    ///< of the experiments
};
/// Beside the sources or the installed data of the program in `programs`. MLINK_DEMO_SCRIPT and MLINK_DEMO_DIR name
/// others.
[[nodiscard]] DemoPlace find_demo(const QString& programs);

/// How far the experiment of that name is.
enum class DemoState { absent, begun, made };
[[nodiscard]] DemoState demo_state(const QString& folder, const QString& name);
[[nodiscard]] QString demo_file(const QString& folder, const QString& name);

/// A line of a step that counts: "Collect 12/954 outputs (1 %, about 50 s left)".
struct DemoStep {
  QString step, rest;  ///< "Collect", "about 50 s left"
  double share = 0;    ///< done of all
};
[[nodiscard]] std::optional<DemoStep> demo_step(const QString& line);

class DemoMaker : public QObject {
  Q_OBJECT
 public:
  explicit DemoMaker(QObject* parent = nullptr);
  ~DemoMaker() override;  ///< ends the group, and waits for that a few seconds

  void set_place(const DemoPlace& place) { place_ = place; }
  [[nodiscard]] const DemoPlace& place() const { return place_; }
  /// Does nothing while one is being made. What is wrong is told by ended().
  void start(const QString& name);
  void stop();

  [[nodiscard]] const QString& name() const { return name_; }  ///< empty: nothing is being made
  [[nodiscard]] bool busy() const { return !name_.isEmpty(); }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] const QString& doing() const { return doing_; }  ///< "Collecting street, 40 %"
  [[nodiscard]] double share() const { return share_; }          ///< of this step; negative: not known

 Q_SIGNALS:
  void changed();
  void said(mlink::base::LogLevel level, const QString& line);
  /// No error: it is made. ErrorKind::stopped: somebody asked.
  void ended(const QString& name, std::optional<mlink::base::Error> error);

 private:
  void read();
  void take_line(const QString& line);
  void end(int status, bool crashed);
  void tell_end(std::optional<base::Error> error);
  void send(int signal) const;
  DemoPlace place_;
  QProcess process_;
  QTimer insist_;
  QString name_, doing_, last_;
  QByteArray rest_;
  qint64 group_ = 0;
  double share_ = -1;
  int insisted_ = 0;
  bool stopping_ = false;
};

}  // namespace mlink::ui
