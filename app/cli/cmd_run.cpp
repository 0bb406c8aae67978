// run: the live run.
#include <fmt/format.h>

#include <iostream>

#include "base/text.h"
#include "cli.h"
#include "experiment/live.h"
#include "experiment/live_line_file.h"
#include "experiment/live_lines.h"
#include "outputs/amount.h"
#include "report/keep_live.h"
#include "report/live_report.h"

namespace mlink::cli {
namespace {

struct RunArguments {
  std::filesystem::path file;
  std::string budget, selector = "greedy", cost, period, out, drop = "newest", crop, timeout = "10s";
  std::vector<std::string> sources, names;
  double rate = 0;
  bool keep = true;
  LiveOptions options;
};

Result<LiveOptions> live_options_of(const RunArguments& arguments) {
  LiveOptions options = arguments.options;
  MLINK_ASSIGN(options.budget, parse_amount(arguments.budget));
  if (!arguments.cost.empty() && arguments.cost != to_string(options.budget.kind))
    return fail(ErrorKind::invalid_input,
                fmt::format("The budget {} is no amount of {}.", arguments.budget, arguments.cost),
                "Give it in the unit of --cost, or leave --cost out: the budget says its kind.");
  options.method = arguments.selector == "exact" ? "mlink-exact" : "mlink";
  options.drop = arguments.drop == "wait" ? DropPolicy::wait : DropPolicy::newest;
  if (!arguments.period.empty()) {
    MLINK_ASSIGN(options.period_seconds, parse_seconds(arguments.period));
  }
  MLINK_ASSIGN(options.timeout, parse_seconds(arguments.timeout));
  std::optional<Rect> crop;
  if (!arguments.crop.empty()) {
    MLINK_ASSIGN(crop, parse_crop(arguments.crop));
  }
  if (arguments.names.size() > arguments.sources.size())
    return fail(ErrorKind::invalid_input, "There are more names than sources.", "Give each SOURCE at most one --name.");
  if (arguments.sources.empty() && crop)
    return fail(ErrorKind::invalid_input, "--crop is for the sources that are named.",
                "The cameras of the experiment have their own regions.");
  for (std::size_t i = 0; i < arguments.sources.size(); ++i)
    options.sources.push_back(
        {arguments.sources[i], i < arguments.names.size() ? arguments.names[i] : "", crop, arguments.rate});
  return options;
}

/// Lines to a file or standard output, what happens to standard error as well.
class LineObserver : public LiveObserver {
 public:
  LineObserver(Context& context, std::string out) : context_(context), out_(std::move(out)) {}

  Status begins(const LiveStart& start) override {
    if (out_.empty()) return {};
    MLINK_TRY(file_.open(out_, "Choose another place with --out."));
    lines_.emplace(start, [this](std::string_view text) { return file_.write(text); });
    return {};
  }
  Status frame(const LiveFrame& frame) override { return lines_ ? lines_->frame(frame) : Status(); }
  Status event(const LiveEvent& event) override {
    context_.end_progress();
    std::cerr << "mlink: " << event.text << '\n';
    return lines_ ? lines_->event(event) : Status();
  }
  /// Everything is written, or it is an error.
  Status finish() { return file_.finish(); }

