// collect, profile, train: the long steps.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "experiment/shards.h"
#include "experiment/typed_costs.h"
#include "outputs/amount.h"
#include "report/study_report.h"
#include "studies/ensemble.h"

namespace mlink::cli {
namespace {

nlohmann::json problems_json(const std::vector<std::pair<std::string, Error>>& problems) {
  auto out = nlohmann::json::array();
  for (const auto& [name, error] : problems) out.push_back({{"name", name}, {"error", error.text()}});
  return out;
}

Status collect(Context& context, const std::filesystem::path& file, const CollectOptions& options) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_ASSIGN(const auto report, experiment.collect(options, context.stop, context.progress()));
  context.end_progress();
  for (const auto& [name, error] : report.camera_problems) context.warn(error);
  for (const auto& [name, error] : report.box_problems) context.warn(error);
  auto notes = nlohmann::json::object();
  for (const auto& [name, note] : report.box_notes) {
    notes[name] = note;
    context.say(fmt::format("{}: {}", name, note));
  }
  auto videos = nlohmann::json::object();
  for (const auto& [name, note] : report.video_notes) {
    videos[name] = note;
    context.say(fmt::format("{}: {}", name, note));
  }
  if (options.decode_on_gpu) context.say(fmt::format("Videos decoded on the GPU: {}", report.videos_on_gpu));
  context.print({{"stored", report.stored},
                 {"failed", report.failed},
                 {"kept", report.kept},
                 {"seconds", report.seconds},
                 {"box_seconds", report.box_seconds},
                 {"calls", report.calls},
                 {"waited_seconds", report.waited_seconds},
                 {"box_notes", notes},
                 {"videos_on_gpu", report.videos_on_gpu},
                 {"video_notes", videos},
                 {"stopped", report.stopped},
                 {"box_problems", problems_json(report.box_problems)},
                 {"camera_problems", problems_json(report.camera_problems)}},
                {});
  context.say(fmt::format("{} outputs stored in {}, {} known before, {} failed", count_text(report.stored),
                          duration_text(report.seconds), count_text(report.kept), count_text(report.failed)));
  if (report.stored > 0)
    context.say(fmt::format("Of that {} waiting for decoded pictures; {} in the boxes, over all threads",
                            duration_text(report.waited_seconds), duration_text(report.box_seconds)));
  if (report.stopped) return stopped();
  const auto problems = report.box_problems.size() + report.camera_problems.size();
  if (problems > 0)
    return fail(ErrorKind::failed,
                fmt::format("{} of the boxes and cameras could not be used (above); the rest is collected.", problems),
                "Mend them and run the same command again.", file.string());
  return {};
}

// "--set hog time=30ms memory=1.5GB gpu-memory=2GB persons time=0.2s": a word without = begins the next box.
Status set_costs(Experiment& experiment, const std::vector<std::string>& words) {
  std::string box;
  std::vector<std::pair<std::string, Amount>> costs;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      box = word;
      continue;
    }
    const auto kind = cost_kind(word.substr(0, equals));
    if (box.empty() || !kind)
      return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not understood in --set.", word),
                  "Write --set BOX time=30ms memory=1.5GB.");
    const auto amount = parse_cost(*kind, word.substr(equals + 1));
    if (!amount)
      return fail(amount.error().kind, fmt::format("{}: {}", word, amount.error().what), amount.error().todo);
    costs.emplace_back(box, *amount);
  }
  if (costs.empty())
    return fail(ErrorKind::invalid_input, "--set has no cost in it.", "Write --set BOX time=30ms memory=1.5GB.");
  for (const auto& [name, amount] : costs) MLINK_TRY(experiment.set_cost(name, amount));
  return {};
}

struct ProfileArguments {
  std::filesystem::path file;
  ProfileOptions options;
  bool here = false;
  std::vector<std::string> set, take_back;
};

