// links: the kernel's training against LibTorch's autograd and RMSprop (mlink_links_reference). Step for step over the
// first epochs; by what the nets are worth after a hundred, when rounding has long led them apart.
#include <QTest>
#include <array>
#include <cmath>
#include <numeric>

#include "links/nets/ensemble.h"
#include "links/torch/torch_reference.h"
#include "nets.h"
#include "tables.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

struct Shape {
  int rows, in, hidden, out;
};

TrainSettings settings_of(int hidden) {
  TrainSettings settings;
  settings.hidden_factor = 1;
  settings.hidden_min = hidden;
  return settings;
}

/// Two nets' difference, tensor by tensor (w1, b1, w2, b2), the worst of the four.
struct Apart {
  double norm = 0;     ///< |a - b| over |b|, Euclidean
  double largest = 0;  ///< of the differences, over the largest |b|
};
Apart apart(const Mlp& a, const Mlp& b) {
  const auto said = a.get(), exact = b.get();
  const std::array ends{a.inputs() * a.hidden(), (a.inputs() + 1) * a.hidden(), said.size() - a.outputs(), said.size()};
  Apart worst;
  std::size_t i = 0;
  for (const std::size_t end : ends) {
    double largest = 0, size = 0, squares = 0, norm = 0;
    for (; i < end; ++i) {
      const double difference = std::abs(static_cast<double>(said[i]) - exact[i]);
      if (!std::isfinite(difference)) return {difference, difference};
      largest = std::max(largest, difference);
      size = std::max(size, std::abs(static_cast<double>(exact[i])));
      squares += difference * difference;
      norm += static_cast<double>(exact[i]) * exact[i];
    }
    worst.norm = std::max(worst.norm, std::sqrt(squares / norm));
    worst.largest = std::max(worst.largest, largest / size);
  }
  return worst;
}

/// Samples without gradients that cancel to nothing: there RMSprop's first step, which looks at the sign alone, makes a
/// whole step of what rounding left, in any program. So labels are decided, and scalars lie on one side at first.
Samples decided_samples(Random& random, const Kernel& kernel, Head head, const Shape& shape) {
  const auto width = static_cast<std::size_t>(shape.out);
  Samples samples =
      samples_of(random, kernel, head, static_cast<std::size_t>(shape.rows), static_cast<std::size_t>(shape.in), width);
  for (std::size_t r = 0; r < samples.rows; ++r) {
    float* t = samples.t.data() + r * samples.ld_output;
    if (head == Head::scalar) t[0] += 1;
    for (std::size_t o = 0; o < width && head == Head::sigmoid; ++o) t[o] = t[o] > 0.5F ? 0.97F : 0.02F;
    float sum = 0;
    for (std::size_t o = 0; o < width && head == Head::softmax; ++o)
      sum += t[o] = std::exp(12 * static_cast<float>(random.unit()));
    for (std::size_t o = 0; o < width && head == Head::softmax; ++o) t[o] /= sum;
  }
  return samples;
}

/// A link's task: the one-hot cause of the target's output, blurred by noise. The first kTrain rows train.
struct NoisyTask {
  static constexpr std::size_t kTrain = 160, kRows = 1160, kInputs = 5;
  OutputTable table;
  TargetCode code;
  Samples samples;
  std::vector<std::size_t> test_rows = rows_of(kTrain, kRows);

  explicit NoisyTask(Task task) : table(caused_table({{"target", task}}, kRows)) {
    const Kernel& kernel = best_kernel();
    Random random(23);
    samples.inputs = kInputs;
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto cause = random.below(5);
      (void)set_output(table, 0, row, {Presence::present, caused(task, static_cast<int>(cause)), {}, {}});
      for (std::size_t i = 0; i < kInputs; ++i)
        samples.x.push_back((i == cause ? 1.F : 0.F) + static_cast<float>(1.6 * random.unit() - 0.8));
    }
    code = target_code(table.columns[0], kTrain);
    samples.ld_output = kernel.pad(code.width());
    samples.rows = kRows;
    samples.t.assign(kRows * samples.ld_output, 0.F);
    for (std::size_t row = 0; row < kRows; ++row)
      (void)code.encode(table.columns[0].row(row), samples.t.data() + row * samples.ld_output);
  }
  /// p on the test rows.
  [[nodiscard]] double p(const Mlp& net) const {
    const std::size_t n = test_rows.size();
    AlignedFloats h(n * net.ld_hidden()), z(n * net.ld_output());
    net.forward(best_kernel(), n, samples.x.data() + kTrain * kInputs, h.data(), z.data());
    return RowScorer(best_kernel(), code, table.columns[0], test_rows).p(z.data(), net.ld_output(), {});
  }
};

