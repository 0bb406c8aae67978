// The link matrix as a model: row = source, column = target, in a chosen order of the boxes.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <memory>
#include <vector>

#include "analysis/matrix_rows.h"
#include "ui/common/ports.h"

namespace mlink::ui {

class MatrixModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Roles {
    SourceRole = Qt::UserRole + 1,
    TargetRole,
    DiagonalRole,
    TrainedRole,
    PRole,
    PriorRole,
    LiftRole,
    NoLiftRole,  ///< the lift lies within its interval around zero
    StaleRole,
    ValueTextRole,
    ShortTextRole,  ///< ".81": for narrow cells
    LiftTextRole,
    ShareRole,  ///< place on the ramp of p, 0..1
    TipRole     ///< rich text
  };
  enum class Show { p, lift, native };
  enum class Order { as_added, by_p1, by_p2, by_name, by_clusters, by_hand };

  explicit MatrixModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  /// rows: what its figures were judged on.
  void set_links(std::shared_ptr<const LinksData> links, JudgedRows rows = JudgedRows::test);
  void set_show(Show show);
  /// By hand: as the boxes were moved last; where none was, as they stand.
  void set_order(Order order);
  /// Boxes by clusters (analysis/clusters.h), computed elsewhere; until it is there they stand as added.
  void set_clusters(std::vector<int> order);
  [[nodiscard]] bool clusters_known() const { return links_ && clusters_.size() == links_->matrix.boxes.size(); }
  /// Puts the box at `from` in place `to`, as source and as target; the order is by hand from then on, and outlives
  /// other link sets by the boxes' names.
  void move_box(int from, int to);
  /// As the boxes were put by hand last, whatever the order is now; empty: they never were.
  [[nodiscard]] const std::vector<std::string>& by_hand() const { return by_hand_; }
  /// An order that was kept, with what was put by hand.
  void restore(Order order, std::vector<std::string> by_hand);
  void set_full_scale(bool full);  ///< 0 to 1 instead of "fit"
  [[nodiscard]] const std::shared_ptr<const LinksData>& links() const { return links_; }
  [[nodiscard]] Show show() const { return show_; }
  [[nodiscard]] Order order() const { return by_; }
  [[nodiscard]] JudgedRows rows() const { return rows_; }
  /// Null: the diagonal, or not trained.
  [[nodiscard]] const LinkFigures* link_at(const QModelIndex& index) const;
  [[nodiscard]] double share(const LinkFigures& link) const;  ///< place on the ramp

  [[nodiscard]] int boxes() const { return static_cast<int>(order_.size()); }
  [[nodiscard]] int box_at(int place) const { return order_[static_cast<std::size_t>(place)]; }  ///< in the data
  [[nodiscard]] QString name(int place) const;
  [[nodiscard]] const OutputSpec& spec(int place) const;
  [[nodiscard]] double p1(int place) const;
  [[nodiscard]] double p2(int place) const;
  [[nodiscard]] double prior(int place) const;
  [[nodiscard]] int trained() const;  ///< number of links
  [[nodiscard]] QModelIndex index_of(const QString& source, const QString& target) const;
  /// Low end of the ramp's scale.
  [[nodiscard]] double scale_low() const { return low_; }
  [[nodiscard]] double scale_high() const { return high_; }

 Q_SIGNALS:
  void order_changed();  ///< the rule or the order itself, behind the reset

 private:
  [[nodiscard]] const std::optional<LinkFigures>& cell(const QModelIndex& index) const;
  [[nodiscard]] QVariant cell_data(const LinkFigures& link, const QModelIndex& index, int role) const;
  [[nodiscard]] QString tip(const LinkFigures& link, const QModelIndex& index) const;
  [[nodiscard]] QString value_text(const LinkFigures& link) const;
  void arrange();
  void keep_by_hand();
  void rescale();

  std::shared_ptr<const LinksData> links_;
  JudgedRows rows_ = JudgedRows::test;
  std::vector<int> order_, clusters_;
  std::vector<std::string> by_hand_;
  Show show_ = Show::p;
  Order by_ = Order::as_added;
  bool full_scale_ = false;
  double low_ = 0, high_ = 1;
};

/// "+0.38", or "≈ prior" where the lift lies within its interval around zero.
[[nodiscard]] QString lift_text(const LinkFigures& link);
/// A native figure with digits that fit its size.
[[nodiscard]] QString native_text(double value);

}  // namespace mlink::ui
