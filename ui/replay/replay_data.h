// What the Replay page shows, as values: the what-if answers of one experiment for both kinds of cost, the frontier
// that the slider stands on, the strips in time and one frame. Built off the GUI thread, immutable, shared; no widgets.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/confidence.h"
#include "base/error.h"
#include "experiment/views.h"
#include "ui/common/output_text.h"
#include "ui/replay/lane_counts.h"

namespace mlink::ui {

/// The questions the page asks. ReplayEngine answers them for an experiment (engine_what_if); tests answer them with
/// numbers worked by hand. Const use from many threads is safe.
class WhatIf {
 public:
  virtual ~WhatIf() = default;
  [[nodiscard]] virtual ReplayResult at(double budget) const = 0;
  [[nodiscard]] virtual std::vector<double> breakpoints() const = 0;
  [[nodiscard]] virtual std::vector<Outcome> outcomes(const std::string& method, double budget) const = 0;
  [[nodiscard]] virtual std::vector<ReplayEngine::ShownOutput> shown(const std::string& method, double budget,
                                                                     std::size_t row) const = 0;
  [[nodiscard]] virtual Selection selection(double budget) const = 0;
  [[nodiscard]] virtual std::size_t first_row() const = 0;
  /// Whether shown() of this method is so quick that the GUI thread may ask.
  [[nodiscard]] virtual bool quick(const std::string& /*method*/) const { return true; }
};
[[nodiscard]] std::shared_ptr<const WhatIf> engine_what_if(std::shared_ptr<const ReplayEngine> engine);

/// A budget at which mlink runs another set of boxes.
struct FrontierStop {
  double budget = 0;
  std::string label;  ///< "pose", "+ hog", "all"
  BoxSet set;
};

struct Frontier {
  CostKind kind = CostKind::memory;
  double full = 0;  ///< cost of running all boxes: the right end of the scale
  std::vector<FrontierCurve> curves;
  std::vector<FrontierStop> stops;
  /// mlink's accuracy from each budget on, as the training part alone knows it: no test row takes part. Empty: not
  /// known.
  std::vector<FrontierCurve::Point> known;
  [[nodiscard]] const FrontierCurve* curve(const std::string& method) const;
  /// The cheapest budget at which the accuracy is reached by what the training part knows; none: nothing is known, or
  /// never.
  [[nodiscard]] std::optional<double> known_budget(double accuracy) const;
};
[[nodiscard]] Frontier frontier_of(const WhatIf& engine, CostKind kind, double full,
                                   const std::vector<std::string>& boxes);

/// Fills in what the training part knows. The snapshot has links.
void add_known(const Snapshot& snapshot, Frontier& frontier, const std::stop_token& stop);

/// A budget to begin with: the last stop up to half of running everything, else the first; 0 without stops.
[[nodiscard]] double telling_budget(const Frontier& frontier);

/// A replay under one kind of cost.
struct ReplaySide {
  std::shared_ptr<const WhatIf> engine;
  Frontier frontier;
  std::optional<Error> problem;  ///< why there is none: costs not known, say
};

struct ReplayData {
  std::string file;  ///< name of the experiment, for titles and exports
  std::string stale;
  std::shared_ptr<const OutputTable> table;
  std::vector<RowId> source_ids, box_ids;  ///< of table's sources and columns, to ask for pictures and marks
  CostTable costs;
  std::array<ReplaySide, 2> sides;                    ///< by CostKind
  std::vector<std::vector<std::size_t>> camera_rows;  ///< rows of each camera, in time
  std::vector<double> frame_seconds;       ///< of each camera: usual time from a frame to the next, gaps left out
  std::vector<double> moments;             ///< seconds at which a camera has a frame, each once
  double seconds = 0;                      ///< length: end of the last frame
  std::vector<std::string> notes;          ///< provenance, for exports
  std::shared_ptr<const Chances> chances;  ///< of predictions by links; null: there are no links to ask

