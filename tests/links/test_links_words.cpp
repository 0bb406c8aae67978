// links: nets with words on a side: what they learn, that prediction is what LibTorch trained, ensembles of words, one
// frame against many, stop and resume, stored form, bad input.
#include <QTest>
#include <array>
#include <cmath>

#include "links/link_set_data.h"
#include "links/nets/sequence_trainer.h"
#include "links/words/predict_words.h"
#include "tables.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

const std::vector<std::pair<std::string, Task>> kBoxes{{"count", Task::count},        {"share", Task::regression},
                                                       {"label", Task::single_label}, {"labels", Task::multi_label},
                                                       {"box", Task::localization},   {"words", Task::sequence}};
constexpr int kWords = 5;

TrainSettings brief() {
  TrainSettings settings = quick();
  settings.epochs = 25;
  settings.sequence_hidden = 24;
  return settings;
}

/// All tasks and words, with holes, trained once.
struct Told {
  OutputTable table = caused_table(kBoxes, 260);
  Result<LinkSet> set = tl::make_unexpected(Error{});

  Told() {
    Random random(23);
    for (std::size_t row = 0; row < table.rows(); ++row)
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto dice = random.below(16);
        if (dice < 3)
          take_away(table, column, row, std::array{Presence::none, Presence::failed, Presence::absent}[dice]);
      }
    set = train(table, brief());
  }
};
const Told& told_set() {
  static const Told made;
  return made;
}

/// Only links with words are trained: a table of two boxes.
Result<LinkSet> pair(const OutputTable& table, TrainSettings settings = brief()) { return train(table, settings); }

}  // namespace

class TestLinksWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void learns_data() {
    QTest::addColumn<int>("source");
    QTest::addColumn<int>("target");
    for (int i = 0; i < kWords; ++i) {
      const char* name = kBoxes[std::size_t(i)].first.c_str();
      QTest::addRow("%s to words", name) << i << kWords;
      QTest::addRow("words to %s", name) << kWords << i;
    }
  }
  /// Every box is caused by the same hidden number: each link must find far more than the prior knows.
  void learns() {
    QFETCH(int, source);
    QFETCH(int, target);
    const auto table = caused_table({kBoxes[std::size_t(source)], kBoxes[std::size_t(target)]}, 600);
    TrainSettings settings = brief();
    settings.epochs = 80;  // an epoch is eight steps here
    const auto set = pair(table, settings);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto& f = set->link_figures(0, 1);
    const auto seen = QString("p %1, prior %2, epoch %3").arg(f.test.p).arg(f.prior_p).arg(f.best_epoch);
    QVERIFY2(f.test.p > f.prior_p + 0.2, qPrintable(seen));
    QVERIFY2(f.lift_interval.low > 0, qPrintable(seen));
    if (source != 2) QVERIFY2(f.test.p > 0.9, qPrintable(seen));  // a label knows the number up to "2 or more" only
    QVERIFY(f.parameters > 0 && f.best_epoch > 0);
  }
  void wordsToWords() {
    // The second box says the first one's words in another order: the decoder must attend.
    auto table = caused_table({{"a", Task::sequence}, {"b", Task::sequence}}, 400);
    const std::array<std::string, 4> word{"red", "green", "blue", "grey"};
    Random random(3);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      Words a;
      for (std::uint64_t n = 1 + random.below(4); n > 0; --n) a.push_back(word[random.below(4)]);
      Words b(a.rbegin(), a.rend());
      (void)set_output(table, 0, row, {Presence::present, {}, a, {}});
      (void)set_output(table, 1, row, {Presence::present, {}, b, {}});
    }
    TrainSettings settings = brief();
    settings.epochs = 80;
    const auto set = pair(table, settings);
    QVERIFY(set.has_value());
    const auto& f = set->link_figures(0, 1);
    const auto seen = QString("p %1, prior %2, WER %3").arg(f.test.p).arg(f.prior_p).arg(f.test.native);
    QVERIFY2(f.test.p > 0.6 && f.test.p > f.prior_p + 0.4, qPrintable(seen));
  }

  void predictsWhatLibTorchTrains_data() {
    QTest::addColumn<int>("source");
    QTest::addColumn<int>("target");
    QTest::addColumn<int>("hidden");
    for (int i = 0; i <= kWords; ++i)
      for (const int hidden : {5, 16, 64}) {
        QTest::addRow("%s to words, %d", kBoxes[std::size_t(i)].first.c_str(), hidden) << i << kWords << hidden;
        if (i != kWords)
          QTest::addRow("words to %s, %d", kBoxes[std::size_t(i)].first.c_str(), hidden) << kWords << i << hidden;
      }
  }
  /// The same loss from LibTorch and from our own nets, before and after training, on every kind of CPU code.
  void predictsWhatLibTorchTrains() {
    QFETCH(int, source);
    QFETCH(int, target);
    QFETCH(int, hidden);
    const auto table =
        caused_table({{"from", kBoxes[std::size_t(source)].second}, {"to", kBoxes[std::size_t(target)].second}}, 40);
    for (const Kernel* kernel : kernels()) {
      LinkSet::Data data;
      data.kernel = kernel;
      data.settings = brief();
      data.settings.sequence_hidden = hidden;
      for (const auto& column : table.columns) {
        data.boxes.push_back(column.box);
        data.specs.push_back(column.spec);
        data.sources.push_back(source_code(column, 40));
        data.vocabularies.push_back(vocabulary_of(column, 40));
        data.targets.push_back(target_code(column, 40, data.vocabularies.back()));
      }
      const auto make_trainer = sequence_trainers();
      QVERIFY(make_trainer);
      SequenceNet net(*kernel, data.sequence_shape(0, 1));
      net.begin(7, data.targets[1].start);
      SequenceSamples samples;
      samples.rows = 40;
      samples.inputs = data.has_words(0) ? 0 : data.sources[0].inputs();
      samples.ld_output = data.has_words(1) ? 0 : kernel->pad(data.targets[1].width());
      std::vector<int> heard(data.vocabulary(0).longest() + 1);
      for (std::size_t row = 0; row < 40; ++row) {
        if (data.has_words(0)) {
          const auto n = source_tokens(data.vocabulary(0), false, table.columns[0].words[row], heard);
          samples.source_words.emplace_back(heard.begin(), heard.begin() + std::ptrdiff_t(n));
        } else {
          samples.x.resize((row + 1) * samples.inputs);
          data.sources[0].encode(SourceState::present, table.columns[0].row(row),
                                 samples.x.data() + row * samples.inputs);
        }
        if (data.has_words(1)) {
          samples.target_words.push_back(target_tokens(data.vocabulary(1), table.columns[1].words[row]));
        } else {
          samples.t.resize((row + 1) * samples.ld_output);
          QVERIFY(data.targets[1].encode(table.columns[1].row(row), samples.t.data() + row * samples.ld_output));
        }
      }
      const auto trainer = make_trainer.value()(net, data.targets[1].head, data.settings, 11);
      for (int epochs = 0; epochs < 3; ++epochs) {
        for (std::size_t row = 0; row < 40; row += 3) {
          const double theirs = trainer->loss(samples, row), ours = own_loss(data, net, table, row, samples);
          QVERIFY2(std::abs(ours - theirs) <= 2e-5 * (1 + std::abs(theirs)),
                   qPrintable(QString("%1, epoch %2, row %3: %4 and %5")
                                  .arg(kernel->name)
                                  .arg(epochs)
                                  .arg(row)
                                  .arg(ours)
                                  .arg(theirs)));
        }
        trainer->epoch(samples, 40);
        trainer->weights(net);
      }
    }
  }

  void oneSourceIsItsLink() {
    const auto& [table, set] = told_set();
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto& data = set->data();
    const Vocabulary& vocabulary = data.vocabulary(kWords);
    std::vector<int> tokens(vocabulary.longest());
    int checked = 0;
    for (int i = 0; i < kWords; ++i) {
      const Link& link = data.link(i, kWords);
      if (!link.learnt()) continue;
      for (std::size_t row = 0; row < 60; ++row) {
        const auto& column = table.columns[std::size_t(i)];
        if (source_state(column, row, data.source(i).width()) != SourceState::present) continue;
        AlignedFloats floats(words_floats(data, BoxSet().with(i), kWords));
        Scratch scratch(floats.data());
        SequenceRun run =
            start_run(data, i, link.words, {SourceState::present, source_in(column, row).source}, scratch);
        const auto n = decode_words(vocabulary, run, tokens, scratch.take(link.words.ld_output()));
        const std::vector<std::size_t> rows{row};
        const auto said = set->predict(table, set_of({i}), kWords, rows).words[0];
        QCOMPARE(said.size(), n);
        for (std::size_t t = 0; t < n; ++t) QCOMPARE(said[t], std::string(vocabulary.word(tokens[t])));
        ++checked;
      }
    }
    QVERIFY(checked > 100);
  }

  void anySubset() {
    const auto& [table, set] = told_set();
    std::vector<float> scratch(set->scratch_floats());
    std::vector<int> tokens(set->longest(kWords));
    std::vector<FrameSource> sources(kBoxes.size());
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.rows(); row += 11) rows.push_back(row);
    for (std::uint64_t bits = 0; bits < 32; ++bits) {
      const BoxSet from(bits);
      const auto all = set->predict(table, from, kWords, rows);
      QCOMPARE(all.rows(), rows.size());
      for (std::size_t r = 0; r < rows.size(); ++r) {
        BoxSet ran;
        for (std::size_t i = 0; i < sources.size(); ++i) {
          const auto [source, there] = source_in(table.columns[i], rows[r]);
          sources[i] = source;
          if (there && from.has(int(i))) ran = ran.with(int(i));
        }
        const auto n = set->predict_words(sources, ran, kWords, tokens, scratch);
        Words one;
        for (std::size_t t = 0; t < n; ++t) one.emplace_back(set->word(kWords, tokens[t]));
        QVERIFY(one == all.words[r]);
        if (ran.empty()) QVERIFY(one == set->prior_words(kWords));
      }
    }
    // Words among the sources of a vector: the same promise.
    for (const std::uint64_t bits : {32U, 33U, 42U, 63U}) {
      const BoxSet from = BoxSet(bits).without(3);
      const auto all = set->predict(table, from, 3, rows);
      std::vector<float> out(4);
      for (std::size_t r = 0; r < rows.size(); ++r) {
        BoxSet ran;
        for (std::size_t i = 0; i < sources.size(); ++i) {
          const auto [source, there] = source_in(table.columns[i], rows[r]);
          sources[i] = source;
          if (there && from.has(int(i))) ran = ran.with(int(i));
        }
        set->predict_one(sources, ran, 3, out, scratch);
        QVERIFY(std::equal(out.begin(), out.end(), all.row(r).begin()));
      }
    }
  }
  void ensembleIsNotBelowItsBestSourceOnTheInnerPart() {
    const OutputTable& table = told_set().table;  // clang takes no structured binding into a lambda
    const Result<LinkSet>& set = told_set().set;
    const std::size_t train = set->split().train;
    const auto& column = table.columns[kWords];
    std::vector<std::size_t> known;  // the rows that the ensemble chose by: those with words and a source
    for (std::size_t row = 0; row < train; ++row) {
      bool any = false;
      for (int i = 0; i < kWords; ++i)
        any = any ||
              source_state(table.columns[std::size_t(i)], row, set->data().source(i).width()) != SourceState::left_out;
      if (column.present(row) && any) known.push_back(row);
    }
    const std::vector<std::size_t> inner(known.begin() + std::ptrdiff_t(fit_rows(known.size(), 0.2)), known.end());
    const auto p = [&](BoxSet from) { return evaluate(column, inner, set->predict(table, from, kWords, inner), 0).p; };
    double best = 0;
    for (int i = 0; i < kWords; ++i) best = std::max(best, p(set_of({i})));
    const double together = p(set_of({0, 1, 2, 3, 4}));
    QVERIFY2(together >= best - 1e-9, qPrintable(QString("%1 < %2").arg(together).arg(best)));
    QVERIFY(set->ensemble_figures(kWords).test.p > set->ensemble_figures(kWords).prior_p + 0.2);
  }

  void noneIsToldApartFromNoWords() {
    // 4 where the box ran and has no output, 1 where it says nothing, 2 where it has an output.
    auto table = caused_table({{"words", Task::sequence}, {"count", Task::count}}, 300);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const Words words = row % 3 == 2 ? Words{"hello"} : Words{};
      (void)set_output(table, 0, row, {Presence::present, {}, words, {}});
      (void)set_output(table, 1, row, {Presence::present, {std::array{4.F, 1.F, 2.F}[row % 3]}, {}, {}});
      if (row % 3 == 0) take_away(table, 0, row, Presence::none);
    }
    const auto set = pair(table);
    QVERIFY(set.has_value());
    QVERIFY2(set->link_figures(0, 1).test.p > 0.99, qPrintable(QString::number(set->link_figures(0, 1).test.p)));
  }
  void missingWordsTeachNothing() {
    auto table = caused_table({{"count", Task::count}, {"words", Task::sequence}}, 300);
    for (std::size_t row = 0; row < 150; row += 2) {
      table.columns[1].presence[row] = row % 4 == 0 ? Presence::none : Presence::failed;
      table.columns[1].words[row] = {"wrong", "wrong", "wrong"};
    }
    const auto set = pair(table);
    QVERIFY(set.has_value());
    QCOMPARE(set->link_figures(0, 1).trained_frames, std::int64_t{75});
    const auto& words = set->data().vocabulary(1).words();
    QVERIFY(std::find(words.begin(), words.end(), "wrong") == words.end());
    QVERIFY(set->link_figures(0, 1).test.p > 0.9);
  }
  void randomWordsAreNotPredicted() {
    // The paper finds the same for speech: what cannot be predicted must say so, and do no harm.
    auto table = caused_table({{"count", Task::count}, {"words", Task::sequence}}, 200);
    Random random(9);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      Words words;
      for (int i = 0; i < 4; ++i) words.push_back("w" + std::to_string(random.below(60)));
      (void)set_output(table, 1, row, {Presence::present, {}, words, {}});
    }
    const auto set = pair(table);
    QVERIFY(set.has_value());
    const auto& f = set->link_figures(0, 1);
    QVERIFY2(f.test.p < 0.15 && f.test.native > 0.85,
             qPrintable(QString("p %1, WER %2").arg(f.test.p).arg(f.test.native)));
    QVERIFY(f.lift_interval.low <= 0);
  }

  void vocabularyAndLengths() {
    auto table = caused_table({{"a", Task::sequence}, {"b", Task::count}}, 200);
    for (std::size_t row = 0; row < 100; ++row)
      (void)set_output(table, 0, row, {Presence::present, {}, row == 50 ? Words(40, "z") : Words{"b", "a"}, {}});
    const Vocabulary vocabulary = vocabulary_of(table.columns[0], 100);
    QCOMPARE(vocabulary.tokens(), std::size_t{7});
    QCOMPARE(vocabulary.longest(), std::size_t{2});  // the 99th percentile leaves the one long output out
    QCOMPARE(vocabulary.token("a"), 4);
    QCOMPARE(vocabulary.token("z"), 6);
    QCOMPARE(vocabulary.token("never"), int(Vocabulary::kUnknown));
    QCOMPARE(vocabulary.word(5), std::string_view("b"));
    QCOMPARE(vocabulary.word(3), Vocabulary::kUnknownWord);
    QVERIFY((target_tokens(vocabulary, Words{"b", "never", "a"}) == std::vector<int>{5, 3, 2}));
    std::array<int, 3> into{};
    QCOMPARE(source_tokens(vocabulary, false, Words{}, into), std::size_t{1});
    QCOMPARE(into[0], int(Vocabulary::kEnd));
    QCOMPARE(source_tokens(vocabulary, true, Words{}, into), std::size_t{1});
    QCOMPARE(into[0], int(Vocabulary::kStart));
    QCOMPARE(source_tokens(vocabulary, false, Words(9, "a"), into), std::size_t{3});
  }

  void badInput_data() {
    QTest::addColumn<QString>("what");
    for (const char* row : {"empty vocabulary", "one training sample", "words never seen", "constant words",
                            "constant target", "NaN source", "no training words"})
      QTest::addRow("%s", row) << QString(row);
  }
  void badInput() {
    QFETCH(QString, what);
    auto table = caused_table({{"count", Task::count}, {"words", Task::sequence}}, 120);
    const auto say = [&](std::size_t row, Words words) {
      (void)set_output(table, 1, row, {Presence::present, {}, std::move(words), {}});
    };
    for (std::size_t row = 0; row < 120; ++row) {
      if (what == "empty vocabulary" && row < 60) say(row, {});
      if (what == "words never seen" && row >= 60) say(row, {"unheard", "of"});
      if (what == "constant words") say(row, {"always", "this"});
      if (what == "one training sample" && row > 0 && row < 60) take_away(table, 1, row, Presence::failed);
      if (what == "no training words" && row < 60) take_away(table, 1, row, Presence::failed);
      if (what == "NaN source") table.columns[0].values[row] = row % 2 == 0 ? std::nanf("") : 1.F;
    }
    if (what == "constant target") fill(table, 0, [](std::size_t) { return 2.F; });
    const auto set = pair(table);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto rows = rows_of(0, 120);
    const auto words = set->predict(table, set_of({0}), 1, rows);
    const auto counts = set->predict(table, set_of({1}), 0, rows);
    // A target that training never saw is not predicted at all.
    QCOMPARE(words.rows(), what == "no training words" ? std::size_t{0} : rows.size());
    QVERIFY(finite(counts));
    for (const float v : set->data().link(0, 1).words.get()) QVERIFY(std::isfinite(v));
    if (what == "empty vocabulary") {
      QCOMPARE(set->link_figures(0, 1).best_epoch, 0);
      for (const auto& said : words.words) QVERIFY(said.empty());
    }
    if (what == "one training sample") {
      QCOMPARE(set->link_figures(0, 1).best_epoch, 0);
      for (const auto& said : words.words) QVERIFY(said == set->prior_words(1));
    }
    if (what == "words never seen") QCOMPARE(set->link_figures(0, 1).test.p, 0.);
    if (what == "constant words") QCOMPARE(set->link_figures(0, 1).test.p, 1.);
    if (what == "constant target") QCOMPARE(set->link_figures(1, 0).test.p, 1.);
    if (what == "no training words") QVERIFY(!set->has_link(0, 1) && !set->has_link(1, 0));
  }

  void sameNumbersWhateverTheThreads() {
    const auto& [table, set] = told_set();
    const std::string bytes = set->to_bytes();
    for (const std::size_t threads : {1U, 3U}) {
      const auto again = train_links(table, brief(), many_threads(threads), {}, {});
      QVERIFY(again.has_value());
      QVERIFY(again->to_bytes() == bytes);
    }
  }
  void stoppedAndGoneOn() {
    const auto& [table, set] = told_set();
    std::stop_source source;
    LinkSet finished;
    int done = 0;
    const Executor stopping = [&](std::size_t n, const std::function<void(std::size_t)>& job) {
      for (std::size_t k = 0; k < n; ++k) {
        if (done++ == 27) source.request_stop();  // among the links to words
        job(k);
      }
    };
    const auto result = train_links(table, brief(), stopping, source.get_token(), {}, nullptr, &finished);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, ErrorKind::stopped);
    const auto back = LinkSet::from_bytes(finished.to_bytes());  // as the file keeps it
    QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
    const auto whole = train_links(table, brief(), one_thread(), {}, {}, &*back);
    QVERIFY(whole.has_value());
    QVERIFY(whole->to_bytes() == set->to_bytes());
  }
  void roundTrip() {
    const auto& [table, set] = told_set();
    const std::string bytes = set->to_bytes();
    const auto back = LinkSet::from_bytes(bytes);
    QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
    QCOMPARE(back->to_bytes(), bytes);
    const auto rows = rows_of(0, 40);
    for (const std::uint64_t bits : {0U, 1U, 5U, 31U})
      QVERIFY(back->predict(table, BoxSet(bits), kWords, rows).words ==
              set->predict(table, BoxSet(bits), kWords, rows).words);
    QVERIFY(back->prior_words(kWords) == set->prior_words(kWords));
  }

 private:
  /// The loss of one sample by our own nets, in double where LibTorch sums.
  static double own_loss(const LinkSet::Data& data, const SequenceNet& net, const OutputTable& table, std::size_t row,
                         const SequenceSamples& samples) {
    const std::size_t slots = source_slots(data, 0), out = net.shape().target;
    AlignedFloats floats(SequenceRun::floats(net, slots) + Scratch::rounded(slots) +
                         Scratch::rounded(data.source(0).inputs()) + Scratch::rounded(net.ld_output()) + 16);
    Scratch scratch(floats.data());
    SequenceRun run = start_run(data, 0, net, {SourceState::present, source_in(table.columns[0], row).source}, scratch);
    float* const z = scratch.take(net.ld_output());
    if (!data.has_words(1)) {
      run.last_layer(z);
      return data.target(1).loss(1, net.ld_output(), samples.t.data() + row * samples.ld_output, z);
    }
    double sum = 0;
    int heard = Vocabulary::kStart;
    for (const int exact : samples.target_words[row]) {
      run.next(heard, z);
      double shares = 0;
      for (std::size_t i = 0; i < out; ++i) shares += std::exp(static_cast<double>(z[i]));
      sum += std::log(shares) - z[exact];
      heard = exact;
    }
    return sum / static_cast<double>(samples.target_words[row].size());
  }
};

QTEST_GUILESS_MAIN(TestLinksWords)
#include "test_links_words.moc"
