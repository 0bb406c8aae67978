// From the JSON of a scenario to its values, with everything checked.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/names.h"
#include "recorded/scenario/described.h"
#include "recorded/scenario/scenario.h"

namespace mlink::recorded {
namespace {

constexpr int kMostClips = 100000, kMostSideways = 65536, kMostBoxes = 64;
constexpr double kMuch = 1e6;
constexpr double kDaySeconds = 24 * 3600.;

void read_size(Described& cameras, Scenario& scenario) {
  const std::string text = cameras.text("picture");
  const auto cross = text.find('x');
  const auto side = [&](std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && value <= kMostSideways ? value : 0;
  };
  if (cross != std::string::npos) {
    scenario.width = side(std::string_view(text).substr(0, cross));
    scenario.height = side(std::string_view(text).substr(cross + 1));
  }
  if (scenario.width < 1 || scenario.height < 1)
    cameras.bad("picture", fmt::format("is \"{}\"", text), "WIDTHxHEIGHT in pixels is expected, like \"1920x1080\".");
}

void read_cameras(Described cameras, Scenario& scenario) {
  for (Described& group : cameras.objects("groups")) {
    const std::string prefix = group.text("prefix");
    const int count = group.whole("count", 1, kMostClips);
    scenario.groups.push_back({prefix, count, group.whole_or("digits", 1, 9, 0)});
    group.finish();
    const auto same = [&](const CameraGroup& other) { return other.prefix == prefix; };
    if (std::count_if(scenario.groups.begin(), scenario.groups.end(), same) > 1)
      group.bad("prefix", fmt::format("\"{}\" stands there twice", prefix), "Each group has a prefix of its own.");
  }
  if (const auto names = cameras.text_or("names", "free"); names == "fixed")
    scenario.fixed_names = true;
  else if (names != "free")
    cameras.bad("names", fmt::format("is \"{}\"", names), "\"fixed\" or \"free\" is expected.");
  read_size(cameras, scenario);
  cameras.finish();
}

void read_frames(Described frames, Scenario& scenario) {
  if (frames.has("only")) {
    scenario.only = frames.whole("only", 0, 1000000000);
    scenario.frame_seconds = 1 / frames.number("rate", 1e-3, 1000);
  } else {
    scenario.frame_seconds = frames.amount("every", CostKind::time);
    scenario.seconds = frames.amount("for", CostKind::time);
    if (scenario.seconds < scenario.frame_seconds || scenario.seconds > 366 * kDaySeconds)
      frames.bad("for", "does not fit", "At least one frame, and at most a year, is expected.");
  }
  frames.finish();
}

void read_spec(Described output, ScenarioBox& box) {
  OutputSpec& spec = box.spec;
  const std::string named = output.text("task");
  const auto task = task_from_string(named);
  if (!task) return output.bad("task", fmt::format("is \"{}\"", named), task.error().todo);
  spec.task = *task;
  if (output.has("labels")) spec.labels = output.texts("labels");
  if (output.has("tolerance")) spec.tolerance = output.number("tolerance", 1e-9, kMuch);
  spec.unit = output.text_or("unit", "");
  spec.width = spec.task == Task::localization ? 5 : spec.task == Task::sequence ? 0 : 1;
  if (spec.task == Task::single_label || spec.task == Task::multi_label)
    spec.width = static_cast<int>(spec.labels.size());
  if (const auto fits = check(spec); !fits) output.bad("", "does not fit its task", fits.error().what);
  output.finish();
}

void read_costs(Described costs, ScenarioBox& box) {
  const std::string note = costs.text("note");
  if (costs.has("time")) {
    box.costs.seconds = costs.amount("time", CostKind::time);
    box.costs.seconds_origin = CostOrigin::typed;
    box.costs.seconds_note = note;
  }
  if (costs.has("memory")) {
    box.costs.bytes = costs.amount("memory", CostKind::memory);
    box.costs.bytes_origin = CostOrigin::typed;
    box.costs.bytes_note = note;
  }
  costs.finish();
}

std::pair<double, double> read_pair(Described& described, const std::string& name, double low, double high,
                                    std::pair<double, double> otherwise) {
  if (!described.has(name)) return otherwise;
  const auto both = described.numbers(name, low, high);
  if (both.size() == 2) return {both[0], both[1]};
  described.bad(name, "does not fit", "Two numbers, across and down, are expected.");
  return otherwise;
}

void read_places(Described& synthetic, const ScenarioBox& box, SyntheticBox& made) {
  const bool labels = !box.spec.labels.empty();
  const bool words = box.spec.task == Task::sequence;
  if (labels) made.spread = synthetic.number_or("spread", 1e-3, kMuch, 1);
  if (words) {
    for (const std::string& phrase : synthetic.texts("phrases")) {
      std::istringstream text(phrase);
      made.phrases.emplace_back();
      for (std::string word; text >> word;) made.phrases.back().push_back(word);
    }
    made.wrong_words = synthetic.number_or("wrong_words", 0, 1, 0);
  }
  if (!labels && !words) return;
  made.at = synthetic.numbers("at", -kMuch, kMuch);
  const std::size_t wanted = labels ? box.spec.labels.size() : made.phrases.size();
  if (made.at.size() != wanted || wanted == 0)
    synthetic.bad("at", fmt::format("has {} numbers", made.at.size()),
                  fmt::format("One for each of the {} {} is expected.", wanted, labels ? "labels" : "phrases"));
}

void read_synthetic(Described synthetic, ScenarioBox& box) {
  SyntheticBox& made = box.synthetic;
  const std::string follows = synthetic.text("follows");
  if (follows == "scene")
    made.follows = Follows::scene;
  else if (follows == "nothing")
    made.follows = Follows::nothing;
  else if (follows != "level")
    synthetic.bad("follows", fmt::format("is \"{}\"", follows), "\"level\", \"scene\" or \"nothing\" is expected.");
  made.gain = synthetic.number_or("gain", -kMuch, kMuch, 1);
  made.offset = synthetic.number_or("offset", -kMuch, kMuch, 0);
  made.drift = synthetic.number_or("drift", -1, 1, 0);
  made.noise = synthetic.number_or("noise", 0, kMuch, 0);
  made.own = synthetic.number_or("own", 0, kMuch, 0);
  made.own_lasts = synthetic.amount_or("own_lasts", CostKind::time, 60);
  if (box.spec.task == Task::regression) {
    made.low = synthetic.number_or("low", -1e9, 1e9, -1e9);
    made.high = synthetic.number_or("high", made.low, 1e9, 1e9);
  }
  if (box.spec.task == Task::localization) {
    made.above = synthetic.number_or("above", -kMuch, kMuch, 0);
    made.moves = synthetic.number_or("moves", 0, 1, 0);
    made.box = read_pair(synthetic, "box", 1e-3, 10, made.box);
    made.shift = read_pair(synthetic, "shift", -1, 1, made.shift);
  }
  read_places(synthetic, box, made);
  synthetic.finish();
}

void read_boxes(Described& root, Scenario& scenario) {
  auto all = root.objects("boxes");
  if (all.size() > kMostBoxes) root.bad("boxes", fmt::format("are {}", all.size()), "At most 64 boxes are expected.");
  for (Described& described : all) {
    ScenarioBox box;
    box.name = described.text("name");
    box.title = described.text("title");
    if (!box.name.empty() && !is_box_name(box.name))
      described.bad("name", fmt::format("is \"{}\"", box.name), kBoxNameRule);
    for (const ScenarioBox& other : scenario.boxes)
      if (other.name == box.name)
        described.bad("name", fmt::format("\"{}\" stands there twice", box.name), "Each box has a name of its own.");
    read_spec(described.object("output"), box);
    if (described.has("costs")) read_costs(described.object("costs"), box);
    read_synthetic(described.object("synthetic"), box);
    described.finish();
    box.costs.box = box.name;
    scenario.boxes.push_back(std::move(box));
  }
}

void read_cause(Described synthetic, SyntheticCause& cause) {
  Described level = synthetic.object("level");
  cause.mean = level.number("mean", 0, kMuch);
  cause.cameras_differ = level.number_or("cameras_differ", 0, 1, 0);
  cause.varies = level.number_or("varies", 0, 10, 0);
  cause.reverts = level.amount_or("reverts_in", CostKind::time, 60);
  cause.drift = level.number_or("drift", -1, 1, 0);
  cause.bursts_a_day = level.number_or("bursts_a_day", 0, kDaySeconds, 0);
  cause.burst_rises = level.number_or("burst_rises", 0, 100, 0);
  cause.burst_lasts = level.amount_or("burst_lasts", CostKind::time, 60);
  for (auto& [name, rhythm] : {std::pair{"weekday", &cause.weekday}, std::pair{"weekend", &cause.weekend}}) {
    if (!level.has(name)) continue;
    *rhythm = level.numbers(name, 0, 1000);
    if (rhythm->size() != 24)
      level.bad(name, fmt::format("has {} numbers", rhythm->size()), "One for each of the 24 hours is expected.");
  }
  cause.begins = level.number_or("begins_at", 0, 23.99, 0);
  level.finish();
  Described scenes = synthetic.object("scenes");
  cause.scenes = scenes.whole("count", 1, 1000);
  cause.scene_lasts = scenes.amount("last", CostKind::time);
  scenes.finish();
  Described place = synthetic.object("place");
  cause.place_varies = place.number("varies", 0, 1);
  cause.place_wanders = place.amount("wanders_in", CostKind::time);
  place.finish();
  synthetic.finish();
}

void read_use(Described& root, Scenario& scenario) {
  scenario.budgets = root.amounts("budgets");
  Described training = root.object("training");
  scenario.train_part = training.number("part", 1e-6, 1);
  if (const auto split = training.text_or("split", "time"); const auto kind = split_kind_from(split))
    scenario.split = *kind;
  else
    training.bad("split", fmt::format("is \"{}\"", split), kind.error().todo);
  training.finish();
  if (!root.has("replay")) return;
  Described replay = root.object("replay");
  scenario.period_seconds = replay.amount_or("period", CostKind::time, 0);
  scenario.prefix = replay.number_or("prefix", 0, 1, scenario.prefix);
  replay.finish();
}

}  // namespace

Result<Scenario> scenario_from_json(const std::string& text, const std::string& path) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const auto wrong_document = [&](std::string what) {
    return fail(ErrorKind::invalid_input, std::move(what), "datasets/README.md describes the format.", path);
  };
  if (!json.is_object()) return wrong_document("This is not a scenario: a JSON object is expected.");
  if (!json.contains("mlink_scenario")) return wrong_document("This is not a scenario: it has no \"mlink_scenario\".");
  std::optional<WrongField> wrong;
  Described root(&json, "$", wrong);
  Scenario scenario;
  if (root.whole("mlink_scenario", 1, 1) == 1) {
    scenario.name = root.text("name");
    scenario.title = root.text("title");
    scenario.about = root.text("about");
    read_cameras(root.object("cameras"), scenario);
    read_frames(root.object("frames"), scenario);
    read_boxes(root, scenario);
    read_use(root, scenario);
    read_cause(root.object("synthetic"), scenario.cause);
    root.finish();
  }
  if (wrong)
    return fail(ErrorKind::invalid_input, fmt::format("In the scenario: {} {}.", wrong->place, wrong->what),
                wrong->expected, path);
  return scenario;
}

}  // namespace mlink::recorded
