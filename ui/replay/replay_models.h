// Models and delegates of the page's two tables: methods at a budget, and one frame. GUI thread only.
#pragma once

#include <QAbstractTableModel>

#include "ui/common/widgets.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// Methods at one budget. Sort through a QSortFilterProxyModel with SortRole.
class MethodsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Method, Accuracy, Range, Time, Runs, WhatIsRun, Columns };
  enum Role { SortRole = Qt::UserRole + 1 };
  using QAbstractTableModel::QAbstractTableModel;

  /// The same methods in the same order change their cells; other ones reset the model.
  void set_result(const ReplayResult& result);
  [[nodiscard]] const ReplayResult& result() const { return result_; }
  [[nodiscard]] int row_of(const QString& method) const;  ///< -1: none
  [[nodiscard]] QString method_at(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString text_of(const MethodResult& method, int column) const;
  [[nodiscard]] QString what_is_run(const MethodResult& method) const;
  ReplayResult result_;
};

[[nodiscard]] QString percent_text(double share);  ///< "82 %"

/// The boxes of one frame.
class FrameModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Box, How, Shown, Sure, Exact, Right, Columns };
  enum Role { OutcomeRole = Qt::UserRole + 1 };
  using QAbstractTableModel::QAbstractTableModel;

  /// evaluated: false where nothing is predicted (trained here), only the exact outputs are known.
  void set_lines(std::vector<FrameLine> lines, bool evaluated);
  [[nodiscard]] const std::vector<FrameLine>& lines() const { return lines_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] static QString sure_tip();
  [[nodiscard]] static QVariant tip_of(int column, const FrameLine& line);
  std::vector<FrameLine> lines_;
  bool evaluated_ = true;
};

/// Draws the method's line and marker before its name.
class MethodDelegate : public RowDelegate {
  Q_OBJECT
 public:
  explicit MethodDelegate(const ThemeHolder& theme, QObject* parent = nullptr) : RowDelegate(theme, parent) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Draws the sign of right or wrong in the last column.
class FrameDelegate : public RowDelegate {
  Q_OBJECT
 public:
  explicit FrameDelegate(const ThemeHolder& theme, QObject* parent = nullptr) : RowDelegate(theme, parent) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace mlink::ui