 private:
  Context& context_;
  std::string out_;
  LiveLineFile file_;
  std::optional<LiveLines> lines_;
};

/// A run is kept in the file. Where that cannot be written now (read-only, or open in the window), the run is told all
/// the same, and the reason goes to standard error.
void keep_run(Context& context, const RunArguments& arguments, const LiveOptions& options, const LiveReport& report) {
  const auto not_kept = [&](Error why) {
    why.what = "The run is not kept in the file. " + why.what;
    context.warn(why);
  };
  auto experiment = Experiment::open(arguments.file);
  if (!experiment) return not_kept(experiment.error());
  const auto snapshot = trained_figures(arguments.file);
  if (!snapshot) return not_kept(snapshot.error());
  if (const auto kept = keep_live(*experiment, *snapshot, options, report); !kept) not_kept(kept.error());
}

/// The summary is on standard output, unless the lines are: then one more line with --json, else on standard error.
void print_report(const Context& context, const LiveReport& report, bool lines_on_output) {
  if (!lines_on_output) return context.print(live_json(report), live_tables(report));
  if (context.json) {
    std::cout << nlohmann::json{{"summary", live_json(report)}}.dump() << '\n';
    return;
  }
  for (const auto& table : live_tables(report)) std::cerr << render(table, TableFormat::text) << '\n';
}

Status run_budget(Context& context, const RunArguments& arguments) {
  MLINK_ASSIGN(const auto options, live_options_of(arguments));
  LineObserver observer(context, arguments.out);
  MLINK_ASSIGN(const auto report, run_live(arguments.file, options, observer, context.stop, context.progress()));
  context.end_progress();
  const auto written = observer.finish();
  if (arguments.keep && report.frames > 0) keep_run(context, arguments, options, report);
  print_report(context, report, arguments.out == "-");
  MLINK_TRY(written);
  if (report.stopped) return stopped();
  std::size_t problems = 0;
  for (const auto& source : report.sources) problems += source.problem ? 1 : 0;
  if (problems > 0)
    return fail(ErrorKind::failed, fmt::format("{} of the sources ended with an error (above).", problems),
                "Mend them and run again.", arguments.file.string());
  return {};
}

void add_run_options(CLI::App* command, RunArguments& arguments) {
  auto& options = arguments.options;
  command->add_option("--budget", arguments.budget, "5GB or 60ms a frame")->required();
  command
      ->add_option("--selector", arguments.selector,
                   "greedy (by activation probability), or exact: the best of all sets as far as they are known")
      ->check(CLI::IsMember({"greedy", "exact"}))
      ->capture_default_str();
  command->add_option("--cost", arguments.cost, "memory, time or gpu-memory; the budget's unit says it already")
      ->check(CLI::IsMember(cost_kind_names()));
  command->add_option("--period", arguments.period, "Stretch between re-selections, like 1h (default: one for all)");
  command->add_option("--prefix", options.prefix, "Share of a period on which all boxes run that fit (0: never)")
      ->capture_default_str();
  command
      ->add_option("--verify", options.verify,
                   "On every Nth frame the rest runs too: true accuracy a box (0: never); its time is apart")
      ->capture_default_str();
  command->add_option(
      "--out", arguments.out,
      "JSON lines to this file, or - for standard output: {\"source\",\"frame\",\"seconds\",\"box\","
      "\"given\": run, predicted or nothing, \"p\" of a prediction on the test rows, \"value\" (a number, "
      "or an array) or \"words\"}; what happens has \"event\" and \"text\"");
  command->add_option("--every", options.every, "Use every Nth frame")->check(above_zero())->capture_default_str();
  command->add_option("--skip", options.skip, "Leave out so many frames of each source at its start")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--limit", options.limit, "At most so many frames of each source (0: all)")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--drop", arguments.drop,
                   "In real time, where there is no time for a frame: newest (take the newest, drop and count those "
                   "before it) or wait (drop none, fall behind)")
      ->check(CLI::IsMember({"newest", "wait"}))
      ->capture_default_str();
}

void add_source_options(CLI::App* command, RunArguments& arguments) {
  auto& options = arguments.options;
  command->add_flag("--realtime", options.realtime, "Files play at their own speed, as cameras do");
  command->add_option("--name", arguments.names, "What a source is called, in the order of the sources")
      ->expected(1)
      ->take_all();
  command->add_option("--crop", arguments.crop, "Region of the sources' pictures: WxH+X+Y");
  command->add_option("--rate", arguments.rate, "Pictures a second of a folder")->check(above_zero());
  command->add_option("--timeout", arguments.timeout, "An address that is silent for so long is lost")
      ->capture_default_str();
  command->add_option("--retries", options.retries, "So many times in a row a lost address is tried again")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("!--no-gpu", options.use_gpu, "Run on the CPU only");
  command->add_flag("!--no-keep", arguments.keep, "Do not keep the run in the file");
}

}  // namespace

void add_run_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(
      app, parsed, "run", "Live run: only the boxes that fit the budget are loaded and run, links predict the rest");
  auto arguments = std::make_shared<RunArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink), with trained links")->required();
  command->add_option("SOURCE", arguments->sources,
                      "Videos, folders of pictures, cameras (/dev/video0), addresses (rtsp://, http://); none: the "
                      "experiment's cameras on the frames that did not train the links");
  add_run_options(command, *arguments);
  add_source_options(command, *arguments);
  command->callback([&parsed, arguments] {
    parsed.action = [arguments](Context& context) { return run_budget(context, *arguments); };
  });
}

}  // namespace mlink::cli
