// drls: a scheduler learnt by deep reinforcement learning. Source: Yuan, M.; Zhang, L.; Li, X.-Y.; Xiong, H. 2020.
// Comprehensive and efficient data labeling via adaptive model scheduling. ICDE 2020, 1858-1861 (the paper's "Yuan et
// al. 2020a"). A double DQN looks at the labels that the boxes run so far gave of a frame (nothing of those that did
// not run), and tells of each other box what running it is worth: ln(theta x confidence of new labels + 1), or -1 where
// it says nothing new, and what may come after. Under a budget the box of the highest value by its cost runs next,
// among those that still fit what is left: by its time under a deadline, by its memory under a memory budget, where
// those run on a frame are loaded together. What is not run is shown as empty.
#include <nlohmann/json.hpp>

#include "methods/drls_plan.h"
#include "methods/method.h"

namespace mlink::methods {
namespace {

constexpr int kFormat = 1;
constexpr std::size_t kTimedFrames = 1000;

std::string bytes_of(const Scheduler& scheduler, const Schedule& schedule) {
  const nlohmann::json document{{"format", kFormat},
                                {"code", scheduler.code.to_json()},
                                {"hidden", scheduler.net.hidden()},
                                {"net", nlohmann::json::binary(scheduler.net.to_bytes())},
                                {"seconds", scheduler.own.seconds},
                                {"bytes", scheduler.own.bytes},
                                {"best_epoch", schedule.best_epoch},
                                {"return", schedule.mean_return}};
  std::string bytes;
  nlohmann::json::to_cbor(document, bytes);
  return bytes;
}

Result<Scheduler> scheduler_from(const std::string& bytes) {
  const auto document = nlohmann::json::from_cbor(bytes, true, false);
  if (!document.is_object() || document.value("format", 0) != kFormat || !document.contains("code"))
    return fail(ErrorKind::corrupt, "The training of drls is not one that this program reads.");
  Scheduler scheduler;
  MLINK_ASSIGN(scheduler.code, LabelCode::from_json(document["code"]));
  try {
    MLINK_ASSIGN(scheduler.net,
                 QNet::from_bytes(scheduler.code.inputs(), document.at("hidden").get<int>(),
                                  static_cast<int>(scheduler.code.boxes()), document.at("net").get_binary()));
    scheduler.own = {document.at("seconds").get<double>(), document.at("bytes").get<double>()};
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::corrupt, "The training of drls cannot be read.");
  }
  return scheduler;
}

/// Seconds of deciding one frame: each box is asked for once, as often as boxes can run.
double seconds_of_deciding(const MethodTraining& training, const QNet& net, const SaidFrames& frames) {
  if (!training.seconds_of) return 0;
  const std::size_t n = std::min(frames.frames(), kTimedFrames);
  std::vector<std::uint32_t> state;
  std::vector<float> sums(net.hidden()), q(net.outputs());
  const double seconds = training.seconds_of([&] {
    for (std::size_t frame = 0; frame < n; ++frame) {
      BoxSet run;
      for (int box = 0; box < static_cast<int>(frames.boxes()); ++box) {
        frames.state(frame, run, state);
        net.begin(sums);
        net.add(state, sums);
        net.values(sums, q);
        run = run.with(box);
      }
    }
  });
  return seconds / static_cast<double>(n);
}

class Drls : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "drls"; }
  [[nodiscard]] std::string_view about() const override {
    return "a learnt scheduler runs box after box by what the others said, empty outputs for the rest";
  }
  [[nodiscard]] MethodNeeds needs() const override { return {.training = true, .trained = true}; }
  [[nodiscard]] std::string training_settings() const override {
    nlohmann::json json;
    to_json(json, ScheduleSettings());
    return json.dump();
  }

  [[nodiscard]] Result<std::string> train(const MethodTraining& training, const std::stop_token& stop,
                                          const ProgressFn& progress) const override {
    const std::size_t rows = training.table.rows();
    Scheduler scheduler;
    scheduler.code = LabelCode::learn(training.table);
    SaidFrames frames(training.table.columns.size());
    for (std::size_t row = 0; row < rows; ++row) read_frames(training.table, scheduler.code, row, frames);
    const auto inner = static_cast<std::size_t>(training.inner_part * static_cast<double>(rows));
    MLINK_ASSIGN(auto schedule,
                 learn_schedule(frames, rows - std::min(inner, rows > 0 ? rows - 1 : 0), scheduler.code.inputs(),
                                ScheduleSettings(), job_seed(training.seed, -1, 7), stop, progress));
    scheduler.net = schedule.net;
    scheduler.own = {seconds_of_deciding(training, scheduler.net, frames),
                     static_cast<double>(scheduler.net.parameters() * sizeof(float))};
    return bytes_of(scheduler, schedule);
  }

  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    const auto trained = input.aids.trained.find(std::string(name()));
    if (trained == input.aids.trained.end())
      return prepared_nothing(input, "not trained on these outputs: run mlink train --methods drls");
    auto scheduler = scheduler_from(trained->second);
    if (!scheduler) return prepared_nothing(input, scheduler.error().what + " Run mlink train --methods drls.");
    if (!scheduler->code.fits(input.table))
      return prepared_nothing(input, "trained with other boxes: run mlink train --methods drls");
    return std::make_unique<PreparedDrls>(input, std::move(*scheduler));
  }
};

}  // namespace

std::unique_ptr<const Method> drls_method() { return std::make_unique<Drls>(); }

}  // namespace mlink::methods
