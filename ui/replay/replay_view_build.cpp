// Construction and layout of ReplayView; what it does is in replay_view.cpp.
#include <QComboBox>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/spoken.h"
#include "ui/common/methods_menu.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/frame_columns.h"
#include "ui/replay/legend.h"
#include "ui/replay/replay_view.h"
#include "ui/replay/strips_view.h"
#include "ui/replay/transport.h"

namespace mlink::ui {
namespace {

QSplitter* splitter(Qt::Orientation orientation) {
  auto* split = new QSplitter(orientation);
  split->setHandleWidth(space::gap);
  split->setChildrenCollapsible(false);
  return split;
}

constexpr int kNarrow = 1340;  // pixels of page from which everything fits side by side
constexpr int kTight = 1000;   // below them not even all of that in every language

}  // namespace

ReplayView::ReplayView(const ThemeHolder& theme, PictureFetch fetch, MomentAsk ask, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      ask_(std::move(ask)),
      playback_(new Playback(this)),
      feed_(new PictureFeed(this)),
      fetch_(std::move(fetch)) {
  setObjectName(QStringLiteral("replay"));
  setAccessibleName(tr("Replay"));
  set_spoken(*this, QAccessible::Pane);
  setFocusPolicy(Qt::ClickFocus);
  build_picture();
  budget_panel_ = new Panel(theme, tr("Budget"));
  budget_ = new BudgetPanel(theme);
  budget_panel_->body()->addWidget(budget_);
  connect(budget_panel_->add_tool(QStringLiteral("export"), tr("Export the frontier and the methods")),
          &QToolButton::clicked, this, [this] { Q_EMIT export_wanted(QStringLiteral("budget")); });
  keep_ = budget_panel_->add_tool(QStringLiteral("runs"), tr("Keep this replay"));
  keep_->setToolTip(tr("Keep this replay: its figures at this budget stay in the file, on the page Runs"));
  keep_->setEnabled(false);
  connect(keep_, &QToolButton::clicked, this, &ReplayView::keep_wanted);
  methods_menu_ = new MethodsMenu(theme, tr("Methods: %1 of %2"));
  methods_menu_->setToolTip(tr("Methods in chart, table and curves"));
  budget_panel_->add_head_widget(methods_menu_);
  build_strips();
  top_ = splitter(Qt::Horizontal);
  top_->addWidget(picture_panel_);
  top_->addWidget(budget_panel_);
  rows_ = splitter(Qt::Vertical);
  rows_->addWidget(top_);
  rows_->addWidget(strips_panel_);
  rows_->setStretchFactor(0, 1);
  rows_->setStretchFactor(1, 1);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(rows_);

  connect(playback_, &Playback::moved, this, &ReplayView::show_moment);
  connect(feed_, &PictureFeed::arrived, this, &ReplayView::show_pictures);
  connect(budget_, &BudgetPanel::budget_changed, this, [this](const Amount& amount) {
    take_budget();
    Q_EMIT budget_chosen(amount);
  });
  connect(budget_, &BudgetPanel::method_chosen, this, &ReplayView::take_method);
  build_shortcuts();
}

void ReplayView::build_picture() {
  picture_panel_ = new Panel(theme_, tr("Replay"));
  picture_ = new PictureView(theme_);
  grid_ = new CameraGrid(theme_);
  transport_ = new Transport(theme_, playback_);
  pictures_ = splitter(Qt::Horizontal);
  pictures_->setHandleWidth(1);
  pictures_->addWidget(picture_);
  pictures_->addWidget(grid_);
  pictures_->setStretchFactor(0, 9);
  pictures_->setStretchFactor(1, 5);
  picture_panel_->body()->addWidget(pictures_, 1);
  picture_panel_->body()->addWidget(new Rule(theme_));
  picture_panel_->body()->addWidget(transport_);
  connect(picture_panel_->add_tool(QStringLiteral("export"), tr("Export the picture")), &QToolButton::clicked, this,
          [this] { Q_EMIT export_wanted(QStringLiteral("replay")); });
  connect(grid_, &CameraGrid::chosen, this, &ReplayView::take_camera);
  connect(grid_, &CameraGrid::opened, this, [this](int camera) {
    take_camera(camera);
    transport_->views()->set_current(0);
  });
  connect(picture_, &PictureView::box_chosen, this, &ReplayView::take_box);
  connect(picture_, &PictureView::clicked, playback_, &Playback::toggle);
  connect(transport_, &Transport::view_chosen, this, &ReplayView::choose_view);
  connect(transport_, &Transport::overlays_chosen, this, &ReplayView::show_pictures);
}

void ReplayView::build_strips() {
  strips_panel_ = new Panel(theme_, tr("In time"));
  strips_ = new StripsView(theme_);
  which_ = new Segmented(theme_, {tr("this camera"), tr("all cameras")});
  which_->setAccessibleName(tr("Cameras in the strips"));
  legend_ = new OutcomeLegend(theme_);
  lanes_menu_ = new MethodsMenu(theme_, tr("Strips: %1 of %2"));
  lanes_menu_->setObjectName(QStringLiteral("lanes-menu"));
  lanes_menu_->setAccessibleName(tr("Methods whose strips are shown"));
  lanes_menu_->setToolTip(lanes_menu_->accessibleName());
  connect(lanes_menu_, &MethodsMenu::chosen, this, [this](const QStringList& methods) {
    lanes_ = methods;
    ask_strips();
  });
  connect(strips_panel_->add_tool(QStringLiteral("export"), tr("Export the strips")), &QToolButton::clicked, this,
          [this] { Q_EMIT export_wanted(QStringLiteral("strips")); });
  strips_panel_->add_head_widget(which_);
  strips_panel_->add_head_widget(lanes_menu_);
  strips_panel_->add_head_widget(legend_);

  side_ = new QWidget;
  side_->setMinimumWidth(300);
  auto* column = new QVBoxLayout(side_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  frame_title_ = new TextLabel(theme_, tr("This frame"), TextLabel::Tone::second, TypeSize::head);
  frame_title_->setContentsMargins(10, 7, 10, 5);
  column->addWidget(frame_title_);
  frame_ = new FrameModel(this);
  frame_view_ = new QTableView;
  frame_view_->setObjectName(QStringLiteral("frame"));
  frame_view_->setAccessibleName(tr("This frame"));
  dress_table(*frame_view_, theme_);
  frame_view_->setItemDelegate(new FrameDelegate(theme_, frame_view_));
  frame_view_->setModel(frame_);
  frame_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  new FrameColumns(*frame_view_, *frame_, frame_view_);
  connect(frame_view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
    take_box(to_qt(frame_->lines()[static_cast<std::size_t>(index.row())].box));
  });
  column->addWidget(frame_view_, 1);
  remark_ = new TextLabel(theme_, {}, TextLabel::Tone::second, TypeSize::head);
  why_title_ = new TextLabel(theme_, {}, TextLabel::Tone::text, TypeSize::head, true);
  why_ = new TextLabel(theme_, {}, TextLabel::Tone::second, TypeSize::head);
  for (TextLabel* label : {remark_, why_title_, why_}) {
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  }
  remark_->setContentsMargins(10, 6, 10, 8);
  why_title_->setContentsMargins(10, 8, 10, 2);
  why_->setContentsMargins(10, 0, 10, 8);
  column->addWidget(remark_);
  column->addWidget(new Rule(theme_));
  column->addWidget(why_title_);
  column->addWidget(why_);

  auto* split = splitter(Qt::Horizontal);
  split->setObjectName(QStringLiteral("below"));
  split->setHandleWidth(1);
  split->addWidget(strips_);
  split->addWidget(side_);
  split->setStretchFactor(0, 1);
  strips_panel_->body()->addWidget(split, 1);
  connect(strips_, &StripsView::seek_requested, playback_, &Playback::seek);
  connect(strips_, &StripsView::shares_pixels_changed, this, [this] {
    if (data_) show_notes();
  });
  connect(strips_, &StripsView::step_requested, playback_, &Playback::step);
  connect(strips_, &StripsView::lane_chosen, this, [this](const QString&, const QString& box) { take_box(box); });
  connect(which_, &Segmented::changed, this, &ReplayView::ask_strips);
}

void ReplayView::add_key(const QKeySequence& key, const std::function<void()>& act) {
  auto* shortcut = new QShortcut(key, this);
  shortcut->setContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QShortcut::activated, this, act);
}

void ReplayView::build_shortcuts() {
  add_key(Qt::Key_Space, [this] {
    // a focused button is pressed by Space everywhere else, so it is here; and a list of choices opened
    if (auto* button = qobject_cast<QAbstractButton*>(focusWidget()); button && button->hasFocus())
      return button->click();
    if (auto* choices = qobject_cast<QComboBox*>(focusWidget()); choices && choices->hasFocus())
      return choices->showPopup();
    playback_->toggle();
  });
  add_key(Qt::Key_K, [this] { playback_->toggle(); });
  add_key(Qt::Key_Comma, [this] { playback_->step(-1); });
  add_key(Qt::Key_Period, [this] { playback_->step(1); });
  add_key(Qt::Key_E, [this] { go_to_wrong(1); });
  add_key(Qt::SHIFT | Qt::Key_E, [this] { go_to_wrong(-1); });
  add_key(Qt::Key_BracketLeft, [this] { budget_->slider()->step_stop(-1); });
  add_key(Qt::Key_BracketRight, [this] { budget_->slider()->step_stop(1); });
  const Qt::Key pins[] = {Qt::Key_A, Qt::Key_B};
  for (int which = 0; which < 2; ++which) {
    add_key(pins[which], [this, which] { budget_->slider()->go_to_pin(which); });
    add_key(Qt::SHIFT | pins[which], [this, which] { budget_->slider()->set_pin(which, budget()); });
  }
  auto* unpin = new QShortcut(Qt::Key_Escape, this);
  unpin->setContext(Qt::WidgetWithChildrenShortcut);
  unpin->setEnabled(false);  // while there is nothing to take away, Esc is somebody else's
  connect(unpin, &QShortcut::activated, budget_, &BudgetPanel::remove_pins);
  connect(budget_->slider(), &FrontierSlider::pins_changed, unpin,
          [this, unpin] { unpin->setEnabled(budget_->slider()->pin(0) || budget_->slider()->pin(1)); });
}

void ReplayView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
}