  [[nodiscard]] const ReplaySide& side(CostKind kind) const { return sides[kind == CostKind::memory ? 0 : 1]; }
  [[nodiscard]] std::size_t boxes() const { return table ? table->columns.size() : 0; }
  /// Last row of the camera that begins at or before `at` seconds.
  [[nodiscard]] std::optional<std::size_t> row_at(int camera, double at) const;
  /// Whether the row, which is row_at of that moment, is its camera's frame then: false before the camera's first
  /// frame, behind its last one and between two of its files.
  [[nodiscard]] bool covers(std::size_t row, double at) const;
  /// Position of a row within its camera.
  [[nodiscard]] std::size_t index_of(std::size_t row) const;
};
/// Fills camera_rows, frame_seconds, moments and seconds from the table.
void index_rows(ReplayData& data);

/// What the page compares: the defaults, and beside greedy what all sets compared with the same knowledge give.
[[nodiscard]] std::vector<std::string> shown_methods();
/// Builds both engines of a snapshot (seconds; off the GUI thread). Fails when there are no links; a kind whose costs
/// are not known has a problem in its side.
[[nodiscard]] Result<std::shared_ptr<const ReplayData>> build_replay_data(const Snapshot& snapshot,
                                                                          const std::stop_token& stop,
                                                                          const ProgressFn& progress);

/// Strips in time: lanes by method and box over the cells (frames) of one camera or of all.
struct StripLane {
  std::string name;
  std::vector<Outcome> cells;
  LaneCounts sums;              ///< of the cells
  std::vector<bool> counts;     ///< by cell: whether the box has an exact output there
  std::optional<double> share;  ///< right among the cells that count: those where the box has an output
  double without = 0;           ///< share of the cells where the box itself has no output, or failed
  bool run = false;             ///< run in every cell that counts
};
struct StripGroup {
  std::string method, title;
  std::vector<StripLane> lanes;
};
struct StripCurve {
  std::string method;
  std::vector<std::pair<double, double>> points;  ///< seconds, share right over 10 s
};
struct StripsData {
  std::vector<double> begin;  ///< seconds of each cell, ascending; cells of several cameras may share one
  double cell_seconds = 0;    ///< length of a cell; of several cameras the shortest
  double length = 0;          ///< of the time axis
  double trained_until = 0;   ///< seconds; before it nothing is evaluated
  double curve_seconds = 0;   ///< from a point of a curve to the next; a longer way is a gap
  std::vector<StripGroup> groups;
  std::vector<StripCurve> curves;
};
/// camera < 0: all cameras. outcomes: if asked for, those of the method `wanted`, boxes x evaluated rows.
[[nodiscard]] StripsData strips_of(const ReplayData& data, CostKind kind, double budget, int camera,
                                   const std::vector<std::string>& lane_methods, const std::string& wanted = {},
                                   std::vector<Outcome>* outcomes = nullptr);
[[nodiscard]] std::string set_text(const std::vector<std::string>& boxes, BoxSet set, const std::string& none = "–");
[[nodiscard]] bool is_right(Outcome outcome);
[[nodiscard]] bool is_wrong(Outcome outcome);

/// One row of "This frame".
struct FrameLine {
  std::string box;
  Outcome outcome = Outcome::none;
  std::string shown, exact;
  std::optional<double> chance;  ///< that what links predict is right, as the training part tells
  std::string remark;            ///< why it is wrong: "the share differs by 0.034, 0.02 is allowed"
};
/// Whether they are there at once: else the method has to walk to the frame, or a chance is not calibrated yet.
[[nodiscard]] bool frame_lines_at_once(const ReplayData& data, CostKind kind, double budget, const std::string& method,
                                       std::size_t row);
[[nodiscard]] std::vector<FrameLine> frame_lines(const ReplayData& data, CostKind kind, double budget,
                                                 const std::string& method, std::size_t row);

}  // namespace mlink::ui
