#include "links/nets/ensemble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/number.h"
#include "base/random.h"
#include "links/nets/mlp.h"

namespace mlink::links {
namespace {

/// One rank of ranked_weights outweighs all lower ones: e^-40 is below a float's resolution.
constexpr float kRank = 40;
/// By how much a gate falls with its link's loss, in units of the mean loss's error (1 / sqrt(rows)); LINKS.md tells
/// what other values gave.
constexpr double kLossPerGate = 3;
/// Standard errors by which the inner rows must prefer other weights to those by loss: one side of a 90 % interval for
/// the links by rank, and more for what was chosen among many epochs. Of few rows more (of_few).
constexpr double kClearRank = 1.645, kClearEpoch = 3;
constexpr std::size_t kSubsets = 8;

double mean(const std::vector<double>& values) {
  double sum = 0, n = 0;
  for (const double v : values)
    if (std::isfinite(v)) sum += v, ++n;
  return n > 0 ? sum / n : kNan;
}

class Trainer {
 public:
  Trainer(const EnsembleTask& task, int boxes);
  std::optional<TrainedEnsemble> run(const std::stop_token& stop);
  /// Whether these weights keep what run() asks for: of all sources they say no less than the best link alone.
  [[nodiscard]] bool holds(const EnsembleWeights& weights);
  /// The links as they are: each by its mean loss on all training rows or, where the inner rows clearly prefer it, the
  /// best present one. Nothing here is left to chance.
  [[nodiscard]] EnsembleWeights untrained();
  /// Whether the inner rows, over the subsets, prefer `weights` by so many standard errors.
  [[nodiscard]] bool clearly_better(const EnsembleWeights& weights, const EnsembleWeights& than, double errors);

 private:
  struct Score {
    double whole = 0, p = 0, loss = 0;  ///< p of all sources; means over the subsets
  };
  EnsembleWeights start() const;
  EnsembleWeights by_loss() const;
  EnsembleWeights best_present_first();
  double least_of(const EnsembleWeights& weights, double whole);
  std::vector<double> row_scores(const EnsembleWeights& weights);
  Score score(const EnsembleWeights& weights);
  double subset_p(const EnsembleWeights& weights, BoxSet subset, double& loss);
  void products(const EnsembleWeights& weights, std::size_t first, std::size_t n, std::vector<AlignedFloats>& u) const;
  void epoch(Random& random);
  void step(std::span<const std::uint32_t> rows, Random& random);
  BoxSet drop(BoxSet present, Random& random) const;
  void learn_gates(std::size_t n);
  [[nodiscard]] std::size_t inner_first() const { return task_.fit < task_.rows.size() ? task_.fit : 0; }

