#include "ui/charts/decimate.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mlink::ui {
namespace {

constexpr double kLeastGap = 2;  // pixels: a narrower break is not seen

struct Vertex {
  QPointF at;
  int index = -1;
  qint64 order = 0;
};

QPointF crossing(const QPointF& a, const QPointF& b, double x) {
  const double t = b.x() > a.x() ? (x - a.x()) / (b.x() - a.x()) : 1;
  return {x, a.y() + (b.y() - a.y()) * t};
}

/// Takes a line from left to right and keeps the lowest and the highest point of each pixel column.
class ColumnThinner {
 public:
  explicit ColumnThinner(const ChartWindow& window)
      : left_(window.values.left()),
        right_(window.values.right()),
        columns_(std::max(static_cast<int>(window.pixels.width()), 1)),
        pixel_(window.values.width() / columns_),
        per_value_(1 / pixel_) {}

  /// The next vertex; what lies outside the window ends at its edge.
  void take(const QPointF& at, int index) {
    const bool before = before_ && before_->x() < right_;
    if (at.x() >= left_) {
      if (before_ && before_->x() < left_ && at.x() > left_) add({crossing(*before_, at, left_), -1, 0});
      if (at.x() <= right_)
        add({at, index, 0});
      else if (before)
        add({crossing(*before_, at, right_), -1, 0});
    }
    before_ = at;
  }
  /// No value here: the line breaks.
  void gap() {
    before_.reset();
    gap_ = true;
  }
  std::vector<DrawnPoints> finish() {
    flush(nullptr);
    return std::move(runs_);
  }

 private:
  [[nodiscard]] int column_of(double x) const {
    return std::clamp(static_cast<int>((x - left_) * per_value_), 0, columns_ - 1);
  }

  void add(Vertex v) {
    v.order = ++order_;
    const int column = column_of(v.at.x());
    if (gap_ && count_ > 0 && v.at.x() - last_.at.x() >= kLeastGap * pixel_) {
      flush(nullptr);
      came_from_.reset();
      run_open_ = false;
    }
    gap_ = false;
    if (count_ > 0 && column != column_) flush(&v);
    column_ = column;
    if (count_++ == 0) first_ = low_ = high_ = v;
    last_ = v;
    if (v.at.y() < low_.at.y()) low_ = v;
    if (v.at.y() > high_.at.y()) high_ = v;
  }

  void flush(const Vertex* next) {
    if (count_ == 0) return;
    if (!run_open_) runs_.emplace_back();
    run_open_ = true;
    Vertex a = first_, b = last_;
    if (count_ > 2 && low_.order != high_.order) {
      a = low_.order < high_.order ? low_ : high_;
      b = low_.order < high_.order ? high_ : low_;
    }
    // Where the neighbouring column is empty, the line enters and leaves as it would with all points.
    if (came_from_ && column_ > came_from_column_ + 1 && a.order != first_.order)
      put({crossing(came_from_->at, first_.at, left_ + (column_ - 0.01) * pixel_), -1, 0});
    put(a);
    if (count_ > 1) put(b);
    if (next && column_of(next->at.x()) > column_ + 1 && b.order != last_.order)
      put({crossing(last_.at, next->at, left_ + (column_ + 1.01) * pixel_), -1, 0});
    came_from_ = last_;
    came_from_column_ = column_;
    count_ = 0;
  }

  void put(const Vertex& v) {
    runs_.back().points.append(v.at);
    runs_.back().index.append(v.index);
  }

