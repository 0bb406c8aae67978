#include "ui/common/layout_store.h"

#include <QSettings>
#include <algorithm>

namespace mlink::ui {
namespace {

const QString kLayouts = QStringLiteral("layouts"), kName = QStringLiteral("name"), kState = QStringLiteral("state"),
              kVersionKey = QStringLiteral("version"), kShown = QStringLiteral("layout-shown");

void put(QSettings& kept, const SavedLayout& layout, int version) {
  kept.setValue(kVersionKey, version);
  kept.setValue(kName, layout.name);
  kept.setValue(kState, layout.state);
}

}  // namespace

void LayoutStore::remember() {
  remembers_ = true;
  QSettings kept;
  layouts_.clear();
  foreign_.clear();
  problems_.clear();
  const int count = kept.beginReadArray(kLayouts);
  for (int i = 0; i < count; ++i) {
    kept.setArrayIndex(i);
    const int version = kept.value(kVersionKey).toInt();
    SavedLayout layout{kept.value(kName).toString(), kept.value(kState).toByteArray()};
    if (version > kVersion) {
      problems_ << tr("The layout %1 is of a later version of this program; it is left out.").arg(layout.name);
      foreign_.push_back({version, std::move(layout)});
    } else if (version < 1 || layout.name.isEmpty() || layout.state.isEmpty() || find(layout.name)) {
      problems_ << tr("A saved layout cannot be read; it is left out. %1").arg(layout.name).trimmed();
    } else {
      layouts_.push_back(std::move(layout));
    }
  }
  kept.endArray();
  kept.beginGroup(kShown);
  if (const int version = kept.value(kVersionKey, 1).toInt(); version == kVersion)
    current_ = {kept.value(kName).toString(), kept.value(kState).toByteArray()};
  else
    problems_ << tr("The arrangement that was shown last is of another version of this program; it is left out.");
  kept.endGroup();
}

const SavedLayout* LayoutStore::find(const QString& name) const {
  const auto at = std::find_if(layouts_.begin(), layouts_.end(), [&](const auto& each) { return each.name == name; });
  return at == layouts_.end() ? nullptr : &*at;
}

void LayoutStore::save(const QString& name, const QByteArray& state) {
  const auto at = std::find_if(layouts_.begin(), layouts_.end(), [&](const auto& each) { return each.name == name; });
  if (at == layouts_.end())
    layouts_.push_back({name, state});
  else
    at->state = state;
  write();
}

bool LayoutStore::rename(const QString& from, const QString& to) {
  const auto at = std::find_if(layouts_.begin(), layouts_.end(), [&](const auto& each) { return each.name == from; });
  if (at == layouts_.end() || to.isEmpty() || find(to)) return false;
  at->name = to;
  if (current_.name == from) current_.name = to;
  write();
  return true;
}

bool LayoutStore::remove(const QString& name) {
  if (std::erase_if(layouts_, [&](const auto& each) { return each.name == name; }) == 0) return false;
  write();
  return true;
}

void LayoutStore::set_current(const QString& name, const QByteArray& state) {
  current_ = {name, state};
  write();
}

void LayoutStore::write() const {
  if (!remembers_) return;
  QSettings kept;
  kept.remove(kLayouts);
  kept.beginWriteArray(kLayouts, static_cast<int>(layouts_.size() + foreign_.size()));
  int at = 0;
  for (const SavedLayout& layout : layouts_) {
    kept.setArrayIndex(at++);
    put(kept, layout, kVersion);
  }
  for (const Foreign& other : foreign_) {
    kept.setArrayIndex(at++);
    put(kept, other.layout, other.version);
  }
  kept.endArray();
  kept.beginGroup(kShown);
  put(kept, current_, kVersion);
  kept.endGroup();
}

}  // namespace mlink::ui
