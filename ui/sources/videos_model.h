// Cameras of the experiment as a table, and below them the files that were offered and refused, each with its error.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QImage>
#include <QString>
#include <vector>

#include "experiment/experiment.h"

namespace mlink::ui {

/// A file that could not be added; stays in the list until it is dismissed.
struct Refused {
  QString path;
  Error error;
};

class VideosModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Thumbnail, Camera, File, Region, Rate, Used, Frames, Length, Begins, ColumnCount };
  enum Roles { ImageRole = Qt::UserRole + 1, NameRole, ProblemRole, PathRole, RefusedRole };

  explicit VideosModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  /// A camera's name, and where a file begins: what was typed is handed on, and the row changes when the file has.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_cameras(const std::vector<CameraRow>& cameras);
  void set_image(RowId camera, const QImage& image);
  void refuse(const QString& path, const Error& error);
  void dismiss(const QString& path);
  [[nodiscard]] const std::vector<CameraRow>& cameras() const { return cameras_; }
  /// What is wrong with a row; null: nothing.
  [[nodiscard]] const Error* problem(int row) const;

 Q_SIGNALS:
  void start_typed(const QString& camera, const QString& start);
  void name_typed(const QString& camera, const QString& name);

 private:
  [[nodiscard]] QVariant camera_data(const CameraRow& camera, int column, int role) const;
  std::vector<CameraRow> cameras_;
  std::vector<Refused> refused_;
  QHash<RowId, QImage> images_;
};

}  // namespace mlink::ui
