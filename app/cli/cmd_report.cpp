// report: the experiment as one HTML file.
#include <fmt/format.h>

#include "cli.h"
#include "outputs/amount.h"
#include "report/html/html_report.h"

namespace mlink::cli {
namespace {

struct ReportArguments {
  std::filesystem::path file, out;
  std::vector<std::string> budgets, link;
  HtmlReportOptions options;
};

Status report(Context& context, ReportArguments arguments) {
  for (const auto& text : arguments.budgets) {
    MLINK_ASSIGN(const auto amount, parse_amount(text));
    arguments.options.budgets.push_back(amount);
  }
  if (arguments.link.size() == 2) {
    arguments.options.source = arguments.link[0];
    arguments.options.target = arguments.link[1];
  }
  MLINK_ASSIGN(const auto content, html_content(arguments.file, arguments.options, context.stop, context.progress()));
  context.end_progress();
  MLINK_TRY(write_file(arguments.out, html_report(content)));
  context.print({{"files", {arguments.out.string()}}}, {});
  context.say(fmt::format("Wrote {}", arguments.out.string()));
  return {};
}

}  // namespace

void add_report_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "report", "Write the whole experiment as one HTML file");
  auto arguments = std::make_shared<ReportArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("--out", arguments->out, "The HTML file to write")->required();
  command
      ->add_option("--budget", arguments->budgets,
                   "Where methods are compared, like 60ms or 5GB; several times (default: a quarter, a half and three "
                   "quarters of what all boxes cost)")
      ->expected(1)
      ->take_all();
  command->add_option("--methods", arguments->options.methods, methods_help())->delimiter(',')->expected(1)->take_all();
  command->add_option("--link", arguments->link, "SOURCE TARGET: whose worst frames are shown (default: largest lift)")
      ->expected(2);
  command->add_option("--pictures", arguments->options.pictures, "Worst frames shown at most")
      ->check(CLI::Range(0, 60))
      ->capture_default_str();
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return report(context, *arguments); }; });
}

}  // namespace mlink::cli
