#include "links/link_set.h"
#include "links/setting_list.h"

namespace mlink::links {
namespace {

constexpr auto kEachTrainSetting = [](auto& s, const auto& visit) {
  visit("part", s.part);
  visit("split_seed", s.split_seed);
  each_optimiser_setting(s, visit);
  visit("hidden_factor", s.hidden_factor);
  visit("hidden_min", s.hidden_min);
  visit("nets", s.nets);
  visit("sequence_hidden", s.sequence_hidden);
  visit("source_drop", s.source_drop);
  visit("scalar_weights", s.scalar_weights);
  visit("bootstrap", s.bootstrap);
};

}  // namespace

Status check(const TrainSettings& s) {
  const auto bad = [](std::string_view name, double value, std::string_view must) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The training setting {} is {}; it must be {}.", name, value, must));
  };
  if (!(s.part > 0 && s.part < 1)) return bad("part", s.part, "between 0 and 1");
  MLINK_TRY(check_optimiser(s, bad));
  if (s.hidden_factor < 1) return bad("hidden_factor", s.hidden_factor, "1 or more");
  if (s.hidden_min < 1) return bad("hidden_min", s.hidden_min, "1 or more");
  if (s.nets < 1) return bad("nets", s.nets, "1 or more");
  if (s.sequence_hidden < 1) return bad("sequence_hidden", s.sequence_hidden, "1 or more");
  if (!(s.source_drop >= 0 && s.source_drop < 1)) return bad("source_drop", s.source_drop, "at least 0 and below 1");
  if (s.bootstrap < 0) return bad("bootstrap", s.bootstrap, "0 or more");
  return {};
}

void to_json(nlohmann::json& json, const TrainSettings& settings) {
  write_settings(json, settings, kEachTrainSetting);
  json["split"] = std::string(to_string(settings.split));
}

Result<TrainSettings> train_settings_from_json(const nlohmann::json& json) {
  MLINK_ASSIGN(auto settings,
               read_settings<TrainSettings>(json, kEachTrainSetting, "Training settings are a JSON object.",
                                            "training settings"));
  if (!json.contains("nets")) settings.nets = 1;  // of a program that did not average
  const auto split = json.find("split");
  if (split == json.end()) return settings;
  MLINK_ASSIGN(settings.split, split_kind_from(split->is_string() ? split->get<std::string>() : split->dump()));
  return settings;
}

}  // namespace mlink::links
