#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <numeric>

#include "experiment/staleness.h"
#include "studies/study.h"

namespace mlink::studies {
namespace {

struct StudyRegistry {
  std::mutex mutex;  ///< guards `known`
  std::vector<std::unique_ptr<const Study>> known;

  StudyRegistry() {
    known.push_back(sizes_study());
    known.push_back(ensemble_study());
    known.push_back(correlation_study());
    known.push_back(overhead_study());
    known.push_back(simulation_study());
  }
};

/// Made when first asked for, so that a study may register before main().
StudyRegistry& study_registry() {
  static StudyRegistry made;
  return made;
}

}  // namespace

std::vector<const Study*> studies() {
  StudyRegistry& all = study_registry();
  const std::lock_guard lock(all.mutex);
  std::vector<const Study*> out;
  out.reserve(all.known.size());
  for (const auto& study : all.known) out.push_back(study.get());
  return out;
}

const Study* find_study(std::string_view name) {
  const auto all = studies();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Study* study) { return study->name() == name; });
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string> study_names() {
  std::vector<std::string> names;
  for (const Study* study : studies()) names.emplace_back(study->name());
  return names;
}

bool add_study(std::unique_ptr<const Study> study) {
  if (!study || find_study(study->name())) return false;
  StudyRegistry& all = study_registry();
  const std::lock_guard lock(all.mutex);
  all.known.push_back(std::move(study));
  return true;
}

tl::unexpected<Error> bad_setting(std::string_view name, const std::string& value, std::string_view must) {
  return fail(ErrorKind::invalid_input, fmt::format("The study's {} is {}; it must be {}.", name, value, must));
}

Status check_repeats(int repeats) {
  if (repeats < 1 || repeats > 1000)
    return bad_setting("number of repeats", std::to_string(repeats), "between 1 and 1000");
  return {};
}

Result<std::unique_ptr<StudyResult>> run_study(const Study& study, const Snapshot& snapshot,
                                               const StudySettings& settings, const StudyHands& hands,
                                               const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_TRY(settings.check());
  const StudyNeeds needs = study.needs();
  const auto& path = snapshot.overview.path;
  if (!snapshot.table || static_cast<int>(snapshot.table->columns.size()) < needs.boxes)
    return fail(ErrorKind::invalid_input,
                fmt::format("A study needs outputs of {} boxes.",
                            needs.boxes == 2 ? "two or more" : fmt::format("{} or more", needs.boxes)),
                "Add black boxes and collect.", path.string());
  if (needs.links && (!snapshot.links || !snapshot.link_table))
    return fail(ErrorKind::not_found, "The file has no links yet.", "Run mlink train first.", path.string());
  StudyHead head;
  head.data_hash = content_hash(*snapshot.table);
  std::vector<std::size_t> rows(snapshot.table->rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  head.frames = frames_with_output(*snapshot.table, rows);
  if (const auto without = static_cast<std::int64_t>(rows.size()) - head.frames; without > 0)
    head.notes.push_back(fmt::format("{} more frames have no output of any box.", count_text(without)));
  for (const auto& column : snapshot.table->columns) {
    head.boxes.push_back(column.box);
    head.specs.push_back(column.spec);
  }
  if (needs.boxes > 0) head.inputs = inputs_of(snapshot.overview).dump();
  return study.run({snapshot, hands, stop, progress}, settings, std::move(head));
}

}  // namespace mlink::studies
