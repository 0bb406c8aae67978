// A black box gets another name: what the file tells by its name is told by the new one.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/names.h"
#include "experiment/file_access.h"
#include "experiment/file_view.h"
#include "experiment/renamed_hashes.h"
#include "experiment/runs.h"
#include "experiment/source_edits.h"
#include "links/other_names.h"
#include "methods/box_names.h"
#include "recorded/import_csv.h"

namespace mlink::experiment {
namespace {

using TablePtr = std::shared_ptr<const OutputTable>;

class BoxRenaming {
 public:
  BoxRenaming(StoreWriter& store, std::string from, std::string to, const TablePtr& before)
      : store_(store), from_(std::move(from)), to_(std::move(to)), hashes_(before, renamed(*before)) {}

  Status links(const char* kind) {
    MLINK_ASSIGN(const auto sets, store_.results(kind, true));
    for (const auto& set : sets) {
      auto document = nlohmann::json::parse(set.settings_json, nullptr, false);
      rename_in(document);
      hashes_.know(set.blob, with_box_renamed(set.blob, from_, to_, {}));
      const std::string hash = hashes_.now(set.data_hash);
      auto links = with_box_renamed(set.blob, from_, to_, hash);
      if (!links && links.error().kind == ErrorKind::invalid_input) return tl::make_unexpected(links.error());
      // Damaged ones, or of a newer program, are of no use here.
      MLINK_TRY(store_.put_result_text(set.id, document.is_object() ? document.dump() : set.settings_json,
                                       links ? *links : set.blob));
      if (hash != set.data_hash) MLINK_TRY(store_.put_data_hash(set.id, hash));
    }
    return {};
  }

  Status trainings() {
    MLINK_ASSIGN(const auto trained, store_.results(kMethodKind, true));
    for (const auto& one : trained) {
      const std::string hash = hashes_.now(one.data_hash);
      if (hash == one.data_hash) continue;
      MLINK_TRY(store_.put_result_text(one.id, one.settings_json, training_with_box_renamed(one.blob, from_, to_)));
      MLINK_TRY(store_.put_data_hash(one.id, hash));
    }
    return {};
  }

  /// Results that tell of whose links they are by these links' hash.
  Status hashes_of(const char* kind) {
    MLINK_ASSIGN(const auto results, store_.results(kind));
    for (const auto& result : results)
      if (const auto hash = hashes_.now(result.data_hash); hash != result.data_hash)
        MLINK_TRY(store_.put_data_hash(result.id, hash));
    return {};
  }

  Status bookmarks() {
    MLINK_ASSIGN(const auto bookmarks, store_.results(kBookmarkKind, true));
    for (const auto& bookmark : bookmarks) {
      auto document = nlohmann::json::parse(bookmark.settings_json, nullptr, false);
      if (!document.is_object()) continue;
      bool changed = false;
      for (const char* end : {"source", "target"}) {
        if (document.value(end, nlohmann::json()) != from_) continue;
        document[end] = to_;
        changed = true;
      }
      if (changed) MLINK_TRY(store_.put_result_text(bookmark.id, document.dump(), bookmark.blob));
    }
    return {};
  }

 private:
  [[nodiscard]] TablePtr renamed(const OutputTable& table) const {
    auto out = std::make_shared<OutputTable>(table);
    for (auto& column : out->columns)
      if (column.box == from_) column.box = to_;
    return out;
  }

  void rename_in(nlohmann::json& document) const {
    if (!document.is_object()) return;
    if (const auto boxes = document.find("boxes"); boxes != document.end() && boxes->is_array())
      std::replace(boxes->begin(), boxes->end(), nlohmann::json(from_), nlohmann::json(to_));
    if (const auto contents = document.find("contents");
        contents != document.end() && contents->is_object() && contents->contains(from_)) {
      auto hash = std::move((*contents)[from_]);
      contents->erase(from_);
      (*contents)[to_] = std::move(hash);
    }
  }

  StoreWriter& store_;
  std::string from_, to_;
  RenamedHashes hashes_;
};

}  // namespace

Status rename_box(Experiment& experiment, const std::string& from, const std::string& to) {
  auto& store = FileAccess::store(experiment);
  MLINK_ASSIGN(const auto boxes, store.boxes());
  const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const auto& b) { return b.name == from; });
  if (box == boxes.end())
    return fail(ErrorKind::not_found, fmt::format("There is no black box \"{}\".", from), {}, store.path().string());
  if (from == to) return {};
  if (!is_box_name(to))
    return fail(ErrorKind::invalid_input, fmt::format("{} is no name for a box.", in_quotes(to)), kBoxNameRule);
  return store.transaction([&]() -> Status {
    MLINK_ASSIGN(auto table, store.output_table());
    MLINK_TRY(store.rename_box(box->id, to));
    BoxRenaming renaming(store, from, to, std::make_shared<const OutputTable>(std::move(table)));
    MLINK_TRY(renaming.links(kLinkSetKind));
    MLINK_TRY(renaming.links(kUnfinishedKind));
    MLINK_TRY(renaming.trainings());
    for (const char* kind : {"replay", "live"}) MLINK_TRY(renaming.hashes_of(kind));
    return renaming.bookmarks();
  });
}

}  // namespace mlink::experiment