  const EnsembleTask& task_;
  const Kernel& kernel_;
  std::size_t out_, ld_, batch_;
  Descent descent_;
  EnsembleWeights weights_, moments_;
  std::vector<BoxSet> subsets_;  ///< the first is all sources
  RowScorer scorer_;
  std::vector<std::uint32_t> order_;
  std::vector<AlignedFloats> inner_u_, x_, u_, g_;  ///< one a source
  AlignedFloats inner_z_, t_, z_;
  std::vector<BoxSet> batch_present_;
  std::vector<float> share_;            ///< batch x sources
  std::vector<double> gate_gradients_;  ///< one a source
  std::vector<double> mean_u_;          ///< of one row, one an output
};

/// Standard errors that of so many degrees of freedom are as rare as `errors` of many: Student's t for the normal
/// distribution's quantile (Cornish and Fisher's expansion).
double of_few(double errors, double freedom) {
  const double z = errors, z2 = z * z, first = z * (z2 + 1) / 4, second = z * ((5 * z2 + 16) * z2 + 3) / 96,
               third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  return z + first / freedom + second / (freedom * freedom) + third / (freedom * freedom * freedom);
}

BoxSet all_of(const std::vector<int>& sources) {
  BoxSet set;
  for (const int i : sources) set = set.with(i);
  return set;
}

Trainer::Trainer(const EnsembleTask& task, int boxes)
    : task_(task),
      kernel_(*task.kernel),
      out_(task.target->width()),
      ld_(kernel_.pad(out_)),
      batch_(static_cast<std::size_t>(task.settings->batch)),
      descent_{static_cast<float>(task.settings->learning_rate), static_cast<float>(task.settings->alpha),
               static_cast<float>(task.settings->epsilon)},
      scorer_(kernel_, *task.target, *task.column, std::span(task.rows).subspan(inner_first())) {
  weights_.ld = moments_.ld = ld_;
  weights_.gate.assign(static_cast<std::size_t>(boxes), 0.F);
  weights_.blocks.resize(static_cast<std::size_t>(boxes));
  weights_.bias.assign(ld_, 0.F);
  moments_ = weights_;
  Random random(job_seed(task.seed, 4, 0));
  subsets_.push_back(all_of(task.sources));
  while (subsets_.size() < kSubsets && task.sources.size() > 2) subsets_.push_back(drop(subsets_[0], random));
  order_.resize(task.fit);
  std::iota(order_.begin(), order_.end(), 0U);
  const std::size_t inner = task.rows.size() - inner_first();
  const std::size_t k = task.sources.size();
  inner_u_.assign(k, AlignedFloats(inner * ld_));
  x_.assign(k, AlignedFloats(batch_ * ld_));
  u_ = g_ = x_;
  inner_z_.resize(inner * ld_);
  t_.resize(batch_ * ld_);
  z_.resize(batch_ * ld_);
  batch_present_.resize(batch_);
  share_.resize(batch_ * k);
  gate_gradients_.resize(k);
  mean_u_.resize(out_);
}

/// At least two of the present sources, each of the others left out by chance.
BoxSet Trainer::drop(BoxSet present, Random& random) const {
  BoxSet kept = present;
  // A random order of leaving, so that the two that stay are not always the same.
  std::array<int, BoxSet::kMax> order{};
  std::size_t n = 0;
  for (const int i : task_.sources)
    if (present.has(i)) order[n++] = i;
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  for (std::size_t i = 0; i < n; ++i)
    if (kept.size() > 2 && random.unit() < task_.settings->source_drop) kept = kept.without(order[i]);
  return kept;
}

EnsembleWeights Trainer::start() const {
  EnsembleWeights weights = weights_;
  if (task_.settings->scalar_weights) return weights;
  for (const int i : task_.sources) {
    auto& block = weights.blocks[static_cast<std::size_t>(i)];
    block.assign(out_ * ld_, 0.F);
    for (std::size_t o = 0; o < out_; ++o) block[o * ld_ + o] = 1;
  }
  return weights;
}

/// Gates so far apart that of any subset the link that is best on the inner part speaks alone.
EnsembleWeights Trainer::best_present_first() {
  struct Rank {
    int source;
    double p, loss;
  };
  std::vector<Rank> ranks;
  const EnsembleWeights plain = weights_;
  for (const int i : task_.sources) {
    double loss = 0;
    const double p = subset_p(plain, BoxSet().with(i), loss);
    ranks.push_back({i, p, loss});
  }
  std::stable_sort(ranks.begin(), ranks.end(),
                   [](const Rank& a, const Rank& b) { return better(b.p, b.loss, a.p, a.loss); });
  std::vector<int> sources;
  sources.reserve(ranks.size());
  for (const Rank& rank : ranks) sources.push_back(rank.source);
  return ranked_weights(ld_, static_cast<int>(weights_.gate.size()), sources);
}

/// Shares that fall with the mean loss. The rows that taught the links flatter them, yet on so few rows as there are
/// they tell more of which link is worth what than the inner ones alone.
EnsembleWeights Trainer::by_loss() const {
  const std::size_t n = task_.rows.size();
  const auto& start = task_.target->start;
  AlignedFloats z(n * ld_);
  std::vector<double> losses;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t s = 0; s < task_.sources.size(); ++s) {
    std::copy(task_.z[s].begin(), task_.z[s].end(), z.begin());
    for (std::size_t r = 0; r < n; ++r)  // where it has no output it predicts the prior
      if (!task_.present[r].has(task_.sources[s])) std::copy(start.begin(), start.end(), z.data() + r * ld_);
    losses.push_back(task_.target->loss(n, ld_, task_.exact.data(), z.data()) / static_cast<double>(n));
    if (losses.back() < least) least = losses.back();
  }
  EnsembleWeights weights = weights_;
  const double steep = kLossPerGate * std::sqrt(static_cast<double>(n));
  for (std::size_t s = 0; s < losses.size(); ++s) {
    const double behind = std::min(losses[s] - least, 1e6);  // also where the loss is beyond all numbers
    weights.gate[static_cast<std::size_t>(task_.sources[s])] = static_cast<float>(-steep * behind);
  }
  return weights;
}

EnsembleWeights Trainer::untrained() {
  EnsembleWeights plain = by_loss(), ranked = best_present_first();
  return clearly_better(ranked, plain, kClearRank) ? ranked : plain;
}

void Trainer::products(const EnsembleWeights& weights, std::size_t first, std::size_t n,
                       std::vector<AlignedFloats>& u) const {
  for (std::size_t s = 0; s < task_.sources.size(); ++s) {
    const auto& block = weights.blocks[static_cast<std::size_t>(task_.sources[s])];
    const float* z = task_.z[s].data() + first * ld_;
    if (block.empty())
      std::copy_n(z, n * ld_, u[s].data());
    else
      kernel_.affine(n, out_, ld_, z, ld_, block.data(), nullptr, false, u[s].data());
  }
}

/// p and loss of one subset on the inner rows; inner_u_ holds the blocks' products (for one source: not used).
double Trainer::subset_p(const EnsembleWeights& weights, BoxSet subset, double& loss) {
  const std::size_t first = inner_first(), n = task_.rows.size() - first;
  std::vector<bool> silent(n, false);
  std::array<const float*, BoxSet::kMax> u{};
  for (std::size_t r = 0; r < n; ++r) {
    const BoxSet present(task_.present[first + r].bits() & subset.bits());
    float* into = inner_z_.data() + r * ld_;
    silent[r] = present.empty();
    std::copy(task_.target->start.begin(), task_.target->start.end(), into);
    if (present.empty()) continue;
    for (std::size_t s = 0; s < task_.sources.size(); ++s) {
      const int i = task_.sources[s];
      u[static_cast<std::size_t>(i)] = inner_u_[s].data() + r * ld_;
      if (present.size() == 1 && present.has(i)) std::copy_n(task_.z[s].data() + (first + r) * ld_, ld_, into);
    }
    if (present.size() > 1) weights.combine(present, u.data(), into);
  }
  loss = task_.target->loss(n, ld_, task_.exact.data() + first * ld_, inner_z_.data()) / static_cast<double>(n);
  if (!std::isfinite(loss)) return kNan;
  return scorer_.p(inner_z_.data(), ld_, silent);
}

Trainer::Score Trainer::score(const EnsembleWeights& weights) {
  products(weights, inner_first(), task_.rows.size() - inner_first(), inner_u_);
  std::vector<double> ps, losses;
  for (const BoxSet subset : subsets_) {
    double loss = 0;
    ps.push_back(subset_p(weights, subset, loss));
    losses.push_back(loss);
  }
  const bool broken = std::any_of(losses.begin(), losses.end(), [](double l) { return !std::isfinite(l); });
  return {ps[0], mean(ps), broken ? std::numeric_limits<double>::infinity() : mean(losses)};
}

/// Gradient of the gates from the gradient z_ of the combination, and one step: with d the share of a source,
/// d loss / d gate_i = sum over rows of share_i g (u_i - mean u).
void Trainer::learn_gates(std::size_t n) {
  const std::size_t k = task_.sources.size();
  std::fill(gate_gradients_.begin(), gate_gradients_.end(), 0.0);
  for (std::size_t r = 0; r < n; ++r) {
    std::fill(mean_u_.begin(), mean_u_.end(), 0.0);
    for (std::size_t s = 0; s < k; ++s) {
      const float share = share_[r * k + s];
      if (share <= 0) continue;
      for (std::size_t o = 0; o < out_; ++o) mean_u_[o] += share * u_[s][r * ld_ + o];
    }
    for (std::size_t s = 0; s < k; ++s) {
      const float share = share_[r * k + s];
      if (share <= 0) continue;
      double dot = 0;
      for (std::size_t o = 0; o < out_; ++o) dot += z_[r * ld_ + o] * (u_[s][r * ld_ + o] - mean_u_[o]);
      gate_gradients_[s] += share * dot;
    }
  }
  for (std::size_t s = 0; s < k; ++s) {
    const auto i = static_cast<std::size_t>(task_.sources[s]);
    const auto g = static_cast<float>(gate_gradients_[s]);
    moments_.gate[i] = descent_.alpha * moments_.gate[i] + (1 - descent_.alpha) * g * g;
    weights_.gate[i] -= descent_.rate * g / (std::sqrt(moments_.gate[i]) + descent_.epsilon);
  }
}

void Trainer::step(std::span<const std::uint32_t> rows, Random& random) {
  const std::size_t n = rows.size(), k = task_.sources.size();
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t s = 0; s < k; ++s) std::copy_n(task_.z[s].data() + rows[r] * ld_, ld_, x_[s].data() + r * ld_);
    std::copy_n(task_.exact.data() + rows[r] * ld_, ld_, t_.data() + r * ld_);
    batch_present_[r] = drop(task_.present[rows[r]], random);
  }
  std::array<const float*, BoxSet::kMax> u{};
  for (std::size_t s = 0; s < k; ++s) {
    const auto& block = weights_.blocks[static_cast<std::size_t>(task_.sources[s])];
    if (block.empty())
      std::copy_n(x_[s].data(), n * ld_, u_[s].data());
    else
      kernel_.affine(n, out_, ld_, x_[s].data(), ld_, block.data(), nullptr, false, u_[s].data());
  }
  for (std::size_t r = 0; r < n; ++r) {
    float top = -std::numeric_limits<float>::infinity(), sum = 0;
    const auto gate = [&](std::size_t s) { return weights_.gate[static_cast<std::size_t>(task_.sources[s])]; };
    const auto in = [&](std::size_t s) { return batch_present_[r].has(task_.sources[s]); };
    for (std::size_t s = 0; s < k; ++s) {
      u[static_cast<std::size_t>(task_.sources[s])] = u_[s].data() + r * ld_;
      if (in(s)) top = std::max(top, gate(s));
    }
    for (std::size_t s = 0; s < k; ++s) sum += share_[r * k + s] = in(s) ? std::exp(gate(s) - top) : 0.F;
    for (std::size_t s = 0; s < k; ++s) share_[r * k + s] /= sum;
    weights_.combine(batch_present_[r], u.data(), z_.data() + r * ld_);
  }
  kernel_.loss_gradient(task_.target->head, n, out_, ld_, t_.data(), z_.data());
  learn_gates(n);
  for (std::size_t s = 0; s < k; ++s) {
    auto& block = weights_.blocks[static_cast<std::size_t>(task_.sources[s])];
    if (block.empty()) continue;
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t o = 0; o < ld_; ++o) g_[s][r * ld_ + o] = share_[r * k + s] * z_[r * ld_ + o];
    kernel_.update(n, out_, ld_, x_[s].data(), ld_, g_[s].data(), descent_, block.data(),
                   moments_.blocks[static_cast<std::size_t>(task_.sources[s])].data());
  }
  kernel_.update_bias(n, ld_, z_.data(), descent_, weights_.bias.data(), moments_.bias.data());
}

