#include <ATen/core/Tensor.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/number.h"
#include "methods/torch/picture_net.h"
#include "methods/torch/table.h"

namespace mlink::methods {
namespace {

constexpr int kMtlFormat = 1;
constexpr std::size_t kTrunkParts = 6;
constexpr std::size_t kMtlTogether = 64;  ///< rows predicted together

/// The trunk's weights and biases, then those of each head.
using Parts = std::vector<at::Tensor>;

Parts copy_of(const Parts& parts) {
  Parts copy;
  copy.reserve(parts.size());
  for (const auto& part : parts) copy.push_back(part.detach().clone());
  return copy;
}

at::Tensor trunk(const Parts& parts, const at::Tensor& x) {
  const auto first = at::relu(at::conv2d(x, parts[0], parts[1], 4, 2));
  const auto second = at::relu(at::max_pool2d(at::conv2d(first, parts[2], parts[3], 2, 1), {2, 2}));
  return at::relu(at::linear(second.flatten(1), parts[4], parts[5]));
}

at::Tensor head_of(const Parts& parts, std::size_t head, const at::Tensor& hidden) {
  const std::size_t at = kTrunkParts + 2 * head;
  return at::linear(hidden, parts[at], parts[at + 1]);
}

struct Target {
  const OutputColumn* column = nullptr;
  TargetCode code;
  std::vector<float> exact;  ///< samples x code.width()
  std::vector<char> has;     ///< a sample: whether it teaches this head
};

struct MtlState {
  Parts parts;
  Tones tones{};
  std::vector<TargetCode> codes;
  std::vector<int> widths;
  int side = 0, best_epoch = 0;

  /// All heads of rows that have pictures, `into` by head: rows x width.
  void say(const Parts& with, const Pictures& pictures, std::span<const std::size_t> rows,
           std::vector<std::vector<float>>& into) const {
    const c10::NoGradGuard no_gradients;
    const auto hidden = trunk(with, input_of(pictures, tones, rows));
    for (std::size_t h = 0; h < codes.size(); ++h) {
      const auto said = activated(codes[h].head, head_of(with, h, hidden)).contiguous();
      into[h].resize(rows.size() * static_cast<std::size_t>(widths[h]));
      for (std::int64_t r = 0; r < said.size(0); ++r)
        codes[h].decode(said.data_ptr<float>() + r * said.size(1), into[h].data() + r * widths[h]);
    }
  }
};

Parts new_parts(const StudentSettings& settings, const std::vector<TargetCode>& codes, Random& random) {
  const std::int64_t c1 = settings.channels, c2 = c1 * 2, hidden = settings.hidden;
  const std::int64_t pooled = c2 * (settings.side / 16) * (settings.side / 16);
  const auto biases = [](std::int64_t n) { return at::empty({n}, at::kFloat).zero_(); };
  Parts parts{drawn_weights({c1, 3, 5, 5}, 75, 25 * c1, random),       biases(c1),
              drawn_weights({c2, c1, 3, 3}, 9 * c1, 9 * c2, random),   biases(c2),
              drawn_weights({hidden, pooled}, pooled, hidden, random), biases(hidden)};
  for (const TargetCode& code : codes) {
    const auto out = static_cast<std::int64_t>(code.width());
    parts.push_back(drawn_weights({out, hidden}, hidden, out, random));
    parts.push_back(biases(out));
    std::copy(code.start.begin(), code.start.end(), parts.back().data_ptr<float>());
  }
  for (auto& part : parts) part.set_requires_grad(true);
  return parts;
}

class MtlTraining {
 public:
  MtlTraining(const Pictures& pictures, std::vector<std::size_t> samples, std::vector<Target>& targets,
              const StudentSettings& settings, MtlState& state)
      : pictures_(pictures),
        samples_(std::move(samples)),
        targets_(targets),
        settings_(settings),
        state_(state),
        random_(job_seed(settings.seed, -1, 8)) {
    const auto inner = static_cast<std::size_t>(settings.inner_part * static_cast<double>(samples_.size()));
    fit_ = settings.inner_part > 0 && samples_.size() > 1 ? samples_.size() - std::max<std::size_t>(inner, 1)
                                                          : samples_.size();
    state_.parts = new_parts(settings, state_.codes, random_);
    parts_ = state_.parts;
    for (const auto& part : parts_) moments_.push_back(at::zeros_like(part).detach());
    order_.resize(fit_);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  /// Keeps the best epoch's parts. False: stopped.
  bool run(const std::stop_token& stop, const ProgressFn& progress) {
    ProgressMeter meter(progress, "MTL", "epochs", settings_.epochs);
    Score best = judge(nullptr);
    state_.parts = copy_of(parts_);
    for (int epoch = 1; epoch <= settings_.epochs; ++epoch) {
      if (stop.stop_requested()) return false;
      one_epoch();
      const Score now = judge(&parts_);
      meter.advance(1, "mtl");
      if (!std::isfinite(now.loss)) break;  // the weights are lost from here on
      if (!now.better_than(best)) continue;
      best = now;
      state_.parts = copy_of(parts_);
      state_.best_epoch = epoch;
    }
    meter.finish();
    return true;
  }

 private:
  void one_epoch() {
    for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random_.below(i)]);
    const auto batch = static_cast<std::size_t>(settings_.batch);
    for (std::size_t begin = 0; begin < order_.size(); begin += batch)
      step(std::span(order_).subspan(begin, std::min(batch, order_.size() - begin)));
  }

