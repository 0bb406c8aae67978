// Small widgets that all pages share. Each follows the theme by itself. GUI thread only.
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QStringList>
#include <QStyledItemDelegate>
#include <QWidget>
#include <optional>

#include "base/error.h"
#include "ui/common/theme.h"

class QBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace mlink::ui {

QString to_qt(const std::string& text);

/// Text in a colour of the theme.
class TextLabel : public QLabel {
  Q_OBJECT
 public:
  enum class Tone { text, second, accent, ok, warn, error, disabled };
  TextLabel(const ThemeHolder& themes, const QString& text, Tone tone = Tone::text, TypeSize size = TypeSize::text,
            bool medium = false, QWidget* parent = nullptr);
  void set_tone(Tone tone);

 private:
  void apply();
  const ThemeHolder& themes_;
  Tone tone_;
};

/// A path or a name that gives way in its middle.
class ElidedLabel : public QWidget {
  Q_OBJECT
 public:
  ElidedLabel(const ThemeHolder& themes, const QFont& font, QWidget* parent = nullptr);
  void set_text(const QString& text);
  [[nodiscard]] QString text() const { return text_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString text_;
};

/// A framed part of a page: a head of 30 px with title, note and buttons, and below it a body.
class Panel : public QWidget {
  Q_OBJECT
 public:
  Panel(const ThemeHolder& themes, const QString& title, QWidget* parent = nullptr);
  void set_title(const QString& title);
  void set_note(const QString& note);
  [[nodiscard]] QString title() const;
  /// A button at the right of the head; the newest stands leftmost.
  QToolButton* add_tool(const QString& icon, const QString& tip);
  void add_head_widget(QWidget* widget);
  [[nodiscard]] QVBoxLayout* body() const { return body_; }
  [[nodiscard]] const ThemeHolder& themes() const { return themes_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  const ThemeHolder& themes_;
  TextLabel* title_;
  ElidedLabel* note_;
  QBoxLayout* head_;
  QVBoxLayout* body_;
};

/// A horizontal line of 1 px.
class Rule : public QWidget {
  Q_OBJECT
 public:
  explicit Rule(const ThemeHolder& themes, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
};

/// A few choices side by side, one of them chosen. Left and right move the choice.
class Segmented : public QWidget {
  Q_OBJECT
 public:
  Segmented(const ThemeHolder& themes, const QStringList& names, QWidget* parent = nullptr);
  [[nodiscard]] int current() const { return current_; }
  void set_current(int index);  ///< tells changed() when it is another one
  void set_names(const QStringList& names);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void changed(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QRect part(int index) const;
  [[nodiscard]] int part_at(const QPoint& at) const;
  const ThemeHolder& themes_;
  QStringList names_;
  int current_ = 0, hover_ = -1;
};

/// A figure with its name above and a note beside it.
struct KeyFigure {
  QString name, value, note;
};
/// Key figures side by side; those that do not fit any more are left out from the right, never cut.
class KeyFigures : public QWidget {
  Q_OBJECT
 public:
  explicit KeyFigures(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_figures(const QVector<KeyFigure>& figures);
  [[nodiscard]] const QVector<KeyFigure>& figures() const { return figures_; }
  [[nodiscard]] QSize sizeHint() const override { return {200, 58}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 58}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QVector<KeyFigure> figures_;
};

/// What a page or panel says when it has nothing to show: a sentence and the buttons that help.
class EmptyState : public QWidget {
  Q_OBJECT
 public:
  EmptyState(const ThemeHolder& themes, const QString& text, QWidget* parent = nullptr);
  QPushButton* add_button(const QString& text, bool primary);
  void set_text(const QString& text);
  [[nodiscard]] QString text() const;

 private:
  TextLabel* text_;
  QBoxLayout* buttons_;
};

/// A dashed frame that says what may be dropped there. The page takes the drop.
class DropHint : public QWidget {
  Q_OBJECT
 public:
  DropHint(const ThemeHolder& themes, const QString& text, QWidget* parent = nullptr);
  void set_active(bool active);
  [[nodiscard]] QSize sizeHint() const override { return {200, 64}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 44}; }

 Q_SIGNALS:
  void clicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString text_;
  bool active_ = false;
};

/// Rows of a table as in all lists: selection tint, a line below, 8 px at the sides; text comes with the model's font
/// and colour; names and paths (Qt::TextElideMode from the role below) give way in the middle, numbers never.
class RowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  enum Roles { ToneRole = Qt::UserRole + 100, MediumRole, IconRole, ErrorRowRole };
  explicit RowDelegate(const ThemeHolder& themes, QObject* parent = nullptr);
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  [[nodiscard]] const Theme& theme() const { return themes_.theme(); }
  void paint_background(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
  [[nodiscard]] QColor tone_of(const QModelIndex& index) const;

 private:
  const ThemeHolder& themes_;
};

}  // namespace mlink::ui

class QTableView;
namespace mlink::ui {
/// Sets a table view up as all our lists look.
void dress_table(QTableView& view, const ThemeHolder& themes, int row_height = space::row);
/// Pixels that a column's head takes as our style draws it, with its arrow where the rows are sorted by it. (Qt's own
/// hint has room for an arrow in every head.)
[[nodiscard]] int head_wide(const QTableView& view, int column);

}  // namespace mlink::ui