void Trainer::epoch(Random& random) {
  for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random.below(i)]);
  for (std::size_t begin = 0; begin < order_.size(); begin += batch_)
    step(std::span(order_).subspan(begin, std::min(batch_, order_.size() - begin)), random);
}

/// The scores of the inner rows, each the mean over the subsets. Empty: the weights have left the finite numbers.
std::vector<double> Trainer::row_scores(const EnsembleWeights& weights) {
  const std::size_t first = inner_first(), n = task_.rows.size() - first;
  const TargetCode& target = *task_.target;
  std::vector<double> scores(n, 0.0);
  std::vector<float> predicted(target.prior.size());
  products(weights, first, n, inner_u_);
  for (const BoxSet subset : subsets_) {
    double loss = 0;
    (void)subset_p(weights, subset, loss);  // leaves the activations in inner_z_
    if (!std::isfinite(loss)) return {};
    for (std::size_t r = 0; r < n; ++r) {
      if (BoxSet(task_.present[first + r].bits() & subset.bits()).empty())
        predicted = target.prior;
      else
        target.decode(inner_z_.data() + r * ld_, predicted.data());
      scores[r] += frame_score(task_.column->spec, task_.column->row(task_.rows[first + r]), predicted);
    }
  }
  for (double& score : scores) score /= static_cast<double>(subsets_.size());
  return scores;
}

