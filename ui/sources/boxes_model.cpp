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

/// Of time, memory and, where it is known, GPU memory; one word where they have the same.
QString origin_text(const BoxCosts& costs) {
  QStringList names;
  for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory}) {
    if (kind == CostKind::gpu_memory && !costs.known(kind)) continue;
    names << core_text(std::string(to_string(costs.origin(kind))));
  }
  if (QStringList(names).removeDuplicates() == names.size() - 1) return names.front();
  return names.join(QStringLiteral(" / "));
}

QString adapter_text(const BoxRow& box) {
  if (!box.synthetic.empty()) return BoxesModel::tr("synthetic");
  if (box.recorded) return BoxesModel::tr("recorded");
  return BoxesModel::tr(adapter_title(box.adapter).c_str());
}

/// What runs where, of a box in this program. A recorded box has no model at all.
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
  if (i < boxes_.size()) {
    if (boxes_[i].problem) return &*boxes_[i].problem;
    const auto wrong = wrong_.constFind(to_qt(boxes_[i].name));
    return wrong == wrong_.constEnd() ? nullptr : &*wrong;
  }
  return i - boxes_.size() < refused_.size() ? &refused_[i - boxes_.size()].error : nullptr;
}

std::optional<CostKind> BoxesModel::kind_of(int column) {
  if (column == Time) return CostKind::time;
  if (column == Memory) return CostKind::memory;
  if (column == Gpu) return CostKind::gpu_memory;
  return std::nullopt;
}

