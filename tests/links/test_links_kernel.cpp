// links: the kernel. Each function of each variant against plain loops in double; whole steps against numeric
// differentiation; variants against each other.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "links/kernel/bfloat16_weights.h"
#include "links/kernel/kernel.h"
#include "links/nets/mlp.h"
#include "nets.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

/// Largest difference between m (ld) and what(r, c).
template <class What>
double farthest(const AlignedFloats& m, std::size_t rows, std::size_t width, std::size_t ld, const What& what) {
  double most = 0;
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < ld; ++c) {
      const double expected = c < width ? what(r, c) : 0;
      most = std::max(most, std::abs(expected - m[r * ld + c]));
    }
  return most;
}

}  // namespace

class TestLinksKernel : public QObject {
  Q_OBJECT

  void shapes() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    each_kernel([](const Kernel& kernel) {
      for (const auto& [rows, in, out] : {std::array{1, 1, 1},
                                          {1, 101, 200},
                                          {2, 5, 8},
                                          {3, 4, 24},
                                          {7, 13, 33},
                                          {32, 100, 200},
                                          {32, 24, 12},
                                          {33, 17, 47},
                                          {5, 9, 131},
                                          {2, 1024, 20},
                                          {2, 1025, 20}})
        QTest::addRow("%s %dx%dx%d", kernel.name, rows, in, out) << QString(kernel.name) << rows << in << out;
    });
  }

 private Q_SLOTS:
  void theBestIsTheLast() {
    QVERIFY(!kernels().empty());
    QCOMPARE(&best_kernel(), kernels().back());
    for (const Kernel* kernel : kernels()) QVERIFY(kernel->pad(17) % static_cast<std::size_t>(kernel->lanes) == 0);
  }

  void affine_data() { shapes(); }
  void affine() {
    QFETCH(QString, kernel);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Kernel& k = kernel_named(kernel);
    const auto n = std::size_t(rows), depth = std::size_t(in), width = std::size_t(out), ld = k.pad(width);
    Random random(1);
    auto x = random_matrix(random, n, depth, depth);
    const auto w = random_matrix(random, depth, width, ld), b = random_matrix(random, 1, width, ld);
    for (float& value : x)
      if (random.below(2)) value = random.below(2) ? 0.F : -0.F;  // as a hidden layer has them
    AlignedFloats y(n * ld, 9.F), relu(n * ld, 9.F), bare(n * ld, 9.F);
    k.affine(n, depth, ld, x.data(), depth, w.data(), b.data(), false, y.data());
    k.affine(n, depth, ld, x.data(), depth, w.data(), b.data(), true, relu.data());
    k.affine(n, depth, ld, x.data(), depth, w.data(), nullptr, false, bare.data());
    const auto product = [&](std::size_t r, std::size_t c) {
      double sum = 0;
      for (std::size_t t = 0; t < depth; ++t) sum += static_cast<double>(x[r * depth + t]) * w[t * ld + c];
      return sum;
    };
    const double near = 1e-5 * std::max(1., in / 250.);  // a long sum rounds more
    QVERIFY(farthest(bare, n, width, ld, product) < near);
    QVERIFY(farthest(y, n, width, ld, [&](auto r, auto c) { return product(r, c) + b[c]; }) < near);
    QVERIFY(farthest(relu, n, width, ld, [&](auto r, auto c) { return std::max(0., product(r, c) + b[c]); }) < near);
    // A row alone is the same row, bit for bit.
    AlignedFloats alone(ld);
    for (std::size_t r = 0; r < n; ++r) {
      k.affine(1, depth, ld, x.data() + r * depth, depth, w.data(), b.data(), false, alone.data());
      QVERIFY(std::equal(alone.begin(), alone.end(), y.begin() + static_cast<std::ptrdiff_t>(r * ld)));
    }
  }

  void update_data() { shapes(); }
  void update() {
    QFETCH(QString, kernel);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Kernel& k = kernel_named(kernel);
    const auto n = std::size_t(rows), height = std::size_t(in), width = std::size_t(out), ld = k.pad(width);
    Random random(2);
    const auto x = random_matrix(random, n, height, height), g = random_matrix(random, n, width, ld);
    const auto w = random_matrix(random, height, width, ld);
    auto v = random_matrix(random, height, width, ld);
    for (float& value : v) value = std::abs(value);
    const Descent d{0.01F, 0.9F, 1e-7F};
    auto w_new = w, v_new = v;
    k.update(n, height, ld, x.data(), height, g.data(), d, w_new.data(), v_new.data());
    const auto gradient = [&](std::size_t i, std::size_t c) {
      double sum = 0;
      for (std::size_t r = 0; r < n; ++r) sum += static_cast<double>(x[r * height + i]) * g[r * ld + c];
      return sum;
    };
    const auto moment = [&](std::size_t i, std::size_t c) {
      return 0.9 * v[i * ld + c] + 0.1 * gradient(i, c) * gradient(i, c);
    };
    QVERIFY(farthest(v_new, height, width, ld, moment) < 1e-4);
    QVERIFY(farthest(w_new, height, width, ld, [&](auto i, auto c) {
              return w[i * ld + c] - 0.01 * gradient(i, c) / (std::sqrt(moment(i, c)) + 1e-7);
            }) < 1e-5);
    AlignedFloats b(ld, 0.F), b_v(ld, 0.F);
    k.update_bias(n, ld, g.data(), {1.F, 1.F, 1.F}, b.data(), b_v.data());
    QVERIFY(farthest(b, 1, width, ld, [&](auto, auto c) {
              double sum = 0;
              for (std::size_t r = 0; r < n; ++r) sum -= g[r * ld + c];
              return sum;
            }) < 1e-5);
  }

  void descentWithinRounding_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<double>("epsilon");
    each_kernel([](const Kernel& kernel) {
      for (const double epsilon : {1e-7, 1e-12, 1.})
        QTest::addRow("%s %g", kernel.name, epsilon) << QString(kernel.name) << epsilon;
    });
  }
  /// One step of RMSprop over 30 decades of gradients and moments, against double: 4 units in the last place.
  void descentWithinRounding() {
    QFETCH(QString, kernel);
    QFETCH(double, epsilon);
    const Kernel& k = kernel_named(kernel);
    const std::size_t n = 512;
    Random random(12);
    AlignedFloats g(n), w(n, 0.F), v(n);
    for (std::size_t i = 0; i < n; ++i) {
      g[i] = static_cast<float>((random.below(2) ? 1 : -1) * std::pow(10., 30 * random.unit() - 15));
      v[i] = i % 5 == 0 ? 0.F : static_cast<float>(std::pow(10., 60 * random.unit() - 30));
    }
    g[7] = v[7] = 0;
    const auto v_old = v;
    const float one = 1;
    const Descent d{0.01F, 0.9F, static_cast<float>(epsilon)};
    k.update(1, 1, n, &one, 1, g.data(), d, w.data(), v.data());
    for (std::size_t i = 0; i < n; ++i) {
      const double moment = static_cast<double>(d.alpha) * v_old[i] + (1.0 - d.alpha) * g[i] * g[i];
      const double step = -static_cast<double>(d.rate) * g[i] / (std::sqrt(moment) + d.epsilon);
      QVERIFY2(std::abs(v[i] - moment) <= 5e-7 * moment, qPrintable(QString("%1: %2").arg(i).arg(v[i])));
      QVERIFY2(std::abs(w[i] - step) <= 5e-7 * std::abs(step), qPrintable(QString("%1: %2").arg(i).arg(w[i] / step)));
    }
  }
  /// A gradient that is no number, or whose square is none, never leaves a weight that only looks like one.
  void descentOfBadGradients() {
    each_kernel([](const Kernel& k) {
      const std::size_t n = 16;
      const float one = 1;
      for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        AlignedFloats g(n, 1.F), w(n, 0.5F), v(n, 0.F);
        g[3] = bad;
        k.update(1, 1, n, &one, 1, g.data(), Descent{}, w.data(), v.data());
        for (std::size_t i = 0; i < n; ++i) QCOMPARE(std::isfinite(w[i]), i != 3);
      }
      AlignedFloats g(n, 1e30F), w(n, 0.5F), v(n, 0.F);
      k.update(1, 1, n, &one, 1, g.data(), Descent{}, w.data(), v.data());
      for (std::size_t i = 0; i < n; ++i) QVERIFY(!std::isfinite(w[i]) || w[i] == 0.5F);
    });
  }

  void back_data() { shapes(); }
  void back() {
    QFETCH(QString, kernel);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Kernel& k = kernel_named(kernel);
    const auto n = std::size_t(rows), hidden = std::size_t(in), width = std::size_t(out), ld = k.pad(width),
               ldh = k.pad(hidden);
    Random random(3);
    const auto w = random_matrix(random, hidden, width, ld), g = random_matrix(random, n, width, ld),
               h = random_matrix(random, n, hidden, ldh);
    AlignedFloats g_h(n * ldh, 9.F), work(k.back_floats(n, hidden, width), 9.F);
    k.back(n, hidden, width, ld, w.data(), g.data(), h.data(), ldh, 2.F, g_h.data(), work.data());
    QVERIFY(farthest(g_h, n, hidden, ldh, [&](std::size_t r, std::size_t i) {
              if (h[r * ldh + i] <= 0) return 0.;
              double sum = 0;
              for (std::size_t o = 0; o < width; ++o) sum += static_cast<double>(g[r * ld + o]) * w[i * ld + o];
              return 2 * sum;
            }) < 1e-4);
  }

  void activations_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("width");
    each_kernel([](const Kernel& kernel) {
      for (const int width : {2, 7, 16, 33})
        QTest::addRow("%s %d", kernel.name, width) << QString(kernel.name) << width;
    });
  }
  void activations() {
    QFETCH(QString, kernel);
    QFETCH(int, width);
    const Kernel& k = kernel_named(kernel);
    const auto n = std::size_t(width), ld = k.pad(n);
    Random random(4);
    AlignedFloats z(ld, 0.F);
    for (const double reach : {1., 30., 200.}) {
      for (std::size_t i = 0; i < n; ++i) z[i] = static_cast<float>(reach * (2 * random.unit() - 1));
      auto soft = z, sigmoid = z;
      k.activate(Head::softmax, 1, n, ld, soft.data());
      k.activate(Head::sigmoid, 1, n, ld, sigmoid.data());
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i)
        sum += std::exp(static_cast<double>(z[i]) - *std::max_element(z.begin(), z.begin() + width));
      const double top = *std::max_element(z.begin(), z.begin() + width);
      QVERIFY(farthest(soft, 1, n, ld, [&](auto, auto c) { return std::exp(z[c] - top) / sum; }) < 1e-6);
      QVERIFY(farthest(sigmoid, 1, n, ld,
                       [&](auto, auto c) { return 1 / (1 + std::exp(-static_cast<double>(z[c]))); }) < 1e-6);
    }
  }

  void dropoutKeepsTheMean() {
    each_kernel([](const Kernel& k) {
      const std::size_t rows = 64, width = 37, ld = k.pad(width);
      AlignedFloats h(rows * ld, 0.F);
      for (std::size_t r = 0; r < rows; ++r) std::fill_n(h.data() + r * ld, width, 1.F);
      auto again = h;
      k.dropout(rows, ld, 16384, 77, h.data());
      k.dropout(rows, ld, 16384, 77, again.data());
      QVERIFY(h == again);
      double zeros = 0, sum = 0;
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t i = 0; i < width; ++i) {
          const float value = h[r * ld + i];
          QVERIFY(value == 0.F || std::abs(value - 4.F / 3) < 1e-6F);
          zeros += value == 0.F;
          sum += value;
        }
      QVERIFY(std::abs(zeros / (rows * width) - 0.25) < 0.03);  // 2368 draws: 3.4 standard deviations
      QVERIFY(std::abs(sum / (rows * width) - 1) < 0.04);
    });
  }

  void gradients_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("out");
    each_kernel([](const Kernel& kernel) {
      QTest::addRow("%s softmax", kernel.name) << QString(kernel.name) << int(Head::softmax) << 5;
      QTest::addRow("%s sigmoid", kernel.name) << QString(kernel.name) << int(Head::sigmoid) << 9;
      QTest::addRow("%s box", kernel.name) << QString(kernel.name) << int(Head::box) << 5;
      QTest::addRow("%s scalar", kernel.name) << QString(kernel.name) << int(Head::scalar) << 1;
    });
  }
  /// With alpha 1 and rate = epsilon = 1, a step of RMSprop takes the gradient itself off the weights.
  void gradients() {
    QFETCH(QString, kernel);
    QFETCH(int, head);
    QFETCH(int, out);
    const Kernel& k = kernel_named(kernel);
    TrainSettings settings;
    settings.alpha = settings.learning_rate = settings.epsilon = 1;
    settings.dropout = 0;
    const auto code = target_of(Head(head), std::size_t(out));
    const std::size_t rows = 11, in = 6;
    Random random(6);
    const auto samples = samples_of(random, k, Head(head), rows, in, std::size_t(out));
    MlpTrainer trainer(k, code, in, settings, 3);
    auto parameters = trainer.net().get();
    for (float& p : parameters) p = static_cast<float>(random.unit() - 0.5);
    trainer.net().put(parameters);
    std::vector<std::uint32_t> order(rows);
    for (std::size_t r = 0; r < rows; ++r) order[r] = static_cast<std::uint32_t>(r);
    trainer.step(samples, order);
    const auto after = trainer.net().get();

    Mlp net = trainer.net();
    AlignedFloats h(rows * net.ld_hidden()), z(rows * net.ld_output());
    const auto loss = [&](std::size_t at, float step) {
      auto moved = parameters;
      moved[at] += step;
      net.put(moved);
      net.forward(k, rows, samples.x.data(), h.data(), z.data());
      return code.loss(rows, net.ld_output(), samples.t.data(), z.data()) / rows;
    };
    int unequal = 0;
    double most = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const float step = 2e-3F;
      const double numeric = (loss(i, step) - loss(i, -step)) / (2 * static_cast<double>(step));
      const double analytic = static_cast<double>(parameters[i]) - after[i];
      most = std::max(most, std::abs(analytic));
      if (std::abs(numeric - analytic) > 5e-4) ++unequal;
    }
    QVERIFY(most > 0.02);  // else the comparison would compare nothing
    // A weight whose small step carries a hidden unit over ReLU's corner has no numeric derivative: few of them.
    QVERIFY2(unequal <= int(parameters.size()) / 50, qPrintable(QString::number(unequal)));
  }

  void startsAtThePrior() {
    auto code = target_of(Head::softmax, 3);
    code.start = {0.5F, -1.F, 2.F};
    MlpTrainer trainer(best_kernel(), code, 4, TrainSettings{}, 9);
    Random random(1);
    const auto x = random_matrix(random, 5, 4, 4);
    AlignedFloats h(5 * trainer.net().ld_hidden()), z(5 * trainer.net().ld_output());
    trainer.net().forward(best_kernel(), 5, x.data(), h.data(), z.data());
    for (std::size_t r = 0; r < 5; ++r)
      for (std::size_t o = 0; o < 3; ++o) QCOMPARE(z[r * trainer.net().ld_output() + o], code.start[o]);
  }

  void variantsAgree_data() {
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addRow("softmax") << int(Head::softmax) << 10 << 12;
    QTest::addRow("softmax, one label") << int(Head::softmax) << 1 << 1;
    QTest::addRow("sigmoid") << int(Head::sigmoid) << 33 << 20;
    QTest::addRow("box") << int(Head::box) << 10 << 5;
    QTest::addRow("scalar") << int(Head::scalar) << 10 << 1;
  }
  /// Same start, order and dropout masks: the same weights within rounding after one step, and after each of 3 epochs.
  void variantsAgree() {
    QFETCH(int, head);
    QFETCH(int, in);
    QFETCH(int, out);
    std::vector<std::vector<float>> plain;
    for (const Kernel* k : kernels()) {
      Random random(8);
      const auto samples = samples_of(random, *k, Head(head), 100, std::size_t(in), std::size_t(out));
      MlpTrainer trainer(*k, target_of(Head(head), std::size_t(out)), std::size_t(in), TrainSettings{}, 21);
      std::vector<std::vector<float>> weights{trainer.net().get()};
      trainer.step(samples, std::array<std::uint32_t, 4>{3, 99, 0, 41});
      weights.push_back(trainer.net().get());
      for (int epoch = 0; epoch < 3; ++epoch) {
        trainer.epoch(samples, 100);
        weights.push_back(trainer.net().get());
      }
      if (plain.empty()) plain = weights;
      QCOMPARE(weights[0], plain[0]);
      for (std::size_t step = 1; step < weights.size(); ++step) {
        double most = 0;
        for (std::size_t i = 0; i < weights[step].size(); ++i)
          most = std::max(most, std::abs(static_cast<double>(weights[step][i]) - plain[step][i]));
        QVERIFY2(most < 5e-5, qPrintable(QString("%1, step %2: %3").arg(k->name).arg(step).arg(most)));
      }
    }
  }

  void poorSamples_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("head");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("rows");
    QTest::addColumn<float>("input");
    each_kernel([](const Kernel& kernel) {
      const std::array heads{std::pair{Head::softmax, 4}, std::pair{Head::softmax, 1}, std::pair{Head::sigmoid, 3},
                             std::pair{Head::box, 5}, std::pair{Head::scalar, 1}};
      for (const auto& [head, out] : heads)
        for (const int rows : {1, 33})
          for (const float input : {0.F, 10.F})
            QTest::addRow("%s, head %d of %d, %d rows of %g", kernel.name, int(head), out, rows, double(input))
                << QString(kernel.name) << int(head) << out << rows << input;
    });
  }
  /// One sample, or the same one again and again, with a constant target: finite weights that have learnt that target.
  void poorSamples() {
    QFETCH(QString, kernel);
    QFETCH(int, head);
    QFETCH(int, out);
    QFETCH(int, rows);
    QFETCH(float, input);
    const Kernel& k = kernel_named(kernel);
    const auto code = target_of(Head(head), std::size_t(out));
    Samples samples{std::size_t(rows), 3, k.pad(std::size_t(out)), AlignedFloats(std::size_t(rows) * 3, input), {}};
    samples.t.assign(samples.rows * samples.ld_output, 0.F);
    for (std::size_t r = 0; r < samples.rows; ++r)
      samples.t[r * samples.ld_output + (Head(head) == Head::box ? 4 : 0)] = 1;
    MlpTrainer trainer(k, code, 3, TrainSettings{}, 2);
    const auto loss = [&] {
      AlignedFloats h(samples.rows * trainer.net().ld_hidden()), z(samples.rows * samples.ld_output);
      trainer.net().forward(k, samples.rows, samples.x.data(), h.data(), z.data());
      return code.loss(samples.rows, samples.ld_output, samples.t.data(), z.data()) / rows;
    };
    const double before = loss();
    for (int epoch = 0; epoch < 100; ++epoch) trainer.epoch(samples, samples.rows);
    const auto weights = trainer.net().get();
    QVERIFY(std::all_of(weights.begin(), weights.end(), [](float w) { return std::isfinite(w); }));
    QVERIFY2(loss() < 0.5 * before || before == 0,
             qPrintable(QString("%1 from %2").arg(loss()).arg(before)));  // 100 small steps
  }

  void finite() {
    for (const Kernel* k : kernels())
      for (std::size_t n = 0; n < 40; ++n) {
        std::vector<float> v(n + 2, std::numeric_limits<float>::quiet_NaN());  // not looked at: before and behind
        std::fill(v.begin() + 1, v.end() - 1, -std::numeric_limits<float>::max());
        QVERIFY(k->finite(n, v.data() + 1));
        for (std::size_t i = 1; i <= n; ++i)
          for (const float wrong : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                                    std::numeric_limits<float>::quiet_NaN()}) {
            const float before = std::exchange(v[i], wrong);
            QVERIFY(!k->finite(n, v.data() + 1));
            v[i] = before;
          }
      }
  }

  void standardise() {
    for (const Kernel* k : kernels())
      for (std::size_t n = 0; n < 40; ++n) {
        Random random(n + 1);
        std::vector<float> v(n + 1), centre(n + 1), inverse(n + 1), x(n + 2, 9.F);
        for (auto* part : {&v, &centre, &inverse})
          for (float& value : *part) value = static_cast<float>(8 * random.unit() - 4);
        k->standardise(n, v.data() + 1, centre.data() + 1, inverse.data() + 1, 10.F, x.data() + 1);
        QVERIFY(x.front() == 9 && x.back() == 9);
        for (std::size_t i = 1; i <= n; ++i) QVERIFY(x[i] == std::clamp((v[i] - centre[i]) * inverse[i], -10.F, 10.F));
      }
  }

  void narrow_data() { shapes(); }
  /// Weights in 16 bits: how far they are moved, that doing it again moves nothing, and that a row by them is the row
  /// by the rounded float32 weights, bit for bit.
  void narrow() {
    QFETCH(QString, kernel);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    const Kernel& k = kernel_named(kernel);
    const auto n = std::size_t(rows), depth = std::size_t(in), width = std::size_t(out), ld = k.pad(width);
    Random random(2);
    auto x = random_matrix(random, n, depth, depth);
    for (float& value : x)
      if (random.below(2)) value = random.below(2) ? 0.F : -0.F;
    const auto exact = random_matrix(random, depth, width, ld), b = random_matrix(random, 1, width, ld);
    AlignedFloats wide = exact;
    const std::array special{0.F, -0.F, 1e-30F, -1e-19F, 1e30F, 0x1p-60F, -0x1.FFFFFEp0F, 1e-45F};
    for (std::size_t r = 0; r < depth; ++r)
      for (std::size_t c = r % 3; c < width; c += 7) wide[r * ld + c] = special[(r + c) % special.size()];
    AlignedFloats w = wide;
    const NarrowMatrix packed(depth, width, w.data(), ld);
    for (std::size_t r = 0; r < depth; ++r)
      for (std::size_t c = 0; c < ld; ++c) {
        const float before = wide[r * ld + c], after = w[r * ld + c];
        if (c >= width) {
          QVERIFY(after == 0);
        } else if (std::abs(before) <= 0x1p-60F) {
          QVERIFY(std::abs(after) < 0x1.04p-60F);
        } else {
          QVERIFY2(std::abs(after - before) <= std::abs(before) / 256, qPrintable(QString::number(before)));
        }
      }
    AlignedFloats again = w;
    const NarrowMatrix repacked(depth, width, again.data(), ld);
    QVERIFY(again == w);
    QVERIFY(std::equal(packed.words(), packed.words() + depth * packed.ld(), repacked.words()));
    w = exact;  // without 1e30, beside which nothing else would be seen in a sum
    const NarrowMatrix plain(depth, width, w.data(), ld);
    AlignedFloats y(n * ld), one(ld);
    for (const bool relu : {false, true}) {
      k.affine(n, depth, ld, x.data(), depth, w.data(), b.data(), relu, y.data());
      for (std::size_t r = 0; r < n; ++r) {
        k.affine_narrow(depth, ld, x.data() + r * depth, plain.words(), plain.ld(), b.data(), relu, one.data());
        for (std::size_t c = 0; c < width; ++c) QVERIFY(one[c] == y[r * ld + c]);
      }
    }
  }

  void aSettledNetSaysOfOneRowWhatItSaysOfMany() {
    for (const Kernel* k : kernels()) {
      Random random(3);
      Mlp net(*k, 9, 70, 37);
      std::vector<float> parameters(net.parameters());
      for (float& w : parameters) w = static_cast<float>(random.unit() - 0.5);
      net.put(parameters);
      net.quantize();
      const auto settled = net.get();
      for (std::size_t i = 0; i < settled.size(); ++i) QVERIFY(std::abs(settled[i] - parameters[i]) <= 0.002);
      const auto x = random_matrix(random, 8, 9, 9);
      AlignedFloats h(8 * net.ld_hidden()), z(8 * net.ld_output()), h1(net.ld_hidden()), z1(net.ld_output());
      net.forward(*k, 8, x.data(), h.data(), z.data());
      for (std::size_t r = 0; r < 8; ++r) {
        net.forward(*k, 1, x.data() + r * 9, h1.data(), z1.data());
        for (std::size_t o = 0; o < 37; ++o) QVERIFY(z1[o] == z[r * net.ld_output() + o]);
      }
      Mlp read(*k, 9, 70, 37);  // as a stored one is
      read.put(settled);
      read.quantize();
      QVERIFY(read.get() == settled);
    }
  }

  void putAndGet() {
    for (const Kernel* k : kernels()) {
      Mlp net(*k, 3, 5, 7);
      std::vector<float> parameters(net.parameters());
      for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = static_cast<float>(i);
      net.put(parameters);
      QCOMPARE(net.get(), parameters);
      QCOMPARE(net.parameters(), std::size_t{3 * 5 + 5 + 5 * 7 + 7});
    }
  }
};

QTEST_GUILESS_MAIN(TestLinksKernel)
#include "test_links_kernel.moc"
