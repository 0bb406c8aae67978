#include "ui/replay/presentation.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/strips_view.h"

namespace mlink::ui {
namespace {

/// Text in presentations is so much larger than on the desk.
constexpr double kScale = 1.45;

QString boxes_in_words(int count) {
  static const char* const words[] = {
      QT_TRANSLATE_NOOP("mlink::ui::Presentation", "none"), QT_TRANSLATE_NOOP("mlink::ui::Presentation", "one"),
      QT_TRANSLATE_NOOP("mlink::ui::Presentation", "two"),  QT_TRANSLATE_NOOP("mlink::ui::Presentation", "three"),
      QT_TRANSLATE_NOOP("mlink::ui::Presentation", "four"), QT_TRANSLATE_NOOP("mlink::ui::Presentation", "five"),
      QT_TRANSLATE_NOOP("mlink::ui::Presentation", "six")};
  return count < static_cast<int>(std::size(words)) ? Presentation::tr(words[count]) : QString::number(count);
}

}  // namespace

BigFigures::BigFigures(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void BigFigures::set_figures(const QVector<KeyFigure>& figures) {
  figures_ = figures;
  QStringList spoken;
  for (const KeyFigure& figure : figures) spoken << figure.name + u' ' + figure.value + u' ' + figure.note;
  setAccessibleName(spoken.join(QStringLiteral(", ")));
  update();
}

QSize BigFigures::sizeHint() const {
  const int words = QFontMetrics(ui_font(TypeSize::head)).height();
  return {560, 2 * words + static_cast<int>(TypeSize::presentation) + 22};
}

void BigFigures::paintEvent(QPaintEvent*) {
  if (figures_.isEmpty()) return;
  const Theme& t = themes_.theme();
  QPainter painter(this);
  const int column = width() / static_cast<int>(figures_.size());
  // The largest size at which no figure is cut.
  QFont font = ui_font(TypeSize::title, true);
  int size = static_cast<int>(TypeSize::presentation);
  const auto widest = [&] {
    font.setPixelSize(size);
    int most = 0;
    for (const KeyFigure& figure : figures_) most = std::max(most, QFontMetrics(font).horizontalAdvance(figure.value));
    return most;
  };
  while (size > 20 && widest() > column - 12) size -= 2;
  const int words = QFontMetrics(ui_font(TypeSize::head)).height();
  for (int i = 0; i < figures_.size(); ++i) {
    const QRect place(i * column, 0, column - 8, height());
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(t.second);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignTop, figures_[i].name);
    painter.drawText(place.adjusted(0, words + size + 14, 0, 0), Qt::AlignLeft | Qt::AlignTop, figures_[i].note);
    painter.setFont(font);
    painter.setPen(i == 0 ? t.accent : t.text);
    painter.drawText(QRect(place.left(), words + 2, place.width() + 8, size + 10), Qt::AlignLeft | Qt::AlignVCenter,
                     figures_[i].value);
  }
}

BookmarkDots::BookmarkDots(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {}

void BookmarkDots::set_place(int current, int count) {
  current_ = current;
  count_ = count;
  setAccessibleName(current < 0 ? tr("%1 bookmarks").arg(count) : tr("Bookmark %1 of %2").arg(current + 1).arg(count));
  update();
}

void BookmarkDots::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  double x = 0;
  const double y = height() / 2.0;
  for (int i = 0; i < count_; ++i) {
    const double wide = i == current_ ? 30 : 12;
    painter.setBrush(i == current_ ? t.accent : t.strong);
    painter.drawRoundedRect(QRectF(x, y - 3, wide, 6), 3, 3);
    x += wide + 10;
  }
  if (count_ == 0) return;
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRectF(x + 8, 0, width() - x - 8, height()), Qt::AlignLeft | Qt::AlignVCenter,
                   current_ < 0 ? tr("%1 bookmarks").arg(count_) : tr("%1 of %2").arg(current_ + 1).arg(count_));
}

