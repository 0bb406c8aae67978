// Studies and the experiment file: what is taken over, and what is kept.
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/elapsed.h"
#include "base/hash.h"
#include "base/log.h"
#include "experiment/staleness.h"
#include "studies/other_files.h"
#include "studies/study.h"
#include "studies/trained.h"

namespace mlink::studies {
namespace {

constexpr std::chrono::seconds kBetweenKeeps{2};

std::string stored_kind(std::string_view study) { return "study_" + std::string(study); }

/// Without the outputs where the study looks at none: they may be millions, and its figures do not hang on them.
Result<Snapshot> snapshot_for(const Study& study, const Experiment& experiment) {
  if (study.needs().boxes > 0) return experiment.snapshot();
  Snapshot snapshot;
  MLINK_ASSIGN(snapshot.overview, experiment.overview());
  snapshot.table = std::make_shared<const OutputTable>();
  return snapshot;
}

std::string versions_now() { return "mlink " + program_version(); }

/// `data_hash` is the file's: a camera's renaming moves it.
std::string staleness_of(const Study& study, const StudyHead& head, const std::string& data_hash,
                         const Overview& overview) {
  if (study.needs().boxes == 0) return {};
  // An earlier program kept the boxes' names.
  const auto inputs = head.inputs.empty() ? nlohmann::json{{"boxes", head.boxes}} : nlohmann::json::parse(head.inputs);
  return why_stale(inputs, data_hash, overview);
}

using Results = std::function<Result<std::vector<KeptResult>>(const std::string& kind)>;

/// What studies of any kind and version have trained on these outputs.
Result<std::vector<Trainings>> known_trainings(const Results& results_of, const std::string& data_hash) {
  std::vector<Trainings> known;
  for (const Study* study : studies()) {
    MLINK_ASSIGN(const auto results, results_of(stored_kind(study->name())));
    for (const auto& result : results) {
      if (result.data_hash != data_hash) continue;
      const auto read = study_from_text(*study, result.document);
      if (!read) {
        log_warning(fmt::format("A study {} in the file cannot be read: {}", study->name(), read.error().text()));
        continue;
      }
      auto trainings = (*read)->trainings();
      if (!trainings) continue;
      trainings->versions = result.versions;
      known.push_back(std::move(*trainings));
    }
  }
  return known;
}

/// The same of another file.
Status add_known(std::vector<Trainings>& known, const std::filesystem::path& file, const std::string& data_hash) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto snapshot, reader.snapshot());
  if (content_hash(*snapshot.table) != data_hash)
    return fail(ErrorKind::invalid_input, "The file holds other outputs than the experiment of the study.",
                "Name files that were copied from it, and have not changed since.", file.string());
  const auto results = [&](const std::string& kind) -> Result<std::vector<KeptResult>> {
    MLINK_ASSIGN(auto rows, reader.results(kind));
    for (auto& row : rows) {
      MLINK_ASSIGN(row, reader.result(row.id));
    }
    return rows;
  };
  MLINK_ASSIGN(auto found, known_trainings(results, data_hash));
  for (auto& trainings : found) known.push_back(std::move(trainings));
  return {};
}

/// Keeps a result in the file: one row a study, settings and program version, replaced as it grows.
class Keeper {
 public:
  explicit Keeper(Experiment& experiment) : experiment_(experiment) {}

  /// At most every few seconds while it grows; `last` writes what there is.
  Status keep(const Study& study, const StudyResult& result, bool last) {
    const auto settings = study_settings_json(study.name(), result.given()).dump();
    if (!kept_) MLINK_TRY(find(study, settings, result.head.data_hash));
    const auto now = std::chrono::steady_clock::now();
    if (!last && kept_ && now - *kept_ < kBetweenKeeps) return {};
    kept_ = now;
    KeptResult row;
    row.kind = stored_kind(study.name());
    row.settings_json = settings;
    row.seed = static_cast<std::int64_t>(result.given().seed());
    row.data_hash = result.head.data_hash;
    row.document = study_to_text(result);
    row.seconds = seconds_before_ + seconds_since(start_);
    MLINK_ASSIGN(row_, experiment_.keep_result(row, row_));
    return {};
  }

 private:
  /// The row that this study has already: settings are compared as this version writes them, since earlier ones wrote
  /// those of all studies.
  Status find(const Study& study, const std::string& settings, const std::string& data_hash) {
    MLINK_ASSIGN(const auto results, experiment_.results(stored_kind(study.name())));
    for (const auto& result : results) {
      if (result.versions != versions_now() || result.data_hash != data_hash) continue;
      const auto read = study_from_text(study, result.document);
      if (read && study_settings_json(study.name(), (*read)->given()).dump() == settings) {
        row_ = result.id;
        seconds_before_ = result.seconds;
      }
    }
    return {};
  }

  Experiment& experiment_;
  RowId row_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double seconds_before_ = 0;  ///< that the figures that are taken over took
  std::optional<std::chrono::steady_clock::time_point> kept_;
};

}  // namespace

Result<std::unique_ptr<StudyResult>> run_study(const Study& study, Experiment& experiment,
                                               const StudySettings& settings, const std::stop_token& stop,
                                               const ProgressFn& progress) {
  return run_study_with(study, experiment, settings, {}, stop, progress);
}

bool trains_by_seed(const StudySettings& settings) {
  return dynamic_cast<const TrainedSettings*>(&settings) != nullptr;
}

Result<std::unique_ptr<StudyResult>> run_study_with(const Study& study, Experiment& experiment,
                                                    const StudySettings& settings,
                                                    const std::vector<std::filesystem::path>& others,
                                                    const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_TRY(settings.check());
  MLINK_ASSIGN(const auto snapshot, snapshot_for(study, experiment));
  Keeper keeper(experiment);
  StudyHands hands;
  hands.executor = thread_executor();
  hands.versions = versions_now();
  if (study.needs().pictures)
    hands.pictures = [&](int side, const std::stop_token& until) { return experiment.pictures(side, until); };
  const auto data_hash = content_hash(*snapshot.table);
  MLINK_ASSIGN(hands.known,
               known_trainings([&](const std::string& kind) { return experiment.results(kind); }, data_hash));
  for (const auto& file : others) MLINK_TRY(add_known(hands.known, file, data_hash));
  hands.keep = [&](const StudyResult& result) {
    return keeper.keep(study, result, result.head.complete || stop.stop_requested());
  };
  MLINK_ASSIGN(auto result, run_study(study, snapshot, settings, hands, stop, progress));
  result->head.versions = versions_now();
  result->head.created = now_utc();
  return result;
}

Result<std::unique_ptr<StudyResult>> newest_study(const ExperimentReader& reader, const Study& study) {
  MLINK_ASSIGN(const auto results, reader.results(stored_kind(study.name())));
  if (results.empty()) return std::unique_ptr<StudyResult>();
  MLINK_ASSIGN(const auto stored, reader.result(results.back().id));
  MLINK_ASSIGN(auto result, study_from_text(study, stored.document));
  result->head.versions = stored.versions;
  result->head.created = stored.created;
  MLINK_ASSIGN(const auto overview, reader.overview());
  result->head.stale = staleness_of(study, result->head, stored.data_hash, overview);
  return result;
}

}  // namespace mlink::studies