  /// Outputs that the chosen samples have of a head, and their places among the chosen.
  static std::pair<at::Tensor, at::Tensor> exact_of(const Target& target, std::span<const std::size_t> chosen) {
    const std::size_t width = target.code.width();
    std::vector<float> exact;
    std::vector<std::int64_t> places;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      if (!target.has[chosen[k]]) continue;
      places.push_back(static_cast<std::int64_t>(k));
      const auto* from = target.exact.data() + chosen[k] * width;
      exact.insert(exact.end(), from, from + width);
    }
    const auto rows = static_cast<std::int64_t>(places.size());
    auto values = at::empty({rows, static_cast<std::int64_t>(width)}, at::kFloat);
    std::copy(exact.begin(), exact.end(), values.data_ptr<float>());
    auto at_rows = at::empty({rows}, at::kLong);
    std::copy(places.begin(), places.end(), at_rows.data_ptr<std::int64_t>());
    return {values, at_rows};
  }

  void step(std::span<const std::size_t> chosen) {
    std::vector<std::size_t> rows;
    for (const std::size_t k : chosen) rows.push_back(samples_[k]);
    const auto hidden = trunk(parts_, input_of(pictures_, state_.tones, rows));
    at::Tensor loss;
    for (std::size_t h = 0; h < targets_.size(); ++h) {
      const auto [exact, places] = exact_of(targets_[h], chosen);
      if (exact.size(0) == 0) continue;
      const auto of = loss_of(targets_[h].code.head, head_of(parts_, h, hidden.index_select(0, places)), exact);
      loss = loss.defined() ? loss.add(of) : of;
    }
    if (!loss.defined()) return;
    loss.backward();
    const c10::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (parts_[i].grad().defined()) rmsprop_step(parts_[i], moments_[i], settings_);
  }

  /// Mean p of the heads on the inner samples; null: of the priors.
  Score judge(const Parts* parts) const {
    const std::size_t first = fit_ < samples_.size() ? fit_ : 0;
    const auto rows = std::span(samples_).subspan(first);
    std::vector<Predictions> said;
    for (std::size_t h = 0; h < targets_.size(); ++h) said.push_back({state_.widths[h], {}, {}});
    std::vector<std::vector<float>> some(targets_.size());
    for (std::size_t begin = 0; begin < rows.size(); begin += kMtlTogether) {
      const auto together = rows.subspan(begin, std::min(kMtlTogether, rows.size() - begin));
      if (parts) state_.say(*parts, pictures_, together, some);
      for (std::size_t h = 0; h < targets_.size(); ++h) {
        if (!parts) {
          some[h].clear();
          for (std::size_t r = 0; r < together.size(); ++r)
            some[h].insert(some[h].end(), state_.codes[h].prior.begin(), state_.codes[h].prior.end());
        }
        said[h].values.insert(said[h].values.end(), some[h].begin(), some[h].end());
      }
    }
    double sum = 0, n = 0;
    bool finite = true;
    for (std::size_t h = 0; h < targets_.size(); ++h) {
      finite = finite && std::all_of(said[h].values.begin(), said[h].values.end(),
                                     [](float value) { return std::isfinite(value); });
      const double p = evaluate(*targets_[h].column, rows, said[h], 0).p;
      if (!std::isfinite(p)) continue;
      sum += p;
      n += 1;
    }
    return {n > 0 ? sum / n : kNan, finite ? (n > 0 ? 1 - sum / n : 1) : kNan};
  }

  const Pictures& pictures_;
  std::vector<std::size_t> samples_;
  std::vector<Target>& targets_;
  const StudentSettings& settings_;
  MtlState& state_;
  Random random_;
  std::size_t fit_ = 0;
  Parts parts_, moments_;
  std::vector<std::size_t> order_;
};

class TorchMtl final : public MtlNet {
 public:
  explicit TorchMtl(std::unique_ptr<const MtlState> state) : state_(std::move(state)) {}

