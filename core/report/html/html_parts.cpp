#include "report/html/html_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/base64.h"
#include "base/text.h"
#include "report/cells.h"
#include "report/html/svg_chart.h"
#include "report/method_looks.h"

namespace mlink::report {
namespace {

using Ramp = std::array<std::uint32_t, 9>;

double channel(std::uint32_t rgb, int shift) {
  return static_cast<double>((rgb >> static_cast<unsigned>(shift)) & 255U);
}

std::uint32_t ramp_at(const Ramp& ramp, double share) {
  const double at = std::clamp(share, 0., 1.) * (ramp.size() - 1);
  const auto low = std::min<std::size_t>(static_cast<std::size_t>(at), ramp.size() - 2);
  const double part = at - static_cast<double>(low);
  std::uint32_t out = 0;
  for (const int shift : {16, 8, 0}) {
    const double value = channel(ramp[low], shift) * (1 - part) + channel(ramp[low + 1], shift) * part;
    out |= static_cast<std::uint32_t>(std::lround(value)) << static_cast<unsigned>(shift);
  }
  return out;
}

/// Relative luminance (WCAG).
double luminance(std::uint32_t rgb) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return .2126 * linear(channel(rgb, 16) / 255) + .7152 * linear(channel(rgb, 8) / 255) +
         .0722 * linear(channel(rgb, 0) / 255);
}

/// Of white and near black the one that contrasts more.
std::uint32_t ink_on(std::uint32_t ground) {
  constexpr std::uint32_t kWhite = 0xFFFFFF, kBlack = 0x14181C;
  const double on = luminance(ground);
  return 1.05 / (on + .05) >= (on + .05) / (luminance(kBlack) + .05) ? kWhite : kBlack;
}

std::size_t column_of(const Table& table, std::string_view key) {
  const auto it = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.key == key; });
  return static_cast<std::size_t>(it - table.columns.begin());
}

/// A row's cells by the keys of their columns, as readers see them.
class RowText {
 public:
  RowText(const Table& table, const std::vector<Cell>& row) : table_(table), row_(row) {}
  [[nodiscard]] std::string text(std::string_view key) const {
    const auto c = column_of(table_, key);
    return c < row_.size() ? cell_text(row_[c], table_.columns[c]) : std::string();
  }
  [[nodiscard]] double number(std::string_view key) const {
    const auto c = column_of(table_, key);
    const auto* value = c < row_.size() ? std::get_if<double>(&row_[c]) : nullptr;
    return value ? *value : kNan;
  }

 private:
  const Table& table_;
  const std::vector<Cell>& row_;
};

std::string signed_cell(double lift) { return std::isfinite(lift) ? signed_text(lift) : "\u2013"; }

std::string matrix_cell(const LinkFigures& figures, double low) {
  const double share = (figures.test.p - low) / (1 - low);
  const auto light = ramp_at(kLightRamp, share), dark = ramp_at(kDarkRamp, share);
  const bool prior = within_prior(figures);
  return fmt::format(
      "<td class=\"p\" style=\"--l:#{:06x};--lt:#{:06x};--d:#{:06x};--dt:#{:06x}\"><b>{}</b> {}<small>{} to "
      "{}</small></td>",
      light, ink_on(light), dark, ink_on(dark), score_text(figures.test.p),
      prior ? "\u2248 prior" : signed_cell(figures.test.p - figures.prior_p), score_text(figures.test.interval.low),
      score_text(figures.test.interval.high));
}

struct Lifts {
  int links = 0, above = 0, below = 0, untold = 0;
  double sum = 0, best = -2, worst = 2;
  std::string best_link, worst_link;
};

Lifts lifts_of(const MatrixData& m) {
  Lifts lifts;
  for (int i = 0; i < m.size(); ++i)
    for (int j = 0; j < m.size(); ++j) {
      const auto& cell = m.cell(i, j);
      if (!cell || !std::isfinite(cell->test.p - cell->prior_p)) continue;
      const double lift = cell->test.p - cell->prior_p;
      const std::string name = m.boxes[static_cast<std::size_t>(i)] + " \u2192 " + m.boxes[static_cast<std::size_t>(j)];
      ++lifts.links;
      lifts.sum += lift;
      if (cell->lift_interval.low > 0) ++lifts.above;
      if (cell->lift_interval.high < 0) ++lifts.below;
      if (std::isnan(cell->lift_interval.low)) ++lifts.untold;
      if (lift > lifts.best) {
        lifts.best = lift;
        lifts.best_link = name;
      }
      if (lift < lifts.worst) {
        lifts.worst = lift;
        lifts.worst_link = name;
      }
    }
  return lifts;
}

