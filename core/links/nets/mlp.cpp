#include "links/nets/mlp.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"

namespace mlink::links {

Mlp::Mlp(const Kernel& kernel, std::size_t inputs, std::size_t hidden, std::size_t outputs)
    : inputs_(inputs),
      hidden_(hidden),
      outputs_(outputs),
      ld_hidden_(kernel.pad(hidden)),
      ld_output_(kernel.pad(outputs)),
      block_((inputs + 1) * ld_hidden_ + (hidden + 1) * ld_output_, 0.F) {}

void Mlp::hidden_layer(const Kernel& kernel, std::size_t rows, const float* x, float* h) const {
  if (rows == 1 && !narrow_w1_.empty())
    kernel.affine_narrow(inputs_, ld_hidden_, x, narrow_w1_.words(), narrow_w1_.ld(), b1(), true, h);
  else
    kernel.affine(rows, inputs_, ld_hidden_, x, inputs_, w1(), b1(), true, h);
}

void Mlp::output_layer(const Kernel& kernel, std::size_t rows, const float* h, float* z) const {
  if (rows == 1 && !narrow_w2_.empty())
    kernel.affine_narrow(hidden_, ld_output_, h, narrow_w2_.words(), narrow_w2_.ld(), b2(), false, z);
  else
    kernel.affine(rows, hidden_, ld_output_, h, ld_hidden_, w2(), b2(), false, z);
}

void Mlp::quantize() {
  narrow_w1_ = NarrowMatrix(inputs_, hidden_, w1(), ld_hidden_);
  narrow_w2_ = NarrowMatrix(hidden_, outputs_, w2(), ld_output_);
}

void Mlp::forward(const Kernel& kernel, std::size_t rows, const float* x, float* h, float* z) const {
  hidden_layer(kernel, rows, x, h);
  output_layer(kernel, rows, h, z);
}

namespace {
/// Calls visit(first float, floats) for each row of parameters without its padding.
template <class Net, class Visit>
void each_row(Net& net, const Visit& visit) {
  for (std::size_t i = 0; i < net.inputs(); ++i) visit(net.w1() + i * net.ld_hidden(), net.hidden());
  visit(net.b1(), net.hidden());
  for (std::size_t i = 0; i < net.hidden(); ++i) visit(net.w2() + i * net.ld_output(), net.outputs());
  visit(net.b2(), net.outputs());
}
}  // namespace

void Mlp::put(std::span<const float> parameters) {
  narrow_w1_ = narrow_w2_ = {};
  const float* from = parameters.data();
  each_row(*this, [&from](float* row, std::size_t n) {
    std::copy(from, from + n, row);
    from += n;
  });
}

std::vector<float> Mlp::get() const {
  std::vector<float> all;
  all.reserve(parameters());
  each_row(*this, [&all](const float* row, std::size_t n) { all.insert(all.end(), row, row + n); });
  return all;
}

Mlp mean_of(const Kernel& kernel, std::span<const Mlp> nets) {
  const std::size_t inputs = nets.front().inputs(), hidden = nets.front().hidden(), outputs = nets.front().outputs();
  Mlp mean(kernel, inputs, hidden * nets.size(), outputs);
  const float share = 1.F / static_cast<float>(nets.size());
  for (std::size_t n = 0; n < nets.size(); ++n) {
    const Mlp& net = nets[n];
    for (std::size_t i = 0; i < inputs; ++i)
      std::copy_n(net.w1() + i * net.ld_hidden(), hidden, mean.w1() + i * mean.ld_hidden() + n * hidden);
    std::copy_n(net.b1(), hidden, mean.b1() + n * hidden);
    for (std::size_t h = 0; h < hidden; ++h)
      for (std::size_t o = 0; o < outputs; ++o)
        mean.w2()[(n * hidden + h) * mean.ld_output() + o] = share * net.w2()[h * net.ld_output() + o];
    for (std::size_t o = 0; o < outputs; ++o) mean.b2()[o] += share * net.b2()[o];
  }
  return mean;
}

std::size_t hidden_units(const TrainSettings& settings, std::size_t outputs) {
  return std::max(static_cast<std::size_t>(settings.hidden_factor) * outputs,
                  static_cast<std::size_t>(settings.hidden_min));
}

std::size_t nets_of(const TrainSettings& settings, std::size_t outputs, std::size_t rows) {
  constexpr std::size_t kMostHidden = 80;
  const auto cheap = std::min(kMostHidden / hidden_units(settings, outputs), draws_of(settings, outputs, rows));
  return std::max<std::size_t>(1, cheap);
}

std::size_t draws_of(const TrainSettings& settings, std::size_t outputs, std::size_t rows) {
  constexpr std::size_t kMostHidden = 128, kMostRows = 16384;
  const auto nets = static_cast<std::size_t>(settings.nets);
  const auto quick =
      std::min(kMostHidden / hidden_units(settings, outputs), kMostRows / std::max<std::size_t>(rows, 1));
  return std::max<std::size_t>(1, std::min(nets, quick));
}

std::span<const std::uint32_t> Draws::order(std::size_t rows) {
  if (order_.size() != rows) {
    order_.resize(rows);
    std::iota(order_.begin(), order_.end(), 0U);
  }
  Random random(job_seed(seed_, 2, static_cast<std::int64_t>(drawn_++)));
  for (std::size_t i = rows; i > 1; --i) std::swap(order_[i - 1], order_[random.below(i)]);
  return order_;
}

std::uint64_t Draws::mask() { return job_seed(seed_, 3, static_cast<std::int64_t>(drawn_++)); }

std::uint32_t dropout_of(Head head, const TrainSettings& settings) {
  if (head != Head::softmax && head != Head::sigmoid) return 0;
  return static_cast<std::uint32_t>(std::min(settings.dropout * 65536, 65535.0));
}

MlpTrainer::MlpTrainer(const Kernel& kernel, const TargetCode& target, std::size_t inputs,
                       const TrainSettings& settings, std::uint64_t seed)
    : kernel_(kernel),
      head_(target.head),
      descent_{static_cast<float>(settings.learning_rate), static_cast<float>(settings.alpha),
               static_cast<float>(settings.epsilon)},
      batch_(static_cast<std::size_t>(settings.batch)),
      drop_(dropout_of(head_, settings)),
      draws_(seed),
      net_(kernel, inputs, hidden_units(settings, target.width()), target.width()),
      moments_(kernel, inputs, net_.hidden(), net_.outputs()) {
  Random random(job_seed(seed, 1, 0));
  const double reach = std::sqrt(6.0 / static_cast<double>(inputs + net_.hidden()));
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j < net_.hidden(); ++j)
      net_.w1()[i * net_.ld_hidden() + j] = static_cast<float>((2 * random.unit() - 1) * reach);
  std::copy(target.start.begin(), target.start.end(), net_.b2());
  x_.resize(batch_ * inputs);
  t_.resize(batch_ * net_.ld_output());
  h_.resize(batch_ * net_.ld_hidden());
  z_.resize(batch_ * net_.ld_output());
  g_h_.resize(batch_ * net_.ld_hidden());
  work_.resize(kernel_.back_floats(batch_, net_.hidden(), net_.outputs()));
}

