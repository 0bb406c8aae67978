// A page of the window. The main window gives every page the same data and the same selection; a page writes what the
// user does into the selection and asks the worker for what takes long.
#pragma once

#include <QWidget>
#include <utility>
#include <vector>

#include "report/table.h"
#include "ui/common/worker.h"

namespace mlink::ui {

/// What keys do on a page, for the list of keys.
struct PageKey {
  QString what, keys;
};

class Page : public QWidget {
  Q_OBJECT
 public:
  explicit Page(QWidget* parent = nullptr) : QWidget(parent) { setFocusPolicy(Qt::ClickFocus); }

  [[nodiscard]] virtual QString id() const = 0;     ///< as on the command line: "sources"
  [[nodiscard]] virtual QString title() const = 0;  ///< as in the rail: "Sources"
  [[nodiscard]] virtual QString icon() const { return id(); }

  /// Parts that can be asked for as pages: "confidence" of a page "links".
  [[nodiscard]] virtual QStringList parts() const { return {}; }
  virtual void show_part(const QString& /*part*/) {}
  /// Without links it has nothing to show: its button in the rail is drawn quieter.
  [[nodiscard]] virtual bool needs_links() const { return true; }

  /// The newest reading; null: no experiment is open, or it is not read yet.
  virtual void set_data(const ExperimentDataPtr& data) = 0;
  /// The newest lists, often while a step runs; null as above.
  virtual void set_overview(const OverviewPtr& /*overview*/) {}
  /// False while the page still waits for something it asked for (pictures too).
  [[nodiscard]] virtual bool ready() const { return true; }
  /// The page came to the front: it takes the focus, so that its keys do something before anything is clicked.
  virtual void take_focus() { setFocus(Qt::OtherFocusReason); }
  /// Undo was asked while it is shown. True: it took back something that the window's edits do not know of.
  virtual bool undo_own() { return false; }
  [[nodiscard]] virtual std::vector<PageKey> keys() const { return {}; }
  /// Every table of the page, with a name for its file.
  [[nodiscard]] virtual std::vector<std::pair<QString, Table>> tables() const { return {}; }
  /// Every chart or drawing of the page, with a name for its file; each is exported as PNG and SVG.
  [[nodiscard]] virtual std::vector<std::pair<QString, QWidget*>> drawings() { return {}; }

 Q_SIGNALS:
  void go_to(const QString& page);
  void train_wanted();
  void collect_wanted();
  void profile_wanted();
  void retry_wanted();   ///< collect, what failed too
  void export_wanted();  ///< everything, into a folder
};

}  // namespace mlink::ui
