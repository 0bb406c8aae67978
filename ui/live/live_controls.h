// What a person sets of a live run: sources, verifying, options, where outputs go; and Start, Pause, Stop. GUI thread
// only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/common/widgets.h"
#include "ui/live/live_hub.h"
#include "ui/live/parts_flow.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QMenu;
class QSpinBox;

namespace mlink::ui {

enum class LiveState {
  idle,     ///< nothing runs; a report of an earlier run may be there
  waiting,  ///< behind another step
  opening,  ///< sources and boxes
  running,
  paused,
  stopping
};

class LiveControls : public QWidget {
  Q_OBJECT
 public:
  explicit LiveControls(const ThemeHolder& themes, QWidget* parent = nullptr);

  void set_state(LiveState state);
  /// Cameras of the experiment that have a video.
  void set_cameras(const QStringList& cameras);
  void set_problem(const QString& text);
  [[nodiscard]] QString problem() const;
  void set_note(const QString& text);  ///< what waits, and for what
  [[nodiscard]] QString note() const;

  /// Whether the experiment's cameras are the sources.
  [[nodiscard]] bool own_cameras() const;
  /// Names of what is chosen, as the run will call them.
  [[nodiscard]] QStringList source_names() const;
  [[nodiscard]] const std::vector<LiveSource>& chosen() const { return chosen_; }
  void remove_source(int index);
  /// Takes an address, a file or a folder; says what is wrong with it beside the field.
  void add_source(const LiveSource& source);
  /// All but the budget. Errors: a period that is none; no source.
  [[nodiscard]] Result<LiveWish> wish() const;
  /// Devices of this machine that are there, in `folder`.
  [[nodiscard]] static QStringList devices(const QString& folder = QStringLiteral("/dev"));
  [[nodiscard]] QPushButton* start_button() const { return start_; }
  [[nodiscard]] QPushButton* pause_button() const { return pause_; }
  [[nodiscard]] QPushButton* stop_button() const { return stop_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }

 Q_SIGNALS:
  void start_wanted();
  void pause_wanted();
  void stop_wanted();
  void sources_changed();

 private:
  [[nodiscard]] QWidget* named(const QString& name, const QList<QWidget*>& fields) const;
  void make_buttons();
  void make_source();
  void make_verify();
  void make_options();
  QWidget* make_outputs_row();
  QWidget* make_add_row();
  void fill_menu();
  void choose_files();
  void choose_folder();
  void choose_outputs();
  void show_add_row(const QString& text);
  void take_typed();
  void show_rate();
  void show_sources();

  const ThemeHolder& themes_;
  LiveState state_ = LiveState::idle;
  QStringList cameras_;
  std::vector<LiveSource> chosen_;
  PartsFlow* flow_;
  QPushButton *start_, *pause_, *stop_, *add_;
  QComboBox* source_;
  QMenu* menu_;
  QCheckBox* verify_;
  QSpinBox* every_;
  QComboBox *method_, *drop_;
  QLineEdit *period_, *outputs_;
  QCheckBox* realtime_;
  QDoubleSpinBox* timeout_;
  QWidget* add_row_;
  QLineEdit* typed_;
  QWidget* rate_part_;
  QDoubleSpinBox* rate_;
  TextLabel *typed_problem_, *problem_, *note_;
  QList<QWidget*> settings_;  ///< not to be changed while it runs
};

}  // namespace mlink::ui
