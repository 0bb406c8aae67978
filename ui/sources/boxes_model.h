// Black boxes of the experiment as a table, and below them the manifests that were offered and refused.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

#include "ui/sources/videos_model.h"

namespace mlink::ui {

/// "count", "share ±0.02", "80 labels": what an output is, in a few words.
[[nodiscard]] QString task_text(const OutputSpec& spec);

class BoxesModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Name, Model, Task, Adapter, Time, Memory, Cost, ColumnCount };
  enum Roles { NameRole = Qt::UserRole + 1, ProblemRole, PathRole, RefusedRole };

  explicit BoxesModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_boxes(const std::vector<BoxRow>& boxes);
  void refuse(const QString& path, const Error& error);
  void dismiss(const QString& path);
  [[nodiscard]] const std::vector<BoxRow>& boxes() const { return boxes_; }
  [[nodiscard]] const Error* problem(int row) const;

 private:
  [[nodiscard]] static QVariant box_data(const BoxRow& box, int column, int role);
  std::vector<BoxRow> boxes_;
  std::vector<Refused> refused_;
};

}  // namespace mlink::ui
