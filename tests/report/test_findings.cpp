// report_findings: what tables, documents and the report's head say of budgets, intervals and conditions.
#include <QTest>
#include <limits>
#include <nlohmann/json.hpp>

#include "report/html/html_report.h"
#include "report/made_figures.h"
#include "report/report.h"

using namespace mlink::rooms;
using mlink::test::matrix_of_two;
using mlink::test::replay_of_two;

class TestFindings : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// What is shown is typed: each budget reaches its accuracy then, for budgets that no decimals tell, ones that lie
  /// close to each other, and methods that give less again at a larger budget.
  void shown_budgets_reach() {
    for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory}) {
      const double unit = is_memory(kind) ? 1e6 : 1e-3;
      std::vector<ReplayResult> answers;
      double budget = 0;
      for (int n = 0; n < 40; ++n) {
        ReplayResult answer;
        answer.settings.kind = kind;
        answer.settings.budget = budget * unit;
        for (int m = 0; m < 3; ++m) {
          MethodResult method;
          method.method = std::to_string(m);
          method.output_accuracy = m == 2 && n % 3 == 2 ? 0.1 : 0.4 + 0.6 * n / 40 - 0.01 * m;
          answer.methods.push_back(method);
        }
        answers.push_back(answer);
        budget += n % 5 == 0 ? 0.0007 : 5.2000437 / (1 + n % 7) + n * n * 0.31;
      }
      const auto curves = frontier_curves(answers);
      const std::vector<double> accuracies{0, .4, .41, .5, .63, .777, .9, .98, 1};
      const auto table = reach_table(answers, accuracies);
      const auto json = sweep_json(answers, accuracies)["reach"];
      QCOMPARE(table.rows.size(), curves.size() * accuracies.size());
      const auto text = QString::fromStdString(render(table, TableFormat::text)).split(u'\n');
      int reached = 0;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto cells = text[2 + static_cast<int>(row)].simplified().split(u' ');
        const double accuracy = accuracies[row % accuracies.size()];
        const auto& one = json[row];
        QCOMPARE(one["output_accuracy"].get<double>(), accuracy);
        if (one["budget"].is_null()) {
          QVERIFY(one["reached_accuracy"].is_null() && table.rows[row][2] == Cell() && table.rows[row][3] == Cell());
          continue;
        }
        ++reached;
        const auto typed = parse_amount(cells[2].toStdString() + (is_memory(kind) ? "MB" : "ms"));
        QVERIFY(typed.has_value());
        const auto& curve = curves[row / accuracies.size()];
        QVERIFY2(curve.at(typed->value) >= accuracy, qPrintable(text[2 + static_cast<int>(row)]));
        QVERIFY(typed->value <= one["budget"].get<double>() * 1.005);
        QVERIFY(one["reached_accuracy"].get<double>() >= accuracy);
        QVERIFY(table.rows[row][3] == Cell(one["reached_accuracy"].get<double>()));
      }
      QVERIFY(reached > 10);
    }
  }

  /// Figures say what they hold under: period, prefix and its cost, in a note; the budget in a column.
  void replays_say_their_conditions() {
    auto result = replay_of_two();
    QVERIFY(render(replay_table(result), TableFormat::csv).starts_with("budget_ms,method,"));
    QVERIFY(render(replay_table(result), TableFormat::csv).find("\r\n50,mlink,") != std::string::npos);
    const auto says = [](const Table& table, const std::string& what) {
      const auto text = render(table, TableFormat::markdown);
      if (text.find(what) != std::string::npos) return true;
      qWarning("%s", text.c_str());
      return false;
    };
    QVERIFY(says(replay_table(result),
                 "Boxes are chosen once, for the whole test part; on the first 1 % of it those that fit run, which "
                 "counts in time and runs; seed 1."));
    result.settings.period_seconds = 3600;
    result.settings.prefix = 0.025;
    result.settings.prefix_cost = false;
    const std::string hourly =
        "Boxes are chosen anew every 1 h 0 min; on the first 2.5 % of each period those that fit run, which does not "
        "count (--free-prefix) in time and runs; seed 1.";
    QVERIFY(says(replay_table(result), hourly) && says(budgets_table({result, result}), hourly));
    QVERIFY(says(sweep_table({result}), hourly) && says(reach_table({result}, {0.5}), hourly));
    result.settings.prefix = 0;
    QVERIFY(says(replay_table(result), "; no prefix measures the links; seed 1."));
  }

  /// A lift without an interval is neither above nor below its prior, nor about it: it cannot be told.
  void what_has_no_interval_is_not_told() {
    HtmlContent content;
    content.matrix = matrix_of_two();
    const auto nothing = std::numeric_limits<double>::quiet_NaN();
    const auto page = [&] { return QString::fromStdString(html_report(content)); };
    QVERIFY(page().contains("1 of 1 links are above their prior</strong> beyond their interval, 0 below it. Mean"));
    content.matrix->cells[1]->lift_interval = {-0.1, 0.2};
    QVERIFY(page().contains("0 of 1 links are above their prior</strong> beyond their interval, 0 below it. Mean"));
    content.matrix->cells[1]->lift_interval = {nothing, nothing};
    QVERIFY(
        page().contains("0 of 1 links are above their prior</strong> beyond their interval, 0 below it; 1 cannot "
                        "be told, without an interval."));
    content.matrix->cells[1]->test.p = content.matrix->cells[1]->prior_p;
    QVERIFY(page().contains("0 below it; 1 cannot be told"));
    QVERIFY(matrix_json(*content.matrix)["approx_prior"][0][1].is_null());
    content.matrix->ensembles[0].lift_interval = {nothing, nothing};
    QVERIFY(matrix_json(*content.matrix)["ensemble_approx_prior"][0].is_null());
    EnsembleRow row;
    row.lift_interval = row.best_lift_interval = {nothing, nothing};
    const auto told = ensemble_json({row})["targets"][0];
    QVERIFY(told["approx_prior"].is_null() && told["best_approx_prior"].is_null());
  }

  /// mlink is told to be above the budget as its rivals are.
  void findings_say_what_is_above_the_budget() {
    HtmlContent content;
    HtmlReplays replays;
    replays.full = 0.16;
    replays.problem = "none";
    ReplayResult result = replay_of_two();
    result.settings.budget = 0.06052;
    result.methods.resize(1);
    MethodResult& mlink = result.methods[0];
    MethodResult rival = mlink;
    rival.method = "prior-fill";
    rival.lead = 0.1;
    rival.lead_interval = {0.05, 0.15};
    rival.seconds_per_frame = rival.after_prefix.seconds_per_frame = 0.07;
    result.methods.push_back(rival);
    const auto says = [&](double seconds, double after, const char* what) {
      result.methods[0].seconds_per_frame = seconds;
      result.methods[0].after_prefix.seconds_per_frame = after;
      replays.at = {result};
      content.replays = {replays};
      const auto page = QString::fromStdString(html_report(content));
      if (page.contains(what)) return true;
      qWarning("%s", qPrintable(page.mid(page.indexOf("findings\">"), 900)));
      return false;
    };
    QVERIFY(says(0.0601, 0.0605, ", in 60.1 ms a frame."));
    QVERIFY(says(0.0676, 0.0605, ", in 67.6 ms a frame, above the budget with its prefix (60.5 ms after it)."));
    QVERIFY(says(0.0676, 0.0676, ", in 67.6 ms a frame, above the budget."));
    QVERIFY(says(0.0601, 0.0605, "prior-fill is ahead by 0.100 (0.050 to 0.150) in 70 ms a frame, above the budget."));
    result.methods[1].lead_interval = {std::numeric_limits<double>::quiet_NaN(),
                                       std::numeric_limits<double>::quiet_NaN()};
    QVERIFY(says(0.0601, 0.0605, "By time, whether a method is ahead of mlink cannot be told:"));
  }
};

QTEST_GUILESS_MAIN(TestFindings)
#include "test_findings.moc"
