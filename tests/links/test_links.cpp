// links: what links and ensembles learn, what they never do, one frame against many, stop and resume, bad outputs.
#include <QTest>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "links/nets/mlp.h"
#include "tables.h"

// Counts what is allocated while a test asks for it.
namespace {
thread_local bool counting = false;
thread_local std::size_t allocations = 0;

void* counted(std::size_t bytes, std::size_t align) {
  if (counting) ++allocations;
  void* p = align > alignof(std::max_align_t) ? std::aligned_alloc(align, (bytes + align - 1) / align * align)
                                              : std::malloc(bytes ? bytes : 1);
  if (!p) throw std::bad_alloc();
  return p;
}
}  // namespace
void* operator new(std::size_t bytes) { return counted(bytes, 0); }
void* operator new[](std::size_t bytes) { return counted(bytes, 0); }
// The forms that do not throw too: what a sanitizer's own form gave out must not reach our delete.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return counted(bytes, 0); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return counted(bytes, 0); }
void* operator new(std::size_t bytes, std::align_val_t align) {
  return counted(bytes, static_cast<std::size_t>(align));
}
void* operator new[](std::size_t bytes, std::align_val_t align) {
  return counted(bytes, static_cast<std::size_t>(align));
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

/// p of predicted rows.
double p_of(const LinkSet& set, const OutputTable& table, BoxSet from, int target,
            const std::vector<std::size_t>& rows) {
  return evaluate(table.columns[static_cast<std::size_t>(target)], rows, set.predict(table, from, target, rows), 0).p;
}
/// The rows that chose the epoch of links between two boxes without holes.
std::vector<std::size_t> inner_rows(const LinkSet& set) {
  const std::size_t train = set.split().train;
  const auto inner = static_cast<std::size_t>(set.settings().inner_part * static_cast<double>(train));
  return rows_of(train - inner, train);
}

}  // namespace

