// Studies and the experiment file: what is taken over, and what is kept.
#include <chrono>

#include "base/hash.h"
#include "base/log.h"
#include "studies/study.h"

namespace mlink {
namespace {

constexpr std::chrono::seconds kBetweenKeeps{2};

std::string stored_kind(StudyKind kind) { return "study_" + std::string(to_string(kind)); }

std::string versions_now() { return "mlink " + program_version(); }

/// The same trainings would come out, part and seed aside.
bool same_training(TrainSettings a, const TrainSettings& b) {
  a.part = b.part;
  a.seed = b.seed;
  return a == b;
}
bool same_student(StudentSettings a, const StudentSettings& b) {
  a.seed = b.seed;
  return a == b;
}

/// Cells of earlier studies of any kind that this one would compute again.
Result<std::vector<StudyCell>> known_cells(const Experiment& experiment, const StudyOptions& options,
                                           const std::string& data_hash) {
  std::vector<StudyCell> known;
  for (const auto kind : {StudyKind::sizes, StudyKind::ensemble, StudyKind::correlation}) {
    MLINK_ASSIGN(const auto results, experiment.results(stored_kind(kind)));
    for (const auto& result : results) {
      if (result.data_hash != data_hash || result.versions != versions_now()) continue;
      const auto report = study_from_text(result.document);
      if (!report || !same_training(report->options.train, options.train)) continue;
      const bool students = same_student(report->options.student, options.student);
      for (const auto& cell : report->cells)
        if (cell.by != PredictorKind::student || students) known.push_back(cell);
    }
  }
  return known;
}

/// Keeps a report in the file: one row a study and settings, replaced as it grows.
class Keeper {
 public:
  explicit Keeper(Experiment& experiment) : experiment_(experiment) {}

  Status find(const StudyOptions& options, const std::string& data_hash) {
    MLINK_ASSIGN(const auto results, experiment_.results(stored_kind(options.kind)));
    for (const auto& result : results)
      if (result.settings_json == study_options_to_text(options) && result.data_hash == data_hash) row_ = result.id;
    return {};
  }
  /// At most every few seconds while it grows; `last` writes what there is.
  Status keep(const StudyReport& report, bool last) {
    const auto now = std::chrono::steady_clock::now();
    if (!last && kept_ && now - *kept_ < kBetweenKeeps) return {};
    kept_ = now;
    KeptResult result;
    result.kind = stored_kind(report.options.kind);
    result.settings_json = study_options_to_text(report.options);
    result.seed = static_cast<std::int64_t>(report.options.train.seed);
    result.data_hash = report.data_hash;
    result.document = study_to_text(report);
    MLINK_ASSIGN(row_, experiment_.keep_result(result, row_));
    return {};
  }

 private:
  Experiment& experiment_;
  RowId row_ = 0;
  std::optional<std::chrono::steady_clock::time_point> kept_;
};

}  // namespace

Result<StudyReport> run_study(Experiment& experiment, const StudyOptions& options, const std::stop_token& stop,
                              const ProgressFn& progress) {
  MLINK_TRY(check(options));
  MLINK_ASSIGN(const auto snapshot, experiment.snapshot());
  const auto data_hash = content_hash(*snapshot.table);
  Keeper keeper(experiment);
  StudyHands hands;
  hands.executor = thread_executor();
  hands.pictures = [&](int side, const std::stop_token& until) { return experiment.pictures(side, until); };
  MLINK_ASSIGN(hands.known, known_cells(experiment, options, data_hash));
  bool found = false;
  hands.keep = [&](const StudyReport& report) -> Status {
    if (!found) MLINK_TRY(keeper.find(report.options, report.data_hash));
    found = true;
    return keeper.keep(report, report.complete || stop.stop_requested());
  };
  MLINK_ASSIGN(auto report, run_study(snapshot, options, hands, stop, progress));
  report.versions = versions_now();
  report.created = now_utc();
  return report;
}

Result<std::optional<StudyReport>> newest_study(const ExperimentReader& reader, StudyKind kind) {
  MLINK_ASSIGN(const auto results, reader.results(stored_kind(kind)));
  if (results.empty()) return std::optional<StudyReport>();
  MLINK_ASSIGN(const auto stored, reader.result(results.back().id));
  MLINK_ASSIGN(auto report, study_from_text(stored.document));
  report.versions = stored.versions;
  report.created = stored.created;
  return std::optional(std::move(report));
}

}  // namespace mlink
