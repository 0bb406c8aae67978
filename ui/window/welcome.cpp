#include "ui/window/welcome.h"

#include <QDateTime>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/common/icons.h"

namespace mlink {
namespace {

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
  [[nodiscard]] QSize sizeHint() const override { return {300, 64}; }

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
    painter.drawText(QRect(52, 13, width() - 120, 20), Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(t.second);
    painter.drawText(QRect(52, 32, width() - 110, 20), Qt::AlignLeft | Qt::AlignVCenter, sentence_);
    painter.drawText(QRect(0, 0, width() - 14, height()), Qt::AlignRight | Qt::AlignVCenter, key_);
  }

 private:
  const ThemeHolder& themes_;
  QString icon_, sentence_, key_;
};

/// A line of the recent files, or of what pages need.
class Line : public QAbstractButton {
 public:
  Line(const ThemeHolder& themes, const QString& icon, const QString& name, const QString& middle, const QString& end,
       TextLabel::Tone end_tone, bool clickable)
      : themes_(themes), icon_(icon), middle_(middle), end_(end), end_tone_(end_tone), clickable_(clickable) {
    setText(name);
    setFixedHeight(36);
    if (!clickable) setFocusPolicy(Qt::NoFocus);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void enterEvent(QEnterEvent*) override { update(); }
  void leaveEvent(QEvent*) override { update(); }
  void paintEvent(QPaintEvent*) override {
    const Theme& t = themes_.theme();
    QPainter painter(this);
    if (clickable_ && underMouse()) painter.fillRect(rect(), t.selection);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    int x = 12;
    if (!icon_.isEmpty()) {
      draw_icon(painter, icon_, QRectF(x, height() / 2.0 - 8, 16, 16), t.second);
      x += 28;
    }
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(t.text);
    const int name = clickable_ ? width() * 30 / 100 : 100;
    painter.drawText(QRect(x, 0, name, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, name - 6));
    x += name;
    const int end = clickable_ ? 120 : 170;
    const bool path = clickable_;
    painter.setFont(path ? mono_font() : ui_font(TypeSize::head));
    painter.setPen(t.second);
    painter.drawText(QRect(x, 0, width() - x - end - 12, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(middle_, Qt::ElideMiddle, width() - x - end - 20));
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(end_tone_ == TextLabel::Tone::error ? t.error : t.text);
    painter.drawText(QRect(width() - end - 12, 0, end, height()),
                     int(path ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, end_);
  }

 private:
  const ThemeHolder& themes_;
  QString icon_, middle_, end_;
  TextLabel::Tone end_tone_;
  bool clickable_;
};

Panel* needs_panel(const ThemeHolder& themes) {
  auto* panel = new Panel(themes, QStringLiteral("What each page needs"));
  const auto add = [&](const char* icon, const char* page, const char* needs, const char* with) {
    panel->body()->addWidget(new Line(themes, QLatin1String(icon), QLatin1String(page), QLatin1String(needs),
                                      QLatin1String(with), TextLabel::Tone::text, false));
  };
  add("sources", "Sources", "videos and black boxes", "add or drop files");
  add("links", "Links", "outputs of two or more boxes", "Collect, then Train");
  add("replay", "Replay", "links, costs and outputs", "Profile, Train, Replay");
  panel->body()->addStretch(1);
  panel->setMinimumWidth(420);
  return panel;
}

}  // namespace

Welcome::Welcome(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  auto* left = new QVBoxLayout;
  left->setSpacing(12);
  auto* create = new Card(themes, QStringLiteral("plus"), QStringLiteral("New experiment"),
                          QStringLiteral("An empty file: add videos and boxes."), QStringLiteral("Ctrl N"));
  auto* open = new Card(themes, QStringLiteral("folder"), QStringLiteral("Open experiment"),
                        QStringLiteral("A *.mlink file, or drop one here."), QStringLiteral("Ctrl O"));
  auto* cards = new QHBoxLayout;
  cards->setSpacing(12);
  cards->addWidget(create);
  cards->addWidget(open);
  left->addLayout(cards);
  recent_panel_ = new Panel(themes, QStringLiteral("Recent"));
  auto* list = new QWidget;
  recent_ = new QVBoxLayout(list);
  recent_->setContentsMargins(0, 0, 0, 0);
  recent_->setSpacing(0);
  recent_panel_->body()->addWidget(list);
  left->addWidget(recent_panel_);
  left->addStretch(1);

  auto* row = new QHBoxLayout;
  row->setSpacing(28);
  row->addLayout(left, 5);
  row->addWidget(needs_panel(themes), 4, Qt::AlignTop);
  error_ = new TextLabel(themes, {}, TextLabel::Tone::error);
  error_->setWordWrap(true);
  error_->hide();
  auto* title = new TextLabel(themes, QStringLiteral("Run few models, predict the rest"), TextLabel::Tone::text,
                              TypeSize::welcome, true);
  auto* text = new TextLabel(themes,
                             QStringLiteral("The workbench learns how the outputs of your models predict each other, "
                                            "then shows which of them are worth running under a budget of memory or "
                                            "time."),
                             TextLabel::Tone::second, TypeSize::title);
  text->setWordWrap(true);
  text->setMaximumWidth(820);
  auto* keys =
      new TextLabel(themes, QStringLiteral("Keys: Ctrl+1 to Ctrl+3 pages, F5 next step, Ctrl+T light or dark."),
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
  all->addStretch(1);
  all->addWidget(content, 20);
  all->addStretch(1);
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
    auto* line = new Line(themes_, {}, info.fileName(), info.absolutePath(),
                          info.exists() ? QLocale::c().toString(info.lastModified(), QStringLiteral("d MMMM, HH:mm"))
                                        : QStringLiteral("file not found"),
                          info.exists() ? TextLabel::Tone::text : TextLabel::Tone::error, true);
    connect(line, &QAbstractButton::clicked, this, [this, file] { Q_EMIT file_chosen(file); });
    recent_->addWidget(line);
  }
}

void Welcome::set_error(const QString& text) {
  error_->setText(text);
  error_->setVisible(!text.isEmpty());
}

}  // namespace mlink
