// What is stored: one row a black box, one column a camera, then the sum and a word.
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <vector>

#include "experiment/experiment.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

class CoverageModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Name = 0, FirstCamera = 1 };  ///< after the cameras: Stored, State
  enum Roles { WantedRole = Qt::UserRole + 1, PresentRole, NoneRole, FailedRole, FailuresRole, LaneRole };

  explicit CoverageModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_overview(const Overview& overview, const std::vector<FailureRow>& failures);
  void clear();
  [[nodiscard]] int stored_column() const { return FirstCamera + static_cast<int>(cameras_.size()); }
  [[nodiscard]] int state_column() const { return stored_column() + 1; }
  [[nodiscard]] int cameras() const { return static_cast<int>(cameras_.size()); }

 private:
  struct Lane {
    std::int64_t wanted = 0, present = 0, none = 0, failed = 0;
    QList<qreal> failures;  ///< places in [0,1]
    [[nodiscard]] std::int64_t done() const { return present + none + failed; }
  };
  [[nodiscard]] const Lane& lane(int box, int camera) const;
  [[nodiscard]] Lane sum(int box) const;
  [[nodiscard]] QString state_text(int box) const;
  [[nodiscard]] QVariant lane_data(const Lane& lane, int role) const;

  QStringList boxes_, cameras_;
  QStringList icons_;
  std::vector<Lane> lanes_;  ///< boxes x cameras
};

/// Draws a lane: stored, missing (dotted), failed (hatched), and a tick where collecting stands.
class CoverageDelegate : public RowDelegate {
  Q_OBJECT
 public:
  using RowDelegate::RowDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Fills of the lanes, also for the legend.
void draw_stored(QPainter& painter, const QRectF& place, const Theme& theme);
void draw_missing(QPainter& painter, const QRectF& place, const Theme& theme);
void draw_failed(QPainter& painter, const QRectF& place, const Theme& theme);

}  // namespace mlink::ui
