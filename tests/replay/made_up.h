// Tables of outputs and predictors made up from a seed, and the slow computation that the engine must agree with.
#pragma once

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "methods/kd_student.h"
#include "methods/predictor.h"
#include "replay/replay.h"

namespace made_up {

struct Shape {
  int boxes = 3;
  int rows = 400;
  int cameras = 1;
  bool holes = false;        ///< some outputs none, failed or absent
  bool only_counts = false;  ///< otherwise count, single label, localization, multi-label, regression in turn
  double frames_per_second = 1;
  std::uint64_t seed = 1;
  bool words = false;  ///< every second box, from the first on, says words
};
[[nodiscard]] std::shared_ptr<const mlink::outputs::OutputTable> table_of(const Shape& shape);

/// Right or wrong, or nearly right, by a hash of set, target and row; more sources are right more often.
class Hashed : public mlink::methods::Predictor {
 public:
  Hashed(std::shared_ptr<const mlink::outputs::OutputTable> table, std::uint64_t seed)
      : table_(std::move(table)), seed_(seed) {}
  [[nodiscard]] mlink::metrics::Predictions predict(mlink::outputs::BoxSet from, int target,
                                                    std::span<const std::size_t> rows) const override;
  [[nodiscard]] double link_p(int source, int target) const override;
  [[nodiscard]] std::vector<std::size_t> known_rows(int target) const override;

  std::size_t known = 40;            ///< rows before this one may be known
  std::function<void()> on_predict;  ///< called first, from any thread
  int mute = -1;                     ///< this target cannot be predicted

 private:
  std::shared_ptr<const mlink::outputs::OutputTable> table_;
  std::uint64_t seed_;
};

/// Says of counts whether they are predicted right; p(g_ij) as given.
class Told : public mlink::methods::Predictor {
 public:
  using Right = std::function<bool(mlink::outputs::BoxSet from, int target, std::size_t row)>;
  Told(std::shared_ptr<const mlink::outputs::OutputTable> table, Right right,
       std::map<std::pair<int, int>, double> p = {})
      : table_(std::move(table)), right_(std::move(right)), p_(std::move(p)) {}
  [[nodiscard]] mlink::metrics::Predictions predict(mlink::outputs::BoxSet from, int target,
                                                    std::span<const std::size_t> rows) const override;
  [[nodiscard]] double link_p(int source, int target) const override;
  [[nodiscard]] std::vector<std::size_t> known_rows(int /*target*/) const override { return {}; }

 private:
  std::shared_ptr<const mlink::outputs::OutputTable> table_;
  Right right_;
  std::map<std::pair<int, int>, double> p_;
};

/// Costs of 1, 2, 3, ... seconds and as many GB, or as given.
[[nodiscard]] mlink::scheduling::CostTable costs_of(const mlink::outputs::OutputTable& table,
                                                    const std::vector<double>& seconds = {});
[[nodiscard]] mlink::base::Executor one_by_one();
[[nodiscard]] mlink::base::Executor on_threads(int threads);

/// F(A) by the definition, one frame at a time, on rows [first, last).
[[nodiscard]] double slow_accuracy(const mlink::outputs::OutputTable& table, const mlink::methods::Predictor& predictor,
                                   mlink::outputs::BoxSet set, std::size_t first, std::size_t last);

/// All that an engine is built from.
struct Made {
  std::shared_ptr<const mlink::outputs::OutputTable> table;
  std::shared_ptr<const mlink::methods::Predictor> predictor;
  mlink::scheduling::CostTable costs;
  mlink::replay::ReplaySettings settings;
  std::size_t first = 0;
  mlink::methods::Aids aids = {};

  [[nodiscard]] mlink::base::Result<mlink::replay::ReplayEngine> build(
      const mlink::base::Executor& executor = one_by_one(), const std::stop_token& stop = {},
      const mlink::base::ProgressFn& progress = {}) const;
};
[[nodiscard]] Made make(const Shape& shape, std::size_t first = 40);
/// Small pictures of a table's rows that show what its boxes say there.
[[nodiscard]] mlink::methods::Pictures pictures_of(const mlink::outputs::OutputTable& table);
/// Trains the methods of the settings that need it on the rows before the first one, those that look on pictures_of();
/// what is measured is 1/1024 s.
void train_methods(Made& made, std::uint64_t seed = 1);

/// Frame features of a table's rows that go with how much its outputs change.
[[nodiscard]] std::shared_ptr<const mlink::outputs::FrameFeatures> features_of(const mlink::outputs::OutputTable& table,
                                                                               std::uint64_t seed);

[[nodiscard]] mlink::outputs::BoxSet set_of(const std::vector<int>& boxes);
/// One method's part of an answer; a copy, so that the answer may be a temporary.
[[nodiscard]] mlink::replay::MethodResult method(const mlink::replay::ReplayResult& result, const std::string& name);
/// Everything an answer says, to compare answers.
[[nodiscard]] std::string text_of(const mlink::replay::ReplayResult& result);

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace made_up

/// Equal but for the order in which sums were made.
#define VERIFY_NEAR(a, b)                                                                       \
  do {                                                                                          \
    const double a_ = (a), b_ = (b);                                                            \
    QVERIFY2(std::abs(a_ - b_) <= 1e-12,                                                        \
             qPrintable(QStringLiteral("%1, not %2").arg(a_, 0, 'g', 17).arg(b_, 0, 'g', 17))); \
  } while (false)
