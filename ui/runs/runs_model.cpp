#include "ui/runs/runs_model.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>

#include "base/progress.h"
#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/language.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

const QString kNoValue = QStringLiteral("–");

QDateTime local_time(const std::string& created) {
  return QDateTime::fromString(to_qt(created), Qt::ISODate).toLocalTime();
}

bool is_right(int column) { return column == RunsModel::Interval || column == RunsModel::Took; }

/// Steps that compute something which will stand in the list, or take long.
bool is_row(const Job& job) {
  switch (job.step) {
    case WorkStep::import_outputs:
    case WorkStep::collect:
    case WorkStep::profile:
    case WorkStep::train:
    case WorkStep::study:
    case WorkStep::live: return job.running;
    default: return false;
  }
}

QString job_icon(WorkStep step) {
  switch (step) {
    case WorkStep::train: return QStringLiteral("links");
    case WorkStep::study: return QStringLiteral("study");
    case WorkStep::live: return QStringLiteral("antenna");
    case WorkStep::import_outputs: return QStringLiteral("import");
    default: return QStringLiteral("sources");
  }
}

QString version_text(const std::string& versions) {
  QString text = to_qt(versions);
  const QString program = QStringLiteral("mlink ");
  return text.startsWith(program) ? text.mid(program.size()) : text;
}

QString searched(const ToldRun& told) {
  QStringList parts{to_qt(told.run.name),           core_text(told.what),  to_qt(told.run.note),
                    core_text(kind_text(told.run)), core_text(told.state), to_qt(told.run.stale)};
  for (const auto& list : {&told.settings, &told.inputs})
    for (const RunSetting& setting : *list) parts << core_text(setting.name) + u' ' + to_qt(setting.value);
  return parts.join(u'\n');
}

}  // namespace

QString made_text(const std::string& created) {
  const QDateTime time = local_time(created);
  return time.isValid() ? text_locale().toString(time, RunsModel::tr("d MMM HH:mm")) : QString();
}

QString made_long_text(const std::string& created) {
  const QDateTime time = local_time(created);
  return time.isValid() ? text_locale().toString(time, RunsModel::tr("d MMMM yyyy, HH:mm:ss")) : QString();
}

QString run_icon(const ToldRun& told) {
  switch (told.group) {
    case RunGroup::link_set: return QStringLiteral("links");
    case RunGroup::replay: return QStringLiteral("replay");
    case RunGroup::study: return QStringLiteral("study");
    case RunGroup::method: return QStringLiteral("loop");
    case RunGroup::live: return QStringLiteral("antenna");
    case RunGroup::import: return QStringLiteral("import");
    case RunGroup::other: break;
  }
  return QStringLiteral("file");
}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(runs_.size()) + (job_ ? 1 : 0);
}
int RunsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

const ToldRun* RunsModel::run_at(int row) const {
  const int at = row - (job_ ? 1 : 0);
  return at >= 0 && at < static_cast<int>(runs_.size()) ? &runs_[static_cast<std::size_t>(at)] : nullptr;
}

int RunsModel::row_of(const RunKey& key) const {
  for (int row = 0; row < rowCount(); ++row) {
    const ToldRun* told = run_at(row);
    if (told && key_of(*told) == key) return row;
  }
  return -1;
}

const ToldRun* RunsModel::find(const RunKey& key) const { return run_at(row_of(key)); }

QVariant RunsModel::shown(const ToldRun& told, int column) {
  const Run& run = told.run;
  const QString interval = core_text(interval_text(told.result));
  switch (column) {
    case Name: return to_qt(run.name);
    case What: return core_text(told.what);
    case Figure: return core_text(told.result.name);
    case Interval: return interval.isEmpty() ? kNoValue : interval;
    case Made: return run.created.empty() ? kNoValue : made_text(run.created);
    case Took: return run.seconds > 0 ? to_qt(duration_text(run.seconds)) : kNoValue;
    case Versions: return run.versions.empty() ? kNoValue : version_text(run.versions);
    default: return {};
  }
}

QVariant RunsModel::sorted(const ToldRun& told, int column) {
  switch (column) {
    case Figure: return std::isfinite(told.result.value) ? told.result.value : -1e300;
    case Interval: return std::isfinite(told.result.interval.low) ? told.result.interval.low : -1e300;
    // Two of one second stand by their numbers.
    case Made: return to_qt(told.run.created) + QStringLiteral("%1").arg(told.run.id, 12, 10, QLatin1Char('0'));
    case Took: return told.run.seconds;
    default: return shown(told, column);
  }
}

