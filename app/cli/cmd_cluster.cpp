// merge, slurm: an experiment on more than one machine.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli.h"
#include "experiment/shards.h"

namespace mlink::cli {
namespace {

Status merge(Context& context, const MergeOptions& options) {
  MLINK_ASSIGN(const auto report, merge_shards(options, context.stop, context.progress()));
  context.end_progress();
  context.print({{"file", options.out.string()},
                 {"made", report.made},
                 {"shards", report.shards},
                 {"outputs", report.outputs},
                 {"features", report.features},
                 {"known", report.known},
                 {"missing", report.missing}},
                {});
  context.say(fmt::format("{} shards merged: {} outputs added, {} known before{}.", report.shards,
                          count_text(report.outputs), count_text(report.known),
                          report.missing.empty() ? "" : fmt::format("; {}", fmt::join(report.missing, ", "))));
  return {};
}

void add_merge(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "merge", "Join the parts that collect --shard made");
  auto options = std::make_shared<MergeOptions>();
  command->add_option("OUT", options->out, "The experiment that was cut, or a file to be made")->required();
  command->add_option("SHARD", options->shards, "The parts, all of them")->required();
  command->add_flag("--partial", options->partial, "Join what is there, though parts are missing or not finished");
  command->callback(
      [&parsed, options] { parsed.action = [options](Context& context) { return merge(context, *options); }; });
}

}  // namespace

void add_cluster_commands(CLI::App& app, Parsed& parsed) { add_merge(app, parsed); }

}  // namespace mlink::cli
