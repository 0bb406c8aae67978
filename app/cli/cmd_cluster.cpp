// merge, slurm: an experiment on more than one machine.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/subprocess.h"
#include "base/text.h"
#include "cli.h"
#include "experiment/shards.h"
#include "slurm_job.h"
#include "studies/other_files.h"

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

struct SlurmArguments {
  SlurmJob job;
  std::string after;  ///< a job that has to be done first; empty: none
  bool dry_run = false;
};

std::string waits_for(const SlurmArguments& arguments) {
  return arguments.after.empty() ? std::string() : "afterok:" + arguments.after;
}

/// What would only be told by the tasks, each for itself.
Status check_words(const std::vector<std::string>& words, const std::filesystem::path& file) {
  CLI::App app{"", "mlink"};
  Parsed parsed;
  add_step_commands(app, parsed);
  add_study_commands(app, parsed);
  std::vector<std::string> line = words;
  line.push_back(file.string());
  std::reverse(line.begin(), line.end());  // as CLI11 takes a list
  try {
    app.parse(std::move(line));
  } catch (const CLI::ParseError& error) {
    return fail(ErrorKind::invalid_input,
                fmt::format("\"{}\" is not understood: {}", fmt::join(words, " "),
                            error.get_name() == "CallForHelp" ? "" : error.what()),
                "See mlink " + words.front() + " --help.");
  }
  return {};
}

/// Takes "--repeats 8" or "--repeats=8" out of the words.
Result<std::optional<std::uint64_t>> take_number(std::vector<std::string>& words, const std::string& option) {
  std::optional<std::uint64_t> found;
  for (auto at = words.begin(); at != words.end();) {
    const bool apart = *at == option;
    if (!apart && !at->starts_with(option + "=")) {
      ++at;
      continue;
    }
    const auto end = at + (apart && at + 1 != words.end() ? 2 : 1);
    const auto text = apart ? *(end - 1) : at->substr(option.size() + 1);
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
      return fail(ErrorKind::invalid_input, fmt::format("{} {} is no number.", option, text));
    found = number;
    at = words.erase(at, end);
  }
  return found;
}

Status prepare_study(SlurmJob& job) {
  const auto* const study = job.words.size() > 1 ? studies::find_study(job.words[1]) : nullptr;
  if (study == nullptr)
    return fail(ErrorKind::invalid_input, "There is no such study.",
                fmt::format("Write -- study NAME: {}.", fmt::join(study_names(), ", ")));
  const auto defaults = study->defaults();
  if (!studies::trains_by_seed(*defaults))
    return fail(ErrorKind::unsupported,
                fmt::format("The study {} is not shared out: it does not train seed by seed.", study->name()),
                fmt::format("Run it in one job: sbatch --wrap \"mlink study {} FILE\".", study->name()));
  MLINK_ASSIGN(const auto repeats, take_number(job.words, "--repeats"));
  MLINK_ASSIGN(const auto seed, take_number(job.words, "--seed"));
  job.repeats =
      static_cast<int>(std::min<std::uint64_t>(repeats.value_or(static_cast<std::uint64_t>(defaults->repeats)), 1000));
  job.seed = seed.value_or(defaults->seed());
  if (job.repeats >= job.shards) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("{} repeats cannot be shared out among {} shards.", job.repeats, job.shards),
              "Ask for as many --repeats, or for fewer --shards.");
}

Status check_step(const SlurmJob& job) {
  const auto& step = job.words.front();
  if (step == "train") {
    if (job.shards <= 1) return {};
    return fail(ErrorKind::unsupported, "Training is not shared out: it is one step over all outputs, and one job.",
                "Leave --shards out; --sbatch=--cpus-per-task=8 gives it eight threads.");
  }
  if (step != "collect" && step != "study")
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not shared out.", step),
                "Write -- collect, -- train, or -- study NAME, with their own options behind.");
  if (job.shards < 0)
    return fail(ErrorKind::invalid_input, "Among how many tasks it is shared out is not said.", "Write --shards 8.");
  return check_shards(job.shards);
}

