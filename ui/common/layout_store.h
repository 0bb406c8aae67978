// Arrangements of the pages as docks that a person saved under names, kept between runs (QSettings). An arrangement is
// what PageArea::state() gave. What cannot be read is left out and told by problems(); what a later program kept stays
// kept. GUI thread only.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <vector>

namespace mlink::ui {

struct SavedLayout {
  QString name;
  QByteArray state;
};

class LayoutStore {
  Q_DECLARE_TR_FUNCTIONS(LayoutStore)

 public:
  static constexpr int kVersion = 1;  ///< of what is kept

  /// Reads what was kept, and keeps what is set from then on. Without this nothing is written.
  void remember();

  [[nodiscard]] const std::vector<SavedLayout>& layouts() const { return layouts_; }
  [[nodiscard]] const SavedLayout* find(const QString& name) const;
  /// Under a name that is there already it takes that one's place.
  void save(const QString& name, const QByteArray& state);
  /// False: there is none called so, or one has the new name already.
  bool rename(const QString& from, const QString& to);
  bool remove(const QString& name);

  /// What is shown now, for the next start. An empty name: one page at a time.
  void set_current(const QString& name, const QByteArray& state);
  [[nodiscard]] const SavedLayout& current() const { return current_; }

  /// What could not be read, a line each.
  [[nodiscard]] const QStringList& problems() const { return problems_; }

 private:
  struct Foreign {
    int version = 0;
    SavedLayout layout;
  };
  void write() const;
  std::vector<SavedLayout> layouts_;
  std::vector<Foreign> foreign_;
  SavedLayout current_;
  QStringList problems_;
  bool remembers_ = false;
};

}  // namespace mlink::ui