  [[nodiscard]] std::vector<Predictions> predict(const Pictures& pictures,
                                                 std::span<const std::size_t> rows) const override {
    std::vector<Predictions> said;
    for (std::size_t h = 0; h < state_->codes.size(); ++h) {
      said.push_back({state_->widths[h], {}, {}});
      for (std::size_t k = 0; k < rows.size(); ++k)
        said[h].values.insert(said[h].values.end(), state_->codes[h].prior.begin(), state_->codes[h].prior.end());
    }
    if (state_->best_epoch == 0 || pictures.side != state_->side) return said;
    const OneThread one_thread;
    std::vector<std::vector<float>> some(said.size());
    std::vector<std::size_t> seen, place;
    const auto flush = [&] {
      if (seen.empty()) return;
      state_->say(state_->parts, pictures, seen, some);
      for (std::size_t h = 0; h < said.size(); ++h) {
        const auto width = static_cast<std::size_t>(said[h].width);
        for (std::size_t k = 0; k < seen.size(); ++k)
          std::copy_n(some[h].data() + k * width, width, said[h].values.data() + place[k] * width);
      }
      seen.clear();
      place.clear();
    };
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (rows[k] >= pictures.rows() || !pictures.there[rows[k]]) continue;
      seen.push_back(rows[k]);
      place.push_back(k);
      if (seen.size() == kMtlTogether) flush();
    }
    flush();
    return said;
  }
  [[nodiscard]] int best_epoch() const override { return state_->best_epoch; }
  [[nodiscard]] int parameters() const override {
    std::int64_t sum = 0;
    for (const auto& part : state_->parts) sum += part.numel();
    return static_cast<int>(sum);
  }
  [[nodiscard]] std::string to_bytes() const override {
    auto parts = nlohmann::json::array(), tones = nlohmann::json::array();
    for (const auto& part : state_->parts) parts.push_back(tensor_to_json(part));
    for (const auto& tone : state_->tones) tones.push_back(bytes_of(tone));
    std::string bytes;
    const nlohmann::json document{{"format", kMtlFormat}, {"side", state_->side}, {"parts", parts}, {"tones", tones}};
    nlohmann::json::to_cbor(document, bytes);
    return bytes;
  }

 private:
  std::unique_ptr<const MtlState> state_;
};

/// Rows with a picture and an output of some box; what each head learns of them.
std::vector<std::size_t> mtl_samples(const Pictures& pictures, std::vector<Target>& targets) {
  std::vector<std::size_t> samples;
  std::vector<float> exact;
  for (std::size_t row = 0; row < pictures.rows(); ++row) {
    if (!pictures.there[row]) continue;
    bool any = false;
    for (Target& target : targets) {
      exact.assign(target.code.width(), 0.F);
      const bool has = target.column->present(row) && target.code.encode(target.column->row(row), exact.data());
      target.exact.insert(target.exact.end(), exact.begin(), exact.end());
      target.has.push_back(has ? 1 : 0);
      any = any || has;
    }
    if (any) {
      samples.push_back(row);
      continue;
    }
    for (Target& target : targets) {
      target.exact.resize(target.exact.size() - target.code.width());
      target.has.pop_back();
    }
  }
  return samples;
}

}  // namespace

Result<std::unique_ptr<const MtlNet>> train_mtl(const Pictures& pictures, std::span<const OutputColumn* const> targets,
                                                const StudentSettings& settings, const std::stop_token& stop,
                                                const ProgressFn& progress) {
  try {
    const OneThread one_thread;
    auto state = std::make_unique<MtlState>();
    std::vector<Target> heads;
    for (const OutputColumn* column : targets) {
      heads.push_back({column, target_code(*column, pictures.rows()), {}, {}});
      if (!heads.back().code.usable)
        return fail(ErrorKind::invalid_input, fmt::format("{} has no output in the training rows.", column->box),
                    "Collect, or train on a larger part.");
      state->codes.push_back(heads.back().code);
      state->widths.push_back(column->spec.width);
    }
    state->side = pictures.side;
    auto samples = mtl_samples(pictures, heads);
    state->tones = tones_of(pictures, samples);
    if (samples.size() < 2)
      return fail(ErrorKind::invalid_input, "Fewer than two training frames have a picture.",
                  "Say where the videos are now: mlink video relink.");
    MtlTraining training(pictures, std::move(samples), heads, settings, *state);
    if (!training.run(stop, progress)) return stopped();
    return std::make_unique<const TorchMtl>(std::move(state));
  } catch (const std::exception& error) {
    return fail(ErrorKind::failed, fmt::format("MTL could not be trained: {}.", first_line(error)));
  }
}

}  // namespace mlink::methods