Status prepare(SlurmJob& job, const std::filesystem::path& program) {
  MLINK_TRY(check_step(job));
  const auto& step = job.words.front();
  MLINK_TRY(check_words(job.words, job.file));
  for (const char* option : {"--shard", "--into", "--known"})
    if (std::any_of(job.words.begin(), job.words.end(), [&](const auto& word) { return word.starts_with(option); }))
      return fail(ErrorKind::invalid_input, fmt::format("{} is told to each task by mlink slurm.", option),
                  "Leave it out.");
  if (step == "study") MLINK_TRY(prepare_study(job));
  std::error_code ec;
  job.file = std::filesystem::absolute(job.file, ec);
  if (job.folder.empty()) job.folder = job.file.parent_path() / (job.file.stem().string() + ".slurm");
  job.folder = std::filesystem::absolute(job.folder, ec);
  job.program = program;
  return {};
}

Status write_script(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out) return {};
  return fail(ErrorKind::io, "The script could not be written.",
              "Check the folder's permissions, or choose another "
              "one with --folder.",
              path.string());
}

Result<std::string> outputs_hash(const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto snapshot, reader.snapshot());
  return content_hash(*snapshot.table);
}

// A study's task keeps what it trains in a file of its own, with the same outputs.
Status make_copies(const SlurmJob& job, const std::stop_token& stop) {
  MLINK_ASSIGN(const auto whole, Experiment::open(job.file));  // nobody else writes meanwhile
  for (int number = 1; number <= job.shards; ++number) {
    if (stop.stop_requested()) return stopped();
    const auto part = slurm_part(job, number);
    std::error_code ec;
    if (std::filesystem::exists(part, ec)) {
      MLINK_ASSIGN(const auto ours, outputs_hash(job.file));
      MLINK_ASSIGN(const auto theirs, outputs_hash(part));
      if (ours == theirs) continue;
      return fail(ErrorKind::invalid_input, "There is a copy of this name with other outputs already.",
                  "Remove the folder of the earlier study, or choose another one with --folder.", part.string());
    }
    const auto unfinished = part.string() + ".unfinished";
    std::filesystem::copy_file(job.file, unfinished, std::filesystem::copy_options::overwrite_existing, ec);
    if (!ec) std::filesystem::rename(unfinished, part, ec);
    if (ec)
      return fail(ErrorKind::io, fmt::format("The file could not be copied ({}).", ec.message()),
                  "Check the folder's permissions and space, or choose another one with --folder.", part.string());
  }
  return {};
}

Status make_folder(const SlurmJob& job) {
  std::error_code ec;
  std::filesystem::create_directories(job.folder, ec);
  if (!ec) return {};
  return fail(ErrorKind::io, fmt::format("The folder could not be made ({}).", ec.message()),
              "Choose another one with --folder.", job.folder.string());
}

Status make_parts(const SlurmJob& job, const std::stop_token& stop) {
  MLINK_TRY(make_folder(job));
  if (job.repeats > 0) {
    // Committed pages that are still in the log are not in the file: whoever wrote last has put them there on closing.
    MLINK_TRY(Experiment::open(job.file));
    return make_copies(job, stop);
  }
  MLINK_TRY(make_shards(job.file, job.shards, job.folder, stop));
  return {};
}

/// `behind`: the job array that the script joins; `dependency`: what a job waits for, in sbatch's words.
Result<std::string> submit(const std::filesystem::path& script, const std::string& behind,
                           const std::string& dependency, const std::stop_token& stop) {
  std::vector<std::string> words{"sbatch", "--parsable"};
  if (!dependency.empty()) words.push_back("--dependency=" + dependency);
  words.push_back(script.string());
  const std::string todo = behind.empty()
                               ? "The scripts are written: run sbatch on a machine of the cluster."
                               : fmt::format("The tasks run as job {}: submit this script behind it.", behind);
  const auto ran = run_process(words, stop);
  if (!ran && ran.error().kind == ErrorKind::stopped) return tl::make_unexpected(ran.error());
  if (!ran || ran->exit_status != 0)
    return fail(ErrorKind::failed,
                fmt::format("sbatch did not take the job: {}",
                            ran ? ran->err.substr(0, ran->err.find('\n')) : "there is no sbatch on this machine."),
                todo, script.string());
  return ran->out.substr(0, ran->out.find_first_of(";\n"));  // "12;cluster"
}

