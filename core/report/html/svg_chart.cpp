#include "report/html/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "report/cells.h"
#include "report/method_looks.h"

namespace mlink::report {
namespace {

constexpr double kWidth = 1000, kHeight = 330, kLeft = 44, kRight = 150, kTop = 24, kBottom = 44;
constexpr double kLabelStep = 15, kMarkApart = 14;

struct Place {
  double x = 0, y = 0;
};

class Frame {
 public:
  explicit Frame(double full) : full_(full > 0 ? full : 1) {}
  [[nodiscard]] double x(double budget) const {
    return kLeft + std::clamp(budget / full_, 0., 1.) * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] static double y(double accuracy) {
    return kTop + (1 - std::clamp(accuracy, 0., 1.)) * (kHeight - kTop - kBottom);
  }

 private:
  double full_;
};

std::string mark_svg(MethodMark mark, const Place& at) {
  const double x = at.x, y = at.y, r = 4;
  const auto polygon = [&](double ax, double ay, double bx, double by, double cx, double cy) {
    return fmt::format(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}z" class="full"/>)", x + ax, y + ay,
                       x + bx, y + by, x + cx, y + cy);
  };
  switch (mark) {
    case MethodMark::none: return {};
    case MethodMark::disc: return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{}" class="full"/>)", x, y, r);
    case MethodMark::ring: return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{}" class="hollow"/>)", x, y, r);
    case MethodMark::ring_dot:
      return fmt::format(R"(<circle cx="{0:.1f}" cy="{1:.1f}" r="{2}" class="hollow"/>)"
                         R"(<circle cx="{0:.1f}" cy="{1:.1f}" r="1.3" class="full"/>)",
                         x, y, r);
    case MethodMark::square:
      return fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="7" height="7" class="full"/>)", x - 3.5, y - 3.5);
    case MethodMark::triangle_up: return polygon(-4, 4, 4, 4, 0, -4);
    case MethodMark::triangle_down: return polygon(-4, -4, 4, -4, 0, 4);
    case MethodMark::plus:
      return fmt::format(R"(<path d="M{:.1f} {:.1f}h9M{:.1f} {:.1f}v9" class="bare"/>)", x - 4.5, y, x, y - 4.5);
    case MethodMark::diamond:
      return fmt::format(R"(<path d="M{:.1f} {:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" class="hollow"/>)", x, y - 5.5);
  }
  return {};
}

std::string dash_of(const MethodStyle& look) {
  return look.dash.empty() ? std::string() : fmt::format(R"( stroke-dasharray="{}")", fmt::join(look.dash, " "));
}

/// The corners of the steps: of the points within one pixel the first, the extremes and the last stay.
std::vector<Place> thinned(const FrontierCurve& curve, const Frame& frame) {
  std::vector<Place> all;
  all.reserve(curve.points.size());
  for (const auto& point : curve.points) all.push_back({frame.x(point.budget), Frame::y(point.accuracy)});
  std::vector<Place> kept;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    while (end < all.size() && std::floor(all[end].x) == std::floor(all[i].x)) ++end;
    const auto [low, high] = std::minmax_element(all.begin() + static_cast<std::ptrdiff_t>(i),
                                                 all.begin() + static_cast<std::ptrdiff_t>(end),
                                                 [](const Place& a, const Place& b) { return a.y < b.y; });
    std::vector<std::size_t> stay{i, static_cast<std::size_t>(low - all.begin()),
                                  static_cast<std::size_t>(high - all.begin()), end - 1};
    std::sort(stay.begin(), stay.end());
    stay.erase(std::unique(stay.begin(), stay.end()), stay.end());
    for (const std::size_t k : stay) kept.push_back(all[k]);
    i = end;
  }
  return kept;
}

std::string curve_svg(const FrontierCurve& curve, const Frame& frame, double right) {
  const MethodStyle& look = method_look(curve.method);
  const auto places = thinned(curve, frame);
  if (places.empty()) return {};
  std::string path = fmt::format("M{:.1f} {:.1f}", places.front().x, places.front().y);
  std::string marks;
  std::optional<Place> marked;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i > 0) path += fmt::format("H{:.1f}V{:.1f}", places[i].x, places[i].y);
    if (marked && std::hypot(places[i].x - marked->x, places[i].y - marked->y) < kMarkApart) continue;
    marked = places[i];
    marks += mark_svg(look.mark, places[i]);
  }
  path += fmt::format("H{:.1f}", right);
  return fmt::format(
      "<g class=\"m-{0}\"><title>{0}</title><path class=\"line\" stroke-width=\"{1}\"{2} d=\"{3}\"/>{4}</g>\n",
      escape_html(curve.method), look.width, dash_of(look), path, marks);
}

