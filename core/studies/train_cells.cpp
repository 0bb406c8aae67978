// Trainings of a study, one (part, seed) after the other.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <tuple>

#include "analysis/analysis.h"
#include "studies/trained.h"

namespace mlink::studies {
namespace {

struct Unit {
  double part = 0;
  std::uint64_t seed = 0;
  std::int64_t test_from = 0;  ///< the end of the largest part
};

std::vector<Unit> units_of(const OutputTable& table, const TrainingPlan& plan) {
  auto parts = plan.parts;
  std::sort(parts.begin(), parts.end());
  std::vector<Unit> units;
  const auto largest = parts.empty() ? 0 : parts.back();
  const auto split = split_at(table, plan.train.split, largest);  // a part that is wrong is told by check_parts
  const auto test_from = split ? static_cast<std::int64_t>(split->train) : 0;
  for (const double part : parts)
    for (int r = 0; r < plan.repeats; ++r)
      units.push_back({part, plan.train.seed + static_cast<std::uint64_t>(r), test_from});
  return units;
}

/// The rows before `train`, then those from `test_from` on: what trains and tests a part whose test begins later.
OutputTable without_middle(const OutputTable& table, std::size_t train, std::size_t test_from) {
  std::vector<std::size_t> rows(train + table.rows() - test_from);
  std::iota(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(train), std::size_t{0});
  std::iota(rows.begin() + static_cast<std::ptrdiff_t>(train), rows.end(), test_from);
  return table_of_rows(table, rows);
}

/// The same pictures in another order of rows.
Pictures in_order(const Pictures& pictures, const std::vector<std::size_t>& order) {
  Pictures out = make_pictures(order.size(), pictures.side);
  for (std::size_t row = 0; row < order.size(); ++row) {
    const auto from = pictures.row(order[row]);
    std::copy(from.begin(), from.end(), out.pixels.begin() + static_cast<std::ptrdiff_t>(row * out.size()));
    out.there[row] = pictures.there[order[row]];
  }
  return out;
}

StudyCell cell_of(const Unit& unit, PredictorKind by, const std::string& source, const std::string& target,
                  const LinkFigures& figures) {
  return {unit.part,
          unit.seed,
          by,
          source,
          target,
          figures.test.p,
          figures.test.native,
          figures.prior_p,
          figures.test.interval,
          figures.lift_interval,
          figures.trained_frames,
          figures.test.frames,
          unit.test_from,
          figures.best_epoch,
          figures.parameters,
          {}};
}

std::vector<StudyCell> cells_of(const Unit& unit, const LinkSet& links, const OutputTable& table,
                                const Executor& executor) {
  std::map<std::string, std::string> verdicts;
  for (const auto& row : ensembles_of(links, table, executor)) verdicts[row.target] = row.verdict;
  std::vector<StudyCell> cells;
  const int k = static_cast<int>(links.boxes().size());
  for (int j = 0; j < k; ++j) {
    const auto& target = links.boxes()[static_cast<std::size_t>(j)];
    bool any = false;
    for (int i = 0; i < k; ++i) {
      if (!links.has_link(i, j)) continue;
      any = true;
      cells.push_back(cell_of(unit, PredictorKind::link, links.boxes()[static_cast<std::size_t>(i)], target,
                              links.link_figures(i, j)));
    }
    if (!any) continue;
    cells.push_back(cell_of(unit, PredictorKind::ensemble, {}, target, links.ensemble_figures(j)));
    cells.back().verdict = verdicts[target];
  }
  return cells;
}

/// The same trainings would come out, part and seed aside.
bool same_training(TrainSettings a, const TrainSettings& b) {
  a.part = b.part;
  a.seed = b.seed;
  return a == b;
}
bool same_student(std::optional<StudentSettings> a, const std::optional<StudentSettings>& b) {
  if (a && b) a->seed = b->seed;
  return a && a == b;
}

class Run {
 public:
  Run(const StudyInput& input, TrainedResult& result)
      : plan_(result.trained_with().plan()),
        ordered_(in_split_order(input.snapshot.table, plan_.train)),
        table_(*ordered_),
        snapshot_(input.snapshot),
        hands_(input.hands),
        stop_(input.stop),
        result_(result),
        units_(units_of(table_, plan_)),
        boxes_(static_cast<std::int64_t>(table_.columns.size())),
        meter_(input.progress, "Study", "trainings", total(), take_over()) {}

  Status run() {
    MLINK_TRY(check_parts());
    for (const Unit& unit : units_) {
      MLINK_TRY(train_unit(unit));
      if (with_students()) MLINK_TRY(train_students(unit));
    }
    result_.head.complete = true;
    meter_.finish();
    return keep();
  }