class TestLinks : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void learnsALine() {
    auto table = caused_table({{"x", Task::count}, {"y", Task::count}}, 400);
    fill(table, 1, [&](std::size_t row) { return 2 * table.columns[0].values[row] + 1; });
    TrainSettings settings = quick();
    settings.epochs = 100;
    const auto set = train(table, settings);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto& figures = set->link_figures(0, 1);
    QVERIFY2(figures.test.p > 0.95, qPrintable(QString::number(figures.test.p)));
    QVERIFY(figures.prior_p < 0.4);
    QVERIFY(figures.lift_interval.low > 0.4);
    QVERIFY(figures.test.native < 0.3);
    QVERIFY(std::abs(figures.pearson - 1) < 1e-9);
    QVERIFY(figures.best_epoch > 0);
    QCOMPARE(figures.trained_frames, std::int64_t{200});
    QCOMPARE(figures.test.frames, std::int64_t{200});
    // 2 inputs (value and presence), 5 nets of 16 hidden units, 1 output.
    QCOMPARE(figures.parameters, (2 + 1) * 16 * 5 + 16 * 5 + 1);
  }
  /// Links of scarce outputs: nets of other seeds averaged differ less from seed to seed, and are no worse. So do their
  /// ensembles.
  void averagedNetsAreSteadier() {
    auto table = caused_table({{"x", Task::count}, {"y", Task::count}, {"z", Task::count}}, 400);
    Random random(3);
    for (std::size_t row = 0; row < 400; ++row)
      for (std::size_t box : {std::size_t{1}, std::size_t{2}})
        table.columns[box].values[row] = std::max(
            0.F, std::round(2.5F * table.columns[0].values[row] + 1.5F * static_cast<float>(random.unit()) - 0.5F));
    const auto spread = [&](int nets, bool ensemble) {
      TrainSettings settings = quick();
      settings.part = 0.15;
      settings.nets = nets;
      std::vector<double> p;
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        settings.seed = seed;
        const auto set = train(table, settings);
        if (!set) return std::pair(0.0, 1.0);
        p.push_back(ensemble ? set->ensemble_figures(1).test.p : set->link_figures(0, 1).test.p);
      }
      double mean = 0, squares = 0;
      for (const double v : p) mean += v / 10;
      for (const double v : p) squares += (v - mean) * (v - mean) / 9;
      return std::pair(mean, std::sqrt(squares));
    };
    for (const bool ensemble : {false, true}) {
      const auto [one, one_sd] = spread(1, ensemble);
      const auto [several, several_sd] = spread(8, ensemble);
      const auto told = QString("%1: one net %2 +- %3, several %4 +- %5")
                            .arg(ensemble ? "ensemble" : "link")
                            .arg(one)
                            .arg(one_sd)
                            .arg(several)
                            .arg(several_sd);
      qInfo("%s", qPrintable(told));
      // Ensembles of one net differ so much that their mean is not known to .005; of several they must differ half.
      const double known = ensemble ? std::max(0.005, one_sd / std::sqrt(10.0)) : 0.005;
      QVERIFY2(several_sd <= one_sd * (ensemble ? 0.5 : 0.75) && several >= one - known, qPrintable(told));
    }
  }
  /// Wide nets and many rows are trained once: a frame and a training must stay cheap.
  void netsThatAreAveraged() {
    TrainSettings settings;
    QCOMPARE(nets_of(settings, 1, 100), std::size_t{5});
    QCOMPARE(draws_of(settings, 1, 100), std::size_t{8});
    QCOMPARE(nets_of(settings, 16, 100), std::size_t{2});
    QCOMPARE(nets_of(settings, 80, 100), std::size_t{1});
    QCOMPARE(nets_of(settings, 1, 4096), std::size_t{4});
    QCOMPARE(nets_of(settings, 1, 1'000'000), std::size_t{1});
    settings.nets = 2;
    QCOMPARE(nets_of(settings, 1, 100), std::size_t{2});
    // A set of a program that did not average says so when it is read.
    nlohmann::json json;
    to_json(json, settings);
    QCOMPARE(train_settings_from_json(json)->nets, 2);
    json.erase("nets");
    QCOMPARE(train_settings_from_json(json)->nets, 1);
  }
  void meanOfNets() {
    const Kernel& kernel = best_kernel();
    std::vector<Mlp> nets;
    Random random(5);
    for (int n = 0; n < 3; ++n) {
      Mlp net(kernel, 4, 20, 5);
      std::vector<float> parameters(net.parameters());
      for (auto& v : parameters) v = static_cast<float>(random.unit() - 0.5);
      net.put(parameters);
      nets.push_back(net);
    }
    const Mlp mean = mean_of(kernel, nets);
    QCOMPARE(mean.parameters(), std::size_t{5 * 60 + 61 * 5});
    AlignedFloats x(4), h(mean.ld_hidden()), z(mean.ld_output()), one(mean.ld_output());
    for (auto& v : x) v = static_cast<float>(random.unit());
    mean.forward(kernel, 1, x.data(), h.data(), z.data());
    for (std::size_t o = 0; o < 5; ++o) {
      double sum = 0;
      for (const auto& net : nets) {
        net.forward(kernel, 1, x.data(), h.data(), one.data());
        sum += one[o] / 3.0;
      }
      QVERIFY(std::abs(sum - z[o]) < 1e-6);
    }
  }
  void twoHiddenUnitsAreTooFewForAScalar() {
    // The paper's 2 x output width is 2 for a scalar. A count that first falls and then rises, over ten seeds.
    auto table = caused_table({{"x", Task::count}, {"y", Task::count}}, 300);
    fill(table, 1, [&](std::size_t row) { return std::abs(2 * table.columns[0].values[row] - 4); });
    double two = 0, more = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      TrainSettings settings = quick();
      settings.seed = seed;
      more += train(table, settings)->link_figures(0, 1).test.p / 10;
      settings.hidden_min = 2;
      two += train(table, settings)->link_figures(0, 1).test.p / 10;
    }
    QVERIFY2(more > two + 0.1, qPrintable(QString("2 units: %1, default: %2").arg(two).arg(more)));
  }

  void allTasks_data() {
    QTest::addColumn<int>("source");
    QTest::addColumn<int>("target");
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 5; ++j)
        if (i != j)
          QTest::addRow("%s to %s", kAllTasks[std::size_t(i)].first.c_str(), kAllTasks[std::size_t(j)].first.c_str())
              << i << j;
  }
  /// Every target is caused by the same number as every source; a label knows it up to "2 or more" only.
  void allTasks() {
    QFETCH(int, source);
    QFETCH(int, target);
    static const auto table = caused_table(kAllTasks, 600);
    static const auto set = [] {
      TrainSettings settings = quick();
      settings.epochs = 100;
      return *train(table, settings);
    }();
    QVERIFY(set.has_link(source, target));
    const auto& f = set.link_figures(source, target);
    const auto told = QString("p %1, prior %2, epoch %3").arg(f.test.p).arg(f.prior_p).arg(f.best_epoch);
    QVERIFY2(f.test.p > f.prior_p + 0.1, qPrintable(told));
    QVERIFY2(f.lift_interval.low > 0, qPrintable(told));
    if (source != 2) QVERIFY2(f.test.p > 0.9, qPrintable(told));
    QVERIFY(f.test.interval.low <= f.test.p && f.test.p <= f.test.interval.high);
    const auto prediction = set.predict(table, set_of({source}), target, rows_of(0, table.rows()));
    for (std::size_t row = 0; row < table.rows(); ++row)
      QVERIFY(check({Presence::present, {prediction.row(row).begin(), prediction.row(row).end()}, {}, {}},
                    target == 0 ? spec_of(Task::regression) : set.specs()[std::size_t(target)])
                  .has_value());
  }

  void neverBelowThePriorOnTheInnerPart_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 5; ++seed) QTest::addRow("noise, seed %d", seed) << seed;
  }
  /// Boxes that know nothing of each other, few rows: whatever is learnt is chance.
  void neverBelowThePriorOnTheInnerPart() {
    QFETCH(int, seed);
    auto table = caused_table(kAllTasks, 160, std::uint64_t(seed));
    for (std::size_t column = 0; column < 5; ++column) {
      Random random(job_seed(std::uint64_t(seed), std::int64_t(column), 7));
      for (std::size_t row = 0; row < table.rows(); ++row)
        (void)set_output(table, column, row,
                         {Presence::present, caused(kAllTasks[column].second, int(random.below(5))), {}, {}});
    }
    TrainSettings settings = quick();
    settings.seed = std::uint64_t(seed);
    const auto set = train(table, settings);
    QVERIFY(set.has_value());
    const auto inner = inner_rows(*set);
    for (int j = 0; j < 5; ++j) {
      const double prior = p_of(*set, table, BoxSet(), j, inner);
      double best = prior;
      for (int i = 0; i < 5; ++i) {
        if (i == j) continue;
        const double p = p_of(*set, table, set_of({i}), j, inner);
        QVERIFY2(p >= prior - 1e-9, qPrintable(QString("%1 to %2: %3 < %4").arg(i).arg(j).arg(p).arg(prior)));
        best = std::max(best, p);
      }
      const double together = p_of(*set, table, set_of({0, 1, 2, 3, 4}).without(j), j, inner);
      // The best of several links of chance leads by chance: within what a p of so few rows is uncertain by.
      const double error = std::sqrt(best * (1 - best) / double(inner.size()));
      QVERIFY2(together >= best - 1.645 * error,
               qPrintable(QString("ensemble of %1: %2 < %3").arg(j).arg(together).arg(best)));
    }
  }

  /// 45 x 0, 20 x 1, 20 x 2, 15 x 3 of every hundred: always 0 is right in .45, the median (1) in .20.
  void theCountPriorIsTheBestConstant() {
    auto table = caused_table({{"count", Task::count}, {"other", Task::count}}, 400);
    fill(table, 0, [](std::size_t row) {
      const std::size_t n = row % 100;
      return n < 45 ? 0.F : n < 65 ? 1.F : n < 85 ? 2.F : 3.F;
    });
    const auto set = train(table);
    QVERIFY(set.has_value());
    QCOMPARE(set->prior(0)[0], 0.F);
    QCOMPARE(set->link_figures(1, 0).prior_p, .45);
  }
  void aLinkThatLearntNothingSaysThePrior() {
    auto table = caused_table({{"x", Task::count}, {"y", Task::count}}, 200);
    fill(table, 1, [](std::size_t) { return 4.F; });
    const auto set = train(table);
    QVERIFY(set.has_value());
    const auto& f = set->link_figures(0, 1);
    QCOMPARE(f.best_epoch, 0);
    QCOMPARE(f.test.p, 1.);
    QCOMPARE(f.prior_p, 1.);
    QCOMPARE(f.lift_interval.low, 0.);
    QVERIFY(std::isnan(f.pearson));
    const auto rows = rows_of(0, 10);
    for (const float v : set->predict(table, set_of({0}), 1, rows).values) QCOMPARE(v, 4.F);
    // And as a source a constant tells nothing: whatever the link says, it says it always, also when it changes.
    table.columns[1].values[7] = 1000;
    const auto said = set->predict(table, set_of({1}), 0, rows);
    for (const float v : said.values) QCOMPARE(v, said.values[0]);
  }

  void emptySetIsThePrior() {
    const auto& [table, set] = holed();
    const auto rows = rows_of(0, table.rows());
    for (int j = 0; j < 5; ++j) {
      const auto prior = set->prior(j);
      QCOMPARE(prior.size(), std::size_t(set->specs()[std::size_t(j)].width));
      const auto said = set->predict(table, BoxSet(), j, rows);
      for (std::size_t r = 0; r < rows.size(); ++r)
        QVERIFY(std::equal(prior.begin(), prior.end(), said.row(r).begin()));
      // The target's own output is never looked at.
      QVERIFY(set->predict(table, set_of({j}), j, rows).values == said.values);
    }
  }

  void oneSourceIsItsLink() {
    // The ensemble's weights serve all subsets; of a single source they must change nothing, bit for bit.
    const auto table = caused_table(kAllTasks, 200);
    const auto set = train(table);
    QVERIFY(set.has_value());
    const auto rows = rows_of(0, table.rows());
    for (int j = 0; j < 5; ++j)
      for (int i = 0; i < 5; ++i) {
        if (i == j) continue;
        auto pair = table;
        pair.columns = {table.columns[std::size_t(i)], table.columns[std::size_t(j)]};
        const auto alone = train(pair);  // names alone make the seed: the same link without any ensemble beside it
        QVERIFY(alone.has_value());
        QCOMPARE(set->link_figures(i, j).best_epoch, alone->link_figures(0, 1).best_epoch);
        QVERIFY(set->predict(table, set_of({i}), j, rows).values == alone->predict(pair, set_of({0}), 1, rows).values);
      }
  }

  void ensembleAssists() {
    // A sum of two counts that are mostly zero: each source alone is often right, both together always.
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}, {"sum", Task::count}}, 1200);
    Random random(3);
    const auto mostly_zero = [&](std::size_t) {
      return random.unit() < 0.7 ? 0.F : static_cast<float>(1 + random.below(3));
    };
    fill(table, 0, mostly_zero);
    fill(table, 1, mostly_zero);
    fill(table, 2, [&](std::size_t row) { return table.columns[0].values[row] + table.columns[1].values[row]; });
    for (const bool scalar : {false, true}) {
      TrainSettings settings = quick();
      settings.epochs = 100;
      settings.scalar_weights = scalar;
      const auto set = train(table, settings);
      QVERIFY(set.has_value());
      const double best = std::max(set->link_figures(0, 2).test.p, set->link_figures(1, 2).test.p);
      const double both = set->ensemble_figures(2).test.p;
      const auto told = QString("best %1, both %2").arg(best).arg(both);
      if (!scalar) QVERIFY2(both > best + 0.2, qPrintable(told));
      QVERIFY2(both > best - 0.05, qPrintable(told));
      QVERIFY(set->ensemble_figures(2).parameters == (scalar ? 1 + 2 : 1 + 2 + 2));
    }
  }
  void ensembleDominates() {
    // One source knows all, three know nothing: the ensemble is as good as the one.
    auto table = caused_table(
        {{"good", Task::count}, {"n1", Task::count}, {"n2", Task::count}, {"n3", Task::count}, {"t", Task::count}},
        600);
    Random random(5);
    for (std::size_t c = 1; c < 4; ++c) fill(table, c, [&](std::size_t) { return float(random.below(5)); });
    const auto set = train(table);
    QVERIFY(set.has_value());
    QVERIFY(set->link_figures(0, 4).test.p > 0.9);
    QVERIFY2(set->ensemble_figures(4).test.p > set->link_figures(0, 4).test.p - 0.02,
             qPrintable(QString::number(set->ensemble_figures(4).test.p)));
  }

  void weakSourcesOnFewRows_data() {
    QTest::addColumn<int>("rows");
    for (const int rows : {40, 80}) QTest::addRow("%d training rows", rows) << rows;
  }
  /// Few rows, one source that knows much and three that know little: chance in the inner rows must not choose. Over
  /// eight draws no ensemble, of all sources or of some, ends below the good source by more than 1.645 standard
  /// errors.
  void weakSourcesOnFewRows() {
    QFETCH(int, rows);
    const auto test = std::size_t(600);
    int below = 0, subsets = 0;
    double lead = 0;
    for (std::uint64_t draw = 1; draw <= 8; ++draw) {
      const auto train_rows = std::size_t(rows);
      auto table = caused_table(
          {{"good", Task::count}, {"n1", Task::count}, {"n2", Task::count}, {"n3", Task::count}, {"t", Task::count}},
          train_rows + test, draw);
      Random random(job_seed(draw, 9, 0));
      for (std::size_t c = 1; c < 4; ++c)
        fill(table, c, [&](std::size_t row) {
          return random.below(10) < 4 ? table.columns[0].values[row] : float(random.below(5));
        });
      for (std::size_t row = 0; row < table.rows(); ++row)  // one frame in four says something else
        if (random.below(4) == 0) table.columns[4].values[row] = float(random.below(5));
      TrainSettings settings = quick();
      settings.part = (double(rows) + 0.5) / double(table.rows());
      settings.seed = draw;
      const auto set = train(table, settings);
      QVERIFY(set.has_value());
      const auto tested = rows_of(train_rows, train_rows + test);
      const double good = p_of(*set, table, set_of({0}), 4, tested);
      for (const BoxSet from : {set_of({0, 1, 2, 3}), set_of({0, 1}), set_of({0, 2, 3})}) {
        const double p = p_of(*set, table, from, 4, tested);
        below += p < good - 1.645 * std::sqrt(good * (1 - good) / double(test)) ? 1 : 0;
        lead += p - good;
        ++subsets;
      }
    }
    const auto told = QString("%1 of %2 below, mean lead %3").arg(below).arg(subsets).arg(lead / subsets);
    qInfo("%s", qPrintable(told));
    QVERIFY2(below == 0 && lead / subsets > -0.005, qPrintable(told));
  }

  void anySubset_data() {
    QTest::addColumn<int>("target");
    for (int j = 0; j < 5; ++j) QTest::addRow("%s", kAllTasks[std::size_t(j)].first.c_str()) << j;
  }
  /// Every subset, holes included: finite, allowed by the task, and one frame alone the same bits as all together.
  void anySubset() {
    QFETCH(int, target);
    const auto& [table, set] = holed();
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto rows = rows_of(0, table.rows());
    const auto width = std::size_t(set->specs()[std::size_t(target)].width);
    std::vector<float> scratch(set->scratch_floats()), out(width);
    std::vector<FrameSource> sources(5);
    for (std::uint64_t bits = 0; bits < 32; ++bits) {
      const BoxSet from(bits);
      const auto all = set->predict(table, from, target, rows);
      QCOMPARE(all.rows(), rows.size());
      QVERIFY(finite(all));
      for (std::size_t row = 0; row < rows.size(); row += 7) {
        BoxSet ran;
        for (std::size_t i = 0; i < 5; ++i) {
          const auto [source, there] = source_in(table.columns[i], row);
          if (from.has(int(i)) && there) ran = ran.with(int(i));
          sources[i] = source;
        }
        set->predict_one(sources, ran, target, out, scratch);
        QVERIFY(std::equal(out.begin(), out.end(), all.row(row).begin()));
      }
    }
  }

  void oneFrameAllocatesNothing() {
    const auto& [table, set] = holed();
    std::vector<float> scratch(set->scratch_floats()), out(8);
    std::vector<FrameSource> sources;
    for (const auto& column : table.columns) sources.push_back(source_in(column, 0).source);
    allocations = 0;
    counting = true;
    for (int j = 0; j < 5; ++j)
      for (std::uint64_t bits = 0; bits < 32; ++bits) set->predict_one(sources, BoxSet(bits), j, out, scratch);
    counting = false;
    QCOMPARE(allocations, std::size_t{0});
    counting = true;
    const auto some = set->predict(table, BoxSet(3), 2, rows_of(0, 1));
    counting = false;
    QVERIFY(allocations > 0);  // the counter counts
    QVERIFY(some.rows() == 1);
  }

  void scratchMayStartAnywhere() {
    const auto& [table, set] = holed();
    std::vector<float> scratch(set->scratch_floats() + 16), a(5), b(5);
    std::vector<FrameSource> sources;
    for (const auto& column : table.columns) sources.push_back(source_in(column, 1).source);
    set->predict_one(sources, set_of({0, 1, 2, 3}), 4, a, std::span(scratch).subspan(0, set->scratch_floats()));
    for (std::size_t shift = 1; shift < 16; ++shift) {
      set->predict_one(sources, set_of({0, 1, 2, 3}), 4, b, std::span(scratch).subspan(shift, set->scratch_floats()));
      QVERIFY(a == b);
    }
  }

  void noneIsToldApartFromZero() {
    // The count is 4 exactly where the first box ran and had nothing to say; zero means 1.
    auto table = caused_table({{"share", Task::regression}, {"count", Task::count}}, 400);
    Random random(2);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const bool none = random.below(2) == 0;
      (void)set_output(table, 0, row, {Presence::present, {0.F}, {}, {}});
      (void)set_output(table, 1, row, {Presence::present, {none ? 4.F : 1.F}, {}, {}});
      if (none) take_away(table, 0, row, Presence::none);
    }
    const auto set = train(table);
    QVERIFY(set.has_value());
    QVERIFY2(set->link_figures(0, 1).test.p > 0.99, qPrintable(QString::number(set->link_figures(0, 1).test.p)));
    // Where the box failed nothing is known: the prior.
    take_away(table, 0, 3, Presence::failed);
    const std::vector<std::size_t> row{3};
    QCOMPARE(set->predict(table, set_of({0}), 1, row).values[0], set->prior(1)[0]);
  }
  void noneThatTrainingNeverSawIsLeftOut() {
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}}, 200);
    take_away(table, 0, 150, Presence::none);
    const auto set = train(table);
    QVERIFY(set.has_value() && set->link_figures(0, 1).best_epoch > 0);
    const std::vector<std::size_t> row{150};
    QCOMPARE(set->predict(table, set_of({0}), 1, row).values[0], set->prior(1)[0]);
  }

  void missingTargetsTeachNothing() {
    // Wrong values hide behind missing marks: a link that learnt from them would be wrong.
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}}, 400);
    for (std::size_t row = 0; row < 200; row += 2) {
      table.columns[1].presence[row] = row % 4 == 0 ? Presence::none : Presence::failed;
      table.columns[1].values[row] = 100;
    }
    const auto set = train(table);
    QVERIFY(set.has_value());
    QCOMPARE(set->link_figures(0, 1).trained_frames, std::int64_t{100});
    QVERIFY(set->link_figures(0, 1).test.p > 0.9);
  }

  void sameNumbersWhateverTheThreads() {
    const auto& [table, set] = holed();
    const std::string bytes = set->to_bytes();
    for (const std::size_t threads : {1U, 2U, 5U}) {
      const auto again = train_links(table, quick(), many_threads(threads), {}, {});
      QVERIFY(again.has_value());
      QVERIFY(again->to_bytes() == bytes);
    }
    TrainSettings other = quick();
    other.seed = 2;
    QVERIFY(train(table, other)->to_bytes() != bytes);
  }

  void stopsWithinAnEpoch_data() {
    QTest::addColumn<int>("after");
    for (const int after : {0, 1, 7, 20, 22}) QTest::addRow("after %d jobs", after) << after;
  }
  /// Stops after some jobs; what is finished comes back and is taken over; the end is as if it had never stopped.
  void stopsWithinAnEpoch() {
    QFETCH(int, after);
    const auto& [table, set] = holed();
    TrainSettings settings = quick();
    settings.epochs = 1'000'000;  // would take hours
    std::stop_source source;
    LinkSet finished;
    if (after == 0) {
      std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        source.request_stop();
      });
      const auto result = train_links(table, settings, one_thread(), source.get_token(), {}, nullptr, &finished);
      QVERIFY(!result.has_value());
      QCOMPARE(result.error().kind, ErrorKind::stopped);
      return;
    }
    int done = 0;
    const Executor stopping = [&](std::size_t n, const std::function<void(std::size_t)>& job) {
      for (std::size_t k = 0; k < n; ++k) {
        if (done++ == after) source.request_stop();
        job(k);
      }
    };
    const auto result = train_links(table, quick(), stopping, source.get_token(), {}, nullptr, &finished);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, ErrorKind::stopped);
    int links = 0;
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 5; ++j) links += finished.has_link(i, j);
    QCOMPARE(links, std::min(after, 20));
    std::int64_t first = -1, last = 0;
    const ProgressFn progress = [&](const ProgressEvent& event) {
      if (first < 0) first = event.done;
      last = event.done;
      QCOMPARE(event.total, std::int64_t{25});
    };
    const auto whole = train_links(table, quick(), one_thread(), {}, progress, &finished);
    QVERIFY(whole.has_value());
    QCOMPARE(first, std::int64_t{after});
    QCOMPARE(last, std::int64_t{25});
    QVERIFY(whole->to_bytes() == set->to_bytes());
  }
  void knownOfOtherDataIsIgnored() {
    const auto& [table, set] = holed();
    auto changed = table;
    changed.columns[0].values[0] += 1;
    const auto fresh = train(changed);
    const auto with_known = train_links(changed, quick(), one_thread(), {}, {}, &*set);
    QVERIFY(fresh.has_value() && with_known.has_value());
    QVERIFY(fresh->to_bytes() == with_known->to_bytes());
  }
};

QTEST_GUILESS_MAIN(TestLinks)
#include "test_links.moc"
