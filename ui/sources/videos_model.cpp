#include "ui/sources/videos_model.h"

#include <QFileInfo>
#include <algorithm>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

bool same_rows(const std::vector<CameraRow>& a, const std::vector<CameraRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const CameraRow& x, const CameraRow& y) {
    return x.id == y.id && x.name == y.name && x.problem.has_value() == y.problem.has_value();
  });
}

QString region_text(const CameraRow& camera) {
  if (camera.width == 0) return QStringLiteral("–");
  QString size = QStringLiteral("%1×%2").arg(camera.width).arg(camera.height);
  if (!camera.crop) return size;
  return VideosModel::tr("%1 at %2,%3").arg(size).arg(camera.crop->x).arg(camera.crop->y);
}

/// Which streams of the file are in use, where it has several.
QString streams_text(const CameraRow& camera) {
  const auto list = [](const std::vector<int>& numbers) {
    QStringList out;
    for (const int number : numbers) out << QString::number(number);
    return out.join(QStringLiteral(", "));
  };
  QString text;
  if (camera.pictures.of.size() > 1)
    text += VideosModel::tr(", video stream %1 of %2").arg(camera.pictures.used).arg(list(camera.pictures.of));
  if (camera.sound.of.size() > 1)
    text += VideosModel::tr(", audio stream %1 of %2").arg(camera.sound.used).arg(list(camera.sound.of));
  return text;
}

QString ordinal_text(int n) {
  const int tens = n % 100, ones = n % 10;
  const bool teen = tens >= 11 && tens <= 13;
  if (teen || ones == 0 || ones > 3) return VideosModel::tr("%1th").arg(n);
  return (ones == 1 ? VideosModel::tr("%1st") : ones == 2 ? VideosModel::tr("%1nd") : VideosModel::tr("%1rd")).arg(n);
}

/// The start as a person would type it.
QString typed_start(const CameraRow& camera) {
  switch (camera.start.origin) {
    case StartOrigin::unset: return {};
    case StartOrigin::metadata: return QStringLiteral("metadata");
    case StartOrigin::after: return to_qt(std::string(to_string(StartOrigin::after)) + ":" + camera.after);
    case StartOrigin::typed: break;
  }
  return to_qt(clock_text(camera.start.seconds));
}

QString begins_tip(const CameraRow& camera) {
  QString tip = VideosModel::tr(
      "When the file begins: seconds (90), a time (11:25:01), a date (2024-05-01T13:22:07), \"after CAMERA\" or "
      "\"metadata\". Empty: at the same time as all others that are empty. F2 edits it.");
  if (camera.recorded_at)
    tip += QLatin1Char('\n') + VideosModel::tr("Its metadata tell %1.").arg(to_qt(clock_text(*camera.recorded_at)));
  return tip;
}

}  // namespace

int VideosModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(cameras_.size() + refused_.size());
}

int VideosModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

const Error* VideosModel::problem(int row) const {
  const auto i = static_cast<std::size_t>(row);
  if (row < 0) return nullptr;
  if (i < cameras_.size()) return cameras_[i].problem ? &*cameras_[i].problem : nullptr;
  return i - cameras_.size() < refused_.size() ? &refused_[i - cameras_.size()].error : nullptr;
}

QVariant VideosModel::camera_data(const CameraRow& camera, int column, int role) const {
  if (role == RowDelegate::MediumRole) return column == Camera;
  if (role == RowDelegate::ToneRole && column == Region) return static_cast<int>(TextLabel::Tone::second);
  if (role == ImageRole) return images_.value(camera.id);
  if (role == Qt::ToolTipRole && column == File)
    return camera.synthetic.empty() ? to_qt(camera.path) : tr("Made up: %1").arg(to_qt(camera.synthetic));
  if (role == Qt::ToolTipRole && column == Begins) return begins_tip(camera);
  if (role == Qt::EditRole && column == Camera) return to_qt(camera.name);
  if (role == Qt::ToolTipRole && column == Camera)
    return tr("%1. F2 renames it; drag it, or press Alt+Up and Alt+Down, to put it in another place.")
        .arg(to_qt(camera.name));
  if (role == Qt::EditRole && column == Begins) return typed_start(camera);
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Camera: return to_qt(camera.name);
    case File:
      if (!camera.synthetic.empty()) return tr("synthetic, no video");
      if (camera.recorded) return tr("recorded, no video");
      return QFileInfo(to_qt(camera.path)).fileName() + streams_text(camera);
    case Region: return region_text(camera);
    case Rate: return camera.frame_rate > 0 ? tr("%1 fps").arg(camera.frame_rate, 0, 'g', 3) : tr("by the table");
    case Used: return camera.every <= 1 ? tr("all") : tr("every %1").arg(ordinal_text(camera.every));
    case Frames: return to_qt(count_text(camera.frames));
    case Length: return QStringLiteral("%1 s").arg(camera.seconds, 0, 'f', 1);
    case Begins: return to_qt(start_text(camera));
    default: return {};
  }
}

