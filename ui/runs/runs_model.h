// Everything that was computed in a file as rows: the core's, newest first, and above them the job that runs now. GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <optional>
#include <vector>

#include "report/runs.h"
#include "ui/common/worker.h"

namespace mlink::ui {

/// Which run: ids are of the kind's own.
struct RunKey {
  std::string kind;
  RowId id = 0;
  friend bool operator==(const RunKey&, const RunKey&) = default;
};

class RunsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Name, What, Figure, Interval, Made, Took, Versions, ColumnCount };
  enum Roles {
    SortRole = Qt::UserRole + 1,
    GroupRole,     ///< int of RunGroup; -1: the job
    SearchRole,    ///< name, what, settings and note as one text
    InUseRole,     ///< bool
    NoteRole,      ///< the note; empty: none
    StaleRole,     ///< why it does not fit any more; empty: it does
    StateRole,     ///< "stopped, ..."; empty: it ran to its end
    ValueRole,     ///< of Figure: the value's text, beside its name
    FractionRole,  ///< of the job: 0 to 1; below 0: not known
  };

  explicit RunsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  /// A name that was typed; told as renamed(), the row follows when the file has it.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  void set_runs(std::vector<ToldRun> runs);
  [[nodiscard]] const std::vector<ToldRun>& runs() const { return runs_; }
  /// The job that runs; steps that only read or edit are no row.
  void set_job(const Job& job);
  [[nodiscard]] bool has_job() const { return job_.has_value(); }

  [[nodiscard]] const ToldRun* run_at(int row) const;  ///< null: the job, or no such row
  [[nodiscard]] const ToldRun* find(const RunKey& key) const;
  [[nodiscard]] int row_of(const RunKey& key) const;  ///< -1: not there

  [[nodiscard]] static RunKey key_of(const ToldRun& told) { return {told.run.kind, told.run.id}; }

 Q_SIGNALS:
  void renamed(const mlink::ui::RunKey& key, const QString& name);

 private:
  [[nodiscard]] QVariant job_data(int column, int role) const;
  [[nodiscard]] static QVariant shown(const ToldRun& told, int column);
  [[nodiscard]] static QVariant sorted(const ToldRun& told, int column);
  std::vector<ToldRun> runs_;
  std::optional<Job> job_;
};

/// "24 Nov 14:28" of the core's time, in the desktop's time zone; empty: not known.
[[nodiscard]] QString made_text(const std::string& created);
/// "24 November, 14:05:12".
[[nodiscard]] QString made_long_text(const std::string& created);
[[nodiscard]] QString run_icon(const ToldRun& told);

/// Rows of one group, and those with all words of a text; without those that are about to be deleted. The job stays on
/// top, however it is sorted.
class RunsFilter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit RunsFilter(QObject* parent = nullptr);
  void set_group(std::optional<RunGroup> group);
  void set_text(const QString& text);
  void set_hidden(std::vector<RunKey> hidden);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
  [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

 private:
  std::optional<RunGroup> group_;
  QStringList words_;
  std::vector<RunKey> hidden_;
};

}  // namespace mlink::ui