const MethodResult* result_of(const ReplayResult& result, std::string_view method) {
  for (const MethodResult& m : result.methods)
    if (m.method == method) return &m;
  return nullptr;
}

std::string accuracy_with_interval(const MethodResult& m) {
  std::string text = score_text(m.output_accuracy);
  if (std::isfinite(m.interval.low))
    text += fmt::format(" ({} to {})", score_text(m.interval.low), score_text(m.interval.high));
  return text;
}

std::string item(const std::string& strong, const std::string& rest) {
  return "<li><strong>" + escape_html(strong) + "</strong> " + escape_html(rest) + "</li>\n";
}

/// "in 67.6 ms a frame, above the budget with its prefix (60.5 ms after it)": a budget of time is kept by what is
/// chosen; the prefix, on which all boxes run that fit, may take more.
std::string time_finding(const MethodResult& m, const ReplayResult& result) {
  if (!std::isfinite(m.seconds_per_frame)) return {};
  std::string text = fmt::format("in {} a frame", amount_text({CostKind::time, m.seconds_per_frame}));
  if (result.settings.kind != CostKind::time || fits(m.seconds_per_frame, result.settings.budget * 1.0001)) return text;
  const double after = m.after_prefix.seconds_per_frame;
  if (std::isfinite(after) && fits(after, result.settings.budget * 1.0001))
    return text + fmt::format(", above the budget with its prefix ({} after it)", amount_text({CostKind::time, after}));
  return text + ", above the budget";
}

/// What the middle one of the budgets keeps.
std::string budget_finding(const HtmlReplays& replays) {
  if (replays.at.empty()) return {};
  const ReplayResult& result = replays.at[replays.at.size() / 2];
  const MethodResult* mlink = result_of(result, "mlink");
  if (!mlink || !std::isfinite(mlink->output_accuracy)) return {};
  const std::string all = amount_text({replays.kind, replays.full});
  std::string rest = fmt::format("Of {} that all boxes need, mlink at {} gives {}", all,
                                 amount_text({replays.kind, result.settings.budget}), accuracy_with_interval(*mlink));
  if (const std::string time = time_finding(*mlink, result); !time.empty()) rest += ", " + time;
  if (const auto* best = result_of(result, "optimum"); best && std::isfinite(best->output_accuracy))
    rest += fmt::format("; the best set in hindsight gives {}", score_text(best->output_accuracy));
  return item(fmt::format("A budget of {:.0f}\u202f% of the {} keeps {}.", 100 * result.settings.budget / replays.full,
                          to_string(replays.kind), score_text(mlink->output_accuracy)),
              rest + ".");
}

/// Whether any rival's lead has an interval; true where mlink or rivals are missing.
bool leads_are_told(const HtmlReplays& replays) {
  bool rivals = false;
  for (const ReplayResult& result : replays.at)
    for (const MethodResult& m : result.methods) {
      if (m.method == "optimum" || m.method == "mlink" || !std::isfinite(m.lead)) continue;
      if (std::isfinite(m.lead_interval.low)) return true;
      rivals = true;
    }
  return !rivals;
}

/// Methods, the optimum apart, that lead mlink by more than their interval.
std::string better_finding(const HtmlReplays& replays) {
  std::string better;
  for (const ReplayResult& result : replays.at) {
    const MethodResult* best = nullptr;
    for (const MethodResult& m : result.methods)
      if (m.method != "optimum" && m.method != "mlink" && m.lead_interval.low > 0 && (!best || m.lead > best->lead))
        best = &m;
    if (!best) continue;
    better += fmt::format("{}at {} {} is ahead by {} ({} to {})", better.empty() ? "" : "; ",
                          amount_text({replays.kind, result.settings.budget}), best->method, score_text(best->lead, 3),
                          score_text(best->lead_interval.low, 3), score_text(best->lead_interval.high, 3));
    // What is ahead because it takes more than it was given is no better.
    if (const std::string time = time_finding(*best, result); !time.empty()) better += " " + time;
  }
  const std::string kind(to_string(replays.kind));
  if (replays.at.empty()) return {};
  if (better.empty() && !leads_are_told(replays))
    return item(fmt::format("By {}, whether a method is ahead of mlink cannot be told:", kind),
                "too few test frames for an interval.");
  if (better.empty())
    return item(fmt::format("By {}, no method is ahead of mlink beyond its interval", kind), "at these budgets.");
  return item(fmt::format("By {}, mlink is not best everywhere:", kind), better + ".");
}

