#include "ui/live/live_report_view.h"
#include "ui/common/core_text.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <numeric>

namespace mlink::ui {
namespace {

/// What goes first where not all columns fit: numbers are never cut. Exports have all of them.
constexpr std::array kGoFirst{"load_ms", "loads", "damaged", "failed", "note", "prefix_frames", "checked", "problem"};

ReportTableModel* model_of(const QTableView& view) { return qobject_cast<ReportTableModel*>(view.model()); }

}  // namespace

LiveReportView::LiveReportView(const ThemeHolder& themes, QWidget* parent) : QScrollArea(parent), themes_(themes) {
  setObjectName(QStringLiteral("live-report"));
  setAccessibleName(tr("Report of the run"));
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* content = new QWidget;
  column_ = new QVBoxLayout(content);
  column_->setContentsMargins(0, 0, 0, 8);
  column_->setSpacing(4);
  column_->addStretch(1);
  setWidget(content);
  content->setAutoFillBackground(false);
  viewport()->setAutoFillBackground(false);
}

void LiveReportView::set_tables(const std::vector<Table>& tables) {
  views_.clear();
  while (column_->count() > 1) {
    auto* const item = column_->takeAt(0);
    delete item->widget();
    delete item;
  }
  for (const Table& table : tables) add_table(table);
}

void LiveReportView::add_table(const Table& table) {
  const int at = column_->count() - 1;
  auto* title = new TextLabel(themes_, core_text(table.title), TextLabel::Tone::text, TypeSize::text, true);
  title->setContentsMargins(10, 8, 10, 2);
  column_->insertWidget(at, title);
  auto* view = new QTableView;
  dress_table(*view, themes_, space::dense_row);
  view->setAccessibleName(core_text(table.title));
  auto* model = new ReportTableModel(view);
  model->set_table(table);
  view->setModel(model);
  view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view->horizontalHeader()->setStretchLastSection(false);
  view->setFixedHeight(space::row + space::dense_row * model->rowCount() + 2);
  column_->insertWidget(at + 1, view);
  views_.push_back(view);
  fit(*view);
  for (const std::string& note : table.notes) {
    auto* label = new TextLabel(themes_, core_text(note), TextLabel::Tone::second, TypeSize::head);
    label->setWordWrap(true);
    label->setContentsMargins(10, 0, 10, 0);
    column_->insertWidget(column_->count() - 1, label);
  }
}

std::vector<Table> LiveReportView::tables() const {
  std::vector<Table> tables;
  for (const QTableView* view : views_) tables.push_back(model_of(*view)->table());
  return tables;
}

void LiveReportView::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  for (QTableView* view : views_) fit(*view);
}

/// So many columns a text may use where it is too long for its own: those beside it in which nothing stands.
int LiveReportView::room_beside(const ReportTableModel& model, int row, int column) {
  int span = 1;
  if (column == 0 || !std::holds_alternative<std::string>(model.cell(row, column))) return span;
  while (column + span < model.columnCount() && std::holds_alternative<std::monostate>(model.cell(row, column + span)))
    ++span;
  return span;
}

int LiveReportView::text_width(const ReportTableModel& model, int row, int column) {
  return QFontMetrics(ui_font()).horizontalAdvance(model.index(row, column).data().toString()) + 2 * space::cell_side +
         2;
}

/// What its texts need, those left out that have room beside them.
int LiveReportView::needed_width(const QTableView& view, int column) {
  const ReportTableModel& model = *model_of(view);
  int most = view.horizontalHeader()->sectionSizeHint(column);
  for (int row = 0; row < model.rowCount(); ++row)
    if (room_beside(model, row, column) == 1) most = std::max(most, text_width(model, row, column));
  return most;
}

/// Long texts go on into the empty cells beside them; the last column is made as wide as that takes.
void LiveReportView::span_long_texts(QTableView& view, std::vector<int>& widths) {
  const ReportTableModel& model = *model_of(view);
  view.clearSpans();
  for (int row = 0; row < model.rowCount(); ++row) {
    for (int column = 1; column < model.columnCount(); ++column) {
      const int span = room_beside(model, row, column), needs = text_width(model, row, column);
      const auto first = widths.begin() + column;
      if (span == 1 || needs <= *first) continue;
      const int there = std::accumulate(first, first + span, 0);
      widths[static_cast<std::size_t>(column + span - 1)] += std::max(0, needs - there);
      view.setSpan(row, column, 1, span);
    }
  }
}

void LiveReportView::fit(QTableView& view) const {
  const ReportTableModel& model = *model_of(view);
  const int count = model.columnCount();
  const auto& columns = model.table().columns;
  std::vector<int> widths;
  for (int column = 0; column < count; ++column) widths.push_back(needed_width(view, column));
  if (columns.front().key == "figure") span_long_texts(view, widths);
  int all = std::accumulate(widths.begin(), widths.end(), 0);
  const int room = viewport()->width();
  std::vector<bool> hidden(widths.size(), false);
  for (const char* const key : kGoFirst) {
    for (std::size_t column = 0; all > room && column < widths.size(); ++column) {
      if (columns[column].key != key) continue;
      all -= widths[column];
      hidden[column] = true;
    }
  }
  widths.front() += std::max(0, room - all);
  for (int column = 0; column < count; ++column) {
    const auto at = static_cast<std::size_t>(column);
    view.setColumnHidden(column, hidden[at]);
    view.setColumnWidth(column, widths[at]);
  }
}

}  // namespace mlink::ui
