#include "ui/compare/study_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/report_table_model.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

class StudyText {
  Q_DECLARE_TR_FUNCTIONS(StudyText)
};

/// A table that can be asked by the keys of its columns.
class Columns {
 public:
  explicit Columns(const Table& table) : table_(table) {}
  [[nodiscard]] int index(const std::string& key) const {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].key == key) return static_cast<int>(i);
    }
    return -1;
  }
  [[nodiscard]] bool has(const std::vector<std::string>& keys) const {
    return std::all_of(keys.begin(), keys.end(), [this](const auto& key) { return index(key) >= 0; });
  }
  [[nodiscard]] double number(std::size_t row, const std::string& key) const {
    const int at = index(key);
    if (at < 0) return kNan;
    const auto* value = std::get_if<double>(&table_.rows[row][static_cast<std::size_t>(at)]);
    return value ? *value : kNan;
  }
  [[nodiscard]] QString text(std::size_t row, const std::string& key) const {
    const int at = index(key);
    if (at < 0) return {};
    const auto column = static_cast<std::size_t>(at);
    return cell_text(table_.rows[row][column], table_.columns[column].decimals);
  }
  [[nodiscard]] QString title(const std::string& key) const {
    const int at = index(key);
    return at < 0 ? QString() : core_text(table_.columns[static_cast<std::size_t>(at)].name);
  }
  [[nodiscard]] int decimals(const std::string& key) const {
    const int at = index(key);
    return at < 0 ? 2 : std::max(table_.columns[static_cast<std::size_t>(at)].decimals, 0);
  }
  [[nodiscard]] std::size_t rows() const { return table_.rows.size(); }
  [[nodiscard]] std::size_t distinct(const std::string& key) const {
    std::set<double> values;
    for (std::size_t row = 0; row < rows(); ++row) values.insert(number(row, key));
    return values.size();
  }

 private:
  const Table& table_;
};

/// How a table with these columns is drawn.
struct FigureRule {
  std::vector<std::string> needs;
  StudyFigure::Form form = StudyFigure::Form::lines;
  std::string panel;      ///< a figure for each value; empty: one
  std::string series;     ///< a line, or a bar, for each value
  std::string x, y;       ///< x of bars: none
  std::string low, high;  ///< ends of a whisker
  std::string spread;     ///< or half of it
  std::string baseline;   ///< a further line, or a tick at each bar
  std::string several;    ///< only where this column has more values than one
  bool share = false;     ///< x is a share, which is written in per cent
};

const std::vector<FigureRule>& rules() {
  using Form = StudyFigure::Form;
  static const std::vector<FigureRule> all{
      {{"target", "from", "part", "p"},
       Form::lines,
       "target",
       "from",
       "part",
       "p",
       "",
       "",
       "p_sd",
       "prior",
       "part",
       true},
      {{"target", "from", "part", "p"},
       Form::bars,
       "target",
       "from",
       "",
       "p",
       "p_low",
       "p_high",
       "",
       "prior",
       "",
       false},
      {{"source", "target", "r", "p"}, Form::points, "", "target", "r", "p", "p_low", "p_high", "", "", "", false},
      {{"target", "from", "parameters", "p50_us"},
       Form::lines,
       "",
       "target",
       "parameters",
       "p50_us",
       "p50_low_us",
       "p50_high_us",
       "",
       "",
       "",
       false},
      {{"drawn", "budget", "selector", "distance"},
       Form::lines,
       "drawn",
       "selector",
       "budget",
       "distance",
       "distance_low",
       "distance_high",
       "",
       "",
       "budget",
       true},
      {{"drawn", "budget", "selector", "distance"},
       Form::bars,
       "drawn",
       "selector",
       "",
       "distance",
       "distance_low",
       "distance_high",
       "",
       "",
       "",
       false},
  };
  return all;
}

StudySeries::Role role_of(const QString& name) {
  if (name == u"ensemble" || name == u"greedy") return StudySeries::Role::main;
  if (name == u"KD student") return StudySeries::Role::second;
  return StudySeries::Role::usual;
}

QString share_text(double share) { return StudyText::tr("%1\u2009%").arg(share * 100, 0, 'g', 3); }

class FigureMaker {
 public:
  FigureMaker(const Table& table, const FigureRule& rule) : columns_(table), rule_(rule) {}

  std::vector<StudyFigure> make() {
    std::map<QString, std::size_t> at;
    for (std::size_t row = 0; row < columns_.rows(); ++row) {
      if (!in_figure(row)) continue;
      const QString panel = rule_.panel.empty() ? QString() : columns_.text(row, rule_.panel);
      if (!at.contains(panel)) {
        at[panel] = figures_.size();
        figures_.push_back(empty(panel));
      }
      StudyFigure& figure = figures_[at[panel]];
      rule_.form == StudyFigure::Form::bars ? add_bar(figure, row) : add_point(figure, row);
    }
    for (StudyFigure& figure : figures_) finish(figure);
    one_scale();
    return std::move(figures_);
  }

