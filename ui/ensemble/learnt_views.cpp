#include "ui/ensemble/learnt_views.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/charts/spoken.h"
#include "ui/common/core_text.h"

namespace mlink::ui {
namespace {

constexpr int kBarRow = 24, kTop = space::dock_head + 8, kScale = 22, kColumn = 280, kSide = 10, kTick = 16;
constexpr int kNameLeft = kSide + kTick + 8, kNumber = 40;

QString all_text(int sources) {
  const QStringList words{EnsembleBars::tr("none"),      EnsembleBars::tr("the one"),  EnsembleBars::tr("both"),
                          EnsembleBars::tr("all three"), EnsembleBars::tr("all four"), EnsembleBars::tr("all five"),
                          EnsembleBars::tr("all six")};
  return sources < words.size() ? words[sources] : EnsembleBars::tr("all %1").arg(sources);
}

QString tried_text(int sources) {
  if (sources == 0) return EnsembleBars::tr("none ticked");
  return sources == 1 ? EnsembleBars::tr("the ticked") : EnsembleBars::tr("the ticked %1").arg(sources);
}

QString verdict_text(const EnsembleRow& row) {
  const QString best = to_qt(row.best_source);
  if (row.verdict == "dominance") return EnsembleBars::tr("Dominance: %1.").arg(best);
  if (row.verdict == "assistance") return EnsembleBars::tr("Assistance: above %1, the best source.").arg(best);
  return row.verdict.empty() ? core_text(row.reason) : EnsembleBars::tr("Neither: %1").arg(core_text(row.reason));
}

QString difference_text(const EnsembleRow& row) {
  if (!std::isfinite(row.difference)) return {};
  const QString best = to_qt(row.best_source), difference = to_qt(signed_text(row.difference));
  if (!std::isfinite(row.difference_interval.low)) return EnsembleBars::tr("Ensemble − %1: %2").arg(best, difference);
  return EnsembleBars::tr("Ensemble − %1: %2 (%3 to %4)")
      .arg(best, difference, to_qt(signed_text(row.difference_interval.low)),
           to_qt(signed_text(row.difference_interval.high)));
}

}  // namespace

EnsembleBars::EnsembleBars(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  set_spoken(*this, QAccessible::Chart);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void EnsembleBars::set_target(const std::shared_ptr<const LinksData>& links, int target, double low) {
  const MatrixData& m = links->matrix;
  const auto j = static_cast<std::size_t>(target);
  target_ = target;
  title_ = to_qt(m.boxes[j]);
  note_ = core_text(m.metric[j]);
  prior_ = m.prior[j];
  low_ = low;
  sources_.clear();
  all_.reset();
  tried_.reset();
  for (int i = 0; i < m.size(); ++i)
    if (const auto& cell = m.cell(i, target))
      sources_.push_back(
          {i, to_qt(m.boxes[static_cast<std::size_t>(i)]), cell->test.p, cell->test.interval, Kind::source});
  std::stable_sort(sources_.begin(), sources_.end(), [](const Bar& a, const Bar& b) { return a.p > b.p; });
  const int sources = static_cast<int>(sources_.size());
  if (sources > 1) all_ = Bar{-1, all_text(sources), m.ensembles[j].test.p, m.ensembles[j].test.interval, Kind::all};
  const bool told = j < links->ensembles.size() && sources > 0;
  verdict_ = told ? verdict_text(links->ensembles[j]) : QString();
  difference_ = told ? difference_text(links->ensembles[j]) : QString();
  setToolTip(told ? core_text(links->ensembles[j].reason).toHtmlEscaped() : QString());
  current_ = sources > 0 ? 0 : -1;
  chosen_ = hovered_ = -1;
  tell();
  updateGeometry();
  update();
}

void EnsembleBars::set_tried(BoxSet set, const std::optional<SetEnsemble>& ensemble) {
  set_ = set;
  tried_ = ensemble;
  tell();
  update();
}

void EnsembleBars::set_link(const std::optional<LinkChoice>& link) {
  int chosen = -1;
  if (link && link->target == title_) chosen = static_cast<int>(sources().indexOf(link->source));
  if (chosen == chosen_) return;
  chosen_ = chosen;
  if (chosen >= 0) current_ = chosen;
  tell();
  update();
}

QStringList EnsembleBars::sources() const {
  QStringList names;
  for (const Bar& bar : sources_) names << bar.name;
  return names;
}

bool EnsembleBars::ticked(int source) const { return set_.has(sources_[static_cast<std::size_t>(source)].box); }

/// What stands below the sources: the ensemble from the set, and from all.
std::vector<EnsembleBars::Bar> EnsembleBars::bars() const {
  std::vector<Bar> bars = sources_;
  if (bars.empty()) return bars;
  int ticks = 0;
  for (const Bar& bar : sources_) ticks += set_.has(bar.box) ? 1 : 0;
  Bar tried{-1, tried_text(ticks), std::nan(""), {std::nan(""), std::nan("")}, Kind::tried};
  if (tried_) {
    tried.p = tried_->test.p;
    tried.interval = tried_->test.interval;
  }
  bars.push_back(tried);
  if (all_) bars.push_back(*all_);
  return bars;
}

QString EnsembleBars::text_of(const Bar& bar) const {
  QString text = bar.name + u' ' + to_qt(score_text(bar.p));
  if (std::isfinite(bar.interval.low) && std::isfinite(bar.interval.high))
    text += tr(" (%1 to %2)").arg(to_qt(score_text(bar.interval.low)), to_qt(score_text(bar.interval.high)));
  return text;
}

/// What a person who does not see the panel is told: the verdict as its name; the source that the keys are at, and the
/// ensembles, as its description.
void EnsembleBars::tell() {
  setAccessibleName(title_ + QStringLiteral(": ") + verdict_ + u' ' + difference_);
  QStringList said;
  const auto all = bars();
  if (current_ >= 0 && current_ < static_cast<int>(sources_.size())) {
    const Bar& bar = sources_[static_cast<std::size_t>(current_)];
    said << text_of(bar) + (set_.has(bar.box) ? tr(", in the set") : tr(", not in the set"));
  }
  for (const Bar& bar : all)
    if (bar.kind != Kind::source) said << text_of(bar);
  if (std::isfinite(prior_)) said << tr("prior %1").arg(to_qt(score_text(prior_)));
  setAccessibleDescription(said.join(QStringLiteral(", ")));
}

int EnsembleBars::words_high(int width) const {
  const QRect room(0, 0, std::max(width - 2 * kSide, 40), 1000);
  int high = 0;
  for (const auto& [text, medium] : {std::pair(verdict_, true), std::pair(difference_, false)}) {
    if (!text.isEmpty())
      high += QFontMetrics(ui_font(TypeSize::head, medium)).boundingRect(room, Qt::TextWordWrap, text).height() + 2;
  }
  return high;
}

int EnsembleBars::height_for(int width) const {
  if (sources_.empty()) return kTop + kBarRow + 10;
  return kTop + static_cast<int>(sources_.size() + (all_ ? 2 : 1)) * kBarRow + 8 + kScale + words_high(width) + 8;
}

QSize EnsembleBars::sizeHint() const { return {kColumn, height_for(std::max(width(), 220))}; }

QRect EnsembleBars::row_rect(int source) const { return {1, kTop + source * kBarRow, width() - 2, kBarRow}; }

QRect EnsembleBars::tick_rect(int source) const {
  return {kSide, kTop + source * kBarRow + (kBarRow - kTick) / 2, kTick, kTick};
}

int EnsembleBars::source_at(const QPoint& at) const {
  for (int i = 0; i < static_cast<int>(sources_.size()); ++i)
    if (row_rect(i).contains(at)) return i;
  return -1;
}

EnsembleBars::Across EnsembleBars::across() const {
  Across at;
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  for (const Bar& bar : bars()) at.names = std::max<double>(at.names, metrics.horizontalAdvance(bar.name) + 2);
  at.names = std::min(at.names, width() * 0.36);
  at.left = kNameLeft + at.names + 10;
  at.unit = std::max(width() - at.left - kNumber - kSide, 40.0);
  return at;
}

void EnsembleBars::paint_head(QPainter& painter) const {
  const Theme& t = themes_.theme();
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, 0, width(), space::dock_head), t.sunken);
  painter.fillRect(QRect(0, space::dock_head, width(), 1), t.line);
  painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(t.line, 1));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
  const QFont title = ui_font(TypeSize::text, true), small = ui_font(TypeSize::head);
  const QString name = QFontMetrics(title).elidedText(title_, Qt::ElideMiddle, width() - 2 * kSide);
  painter.setFont(title);
  painter.setPen(t.text);
  painter.drawText(QRect(kSide, 1, width() - 2 * kSide, space::dock_head - 2), Qt::AlignLeft | Qt::AlignVCenter, name);
  const int used = QFontMetrics(title).horizontalAdvance(name) + 8;
  painter.setFont(small);
  painter.setPen(t.second);
  const QString note = target_ >= 0 && set_.has(target_) ? tr("%1; is run itself").arg(note_) : note_;
  const QRect rest(kSide + used, 1, width() - 2 * kSide - used, space::dock_head - 2);
  painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(small).elidedText(note, Qt::ElideMiddle, rest.width()));
}

