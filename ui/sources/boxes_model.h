// Black boxes of the experiment as a table, and below them the manifests that were offered and refused. Names and costs
// are typed in it: what was typed is handed on, and the row changes when the file has.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QString>
#include <optional>
#include <vector>

#include "experiment/box_places.h"
#include "experiment/typed_costs.h"
#include "ui/sources/videos_model.h"

namespace mlink::ui {

/// "count", "share ±0.02", "80 labels": what an output is, in a few words.
[[nodiscard]] QString task_text(const OutputSpec& spec);

class BoxesModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Name, Model, Task, Adapter, Time, Memory, Gpu, Cost, ColumnCount };
  /// RefusedRole: a manifest that is no box. WrongRole: the row's problem is what a person typed in it.
  enum Roles { NameRole = Qt::UserRole + 1, ProblemRole, PathRole, RefusedRole, WrongRole };

  explicit BoxesModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_boxes(const std::vector<BoxRow>& boxes);
  /// What was measured of costs that are typed now.
  void set_measured(const std::vector<experiment::MeasuredCost>& measured);
  [[nodiscard]] bool was_measured(RowId box) const;
  /// Where boxes run; asked for apart, since their files are read for it.
  void set_places(const std::vector<experiment::BoxPlace>& places);
  /// nullptr: not known, or it has no model.
  [[nodiscard]] const experiment::BoxPlace* place_of(RowId box) const;
  /// Where it is to be asked whether the files of a row's box are trusted; null: it is not.
  [[nodiscard]] const experiment::BoxPlace* question_of(int row) const;
  void refuse(const QString& path, const Error& error);
  /// Tells in the row of that box what is wrong with what was typed.
  void tell_wrong(const QString& box, const Error& error);
  /// Away with a refused manifest of this path, or what is wrong in the row of the box of this name.
  void dismiss(const QString& what);
  [[nodiscard]] const std::vector<BoxRow>& boxes() const { return boxes_; }
  [[nodiscard]] const Error* problem(int row) const;
  /// Whose costs a column shows.
  [[nodiscard]] static std::optional<CostKind> kind_of(int column);

 Q_SIGNALS:
  void name_typed(const QString& box, const QString& name);
  void cost_typed(const QString& box, mlink::outputs::CostKind kind, const QString& text);
  void problems_changed();  ///< in rows that stay

 private:
  [[nodiscard]] QVariant box_data(const BoxRow& box, int column, int role) const;
  [[nodiscard]] QString adapter_cell(const BoxRow& box) const;
  [[nodiscard]] QString place_tip(const BoxRow& box) const;
  [[nodiscard]] QString cost_tip(const BoxRow& box, CostKind kind) const;
  std::vector<BoxRow> boxes_;
  std::vector<experiment::MeasuredCost> measured_;
  std::vector<experiment::BoxPlace> places_;
  std::vector<Refused> refused_;
  QHash<QString, Error> wrong_;  ///< by box
};

}  // namespace mlink::ui
