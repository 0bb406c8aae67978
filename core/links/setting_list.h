// Settings of a training by one list of their names: how they are written as JSON and read again, and the ranges of
// those that all trainings have. `each(settings, visit)` calls visit(name, field) for every one, const or not.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::links {

template <class Settings, class Each>
void write_settings(nlohmann::json& json, const Settings& settings, const Each& each) {
  json = nlohmann::json::object();
  each(settings, [&json](const char* name, const auto& value) { json[name] = value; });
}

/// Those that the JSON does not have keep their defaults. Errors: no object ("A student's settings are a JSON
/// object."), other types (`whose` settings these are not), and what check(Settings) says.
template <class Settings, class Each>
[[nodiscard]] Result<Settings> read_settings(const nlohmann::json& json, const Each& each, std::string_view no_object,
                                             std::string_view whose) {
  if (!json.is_object()) return fail(ErrorKind::invalid_input, std::string(no_object));
  try {
    Settings settings;
    each(settings, [&json](const char* name, auto& value) { value = json.value(name, value); });
    MLINK_TRY(check(settings));
    return settings;
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorKind::invalid_input, fmt::format("These are not {}: {}.", whose, e.what()));
  }
}

/// The part that chooses the epoch, and the optimiser's. bad(name, value, must) makes the error.
template <class Settings, class Bad>
[[nodiscard]] Status check_optimiser(const Settings& s, const Bad& bad) {
  if (!(s.inner_part >= 0 && s.inner_part < 1)) return bad("inner_part", s.inner_part, "at least 0 and below 1");
  if (s.epochs < 0) return bad("epochs", s.epochs, "0 or more");
  if (s.batch < 1) return bad("batch", s.batch, "1 or more");
  if (!(s.learning_rate > 0 && std::isfinite(s.learning_rate)))
    return bad("learning_rate", s.learning_rate, "a number above 0");
  if (!(s.alpha >= 0 && s.alpha < 1)) return bad("alpha", s.alpha, "at least 0 and below 1");
  if (!(s.epsilon > 0 && std::isfinite(s.epsilon))) return bad("epsilon", s.epsilon, "a number above 0");
  if (!(s.dropout >= 0 && s.dropout < 1)) return bad("dropout", s.dropout, "at least 0 and below 1");
  return {};
}
/// The names of these, in their order.
template <class Settings, class Visit>
void each_optimiser_setting(Settings& s, const Visit& visit) {
  visit("inner_part", s.inner_part);
  visit("seed", s.seed);
  visit("epochs", s.epochs);
  visit("batch", s.batch);
  visit("learning_rate", s.learning_rate);
  visit("alpha", s.alpha);
  visit("epsilon", s.epsilon);
  visit("dropout", s.dropout);
}

}  // namespace mlink::links