Presentation::Presentation(const ThemeHolder& themes, std::unique_ptr<ReplayView> view, std::vector<Bookmark> bookmarks,
                           SharedSelection* selection, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      view_(std::move(view)),
      bookmarks_(std::move(bookmarks)),
      selection_(selection) {
  setFocusPolicy(Qt::StrongFocus);
  setObjectName(QStringLiteral("presentation"));
  set_type_scale(kScale);
  lay_out();
  connect(view_.get(), &ReplayView::budget_chosen, selection_,
          [this](const Amount& budget) { selection_->set_budget(budget); });
  connect(view_->budget_panel(), &BudgetPanel::budget_changed, this, &Presentation::show_figures);
  connect(selection_, &SharedSelection::budget_changed, this, &Presentation::follow_selection);
  connect(selection_, &SharedSelection::frame_changed, this, &Presentation::follow_selection);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  follow_selection();
  dots_->set_place(-1, static_cast<int>(bookmarks_.size()));
}

Presentation::~Presentation() {
  set_type_scale(1);
  // The widgets that were taken out of the view go with it.
  for (QWidget* widget : {static_cast<QWidget*>(view_->picture()), static_cast<QWidget*>(view_->strips()),
                          static_cast<QWidget*>(view_->budget_panel()->slider())})
    widget->setParent(view_.get());
}

void Presentation::lay_out() {
  title_ = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::key_figure, true);
  place_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::text);
  figures_ = new BigFigures(themes_);
  dots_ = new BookmarkDots(themes_);
  auto* keys = new TextLabel(themes_, tr("← → bookmarks, ↑ ↓ budget, space play, Esc leave"), TextLabel::Tone::second,
                             TypeSize::head);
  auto* head = new QHBoxLayout;
  head->addWidget(title_);
  head->addStretch(1);
  head->addWidget(place_);
  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(figures_);
  right->addWidget(new Rule(themes_));
  view_->budget_panel()->slider()->setFocusPolicy(Qt::NoFocus);
  right->addWidget(view_->budget_panel()->slider(), 1);
  auto* top = new QHBoxLayout;
  top->setSpacing(36);
  top->addWidget(view_->picture(), 1);
  top->addLayout(right, 1);
  auto* foot = new QHBoxLayout;
  foot->addWidget(dots_, 1);
  foot->addWidget(keys);
  view_->strips()->setFocusPolicy(Qt::NoFocus);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(44, 28, 44, 18);
  all->setSpacing(18);
  all->addLayout(head);
  all->addLayout(top, 5);
  all->addWidget(view_->strips(), 3);
  all->addLayout(foot);
  view_->picture()->show();
  view_->strips()->show();
  view_->budget_panel()->slider()->show();
}

void Presentation::follow_selection() {
  if (selection_->budget()) view_->set_budget(*selection_->budget());
  if (selection_->frame()) view_->set_frame(selection_->frame()->camera, selection_->frame()->ordinal);
  show_figures();
}

void Presentation::show_figures() {
  const BudgetPanel& panel = *view_->budget_panel();
  const int row = panel.model()->row_of(QStringLiteral("mlink"));
  if (row < 0 || !view_->data()) return figures_->set_figures({});
  const ReplayResult& result = panel.result();
  const MethodResult& mlink = result.methods[static_cast<std::size_t>(row)];
  const auto& data = *view_->data();
  const int boxes = static_cast<int>(result.boxes.size());
  const auto all = BoxSet::all(boxes);
  const QString with_all = tr("%1 with all %2");
  const auto amount = [](CostKind kind, double value) {
    return std::isfinite(value) ? to_qt(amount_text({kind, value})) : QStringLiteral("–");
  };
  const bool memory = is_memory(panel.kind());
  figures_->set_figures(
      {{tr("output accuracy"), to_qt(score_text(mlink.output_accuracy)),
        tr("of 1.00 with all %1").arg(boxes_in_words(boxes))},
       {tr("time per frame"), amount(CostKind::time, mlink.seconds_per_frame),
        memory ? with_all.arg(amount(CostKind::time, cost_of(data.costs, all, CostKind::time)), boxes_in_words(boxes))
               : tr("of %1 allowed").arg(amount(panel.kind(), panel.budget()))},
       {tr("memory"), amount(CostKind::memory, mlink.bytes),
        memory ? tr("of %1 allowed").arg(amount(panel.kind(), panel.budget()))
               : with_all.arg(amount(CostKind::memory, cost_of(data.costs, all, CostKind::memory)),
                              boxes_in_words(boxes))}});
  place_->setText(to_qt(data.file));
  if (current_ < 0) {
    const int run = mlink.activated ? mlink.activated->size() : -1;
    title_->setText(run < 0 ? tr("What runs changes in time")
                            : tr("Run %1, predict %2").arg(boxes_in_words(run), boxes_in_words(boxes - run)));
  }
}

void Presentation::go_to(int bookmark) {
  if (bookmark < 0 || bookmark >= static_cast<int>(bookmarks_.size())) return;
  current_ = bookmark;
  const Bookmark& chosen = bookmarks_[static_cast<std::size_t>(bookmark)];
  choose(chosen, *selection_);
  if (chosen.link) view_->set_box(chosen.link->target);
  title_->setText(chosen.name);
  dots_->set_place(current_, static_cast<int>(bookmarks_.size()));
  follow_selection();
}

void Presentation::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: Q_EMIT left(); return;
    case Qt::Key_Right:
    case Qt::Key_PageDown: return go_to(current_ + 1);
    case Qt::Key_Left:
    case Qt::Key_PageUp: return go_to(current_ - 1);
    case Qt::Key_Up: return view_->budget_panel()->slider()->step_stop(1);
    case Qt::Key_Down: return view_->budget_panel()->slider()->step_stop(-1);
    case Qt::Key_Space: return view_->playback()->toggle();
    default: QWidget::keyPressEvent(event);
  }
}

void Presentation::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().panel);
}

}  // namespace mlink::ui
