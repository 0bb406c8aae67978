// study sizes, ensemble, correlation, overhead: the paper's experiments as one command each.
#include <fmt/format.h>

#include "cli.h"
#include "report/study_report.h"

namespace mlink::cli {
namespace {

struct StudyArguments {
  std::filesystem::path file;
  StudyOptions options;
  bool no_student = false;
};

Status study(Context& context, StudyArguments arguments) {
  arguments.options.with_student = !arguments.no_student;
  arguments.options.student.epochs = arguments.options.train.epochs;
  MLINK_TRY(check(arguments.options));
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  MLINK_ASSIGN(const auto report, run_study(experiment, arguments.options, context.stop, context.progress()));
  context.end_progress();
  std::vector<Table> tables{study_paper_table(report)};
  tables.front().notes.clear();  // they stand under the last table
  if (report.options.kind == StudyKind::correlation) tables.push_back(correlation_summary_table(report));
  tables.push_back(study_long_table(report));
  context.print(study_json(report), tables);
  return {};
}

CLI::App* add_study(CLI::App& parent, Parsed& parsed, StudyKind kind, const std::string& what) {
  auto* command = add_command(parent, parsed, std::string(to_string(kind)), what);
  auto arguments = std::make_shared<StudyArguments>();
  auto& options = arguments->options;
  options.kind = kind;
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("--repeats", options.repeats, "Repeats")->check(CLI::Range(1, 1000))->capture_default_str();
  if (kind == StudyKind::overhead) {
    command->add_option("--predictions", options.predictions, "Timed predictions a link and repeat")
        ->check(CLI::Range(10, 10000000))
        ->capture_default_str();
  } else {
    command->add_option("--seed", options.train.seed, "Seed of the first repeat; the others count on")
        ->capture_default_str();
    command->add_option("--epochs", options.train.epochs, "Epochs")->capture_default_str();
  }
  if (kind == StudyKind::sizes) {
    command->add_option("--parts", options.parts, "First shares in time that train")
        ->delimiter(',')
        ->expected(1)
        ->take_all()
        ->capture_default_str();
    command->add_flag("--no-student", arguments->no_student, "Without the student of knowledge distillation");
    command->add_option("--student-side", options.student.side, "Side of the student's pictures, a multiple of 16")
        ->capture_default_str();
    command->add_option("--student-rate", options.student.learning_rate, "The student's learning rate")
        ->capture_default_str();
  } else if (kind != StudyKind::overhead) {
    command->add_option("--part", options.train.part, "First share in time that trains")->capture_default_str();
  }
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return study(context, *arguments); }; });
  return command;
}

}  // namespace

void add_study_commands(CLI::App& app, Parsed& parsed) {
  auto* command = app.add_subcommand("study", "The paper's experiments: sizes, ensemble, correlation, overhead");
  command->require_subcommand(1);
  add_study(*command, parsed, StudyKind::sizes, "Links, ensembles and a KD student by training size (paper: Fig. 2)");
  add_study(*command, parsed, StudyKind::ensemble, "Every pair, ensemble, prior and verdict (paper: Table 3)");
  add_study(*command, parsed, StudyKind::correlation,
            "Correlation of the labels beside the links' performance (paper: Table 2)");
  add_study(*command, parsed, StudyKind::overhead, "Size and one-frame time of links and ensembles (paper: Fig. 3)");
}

}  // namespace mlink::cli