void ReplayView::choose_view(int view) {
  view_ = view;
  lay_out();
  const QScopedValueRollback quiet(quiet_, true);
  show_moment();  // pictures of cameras that were not shown before
}

void ReplayView::lay_out() {
  const bool narrow = width() < kNarrow;
  transport_->set_tight(width() < kTight);
  if (narrow != narrow_) {
    narrow_ = narrow;
    transport_->set_narrow(narrow);
    auto* below = findChild<QSplitter*>(QStringLiteral("below"));
    narrow ? pictures_->addWidget(side_) : below->addWidget(side_);
    if (!narrow && view_ == 2) view_ = 0;
    const QScopedValueRollback quiet(quiet_, true);
    show_moment();
  }
  // minimum sizes of the other form must not hold the splitters
  for (QWidget* widget : {static_cast<QWidget*>(transport_), static_cast<QWidget*>(picture_panel_)})
    widget->layout()->activate();
  picture_->setVisible(view_ == 0);
  // the only camera is the large picture: no grid beside it, and no choice of cameras
  const bool one_camera = data_ && data_->table->cameras.size() == 1;
  grid_->setVisible(view_ == 1 || (view_ == 0 && !narrow && !one_camera));
  which_->setVisible(!one_camera);
  side_->setVisible(!narrow || view_ == 2);
  // where the strips get too flat, the figures that the tables have too give way first
  legend_->setVisible(width() > 760);
  size_rows();
  const int wide = width() - space::gap;
  if (wide == sized_width_) return;
  sized_width_ = wide;
  const int picture = static_cast<int>(wide * (narrow ? 0.42 : 0.595));
  top_->setSizes({picture, wide - picture});
  size_pictures();
  const int side = std::clamp(wide / 8, 356, 480);
  if (!narrow) findChild<QSplitter*>(QStringLiteral("below"))->setSizes({wide - side, side});
}

/// Strips get what they can use, the pictures the rest; anew when the page or the number of lanes changed, so that a
/// splitter moved by hand stays where it is.
void ReplayView::size_rows() {
  const int high = height() - space::gap;
  const int wanted = strips_->full_height() + space::dock_head + 4;
  if (high == sized_height_ && wanted == sized_strips_) return;
  sized_height_ = high;
  sized_strips_ = wanted;
  const int strips = std::max(std::min(static_cast<int>(high * 0.42), wanted), 220);
  rows_->setSizes({high - strips, strips});
  size_pictures();
}

/// The large picture fills its height, the grid takes what is left.
void ReplayView::size_pictures() {
  if (view_ != 0 || narrow_ || !grid_->isVisibleTo(this)) return;
  top_->refresh();
  const int wide = top_->sizes().value(0), high = rows_->sizes().value(0) - space::dock_head - 38;
  const int picture = std::clamp(static_cast<int>(high * picture_shape_), wide / 2, wide * 3 / 4);
  pictures_->setSizes({picture, wide - picture, 0});
}

}  // namespace mlink::ui