 private:
  [[nodiscard]] bool with_students() const { return plan_.student.has_value(); }
  [[nodiscard]] std::int64_t per_unit() const { return boxes_ * boxes_ + (with_students() ? boxes_ : 0); }
  [[nodiscard]] std::int64_t total() const { return static_cast<std::int64_t>(units_.size()) * per_unit(); }
  [[nodiscard]] Status keep() const { return hands_.keep ? hands_.keep(result_) : Status{}; }
  [[nodiscard]] bool has(const Unit& unit, PredictorKind by, const std::string& target = {}) const {
    return std::any_of(result_.cells.begin(), result_.cells.end(), [&](const StudyCell& cell) {
      return cell.part == unit.part && cell.seed == unit.seed &&
             (cell.by == PredictorKind::student) == (by == PredictorKind::student) &&
             (target.empty() || cell.target == target);
    });
  }

  /// Whether this study would compute the cell. Of another version's it counts, too, whose test rows nobody knows.
  [[nodiscard]] bool wanted(const StudyCell& cell, bool own) const {
    return std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
      return unit.part == cell.part && unit.seed == cell.seed &&
             (unit.test_from == cell.test_from || (!own && cell.test_from < 0));
    });
  }

  /// Puts the known cells that this study asks for into the result; says how many trainings that saves. What another
  /// program version has trained could have come out otherwise here: it is counted instead.
  std::int64_t take_over() {
    using Key = std::tuple<double, std::uint64_t, PredictorKind, std::string, std::string>;
    std::set<Key> seen;
    std::map<std::string, std::set<Key>> left;  // by version
    for (const bool own : {true, false}) {
      for (const auto& known : hands_.known) {
        if ((known.versions == hands_.versions) != own || !same_training(known.train, plan_.train)) continue;
        for (const auto& cell : known.cells) {
          const Key key{cell.part, cell.seed, cell.by, cell.source, cell.target};
          const bool student = cell.by == PredictorKind::student;
          if (!wanted(cell, own) || seen.contains(key) || (student && !same_student(known.student, plan_.student)))
            continue;
          if (!own) {
            left[known.versions].insert(key);
            continue;
          }
          seen.insert(key);
          result_.cells.push_back(cell);
        }
      }
    }
    for (const auto& [versions, cells] : left)
      say_once(
          fmt::format("{} figures that {} computed are not taken over, since another version may train otherwise: "
                      "{} computes them anew.",
                      cells.size(), versions, hands_.versions));
    return trainings_done();
  }

  [[nodiscard]] std::int64_t trainings_done() const {
    std::int64_t done = 0;
    for (const Unit& unit : units_) {
      if (has(unit, PredictorKind::link)) done += boxes_ * boxes_;
      for (const auto& column : table_.columns)
        if (with_students() && has(unit, PredictorKind::student, column.box)) ++done;
    }
    return done;
  }

  /// A part that leaves nothing to train or test is told before hours of training.
  [[nodiscard]] Status check_parts() const {
    for (const Unit& unit : units_) MLINK_TRY(split_at(table_, plan_.train.split, unit.part));
    return {};
  }

  Status train_unit(const Unit& unit) {
    if (has(unit, PredictorKind::link)) return {};
    auto settings = plan_.train;
    settings.part = unit.part;
    settings.seed = unit.seed;
    std::int64_t told = 0;
    const auto tell = [&](const ProgressEvent& event) {
      const auto now = event.total > 0 ? event.done * boxes_ * boxes_ / event.total : 0;
      meter_.advance(now - told, fmt::format("{:g} % trains, seed {}: {}", unit.part * 100, unit.seed, event.detail));
      told = now;
    };
    MLINK_ASSIGN(const auto split, split_at(table_, plan_.train.split, unit.part));
    const auto test_from = static_cast<std::size_t>(unit.test_from);
    std::optional<OutputTable> shorter;
    if (split.train < test_from) {
      shorter = without_middle(table_, split.train, test_from);
      // Half a row more, so that the split of the shorter table falls on the same row whatever is rounded.
      settings.part = (static_cast<double>(split.train) + 0.5) / static_cast<double>(shorter->rows());
      settings.split = SplitKind::time;  // the rows are in the split's order already
    }
    const OutputTable& table = shorter ? *shorter : *snapshot_.table;
    auto links = train_links(table, settings, hands_.executor, stop_, tell, known_links(table, settings));
    if (!links) return give_up(links.error());
    meter_.advance(boxes_ * boxes_ - told);
    for (auto& cell : cells_of(unit, *links, table, hands_.executor)) result_.cells.push_back(std::move(cell));
    return keep();
  }

  /// The links in use, to be taken over where they are the same training by this program.
  const LinkSet* known_links(const OutputTable& table, const TrainSettings& settings) {
    const auto* links = snapshot_.links.get();
    const auto& sets = snapshot_.overview.link_sets;
    if (!links || sets.empty() || sets.front().versions == hands_.versions) return links;
    if (links->settings() == settings && links->data_hash() == content_hash(table))
      say_once(
          fmt::format("The links in use, trained by {}, are not taken over, since another version may train "
                      "otherwise: {} trains them anew.",
                      sets.front().versions, hands_.versions));
    return nullptr;
  }

