// Internal to core/report: the parts of the HTML report.
#pragma once

#include <string>
#include <string_view>

#include "report/html/html_report.h"

namespace mlink::report {

/// The style sheet and the script (which only sorts tables), as they stand in the page's head and at its end.
[[nodiscard]] std::string_view html_style();
[[nodiscard]] std::string_view html_script();
/// Classes m-NAME with each method's colours.
[[nodiscard]] std::string method_styles();

/// A table that sorts, with its notes below.
[[nodiscard]] std::string html_table(const Table& table, std::string_view label);
/// A part's heading and what stands below it.
[[nodiscard]] std::string html_section(std::string_view id, std::string_view title, std::string_view note,
                                       const std::string& body);

/// The sentences at the top: what the budgets keep, how the links stand to their priors, where mlink is not best.
[[nodiscard]] std::string findings_html(const HtmlContent& content);
[[nodiscard]] std::string matrix_html(const MatrixData& matrix);
/// Methods at the chosen budgets, the form of the paper's Table 4.
[[nodiscard]] std::string methods_html(const HtmlReplays& replays);
[[nodiscard]] std::string pictures_html(const HtmlContent& content);
/// The commands that make the report's figures again, as a shell takes them, and in words what no command says.
[[nodiscard]] std::string commands_html(const HtmlContent& content);

}  // namespace mlink::report
