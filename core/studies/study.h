// A study, an experiment on links with tables of its own, as an extension point: one class in one file (see
// STUDIES.md). Command line, report and kept results ask the registry below which studies there are, and know no study
// by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/number.h"
#include "base/progress.h"
#include "base/table.h"
#include "experiment/experiment.h"
#include "studies/study_cell.h"

namespace mlink::studies {

/// What a study cannot do without.
struct StudyNeeds {
  int boxes = 2;          ///< with outputs; 0: it looks at no output
  bool links = false;     ///< measures the links in use
  bool pictures = false;  ///< looks at the frames themselves where there are any
};

/// One option as it is typed, bound to the settings that offer it.
struct StudyOption {
  std::string name;  ///< "repeats" is typed --repeats
  std::string about;
  /// A bool is a flag that turns it round; a list is typed with commas.
  std::variant<bool*, int*, std::uint64_t*, double*, std::vector<double>*> value;
  std::optional<std::pair<int, int>> range = {};  ///< of an int, where typing tells it already
};

/// The settings of one kind of study; made with the defaults.
class StudySettings {
 public:
  virtual ~StudySettings() = default;

  int repeats = 3;

  /// In the order of the help.
  [[nodiscard]] virtual std::vector<StudyOption> options() = 0;
  /// After options were typed: settings without an option of their own follow those that have one.
  virtual void resolve() {}
  /// Names the first setting that is out of its range.
  [[nodiscard]] virtual Status check() const = 0;
  [[nodiscard]] virtual std::uint64_t seed() const = 0;  ///< of the first repeat
  /// All that makes the figures what they are, into a JSON object; and from what any version of this program wrote.
  /// Throws nlohmann::json::exception where it is something else.
  virtual void write(nlohmann::json& json) const = 0;
  [[nodiscard]] virtual Status read(const nlohmann::json& json) = 0;

 protected:
  StudySettings() = default;
  StudySettings(const StudySettings&) = default;
  StudySettings& operator=(const StudySettings&) = default;
};
/// What checks of settings say: "The study's {name} is {value}; it must be {must}."
[[nodiscard]] tl::unexpected<Error> bad_setting(std::string_view name, const std::string& value, std::string_view must);
[[nodiscard]] Status check_repeats(int repeats);

/// What is told of every study.
struct StudyHead {
  std::string data_hash, versions, created;
  bool complete = false;  ///< false: it was stopped; the same study goes on from here
  std::vector<std::string> boxes;
  std::vector<OutputSpec> specs;
  std::int64_t frames = 0;
  std::vector<std::string> notes;
  std::string inputs;  ///< what it was computed from, as experiment/staleness.h writes it; empty: not kept
  std::string stale;   ///< why it does not fit the file any more; empty: it fits, or it is not known
};

/// The one figure that stands for a study in a list of what was computed.
struct StudyHeadline {
  std::string name;  ///< "mean p, 10 %"
  double value = kNan;
  Interval interval{kNan, kNan};  ///< 95 %; means of several figures' ends hold however these go together
  int decimals = 2;
  bool is_signed = false;
  std::string unit = {};  ///< behind the value
};

/// What came out of one study: its figures, and how they are kept and told.
class StudyResult {
 public:
  virtual ~StudyResult() = default;

  StudyHead head;

  [[nodiscard]] virtual std::string_view study() const = 0;           ///< the study's name
  [[nodiscard]] virtual const StudySettings& given() const = 0;       ///< what it ran with
  [[nodiscard]] virtual std::string reading_note() const = 0;         ///< what a reader of the figures must know
  virtual void write(nlohmann::json& json) const = 0;                 ///< its figures, as the file keeps them
  [[nodiscard]] virtual Status read(const nlohmann::json& json) = 0;  ///< the same; throws as StudySettings::read
  virtual void tell(nlohmann::json& json) const = 0;                  ///< its figures, for documents

  /// One row a predictor, target and whatever else varies, all figures: for machines.
  [[nodiscard]] virtual Table long_table() const = 0;
  /// Laid out for people, mean ± standard deviation; a study of the paper's as the paper lays it out.
  [[nodiscard]] virtual Table paper_table() const = 0;
  /// One of Study::more_tables.
  [[nodiscard]] virtual Table more_table(std::string_view /*name*/) const { return {}; }
  /// Nothing: no figure stands for it, or it has none yet.
  [[nodiscard]] virtual std::optional<StudyHeadline> headline() const { return {}; }
  /// What other studies may take over; nothing: it trains nothing.
  [[nodiscard]] virtual std::optional<Trainings> trainings() const { return {}; }