  double left_, right_;
  int columns_;
  double pixel_, per_value_;
  std::vector<DrawnPoints> runs_;
  bool run_open_ = false, gap_ = false;
  std::optional<QPointF> before_;
  std::optional<Vertex> came_from_;
  int came_from_column_ = 0, column_ = 0;
  qint64 count_ = 0, order_ = 0;
  Vertex first_, last_, low_, high_;
};

int most_points(const ChartWindow& window) { return std::max(2 * static_cast<int>(window.pixels.width()), 16); }

/// Of the points at `from`, one in each square of the finest grid that leaves at most `most`; in their order.
QVector<int> thinned(const ChartSeries& series, QVector<int> from, const ChartWindow& window, int most) {
  if (from.size() <= most) return from;
  const auto& p = series.points;
  std::array<int, 4> outermost{};  // left, right, lowest, highest
  outermost.fill(from[0]);
  for (const int i : from) {
    if (p[i].x() < p[outermost[0]].x()) outermost[0] = i;
    if (p[i].x() > p[outermost[1]].x()) outermost[1] = i;
    if (p[i].y() < p[outermost[2]].y()) outermost[2] = i;
    if (p[i].y() > p[outermost[3]].y()) outermost[3] = i;
  }
  const auto size = [&](int i) { return i < series.sizes.size() ? series.sizes[i] : 0.0; };
  // The bounds of the points, not the window: a line that goes back is not cut to the window.
  const double x0 = p[outermost[0]].x(), y0 = p[outermost[2]].y();
  const double w = std::max(p[outermost[1]].x() - x0, 1e-300), h = std::max(p[outermost[3]].y() - y0, 1e-300);
  for (double square = 1; from.size() > most - 4; square *= 1.3) {
    const int columns = std::max(static_cast<int>(window.pixels.width() / square), 1);
    const int rows = std::max(static_cast<int>(window.pixels.height() / square), 1);
    std::vector<int> grid(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), -1);
    for (const int i : from) {
      const int x = std::min(static_cast<int>((p[i].x() - x0) / w * columns), columns - 1);
      const int y = std::min(static_cast<int>((p[i].y() - y0) / h * rows), rows - 1);
      int& kept = grid[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(x)];
      if (kept < 0 || size(i) > size(kept)) kept = i;
    }
    from.clear();
    for (const int kept : grid) {
      if (kept >= 0) from.append(kept);
    }
  }
  for (const int i : outermost) from.append(i);
  std::sort(from.begin(), from.end());
  from.resize(std::unique(from.begin(), from.end()) - from.begin());
  return from;
}

/// Each point once, with the corners of steps; breaks where points without a value were between.
std::vector<DrawnPoints> in_their_order(const ChartSeries& series, const ChartWindow& window) {
  QVector<int> all;
  for (int i = 0; i < series.points.size(); ++i) {
    if (has_value(series.points[i])) all.append(i);
  }
  std::vector<DrawnPoints> runs;
  int at = 0;
  bool open = false;
  for (const int i : thinned(series, all, window, most_points(window) / (series.steps ? 2 : 1))) {
    for (; at < i; ++at) open = open && has_value(series.points[at]);
    if (!open) runs.emplace_back();
    DrawnPoints& run = runs.back();
    if (series.steps && open) {
      run.points.append({series.points[i].x(), run.points.last().y()});
      run.index.append(-1);
    }
    run.points.append(series.points[i]);
    run.index.append(i);
    open = true;
  }
  return runs;
}

}  // namespace

bool goes_right(const QVector<QPointF>& points) {
  for (qsizetype i = 0; i < points.size(); ++i) {
    if (!has_value(points[i].x()) || (i > 0 && points[i].x() < points[i - 1].x())) return false;
  }
  return true;
}

std::vector<DrawnPoints> drawn_lines(const ChartSeries& series, bool ordered, const ChartWindow& window) {
  const auto& points = series.points;
  if (!ordered) return in_their_order(series, window);
  const auto left_of = [](const QPointF& p, double x) { return p.x() < x; };
  auto from = std::lower_bound(points.begin(), points.end(), window.values.left(), left_of);
  if (from != points.begin()) --from;
  ColumnThinner thinner(window);
  double held = kNan;  // of a step
  for (auto p = from; p != points.end(); ++p) {
    if (!has_value(p->y())) {
      thinner.gap();
      held = p->y();
      continue;
    }
    if (series.steps && has_value(held)) thinner.take({p->x(), held}, -1);
    thinner.take(*p, static_cast<int>(p - points.begin()));
    held = p->y();
    if (p->x() > window.values.right()) break;
  }
  return thinner.finish();
}

DrawnPoints drawn_points(const ChartSeries& series, const ChartWindow& window) {
  QVector<int> visible;
  visible.reserve(series.points.size());
  const QRectF& v = window.values;
  for (int i = 0; i < series.points.size(); ++i) {
    const QPointF& p = series.points[i];
    if (has_value(p) && p.x() >= v.left() && p.x() <= v.right() && p.y() >= v.top() && p.y() <= v.bottom())
      visible.append(i);
  }
  DrawnPoints drawn;
  drawn.index = thinned(series, visible, window, most_points(window));
  for (const int i : drawn.index) drawn.points.append(series.points[i]);
  return drawn;
}

}  // namespace mlink::ui