QString BoxesModel::cost_tip(const BoxRow& box, CostKind kind) const {
  QStringList lines;
  if (box.costs.known(kind)) lines << to_qt(box.costs.note(kind));
  if (kind == CostKind::time && box.costs.seconds_origin == CostOrigin::measured && box.costs.seconds_p95 > 0)
    lines << tr("mean %1, p50 %2, p95 %3, p99 %4")
                 .arg(to_qt(duration_text(box.costs.seconds)), to_qt(duration_text(box.costs.seconds_p50)),
                      to_qt(duration_text(box.costs.seconds_p95)), to_qt(duration_text(box.costs.seconds_p99)));
  for (const auto& one : measured_)
    if (one.box == box.id && one.kind == kind && box.costs.origin(kind) == CostOrigin::typed)
      lines << tr("Measured before: %1 (%2)").arg(to_qt(amount_text({kind, one.value})), to_qt(one.how));
  lines << tr("F2 types it in.");
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

QVariant BoxesModel::box_data(const BoxRow& box, int column, int role) const {
  if (role == RowDelegate::MediumRole) return column == Name;
  if (role == RowDelegate::IconRole && column == Name) return task_icon(box.spec.task);
  if (role == RowDelegate::ToneRole && (column == Model || column == Adapter || column == Cost))
    return static_cast<int>(TextLabel::Tone::second);
  if (role == Qt::ToolTipRole) {
    if (column == Adapter) return place_tip(box);
    if (column == Cost) return to_qt(note_of(box.costs));
    if (const auto kind = kind_of(column)) return cost_tip(box, *kind);
    if (column == Name)
      return tr("%1. F2 renames it; drag it, or press Alt+Up and Alt+Down, to put it in another place.")
                 .arg(to_qt(box.name)) +
             QLatin1Char('\n') + to_qt(box.manifest_path) + QLatin1Char('\n') + place_tip(box);
    if (column == Model) return to_qt(box.manifest_path) + QLatin1Char('\n') + place_tip(box);
    return {};
  }
  const auto kind = kind_of(column);
  if (role == Qt::EditRole && column == Name) return to_qt(box.name);
  if (role == Qt::EditRole && kind && box.costs.known(*kind))
    return to_qt(experiment::cost_to_type({*kind, box.costs.of(*kind)}));
  if (role != Qt::DisplayRole) return {};
  if (kind && !box.costs.known(*kind)) return QStringLiteral("–");
  switch (column) {
    case Name: return to_qt(box.name);
    case Model: return to_qt(box.title);
    case Task: return task_text(box.spec);
    case Adapter: return adapter_cell(box);
    case Time: return to_qt(duration_text(box.costs.seconds));
    case Memory: return to_qt(bytes_text(box.costs.bytes));
    case Gpu: return to_qt(bytes_text(box.costs.gpu_bytes));
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
  if (role == WrongRole) return known && error && !boxes_[row].problem;
  if (role == Qt::TextAlignmentRole)
    return int((kind_of(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
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

Qt::ItemFlags BoxesModel::flags(const QModelIndex& index) const {
  auto flags = QAbstractTableModel::flags(index);
  const auto row = static_cast<std::size_t>(index.row());
  if (!index.isValid() || row >= boxes_.size()) return flags;
  if (index.column() == Name || (kind_of(index.column()) && !boxes_[row].problem)) flags |= Qt::ItemIsEditable;
  return flags;
}

bool BoxesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!(flags(index) & Qt::ItemIsEditable) || role != Qt::EditRole) return false;
  const QString text = value.toString().trimmed();
  if (text.isEmpty() || text == index.data(Qt::EditRole).toString()) return false;
  const QString box = index.data(NameRole).toString();
  if (const auto kind = kind_of(index.column()))
    Q_EMIT cost_typed(box, *kind, text);
  else
    Q_EMIT name_typed(box, text);
  return true;
}

QVariant BoxesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole) return int((kind_of(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{tr("Name"), tr("Model"),  tr("Task"), tr("Adapter"),
                          tr("Time"), tr("Memory"), tr("GPU"),  tr("Cost")};
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
  wrong_.removeIf([&](const auto& wrong) {
    return std::none_of(boxes.begin(), boxes.end(), [&](const BoxRow& box) { return to_qt(box.name) == wrong.key(); });
  });
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

void BoxesModel::set_measured(const std::vector<experiment::MeasuredCost>& measured) { measured_ = measured; }

void BoxesModel::set_places(const std::vector<experiment::BoxPlace>& places) {
  places_ = places;
  if (!boxes_.empty()) Q_EMIT dataChanged(index(0, Adapter), index(static_cast<int>(boxes_.size()) - 1, Adapter));
}

const experiment::BoxPlace* BoxesModel::place_of(RowId box) const {
  const auto at = std::find_if(places_.begin(), places_.end(), [&](const auto& place) { return place.box == box; });
  return at == places_.end() ? nullptr : &*at;
}

const experiment::BoxPlace* BoxesModel::question_of(int row) const {
  if (row < 0 || static_cast<std::size_t>(row) >= boxes_.size()) return nullptr;
  const auto* place = place_of(boxes_[static_cast<std::size_t>(row)].id);
  return place && place->closed_in && !place->answered && !place->files.empty() ? place : nullptr;
}

QString BoxesModel::adapter_cell(const BoxRow& box) const {
  const auto* place = place_of(box.id);
  return place && place->closed_in ? tr("%1, closed in").arg(adapter_text(box)) : adapter_text(box);
}

QString BoxesModel::place_tip(const BoxRow& box) const {
  const auto* place = place_of(box.id);
  if (!place || !place->own_process) return device_text(box);
  if (!place->closed_in) return tr("Runs in a process of its own.");
  return tr(
      "Its files are not trusted: it runs in a process of its own, without network, and files are read only. The "
      "row's menu trusts them.");
}

bool BoxesModel::was_measured(RowId box) const {
  return std::any_of(measured_.begin(), measured_.end(), [&](const auto& one) { return one.box == box; });
}

void BoxesModel::tell_wrong(const QString& box, const Error& error) {
  wrong_.insert(box, error);
  Q_EMIT problems_changed();
}

void BoxesModel::dismiss(const QString& what) {
  if (wrong_.remove(what) > 0) {
    Q_EMIT problems_changed();
    return;
  }
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    if (refused_[i].path != what) continue;
    const int row = static_cast<int>(boxes_.size() + i);
    beginRemoveRows({}, row, row);
    refused_.erase(refused_.begin() + static_cast<std::ptrdiff_t>(i));
    endRemoveRows();
    return;
  }
}

}  // namespace mlink::ui