 private:
  /// Bars of a table that has several budgets show the middle one.
  [[nodiscard]] bool in_figure(std::size_t row) {
    if (rule_.form != StudyFigure::Form::bars || columns_.index("budget") < 0) return true;
    if (!middle_) {
      std::set<double> budgets;
      for (std::size_t each = 0; each < columns_.rows(); ++each) budgets.insert(columns_.number(each, "budget"));
      middle_ = *std::next(budgets.begin(), static_cast<std::ptrdiff_t>(budgets.size() / 2));
    }
    return columns_.number(row, "budget") == *middle_;
  }

  [[nodiscard]] StudyFigure empty(const QString& panel) const {
    StudyFigure figure;
    figure.form = rule_.form;
    figure.title = panel;
    figure.y_title = columns_.title(rule_.y);
    figure.x_title = rule_.x.empty() ? QString() : columns_.title(rule_.x);
    figure.x_decimals = std::min(columns_.decimals(rule_.x), 2);
    figure.y_decimals = std::min(columns_.decimals(rule_.y), 2);
    if (rule_.form == StudyFigure::Form::bars && !rule_.baseline.empty())
      figure.y_title = StudyText::tr("%1; the line in a bar: %2").arg(figure.y_title, columns_.title(rule_.baseline));
    if (middle_) figure.note = StudyText::tr("at a budget of %1").arg(share_text(*middle_));
    if (rule_.form == StudyFigure::Form::points) figure.note = StudyText::tr("each pair of boxes");
    return figure;
  }

  [[nodiscard]] ChartSpan whisker(std::size_t row) const {
    const double y = columns_.number(row, rule_.y);
    if (!rule_.spread.empty()) {
      const double half = columns_.number(row, rule_.spread);
      return std::isfinite(half) ? ChartSpan{y - half, y + half} : ChartSpan{};
    }
    return {columns_.number(row, rule_.low), columns_.number(row, rule_.high)};
  }

  int look_of(const QString& name) {
    if (!looks_.contains(name)) looks_.emplace(name, static_cast<int>(looks_.size()));
    return looks_[name];
  }

  StudySeries& series(StudyFigure& figure, const QString& name, StudySeries::Role role) {
    for (StudySeries& each : figure.series) {
      if (each.name == name) return each;
    }
    figure.series << StudySeries{name, role, role == StudySeries::Role::usual ? look_of(name) : 0, {}, {}};
    return figure.series.last();
  }

  void add_point(StudyFigure& figure, std::size_t row) {
    const QString name = columns_.text(row, rule_.series);
    const double x = columns_.number(row, rule_.x);
    StudySeries& line = series(figure, name, role_of(name));
    line.points << QPointF(x, columns_.number(row, rule_.y));
    line.whiskers << whisker(row);
    if (rule_.baseline.empty()) return;
    const double prior = columns_.number(row, rule_.baseline);
    StudySeries& base = series(figure, columns_.title(rule_.baseline), StudySeries::Role::baseline);
    const bool told =
        std::any_of(base.points.begin(), base.points.end(), [x](const QPointF& point) { return point.x() == x; });
    if (!told && std::isfinite(prior)) base.points << QPointF(x, prior);
  }

  void add_bar(StudyFigure& figure, std::size_t row) {
    ChartBar bar;
    bar.name = columns_.text(row, rule_.series);
    bar.value = columns_.number(row, rule_.y);
    const ChartSpan ends = whisker(row);
    if (std::isfinite(ends.low) && std::isfinite(ends.high)) {
      bar.low = ends.low;
      bar.high = ends.high;
    }
    if (!rule_.baseline.empty()) bar.tick = columns_.number(row, rule_.baseline);
    bar.text = columns_.text(row, rule_.y);
    figure.bars << bar;
    if (const QString verdict = columns_.text(row, "verdict"); verdict.size() > 1) figure.note = verdict;
  }

