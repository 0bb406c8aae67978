// methods: what the scheduler of drls learns: labels of outputs, rewards, and orders that are known to be best.
#include <QTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "methods/drls_labels.h"
#include "methods/drls_plan.h"
#include "methods/q_learning.h"

using namespace mlink::rooms;

namespace {

/// Box by box: the labels that it gives, each surely; none: it found nothing (input `nothing` + box).
SaidFrames said_of(const std::vector<std::vector<std::vector<std::uint32_t>>>& frames, std::uint32_t nothing) {
  SaidFrames said(frames.front().size());
  for (const auto& frame : frames)
    for (std::size_t box = 0; box < frame.size(); ++box) {
      if (frame[box].empty()) said.push(nothing + static_cast<std::uint32_t>(box), 0);
      for (const std::uint32_t label : frame[box]) said.push(label, 1);
      said.end_box();
    }
  return said;
}

ScheduleSettings quick() {
  ScheduleSettings settings;
  settings.steps = 12000;
  settings.epochs = 6;
  return settings;
}

std::vector<std::size_t> order_of(const QNet& net, const SaidFrames& said, std::size_t frame) {
  std::vector<std::size_t> order;
  std::vector<std::uint32_t> state;
  std::vector<float> sums(net.hidden()), q(net.outputs());
  BoxSet run;
  while (order.size() < said.boxes()) {
    said.state(frame, run, state);
    net.begin(sums);
    net.add(state, sums);
    net.values(sums, q);
    std::size_t best = said.boxes();
    for (std::size_t box = 0; box < said.boxes(); ++box)
      if (!run.has(static_cast<int>(box)) && (best == said.boxes() || q[box] > q[best])) best = box;
    order.push_back(best);
    run = run.with(static_cast<int>(best));
  }
  return order;
}

OutputTable table_of(const OutputSpec& spec, const std::vector<Output>& outputs, const OutputSpec* second = nullptr) {
  std::vector<FrameKey> frames;
  for (std::size_t row = 0; row < outputs.size(); ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), static_cast<double>(row)});
  std::vector<std::pair<std::string, OutputSpec>> boxes{{"a", spec}};
  if (second) boxes.emplace_back("b", *second);
  OutputTable table = make_table({"door"}, frames, boxes);
  for (std::size_t row = 0; row < outputs.size(); ++row)
    for (std::size_t box = 0; box < boxes.size(); ++box)
      if (!set_output(table, box, row, outputs[row])) std::abort();
  return table;
}

std::vector<SaidLabel> read(const LabelCode& code, const OutputTable& table, std::size_t row, std::size_t box = 0) {
  std::vector<SaidLabel> said;
  code.read(table.columns[box], box, row, said);
  return said;
}

}  // namespace

