#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>
#include <utility>

#include "base/random.h"
#include "links/words/predict_words.h"
#include "metrics/prior.h"

namespace mlink::links {
namespace {

struct Job {
  int source = 0, target = 0;  ///< source -1: the ensemble
};

/// Samples of one pair, their rows in time; the last `inner` of them choose the epoch.
struct PairSamples {
  Samples samples;
  std::vector<std::size_t> rows;
  std::size_t fit = 0;
  bool knows_none = false;
};

PairSamples pair_samples(const LinkSet::Data& data, const OutputTable& table, int source, int target) {
  const auto& from = table.columns[static_cast<std::size_t>(source)];
  const auto& to = table.columns[static_cast<std::size_t>(target)];
  const SourceCode& in = data.source(source);
  const TargetCode& out = data.target(target);
  PairSamples pair;
  pair.samples.inputs = in.inputs();
  pair.samples.ld_output = data.kernel->pad(out.width());
  std::vector<float> exact(pair.samples.ld_output, 0.F);
  std::vector<float> input(in.inputs());
  for (std::size_t row = 0; row < data.split.train; ++row) {
    const SourceState state = source_state(from, row, in.width());
    if (state == SourceState::left_out || !to.present(row) || !out.encode(to.row(row), exact.data())) continue;
    pair.knows_none = pair.knows_none || state == SourceState::none;
    in.encode(state, state == SourceState::present ? from.row(row) : std::span<const float>(), input.data());
    pair.samples.x.insert(pair.samples.x.end(), input.begin(), input.end());
    pair.samples.t.insert(pair.samples.t.end(), exact.begin(), exact.end());
    pair.rows.push_back(row);
  }
  pair.samples.rows = pair.rows.size();
  pair.fit = fit_rows(pair.rows.size(), data.settings.inner_part);
  return pair;
}

/// One link's nets against the part of its samples that chooses the epoch.
class LinkTraining {
 public:
  LinkTraining(const LinkSet::Data& data, const OutputTable& table, int source, int target)
      : data_(data),
        code_(data.target(target)),
        pair_(pair_samples(data, table, source, target)),
        first_(pair_.fit < pair_.rows.size() ? pair_.fit : 0),
        rows_(pair_.rows.size() - first_),
        scorer_(*data.kernel, code_, table.columns[static_cast<std::size_t>(target)],
                std::span(pair_.rows).subspan(first_)),
        seed_(seed_of(data.settings.seed, data.boxes[static_cast<std::size_t>(source)],
                      data.boxes[static_cast<std::size_t>(target)])) {}

  [[nodiscard]] const PairSamples& pair() const { return pair_; }
  [[nodiscard]] std::size_t nets() const { return nets_of(data_.settings, code_.width(), pair_.rows.size()); }
  /// The net as it begins: it says the prior.
  [[nodiscard]] Mlp start() const { return trainer(0).net(); }
  /// Net number n at its best epoch, 0: the prior stayed the best. None: stopped.
  [[nodiscard]] std::optional<std::pair<Mlp, int>> train(std::size_t n, const std::stop_token& stop) {
    MlpTrainer trainer = this->trainer(n);
    std::pair<Mlp, int> best{trainer.net(), 0};
    double best_loss = loss(best.first), best_p = scorer_.prior_p();
    for (int epoch = 1; epoch <= data_.settings.epochs; ++epoch) {
      if (stop.stop_requested()) return std::nullopt;
      trainer.epoch(pair_.samples, pair_.fit);
      const double now = loss(trainer.net());
      if (!std::isfinite(now)) break;  // the weights are lost from here on
      const double p = scorer_.p(z_.data(), pair_.samples.ld_output, {});
      if (!better(p, now, best_p, best_loss)) continue;
      best_p = p;
      best_loss = now;
      best = {trainer.net(), epoch};
    }
    return best;
  }
  /// p on the rows that choose.
  [[nodiscard]] double p(const Mlp& net) {
    (void)loss(net);
    return scorer_.p(z_.data(), pair_.samples.ld_output, {});
  }
  [[nodiscard]] double prior_p() { return scorer_.prior_p(); }