  /// Lines go from left to right, whatever the order of the rows.
  static void sort_along(StudySeries& line) {
    std::vector<std::pair<QPointF, ChartSpan>> all;
    for (qsizetype i = 0; i < line.points.size(); ++i)
      all.emplace_back(line.points[i], i < line.whiskers.size() ? line.whiskers[i] : ChartSpan{});
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first.x() < b.first.x(); });
    const bool ends = !line.whiskers.isEmpty();
    line.points.clear();
    line.whiskers.clear();
    for (const auto& [point, span] : all) {
      line.points << point;
      if (ends) line.whiskers << span;
    }
  }

  /// Few values of x stand side by side; whiskers without ends go.
  void finish(StudyFigure& figure) {
    std::set<double> values;
    for (StudySeries& line : figure.series) {
      sort_along(line);
      for (const QPointF& point : line.points) values.insert(point.x());
    }
    if (rule_.share && values.size() <= 12) {
      for (const double value : values) figure.names << share_text(value);
      int place = 0;
      const int usual = static_cast<int>(figure.series.size());
      for (StudySeries& line : figure.series) {
        const double beside = usual > 1 ? (place++ - (usual - 1) / 2.0) * std::min(0.3 / usual, 0.05) : 0;
        for (QPointF& point : line.points)
          point.setX(static_cast<double>(std::distance(values.begin(), values.find(point.x()))) + beside);
      }
    }
    QStringList spoken;
    for (const StudySeries& line : figure.series) {
      if (!line.points.isEmpty()) spoken << line.name + u' ' + to_qt(score_text(line.points.last().y(), 3));
    }
    for (const ChartBar& bar : figure.bars) spoken << bar.name + u' ' + bar.text;
    figure.spoken = spoken.join(QStringLiteral(", "));
  }

  /// Panels are compared with each other: one scale for all.
  void one_scale() {
    ValueRange range;
    for (const StudyFigure& figure : figures_) {
      for (const StudySeries& line : figure.series) {
        for (const QPointF& point : line.points) range.take(point.y());
        for (const ChartSpan& span : line.whiskers) {
          range.take(span.low);
          range.take(span.high);
        }
      }
      for (const ChartBar& bar : figure.bars) {
        range.take(0);
        range.take(bar.high.value_or(bar.value));
        range.take(bar.tick.value_or(bar.value));
      }
    }
    if (range.empty()) return;
    if (rule_.form == StudyFigure::Form::bars) {  // with room for the figure behind a bar
      for (StudyFigure& figure : figures_) {
        if (range.low >= 0) figure.low = 0;
        figure.high = range.high + 0.16 * std::max(range.span(), 1e-12);
      }
      return;
    }
    if (figures_.size() < 2) return;
    const double step = std::pow(10, std::floor(std::log10(std::max(range.span(), 1e-12))));
    const double low = range.low >= 0 ? std::max(std::floor(range.low / step * 2) / 2 * step, 0.0) : range.low;
    for (StudyFigure& figure : figures_) {
      figure.low = low;
      figure.high = std::ceil(range.high / step * 5) / 5 * step;
    }
  }

  Columns columns_;
  const FigureRule& rule_;
  std::vector<StudyFigure> figures_;
  std::map<QString, int> looks_;
  std::optional<double> middle_;
};

/// A study that nobody knows: its first column of numbers, a bar a row, named by the columns of text before it.
FigureRule unknown_rule(const Table& table, Table& named) {
  FigureRule rule;
  rule.form = StudyFigure::Form::bars;
  named = table;
  std::vector<std::size_t> words;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].decimals < 0) {
      words.push_back(i);
    } else if (rule.y.empty()) {
      rule.y = table.columns[i].key;
    }
  }
  if (rule.y.empty()) return rule;
  for (auto& row : named.rows) {
    row.resize(table.columns.size());
    std::string name;
    for (const std::size_t i : words) {
      const auto* text = std::get_if<std::string>(&row[i]);
      if (text) name += (name.empty() ? "" : ", ") + *text;
    }
    row.emplace_back(name);
  }
  named.columns.push_back({"name", "row_name", -1});
  rule.series = "row_name";
  const Columns columns(table);
  for (const auto& [low, high] : {std::pair{rule.y + "_low", rule.y + "_high"}}) {
    if (!columns.has({low, high})) continue;
    rule.low = low;
    rule.high = high;
  }
  return rule;
}

}  // namespace

std::vector<StudyFigure> figures_of(const Table& all, std::size_t most) {
  std::vector<StudyFigure> figures;
  if (all.rows.empty()) return figures;
  const Columns columns(all);
  bool drawn = false;
  for (const FigureRule& rule : rules()) {
    if (!columns.has(rule.needs)) continue;
    if (!rule.several.empty() && columns.distinct(rule.several) < 2) continue;
    // what has lines over its parts needs no bars of the same
    if (drawn && rule.form == StudyFigure::Form::bars && columns.index("part") >= 0) continue;
    drawn = true;
    for (StudyFigure& figure : FigureMaker(all, rule).make()) figures.push_back(std::move(figure));
  }
  if (!drawn) {
    Table named;
    const FigureRule rule = unknown_rule(all, named);
    if (!rule.y.empty()) {
      named.rows.resize(std::min(named.rows.size(), most));
      figures = FigureMaker(named, rule).make();
    }
  }
  if (figures.size() > most) figures.resize(most);
  return figures;
}

ShownStudyPtr shown_study(const Study& study, std::shared_ptr<const StudyResult> result) {
  auto shown = std::make_shared<ShownStudy>();
  shown->study = &study;
  shown->result = std::move(result);
  if (!shown->result) return shown;
  shown->figures = figures_of(shown->result->long_table());
  shown->notes = study_notes(*shown->result);
  for (const StudyExport& each : study_exports()) {
    if (each.study != &study) continue;
    Table table = study_table(each, *shown->result);
    const QString title = each.table.empty()      ? StudyText::tr("All figures")
                          : each.table == "paper" ? StudyText::tr("Laid out")
                                                  : to_qt(each.table);
    shown->tables.emplace_back(title, table);
    shown->exports.emplace_back(to_qt(each.name), std::move(table));
  }
  // what is laid out for people comes first
  std::stable_partition(shown->tables.begin(), shown->tables.end(),
                        [](const auto& table) { return table.first == StudyText::tr("Laid out"); });
  return shown;
}

}  // namespace mlink::ui