void MlpTrainer::epoch(const Samples& samples, std::size_t rows) {
  const auto order = draws_.order(rows);
  for (std::size_t begin = 0; begin < rows; begin += batch_)
    step(samples, order.subspan(begin, std::min(batch_, rows - begin)));
}

void MlpTrainer::step(const Samples& samples, std::span<const std::uint32_t> rows) {
  const std::size_t n = rows.size(), in = net_.inputs(), ldh = net_.ld_hidden(), ldo = net_.ld_output();
  for (std::size_t r = 0; r < n; ++r) {
    std::copy_n(samples.x.data() + rows[r] * in, in, x_.data() + r * in);
    std::copy_n(samples.t.data() + rows[r] * ldo, ldo, t_.data() + r * ldo);
  }
  kernel_.affine(n, in, ldh, x_.data(), in, net_.w1(), net_.b1(), true, h_.data());
  float scale = 1;
  if (drop_ > 0) {
    kernel_.dropout(n, ldh, drop_, draws_.mask(), h_.data());
    scale = 65536.F / static_cast<float>(65536U - drop_);
  }
  kernel_.affine(n, net_.hidden(), ldo, h_.data(), ldh, net_.w2(), net_.b2(), false, z_.data());
  kernel_.loss_gradient(head_, n, net_.outputs(), ldo, t_.data(), z_.data());
  kernel_.back(n, net_.hidden(), net_.outputs(), ldo, net_.w2(), z_.data(), h_.data(), ldh, scale, g_h_.data(),
               work_.data());
  kernel_.update(n, net_.hidden(), ldo, h_.data(), ldh, z_.data(), descent_, net_.w2(), moments_.w2());
  kernel_.update_bias(n, ldo, z_.data(), descent_, net_.b2(), moments_.b2());
  kernel_.update(n, in, ldh, x_.data(), in, g_h_.data(), descent_, net_.w1(), moments_.w1());
  kernel_.update_bias(n, ldh, g_h_.data(), descent_, net_.b1(), moments_.b1());
}

}  // namespace mlink::links
