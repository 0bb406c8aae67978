#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/l1_loss.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <numeric>
#include <string>

#include "base/blas.h"
#include "base/random.h"
#include "links/nets/codec.h"
#include "methods/torch/table.h"

namespace mlink::methods {
namespace {

constexpr std::int64_t kFirstStride = 4;
constexpr std::int64_t kSecondStride = 2;
constexpr std::size_t kRowsTogether = 64;  ///< rows predicted together

/// One LibTorch thread while a student is busy, and one BLAS thread from then on: jobs run side by side, and sums keep
/// their order. OpenBLAS's own threads, which LibTorch does not know of, cost a third of the time on products so small.
class OneThread {
 public:
  OneThread() : before_(at::get_num_threads()) {
    at::set_num_threads(1);
    use_one_blas_thread();
  }
  ~OneThread() { at::set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

std::uint64_t seed_of_box(std::uint64_t seed, const std::string& box) {
  std::uint64_t name = 0;
  for (const char c : box) name = name * 131 + static_cast<unsigned char>(c);
  return job_seed(seed, static_cast<std::int64_t>(name), 6);
}

/// Weights and biases, layer by layer.
struct Net {
  std::array<at::Tensor, 8> parts;

  [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& dropout) const {
    const auto first = at::relu(at::conv2d(x, parts[0], parts[1], kFirstStride, 2));
    // The ReLU behind the pooling says the same as before it, on a quarter of the values.
    const auto second = at::relu(at::max_pool2d(at::conv2d(first, parts[2], parts[3], kSecondStride, 1), {2, 2}));
    auto hidden = at::relu(at::linear(second.flatten(1), parts[4], parts[5]));
    if (dropout.defined()) hidden = hidden.mul(dropout);
    return at::linear(hidden, parts[6], parts[7]);
  }
  [[nodiscard]] Net copy() const {
    Net net;
    for (std::size_t i = 0; i < parts.size(); ++i) net.parts[i] = parts[i].detach().clone();
    return net;
  }
  [[nodiscard]] int parameters() const {
    std::int64_t sum = 0;
    for (const auto& part : parts) sum += part.numel();
    return static_cast<int>(sum);
  }
};

/// Glorot's uniform weights, biases of zero, the last bias at the prior.
Net new_net(const StudentSettings& settings, const TargetCode& code, Random& random) {
  const std::int64_t c1 = settings.channels;
  const std::int64_t c2 = c1 * 2;
  const std::int64_t pooled = settings.side / (kFirstStride * kSecondStride * 2);
  const auto out = static_cast<std::int64_t>(code.width());
  const auto weights = [&random](std::vector<std::int64_t> shape, std::int64_t in, std::int64_t outs) {
    auto tensor = at::empty(shape, at::kFloat);
    const double limit = std::sqrt(6.0 / static_cast<double>(in + outs));
    std::span<float> values(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    for (float& value : values) value = static_cast<float>((2 * random.unit() - 1) * limit);
    return tensor;
  };
  const auto biases = [](std::int64_t n) { return at::empty({n}, at::kFloat).zero_(); };
  Net net{{weights({c1, 3, 5, 5}, 75, 25 * c1), biases(c1), weights({c2, c1, 3, 3}, 9 * c1, 9 * c2), biases(c2),
           weights({settings.hidden, c2 * pooled * pooled}, c2 * pooled * pooled, settings.hidden),
           biases(settings.hidden), weights({out, settings.hidden}, settings.hidden, out), biases(out)}};
  std::copy(code.start.begin(), code.start.end(), net.parts[7].data_ptr<float>());
  for (auto& part : net.parts) part.set_requires_grad(true);
  return net;
}

/// Pixel values as the net takes them: each colour standardised by the training pictures.
using Tones = std::array<std::array<float, 256>, 3>;
Tones tones_of(const Pictures& pictures, std::span<const std::size_t> rows) {
  Tones tones{};
  const std::size_t plane = pictures.size() / 3;
  for (std::size_t colour = 0; colour < 3; ++colour) {
    std::array<std::uint64_t, 256> seen{};
    for (const std::size_t row : rows)
      for (const std::uint8_t value : pictures.row(row).subspan(colour * plane, plane)) ++seen[value];
    double n = 0;
    double mean = 0;
    double square = 0;
    for (std::size_t v = 0; v < seen.size(); ++v) {
      const auto times = static_cast<double>(seen[v]);
      n += times;
      mean += times * static_cast<double>(v);
      square += times * static_cast<double>(v * v);
    }
    mean /= std::max(n, 1.0);
    const double deviation = std::sqrt(std::max(square / std::max(n, 1.0) - mean * mean, 0.0));
    for (std::size_t v = 0; v < seen.size(); ++v)
      tones[colour][v] = static_cast<float>((static_cast<double>(v) - mean) / std::max(deviation, 1.0));
  }
  return tones;
}

at::Tensor input_of(const Pictures& pictures, const Tones& tones, std::span<const std::size_t> rows) {
  auto x = at::empty({static_cast<std::int64_t>(rows.size()), 3, pictures.side, pictures.side}, at::kFloat);
  auto* into = x.data_ptr<float>();
  const std::size_t plane = pictures.size() / 3;
  for (const std::size_t row : rows) {
    for (std::size_t colour = 0; colour < 3; ++colour)
      for (const std::uint8_t value : pictures.row(row).subspan(colour * plane, plane)) *into++ = tones[colour][value];
  }
  return x;
}

at::Tensor loss_of(Head head, const at::Tensor& z, const at::Tensor& exact) {
  switch (head) {
    case Head::softmax: return at::log_softmax(z, 1).mul(exact).sum(1).mean().neg();
    case Head::sigmoid: return at::binary_cross_entropy_with_logits(z, exact);
    case Head::scalar: return at::l1_loss(z, exact);
    case Head::box: break;
  }
  const auto there = exact.slice(1, 4, 5);
  const auto place = z.slice(1, 0, 4).sub(exact.slice(1, 0, 4)).square().mul(there).mean();
  return at::binary_cross_entropy_with_logits(z.slice(1, 4, 5), there).add(place);
}

at::Tensor activated(Head head, const at::Tensor& z) {
  if (head == Head::softmax) return at::softmax(z, 1);
  if (head == Head::sigmoid) return at::sigmoid(z);
  if (head == Head::scalar) return z;
  auto said = z.clone();
  said.slice(1, 4, 5).sigmoid_();
  return said;
}

struct StudentState {
  Net net;
  Tones tones{};
  TargetCode code;
  int width = 0, side = 0;
  int best_epoch = 0;
  std::int64_t trained = 0;

  /// Pre-activations of the rows, which have pictures.
  [[nodiscard]] at::Tensor output_layer(const Net& with, const Pictures& pictures,
                                        std::span<const std::size_t> rows) const {
    const c10::NoGradGuard no_gradients;
    return with.forward(input_of(pictures, tones, rows), {}).contiguous();
  }
  /// Activated rows into outputs.
  void decode(const at::Tensor& z, float* into) const {
    const c10::NoGradGuard no_gradients;
    const auto said = activated(code.head, z).contiguous();
    for (std::int64_t r = 0; r < said.size(0); ++r)
      code.decode(said.data_ptr<float>() + r * said.size(1), into + r * width);
  }
};

struct Sampled {
  std::vector<std::size_t> rows;  ///< in time; the last of them choose the epoch
  std::vector<float> exact;       ///< rows x code.width()
  std::size_t fit = 0;
};

Sampled samples_of(const Pictures& pictures, const OutputColumn& column, std::size_t train_rows, const TargetCode& code,
                   double inner_part) {
  Sampled samples;
  std::vector<float> exact(code.width());
  for (std::size_t row = 0; row < train_rows; ++row) {
    if (!pictures.there[row] || !column.present(row) || !code.encode(column.row(row), exact.data())) continue;
    samples.rows.push_back(row);
    samples.exact.insert(samples.exact.end(), exact.begin(), exact.end());
  }
  const auto n = samples.rows.size();
  const auto inner = static_cast<std::size_t>(std::floor(inner_part * static_cast<double>(n)));
  samples.fit = inner_part > 0 && n > 1 ? n - std::max<std::size_t>(inner, 1) : n;
  return samples;
}

/// One training: a net, its moments, and the samples it learns from.
class Training {
 public:
  Training(const Pictures& pictures, const Sampled& samples, const StudentState& state, const StudentSettings& settings,
           std::uint64_t seed)
      : pictures_(pictures), samples_(samples), state_(state), settings_(settings), random_(seed) {
    net_ = new_net(settings, state.code, random_);
    for (std::size_t i = 0; i < moments_.size(); ++i) moments_[i] = at::zeros_like(net_.parts[i]).detach();
    order_.resize(samples.fit);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  void epoch() {
    for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random_.below(i)]);
    const auto batch = static_cast<std::size_t>(settings_.batch);
    for (std::size_t begin = 0; begin < order_.size(); begin += batch)
      step(std::span(order_).subspan(begin, std::min(batch, order_.size() - begin)));
  }
  [[nodiscard]] const Net& net() const { return net_; }

 private:
  void step(std::span<const std::size_t> chosen) {
    const std::size_t width = state_.code.width();
    std::vector<std::size_t> rows;
    auto exact = at::empty({static_cast<std::int64_t>(chosen.size()), static_cast<std::int64_t>(width)}, at::kFloat);
    float* into = exact.data_ptr<float>();
    for (const std::size_t k : chosen) {
      rows.push_back(samples_.rows[k]);
      into = std::copy_n(samples_.exact.begin() + static_cast<std::ptrdiff_t>(k * width), width, into);
    }
    const auto z = net_.forward(input_of(pictures_, state_.tones, rows), dropout(chosen.size()));
    loss_of(state_.code.head, z, exact).backward();
    const c10::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      auto& gradient = net_.parts[i].mutable_grad();
      moments_[i].mul_(settings_.alpha).addcmul_(gradient, gradient, 1 - settings_.alpha);
      net_.parts[i].addcdiv_(gradient, moments_[i].sqrt().add_(settings_.epsilon), -settings_.learning_rate);
      gradient.reset();
    }
  }

  /// Undefined where nothing is dropped.
  at::Tensor dropout(std::size_t rows) {
    const bool labels = state_.code.head == Head::softmax || state_.code.head == Head::sigmoid;
    if (!labels || settings_.dropout <= 0) return {};
    auto mask = at::empty({static_cast<std::int64_t>(rows), settings_.hidden}, at::kFloat);
    const auto kept = static_cast<float>(1 / (1 - settings_.dropout));
    for (float& value : std::span<float>(mask.data_ptr<float>(), static_cast<std::size_t>(mask.numel())))
      value = random_.unit() < settings_.dropout ? 0.F : kept;
    return mask;
  }

  const Pictures& pictures_;
  const Sampled& samples_;
  const StudentState& state_;
  const StudentSettings& settings_;
  Random random_;
  Net net_;
  std::array<at::Tensor, 8> moments_;
  std::vector<std::size_t> order_;
};

struct Score {
  double p = 0, loss = 0;
  [[nodiscard]] bool better_than(const Score& other) const {  // the links' rule: p, and where it is equal the loss
    if (std::isfinite(p) && std::isfinite(other.p) && p != other.p) return p > other.p;
    return loss < other.loss;
  }
};

/// Scores a net (null: the prior) on the inner rows.
Score score(const StudentState& state, const Net* net, const Pictures& pictures, const OutputColumn& column,
            const Sampled& samples) {
  const std::size_t first = samples.fit < samples.rows.size() ? samples.fit : 0;
  const auto rows = std::span(samples.rows).subspan(first);
  const std::size_t width = state.code.width();
  Predictions said{state.width, std::vector<float>(rows.size() * static_cast<std::size_t>(state.width)), {}};
  double loss = 0;
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsTogether) {
    const auto some = rows.subspan(begin, std::min(kRowsTogether, rows.size() - begin));
    const float* exact = samples.exact.data() + (first + begin) * width;
    float* into = said.values.data() + begin * static_cast<std::size_t>(state.width);
    if (net) {
      const auto z = state.output_layer(*net, pictures, some);
      loss += state.code.loss(some.size(), width, exact, z.data_ptr<float>());
      state.decode(z, into);
      continue;
    }
    for (std::size_t r = 0; r < some.size(); ++r) {
      loss += state.code.loss(1, width, exact + r * width, state.code.start.data());
      std::copy(state.code.prior.begin(), state.code.prior.end(), into + r * static_cast<std::size_t>(state.width));
    }
  }
  return {evaluate(column, rows, said, 0).p, loss / static_cast<double>(rows.size())};
}

bool moves(const Sampled& samples, std::size_t width) {
  for (std::size_t i = width; i < samples.exact.size(); ++i)
    if (samples.exact[i] != samples.exact[i % width]) return true;
  return false;
}

/// Runs the epochs and keeps the best in `state`. False: stopped.
bool learn(StudentState& state, const Pictures& pictures, const OutputColumn& column, const Sampled& samples,
           const StudentSettings& settings, const std::stop_token& stop, const ProgressFn& progress) {
  Training training(pictures, samples, state, settings, seed_of_box(settings.seed, column.box));
  state.net = training.net().copy();
  if (samples.rows.size() < 2 || !moves(samples, state.code.width())) return true;
  ProgressMeter meter(progress, "Student", "epochs", settings.epochs);
  Score best = score(state, nullptr, pictures, column, samples);
  for (int epoch = 1; epoch <= settings.epochs; ++epoch) {
    if (stop.stop_requested()) return false;
    training.epoch();
    const Score now = score(state, &training.net(), pictures, column, samples);
    meter.advance(1, column.box);
    if (!std::isfinite(now.loss)) break;  // the weights are lost from here on
    if (!now.better_than(best)) continue;
    best = now;
    state.net = training.net().copy();
    state.best_epoch = epoch;
  }
  meter.finish();
  return true;
}

class TorchStudent final : public StudentNet {
 public:
  explicit TorchStudent(std::unique_ptr<const StudentState> state) : state_(std::move(state)) {}

