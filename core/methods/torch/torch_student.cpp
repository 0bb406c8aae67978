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
#include <array>
#include <cmath>
#include <exception>
#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>
#include <string>

#include "base/random.h"
#include "links/nets/codec.h"
#include "methods/torch/picture_net.h"
#include "methods/torch/table.h"

namespace mlink::methods {
namespace {

constexpr std::int64_t kFirstStride = 4;
constexpr std::int64_t kSecondStride = 2;
constexpr int kStudentFormat = 1;
constexpr std::size_t kRowsTogether = 64;  ///< rows predicted together

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
  const auto weights = [&random](const std::vector<std::int64_t>& shape, std::int64_t in, std::int64_t outs) {
    return drawn_weights(shape, in, outs, random);
  };
  const auto biases = [](std::int64_t n) { return at::empty({n}, at::kFloat).zero_(); };
  Net net{{weights({c1, 3, 5, 5}, 75, 25 * c1), biases(c1), weights({c2, c1, 3, 3}, 9 * c1, 9 * c2), biases(c2),
           weights({settings.hidden, c2 * pooled * pooled}, c2 * pooled * pooled, settings.hidden),
           biases(settings.hidden), weights({out, settings.hidden}, settings.hidden, out), biases(out)}};
  std::copy(code.start.begin(), code.start.end(), net.parts[7].data_ptr<float>());
  for (auto& part : net.parts) part.set_requires_grad(true);
  return net;
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
    for (std::size_t i = 0; i < moments_.size(); ++i) rmsprop_step(net_.parts[i], moments_[i], settings_);
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
  [[nodiscard]] std::string to_bytes() const override;

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

using Json = nlohmann::json;

std::string TorchStudent::to_bytes() const {
  Json parts = Json::array();
  for (const auto& part : state_->net.parts) parts.push_back(tensor_to_json(part));
  Json tones = Json::array();
  for (const auto& tone : state_->tones) tones.push_back(bytes_of(tone));
  const TargetCode& code = state_->code;
  const Json document{{"format", kStudentFormat},
                      {"parts", parts},
                      {"tones", tones},
                      {"width", state_->width},
                      {"side", state_->side},
                      {"best_epoch", state_->best_epoch},
                      {"trained", state_->trained},
                      {"head", static_cast<int>(code.head)},
                      {"count", code.count},
                      {"prior", code.prior},
                      {"centre", code.centre},
                      {"scale", code.scale},
                      {"start", code.start}};
  std::string bytes;
  Json::to_cbor(document, bytes);
  return bytes;
}

/// Throws where the document is not a student's.
std::unique_ptr<StudentState> read_student(const Json& document) {
  auto state = std::make_unique<StudentState>();
  if (document.at("format").get<int>() != kStudentFormat) throw std::length_error("another format");
  document.at("width").get_to(state->width);
  document.at("side").get_to(state->side);
  document.at("best_epoch").get_to(state->best_epoch);
  document.at("trained").get_to(state->trained);
  state->code.head = static_cast<Head>(document.at("head").get<int>());
  state->code.usable = true;
  document.at("count").get_to(state->code.count);
  document.at("prior").get_to(state->code.prior);
  document.at("centre").get_to(state->code.centre);
  document.at("scale").get_to(state->code.scale);
  document.at("start").get_to(state->code.start);
  for (std::size_t i = 0; i < state->tones.size(); ++i) read_floats(document.at("tones").at(i), state->tones[i]);
  for (std::size_t i = 0; i < state->net.parts.size(); ++i)
    state->net.parts[i] = tensor_from_json(document.at("parts").at(i));
  if (state->code.prior.size() != static_cast<std::size_t>(state->width) ||
      state->net.parts.back().numel() != static_cast<std::int64_t>(state->code.width()))
    throw std::length_error("its parts do not fit together");
  return state;
}

Result<std::unique_ptr<const StudentNet>> student_from_bytes(const std::string& bytes) {
  try {
    return std::make_unique<const TorchStudent>(read_student(Json::from_cbor(bytes)));
  } catch (const std::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("A stored student cannot be read: {}.", first_line(error)));
  }
}

}  // namespace
}  // namespace mlink::methods

extern "C" const mlink::methods::TorchTable* mlink_methods_torch();

const mlink::methods::TorchTable* mlink_methods_torch() {
  static constexpr mlink::methods::TorchTable table{mlink::methods::train_student, mlink::methods::student_from_bytes,
                                                    mlink::methods::train_mtl};
  return &table;
}