QVariant RunsModel::job_data(int column, int role) const {
  const ProgressEvent& e = job_->progress;
  if (role == GroupRole) return -1;
  if (role == FractionRole) return e.total > 0 ? e.fraction() : -1.0;
  if (role == Qt::TextAlignmentRole) return int((is_right(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role == RowDelegate::IconRole && column == What) return job_icon(job_->step);
  if (role == RowDelegate::ToneRole && column == Interval) return static_cast<int>(TextLabel::Tone::second);
  if (role == ValueRole && column == Figure)
    return e.total > 0 ? tr("%1 %").arg(static_cast<int>(e.fraction() * 100)) : QString();
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (column) {
    case Name: return step_name(job_->step);
    case What: return e.detail.empty() ? core_text(e.unit) : to_qt(e.detail);
    case Figure: return tr("running");
    case Interval: return job_->stopping ? tr("stopping…") : core_text(time_left_text(e));
    case Took: return e.seconds > 0 ? to_qt(duration_text(e.seconds)) : QString();
    default: return {};
  }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const ToldRun* told = run_at(index.row());
  if (!told) return job_data(index.column(), role);
  const Run& run = told->run;
  switch (role) {
    case Qt::DisplayRole: return shown(*told, index.column());
    case Qt::EditRole: return index.column() == Name ? QVariant(to_qt(run.name)) : QVariant();
    case SortRole: return sorted(*told, index.column());
    case GroupRole: return static_cast<int>(told->group);
    case SearchRole: return searched(*told);
    case InUseRole: return run.in_use;
    case NoteRole: return to_qt(run.note);
    case StaleRole: return to_qt(run.stale);
    case StateRole: return core_text(told->state);
    case ValueRole: return to_qt(value_text(told->result));
    case Qt::TextAlignmentRole:
      return int((is_right(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case RowDelegate::MediumRole: return index.column() == Name && run.in_use;
    case RowDelegate::IconRole: return index.column() == What ? run_icon(*told) : QVariant();
    case RowDelegate::ToneRole:
      return index.column() == Interval || index.column() == Versions
                 ? QVariant(static_cast<int>(TextLabel::Tone::second))
                 : QVariant();
    case Qt::ToolTipRole: {
      QStringList lines{core_text(kind_text(run)) + u' ' + to_qt(run.name), core_text(told->what)};
      for (const std::string* more : {&told->state, &run.stale, &run.note})
        if (!more->empty()) lines << to_qt(*more);
      if (index.column() == Figure || index.column() == Interval) lines << core_text(told->result.how);
      return lines.join(u'\n').trimmed();
    }
    case Qt::AccessibleTextRole: {
      if (index.column() == Figure) return core_text(told->result.name) + u' ' + to_qt(value_text(told->result));
      if (index.column() == Name && run.in_use) return tr("%1, in use").arg(to_qt(run.name));
      return shown(*told, index.column());
    }
    default: return {};
  }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole)
    return int((is_right(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{tr("Name"), tr("What"), tr("Result"),  tr("95\u2009% interval"),
                          tr("Made"), tr("Took"), tr("Versions")};
  return names.value(section);
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  const ToldRun* told = index.isValid() ? run_at(index.row()) : nullptr;
  if (!told) return index.isValid() ? Qt::ItemIsEnabled : flags;
  if (index.column() == Name && told->run.can_rename()) flags |= Qt::ItemIsEditable;
  return flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const ToldRun* told = index.isValid() ? run_at(index.row()) : nullptr;
  if (!told || role != Qt::EditRole || index.column() != Name || !told->run.can_rename()) return false;
  const QString name = value.toString().trimmed();
  if (name == to_qt(told->run.name)) return false;
  Q_EMIT renamed(key_of(*told), name);
  return true;
}

void RunsModel::set_runs(std::vector<ToldRun> runs) {
  beginResetModel();
  runs_ = std::move(runs);
  endResetModel();
}

void RunsModel::set_job(const Job& job) {
  const bool shown = is_row(job);
  if (shown && job_) {
    job_ = job;
    Q_EMIT dataChanged(index(0, 0), index(0, ColumnCount - 1));
  } else if (shown) {
    beginInsertRows({}, 0, 0);
    job_ = job;
    endInsertRows();
  } else if (job_) {
    beginRemoveRows({}, 0, 0);
    job_.reset();
    endRemoveRows();
  }
}

RunsFilter::RunsFilter(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(RunsModel::SortRole);
  setSortCaseSensitivity(Qt::CaseInsensitive);
}

void RunsFilter::set_group(std::optional<RunGroup> group) {
  group_ = group;
  invalidateFilter();
}

void RunsFilter::set_text(const QString& text) {
  words_ = text.split(u' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

void RunsFilter::set_hidden(std::vector<RunKey> hidden) {
  hidden_ = std::move(hidden);
  invalidateFilter();
}

bool RunsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const auto* model = qobject_cast<const RunsModel*>(sourceModel());
  const ToldRun* told = model ? model->run_at(row) : nullptr;
  if (!told) return true;
  if (std::find(hidden_.begin(), hidden_.end(), RunsModel::key_of(*told)) != hidden_.end()) return false;
  if (group_ && told->group != *group_) return false;
  const QString text = model->index(row, 0, parent).data(RunsModel::SearchRole).toString();
  return std::all_of(words_.begin(), words_.end(),
                     [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool RunsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const bool ascending = sortOrder() == Qt::AscendingOrder;
  if (left.data(RunsModel::GroupRole).toInt() < 0) return ascending;
  if (right.data(RunsModel::GroupRole).toInt() < 0) return !ascending;
  return QSortFilterProxyModel::lessThan(left, right);
}

}  // namespace mlink::ui
