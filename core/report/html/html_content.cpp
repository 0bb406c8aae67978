// What the HTML report tells, read from the file and computed.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "base/text.h"
#include "experiment/picture_file.h"
#include "experiment/staleness.h"
#include "report/html/html_report.h"
#include "report/study_report.h"
#include "scheduling/limits.h"

namespace mlink::report {
namespace {

constexpr int kWidestPicture = 480;

std::string native_value(double value) { return fmt::format("{:.3g}", value); }

std::string label_of(const OutputSpec& spec, double value) {
  const auto index = static_cast<std::size_t>(std::max(0., value));
  return index < spec.labels.size() ? spec.labels[index] : native_value(value);
}

std::string spoken(const Words& words) { return words.empty() ? "no words" : fmt::format("{}", fmt::join(words, " ")); }

std::string exact_of(const OutputSpec& spec, const LinkFrame& frame) {
  switch (spec.task) {
    case Task::count: return fmt::format("{:.0f}", frame.exact);
    case Task::regression: return native_value(frame.exact);
    case Task::localization: return frame.exact > 0.5 ? "a box" : "no box";
    case Task::sequence: return spoken(frame.exact_words());
    default: return label_of(spec, frame.exact);
  }
}

std::string predicted_of(const OutputSpec& spec, const LinkFrame& frame) {
  switch (spec.task) {
    case Task::count: return fmt::format("{:.1f} predicted", frame.predicted);
    case Task::regression: return native_value(frame.predicted) + " predicted";
    case Task::localization: return "IoU " + score_text(frame.score);
    case Task::multi_label: return score_text(frame.score) + " of the labels agree";
    case Task::sequence: return spoken(frame.predicted_words()) + " predicted";
    default: return label_of(spec, frame.predicted) + " predicted";
  }
}

/// Indices of a link's boxes: the one asked for, or the one that gains most over its prior.
Result<std::pair<int, int>> chosen_link(const MatrixData& matrix, const HtmlReportOptions& options) {
  std::pair<int, int> best{-1, -1};
  double most = -2;
  for (int i = 0; i < matrix.size(); ++i)
    for (int j = 0; j < matrix.size(); ++j) {
      const auto& cell = matrix.cell(i, j);
      if (!cell) continue;
      const bool named = matrix.boxes[static_cast<std::size_t>(i)] == options.source &&
                         matrix.boxes[static_cast<std::size_t>(j)] == options.target;
      if (named) return std::pair{i, j};
      const double lift = cell->test.p - cell->prior_p;
      if (lift > most) {
        most = lift;
        best = {i, j};
      }
    }
  if (options.source.empty() && options.target.empty()) return best;
  return fail(ErrorKind::not_found, fmt::format("There is no link from {} to {}.", options.source, options.target),
              fmt::format("The links are between {}.", fmt::join(matrix.boxes, ", ")));
}

RowId box_id(const Overview& overview, const std::string& name) {
  for (const BoxRow& box : overview.boxes)
    if (box.name == name) return box.id;
  return 0;
}

HtmlPicture picture_of(ExperimentReader& reader, const Snapshot& snapshot, const LinkDetail& detail,
                       const LinkFrame& frame) {
  HtmlPicture picture;
  picture.exact = exact_of(detail.spec, frame);
  picture.predicted = predicted_of(detail.spec, frame);
  picture.right = frame.right;
  const OutputTable& table = *snapshot.link_table;
  const auto camera = static_cast<std::size_t>(frame.key.camera);
  picture.place = fmt::format("{}, frame {}", table.cameras[camera], count_text(frame.key.ordinal));
  const SourceFrame at = table.source_of(frame.key);
  const CameraRow& source = snapshot.overview.cameras[static_cast<std::size_t>(at.source)];
  const auto seen = reader.picture(source.id, at.ordinal);
  const auto jpeg = seen ? jpeg_of(*seen, kWidestPicture) : Result<std::string>(tl::make_unexpected(seen.error()));
  if (!jpeg) {
    picture.problem = source.recorded ? "recorded outputs, no video" : jpeg.error().what;
    return picture;
  }
  picture.jpeg = *jpeg;
  picture.width = seen->width();
  picture.height = seen->height();
  const auto marks = [&](const std::string& box) {
    auto found = reader.marks(source.id, box_id(snapshot.overview, box), at.ordinal);
    return found ? std::move(*found) : Marks{};
  };
  picture.source_marks = marks(detail.source);
  picture.target_marks = marks(detail.target);
  return picture;
}

Status add_worst(HtmlContent& content, ExperimentReader& reader, const HtmlReportOptions& options,
                 const std::stop_token& stop) {
  MLINK_ASSIGN(const auto link, chosen_link(*content.matrix, options));
  if (link.first < 0) return {};
  MLINK_ASSIGN(const LinkDetail detail,
               link_detail(content.snapshot, content.matrix->boxes[static_cast<std::size_t>(link.first)],
                           content.matrix->boxes[static_cast<std::size_t>(link.second)]));
  content.worst_link = detail.source + " \u2192 " + detail.target;
  const auto wrong = std::count_if(detail.frames.begin(), detail.frames.end(), [](const auto& f) { return !f.right; });
  const auto worst = detail.worst(static_cast<std::size_t>(std::max(options.pictures, 0)));
  const auto shown = static_cast<std::int64_t>(detail.frames.size());
  content.worst_note = fmt::format("{} of {} test frames are wrong", count_text(wrong), count_text(shown));
  if (const auto more = detail.figures.test.frames - shown; more > 0)
    content.worst_note +=
        fmt::format("; on {} more, which p counts too, {} has no output", count_text(more), detail.source);
  content.worst_note += ". Largest error first, one a camera and 2 s.";
  for (const LinkFrame& frame : worst) {
    if (stop.stop_requested()) return stopped();
    content.pictures.push_back(picture_of(reader, content.snapshot, detail, frame));
  }
  return {};
}

std::vector<Amount> budgets_of(const HtmlReportOptions& options, CostKind kind, double full) {
  std::vector<Amount> budgets;
  for (const Amount& amount : options.budgets)
    if (amount.kind == kind) budgets.push_back(amount);
  if (budgets.empty())
    for (const double share : {.25, .5, .75}) budgets.push_back({kind, share * full});
  return budgets;
}

Result<HtmlReplays> replays_of(const HtmlContent& content, CostKind kind, const HtmlReportOptions& options,
                               const std::stop_token& stop, const ProgressFn& progress) {
  const Snapshot& snapshot = content.snapshot;
  HtmlReplays replays;
  replays.kind = kind;
  replays.full = cost_of(snapshot.link_costs, BoxSet::all(content.matrix->size()), kind);
  if (auto rows = activations_of(*content.matrix, snapshot.link_costs, kind)) replays.activations = std::move(*rows);
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = options.methods.empty() ? method_names() : options.methods;
  const auto engine = make_replay(snapshot, settings, stop, progress);
  if (!engine) {
    // An unknown method is the caller's mistake; what the data do not give is the report's to tell.
    if (engine.error().kind == ErrorKind::stopped || !options.methods.empty())
      return tl::make_unexpected(engine.error());
    replays.problem = engine.error().what;
    return replays;
  }
  replays.answers = sweep(**engine);
  for (const Amount& budget : budgets_of(options, kind, replays.full)) {
    if (stop.stop_requested()) return stopped();
    replays.at.push_back((*engine)->at(budget.value));
  }
  return replays;
}

/// The hash of the outputs that the newest study of this name was computed from, as the file keeps it.
std::string data_of_study(const std::vector<ToldRun>& runs, std::string_view study) {
  for (const ToldRun& run : runs)
    if (run.run.kind == std::string(kStudyKindPrefix) + std::string(study)) return run.run.data_hash;
  return {};
}

Status add_studies(HtmlContent& content, const ExperimentReader& reader, const std::vector<ToldRun>& runs) {
  for (const Study* study : studies::studies()) {
    MLINK_ASSIGN(const auto result, newest_study(reader, *study));
    if (!result) continue;
    // What an earlier program kept may not tell whether it fits; the outputs themselves do.
    StudyHead& head = result->head;
    if (head.stale.empty() && head.inputs.empty() && study->needs().boxes > 0 &&
        data_of_study(runs, study->name()) != content_hash(*content.snapshot.table))
      head.stale = "Made on other outputs than are stored now.";
    HtmlStudy told{std::string(study->title()), head.stale, {study_paper_table(*result)}};
    for (const auto& name : study->more_tables()) told.tables.push_back(result->more_table(name));
    content.studies.push_back(std::move(told));
  }
  return {};
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:%Y-%m-%d %H:%M}", local);
}

}  // namespace

