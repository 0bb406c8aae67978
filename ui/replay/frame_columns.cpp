#include "ui/replay/frame_columns.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>

#include "ui/common/widgets.h"
#include "ui/replay/replay_models.h"

namespace mlink::ui {
namespace {

constexpr int kHow = 78, kSure = 46, kRight = 24;
constexpr int kLeastBox = 54, kLeastShown = 54, kLeastExact = 50;

int width_of(const QString& text, bool medium) {
  return QFontMetrics(ui_font(TypeSize::text, medium)).horizontalAdvance(text) + 2 * space::cell_side + 1;
}

}  // namespace

FrameColumns::FrameColumns(QTableView& view, const FrameModel& model, QObject* parent)
    : QObject(parent), view_(view), model_(model) {
  QHeaderView* head = view.horizontalHeader();
  head->setSectionResizeMode(QHeaderView::Fixed);
  head->setSectionResizeMode(FrameModel::Box, QHeaderView::Stretch);
  view.setColumnWidth(FrameModel::How, kHow);
  view.setColumnWidth(FrameModel::Sure, kSure);
  view.setColumnWidth(FrameModel::Right, kRight);
  connect(&model, &QAbstractItemModel::dataChanged, this, &FrameColumns::grow);
  connect(&model, &QAbstractItemModel::modelReset, this, [this] {
    box_ = shown_ = exact_ = 0;
    grow();
  });
  view.viewport()->installEventFilter(this);
  grow();
}

bool FrameColumns::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) fit();
  return QObject::eventFilter(watched, event);
}

void FrameColumns::grow() {
  for (int row = 0; row < model_.rowCount(); ++row) {
    const auto text = [&](int column) { return model_.index(row, column).data().toString(); };
    box_ = std::max(box_, width_of(text(FrameModel::Box), false));
    shown_ = std::max(shown_, width_of(text(FrameModel::Shown), true));
    exact_ = std::max(exact_, width_of(text(FrameModel::Exact), false));
  }
  fit();
}

/// The names first, then what is shown and what is exact by halves; who needs less leaves the rest to the other.
void FrameColumns::fit() {
  const int room = std::max(view_.viewport()->width() - kHow - kSure - kRight, kLeastBox + kLeastShown + kLeastExact);
  const int box = std::clamp(box_, kLeastBox, std::max(room - kLeastShown - kLeastExact, kLeastBox));
  const int values = room - box;
  const int want_shown = std::max(shown_, kLeastShown), want_exact = std::max(exact_, kLeastExact);
  int shown = want_shown, exact = want_exact;
  if (shown + exact > values) {
    shown = std::clamp(values / 2, std::min(want_shown, values - want_exact), want_shown);
    shown = std::max(shown, kLeastShown);
    exact = std::max(std::min(want_exact, values - shown), kLeastExact);
  }
  view_.setColumnWidth(FrameModel::Shown, shown);
  view_.setColumnWidth(FrameModel::Exact, exact);
}

QString FrameColumns::fitted(const QString& text, const QFont& font, int width) {
  bool number = false;
  QString(text)
      .remove(QChar(0x202F))
      .remove(QLatin1Char(' '))
      .replace(QChar(0x2212), QLatin1Char('-'))
      .toDouble(&number);
  return number ? text : QFontMetrics(font).elidedText(text, Qt::ElideRight, width);
}

}  // namespace mlink::ui