std::string marks_svg(const Marks& marks, const HtmlPicture& picture, bool dashed) {
  std::string out;
  const double w = picture.width, h = picture.height, line = std::max(1., w / 200);
  const auto style =
      fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1f}\"{}", dashed ? "#ffffff" : "#6cd6e6", line,
                  dashed ? fmt::format(" stroke-dasharray=\"{0:.1f} {0:.1f}\"", 3 * line) : "");
  for (const auto& box : marks.boxes)
    out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}/>", box.x * w, box.y * h,
                       box.width * w, box.height * h, style);
  // Limbs between points of COCO's order.
  constexpr std::array<std::pair<int, int>, 12> kLimbs{
      {{5, 6}, {5, 7}, {7, 9}, {6, 8}, {8, 10}, {5, 11}, {6, 12}, {11, 12}, {11, 13}, {13, 15}, {12, 14}, {14, 16}}};
  for (const auto& pose : marks.poses)
    for (const auto& [a, b] : kLimbs) {
      const auto from = static_cast<std::size_t>(a) * 3, to = static_cast<std::size_t>(b) * 3;
      if (std::max(from, to) + 2 >= pose.points.size()) continue;
      if (std::min(pose.points[from + 2], pose.points[to + 2]) < .2F) continue;
      out += fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" {}/>", pose.points[from] * w,
                         pose.points[from + 1] * h, pose.points[to] * w, pose.points[to + 1] * h, style);
    }
  return out;
}

std::string picture_html(const HtmlPicture& picture) {
  std::string out = "<figure>";
  if (picture.jpeg.empty())
    out += "<div class=\"none\">" + escape_html(picture.problem) + "</div>";
  else
    out += fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\"><image width=\"{0}\" height=\"{1}\" "
        "href=\"data:image/jpeg;base64,{3}\"/>{4}{5}</svg>",
        picture.width, picture.height, escape_html(picture.place), base64_encoded(picture.jpeg),
        marks_svg(picture.source_marks, picture, false), marks_svg(picture.target_marks, picture, true));
  return out + fmt::format(
                   "<figcaption><b>{}</b> exact, <span class=\"{}\">{}</span><br/><span class=\"second\">{}</span>"
                   "</figcaption></figure>\n",
                   escape_html(picture.exact), picture.right ? "second" : "wrong", escape_html(picture.predicted),
                   escape_html(picture.place));
}

}  // namespace

std::string findings_html(const HtmlContent& content) {
  std::string items;
  for (const HtmlReplays& replays : content.replays) items += budget_finding(replays);
  if (content.matrix) {
    const Lifts lifts = lifts_of(*content.matrix);
    const std::string untold =
        lifts.untold > 0 ? fmt::format("; {} cannot be told, without an interval", lifts.untold) : "";
    if (lifts.links > 0)
      items += item(fmt::format("{} of {} links are above their prior", lifts.above, lifts.links),
                    fmt::format("beyond their interval, {} below it{}. Mean lift {}; {} gains most, {}, {} least, {}.",
                                lifts.below, untold, signed_text(lifts.sum / lifts.links), lifts.best_link,
                                signed_text(lifts.best), lifts.worst_link, signed_text(lifts.worst)));
  }
  for (const HtmlReplays& replays : content.replays) items += better_finding(replays);
  return items.empty() ? std::string() : "<ul class=\"findings\">\n" + items + "</ul>\n";
}

