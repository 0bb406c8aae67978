#include "report/html/html_report.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "report/cells.h"
#include "report/html/html_parts.h"
#include "report/html/svg_chart.h"

namespace mlink::report {
namespace {

std::string paragraph(std::string_view text) {
  return "<p class=\"second\">" + escape_html(std::string(text)) + "</p>\n";
}

std::string head_html(const HtmlContent& content) {
  const Overview& overview = content.snapshot.overview;
  std::int64_t frames = 0;
  for (const auto& camera : overview.cameras) frames += camera.frames;
  const auto counted = [](std::size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  const std::string line = fmt::format("{}, {} frames, {}", counted(overview.cameras.size(), "camera", "cameras"),
                                       count_text(frames), counted(overview.boxes.size(), "black box", "black boxes"));
  const std::string file = escape_html(overview.path.filename().string());
  std::string out = fmt::format("<header><h1>{}</h1>\n<p class=\"second\">{}", file, line);
  if (!overview.link_sets.empty()) {
    const LinkSetRow& set = overview.link_sets.front();
    out += fmt::format(" · seed {} · data <span class=\"hash\">{}</span> · {}", set.settings.seed,
                       escape_html(set.data_hash.substr(0, 16)), escape_html(set.versions));
  }
  out += " · " + escape_html(content.made) + "</p>\n";
  if (const auto synthetic = synthetic_note(overview); !synthetic.empty())
    out += "<p><strong>" + escape_html(synthetic) + "</strong></p>\n";
  if (!overview.link_sets.empty() && !overview.link_sets.front().stale.empty())
    out += "<p class=\"wrong\">" + escape_html(overview.link_sets.front().stale) + "</p>\n";
  return out + "</header>\n";
}

std::string activation_part(const HtmlContent& content) {
  std::string body;
  for (const HtmlReplays& replays : content.replays)
    if (!replays.activations.empty())
      body += html_table(activation_table(replays.activations, replays.kind), "activation");
  if (body.empty()) body = paragraph("Costs of the boxes are not known: mlink profile FILE measures them.");
  return html_section("activation", "Boxes", "Who is run first: the highest P that fits.", body);
}

std::string links_part(const HtmlContent& content) {
  if (!content.matrix)
    return html_section("links", "Links", {}, paragraph("No links yet. mlink train FILE makes them."));
  const auto& m = *content.matrix;
  const auto matrix = html_section(
      "links", "Links",
      fmt::format("p, lift over the prior, 95 % interval; {} frames trained, {} tested. Row: source, column: target.",
                  count_text(m.train_frames), count_text(m.test_frames)),
      matrix_html(m) + (unjudged_note(m).empty() ? std::string() : paragraph(unjudged_note(m))));
  const auto all = html_section("all-links", "All links", {}, html_table(links_table(m), "links"));
  return "<div class=\"two\"><div>" + matrix + "</div><div>" + activation_part(content) + "</div></div>\n" + all;
}

std::string ensembles_part(const HtmlContent& content) {
  if (!content.matrix) return html_section("ensembles", "Ensembles", {}, paragraph("They need links."));
  return html_section("ensembles", "Ensembles", "What all other boxes together predict of each.",
                      html_table(ensemble_table(content.ensembles), "ensembles"));
}

std::string frontier_part(const HtmlContent& content) {
  std::string body;
  for (const HtmlReplays& replays : content.replays) {
    if (!replays.problem.empty()) {
      body += paragraph(replays.problem);
      continue;
    }
    FrontierDrawing drawing{frontier_curves(replays.answers), replays.kind, replays.full, {}};
    for (const ReplayResult& result : replays.at) drawing.budgets.push_back(result.settings.budget);
    body += "<figure>" + frontier_svg(drawing) + "</figure>\n";
  }
  if (body.empty()) body = paragraph("It needs links, and the boxes' costs.");
  return html_section(
      "frontier", "Accuracy and budget",
      "Steps: what each method gives from that budget on. Hollow diamonds: the best that hindsight finds.", body);
}

std::string methods_part(const HtmlContent& content) {
  std::string body;
  for (const HtmlReplays& replays : content.replays)
    if (!replays.at.empty()) body += methods_html(replays);
  if (body.empty()) body = paragraph("It needs links, and the boxes' costs.");
  return html_section("methods", "Methods at some budgets",
                      "The form of the paper's Table 4. Bold: best but for the optimum.", body);
}

std::string studies_part(const HtmlContent& content) {
  std::string body;
  for (const HtmlStudy& study : content.studies) {
    if (!study.stale.empty()) body += "<p class=\"wrong\">" + escape_html(study.title + ": " + study.stale) + "</p>\n";
    for (const Table& table : study.tables) body += html_table(table, study.title);
  }
  if (body.empty()) body = paragraph("No study is kept in the file. mlink study NAME FILE runs one.");
  return html_section("studies", "Studies", {}, body);
}

std::string made_part(const HtmlContent& content) {
  std::string body = commands_html(content);
  for (const auto& note : provenance(content.snapshot)) body += paragraph(note);
  body += html_table(cameras_table(content.snapshot.overview), "cameras");
  body += html_table(boxes_table(content.snapshot.overview), "boxes");
  body += html_table(coverage_table(content.snapshot.overview), "outputs");
  body += "<pre>" + escape_html(versions_text()) + "</pre>\n";
  return "<details id=\"made\"><summary>How this was made</summary>\n" + body + "</details>\n";
}

}  // namespace

std::string html_table(const Table& table, std::string_view label) {
  std::string out =
      fmt::format("<div class=\"wide\"><table class=\"sorts\" data-table=\"{}\">", escape_html(std::string(label)));
  if (!table.title.empty()) out += "<caption>" + escape_html(table.title) + "</caption>";
  out += "<thead><tr>";
  for (const auto& column : table.columns)
    out += fmt::format("<th{}>{}</th>", is_number(column) ? " class=\"n\"" : "", escape_html(column.name));
  out += "</tr></thead>\n<tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const bool number = is_number(table.columns[c]);
      std::string value;
      if (const auto* v = std::get_if<double>(&row[c])) value = fmt::format("{}", *v);
      out += number ? fmt::format("<td class=\"n\" data-v=\"{}\">", value) : "<td>";
      out += escape_html(cell_text(row[c], table.columns[c])) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  for (const auto& note : table.notes) out += "<p class=\"note\">" + escape_html(note) + "</p>\n";
  return out;
}

std::string html_section(std::string_view id, std::string_view title, std::string_view note, const std::string& body) {
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}{}</section>\n", id, escape_html(std::string(title)),
                     note.empty() ? "" : paragraph(note), body);
}

std::string html_report(const HtmlContent& content) {
  const std::string title = escape_html(content.snapshot.overview.path.filename().string());
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"/><meta name=\"viewport\" "
         "content=\"width=device-width\"/>\n<title>" +
         title + " - MLink Workbench</title>\n<style>" + std::string(html_style()) + method_styles() +
         "</style></head>\n<body><main>\n" + head_html(content) + findings_html(content) + links_part(content) +
         ensembles_part(content) + frontier_part(content) + methods_part(content) + pictures_html(content) +
         studies_part(content) + made_part(content) + "</main>\n<script>" + std::string(html_script()) +
         "</script></body>\n</html>\n";
}

}  // namespace mlink::report