 private:
  [[nodiscard]] MlpTrainer trainer(std::size_t n) const {
    const auto seed = n == 0 ? seed_ : job_seed(seed_, 6, static_cast<std::int64_t>(n));
    return MlpTrainer(*data_.kernel, code_, pair_.samples.inputs, data_.settings, seed);
  }
  /// Leaves the net's last layer in z_.
  [[nodiscard]] double loss(const Mlp& net) {
    const std::size_t ld = pair_.samples.ld_output;
    h_.resize(rows_ * net.ld_hidden());
    z_.resize(rows_ * ld);
    net.forward(*data_.kernel, rows_, pair_.samples.x.data() + first_ * pair_.samples.inputs, h_.data(), z_.data());
    return code_.loss(rows_, ld, pair_.samples.t.data() + first_ * ld, z_.data());
  }

  const LinkSet::Data& data_;
  const TargetCode& code_;
  PairSamples pair_;
  std::size_t first_, rows_;
  RowScorer scorer_;
  std::uint64_t seed_;
  AlignedFloats h_, z_;
};

/// Trains one link: its nets, each at its best epoch, averaged. False: stopped.
bool train_link(const LinkSet::Data& data, const OutputTable& table, int source, int target,
                const std::stop_token& stop, Link& link) {
  LinkTraining training(data, table, source, target);
  const PairSamples& pair = training.pair();
  link.exists = true;
  link.knows_none = pair.knows_none;
  link.net = training.start();
  link.figures.trained_frames = static_cast<std::int64_t>(pair.rows.size());
  link.inner_first = first_inner_row(pair.rows, pair.fit);
  if (pair.rows.size() >= 2) {  // one sample teaches nothing that could be checked: the prior stays
    std::vector<Mlp> learnt;
    int epochs = 0;
    for (std::size_t n = 0; n < training.nets(); ++n) {
      auto net = training.train(n, stop);
      if (!net) return false;
      if (net->second == 0) continue;
      epochs += net->second;
      learnt.push_back(std::move(net->first));
    }
    if (!learnt.empty()) {
      link.figures.best_epoch = static_cast<int>(static_cast<std::size_t>(epochs) / learnt.size());
      link.net = learnt.size() == 1 ? learnt.front() : mean_of(*data.kernel, learnt);
      // Each net is as good as the prior on these rows; their mean may stand between.
      if (learnt.size() > 1 && training.p(link.net) < training.prior_p()) link.net = learnt.front();
    }
  }
  link.figures.parameters = static_cast<int>(link.net.parameters());
  return true;
}

EnsembleTask ensemble_task(const LinkSet::Data& data, const OutputTable& table, int target) {
  EnsembleTask task;
  const TargetCode& code = data.target(target);
  const std::size_t ld = data.kernel->pad(code.width());
  task.kernel = data.kernel;
  task.settings = &data.settings;
  task.target = &code;
  task.column = &table.columns[static_cast<std::size_t>(target)];
  task.seed = seed_of(data.settings.seed, {}, data.boxes[static_cast<std::size_t>(target)]);
  for (int i = 0; i < data.size(); ++i)
    if (i != target && data.link(i, target).learnt()) task.sources.push_back(i);
  std::vector<float> exact(ld, 0.F);
  for (std::size_t row = 0; row < data.split.train; ++row) {
    BoxSet present;
    for (const int i : task.sources) {
      const SourceState state = source_state(table.columns[static_cast<std::size_t>(i)], row, data.source(i).width());
      if (state == SourceState::present || (state == SourceState::none && data.link(i, target).knows_none))
        present = present.with(i);
    }
    if (present.empty() || !task.column->present(row) || !code.encode(task.column->row(row), exact.data())) continue;
    task.rows.push_back(row);
    task.present.push_back(present);
    task.exact.insert(task.exact.end(), exact.begin(), exact.end());
  }
  task.fit = fit_rows(task.rows.size(), data.settings.inner_part);
  for (const int i : task.sources) {
    const Link& link = data.link(i, target);
    const auto& column = table.columns[static_cast<std::size_t>(i)];
    AlignedFloats z(task.rows.size() * ld, 0.F);
    for (std::size_t r = 0; r < task.rows.size(); ++r)
      if (task.present[r].has(i)) last_layer_of(data, link, i, column, task.rows[r], z.data() + r * ld);
    task.z.push_back(std::move(z));
  }
  return task;
}

bool train_target(const LinkSet::Data& data, const OutputTable& table, int target, const std::stop_token& stop,
                  Ensemble& ensemble) {
  if (data.has_words(target)) return train_words_ensemble(data, table, target, stop, ensemble);
  const EnsembleTask task = ensemble_task(data, table, target);
  ensemble.figures.trained_frames = static_cast<std::int64_t>(task.rows.size());
  ensemble.inner_first = first_inner_row(task.rows, task.fit);
  if (task.sources.size() >= 2 && task.rows.size() >= 2) {
    auto trained = train_ensemble(task, data.size(), stop);
    if (!trained) return false;
    ensemble.weights = std::move(trained->weights);
    fold_blocks(data, target, ensemble.weights);
    ensemble.figures.best_epoch = trained->best_epoch;
    const std::size_t out = data.target(target).width();
    std::size_t parameters = out + task.sources.size();
    for (const auto& block : ensemble.weights.blocks) parameters += block.empty() ? 0 : out * out;
    ensemble.figures.parameters = static_cast<int>(parameters);
  }
  ensemble.exists = true;
  return true;
}

/// Runs jobs by the executor; each is one unit of progress. Keeps the first error of any.
class Jobs {
 public:
  Jobs(const Executor& executor, const std::stop_token& stop, ProgressMeter& meter)
      : executor_(executor), stop_(stop), meter_(meter) {}

