// The lists of the Live page: what happened, and what each box does. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <deque>
#include <vector>

#include "report/table.h"
#include "ui/common/report_table_model.h"
#include "ui/live/live_hub.h"

namespace mlink::ui {

/// What happened, newest first.
class LiveLogModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Icon, Time, Text, ColumnCount };
  static constexpr int kMost = 5000;

  explicit LiveLogModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void add(const std::vector<LiveLogLine>& lines);
  /// What the page itself has to say: an error of the run, a pause.
  void add_error(const QString& text);
  /// As files tell it, in English; the view says it in the language of the window where core_words() has it.
  void add_note(const QString& text);
  void clear();
  /// Oldest first, as a file tells it.
  [[nodiscard]] Table table() const;

 private:
  struct Line {
    LiveLogLine told;
    bool error = false;
  };
  void put(std::vector<Line> lines);
  [[nodiscard]] static QString icon_of(const Line& line);
  [[nodiscard]] static QString kind_of(const Line& line);
  std::deque<Line> lines_;  ///< newest first
};

/// Box, run or predicted from what, memory, time, agreement.
class LiveBoxesModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Icon, Box, How, Memory, Time, Agreement, ColumnCount };

  explicit LiveBoxesModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  /// Before the first frame nothing is chosen yet: `begun` is false.
  void set_now(const LiveNow& now, bool begun);
  void clear();
  [[nodiscard]] const std::vector<LiveBoxNow>& boxes() const { return boxes_; }

 private:
  [[nodiscard]] QString how(const LiveBoxNow& box) const;
  [[nodiscard]] QString text_of(const LiveBoxNow& box, int column) const;
  std::vector<LiveBoxNow> boxes_;
  bool begun_ = false;
};

}  // namespace mlink::ui
