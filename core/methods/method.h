// A way to spend a budget, as an extension point: one class in one file. Replay, command line, exports and window ask
// the registry below which methods there are, and know no method by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "methods/orders.h"
#include "methods/predictor.h"
#include "methods/score_table.h"
#include "methods/timeline.h"
#include "outputs/costs.h"
#include "outputs/frame_features.h"
#include "scheduling/scheduling.h"

namespace mlink::methods {

struct Pictures;  // methods/kd_student.h

/// What a method cannot do without.
struct MethodNeeds {
  bool links = false;           ///< predicts by links
  bool pictures = false;        ///< looks at the frames themselves
  bool frame_features = false;  ///< looks at figures of the frames
  bool training = false;        ///< learns from outputs of the training part
  bool trained = false;         ///< by a training of its own, Method::train, which the file keeps
  bool hindsight = false;       ///< a reference, not a method to use: it chooses by the test rows' exact outputs
};

/// Where the output of a box in a frame comes from.
/// predicted_again: what links predicted in an earlier frame, shown again.
enum class Given : std::uint8_t { nothing, run, by_links, by_method, reused, predicted_again };

/// Places [begin, end) of Timeline::test in which one box is given otherwise than Plan::sets say.
struct Stretch {
  int box = 0;
  std::size_t begin = 0, end = 0;
  Given given = Given::run;
  std::size_t from = 0;  ///< reused, predicted_again: the place whose output or prediction is shown again
};

/// What the boxes that do not run show.
enum class Unrun : std::uint8_t {
  missing,   ///< nothing
  by_links,  ///< what links predict from the boxes that run
  priors     ///< their constant of the training part
};

/// What stretches cost beyond what the plan's sets do (less, where they spare an execution), over all rows.
struct OwnSpent {
  double prefix_seconds = 0, prefix_executions = 0, rest_seconds = 0, rest_executions = 0;
  double own_bytes = 0;  ///< of the method itself
  double box_bytes = 0;  ///< of the boxes that stretches run and that are loaded at once
  BoxSet loaded;         ///< all that stretches run: each is loaded once, at the start
};

/// What a plan's stretches score and cost, added up while the method was prepared: a slider asks a hundred times a
/// second, and of some methods every frame of every box is a stretch.
struct OwnSums {
  std::vector<std::vector<double>> sums;  ///< boxes x pieces; empty for a box that the plan's sets describe
  OwnSpent spent;
};

/// What a method does at one budget. A set of boxes a period is the fast way; stretches are what differs from it.
struct Plan {
  std::vector<BoxSet> sets;  ///< one a period: these run
  BoxSet prefix;             ///< these run on the prefixes besides
  Unrun unrun = Unrun::by_links;
  std::string note;
  /// Why the method cannot be used here at all (no pictures, not trained); what it gives is not known then. Empty: it
  /// can.
  std::string cannot;
  std::vector<Stretch> stretches;      ///< by box, then begin; of one box none reaches into the next
  std::shared_ptr<const OwnSums> own;  ///< in place of stretches, which PreparedMethod::stretches gives then, by box

  /// What the boxes that do not run are predicted from in a period: the empty set predicts priors.
  [[nodiscard]] BoxSet sources(std::size_t period) const { return unrun == Unrun::by_links ? sets[period] : BoxSet(); }
};

/// What a method may look at besides outputs and links.
struct Aids {
  std::shared_ptr<const FrameFeatures> features;  ///< of the table's rows; null: the experiment has none
  std::map<std::string, std::string> trained;     ///< by method: bytes that its training left, of this training part
};

/// What a plan is made from. All of it outlives what is prepared. Only a method of hindsight may read outputs of
/// `timeline.test` or `scores` outside the prefixes; the others see the training part (the other rows) and, through
/// `orders`, what a prefix measured.
struct MethodInput {
  const OutputTable& table;
  const Timeline& timeline;
  const ScoreTable& scores;
  const Predictor& predictor;
  const CostTable& costs;
  CostKind kind = CostKind::time;
  bool prefix = false;  ///< whether boxes are profiled on the prefixes
  const Orders& orders;
  const Aids& aids;
};

/// Budgets come 0 or more, in MethodInput::kind. Const use from many threads must be safe.
class PreparedMethod {
 public:
  PreparedMethod() = default;
  PreparedMethod(const PreparedMethod&) = delete;
  PreparedMethod& operator=(const PreparedMethod&) = delete;
  virtual ~PreparedMethod() = default;

