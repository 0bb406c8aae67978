#include "ui/window/welcome.h"

#include <QDateTime>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/language.h"

namespace mlink::ui {
namespace {

constexpr int kSideBySide = 1160;  // pixels of page from which both cards fit side by side

/// A large button: icon, title, a sentence, the key.
class Card : public QAbstractButton {
 public:
  Card(const ThemeHolder& themes, const QString& icon, const QString& title, const QString& text, const QString& key)
      : themes_(themes), icon_(icon), sentence_(text), key_(key) {
    setText(title);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }
  [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint().expandedTo({300, 64}); }
  /// No text is ever cut.
  [[nodiscard]] QSize minimumSizeHint() const override {
    const QFontMetrics heads(ui_font(TypeSize::text, true)), words(ui_font(TypeSize::head));
    const int text = std::max(heads.horizontalAdvance(this->text()), words.horizontalAdvance(sentence_));
    return {kText + text + 14 + words.horizontalAdvance(key_) + 16, 64};
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
    painter.drawText(QRect(0, 0, width() - 14, height()), Qt::AlignRight | Qt::AlignVCenter, key_);
  }

 private:
  static constexpr int kText = 52;  ///< where title and sentence begin
  const ThemeHolder& themes_;
  QString icon_, sentence_, key_;
};

/// A line of the recent files.
class Line : public QAbstractButton {
 public:
  Line(const ThemeHolder& themes, const QString& name, const QString& path, const QString& end,
       TextLabel::Tone end_tone)
      : themes_(themes), path_(path), end_(end), end_tone_(end_tone) {
    setText(name);
    setFixedHeight(36);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void enterEvent(QEnterEvent*) override { update(); }
  void leaveEvent(QEvent*) override { update(); }
  void paintEvent(QPaintEvent*) override {
    constexpr int kLeft = 12;
    const int end_room = end_.isEmpty() ? 0 : 120;
    const Theme& t = themes_.theme();
    QPainter painter(this);
    if (underMouse() || hasFocus()) painter.fillRect(rect(), t.selection);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(t.text);
    const int name = width() * 30 / 100;
    painter.drawText(QRect(kLeft, 0, name, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, name - 6));
    const int room = width() - kLeft - name - end_room - 20;
    painter.setFont(mono_font());
    painter.setPen(t.second);
    painter.drawText(QRect(kLeft + name, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(path_, Qt::ElideMiddle, room));
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(end_tone_ == TextLabel::Tone::error ? t.error : t.text);
    painter.drawText(QRect(width() - end_room - 12, 0, end_room, height()), Qt::AlignRight | Qt::AlignVCenter, end_);
  }

 private:
  const ThemeHolder& themes_;
  QString path_, end_;
  TextLabel::Tone end_tone_;
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
  auto* left = new QVBoxLayout;
  left->setSpacing(12);
  auto* create = new Card(themes, QStringLiteral("plus"), tr("New experiment"),
                          tr("An empty file: add videos and boxes."), tr("Ctrl N"));
  auto* open = new Card(themes, QStringLiteral("folder"), tr("Open experiment"),
                        tr("A *.mlink file, or drop one here."), tr("Ctrl O"));
  cards_ = new QBoxLayout(QBoxLayout::LeftToRight);
  cards_->setSpacing(12);
  cards_->addWidget(create);
  cards_->addWidget(open);
  left->addLayout(cards_);
  recent_panel_ = new Panel(themes, tr("Recent"));
  auto* list = new QWidget;
  recent_ = new QVBoxLayout(list);
  recent_->setContentsMargins(0, 0, 0, 0);
  recent_->setSpacing(0);
  recent_panel_->body()->addWidget(list);
  left->addWidget(recent_panel_);
  demo_panel_ = new Panel(themes, tr("Demo"));
  demo_panel_->set_note(tr("made by make demo: real videos, real black boxes"));
  auto* demos = new QWidget;
  demos_ = new QVBoxLayout(demos);
  demos_->setContentsMargins(0, 0, 0, 0);
  demos_->setSpacing(0);
  demo_panel_->body()->addWidget(demos);
  demo_panel_->hide();
  left->addWidget(demo_panel_);
  left->addStretch(1);

  auto* row = new QHBoxLayout;
  row->setSpacing(28);
  row->addLayout(left, 5);
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
  auto* keys = new TextLabel(themes, tr("Keys: Ctrl+1 to Ctrl+7 pages, F5 next step, Ctrl+K find or do, ? all keys."),
                             TextLabel::Tone::second, TypeSize::head);
  auto* column = new QVBoxLayout;
  column->setSpacing(12);
  column->addStretch(2);
  column->addWidget(title);
  column->addWidget(text);
  column->addSpacing(12);
  column->addWidget(error_);
  column->addLayout(row);
  column->addSpacing(12);
  column->addWidget(keys);
  column->addStretch(3);
  auto* content = new QWidget;
  content->setLayout(column);
  content->setMaximumWidth(1240);
  auto* all = new QHBoxLayout(this);
  all->setContentsMargins(48, 24, 48, 24);
  all->addWidget(content);
  connect(create, &QAbstractButton::clicked, this, &Welcome::new_wanted);
  connect(open, &QAbstractButton::clicked, this, &Welcome::open_wanted);
  set_recent({});
}

void Welcome::set_recent(const QStringList& files) {
  while (auto* item = recent_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  recent_panel_->setVisible(!files.isEmpty());
  for (const QString& file : files) {
    const QFileInfo info(file);
    auto* line = new Line(
        themes_, info.fileName(), info.absolutePath(),
        info.exists() ? text_locale().toString(info.lastModified(), tr("d MMMM, HH:mm")) : tr("file not found"),
        info.exists() ? TextLabel::Tone::text : TextLabel::Tone::error);
    connect(line, &QAbstractButton::clicked, this, [this, file] { Q_EMIT file_chosen(file); });
    recent_->addWidget(line);
  }
}

void Welcome::set_demos(const QString& folder) {
  while (auto* item = demos_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const QStringList what{tr("a street in six regions, four boxes"), tr("a talking head, eight boxes, words and sound")};
  const QStringList names{QStringLiteral("street.mlink"), QStringLiteral("dialogue.mlink")};
  for (int i = 0; i < names.size(); ++i) {
    const QString file = folder + QLatin1Char('/') + names[i];
    if (!QFileInfo::exists(file)) continue;
    auto* line = new Line(themes_, names[i], what[i], {}, TextLabel::Tone::text);
    connect(line, &QAbstractButton::clicked, this, [this, file] { Q_EMIT file_chosen(file); });
    demos_->addWidget(line);
  }
  demo_panel_->setVisible(demos_->count() > 0);
}

void Welcome::resizeEvent(QResizeEvent* event) {
  // side by side as long as no text is cut
  const bool narrow = width() < kSideBySide;
  cards_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  QWidget::resizeEvent(event);
}

void Welcome::set_error(const QString& text) {
  error_->setText(text);
  error_->setVisible(!text.isEmpty());
}

}  // namespace mlink::ui
