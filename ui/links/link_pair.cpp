#include "ui/links/link_pair.h"

#include <QHBoxLayout>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

namespace mlink::ui {
namespace {

constexpr int kBoth = 780;  ///< px: below, the figures of each would not fit any more

}  // namespace

QString link_name(const LinkChoice& link) { return link.source + QStringLiteral(" → ") + link.target; }

LinkPair::LinkPair(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : QWidget(parent), selection_(selection) {
  tabs_ = new QTabBar;
  tabs_->addTab({});
  tabs_->addTab({});
  tabs_->setDrawBase(false);
  tabs_->setAccessibleName(tr("Which of the two links"));
  first_ = new DetailView(themes, selection, worker);
  second_ = new DetailView(themes, selection, worker, DetailView::Follows::nothing);
  const auto side = [&themes](ElidedLabel*& name, DetailView* view) {
    name = new ElidedLabel(themes, ui_font(TypeSize::text, true));
    name->setFixedHeight(28);
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 12, 0);
    head->addWidget(name);
    column->addLayout(head);
    column->addWidget(view, 1);
    return widget;
  };
  first_side_ = side(first_name_, first_);
  second_side_ = side(second_name_, second_);
  line_ = new QWidget;
  line_->setFixedWidth(1);
  line_->setAutoFillBackground(true);
  const auto colour_line = [this, &themes] {
    QPalette palette = line_->palette();
    palette.setColor(QPalette::Window, themes.theme().line);
    line_->setPalette(palette);
  };
  connect(&themes, &ThemeHolder::changed, this, colour_line);
  colour_line();
  auto* both = new QHBoxLayout;
  both->setSpacing(0);
  both->addWidget(first_side_, 1);
  both->addWidget(line_);
  both->addWidget(second_side_, 1);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(tabs_);
  all->addLayout(both, 1);
  connect(tabs_, &QTabBar::currentChanged, this, &LinkPair::lay_out);
  connect(selection, &SharedSelection::link_changed, this, &LinkPair::name);
  connect(first_, &DetailView::open_wanted, this, &LinkPair::open_wanted);
  connect(second_, &DetailView::open_wanted, this, &LinkPair::open_wanted);
  for (const auto* view : {first_, second_}) connect(view, &DetailView::detail_changed, this, &LinkPair::even_axes);
  lay_out();
}

/// Two links to one target are compared by eye: on the same axes.
void LinkPair::even_axes() {
  const auto &a = first_->detail(), &b = second_->detail();
  auto both = first_->span();
  if (const auto other = second_->span(); !both || !other || a->target != b->target)
    both.reset();
  else
    both = {std::min(both->first, other->first), std::max(both->second, other->second)};
  first_->widen(both);
  second_->widen(both);
}

void LinkPair::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  first_->set_data(data);
  second_->set_data(pinned_ ? data : nullptr);
}

void LinkPair::set_rows(JudgedRows rows) {
  first_->set_rows(rows);
  second_->set_rows(rows);
}

void LinkPair::pin(const std::optional<LinkChoice>& link) {
  if (link == pinned_) return;
  const bool more = link && !pinned_;
  pinned_ = link;
  if (more) second_->set_data(data_);
  second_->set_link(link);
  if (!link) second_->set_data(nullptr);
  if (more) tabs_->setCurrentIndex(1);  // what was just asked for is seen
  name();
  lay_out();
}

bool LinkPair::side_by_side() const { return pinned_ && width() >= kBoth; }

void LinkPair::name() {
  const QString first = selection_->link() ? link_name(*selection_->link()) : QString();
  const QString second = pinned_ ? link_name(*pinned_) : QString();
  first_name_->set_text(tr("A  %1").arg(first));
  second_name_->set_text(tr("B  %1").arg(second));
  tabs_->setTabText(0, tr("A  %1").arg(first));
  tabs_->setTabText(1, tr("B  %1").arg(second));
  first_->setAccessibleName(tr("Link A, %1").arg(first));
  second_->setAccessibleName(tr("Link B, %1").arg(second));
}

void LinkPair::lay_out() {
  const bool both = side_by_side(), second = pinned_ && tabs_->currentIndex() == 1;
  tabs_->setVisible(pinned_ && !both);
  first_name_->setVisible(both);
  second_name_->setVisible(both);
  line_->setVisible(both);
  first_side_->setVisible(both || !second);
  second_side_->setVisible(both || second);
}

void LinkPair::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
}

std::vector<std::pair<QString, QWidget*>> LinkPair::drawings() {
  auto out = first_->drawings();
  if (!pinned_) return out;
  for (auto& [name, widget] : second_->drawings()) out.emplace_back(QStringLiteral("second-") + name, widget);
  return out;
}

}  // namespace mlink::ui