  template <class Work, class Name>
  void run(std::size_t n, const Work& work, const Name& name) {
    executor_(n, [&](std::size_t k) {
      if (stop_.stop_requested() || failed_) return;
      try {
        work(k);
        meter_.advance(1, name(k));
      } catch (const std::exception& e) {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        why_ = e.what();
      }
    });
  }
  [[nodiscard]] Status status() {
    const std::lock_guard lock(mutex_);
    if (failed_) return fail(ErrorKind::failed, fmt::format("Training failed: {}.", why_));
    if (stop_.stop_requested()) return stopped();
    return {};
  }

 private:
  const Executor& executor_;
  const std::stop_token& stop_;
  ProgressMeter& meter_;
  std::mutex mutex_;  ///< guards why_
  std::string why_;
  std::atomic<bool> failed_ = false;
};

Status check(const OutputTable& table) {
  if (table.columns.size() > static_cast<std::size_t>(BoxSet::kMax))
    return fail(ErrorKind::invalid_input,
                fmt::format("{} black boxes are more than links can join.", table.columns.size()),
                fmt::format("Use at most {} in one experiment.", BoxSet::kMax));
  for (const auto& column : table.columns)
    if (column.presence.size() != table.rows() ||
        column.values.size() != table.rows() * static_cast<std::size_t>(std::max(column.spec.width, 0)) ||
        (column.spec.task == Task::sequence && column.words.size() != table.rows()))
      return fail(ErrorKind::invalid_input, fmt::format("The outputs of {} do not have one row a frame.", column.box));
  return {};
}

/// The most frequent training output of a sequence, cut as every prediction is.
Words train_prior(const OutputColumn& column, std::size_t train_rows, const Vocabulary& vocabulary) {
  if (column.spec.task != Task::sequence) return {};
  std::vector<std::size_t> rows(train_rows);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  Words prior = prior_words(column, rows);
  prior.resize(std::min(prior.size(), vocabulary.longest()));
  return prior;
}

/// `table` in the order of the split; `data_hash` of the table as it came.
std::unique_ptr<LinkSet::Data> untrained(const OutputTable& table, std::string data_hash, const TrainSettings& settings,
                                         const TimeSplit& split) {
  auto data = std::make_unique<LinkSet::Data>();
  data->settings = settings;
  data->data_hash = std::move(data_hash);
  data->split = split;
  std::vector<std::size_t> trained(split.train);
  std::iota(trained.begin(), trained.end(), std::size_t{0});
  data->trained = FrameKeys(table, trained);
  const std::size_t k = table.columns.size();
  for (const auto& column : table.columns) {
    data->boxes.push_back(column.box);
    data->specs.push_back(column.spec);
    data->sources.push_back(source_code(column, split.train));
    data->vocabularies.push_back(vocabulary_of(column, split.train));
    data->targets.push_back(target_code(column, split.train, data->vocabularies.back()));
    data->prior_words.push_back(train_prior(column, split.train, data->vocabularies.back()));
  }
  data->links.resize(k * k);
  data->ensembles.resize(k);
  for (std::size_t j = 0; j < k; ++j) {
    const std::size_t ld = data->kernel->pad(data->targets[j].width());
    data->ensembles[j].weights = {ld, std::vector<float>(k, 0.F), std::vector<AlignedFloats>(k), AlignedFloats(ld), {}};
    if (!data->targets[j].usable) tell_nothing(data->ensembles[j].figures);
  }
  return data;
}

/// Training rows from which neither a link into `target` nor its ensemble learnt: the last ones, whether it has an
/// output there or not. A source that came late has its border late: what lies before it taught that source.
std::vector<std::size_t> held_out_rows(const LinkSet::Data& data, const OutputTable& table, int target) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < data.split.train; ++row)
    if (column.present(row)) rows.push_back(row);
  std::size_t first = first_inner_row(rows, fit_rows(rows.size(), data.settings.inner_part));
  const auto not_before = [&](std::size_t border) {
    if (border != kNoRow && first != kNoRow) first = std::max(first, border);
  };
  not_before(data.ensembles[static_cast<std::size_t>(target)].inner_first);
  for (int i = 0; i < data.size(); ++i)
    if (i != target && data.link(i, target).learnt()) not_before(data.link(i, target).inner_first);
  rows.clear();
  for (std::size_t row = first; row < data.split.train; ++row) rows.push_back(row);
  return rows;
}