bool Trainer::clearly_better(const EnsembleWeights& weights, const EnsembleWeights& than, double errors) {
  const std::vector<double> scores = row_scores(weights), others = row_scores(than);
  const auto n = static_cast<double>(scores.size());
  if (scores.size() < 2 || others.size() != scores.size()) return false;
  double gain = 0, squares = 0;
  for (std::size_t r = 0; r < scores.size(); ++r) gain += (scores[r] - others[r]) / n;
  for (std::size_t r = 0; r < scores.size(); ++r) squares += std::pow(scores[r] - others[r] - gain, 2);
  return gain > of_few(errors, n - 1) * std::sqrt(squares / (n - 1) / n);
}

/// p of these weights with all sources, or of the best single link where that is more.
double Trainer::least_of(const EnsembleWeights& weights, double whole) {
  double least = whole;
  for (const int i : task_.sources) {
    double loss = 0;
    const double p = subset_p(weights, BoxSet().with(i), loss);
    if (std::isfinite(p)) least = std::isfinite(least) ? std::max(least, p) : p;
  }
  return least;
}

bool Trainer::holds(const EnsembleWeights& weights) {
  const EnsembleWeights plain = untrained();
  const double least = least_of(plain, score(plain).whole);
  return !(score(weights).whole < least);
}