Status profile(Context& context, const ProfileArguments& arguments) {
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  if (!arguments.set.empty() || !arguments.take_back.empty()) {
    for (const auto& box : arguments.take_back) MLINK_TRY(take_measured(experiment, box));
    if (!arguments.set.empty()) MLINK_TRY(set_costs(experiment, arguments.set));
  } else {
    auto options = arguments.options;
    if (!arguments.here) options.probe = context.program;
    MLINK_TRY(experiment.profile(options, context.stop, context.progress()));
    context.end_progress();
  }
  MLINK_ASSIGN(const auto overview, experiment.overview());
  context.print({{"boxes", overview_json(overview)["boxes"]}}, {boxes_table(overview)});
  return {};
}

Status train(Context& context, const std::filesystem::path& file, const TrainOptions& options, int repeats) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_ASSIGN(const auto row, experiment.train(options, context.stop, context.progress()));
  context.end_progress();
  MLINK_ASSIGN(const auto snapshot, experiment.snapshot());
  const auto matrix = matrix_of(snapshot);
  auto document = matrix_json(matrix);
  document["link_set"] = {{"name", row.name}, {"created", row.created}, {"data", row.data_hash}};
  auto table = matrix_table(matrix);
  for (auto& note : provenance(snapshot)) table.notes.push_back(std::move(note));
  std::vector<Table> tables{table};
  if (repeats > 1) {
    // The study takes the set that was just trained over as its first repeat.
    EnsembleSettings settings;
    settings.train = options.settings;
    settings.repeats = repeats;
    MLINK_ASSIGN(const auto result,
                 run_study(*ensemble_study(), experiment, settings, context.stop, context.progress()));
    context.end_progress();
    document["repeats"] = study_json(*result);
    tables.push_back(study_paper_table(*result));
  }
  context.print(document, tables);
  return {};
}

Status train_methods(Context& context, const std::filesystem::path& file, const MethodTrainOptions& options) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_ASSIGN(const auto rows, experiment.train_methods(options, context.stop, context.progress()));
  context.end_progress();
  Table table{"Trained methods",
              {{"method", "method", -1}, {"seed", "seed", -1}, {"training", "seconds", -1}, {"state", "state", -1}},
              {},
              {}};
  auto document = nlohmann::json::array();
  std::vector<std::string> failed;
  for (const auto& row : rows) {
    const std::string state = row.problem ? row.problem->text() : row.kept ? "there already" : "trained";
    const bool known = row.kept || row.problem;
    table.rows.push_back(
        {row.method, fmt::format("{}", row.seed), known ? std::string() : duration_text(row.seconds), state});
    document.push_back({{"method", row.method}, {"seed", row.seed}, {"seconds", row.seconds}, {"state", state}});
    if (row.problem) failed.push_back(row.method);
  }
  context.print({{"methods", document}}, {table});
  if (failed.empty()) return {};
  return fail(ErrorKind::failed, fmt::format("{} could not be trained (above).", fmt::join(failed, ", ")),
              "The other methods are kept.", file.string());
}

void add_profile(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "profile", "Measure each box's time and peak memory, or type a cost in");
  auto arguments = std::make_shared<ProfileArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_flag("!--no-gpu", arguments->options.use_gpu, "On the CPU only, for runs that leave the GPU alone");
  command->add_option("--frames", arguments->options.frames, "Frames to measure with")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--box", arguments->options.boxes, "Only this box; may be given several times")
      ->expected(1)
      ->take_all();
  command->add_flag("--in-process", arguments->here, "Measure in this process: time only");
  command->add_option("--set", arguments->set, "Type costs in: BOX time=30ms memory=1.5GB")->expected(-1);
  command->add_option("--take-back", arguments->take_back, "Boxes whose typed costs become what was measured before")
      ->expected(-1);
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return profile(context, *arguments); }; });
}

/// "drls (a learnt scheduler ...)".
std::string trained_methods_help() {
  std::string help;
  for (const Method* method : methods::methods())
    if (method->needs().trained)
      help += fmt::format("{}{} ({})", help.empty() ? "" : "; ", method->name(), method->about());
  return help;
}