std::string matrix_html(const MatrixData& m) {
  double low = 1;
  for (const double prior : m.prior)
    if (std::isfinite(prior)) low = std::min(low, std::floor(prior * 10) / 10);
  low = std::min(low, .9);
  std::string out =
      "<div class=\"wide\"><table class=\"matrix\" data-table=\"matrix\"><thead><tr><th>source \u2193 target "
      "\u2192</th>";
  for (const auto& box : m.boxes) out += "<th>" + escape_html(box) + "</th>";
  out += "<th>P1 predicts</th></tr></thead>\n<tbody>";
  for (int i = 0; i < m.size(); ++i) {
    const auto source = static_cast<std::size_t>(i);
    out += "<tr><th>" + escape_html(m.boxes[source]) + "</th>";
    for (int j = 0; j < m.size(); ++j) {
      const auto& cell = m.cell(i, j);
      out += cell ? matrix_cell(*cell, low) : i == j ? "<td class=\"own\"></td>" : "<td>\u2013</td>";
    }
    out += "<td>" + score_text(m.p1[source]) + "</td></tr>\n";
  }
  const auto means = [&](const std::string& name, const std::vector<double>& values) {
    out += "<tr><th>" + name + "</th>";
    for (const double value : values) out += "<td>" + score_text(value) + "</td>";
    out += "<td></td></tr>\n";
  };
  means("P2 is predicted", m.p2);
  means("prior, without any source", m.prior);
  out += "</tbody></table></div>\n";
  std::string metrics = "p is";
  for (std::size_t j = 0; j < m.boxes.size(); ++j)
    metrics += fmt::format("{} {} for {}", j > 0 ? "," : "", m.metric[j], m.boxes[j]);
  return out + "<p class=\"note\">" + escape_html(metrics) + ". \u2248 prior: the lift's interval holds 0.</p>\n";
}

std::string methods_html(const HtmlReplays& replays) {
  const Table table = budgets_table(replays.at);
  const std::string budget_key = table.columns.front().key;
  std::vector<double> budgets;
  std::vector<std::string> methods;
  std::map<std::pair<std::string, std::size_t>, const std::vector<Cell>*> rows;
  std::map<std::size_t, double> best;
  for (const auto& row : table.rows) {
    const RowText text(table, row);
    const double budget = text.number(budget_key), accuracy = text.number("output_accuracy");
    if (budgets.empty() || budgets.back() != budget) budgets.push_back(budget);
    const std::string method = text.text("method");
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.push_back(method);
    rows[{method, budgets.size() - 1}] = &row;
    if (method == "optimum" || !std::isfinite(accuracy)) continue;
    const auto known = best.find(budgets.size() - 1);
    if (known == best.end() || known->second < accuracy) best[budgets.size() - 1] = accuracy;
  }
  std::string out =
      fmt::format("<div class=\"wide\"><table class=\"sorts\" data-table=\"methods-{}\"><thead><tr><th></th>",
                  to_string(replays.kind));
  for (const auto& result : replays.at)
    out += fmt::format("<th class=\"group\" colspan=\"3\">Budget {}</th>",
                       amount_text({replays.kind, result.settings.budget}));
  out += "</tr><tr><th>Method</th>";
  for (std::size_t b = 0; b < budgets.size(); ++b)
    out += "<th class=\"n first\">Accuracy</th><th class=\"n\">95\u202f% interval</th><th class=\"n\">Time (ms)</th>";
  out += "</tr></thead>\n<tbody>";
  for (const auto& method : methods) {
    out += "<tr><td>" + method_key_svg(method) + escape_html(method) + "</td>";
    for (std::size_t b = 0; b < budgets.size(); ++b) {
      const RowText text(table, *rows[{method, b}]);
      const double accuracy = text.number("output_accuracy");
      const auto shown = text.text("output_accuracy");
      const bool bold = method != "optimum" && accuracy == best[b];
      const auto value = std::isfinite(accuracy) ? fmt::format("{}", accuracy) : std::string();
      out += fmt::format("<td class=\"n first\" data-v=\"{}\">{}{}{}</td>", value, bold ? "<b>" : "", shown,
                         bold ? "</b>" : "");
      const bool interval = std::isfinite(text.number("accuracy_low"));
      out += "<td class=\"n\">" +
             (interval ? text.text("accuracy_low") + " to " + text.text("accuracy_high") : std::string("\u2013")) +
             "</td><td class=\"n\">" + text.text("time_ms_per_frame") + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  for (const auto& note : table.notes) out += "<p class=\"note\">" + escape_html(note) + "</p>\n";
  return out;
}

std::string pictures_html(const HtmlContent& content) {
  if (content.worst_link.empty())
    return html_section("frames", "Worst frames", {}, "<p class=\"second\">They need links.</p>\n");
  std::string body;
  for (const HtmlPicture& picture : content.pictures) body += picture_html(picture);
  if (body.empty()) body = "<p class=\"second\">Every test frame is right, or no picture was asked for.</p>\n";
  return html_section("frames", "Worst frames of " + content.worst_link,
                      content.worst_note + " Dashed: the target's exact boxes; lines: what the source saw.",
                      "<div class=\"frames\">" + body + "</div>\n");
}

}  // namespace mlink::report