void EnsembleBars::paint_tick(QPainter& painter, int source) const {
  const Theme& t = themes_.theme();
  const QRectF box = QRectF(tick_rect(source)).adjusted(1.5, 1.5, -1.5, -1.5);
  const bool on = ticked(source);
  painter.setPen(on ? t.accent : t.strong);
  painter.setBrush(on ? t.accent : t.button);
  painter.drawRoundedRect(box, 2, 2);
  if (!on) return;
  painter.setPen(QPen(t.on_accent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(QPolygonF{{box.left() + 3, box.center().y() + 0.5},
                                 {box.left() + 5.5, box.bottom() - 3.5},
                                 {box.right() - 3, box.top() + 4}});
}

void EnsembleBars::paint_bar(QPainter& painter, const Bar& bar, const QRectF& row, const Across& at) const {
  const Theme& t = themes_.theme();
  const double y = row.center().y();
  painter.setPen(t.text);
  painter.drawText(QRectF(at.left + at.unit + 4, row.top(), kNumber, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                   to_qt(score_text(bar.p)));
  if (!std::isfinite(bar.p)) return;
  const QRectF body(at.left, y - 6.5, at.unit * std::clamp(bar.p, 0.0, 1.0), 13);
  if (bar.kind != Kind::all) painter.fillRect(body, t.ramp_at((bar.p - low_) / std::max(1 - low_, 1e-9)));
  if (bar.kind != Kind::source) {
    painter.setPen(QPen(t.text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(body.adjusted(0.75, 0.75, -0.75, -0.75));
  }
  if (!std::isfinite(bar.interval.low) || !std::isfinite(bar.interval.high)) return;
  const double from = at.left + at.unit * std::clamp(bar.interval.low, 0.0, 1.0);
  const double to = at.left + at.unit * std::clamp(bar.interval.high, 0.0, 1.0);
  painter.setPen(QPen(t.text, 1.5));
  painter.drawLine(QPointF(from, y), QPointF(to, y));
  painter.drawLine(QPointF(from, y - 4), QPointF(from, y + 4));
  painter.drawLine(QPointF(to, y - 4), QPointF(to, y + 4));
}

void EnsembleBars::paint_row(QPainter& painter, const Bar& bar, int row, const Across& at) const {
  const Theme& t = themes_.theme();
  const int sources = static_cast<int>(sources_.size());
  const double y = kTop + row * kBarRow + (row >= sources ? 8 : 0);
  const QRectF place(1, y, width() - 2, kBarRow);
  if (row < sources) {
    if (row == chosen_)
      painter.fillRect(place, t.selection);
    else if (row == hovered_)
      painter.fillRect(place, t.sunken);
    paint_tick(painter, row);
    if (hasFocus() && row == current_) {
      painter.setPen(QPen(t.accent, 1, Qt::DotLine));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(place.adjusted(2.5, 0.5, -2.5, -0.5));
    }
  } else if (row == sources) {
    painter.fillRect(QRectF(kSide, y - 4, width() - 2 * kSide, 1), t.line);
  }
  painter.setFont(ui_font(TypeSize::text, bar.kind != Kind::source));
  painter.setPen(t.text);
  painter.drawText(QRectF(kNameLeft, y, at.names, kBarRow), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(bar.name, Qt::ElideMiddle, static_cast<int>(at.names) + 1));
  paint_bar(painter, bar, place, at);
}

void EnsembleBars::paint_scale(QPainter& painter, double y, const Across& at) const {
  const Theme& t = themes_.theme();
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  painter.drawText(QRectF(at.left - 4, y + 2, 20, 16), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
  painter.drawText(QRectF(at.left + at.unit - 16, y + 2, 20, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("1"));
  if (!std::isfinite(prior_)) return;
  QPen dashes(t.second, 1, Qt::CustomDashLine);
  dashes.setDashPattern({3, 2});
  painter.setPen(dashes);
  const double x = at.left + at.unit * prior_;
  painter.drawLine(QPointF(x, kTop), QPointF(x, y + 3));
  painter.setPen(t.second);
  const QString text = tr("prior %1").arg(to_qt(score_text(prior_)));
  const double wide = painter.fontMetrics().horizontalAdvance(text) + 4;
  const double least = at.left + 14, most = std::max(least, at.left + at.unit - wide - 8);
  painter.drawText(QRectF(std::clamp(x - wide / 2, least, most), y + 2, wide, 16), Qt::AlignCenter, text);
}

void EnsembleBars::paint_words(QPainter& painter, double y) const {
  const Theme& t = themes_.theme();
  for (const auto& [text, medium] : {std::pair(verdict_, true), std::pair(difference_, false)}) {
    if (text.isEmpty()) continue;
    painter.setFont(ui_font(TypeSize::head, medium));
    painter.setPen(medium ? t.text : t.second);
    const QRect room(kSide, static_cast<int>(y), width() - 2 * kSide, 1000);
    const int high = painter.fontMetrics().boundingRect(room, Qt::TextWordWrap, text).height();
    painter.drawText(QRect(room.left(), room.top(), room.width(), high + 2), Qt::TextWordWrap, text);
    y += high + 2;
  }
}

void EnsembleBars::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  paint_head(painter);
  painter.setRenderHint(QPainter::Antialiasing);
  if (sources_.empty()) {
    painter.setPen(t.second);
    painter.drawText(QRect(kSide, kTop, width() - 2 * kSide, 20), Qt::AlignLeft | Qt::AlignVCenter, tr("not trained"));
    return;
  }
  const Across at = across();
  const auto all = bars();
  for (int row = 0; row < static_cast<int>(all.size()); ++row)
    paint_row(painter, all[static_cast<std::size_t>(row)], row, at);
  const double below = kTop + static_cast<double>(all.size()) * kBarRow + 8;
  paint_scale(painter, below, at);
  paint_words(painter, below + kScale);
}

void EnsembleBars::choose(int source) {
  if (source < 0 || source >= static_cast<int>(sources_.size())) return;
  current_ = source;
  tell();
  update();
  Q_EMIT link_chosen(sources_[static_cast<std::size_t>(source)].name, title_);
}

bool EnsembleBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const int source = source_at(help->pos()); source >= 0) {
      const QString text = text_of(sources_[static_cast<std::size_t>(source)]);
      QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), this);
      return true;
    }
  }
  return QWidget::event(event);
}

void EnsembleBars::mousePressEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  const int source = source_at(at);
  if (event->button() != Qt::LeftButton || source < 0) return QWidget::mousePressEvent(event);
  current_ = source;
  // The whole strip in front of the names is the tick's: 16 px are hard to hit.
  if (at.x() < kNameLeft - 3)
    Q_EMIT box_toggled(sources_[static_cast<std::size_t>(source)].box);
  else
    choose(source);
}

