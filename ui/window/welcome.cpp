#include "ui/window/welcome.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/language.h"
#include "ui/window/demo_card.h"
#include "ui/window/demo_maker.h"
#include "ui/window/thumbnails.h"

namespace mlink::ui {
namespace {

constexpr int kKeysFit = 360;      // pixels of a card from which its key stands in it
constexpr int kSideBySide = 1150;  // pixels of page from which both cards fit side by side
constexpr int kLow = 640;          // pixels of page below which it goes without the line of keys
constexpr int kFewestRecent = 1;   // that are shown on the smallest page

/// A large button: icon, title, a sentence, the key.
class Card : public QAbstractButton {
 public:
  Card(const ThemeHolder& themes, const QString& icon, const QString& title, const QString& text, const QString& key)
      : themes_(themes), icon_(icon), sentence_(text), key_(key) {
    setText(title);
    setAccessibleName(title);
    setToolTip(key);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }
  [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint().expandedTo({240, 64}); }
  /// No text is ever cut; the key is left out instead.
  [[nodiscard]] QSize minimumSizeHint() const override {
    const QFontMetrics heads(ui_font(TypeSize::text, true)), words(ui_font(TypeSize::head));
    const int text = std::max(heads.horizontalAdvance(this->text()), words.horizontalAdvance(sentence_));
    return {kText + text + 12, 64};
  }