  [[nodiscard]] Predictions predict(const Pictures& pictures, std::span<const std::size_t> rows) const override;
  [[nodiscard]] Predictions prior(std::size_t rows) const override;
  [[nodiscard]] int best_epoch() const override { return state_->best_epoch; }
  [[nodiscard]] std::int64_t trained_frames() const override { return state_->trained; }
  [[nodiscard]] int parameters() const override { return state_->net.parameters(); }

 private:
  std::unique_ptr<const StudentState> state_;
};

Predictions TorchStudent::predict(const Pictures& pictures, std::span<const std::size_t> rows) const {
  Predictions said = prior(rows.size());
  if (state_->best_epoch == 0 || pictures.side != state_->side) return said;
  const OneThread one_thread;
  std::vector<std::size_t> seen;
  std::vector<std::size_t> place;
  const auto width = static_cast<std::size_t>(said.width);
  std::vector<float> values(kRowsTogether * width);
  const auto flush = [&] {
    if (seen.empty()) return;
    state_->decode(state_->output_layer(state_->net, pictures, seen), values.data());
    for (std::size_t k = 0; k < seen.size(); ++k)
      std::copy_n(values.data() + k * width, width, said.values.data() + place[k] * width);
    seen.clear();
    place.clear();
  };
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (rows[k] >= pictures.rows() || !pictures.there[rows[k]]) continue;
    seen.push_back(rows[k]);
    place.push_back(k);
    if (seen.size() == kRowsTogether) flush();
  }
  flush();
  return said;
}

Predictions TorchStudent::prior(std::size_t rows) const {
  Predictions said{state_->width, {}, {}};
  for (std::size_t k = 0; k < rows; ++k)
    said.values.insert(said.values.end(), state_->code.prior.begin(), state_->code.prior.end());
  return said;
}

Result<std::unique_ptr<const StudentNet>> train_student(const Pictures& pictures, const OutputColumn& target,
                                                        std::size_t train_rows, const StudentSettings& settings,
                                                        const std::stop_token& stop, const ProgressFn& progress) {
  try {
    const OneThread one_thread;
    auto state = std::make_unique<StudentState>();
    state->code = target_code(target, train_rows);
    if (!state->code.usable)
      return fail(ErrorKind::invalid_input, fmt::format("{} has no output in the training rows.", target.box),
                  "Collect, or train on a larger part.");
    state->width = target.spec.width;
    state->side = pictures.side;
    const auto samples = samples_of(pictures, target, train_rows, state->code, settings.inner_part);
    state->trained = static_cast<std::int64_t>(samples.rows.size());
    state->tones = tones_of(pictures, samples.rows);
    if (!learn(*state, pictures, target, samples, settings, stop, progress)) return stopped();
    return std::make_unique<const TorchStudent>(std::move(state));
  } catch (const std::exception& error) {
    return fail(ErrorKind::failed,
                fmt::format("A student of {} could not be trained: {}.", target.box, first_line(error)));
  }
}

}  // namespace
}  // namespace mlink::methods

extern "C" const mlink::methods::TorchTable* mlink_methods_torch();

const mlink::methods::TorchTable* mlink_methods_torch() {
  static constexpr mlink::methods::TorchTable table{mlink::methods::train_student};
  return &table;
}