  [[nodiscard]] virtual Plan plan(double budget) const = 0;
  /// A plan's stretches of one box, for who looks at single frames: where cameras take turns there is one a frame.
  [[nodiscard]] virtual std::vector<Stretch> stretches(double budget, int box) const;
  /// Adds the budgets at which the plan changes.
  virtual void add_breakpoints(std::vector<double>& budgets) const = 0;
  /// The method's own prediction of `box` on rows of the table, in the shape of Predictor::predict.
  [[nodiscard]] virtual Predictions predict(int box, std::span<const std::size_t> rows) const;
  /// What that costs: seconds once a frame in which a box is given so, bytes while it is loaded.
  [[nodiscard]] virtual Costs own_cost() const { return {}; }
  /// Activation probability of each box in a period; nothing where the method has none.
  [[nodiscard]] virtual std::span<const double> probability(std::size_t period, double budget) const;
};

/// What a training of a method's own may see. All of it outlives the training.
struct MethodTraining {
  const OutputTable& table;  ///< the rows that trained the links, and no other; boxes as the links have them
  double inner_part = 0.2;   ///< of these rows, their end in time: they choose the best epoch
  std::uint64_t seed = 1;
  /// Runs what it is given, and tells the seconds that took: a method has no clock of its own.
  std::function<double(const std::function<void()>&)> seconds_of;
  const Pictures* pictures = nullptr;       ///< of all frames of the experiment; null: there are none
  std::vector<std::size_t> picture_rows{};  ///< of each row of the table: its row in `pictures`
  std::string frames{};                     ///< frames_hash() of all frames of the experiment
};
/// Names which frames a table has, in which order.
[[nodiscard]] std::string frames_hash(const OutputTable& table);
/// Side of MethodTraining::pictures.
inline constexpr int kMethodPictureSide = 64;

class Method {
 public:
  Method() = default;
  Method(const Method&) = delete;
  Method& operator=(const Method&) = delete;
  virtual ~Method() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;   ///< as typed and as written in tables
  [[nodiscard]] virtual std::string_view about() const = 0;  ///< one line for a help text
  [[nodiscard]] virtual MethodNeeds needs() const = 0;
  /// Whether it is compared where nobody says which methods.
  [[nodiscard]] virtual bool by_default() const { return false; }
  /// Of a method that needs().trained: JSON of what its training depends on besides the data and the seed.
  [[nodiscard]] virtual std::string training_settings() const { return "{}"; }
  /// The same: trains once, and gives the bytes that the file keeps and Aids::trained hands back. Deterministic for a
  /// seed but for what is measured; runs on the calling thread. Errors: nothing to learn from; `stopped`.
  [[nodiscard]] virtual Result<std::string> train(const MethodTraining& training, const std::stop_token& stop,
                                                  const ProgressFn& progress) const;
  [[nodiscard]] virtual Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const = 0;
};

/// All methods: the built-in ones in the order of tables, then others as they registered. Thread-safe.
[[nodiscard]] std::vector<const Method*> methods();
[[nodiscard]] const Method* find_method(std::string_view name);  ///< null: unknown
[[nodiscard]] std::vector<std::string> method_names();
[[nodiscard]] std::vector<std::string> default_methods();
/// Adds a method for the life of the program; false where the name is taken. Before main() or before anyone replays.
bool add_method(std::unique_ptr<const Method> method);

// The built-in methods, one file each.
[[nodiscard]] std::unique_ptr<const Method> mlink_method();       ///< Algorithm 1: greedy by activation probability
[[nodiscard]] std::unique_ptr<const Method> standalone_method();  ///< cheapest time first; what does not run is missing
[[nodiscard]] std::unique_ptr<const Method> optimum_method();     ///< the best sets in hindsight
[[nodiscard]] std::unique_ptr<const Method> prior_method();       ///< runs nothing: what is known anyway
[[nodiscard]] std::unique_ptr<const Method> prior_fill_method();  ///< standalone's boxes; priors for the others
[[nodiscard]] std::unique_ptr<const Method> mlink_exact_method();  ///< what mlink knows, all sets compared
[[nodiscard]] std::unique_ptr<const Method> drls_method();         ///< a learnt scheduler, frame by frame
[[nodiscard]] std::unique_ptr<const Method> student_method();      ///< nets that learnt each box from pictures
[[nodiscard]] std::unique_ptr<const Method> mtl_method();          ///< one net with a head a box

[[nodiscard]] std::unique_ptr<const Method> reducto_method();  ///< frames that changed little are left out
[[nodiscard]] std::unique_ptr<const Method> reducto_previous_method();
[[nodiscard]] std::unique_ptr<const Method> reducto_sum_method();
[[nodiscard]] std::unique_ptr<const Method> mlink_filter_method();   ///< mlink-exact, and such frames left out
[[nodiscard]] std::unique_ptr<const Method> mlink_refresh_method();  ///< unsure outputs made exact with what is left

/// A method that misses what it needs: it is listed, and says why it gives nothing.
[[nodiscard]] std::unique_ptr<PreparedMethod> prepared_nothing(const MethodInput& input, std::string cannot);

inline constexpr const char* kPriorsOnly = "no box fits the budget: priors only";

}  // namespace mlink::methods