 protected:
  void enterEvent(QEnterEvent*) override { update(); }
  void leaveEvent(QEvent*) override { update(); }
  void paintEvent(QPaintEvent*) override {
    const Theme& t = themes_.theme();
    QPainter painter(this);
    painter.fillRect(rect(), underMouse() ? t.sunken : t.panel);
    painter.setPen(QPen(hasFocus() ? t.accent : t.line, hasFocus() ? 2 : 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    draw_icon(painter, icon_, QRectF(16, height() / 2.0 - 10, 20, 20), t.text);
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(t.text);
    painter.drawText(QRect(kText, 13, width() - kText, 20), Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(t.second);
    painter.drawText(QRect(kText, 32, width() - kText, 20), Qt::AlignLeft | Qt::AlignVCenter, sentence_);
    if (width() >= kKeysFit)
      painter.drawText(QRect(0, 0, width() - 14, height()), Qt::AlignRight | Qt::AlignVCenter, key_);
  }

 private:
  static constexpr int kText = 46;  ///< where title and sentence begin
  const ThemeHolder& themes_;
  QString icon_, sentence_, key_;
};

/// A line of the recent files: picture, name above its folder, when it was changed.
class Line : public QAbstractButton {
 public:
  Line(const ThemeHolder& themes, const QString& file) : themes_(themes), picture_(thumbnail_of(file)) {
    const QFileInfo info(file);
    there_ = info.exists();
    path_ = info.absolutePath();
    if (path_.startsWith(QDir::homePath() + u'/')) path_.replace(0, QDir::homePath().size(), u'~');
    end_ = there_ ? text_locale().toString(info.lastModified(), Welcome::tr("d MMMM, HH:mm"))
                  : Welcome::tr("file not found");
    setText(info.fileName());
    setToolTip(info.absoluteFilePath());
    setAccessibleName(info.fileName() + QStringLiteral(", ") + end_);
    setFixedHeight(space::thumbnail_row);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void enterEvent(QEnterEvent*) override { update(); }
  void leaveEvent(QEvent*) override { update(); }
  void paintEvent(QPaintEvent*) override {
    const Theme& t = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (underMouse() || hasFocus()) painter.fillRect(rect(), t.selection);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    const QRect place(10, 5, 76, 43);
    painter.fillRect(place, picture_.isNull() ? t.sunken : t.well);
    if (picture_.isNull()) {
      draw_icon(painter, QStringLiteral("file"), QRectF(place.center().x() - 10, place.center().y() - 10, 20, 20),
                t.disabled);
    } else {
      QRect inner(QPoint(), picture_.size().scaled(place.size(), Qt::KeepAspectRatio));
      inner.moveCenter(place.center());
      painter.drawImage(inner, picture_);
    }
    constexpr int kLeft = 98;
    painter.setFont(ui_font(TypeSize::head));
    const int end_room = painter.fontMetrics().horizontalAdvance(end_) + 4, room = width() - kLeft - end_room - 26;
    painter.setPen(there_ ? t.second : t.error);
    painter.drawText(QRect(width() - end_room - 12, 0, end_room, height()), Qt::AlignRight | Qt::AlignVCenter, end_);
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(t.text);
    painter.drawText(QRect(kLeft, 7, room, 20), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, room));
    painter.setFont(mono_font());
    painter.setPen(t.second);
    painter.drawText(QRect(kLeft, 27, room, 20), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(path_, Qt::ElideMiddle, room));
  }

 private:
  const ThemeHolder& themes_;
  QImage picture_;
  QString path_, end_;
  bool there_ = false;
};

/// An icon in the theme's second colour.
class Glyph : public QWidget {
 public:
  Glyph(const ThemeHolder& themes, const QString& icon) : themes_(themes), icon_(icon) {
    setFixedSize(16, 36);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    draw_icon(painter, icon_, QRectF(0, height() / 2.0 - 8, 16, 16), themes_.theme().second);
  }

 private:
  const ThemeHolder& themes_;
  QString icon_;
};

/// A grid of labels: its columns are as wide as their words, so that none is cut.
Panel* needs_panel(const ThemeHolder& themes) {
  auto* panel = new Panel(themes, Welcome::tr("What each page needs"));
  auto* grid = new QGridLayout;
  grid->setContentsMargins(12, 0, 14, 0);
  grid->setHorizontalSpacing(14);
  grid->setVerticalSpacing(0);
  int row = 0;
  const auto add = [&](const QString& icon, const QString& page, const QString& needs, const QString& with) {
    if (row > 0) grid->addWidget(new Rule(themes), row++, 0, 1, 4);
    grid->addWidget(new Glyph(themes, icon), row, 0);
    grid->addWidget(new TextLabel(themes, page, TextLabel::Tone::text, TypeSize::text, true), row, 1);
    grid->addWidget(new TextLabel(themes, needs, TextLabel::Tone::second, TypeSize::head), row, 2);
    grid->addWidget(new TextLabel(themes, with, TextLabel::Tone::text, TypeSize::head), row, 3);
    ++row;
  };
  add(QStringLiteral("sources"), Welcome::tr("Sources"), Welcome::tr("videos and black boxes"),
      Welcome::tr("add or drop files"));
  add(QStringLiteral("links"), Welcome::tr("Links"), Welcome::tr("outputs of two or more boxes"),
      Welcome::tr("Collect, then Train"));
  add(QStringLiteral("ensemble"), Welcome::tr("Ensemble"), Welcome::tr("links, and costs for sets"),
      Welcome::tr("Profile, Train"));
  add(QStringLiteral("replay"), Welcome::tr("Replay"), Welcome::tr("links, costs and outputs"),
      Welcome::tr("Profile, Train, Replay"));
  add(QStringLiteral("compare"), Welcome::tr("Compare"), Welcome::tr("the same; Studies: outputs"),
      Welcome::tr("Profile, Train"));
  add(QStringLiteral("live"), Welcome::tr("Live"), Welcome::tr("links, costs, a camera or file"),
      Welcome::tr("Profile, Train, Start"));
  add(QStringLiteral("runs"), Welcome::tr("Runs"), Welcome::tr("anything computed"), Welcome::tr("any step"));
  grid->setColumnStretch(3, 1);
  panel->body()->addLayout(grid);
  return panel;
}

}  // namespace

Welcome::Welcome(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  auto* row = new QHBoxLayout;
  row->setSpacing(28);
  row->addWidget(make_left(), 5, Qt::AlignTop);
  row->addWidget(needs_panel(themes), 4, Qt::AlignTop);
  error_ = new TextLabel(themes, {}, TextLabel::Tone::error);
  error_->setWordWrap(true);
  error_->hide();
  auto* title =
      new TextLabel(themes, tr("Run few models, predict the rest"), TextLabel::Tone::text, TypeSize::welcome, true);
  auto* text = new TextLabel(themes,
                             tr("The workbench learns how the outputs of your models predict each other, "
                                "then shows which of them are worth running under a budget of memory or "
                                "time."),
                             TextLabel::Tone::second, TypeSize::title);
  text->setWordWrap(true);
  text->setMaximumWidth(820);
  keys_ = new TextLabel(themes, tr("Keys: Ctrl+1 to Ctrl+7 pages, F5 next step, Ctrl+K find or do, ? all keys."),
                        TextLabel::Tone::second, TypeSize::head);
  content_ = new QWidget;
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addStretch(2);
  column->addWidget(title);
  column->addWidget(text);
  column->addSpacing(4);
  column->addWidget(error_);
  column->addLayout(row);
  column->addSpacing(4);
  column->addWidget(keys_);
  column->addStretch(3);
  content_->setMaximumWidth(1240);
  auto* middle = new QWidget;
  auto* around = new QHBoxLayout(middle);
  around->setContentsMargins(48, 20, 48, 20);
  around->addWidget(content_);
  scroll_ = new QScrollArea;
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidgetResizable(true);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setWidget(middle);
  middle->setAutoFillBackground(false);
  scroll_->viewport()->setAutoFillBackground(false);
  auto* all = new QHBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(scroll_);
  set_recent({});
}

QWidget* Welcome::make_left() {
  auto* part = new QWidget;
  auto* left = new QVBoxLayout(part);
  left->setContentsMargins(0, 0, 0, 0);
  left->setSpacing(12);
  demo_column_ = new QVBoxLayout;
  demo_column_->setSpacing(12);
  left->addLayout(demo_column_);
  auto* create = new Card(themes_, QStringLiteral("plus"), tr("New experiment"),
                          tr("An empty file: add videos and boxes."), tr("Ctrl N"));
  auto* open = new Card(themes_, QStringLiteral("folder"), tr("Open experiment"),
                        tr("A *.mlink file, or drop one here."), tr("Ctrl O"));
  cards_ = new QBoxLayout(QBoxLayout::LeftToRight);
  cards_->setSpacing(12);
  cards_->addWidget(create, 1);
  cards_->addWidget(open, 1);
  left->addLayout(cards_);
  recent_panel_ = new Panel(themes_, tr("Recent"));
  auto* list = new QWidget;
  recent_ = new QVBoxLayout(list);
  recent_->setContentsMargins(0, 0, 0, 0);
  recent_->setSpacing(0);
  recent_panel_->body()->addWidget(list);
  left->addWidget(recent_panel_);
  connect(create, &QAbstractButton::clicked, this, &Welcome::new_wanted);
  connect(open, &QAbstractButton::clicked, this, &Welcome::open_wanted);
  return part;
}

void Welcome::set_recent(const QStringList& files) {
  for (QWidget* line : lines_) delete line;
  lines_.clear();
  recent_panel_->setVisible(!files.isEmpty());
  for (const QString& file : files) {
    auto* line = new Line(themes_, file);
    connect(line, &QAbstractButton::clicked, this, [this, file] { Q_EMIT file_chosen(file); });
    recent_->addWidget(line);
    lines_.push_back(line);
  }
  fit_recent();
}

void Welcome::set_demos(DemoMaker* maker) {
  maker_ = maker;
  if (demos_.empty()) make_demo_cards();
  connect(maker, &DemoMaker::changed, this, &Welcome::show_progress);
  connect(maker, &DemoMaker::ended, this, &Welcome::end_demo);
  look_at_demos();
}

void Welcome::make_demo_cards() {
  demos_ = {new DemoCard(themes_, QStringLiteral("street"), tr("Street demo"),
                         tr("Four black boxes on six regions of a street camera.")),
            new DemoCard(themes_, QStringLiteral("dialogue"), tr("Dialogue demo"),
                         tr("A talking head: eight boxes, words and sound among them."))};
  for (DemoCard* card : demos_) {
    demo_column_->addWidget(card);
    card->show();  // now: fit_recent() counts what is shown
    connect(card, &DemoCard::make_wanted, this, [this](const QString& name) {
      for (DemoCard* each : demos_)
        if (each->name() == name) each->set_error({});
      maker_->start(name);
    });
    connect(card, &DemoCard::stop_wanted, this, [this] { maker_->stop(); });
    connect(card, &DemoCard::open_wanted, this,
            [this](const QString& name) { Q_EMIT file_chosen(demo_file(maker_->place().folder, name)); });
  }
}

void Welcome::look_at_demos() {
  if (!maker_) return;
  for (DemoCard* card : demos_) {
    using State = DemoCard::State;
    if (maker_->name() == card->name()) {
      card->set_state(maker_->stopping() ? State::stopping : State::making);
      card->set_progress(maker_->doing(), maker_->share());
      continue;
    }
    const DemoState there = demo_state(maker_->place().folder, card->name());
    card->set_state(there == DemoState::made    ? State::made
                    : maker_->busy()            ? State::waiting
                    : there == DemoState::begun ? State::begun
                                                : State::absent);
    card->set_picture(thumbnail_of(demo_file(maker_->place().folder, card->name())));
  }
  fit_recent();
}

/// Often while one is made: then only that card changes.
void Welcome::show_progress() {
  for (DemoCard* card : demos_)
    if (card->name() == maker_->name() && card->state() == DemoCard::State::making && !maker_->stopping())
      return card->set_progress(maker_->doing(), maker_->share());
  look_at_demos();
}

void Welcome::end_demo(const QString& name, const std::optional<base::Error>& error) {
  for (DemoCard* card : demos_)
    if (card->name() == name)
      card->set_error(error && error->kind != ErrorKind::stopped ? to_qt(error->text()) : QString());
  look_at_demos();
}

/// As many recent files as the page has room for: the others are those that were not opened for long.
void Welcome::fit_recent() {
  if (lines_.empty() || !isVisible()) return;
  QWidget* middle = scroll_->widget();
  for (QWidget* line : lines_) line->show();
  // What it takes now, before the layouts have heard of it.
  for (QWidget* part = lines_.front()->parentWidget(); part; part = part == middle ? nullptr : part->parentWidget()) {
    part->updateGeometry();
    if (part->layout()) part->layout()->invalidate();
  }
  const int needed = std::max(middle->heightForWidth(scroll_->viewport()->width()), middle->minimumSizeHint().height());
  const int over = needed - scroll_->viewport()->height();
  const int most = static_cast<int>(lines_.size());
  const int away = over <= 0 ? 0 : (over + space::thumbnail_row - 1) / space::thumbnail_row;
  const int shown = std::max(std::min(kFewestRecent, most), most - away);
  for (int i = shown; i < most; ++i) lines_[static_cast<std::size_t>(i)]->hide();
}

void Welcome::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool low = height() < kLow;
  keys_->setVisible(!low);
  scroll_->widget()->layout()->setContentsMargins(48, low ? 8 : 20, 48, low ? 8 : 20);
  cards_->setDirection(width() < kSideBySide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  fit_recent();
  settle();
}

void Welcome::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  look_at_demos();
  fit_recent();
  settle();
}

/// Lays out in this turn: else the page would be seen once as it was.
void Welcome::settle() {
  for (const QWidget* part : {cards_->parentWidget(), content_, scroll_->widget()}) {  // from within
    part->layout()->invalidate();
    part->layout()->activate();
  }
  QEvent request(QEvent::LayoutRequest);
  QCoreApplication::sendEvent(scroll_->widget(), &request);
}

void Welcome::set_error(const QString& text) {
  error_->setText(text);
  error_->setVisible(!text.isEmpty());
}

}  // namespace mlink::ui