/// The jobs that are left after what `known` brings has been taken over.
struct Plan {
  std::vector<Job> links, ensembles;
  std::int64_t kept = 0;
};
Plan plan(LinkSet::Data& data, const LinkSet* known) {
  Plan jobs;
  const int k = data.size();
  const auto* old = known && known->data_hash() == data.data_hash && known->settings() == data.settings &&
                            known->boxes() == data.boxes
                        ? &known->data()
                        : nullptr;
  const auto usable = [&](int i) { return data.target(i).usable; };
  for (int j = 0; j < k; ++j) {
    if (!usable(j)) continue;
    for (int i = 0; i < k; ++i) {
      if (i == j || !usable(i)) continue;
      // What an earlier program had finished does not tell which rows taught it.
      if (old && old->link(i, j).exists && (!old->link(i, j).learnt() || old->link(i, j).inner_first != kNoRow))
        data.link(i, j) = old->link(i, j), ++jobs.kept;
      else
        jobs.links.push_back({i, j});
    }
    if (old && old->ensembles[static_cast<std::size_t>(j)].exists)
      data.ensembles[static_cast<std::size_t>(j)] = old->ensembles[static_cast<std::size_t>(j)], ++jobs.kept;
    else
      jobs.ensembles.push_back({-1, j});
  }
  // Words take a thousand times longer: begun first, so that no thread is left alone with one at the end.
  std::stable_partition(jobs.links.begin(), jobs.links.end(),
                        [&](const Job& job) { return data.is_sequential(job.source, job.target); });
  return jobs;
}

