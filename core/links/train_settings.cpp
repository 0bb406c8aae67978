#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "links/link_set.h"

namespace mlink {

Status check(const TrainSettings& s) {
  const auto bad = [](std::string_view name, double value, std::string_view must) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The training setting {} is {}; it must be {}.", name, value, must));
  };
  if (!(s.part > 0 && s.part < 1)) return bad("part", s.part, "between 0 and 1");
  if (!(s.inner_part >= 0 && s.inner_part < 1)) return bad("inner_part", s.inner_part, "at least 0 and below 1");
  if (s.epochs < 0) return bad("epochs", s.epochs, "0 or more");
  if (s.batch < 1) return bad("batch", s.batch, "1 or more");
  if (!(s.learning_rate > 0 && std::isfinite(s.learning_rate)))
    return bad("learning_rate", s.learning_rate, "a number above 0");
  if (!(s.alpha >= 0 && s.alpha < 1)) return bad("alpha", s.alpha, "at least 0 and below 1");
  if (!(s.epsilon > 0 && std::isfinite(s.epsilon))) return bad("epsilon", s.epsilon, "a number above 0");
  if (!(s.dropout >= 0 && s.dropout < 1)) return bad("dropout", s.dropout, "at least 0 and below 1");
  if (s.hidden_factor < 1) return bad("hidden_factor", s.hidden_factor, "1 or more");
  if (s.hidden_min < 1) return bad("hidden_min", s.hidden_min, "1 or more");
  if (s.sequence_hidden < 1) return bad("sequence_hidden", s.sequence_hidden, "1 or more");
  if (!(s.source_drop >= 0 && s.source_drop < 1)) return bad("source_drop", s.source_drop, "at least 0 and below 1");
  if (s.bootstrap < 0) return bad("bootstrap", s.bootstrap, "0 or more");
  return {};
}

namespace {

/// Every setting with its name: written and read by the same list.
template <class Settings, class Visit>
void each_setting(Settings& s, const Visit& visit) {
  visit("part", s.part);
  visit("inner_part", s.inner_part);
  visit("split_seed", s.split_seed);
  visit("seed", s.seed);
  visit("epochs", s.epochs);
  visit("batch", s.batch);
  visit("learning_rate", s.learning_rate);
  visit("alpha", s.alpha);
  visit("epsilon", s.epsilon);
  visit("dropout", s.dropout);
  visit("hidden_factor", s.hidden_factor);
  visit("hidden_min", s.hidden_min);
  visit("sequence_hidden", s.sequence_hidden);
  visit("source_drop", s.source_drop);
  visit("scalar_weights", s.scalar_weights);
  visit("bootstrap", s.bootstrap);
}

}  // namespace

void to_json(nlohmann::json& json, const TrainSettings& settings) {
  json = nlohmann::json::object();
  each_setting(settings, [&json](const char* name, const auto& value) { json[name] = value; });
  json["split"] = std::string(to_string(settings.split));
}

Result<TrainSettings> train_settings_from_json(const nlohmann::json& json) {
  if (!json.is_object()) return fail(ErrorKind::invalid_input, "Training settings are a JSON object.");
  try {
    TrainSettings settings;
    each_setting(settings, [&json](const char* name, auto& value) { value = json.value(name, value); });
    MLINK_ASSIGN(settings.split, split_kind_from(json.value("split", "time")));
    MLINK_TRY(check(settings));
    return settings;
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorKind::invalid_input, fmt::format("These are not training settings: {}.", e.what()));
  }
}

}  // namespace mlink
