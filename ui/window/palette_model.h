// What "Find or do" offers: groups of entries that match what was typed. GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <functional>
#include <vector>

namespace mlink::ui {

struct PaletteEntry {
  QString group;  ///< "Actions", "Boxes", "Links" ...: entries of a group follow one another
  QString icon;   ///< of resources/icons; empty: none
  QString title, detail;
  QString keys;    ///< "Ctrl+2"; empty: none
  QString reason;  ///< why it cannot be done now; empty: it can
  std::function<void()> act;
};

/// How well an entry matches: higher is better, 0: not at all. Every word typed stands in its title or detail; the
/// beginning of a title beats that of a word, that beats any place.
[[nodiscard]] int match_score(const PaletteEntry& entry, const QString& typed);

class PaletteModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Roles { HeadRole = Qt::UserRole + 1, DetailRole, KeysRole, ReasonRole, IconNameRole, CountRole };

  explicit PaletteModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  /// recent: titles of what was done last, newest first; offered while nothing is typed.
  void set_entries(std::vector<PaletteEntry> entries, const QStringList& recent);
  void set_typed(const QString& typed);
  [[nodiscard]] const PaletteEntry* entry(int row) const;  ///< null: a head
  [[nodiscard]] int found() const { return found_; }  ///< matching entries, also those that a group has no room for
  [[nodiscard]] int all() const { return static_cast<int>(entries_.size()); }
  /// The nearest entry from `row` on in this direction that is no head; -1: there is none.
  [[nodiscard]] int entry_from(int row, int direction) const;

 private:
  struct Row {
    QString head;    ///< not empty: a group's head
    int entry = -1;  ///< else this entry
    int count = 0;   ///< head: entries that match
  };
  void find();
  std::vector<PaletteEntry> entries_;
  QStringList recent_;
  QString typed_;
  std::vector<Row> rows_;
  int found_ = 0;
};

}  // namespace mlink::ui