Result<LinkSet> train_all(const OutputTable& given, const TrainSettings& settings, const Executor& executor,
                          const std::stop_token& stop, const ProgressFn& progress, const LinkSet* known,
                          LinkSet* finished) {
  MLINK_TRY(check(settings));
  MLINK_TRY(check(given));
  // Everything below trains on the first rows and tests on the rest; files drawn by a seed are brought into that order.
  std::optional<OutputTable> shuffled;
  if (settings.split == SplitKind::clip)
    shuffled = table_of_rows(given, split_order(given, settings.split, settings.split_seed));
  const OutputTable& table = shuffled ? *shuffled : given;
  MLINK_ASSIGN(const auto split, split_at(table, settings.split, settings.part));
  LinkSet set(untrained(table, content_hash(given), settings, split));
  LinkSet::Data& data = set.mutable_data();
  const Plan jobs_left = plan(data, known);
  const auto& links = jobs_left.links;
  const auto& ensembles = jobs_left.ensembles;
  MakeSequenceTrainer make_trainer = nullptr;
  if (std::any_of(links.begin(), links.end(),
                  [&](const Job& job) { return data.is_sequential(job.source, job.target); })) {
    MLINK_ASSIGN(make_trainer, sequence_trainers());
  }
  ProgressMeter meter(progress, "Train", "links",
                      jobs_left.kept + static_cast<std::int64_t>(links.size() + ensembles.size()), jobs_left.kept);
  Jobs jobs(executor, stop, meter);
  jobs.run(
      links.size(),
      [&](std::size_t n) {
        const auto [i, j] = links[n];
        Link link;
        const bool trained = data.is_sequential(i, j) ? train_sequence_link(data, table, i, j, make_trainer, stop, link)
                                                      : train_link(data, table, i, j, stop, link);
        if (!trained) return;
        if (!link.words) link.net.quantize();
        data.link(i, j) = std::move(link);
        measure(set, table, i, j, data.link(i, j).inner_first, data.link(i, j).figures);
      },
      [&](std::size_t n) {
        return data.boxes[static_cast<std::size_t>(links[n].source)] + " \u2192 " +
               data.boxes[static_cast<std::size_t>(links[n].target)];
      });
  if (jobs.status())
    jobs.run(
        ensembles.size(),
        [&](std::size_t n) {
          const int j = ensembles[n].target;
          Ensemble ensemble = data.ensembles[static_cast<std::size_t>(j)];
          if (!train_target(data, table, j, stop, ensemble)) return;
          auto& trained = data.ensembles[static_cast<std::size_t>(j)] = std::move(ensemble);
          measure(set, table, -1, j, trained.inner_first, trained.figures);
        },
        [&](std::size_t n) { return data.boxes[static_cast<std::size_t>(ensembles[n].target)]; });
  if (auto status = jobs.status(); !status) {
    if (finished) *finished = std::move(set);
    return tl::make_unexpected(std::move(status).error());
  }
  meter.finish();
  for (int j = 0; j < data.size(); ++j) data.held_out.emplace_back(table, held_out_rows(data, table, j));
  return set;
}

}  // namespace

std::size_t first_inner_row(const std::vector<std::size_t>& rows, std::size_t fit) {
  if (rows.empty()) return kNoRow;
  return rows[fit < rows.size() ? fit : 0];
}

std::size_t fit_rows(std::size_t rows, double inner_part) {
  if (inner_part <= 0 || rows < 2) return rows;
  const auto inner = static_cast<std::size_t>(std::floor(inner_part * static_cast<double>(rows)));
  return rows - std::max<std::size_t>(inner, 1);
}

void last_layer_of(const LinkSet::Data& data, const Link& link, int source, const OutputColumn& column, std::size_t row,
                   float* z) {
  const SourceInput input{source_state(column, row, data.source(source).width()), source_in(column, row).source};
  if (link.words) {
    const std::size_t slots = source_slots(data, source);
    AlignedFloats floats(SequenceRun::floats(link.words, slots) + Scratch::rounded(slots) +
                         Scratch::rounded(data.source(source).inputs()) + 16);
    Scratch scratch(floats.data());
    start_run(data, source, link.words, input, scratch).last_layer(z);
    return;
  }
  AlignedFloats h(link.net.ld_hidden()), x(link.net.inputs());
  data.source(source).encode(input.state, input.source.values, x.data());
  link.net.forward(*data.kernel, 1, x.data(), h.data(), z);
}

Result<LinkSet> train_links(const OutputTable& table, const TrainSettings& settings, const Executor& executor,
                            const std::stop_token& stop, const ProgressFn& progress, const LinkSet* known,
                            LinkSet* finished) {
  try {
    return train_all(table, settings, executor, stop, progress, known, finished);
  } catch (const std::exception& e) {
    return fail(ErrorKind::failed, fmt::format("Training failed: {}.", e.what()));
  }
}

}  // namespace mlink::links
