#include "ui/sources/boxes_model.h"

#include <QFileInfo>
#include <algorithm>

#include "base/text.h"
#include "experiment/boxes.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

bool same_rows(const std::vector<BoxRow>& a, const std::vector<BoxRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const BoxRow& x, const BoxRow& y) {
    return x.id == y.id && x.name == y.name && x.problem.has_value() == y.problem.has_value();
  });
}

QString origin_text(const BoxCosts& costs) {
  const auto name = [](CostOrigin origin) { return core_text(std::string(to_string(origin))); };
  if (costs.seconds_origin == costs.bytes_origin) return name(costs.seconds_origin);
  return name(costs.seconds_origin) + QStringLiteral(" / ") + name(costs.bytes_origin);
}

QString adapter_text(const BoxRow& box) {
  if (!box.synthetic.empty()) return BoxesModel::tr("synthetic");
  if (box.recorded) return BoxesModel::tr("recorded");
  return BoxesModel::tr(adapter_title(box.adapter).c_str());
}

/// What runs where. No adapter starts a program: weights are data, and a recorded box has no model at all.
QString device_text(const BoxRow& box) {
  if (!box.synthetic.empty()) return BoxesModel::tr("Made up: %1. Nothing runs.").arg(to_qt(box.synthetic));
  if (box.recorded) return BoxesModel::tr("Its outputs were recorded elsewhere: nothing runs.");
  const auto gpu = adapter_uses_gpu(box.adapter);
  if (!gpu) return {};
  if (!*gpu) return BoxesModel::tr("Runs in this program, on the CPU.");
  if (box.costs.origin(CostKind::gpu_memory) == CostOrigin::measured && box.costs.gpu_bytes > 0)
    return BoxesModel::tr("Runs in this program, on a GPU; measured there with %1 of its memory.")
        .arg(to_qt(bytes_text(box.costs.gpu_bytes)));
  return BoxesModel::tr("Runs in this program, on a GPU where there is one that may be used, else on the CPU.");
}

}  // namespace

QString task_text(const OutputSpec& spec) {
  switch (spec.task) {
    case Task::count: return BoxesModel::tr("count");
    case Task::regression:
      return (spec.unit.empty() ? BoxesModel::tr("value") : to_qt(spec.unit)) +
             QStringLiteral(" ±%1").arg(spec.tolerance, 0, 'g', 3);
    case Task::single_label: return BoxesModel::tr("1 of %1 labels").arg(spec.labels.size());
    case Task::multi_label: return BoxesModel::tr("%1 labels").arg(spec.labels.size());
    case Task::localization: return BoxesModel::tr("box, IoU");
    case Task::sequence: return BoxesModel::tr("words");
  }
  return {};
}

int BoxesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(boxes_.size() + refused_.size());
}

int BoxesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

const Error* BoxesModel::problem(int row) const {
  const auto i = static_cast<std::size_t>(row);
  if (row < 0) return nullptr;
  if (i < boxes_.size()) return boxes_[i].problem ? &*boxes_[i].problem : nullptr;
  return i - boxes_.size() < refused_.size() ? &refused_[i - boxes_.size()].error : nullptr;
}

QVariant BoxesModel::box_data(const BoxRow& box, int column, int role) {
  if (role == RowDelegate::MediumRole) return column == Name;
  if (role == RowDelegate::IconRole && column == Name) return task_icon(box.spec.task);
  if (role == RowDelegate::ToneRole && (column == Model || column == Adapter || column == Cost))
    return static_cast<int>(TextLabel::Tone::second);
  if (role == Qt::ToolTipRole) {
    if (column == Adapter) return device_text(box);
    if (column == Cost) return to_qt(note_of(box.costs));
    if (column == Time && box.costs.seconds_origin == CostOrigin::measured && box.costs.seconds_p95 > 0)
      return tr("mean %1, p50 %2, p95 %3, p99 %4")
          .arg(to_qt(duration_text(box.costs.seconds)), to_qt(duration_text(box.costs.seconds_p50)),
               to_qt(duration_text(box.costs.seconds_p95)), to_qt(duration_text(box.costs.seconds_p99)));
    if (column == Name || column == Model) return to_qt(box.manifest_path) + QLatin1Char('\n') + device_text(box);
    return {};
  }
  if (role != Qt::DisplayRole) return {};
  const QString none = QStringLiteral("–");
  switch (column) {
    case Name: return to_qt(box.name);
    case Model: return to_qt(box.title);
    case Task: return task_text(box.spec);
    case Adapter: return adapter_text(box);
    case Time: return box.costs.known(CostKind::time) ? to_qt(duration_text(box.costs.seconds)) : none;
    case Memory: return box.costs.known(CostKind::memory) ? to_qt(bytes_text(box.costs.bytes)) : none;
    case Cost: return origin_text(box.costs);
    default: return {};
  }
}

QVariant BoxesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  const bool known = row < boxes_.size();
  const Error* error = problem(index.row());
  if (role == RowDelegate::ErrorRowRole) return error != nullptr;
  if (role == ProblemRole) return error ? QVariant(to_qt(error->text())) : QVariant();
  if (role == RefusedRole) return !known;
  if (role == Qt::TextAlignmentRole)
    return int((index.column() == Time || index.column() == Memory ? Qt::AlignRight : Qt::AlignLeft) |
               Qt::AlignVCenter);
  if (!known) {
    const Refused& refused = refused_[row - boxes_.size()];
    if (role == NameRole || role == PathRole) return refused.path;
    if (role == Qt::DisplayRole && index.column() == Name) return QFileInfo(refused.path).completeBaseName();
    if (role == RowDelegate::MediumRole) return index.column() == Name;
    if (role == RowDelegate::IconRole && index.column() == Name) return QStringLiteral("error");
    return {};
  }
  const BoxRow& box = boxes_[row];
  if (role == NameRole) return to_qt(box.name);
  if (role == PathRole) return to_qt(box.manifest_path);
  return box_data(box, index.column(), role);
}

QVariant BoxesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole)
    return int((section == Time || section == Memory ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{tr("Name"), tr("Model"), tr("Task"), tr("Adapter"), tr("Time"), tr("Memory"), tr("Cost")};
  return names.value(section);
}

void BoxesModel::set_boxes(const std::vector<BoxRow>& boxes) {
  if (same_rows(boxes, boxes_)) {
    boxes_ = boxes;
    if (!boxes_.empty()) Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(boxes_.size()) - 1, Cost));
    return;
  }
  beginResetModel();
  boxes_ = boxes;
  std::erase_if(refused_, [&](const Refused& r) {
    return std::any_of(boxes.begin(), boxes.end(), [&](const BoxRow& b) { return to_qt(b.manifest_path) == r.path; });
  });
  endResetModel();
}

void BoxesModel::refuse(const QString& path, const Error& error) {
  dismiss(path);
  const int row = rowCount();
  beginInsertRows({}, row, row);
  refused_.push_back({path, error});
  endInsertRows();
}

void BoxesModel::dismiss(const QString& path) {
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    if (refused_[i].path != path) continue;
    const int row = static_cast<int>(boxes_.size() + i);
    beginRemoveRows({}, row, row);
    refused_.erase(refused_.begin() + static_cast<std::ptrdiff_t>(i));
    endRemoveRows();
    return;
  }
}

}  // namespace mlink::ui
