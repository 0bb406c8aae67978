// confidence: how sure predictions are, and how well that holds.
#include <algorithm>

#include "cli.h"
#include "report/confidence.h"

namespace mlink::cli {
namespace {

Status confidence(Context& context, const std::filesystem::path& file, const std::vector<std::string>& run) {
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(file));
  const LinkSet& links = *snapshot.links;
  BoxSet activated;
  for (const std::string& name : run) {
    const auto found = std::find(links.boxes().begin(), links.boxes().end(), name);
    if (found == links.boxes().end())
      return fail(ErrorKind::not_found, "The links know no black box \"" + name + "\".",
                  "`mlink box list` shows the names.", file.string());
    activated = activated.with(static_cast<int>(found - links.boxes().begin()));
  }
  const auto boxes = confidence_of(links, *snapshot.link_table, activated);
  context.print(confidence_json(boxes, links.boxes()),
                {confidence_table(boxes), with_notes(reliability_table(boxes), snapshot)});
  return {};
}

}  // namespace

void add_confidence_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "confidence",
                              "Chances of predictions being right, calibrated on the training part, held against the "
                              "test rows");
  auto run = std::make_shared<std::vector<std::string>>();
  const auto file = add_file(command);
  command->add_option("--run", *run, "Boxes that run, with commas; none: each box is predicted from all the others")
      ->delimiter(',');
  command->callback([&parsed, file, run] {
    parsed.action = [file, run](Context& context) { return confidence(context, *file, *run); };
  });
}

}  // namespace mlink::cli