class TestDrls : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rewards() {
    // a and b say the same label 0, b says 1 besides; c finds nothing.
    const SaidFrames said = said_of({{{0}, {0, 1}, {}}}, 2);
    QCOMPARE(schedule_reward(said, 0, BoxSet(), 0, 1), std::log(2.0));
    QCOMPARE(schedule_reward(said, 0, BoxSet(), 1, 1), std::log(3.0));
    QCOMPARE(schedule_reward(said, 0, BoxSet().with(0), 1, 1), std::log(2.0));
    QCOMPARE(schedule_reward(said, 0, BoxSet().with(1), 0, 1), -1.0);
    QCOMPARE(schedule_reward(said, 0, BoxSet(), 2, 1), -1.0);
    QCOMPARE(schedule_reward(said, 0, BoxSet(), 1, 4), std::log(9.0));
  }

  void stateIsWhatRan() {
    const SaidFrames said = said_of({{{0}, {0, 1}, {}}}, 2);
    std::vector<std::uint32_t> state{7};
    said.state(0, BoxSet(), state);
    QVERIFY(state.empty());
    said.state(0, BoxSet().with(0).with(1), state);
    QVERIFY((state == std::vector<std::uint32_t>{0, 1}));
    said.state(0, BoxSet().with(2), state);
    QVERIFY((state == std::vector<std::uint32_t>{4}));  // ran and found nothing: told apart from not run
  }

  /// The first box tells which of the others finds something: the order after it differs by frame.
  void learnsTheBestOrder() {
    std::vector<std::vector<std::vector<std::uint32_t>>> frames;
    for (int n = 0; n < 40; ++n)
      frames.push_back(n % 2 == 0 ? std::vector<std::vector<std::uint32_t>>{{2, 3, 4}, {0, 1}, {}}
                                  : std::vector<std::vector<std::uint32_t>>{{2, 3, 5}, {}, {0, 1}});
    const SaidFrames said = said_of(frames, 6);
    const auto schedule = learn_schedule(said, 30, 9, quick(), 1, {}, {});
    QVERIFY(schedule.has_value());
    QVERIFY((order_of(schedule->net, said, 0) == std::vector<std::size_t>{0, 1, 2}));
    QVERIFY((order_of(schedule->net, said, 1) == std::vector<std::size_t>{0, 2, 1}));
    const double best = std::log(4.0) + .99 * std::log(3.0) - .99 * .99;
    QVERIFY2(std::abs(schedule->mean_return - best) < 1e-9, qPrintable(QString::number(schedule->mean_return)));
    QVERIFY(schedule->best_epoch > 0);
  }

  void isDeterministic() {
    const SaidFrames said = said_of({{{0}, {1}, {}}, {{}, {1}, {2}}, {{0}, {}, {2}}}, 3);
    ScheduleSettings settings = quick();
    settings.steps = 500;
    const auto one = learn_schedule(said, 3, 6, settings, 5, {}, {}),
               two = learn_schedule(said, 3, 6, settings, 5, {}, {}),
               other = learn_schedule(said, 3, 6, settings, 6, {}, {});
    QVERIFY(one.has_value() && two.has_value() && other.has_value());
    QVERIFY(one->net.to_bytes() == two->net.to_bytes());
    QVERIFY(one->net.to_bytes() != other->net.to_bytes());
  }

  void misuse() {
    const SaidFrames said = said_of({{{0}, {1}}}, 2);
    const auto nothing = learn_schedule(SaidFrames(2), 0, 4, quick(), 1, {}, {});
    QVERIFY(!nothing.has_value() && nothing.error().text().find("no frame") != std::string::npos);
    std::stop_source source;
    source.request_stop();
    const auto halted = learn_schedule(said, 1, 4, quick(), 1, source.get_token(), {});
    QVERIFY(!halted.has_value() && halted.error().kind == ErrorKind::stopped);
    QVERIFY(!QNet::from_bytes(4, 8, 2, {1, 2, 3}).has_value());
    QVERIFY(!LabelCode::from_json(nlohmann::json::parse("{\"labels\":1,\"boxes\":3}")).has_value());
    QVERIFY(!LabelCode::from_json(nlohmann::json::parse("{}")).has_value());
  }

  void labelsOfCounts() {
    const OutputSpec spec{Task::count, 1, {}, .5, "persons"};
    std::vector<Output> outputs;
    for (const float n : {0.F, 1.F, 2.F, 3.F, 9.F}) outputs.push_back({Presence::present, {n}, {}, {}});
    outputs.push_back({Presence::none, {}, {}, {}});
    const OutputTable table = table_of(spec, outputs, &spec);
    const LabelCode code = LabelCode::learn(table);
    QCOMPARE(code.labels(), 3);  // both boxes count persons: what they say is the same
    QCOMPARE(code.inputs(), 5);
    QVERIFY(read(code, table, 0).empty() && read(code, table, 5).empty());
    QCOMPARE(read(code, table, 1)[0].label, 0);
    QCOMPARE(read(code, table, 2)[0].label, 1);
    QCOMPARE(read(code, table, 3)[0].label, 2);
    QCOMPARE(read(code, table, 4)[0].label, 2);
    QCOMPARE(read(code, table, 4, 1)[0].label, 2);
    const auto again = LabelCode::from_json(code.to_json());
    QVERIFY(again.has_value() && again->fits(table) && again->to_json() == code.to_json());
  }

  void labelsOfOthers() {
    const OutputSpec classes{Task::single_label, 2, {"x", "y"}, .5, ""}, many{Task::multi_label, 2, {"x", "z"}, .5, ""};
    const OutputTable one = table_of(classes, {{Presence::present, {.25F, .75F}, {}, {}}});
    const LabelCode of_classes = LabelCode::learn(one);
    QCOMPARE(read(of_classes, one, 0).size(), std::size_t{1});
    QCOMPARE(read(of_classes, one, 0)[0].label, 1);
    QCOMPARE(read(of_classes, one, 0)[0].confidence, .75F);
    const OutputTable two =
        table_of(many, {{Presence::present, {.5F, .9F}, {}, {}}, {Presence::present, {.1F, .2F}, {}, {}}});
    const LabelCode of_many = LabelCode::learn(two);
    QCOMPARE(read(of_many, two, 0).size(), std::size_t{2});
    QVERIFY(read(of_many, two, 1).empty());
    const OutputTable place =
        table_of({Task::localization, 5, {}, .5, ""},
                 {{Presence::present, {0, 0, .5F, .5F, .8F}, {}, {}}, {Presence::present, {0, 0, 0, 0, 0}, {}, {}}});
    const LabelCode of_place = LabelCode::learn(place);
    QCOMPARE(read(of_place, place, 0)[0].confidence, .8F);
    QVERIFY(read(of_place, place, 1).empty());
    std::vector<Output> values, said;
    for (int n = 0; n < 8; ++n) values.push_back({Presence::present, {static_cast<float>(n)}, {}, {}});
    const OutputTable scalar = table_of({Task::regression, 1, {}, 1, "years"}, values);
    const LabelCode of_scalar = LabelCode::learn(scalar);
    for (std::size_t row = 0; row < 8; ++row)
      QCOMPARE(read(of_scalar, scalar, row)[0].label, static_cast<int>(row / 2));
    said.push_back({Presence::present, {}, {"no", "go", "no"}, {}});
    said.push_back({Presence::present, {}, {}, {}});
    const OutputTable words = table_of({Task::sequence, 0, {}, .5, ""}, said);
    const LabelCode of_words = LabelCode::learn(words);
    QCOMPARE(read(of_words, words, 0).size(), std::size_t{2});
    QVERIFY(read(of_words, words, 1).empty());
  }

  void emptyOutputs() {
    QCOMPARE(empty_outputs({Task::count, 1, {}, .5, ""}, 3).values.size(), std::size_t{3});
    QCOMPARE(empty_outputs({Task::localization, 5, {}, .5, ""}, 2).values.size(), std::size_t{10});
    QCOMPARE(empty_outputs({Task::sequence, 0, {}, .5, ""}, 2).words.size(), std::size_t{2});
    QCOMPARE(empty_outputs({Task::regression, 1, {}, .5, ""}, 2).rows(), std::size_t{0});
    QCOMPARE(empty_outputs({Task::single_label, 2, {"x", "y"}, .5, ""}, 2).rows(), std::size_t{0});
  }
};

QTEST_APPLESS_MAIN(TestDrls)
#include "test_drls.moc"
