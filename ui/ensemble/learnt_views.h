// What the links together are worth: ensembles by target, and activation probabilities with their parts.
#pragma once

#include <QAbstractTableModel>
#include <QScrollArea>
#include <memory>

#include "ui/common/ports.h"
#include "ui/common/widgets.h"

class QTableView;

namespace mlink::ui {

/// One target's ensemble: a bar a source, all together, whiskers and the prior's line, and what that means in words.
class EnsembleBars : public QWidget {
  Q_OBJECT
 public:
  explicit EnsembleBars(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// low: where the ramp of p begins, as in the matrix.
  void set_target(const std::shared_ptr<const LinksData>& links, int target, double low);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {220, sizeHint().height()}; }
  [[nodiscard]] QString verdict() const { return verdict_; }
  [[nodiscard]] QString difference() const { return difference_; }  ///< to the best source, 95 % interval

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Bar {
    QString name;
    double p = 0;
    Interval interval;
    bool all = false;
  };
  void paint_bar(QPainter& painter, const Bar& bar, const QRectF& row, double names, double unit) const;
  const ThemeHolder& themes_;
  QString title_, note_, verdict_, difference_;
  std::vector<Bar> bars_;
  double prior_ = 0, low_ = 0;
};

/// All targets, in as many columns as fit.
class EnsembleList : public QScrollArea {
  Q_OBJECT
 public:
  explicit EnsembleList(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_links(const std::shared_ptr<const LinksData>& links, double low);
  [[nodiscard]] QWidget* content() const { return widget(); }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();
  const ThemeHolder& themes_;
  std::vector<EnsembleBars*> bars_;
};

/// Box, P1, P2, P1 - P2, cost, P; highest P first.
class ActivationModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Box, P1, P2, Difference, Cost, P, ColumnCount };
  enum Roles { ShareRole = Qt::UserRole + 1 };  ///< length of the bar in [-1,1]; none: no bar

  explicit ActivationModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void set_rows(std::vector<Activation> rows, CostKind kind);

 private:
  [[nodiscard]] double value(const Activation& row, int column) const;
  std::vector<Activation> rows_;
  CostKind kind_ = CostKind::time;
  double most_cost_ = 1, most_p_ = 1;
};

/// Number with a bar beside it.
class BarDelegate : public RowDelegate {
  Q_OBJECT
 public:
  using RowDelegate::RowDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class ActivationView : public QWidget {
  Q_OBJECT
 public:
  explicit ActivationView(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_links(const std::shared_ptr<const LinksData>& links);
  [[nodiscard]] ActivationModel* model() const { return model_; }
  [[nodiscard]] CostKind kind() const;
  [[nodiscard]] const std::vector<Activation>& rows() const;

 Q_SIGNALS:
  void profile_wanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit_columns();
  void show_rows();
  std::shared_ptr<const LinksData> links_;
  ActivationModel* model_;
  QTableView* view_;
  Segmented* kind_;
  TextLabel* formula_;
  EmptyState* empty_;
};

}  // namespace mlink::ui