Result<HtmlContent> html_content(const std::filesystem::path& file, const HtmlReportOptions& options,
                                 const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_ASSIGN(auto reader, ExperimentReader::open(file));
  HtmlContent content;
  content.made = now_text();
  MLINK_ASSIGN(content.snapshot, reader.snapshot());
  MLINK_ASSIGN(auto runs, told_runs(reader));
  MLINK_TRY(add_studies(content, reader, runs));
  const std::string trained_rows = trained_rows_hash(content.snapshot);
  for (ToldRun& run : runs) {
    if (run.group == RunGroup::import)
      content.imports.push_back(std::move(run));
    else if (run.group == RunGroup::method && run.run.data_hash == trained_rows)
      content.trainings.push_back(std::move(run));
  }
  if (!content.snapshot.links) return content;
  content.matrix = matrix_of(content.snapshot);
  content.ensembles = ensembles_of(content.snapshot);
  for (const Amount& budget : options.budgets)
    MLINK_TRY(costs_known(content.snapshot.link_costs, budget.kind, file.string()));
  for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory}) {
    if (!content.snapshot.link_costs.known(kind)) continue;
    MLINK_ASSIGN(auto replays, replays_of(content, kind, options, stop, progress));
    content.replays.push_back(std::move(replays));
  }
  MLINK_TRY(add_worst(content, reader, options, stop));
  return content;
}

}  // namespace mlink::report