void EnsembleBars::mouseDoubleClickEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  const int source = source_at(at);
  if (event->button() != Qt::LeftButton || source < 0) return;
  if (at.x() < kNameLeft - 3)
    Q_EMIT box_toggled(sources_[static_cast<std::size_t>(source)].box);  // two quick clicks are two
  else
    Q_EMIT link_opened(sources_[static_cast<std::size_t>(source)].name, title_);
}

void EnsembleBars::mouseMoveEvent(QMouseEvent* event) {
  const int over = source_at(event->position().toPoint());
  if (over == hovered_) return;
  hovered_ = over;
  update();
}

void EnsembleBars::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
}

void EnsembleBars::keyPressEvent(QKeyEvent* event) {
  if (sources_.empty()) return QWidget::keyPressEvent(event);
  const int last = static_cast<int>(sources_.size()) - 1, at = std::clamp(current_, 0, last);
  switch (event->key()) {
    case Qt::Key_Up: return choose(std::max(at - 1, 0));
    case Qt::Key_Down: return choose(std::min(at + 1, last));
    case Qt::Key_Space: Q_EMIT box_toggled(sources_[static_cast<std::size_t>(at)].box); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT link_opened(sources_[static_cast<std::size_t>(at)].name, title_); return;
    default: QWidget::keyPressEvent(event);
  }
}

