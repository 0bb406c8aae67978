// What the links together say of each box: a panel a target with a bar a source, ticks that are the set to try, the
// ensembles from that set and from all, and what that means in words. GUI thread only.
#pragma once

#include <QScrollArea>
#include <memory>
#include <optional>

#include "analysis/set_ensembles.h"
#include "ui/common/ports.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

/// One target. A click on a tick takes a source into the set or out of it, one on its bar chooses the link, a double
/// click opens it; up and down move between sources, Space ticks, Enter opens.
class EnsembleBars : public QWidget {
  Q_OBJECT
 public:
  explicit EnsembleBars(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// low: where the ramp of p begins, as in the matrix.
  void set_target(const std::shared_ptr<const LinksData>& links, int target, double low);
  /// The set to try, and what it says of this target; none: not computed yet.
  void set_tried(BoxSet set, const std::optional<SetEnsemble>& ensemble);
  /// The chosen link; its source is tinted where the target is this one.
  void set_link(const std::optional<LinkChoice>& link);

  [[nodiscard]] int height_for(int width) const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {220, height_for(220)}; }
  [[nodiscard]] QString target() const { return title_; }
  [[nodiscard]] QString verdict() const { return verdict_; }
  [[nodiscard]] QString difference() const { return difference_; }  ///< to the best source, 95 % interval
  /// Names of the sources from the best to the least.
  [[nodiscard]] QStringList sources() const;
  [[nodiscard]] bool ticked(int source) const;
  [[nodiscard]] const std::optional<SetEnsemble>& tried() const { return tried_; }
  [[nodiscard]] QRect tick_rect(int source) const;
  [[nodiscard]] QRect row_rect(int source) const;

 Q_SIGNALS:
  void box_toggled(int box);
  void link_chosen(const QString& source, const QString& target);
  void link_opened(const QString& source, const QString& target);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Kind { source, tried, all };
  struct Bar {
    int box = -1;  ///< of the links; -1: several
    QString name;
    double p = 0;
    Interval interval;
    Kind kind = Kind::source;
  };
  /// Where things stand across a row.
  struct Across {
    double names = 0, left = 0, unit = 0;
  };
  [[nodiscard]] Across across() const;
  [[nodiscard]] std::vector<Bar> bars() const;
  [[nodiscard]] QString text_of(const Bar& bar) const;
  [[nodiscard]] int source_at(const QPoint& at) const;
  [[nodiscard]] int words_high(int width) const;
  void choose(int source);
  void tell();
  void paint_head(QPainter& painter) const;
  void paint_row(QPainter& painter, const Bar& bar, int row, const Across& at) const;
  void paint_tick(QPainter& painter, int source) const;
  void paint_bar(QPainter& painter, const Bar& bar, const QRectF& row, const Across& at) const;
  void paint_scale(QPainter& painter, double y, const Across& at) const;
  void paint_words(QPainter& painter, double y) const;

  const ThemeHolder& themes_;
  QString title_, note_, verdict_, difference_;
  std::vector<Bar> sources_;
  std::optional<Bar> all_;
  BoxSet set_;
  std::optional<SetEnsemble> tried_;
  int target_ = -1, current_ = -1, chosen_ = -1, hovered_ = -1;
  double prior_ = 0, low_ = 0;
};

/// All targets, in as many columns as fit; the rest is scrolled to.
class EnsembleList : public QScrollArea {
  Q_OBJECT
 public:
  explicit EnsembleList(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_links(const std::shared_ptr<const LinksData>& links, double low);
  /// ensembles: one a target, or none while they are computed.
  void set_tried(BoxSet set, const std::vector<SetEnsemble>& ensembles);
  void set_link(const std::optional<LinkChoice>& link);
  [[nodiscard]] QWidget* content() const { return widget(); }
  [[nodiscard]] const std::vector<EnsembleBars*>& targets() const { return bars_; }

 Q_SIGNALS:
  void box_toggled(int box);
  void link_chosen(const QString& source, const QString& target);
  void link_opened(const QString& source, const QString& target);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();
  const ThemeHolder& themes_;
  std::vector<EnsembleBars*> bars_;
  std::optional<LinkChoice> link_;
};

}  // namespace mlink::ui