void add_train(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "train", "Train links and ensembles on the stored outputs");
  auto file = add_file(command);
  auto options = std::make_shared<TrainOptions>();
  TrainSettings* const settings = &options->settings;
  auto repeats = std::make_shared<int>(1);
  command->add_option("--part", settings->part, "Share of the frames that trains")->capture_default_str();
  auto split = std::make_shared<std::string>("time");
  command
      ->add_option("--split", *split,
                   "What trains: the first frames in time, or whole files (clip), drawn by --split-seed")
      ->check(CLI::IsMember({"time", "clip"}))
      ->capture_default_str();
  command->add_option("--split-seed", settings->split_seed, "Draws the files that train (--split clip)")
      ->capture_default_str();
  command->add_option("--seed", settings->seed, "Seed")->capture_default_str();
  command->add_option("--epochs", settings->epochs, "Epochs")->capture_default_str();
  command->add_option("--nets", settings->nets, "Nets of other seeds averaged in a narrow link, at most")
      ->capture_default_str();
  command->add_option("--batch", settings->batch, "Batch size")->capture_default_str();
  command->add_option("--learning-rate", settings->learning_rate, "RMSprop's learning rate")->capture_default_str();
  command->add_flag("--scalar-weights", settings->scalar_weights, "Ensembles: one weight a source");
  command->add_option("--repeats", *repeats, "Train with so many seeds, the first is kept; mean and deviation")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--sequence-hidden", settings->sequence_hidden, "Words: width of embeddings and LSTM")
      ->capture_default_str();
  command->add_option("--name", options->name, "Name of the link set");
  command->add_option("--threads", options->threads, "Threads (0: all cores)")->check(CLI::Range(0, 1024));
  auto methods = std::make_shared<std::vector<std::string>>();
  command
      ->add_option("--methods", *methods,
                   "Train these methods instead, once, on the rows that trained the links: " + trained_methods_help())
      ->delimiter(',');
  command->callback([&parsed, file, options, repeats, split, methods] {
    parsed.action = [file, options, repeats, split, methods](Context& context) -> Status {
      if (!methods->empty()) return train_methods(context, *file, {*methods, options->settings.seed});
      MLINK_ASSIGN(options->settings.split, split_kind_from(*split));
      return train(context, *file, *options, *repeats);
    };
  });
}

}  // namespace

void add_step_commands(CLI::App& app, Parsed& parsed) {
  auto* command =
      add_command(app, parsed, "collect", "Run every black box on every frame and store the outputs; resumes");
  auto file = add_file(command);
  auto options = std::make_shared<CollectOptions>();
  command->add_option("--threads", options->threads, "Threads (0: all cores)")->check(CLI::Range(0, 1024));
  command->add_flag("--retry-failed", options->retry_failed, "Run again where a box failed");
  command->add_flag("!--no-gpu", options->use_gpu, "Run on the CPU only");
  auto decode = std::make_shared<std::string>("cpu");
  command
      ->add_option("--decode", *decode,
                   "Where videos are decoded; what the GPU does not decode, the CPU does, and it is told")
      ->check(CLI::IsMember({"cpu", "gpu"}))
      ->capture_default_str();
  auto shard = std::make_shared<std::string>();
  auto into = std::make_shared<std::filesystem::path>();
  auto* part = command->add_option("--shard", *shard,
                                   "Only part I of N, as 2/8, into a file of its own, which goes on where it was; "
                                   "mlink merge joins them");
  command->add_option("--into", *into, "The part's file (default: beside FILE, FILE.shard-I-of-N.mlink)")->needs(part);
  command->callback([&parsed, file, options, decode, shard, into] {
    options->decode_on_gpu = *decode == "gpu";
    parsed.action = [file, options, shard, into](Context& context) -> Status {
      if (shard->empty()) return collect(context, *file, *options);
      MLINK_ASSIGN(const auto number, shard_number(*shard));
      const auto path = into->empty() ? shard_path(*file, number) : *into;
      MLINK_TRY(make_shard(*file, number, path));
      return collect(context, path, *options);
    };
  });
  add_profile(app, parsed);
  add_train(app, parsed);
}

}  // namespace mlink::cli