Qt::ItemFlags VideosModel::flags(const QModelIndex& index) const {
  auto flags = QAbstractTableModel::flags(index);
  if ((index.column() == Begins || index.column() == Camera) && index.row() < static_cast<int>(cameras_.size()))
    flags |= Qt::ItemIsEditable;
  return flags;
}

bool VideosModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!(flags(index) & Qt::ItemIsEditable) || role != Qt::EditRole) return false;
  const QString text = value.toString().trimmed();
  if (text == index.data(Qt::EditRole).toString()) return false;
  if (index.column() == Camera) {
    if (!text.isEmpty()) Q_EMIT name_typed(index.data(NameRole).toString(), text);
    return !text.isEmpty();
  }
  Q_EMIT start_typed(index.data(NameRole).toString(), text.isEmpty() ? QStringLiteral("none") : text);
  return true;
}

QVariant VideosModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  const bool known = row < cameras_.size();
  const Error* error = problem(index.row());
  if (role == RowDelegate::ErrorRowRole) return error != nullptr;
  if (role == ProblemRole) return error ? QVariant(to_qt(error->text())) : QVariant();
  if (role == RefusedRole) return !known;
  if (role == Qt::TextAlignmentRole)
    return int((index.column() >= Rate ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (!known) {
    const Refused& refused = refused_[row - cameras_.size()];
    if (role == NameRole || role == PathRole) return refused.path;
    if (role == Qt::DisplayRole && index.column() == Camera) return QFileInfo(refused.path).completeBaseName();
    if (role == RowDelegate::MediumRole) return index.column() == Camera;
    return {};
  }
  const CameraRow& camera = cameras_[row];
  if (role == NameRole) return to_qt(camera.name);
  if (role == PathRole) return to_qt(camera.path);
  return camera_data(camera, index.column(), role);
}

QVariant VideosModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole) return int((section >= Rate ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{{},         tr("Camera"), tr("File"),   tr("Region"), tr("Rate"),
                          tr("Used"), tr("Frames"), tr("Length"), tr("Begins")};
  return names.value(section);
}

void VideosModel::set_cameras(const std::vector<CameraRow>& cameras) {
  if (same_rows(cameras, cameras_)) {
    cameras_ = cameras;
    if (!cameras_.empty())
      Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(cameras_.size()) - 1, ColumnCount - 1));
    return;
  }
  beginResetModel();
  cameras_ = cameras;
  // A file that was refused before and is in now needs no row of its own any more.
  std::erase_if(refused_, [&](const Refused& r) {
    return std::any_of(cameras.begin(), cameras.end(), [&](const CameraRow& c) { return to_qt(c.path) == r.path; });
  });
  endResetModel();
}

void VideosModel::set_image(RowId camera, const QImage& image) {
  images_.insert(camera, image);
  for (std::size_t row = 0; row < cameras_.size(); ++row) {
    if (cameras_[row].id != camera) continue;
    const QModelIndex at = index(static_cast<int>(row), Thumbnail);
    Q_EMIT dataChanged(at, at, {ImageRole});
  }
}

void VideosModel::refuse(const QString& path, const Error& error) {
  dismiss(path);
  const int row = rowCount();
  beginInsertRows({}, row, row);
  refused_.push_back({path, error});
  endInsertRows();
}

void VideosModel::dismiss(const QString& path) {
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    if (refused_[i].path != path) continue;
    const int row = static_cast<int>(cameras_.size() + i);
    beginRemoveRows({}, row, row);
    refused_.erase(refused_.begin() + static_cast<std::ptrdiff_t>(i));
    endRemoveRows();
    return;
  }
}

}  // namespace mlink::ui
