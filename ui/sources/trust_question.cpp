#include "ui/sources/trust_question.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include "ui/common/widgets.h"

namespace mlink::ui {

TrustQuestion::TrustQuestion(const ThemeHolder& themes, const QStringList& files, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      trust_(new QPushButton(tr("Trust"))),
      keep_(new QPushButton(tr("Keep closed in"))) {
  const QString names = QLatin1Char('\n') + files.join(QLatin1Char('\n'));
  setToolTip(tr("A model file from elsewhere is code. Until you trust it, its box runs closed in: in a process of its "
                "own, without network, and files are read only. Either answer is remembered for you by the content of "
                "the files:") +
             names);
  trust_->setToolTip(tr("The box runs in this program with all that it may do: faster to start, and on a GPU"));
  keep_->setToolTip(tr("The box goes on in a process of its own; the row's menu trusts it later"));
  setAccessibleName(tr("Do you trust these files?") + names);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 0, 8, 0);
  row->setSpacing(4);
  row->addStretch(1);
  for (QPushButton* button : {trust_, keep_}) {
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
  }
}

void TrustQuestion::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.sunken);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  const int room = trust_->x() - 10 - space::cell_side, middle = height() / 2;
  const QRect first(space::cell_side, middle - 19, room, 18);
  const auto line = [&](const QRect& place, const QFont& font, const QColor& colour, const QStringList& texts) {
    painter.setFont(font);
    painter.setPen(colour);
    const QFontMetrics metrics(font);
    QString text = texts.last();
    for (const QString& one : texts) {
      if (metrics.horizontalAdvance(one) > place.width()) continue;
      text = one;
      break;
    }
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(text, Qt::ElideRight, place.width()));
  };
  line(first, ui_font(TypeSize::text, true), t.warn, {tr("Do you trust its files?"), tr("Trust it?")});
  line(first.translated(0, 19), ui_font(TypeSize::head), t.second,
       {tr("Until then it runs closed in, without network."), tr("It runs closed in."), tr("closed in")});
}

}  // namespace mlink::ui