 protected:
  StudyResult() = default;
  StudyResult(const StudyResult&) = default;
  StudyResult& operator=(const StudyResult&) = default;
};

/// What a study works with besides the snapshot.
struct StudyHands {
  Executor executor;
  /// The pictures of the table's rows, of this side. Empty: there are none.
  std::function<Result<Pictures>(int side, const std::stop_token& stop)> pictures;
  std::vector<Trainings> known;                    ///< by earlier studies on the same outputs
  std::string versions;                            ///< of this program: what others trained is not taken over
  std::function<Status(const StudyResult&)> keep;  ///< called when something is finished, and at a stop
};

/// What Study::run is given: settings that are in range, a snapshot that has what the study needs.
struct StudyInput {
  const Snapshot& snapshot;
  const StudyHands& hands;
  std::stop_token stop;
  ProgressFn progress;
};

class Study {
 public:
  Study() = default;
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;
  virtual ~Study() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;   ///< as typed: mlink study NAME
  [[nodiscard]] virtual std::string_view title() const = 0;  ///< one line for a help text
  [[nodiscard]] virtual StudyNeeds needs() const { return {}; }
  /// Tables beside the long and the paper's one: "summary" is exported as study-NAME-summary.
  [[nodiscard]] virtual std::vector<std::string> more_tables() const { return {}; }
  [[nodiscard]] virtual std::unique_ptr<StudySettings> defaults() const = 0;
  /// From what any version of this program has kept: {"study": name, settings...} and the document around it.
  [[nodiscard]] virtual Result<std::unique_ptr<StudyResult>> read(const nlohmann::json& settings,
                                                                  const nlohmann::json& document) const = 0;
  /// `head` is what the outputs say; what is finished goes to hands.keep. Deterministic, but
  /// for a study that measures time.
  [[nodiscard]] virtual Result<std::unique_ptr<StudyResult>> run(const StudyInput& input, const StudySettings& settings,
                                                                 StudyHead head) const = 0;
};

/// What a study of these types derives from. Own has a public member `settings` of type Settings.
template <class Settings, class Own>
class StudyOf : public Study {
 public:
  [[nodiscard]] std::unique_ptr<StudySettings> defaults() const final { return std::make_unique<Settings>(); }
  [[nodiscard]] Result<std::unique_ptr<StudyResult>> read(const nlohmann::json& settings,
                                                          const nlohmann::json& document) const final {
    auto result = std::make_unique<Own>();
    MLINK_TRY(result->settings.read(settings));
    MLINK_TRY(result->settings.check());
    MLINK_TRY(result->read(document));
    return std::unique_ptr<StudyResult>(std::move(result));
  }
  [[nodiscard]] Result<std::unique_ptr<StudyResult>> run(const StudyInput& input, const StudySettings& settings,
                                                         StudyHead head) const final {
    const auto* own = dynamic_cast<const Settings*>(&settings);
    if (!own) return fail(ErrorKind::invalid_input, "These are the settings of another study.");
    auto result = std::make_unique<Own>();
    result->settings = *own;
    result->head = std::move(head);
    MLINK_TRY(fill(input, *result));
    return std::unique_ptr<StudyResult>(std::move(result));
  }

 protected:
  /// Computes the figures. result.head.complete and hands.keep are the study's part.
  [[nodiscard]] virtual Status fill(const StudyInput& input, Own& result) const = 0;
};

/// All studies: the built-in ones in the order of the help, then others as they registered. Thread-safe.
[[nodiscard]] std::vector<const Study*> studies();
[[nodiscard]] const Study* find_study(std::string_view name);  ///< null: unknown
[[nodiscard]] std::vector<std::string> study_names();
/// Adds a study for the life of the program; false where the name is taken. Before main() or before anyone asks.
bool add_study(std::unique_ptr<const Study> study);

// The built-in studies, one file each.
[[nodiscard]] std::unique_ptr<const Study> sizes_study();        ///< Fig. 2
[[nodiscard]] std::unique_ptr<const Study> ensemble_study();     ///< Table 3
[[nodiscard]] std::unique_ptr<const Study> correlation_study();  ///< Table 2
[[nodiscard]] std::unique_ptr<const Study> overhead_study();     ///< Fig. 3
[[nodiscard]] std::unique_ptr<const Study> simulation_study();   ///< selectors on drawn problems

/// Runs a study.
/// Errors: settings out of range, or of another study; too few boxes; no links where it needs them; what training says
/// of the table; `stopped` within one epoch, after what was finished was kept.
[[nodiscard]] Result<std::unique_ptr<StudyResult>> run_study(const Study& study, const Snapshot& snapshot,
                                                             const StudySettings& settings, const StudyHands& hands,
                                                             const std::stop_token& stop, const ProgressFn& progress);
/// Runs a study on an experiment, on all cores, and keeps its figures in the file. What an earlier run of this program
/// version has finished with the same settings and outputs is taken over, whether it was stopped or asked for less;
/// figures of another version stay in the file, and a note says how many were computed anew.
[[nodiscard]] Result<std::unique_ptr<StudyResult>> run_study(const Study& study, Experiment& experiment,
                                                             const StudySettings& settings, const std::stop_token& stop,
                                                             const ProgressFn& progress);
/// The newest result of this study that the file holds, with `stale` as the file is now; null: none was kept.
[[nodiscard]] Result<std::unique_ptr<StudyResult>> newest_study(const ExperimentReader& reader, const Study& study);

/// As kept in the experiment file.
[[nodiscard]] std::string study_to_text(const StudyResult& result);
/// From what any version of this program has kept.
[[nodiscard]] Result<std::unique_ptr<StudyResult>> study_from_text(const Study& study, const std::string& text);
/// {"study": name, ...}: for the file and for documents.
[[nodiscard]] nlohmann::json study_settings_json(std::string_view study, const StudySettings& settings);

}  // namespace mlink::studies
