// An experiment as one HTML file for people: what was done with which inputs, matrix, ensembles, activation, accuracy
// over budgets, methods at some budgets, worst frames, studies. It needs no network and no scripts (tables sort where
// scripts run), is light or dark as the reader's system, and always light on paper. All figures are those of the tables
// in report.h, so they equal the command line's. Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "report/report.h"
#include "report/runs.h"

namespace mlink::report {

struct HtmlReportOptions {
  /// That the methods are compared at; of a kind without any: a quarter, a half and three quarters of what all boxes
  /// cost.
  std::vector<Amount> budgets = {};
  std::vector<std::string> methods = {};  ///< empty: all
  /// The link whose worst frames are shown; empty: the one with the largest lift.
  std::string source = {}, target = {};
  int pictures = 6;  ///< at most; 0: none
};

/// What all boxes cost and what each method gives, under one kind of budget.
struct HtmlReplays {
  CostKind kind = CostKind::time;
  double full = 0;                      ///< cost of all boxes
  std::vector<ReplayResult> answers;    ///< over all budgets at which an answer changes
  std::vector<ReplayResult> at;         ///< at the chosen budgets
  std::vector<Activation> activations;  ///< empty: not known
  std::string problem;                  ///< why there is no replay; empty: there is one
};
/// A frame with a large error.
struct HtmlPicture {
  std::string jpeg;  ///< its bytes; empty: `problem` says why
  double width = 4, height = 3;
  Marks source_marks, target_marks;
  std::string exact, predicted, place, problem;
  bool right = false;
};
/// A study's tables that the file keeps.
struct HtmlStudy {
  std::string title;
  std::string stale;  ///< why its figures are not of the outputs as they are; empty: they are
  std::vector<Table> tables;
};

/// All that the report tells, as values.
struct HtmlContent {
  Snapshot snapshot;
  std::optional<MatrixData> matrix;  ///< none: there are no links
  std::vector<EnsembleRow> ensembles;
  std::vector<HtmlReplays> replays;  ///< kinds that boxes have costs of
  std::string worst_link;            ///< "pose → persons"
  std::string worst_note;
  std::vector<HtmlPicture> pictures;
  std::vector<HtmlStudy> studies;
  std::vector<ToldRun> imports;    ///< of the recorded boxes
  std::vector<ToldRun> trainings;  ///< of methods, on the outputs as they are
  std::string made;                ///< date and time
};
/// Reads and computes it. A part that cannot be computed says why in the report. Errors: the file's, unknown methods,
/// a budget of a cost that is not known, boxes without such a link, `stopped`.
[[nodiscard]] Result<HtmlContent> html_content(const std::filesystem::path& file, const HtmlReportOptions& options,
                                               const std::stop_token& stop, const ProgressFn& progress);
[[nodiscard]] std::string html_report(const HtmlContent& content);

}  // namespace mlink::report