struct Sample {
  std::vector<double> values;
  [[nodiscard]] double mean() const {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }
  [[nodiscard]] double variance() const {
    double sum = 0;
    for (const double v : values) sum += (v - mean()) * (v - mean());
    return sum / static_cast<double>(values.size() - 1);
  }
};

/// Whether the means lie closer together than the seeds' spread, the pooled standard deviation.
bool agree(const Sample& a, const Sample& b) {
  const double spread = std::sqrt((a.variance() + b.variance()) / 2);
  return std::abs(a.mean() - b.mean()) < spread;
}

constexpr int kSeeds = 10, kEpochs = 100;

Sample kernel_p(const NoisyTask& task, const TrainSettings& settings) {
  Sample sample;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    MlpTrainer trainer(best_kernel(), task.code, NoisyTask::kInputs, settings, static_cast<std::uint64_t>(seed));
    for (int e = 0; e < kEpochs; ++e) trainer.epoch(task.samples, NoisyTask::kTrain);
    sample.values.push_back(task.p(trainer.net()));
  }
  return sample;
}

/// From the kernel's first weights, with its order and masks.
Sample torch_p(const NoisyTask& task, const TrainSettings& settings, int epochs = kEpochs) {
  Sample sample;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const auto s = static_cast<std::uint64_t>(seed);
    const Mlp start = MlpTrainer(best_kernel(), task.code, NoisyTask::kInputs, settings, s).net();
    TorchTrainer trainer(best_kernel(), task.code, start, settings, s);
    for (int e = 0; e < epochs; ++e) trainer.epoch(task.samples, NoisyTask::kTrain);
    sample.values.push_back(task.p(trainer.net()));
  }
  return sample;
}

}  // namespace