std::optional<TrainedEnsemble> Trainer::run(const std::stop_token& stop) {
  // A row in which fewer than two sources speak is its link or the prior: nothing to learn.
  std::erase_if(order_, [&](std::uint32_t r) { return task_.present[r].size() < 2; });
  TrainedEnsemble best{untrained(), 0};
  Score best_score = score(best.weights);
  const double least = least_of(best.weights, best_score.whole);
  const auto consider = [&](const EnsembleWeights& weights, int epoch) {
    const Score s = score(weights);
    if (!std::isfinite(s.loss)) return false;
    if (!(s.whole < least) && better(s.p, s.loss, best_score.p, best_score.loss)) {
      best = {weights, epoch};
      best_score = s;
    }
    return true;
  };
  weights_ = start();
  moments_ = weights_;
  for (auto& block : moments_.blocks) std::fill(block.begin(), block.end(), 0.F);
  Random random(job_seed(task_.seed, 5, 0));
  for (int e = 1; e <= task_.settings->epochs && !order_.empty(); ++e) {
    if (stop.stop_requested()) return std::nullopt;
    epoch(random);
    if (!consider(weights_, e)) break;
  }
  return best;
}

TrainedEnsemble mean_of(const std::vector<TrainedEnsemble>& ensembles) {
  TrainedEnsemble mean = ensembles.front();
  for (std::size_t n = 1; n < ensembles.size(); ++n) {
    const auto& other = ensembles[n].weights;
    const float share = 1.F / static_cast<float>(n + 1);
    const auto approach = [share](auto& mean_values, const auto& values) {
      for (std::size_t i = 0; i < mean_values.size(); ++i) mean_values[i] += share * (values[i] - mean_values[i]);
    };
    approach(mean.weights.gate, other.gate);
    approach(mean.weights.bias, other.bias);
    for (std::size_t i = 0; i < other.blocks.size(); ++i) approach(mean.weights.blocks[i], other.blocks[i]);
    mean.best_epoch += ensembles[n].best_epoch;
  }
  mean.best_epoch /= static_cast<int>(ensembles.size());
  return mean;
}

}  // namespace