void EnsembleBars::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void EnsembleBars::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

EnsembleList::EnsembleList(const ThemeHolder& themes, QWidget* parent) : QScrollArea(parent), themes_(themes) {
  setFrameShape(QFrame::NoFrame);
  setWidget(new QWidget);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  const auto apply = [this] {
    const QPalette p = themes_.theme().palette();
    setPalette(p);
    viewport()->setPalette(p);
    widget()->setPalette(p);
  };
  apply();
  connect(&themes, &ThemeHolder::changed, this, apply);
}

void EnsembleList::set_links(const std::shared_ptr<const LinksData>& links, double low) {
  qDeleteAll(bars_);
  bars_.clear();
  const int k = links ? links->matrix.size() : 0;
  for (int j = 0; j < k; ++j) {
    auto* bars = new EnsembleBars(themes_, widget());
    bars->set_target(links, j, low);
    bars->set_link(link_);
    connect(bars, &EnsembleBars::box_toggled, this, &EnsembleList::box_toggled);
    connect(bars, &EnsembleBars::link_chosen, this, &EnsembleList::link_chosen);
    connect(bars, &EnsembleBars::link_opened, this, &EnsembleList::link_opened);
    bars->show();
    bars_.push_back(bars);
  }
  place();
}

void EnsembleList::set_tried(BoxSet set, const std::vector<SetEnsemble>& ensembles) {
  for (std::size_t j = 0; j < bars_.size(); ++j)
    bars_[j]->set_tried(set, j < ensembles.size() ? std::optional(ensembles[j]) : std::nullopt);
}

void EnsembleList::set_link(const std::optional<LinkChoice>& link) {
  link_ = link;
  for (EnsembleBars* bars : bars_) bars->set_link(link);
}

void EnsembleList::place() {
  const int wide = viewport()->width(), count = static_cast<int>(bars_.size());
  const int columns = std::clamp((wide + space::gap) / (kColumn + space::gap), 1, std::max(count, 1));
  const auto left = [&](int column) { return column * (wide + space::gap) / columns; };
  int y = 0;
  for (int first = 0; first < count; first += columns) {
    const int end = std::min(first + columns, count);
    int high = 0;
    for (int i = first; i < end; ++i)
      high = std::max(
          high, bars_[static_cast<std::size_t>(i)]->height_for(left(i - first + 1) - left(i - first) - space::gap));
    for (int i = first; i < end; ++i)
      bars_[static_cast<std::size_t>(i)]->setGeometry(left(i - first), y,
                                                      left(i - first + 1) - left(i - first) - space::gap, high);
    y += high + space::gap;
  }
  widget()->resize(wide, std::max(y - space::gap, 0));
}

void EnsembleList::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  place();
}

}  // namespace mlink::ui
