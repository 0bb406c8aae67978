// study NAME: every study of the registry as one command.
#include <fmt/format.h>

#include "cli.h"
#include "report/study_report.h"
#include "studies/other_files.h"

namespace mlink::cli {
namespace {

struct StudyArguments {
  std::filesystem::path file;
  std::unique_ptr<StudySettings> settings;
  std::vector<std::filesystem::path> known;
};

Status run(Context& context, const Study& study, const StudyArguments& arguments) {
  arguments.settings->resolve();
  MLINK_TRY(arguments.settings->check());
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  MLINK_ASSIGN(const auto result, run_study_with(study, experiment, *arguments.settings, arguments.known, context.stop,
                                                 context.progress()));
  context.end_progress();
  context.print(study_json(*result), study_tables(study, *result));
  return {};
}

void offer(CLI::App& command, const StudyOption& option, bool* value) {
  command.add_flag_callback(
      "--" + option.name, [value] { *value = !*value; }, option.about);
}
void offer(CLI::App& command, const StudyOption& option, std::vector<double>* value) {
  command.add_option("--" + option.name, *value, option.about)
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->capture_default_str();
}
template <class Value>
void offer(CLI::App& command, const StudyOption& option, Value* value) {
  auto* typed = command.add_option("--" + option.name, *value, option.about);
  if (option.range) typed->check(CLI::Range(option.range->first, option.range->second));
  typed->capture_default_str();
}

void add_study_command(CLI::App& parent, Parsed& parsed, const Study& study) {
  auto* command = add_command(parent, parsed, std::string(study.name()), std::string(study.title()));
  auto arguments = std::make_shared<StudyArguments>();
  arguments->settings = study.defaults();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  for (const StudyOption& option : arguments->settings->options())
    std::visit([&](auto* value) { offer(*command, option, value); }, option.value);
  if (studies::trains_by_seed(*arguments->settings))
    command
        ->add_option("--known", arguments->known,
                     "Copies of the file in which other repeats were trained: theirs are taken over")
        ->expected(-1);
  command->callback([&parsed, &study, arguments] {
    parsed.action = [&study, arguments](Context& context) { return run(context, study, *arguments); };
  });
}

}  // namespace

void add_study_commands(CLI::App& app, Parsed& parsed) {
  auto* command =
      app.add_subcommand("study", fmt::format("The paper's experiments: {}", fmt::join(study_names(), ", ")));
  command->require_subcommand(1);
  for (const Study* study : studies::studies()) add_study_command(*command, parsed, *study);
}

}  // namespace mlink::cli
