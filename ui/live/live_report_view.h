// The report of a run that is over: the report's own tables, what was measured beside the replay's forecast. GUI thread
// only.
#pragma once

#include <QScrollArea>
#include <vector>

#include "ui/common/widgets.h"
#include "ui/live/live_models.h"

class QTableView;
class QVBoxLayout;

namespace mlink::ui {

class LiveReportView : public QScrollArea {
  Q_OBJECT
 public:
  explicit LiveReportView(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_tables(const std::vector<Table>& tables);
  [[nodiscard]] std::vector<Table> tables() const;
  [[nodiscard]] const std::vector<QTableView*>& views() const { return views_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void add_table(const Table& table);
  void fit(QTableView& view) const;
  [[nodiscard]] static int room_beside(const ReportTableModel& model, int row, int column);
  [[nodiscard]] static int text_width(const ReportTableModel& model, int row, int column);
  static void span_long_texts(QTableView& view, std::vector<int>& widths);
  [[nodiscard]] static int needed_width(const QTableView& view, int column);
  const ThemeHolder& themes_;
  QVBoxLayout* column_;
  std::vector<QTableView*> views_;
};

}  // namespace mlink::ui