class TestLinksReference : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFirstEpochs_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<int>("head");
    QTest::addColumn<QList<int>>("shape");
    const auto add = [](const Kernel& kernel, const char* name, Head head, const Shape& s) {
      QTest::addRow("%s %s %d: %d-%d-%d", kernel.name, name, s.rows, s.in, s.hidden, s.out)
          << QString(kernel.name) << int(head) << QList<int>{s.rows, s.in, s.hidden, s.out};
    };
    each_kernel([&add](const Kernel& kernel) {
      for (const Shape& s : {Shape{1000, 4, 24, 12}, {300, 100, 200, 100}, {97, 7, 10, 3}, {1, 3, 6, 2}}) {
        add(kernel, "softmax", Head::softmax, s);
        add(kernel, "sigmoid", Head::sigmoid, s);
      }
      for (const Shape& s : {Shape{500, 5, 16, 5}, {97, 33, 40, 5}, {1, 2, 10, 5}}) add(kernel, "box", Head::box, s);
      for (const Shape& s : {Shape{500, 5, 16, 1}, {97, 33, 17, 1}, {1, 2, 16, 1}})
        add(kernel, "scalar", Head::scalar, s);
    });
  }
  /// After 1, 2 and 3 epochs from the same weights, with the same order and masks: the same weights to 1e-5. Of 40,000
  /// weights a few have a gradient near nothing all the same; the largest difference of all from the exact training may
  /// be as large there as LibTorch's own in float (4 times: both are the extremes of noise).
  void theFirstEpochs() {
    QFETCH(QString, kernel);
    QFETCH(int, head);
    QFETCH(QList<int>, shape);
    const Kernel& k = kernel_named(kernel);
    const Shape s{shape[0], shape[1], shape[2], shape[3]};
    const auto rows = std::size_t(s.rows), in = std::size_t(s.in);
    const auto code = target_of(Head(head), std::size_t(s.out));
    const auto settings = settings_of(s.hidden);
    Random random(32);
    const auto samples = decided_samples(random, k, Head(head), s);
    MlpTrainer trainer(k, code, in, settings, 5);
    QCOMPARE(trainer.net().hidden(), std::size_t(s.hidden));
    auto parameters = trainer.net().get();
    for (float& p : parameters) p += static_cast<float>(0.2 * (random.unit() - 0.5));
    trainer.net().put(parameters);
    const Mlp start = trainer.net();
    TorchTrainer reference(k, code, start, settings, 5), exact(k, code, start, settings, 5, true);
    for (int epoch = 1; epoch <= 3; ++epoch) {
      trainer.epoch(samples, rows);
      reference.epoch(samples, rows);
      exact.epoch(samples, rows);
      const double off = apart(trainer.net(), reference.net()).norm;
      QVERIFY2(off < 1e-5, qPrintable(QString("epoch %1: %2").arg(epoch).arg(off)));
      const double ours = apart(trainer.net(), exact.net()).largest,
                   theirs = apart(reference.net(), exact.net()).largest;
      QVERIFY2(ours < std::max(1e-5, 4 * theirs), qPrintable(QString("epoch %1: %2").arg(epoch).arg(ours)));
      QVERIFY(apart(trainer.net(), start).norm > 1e-2);  // else nothing was compared
    }
  }

  void aSmallDifferenceShows_data() {
    QTest::addColumn<double>("alpha");
    QTest::addColumn<double>("epsilon");
    QTest::addColumn<double>("dropout");
    QTest::addColumn<int>("seed");
    QTest::addRow("alpha") << 0.9001 << 1e-7 << 0.5 << 5;
    QTest::addRow("epsilon") << 0.9 << 1e-5 << 0.5 << 5;
    QTest::addRow("dropout") << 0.9 << 1e-7 << 0.499 << 5;
    QTest::addRow("order and masks") << 0.9 << 1e-7 << 0.5 << 6;
  }
  /// The comparison would find a wrong constant.
  void aSmallDifferenceShows() {
    QFETCH(double, alpha);
    QFETCH(double, epsilon);
    QFETCH(double, dropout);
    QFETCH(int, seed);
    const Kernel& k = best_kernel();
    const auto code = target_of(Head::softmax, 12);
    auto settings = settings_of(24);
    Random random(31);
    const auto samples = decided_samples(random, k, Head::softmax, {300, 4, 24, 12});
    MlpTrainer trainer(k, code, 4, settings, 5);
    const Mlp start = trainer.net();
    settings.alpha = alpha;
    settings.epsilon = epsilon;
    settings.dropout = dropout;
    TorchTrainer reference(k, code, start, settings, static_cast<std::uint64_t>(seed));
    trainer.epoch(samples, 300);
    reference.epoch(samples, 300);
    QVERIFY(apart(trainer.net(), reference.net()).norm > 1e-5);
  }

  void afterAHundredEpochs_data() {
    QTest::addColumn<int>("task");
    QTest::addRow("single label") << int(Task::single_label);
    QTest::addRow("multi-label") << int(Task::multi_label);
    QTest::addRow("box") << int(Task::localization);
    QTest::addRow("count") << int(Task::count);
  }
  /// p on 1000 test frames, 10 seeds each: the means differ by less than the seeds' spread (pooled standard deviation).
  void afterAHundredEpochs() {
    QFETCH(int, task);
    const NoisyTask noisy{Task(task)};
    const auto settings = settings_of(16);
    const Sample ours = kernel_p(noisy, settings), theirs = torch_p(noisy, settings);
    const QString told = QString("kernel %1 +- %2, LibTorch %3 +- %4")
                             .arg(ours.mean())
                             .arg(std::sqrt(ours.variance()))
                             .arg(theirs.mean())
                             .arg(std::sqrt(theirs.variance()));
    qInfo().noquote() << told;
    QVERIFY2(ours.variance() > 0 && theirs.variance() > 0, qPrintable(told));  // else there is no spread to lie in
    QVERIFY2(agree(ours, theirs), qPrintable(told));
    QVERIFY2(!agree(ours, torch_p(noisy, settings, 1)), "One epoch's nets pass for a hundred epochs' ones.");
  }
};

QTEST_GUILESS_MAIN(TestLinksReference)
#include "test_links_reference.moc"
