#include "experiment/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/log.h"
#include "base/text.h"
#include "experiment/file_access.h"
#include "experiment/link_sets.h"

namespace mlink::experiment {
namespace {

/// "sizes" of "study_sizes", "link set" of "link_set".
std::string kind_word(const std::string& kind) {
  std::string word = kind.starts_with(kStudyKindPrefix) ? kind.substr(std::string_view(kStudyKindPrefix).size()) : kind;
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

Run run_of(StoredResult stored) {
  Run run;
  run.kind = std::move(stored.kind);
  run.id = stored.id;
  run.name = stored.name == run.kind ? fmt::format("{} #{}", kind_word(run.kind), stored.id) : std::move(stored.name);
  run.settings_json = std::move(stored.settings_json);
  run.seed = stored.seed;
  run.data_hash = std::move(stored.data_hash);
  run.versions = std::move(stored.versions);
  run.created = std::move(stored.created);
  run.seconds = stored.seconds;
  run.note = std::move(stored.note);
  run.noted = std::move(stored.noted);
  run.bytes = stored.bytes;
  return run;
}

Run import_of(const StoredBox& box) {
  Run run;
  run.kind = kImportKind;
  run.id = box.id;
  run.name = box.name;
  run.settings_json = box.manifest_json;
  run.data_hash = box.content_hash;
  return run;
}

Status refused(const std::string& what, const std::string& todo, const Experiment& experiment) {
  return fail(ErrorKind::invalid_input, what, todo, experiment.path().string());
}

}  // namespace

bool Run::can_rename() const { return kind != kImportKind && kind != kMethodKind && kind != kUnfinishedKind; }

Result<std::string> free_run_name(const StoreQueries& store, const std::string& kind) {
  MLINK_ASSIGN(const auto results, store.all_results());
  const std::string word = kind_word(kind);
  const auto taken = [&](const std::string& name) {
    return std::any_of(results.begin(), results.end(), [&](const auto& result) { return result.name == name; });
  };
  int number = 1;
  while (taken(fmt::format("{}-{}", word, number))) ++number;
  return fmt::format("{}-{}", word, number);
}

Result<std::vector<Run>> runs_of(const ExperimentReader& reader) {
  const StoreQueries& store = FileAccess::store(reader);
  MLINK_ASSIGN(const auto overview, reader.overview());
  std::vector<Run> runs;
  MLINK_TRY(store.snapshot([&]() -> Status {
    MLINK_ASSIGN(auto results, store.all_results());
    MLINK_ASSIGN(const auto used, used_link_set(store));
    MLINK_ASSIGN(const auto boxes, store.boxes());
    for (auto result = results.rbegin(); result != results.rend(); ++result) {
      if (result->kind == kBookmarkKind) continue;
      runs.push_back(run_of(std::move(*result)));
      runs.back().in_use = runs.back().kind == kLinkSetKind && runs.back().id == used;
    }
    for (auto box = boxes.rbegin(); box != boxes.rend(); ++box)
      if (box->recorded) runs.push_back(import_of(*box));
    return {};
  }));
  for (const auto& set : overview.link_sets)
    for (auto& run : runs)
      if (run.kind == kLinkSetKind && run.id == set.id) run.stale = set.stale;
  return runs;
}

Result<Run> find_run(const std::vector<Run>& runs, const std::string& wanted, const std::string& path) {
  const Run* found = nullptr;
  for (const auto& run : runs) {
    if (run.name != wanted) continue;
    if (found)
      return fail(ErrorKind::invalid_input, fmt::format("Several runs are called \"{}\".", wanted),
                  "Give its number, as #7: mlink runs shows them.", path);
    found = &run;
  }
  if (found) return *found;
  RowId id = 0;
  if (wanted.size() > 1 && wanted.front() == '#') std::from_chars(wanted.data() + 1, wanted.data() + wanted.size(), id);
  for (const auto& run : runs)
    if (id > 0 && run.id == id && run.kind != kImportKind) return run;
  return fail(ErrorKind::not_found, fmt::format("There is no run \"{}\".", wanted),
              "mlink runs shows the names and numbers.", path);
}

Status rename_run(Experiment& experiment, const Run& run, const std::string& name) {
  const std::string wanted(trimmed(name));
  if (run.kind == kLinkSetKind) return experiment.rename_link_set(run.id, wanted);
  if (!run.can_rename())
    return refused(fmt::format("{} keeps its name.", run.name),
                   run.kind == kImportKind   ? "It is the box's; import it again under another one."
                   : run.kind == kMethodKind ? "It is found by the name of its method."
                                             : "The training that goes on with it takes it over.",
                   experiment);
  if (wanted.empty()) return refused("A run needs a name.", "Type one.", experiment);
  StoreWriter& store = FileAccess::store(experiment);
  MLINK_ASSIGN(const auto results, store.results(run.kind));
  for (const auto& other : results)
    if (other.id != run.id && other.name == wanted)
      return refused(fmt::format("There is a run \"{}\" already.", wanted), "Choose another name.", experiment);
  return store.rename_result(run.id, wanted);
}

Status note_run(Experiment& experiment, const Run& run, const std::string& note) {
  if (!run.can_note())
    return refused(fmt::format("{} has no place for a note.", run.name), "Notes stand beside what was computed here.",
                   experiment);
  return FileAccess::store(experiment).put_note(run.id, std::string(trimmed(note)), now_utc());
}

Status remove_run(Experiment& experiment, const Run& run, bool even_in_use) {
  if (run.kind == kImportKind) return experiment.remove_box(run.name);
  StoreWriter& store = FileAccess::store(experiment);
  if (run.kind != kLinkSetKind) return store.remove_result(run.id);
  MLINK_ASSIGN(const auto used, used_link_set(store));
  if (used == run.id && !even_in_use)
    return refused(fmt::format("The links \"{}\" are in use.", run.name), "Use others first, or say that they may go.",
                   experiment);
  return experiment.remove_link_set(run.id);
}

}  // namespace mlink::experiment