/// Names at the lines' ends, pushed apart, each with a thin line to its curve.
std::string labels_svg(const std::vector<FrontierCurve>& curves, double right) {
  struct Label {
    std::string method;
    double end = 0, y = 0;
  };
  std::vector<Label> labels;
  for (const auto& curve : curves)
    if (!curve.points.empty()) {
      const double y = Frame::y(curve.points.back().accuracy);
      labels.push_back({curve.method, y, y});
    }
  std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  double least = kTop - 8;
  for (Label& label : labels) {
    label.y = std::max(label.y, least);
    least = label.y + kLabelStep;
  }
  std::string out;
  for (const Label& label : labels)
    out += fmt::format(
        "<path class=\"lead\" d=\"M{0:.1f} {1:.1f}L{2:.1f} {3:.1f}\"/><g class=\"m-{4}\">{5}</g>"
        "<text x=\"{6:.1f}\" y=\"{7:.1f}\">{4}</text>\n",
        right, label.end, right + 14, label.y, escape_html(label.method),
        mark_svg(method_look(label.method).mark, {right + 22, label.y}), right + 32, label.y + 4);
  return out;
}

/// A round step that gives four to eight ticks.
double tick_step(double span) {
  const double rough = span / 6, ten = std::pow(10., std::floor(std::log10(rough)));
  for (const double k : {1., 2., 5.})
    if (k * ten >= rough) return k * ten;
  return 10 * ten;
}

std::string axes_svg(const FrontierDrawing& drawing, const Frame& frame, double right) {
  std::string out;
  for (const double accuracy : {0., .2, .4, .6, .8, 1.})
    out += fmt::format(
        "<path class=\"grid\" d=\"M{0} {1:.1f}H{2:.1f}\"/><text class=\"axis\" x=\"{3}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5:.2f}</text>\n",
        kLeft, Frame::y(accuracy), right, kLeft - 6, Frame::y(accuracy) + 4, accuracy);
  const bool memory = is_memory(drawing.kind);
  const double unit = memory ? 1e-6 : 1e3, span = drawing.full * unit, step = span > 0 ? tick_step(span) : 1;
  for (int k = 0; k * step <= span * 1.0001; ++k)
    out += fmt::format("<text class=\"axis\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:g}</text>\n",
                       frame.x(k * step / unit), kHeight - kBottom + 16, k * step);
  out += fmt::format("<text class=\"axis\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"end\">{} budget, {}</text>\n", right,
                     kHeight - 8, to_string(drawing.kind), memory ? "MB" : "ms a frame");
  return out + fmt::format("<text class=\"axis\" x=\"4\" y=\"12\">output accuracy</text>\n");
}

}  // namespace

std::string frontier_svg(const FrontierDrawing& drawing) {
  const Frame frame(drawing.full);
  const double right = kWidth - kRight;
  std::string names;
  for (const auto& curve : drawing.curves)
    if (!curve.points.empty()) names += (names.empty() ? "" : ", ") + curve.method;
  std::string out = fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Output accuracy over budgets of {}: "
      "{}\">\n",
      kWidth, kHeight, to_string(drawing.kind), escape_html(names));
  out += axes_svg(drawing, frame, right);
  for (const double budget : drawing.budgets)
    out += fmt::format(
        "<path class=\"mark\" d=\"M{0:.1f} {1}V{2}\"/><text class=\"axis\" x=\"{0:.1f}\" y=\"{3}\" "
        "text-anchor=\"middle\">{4}</text>\n",
        frame.x(budget), kTop, kHeight - kBottom, kTop - 10, amount_text({drawing.kind, budget}));
  // The optimum lies under the others, mlink above them.
  std::vector<const FrontierCurve*> order;
  for (const auto& curve : drawing.curves) order.push_back(&curve);
  const auto rank = [](const FrontierCurve* c) { return c->method == "optimum" ? 0 : c->method == "mlink" ? 2 : 1; };
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  for (const FrontierCurve* curve : order) out += curve_svg(*curve, frame, right);
  return out + labels_svg(drawing.curves, right) + "</svg>\n";
}

std::string method_key_svg(const std::string& method) {
  const MethodStyle& look = method_look(method);
  return fmt::format(
      "<svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><g class=\"m-{}\"><path class=\"line\" "
      "stroke-width=\"{}\"{} d=\"M1 6H33\"/>{}</g></svg>",
      escape_html(method), look.width, dash_of(look), mark_svg(look.mark, {17, 6}));
}

}  // namespace mlink::report