Status slurm_train(Context& context, const SlurmArguments& arguments, const std::string& script) {
  const auto& job = arguments.job;
  const auto file = job.folder / "train.sbatch";
  MLINK_TRY(ExperimentReader::open(job.file));
  if (arguments.dry_run) {
    context.print({{file.string(), script}}, {});
    context.say(fmt::format("# {}\n{}", file.string(), script));
    return {};
  }
  MLINK_TRY(make_folder(job));
  MLINK_TRY(write_script(file, script));
  MLINK_ASSIGN(const auto number, submit(file, {}, waits_for(arguments), context.stop));
  context.print({{"folder", job.folder.string()}, {"train", number}}, {});
  context.say(fmt::format("Training submitted as job {}; its log is in {}", number, job.folder.string()));
  return {};
}

Status slurm(Context& context, SlurmArguments arguments) {
  auto& job = arguments.job;
  MLINK_TRY(prepare(job, context.program));
  MLINK_ASSIGN(const auto scripts, slurm_scripts(job));
  if (job.words.front() == "train") return slurm_train(context, arguments, scripts.array);
  const auto tasks = job.folder / "tasks.sbatch";
  const auto gather = job.folder / "gather.sbatch";
  if (arguments.dry_run) {
    MLINK_TRY(ExperimentReader::open(job.file));
    context.print({{tasks.string(), scripts.array}, {gather.string(), scripts.gather}}, {});
    context.say(fmt::format("# {}\n{}\n# {}\n{}", tasks.string(), scripts.array, gather.string(), scripts.gather));
    return {};
  }
  MLINK_TRY(make_parts(job, context.stop));
  MLINK_TRY(write_script(tasks, scripts.array));
  MLINK_TRY(write_script(gather, scripts.gather));
  MLINK_ASSIGN(const auto array, submit(tasks, {}, waits_for(arguments), context.stop));
  MLINK_ASSIGN(const auto behind, submit(gather, array, "afterany:" + array, context.stop));
  context.print({{"folder", job.folder.string()}, {"tasks", array}, {"gather", behind}}, {});
  context.say(fmt::format("{} tasks submitted as job {}, what joins them as job {}; their logs and files are in {}",
                          job.shards, array, behind, job.folder.string()));
  return {};
}

void add_slurm(CLI::App& app, Parsed& parsed) {
  auto* command =
      add_command(app, parsed, "slurm", "Share a step out on a Slurm cluster: mlink slurm FILE --shards 8 -- collect");
  auto arguments = std::make_shared<SlurmArguments>();
  auto& job = arguments->job;
  command->add_option("FILE", job.file, "The experiment file (*.mlink)")->required();
  command->add_option("STEP", job.words, "Behind --: collect, train or study NAME, with its options")->required();
  command->add_option("--shards", job.shards, "Number of tasks (not of train, which is one)");
  command->add_option("--after", arguments->after, "Number of a job that has to be done first");
  command->add_option("--folder", job.folder, "Folder of shards, scripts and logs (default: FILE.slurm)");
  command->add_option("--sbatch", job.both, "Option of sbatch for both jobs, as --sbatch=--account=lab")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command
      ->add_option("--sbatch-tasks", job.task,
                   "The same for the tasks (or training) alone, as --sbatch-tasks=--gres=gpu:1")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--dry-run", arguments->dry_run, "Show the scripts; write and submit nothing");
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return slurm(context, *arguments); }; });
}

}  // namespace

void add_cluster_commands(CLI::App& app, Parsed& parsed) {
  add_merge(app, parsed);
  add_slurm(app, parsed);
}

}  // namespace mlink::cli