  /// What was finished is kept, whatever the reason to end.
  Status give_up(const Error& error) const {
    MLINK_TRY(keep());
    return tl::make_unexpected(error);
  }

  Status train_students(const Unit& unit) {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < table_.columns.size(); ++c)
      if (Student::offers(table_.columns[c].spec) && !has(unit, PredictorKind::student, table_.columns[c].box))
        columns.push_back(c);
    if (columns.empty() || no_pictures_) return {};
    if (pictures_.rows() == 0) MLINK_TRY(fetch_pictures());
    if (no_pictures_) return {};
    MLINK_ASSIGN(const auto split, split_at(table_, plan_.train.split, unit.part));
    std::vector<std::optional<Result<StudyCell>>> cells(columns.size());
    hands_.executor(columns.size(), [&](std::size_t n) {
      cells[n] = student_cell(unit, table_.columns[columns[n]], split.train);
      meter_.advance(1, fmt::format("{:g} % trains, seed {}: student of {}", unit.part * 100, unit.seed,
                                    table_.columns[columns[n]].box));
    });
    std::optional<Error> ended;
    for (auto& cell : cells) {
      if (!cell) continue;
      if (*cell)
        result_.cells.push_back(std::move(**cell));
      else if (cell->error().kind != ErrorKind::invalid_input)  // a target without training output has no links either
        ended = cell->error();
    }
    if (ended) return give_up(*ended);
    return keep();
  }

  Status fetch_pictures() {
    if (!hands_.pictures) {
      say_once("Student: no pictures. Its column is left out.");
      no_pictures_ = true;
      return {};
    }
    auto pictures = hands_.pictures(plan_.student->side, stop_);
    if (!pictures && pictures.error().kind == ErrorKind::stopped) return give_up(pictures.error());
    if (!pictures) {
      say_once("Student: no pictures. " + pictures.error().text());
      no_pictures_ = true;
      return {};
    }
    pictures_ = plan_.train.split == SplitKind::time
                    ? std::move(*pictures)
                    : in_order(*pictures, split_order(*snapshot_.table, plan_.train.split, plan_.train.split_seed));
    const auto lacking = std::count(pictures_.there.begin(), pictures_.there.end(), false);
    if (lacking > 0)
      say_once(
          fmt::format("Student: {} of {} frames have no picture; it says the prior there.", lacking, pictures_.rows()));
    for (const auto& column : table_.columns)
      if (!Student::offers(column.spec))
        say_once(fmt::format("Student: not for {}, whose outputs are words.", column.box));
    return {};
  }
  void say_once(std::string note) {
    if (std::find(result_.head.notes.begin(), result_.head.notes.end(), note) == result_.head.notes.end())
      result_.head.notes.push_back(std::move(note));
  }

  Result<StudyCell> student_cell(const Unit& unit, const OutputColumn& column, std::size_t train) const {
    auto settings = *plan_.student;
    settings.seed = unit.seed;
    MLINK_ASSIGN(const auto student, Student::train(pictures_, column, train, settings, stop_));
    std::vector<std::size_t> rows;  // the same as a link's: where the target is known
    for (std::size_t row = static_cast<std::size_t>(unit.test_from); row < table_.rows(); ++row) {
      const auto values = column.row(row);
      const auto finite = [](float v) { return std::isfinite(v); };
      if (column.present(row) && std::all_of(values.begin(), values.end(), finite)) rows.push_back(row);
    }
    const auto said = student.predict(pictures_, rows);
    const auto prior = student.prior(rows.size());
    std::vector<std::size_t> taught(train);
    std::iota(taught.begin(), taught.end(), std::size_t{0});
    const auto block = correlation_time(column, taught, student.prior(train));  // as a link's
    LinkFigures figures;
    figures.test = evaluate(column, rows, said, plan_.train.bootstrap, unit.seed, block);
    figures.prior_p = evaluate(column, rows, prior, 0).p;
    figures.lift_interval = lift_interval(column, rows, said, prior, plan_.train.bootstrap, unit.seed, block);
    figures.trained_frames = student.trained_frames();
    figures.best_epoch = student.best_epoch();
    figures.parameters = student.parameters();
    return cell_of(unit, PredictorKind::student, {}, column.box, figures);
  }

  TrainingPlan plan_;
  std::shared_ptr<const OutputTable> ordered_;
  const OutputTable& table_;  ///< rows in the order of the split
  const Snapshot& snapshot_;
  const StudyHands& hands_;
  std::stop_token stop_;
  TrainedResult& result_;
  std::vector<Unit> units_;
  std::int64_t boxes_;
  Pictures pictures_;
  bool no_pictures_ = false;
  ProgressMeter meter_;
};

}  // namespace

Status train_cells(const StudyInput& input, TrainedResult& result) { return Run(input, result).run(); }

}  // namespace mlink::studies