bool better(double p, double loss, double best_p, double best_loss) {
  if (std::isfinite(p) && std::isfinite(best_p) && p != best_p) return p > best_p;
  return loss < best_loss;
}

EnsembleWeights ranked_weights(std::size_t ld, int boxes, std::span<const int> sources) {
  const auto k = static_cast<std::size_t>(boxes);
  EnsembleWeights weights{ld, std::vector<float>(k, 0.F), std::vector<AlignedFloats>(k), AlignedFloats(ld, 0.F), {},
                          {}};
  for (std::size_t r = 0; r < sources.size(); ++r)
    weights.gate[static_cast<std::size_t>(sources[r])] = kRank * static_cast<float>(r);
  return weights;
}

void EnsembleWeights::combine(BoxSet present, const float* const* u, float* into) const {
  float top = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < gate.size(); ++i)
    if (present.has(static_cast<int>(i))) top = std::max(top, gate[i]);
  float sum = 0;
  for (std::size_t i = 0; i < gate.size(); ++i)
    if (present.has(static_cast<int>(i))) sum += std::exp(gate[i] - top);
  std::copy(bias.begin(), bias.end(), into);
  for (std::size_t i = 0; i < gate.size(); ++i) {
    if (!present.has(static_cast<int>(i))) continue;
    const float share = std::exp(gate[i] - top) / sum;
    if (share <= 0) continue;
    for (std::size_t o = 0; o < ld; ++o) into[o] += share * u[i][o];
  }
}

std::optional<TrainedEnsemble> train_ensemble(const EnsembleTask& task, int boxes, const std::stop_token& stop) {
  // All begin at the same weights, so their mean stands where most of them went.
  std::vector<TrainedEnsemble> learnt;
  std::optional<TrainedEnsemble> first;
  EnsembleTask drawn = task;
  for (std::size_t n = draws_of(*task.settings, task.target->width(), task.rows.size()); n-- > 0;) {
    drawn.seed = n == 0 ? task.seed : job_seed(task.seed, 6, static_cast<std::int64_t>(n));
    first = Trainer(drawn, boxes).run(stop);
    if (!first) return std::nullopt;
    if (first->best_epoch > 0) learnt.push_back(*first);
  }
  if (learnt.empty()) return first;
  Trainer judge(task, boxes);
  TrainedEnsemble mean = mean_of(learnt);
  if (learnt.size() > 1 && !judge.holds(mean.weights)) mean = learnt.back();
  // On few rows the best of many epochs leads by chance.
  TrainedEnsemble plain{judge.untrained(), 0};
  return judge.clearly_better(mean.weights, plain.weights, kClearEpoch) ? mean : plain;
}

RowScorer::RowScorer(const Kernel& kernel, const TargetCode& target, const OutputColumn& column,
                     std::span<const std::size_t> rows)
    : kernel_(kernel), target_(target), column_(column), rows_(rows) {
  said_.width = column.spec.width;
  said_.values.resize(rows.size() * static_cast<std::size_t>(column.spec.width));
}

double RowScorer::p(float* z, std::size_t ld, const std::vector<bool>& silent) {
  kernel_.activate(target_.head, rows_.size(), target_.width(), ld, z);
  const auto width = static_cast<std::size_t>(said_.width);
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    float* into = said_.values.data() + r * width;
    if (!silent.empty() && silent[r])
      std::copy(target_.prior.begin(), target_.prior.end(), into);
    else
      target_.decode(z + r * ld, into);
  }
  return score();
}

double RowScorer::prior_p() {
  for (std::size_t r = 0; r < rows_.size(); ++r)
    std::copy(target_.prior.begin(), target_.prior.end(),
              said_.values.begin() + static_cast<std::ptrdiff_t>(r * target_.prior.size()));
  return score();
}

double RowScorer::score() const {
  if (column_.spec.task == Task::multi_label) return evaluate(column_, rows_, said_, 0).p;
  double sum = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r) sum += frame_score(column_.spec, column_.row(rows_[r]), said_.row(r));
  return rows_.empty() ? kNan : sum / static_cast<double>(rows_.size());
}

}  // namespace mlink::links
