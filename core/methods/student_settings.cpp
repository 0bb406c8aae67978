#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "methods/kd_student.h"

namespace mlink {

Pictures make_pictures(std::size_t rows, int side) {
  Pictures pictures;
  pictures.side = side;
  pictures.pixels.assign(rows * pictures.size(), 0);
  pictures.there.assign(rows, false);
  return pictures;
}

Status check(const StudentSettings& s) {
  const auto bad = [](std::string_view name, double value, std::string_view must) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The student's setting {} is {}; it must be {}.", name, value, must));
  };
  if (s.side < 16 || s.side > 512 || s.side % 16 != 0) return bad("side", s.side, "a multiple of 16 from 16 to 512");
  if (s.channels < 1 || s.channels > 256) return bad("channels", s.channels, "between 1 and 256");
  if (s.hidden < 1 || s.hidden > 4096) return bad("hidden", s.hidden, "between 1 and 4096");
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

namespace {

/// Every setting with its name: written and read by the same list.
template <class Settings, class Visit>
void each_setting(Settings& s, const Visit& visit) {
  visit("side", s.side);
  visit("channels", s.channels);
  visit("hidden", s.hidden);
  visit("inner_part", s.inner_part);
  visit("seed", s.seed);
  visit("epochs", s.epochs);
  visit("batch", s.batch);
  visit("learning_rate", s.learning_rate);
  visit("alpha", s.alpha);
  visit("epsilon", s.epsilon);
  visit("dropout", s.dropout);
}

}  // namespace

void to_json(nlohmann::json& json, const StudentSettings& settings) {
  json = nlohmann::json::object();
  each_setting(settings, [&json](const char* name, const auto& value) { json[name] = value; });
}

Result<StudentSettings> student_settings_from_json(const nlohmann::json& json) {
  if (!json.is_object()) return fail(ErrorKind::invalid_input, "A student's settings are a JSON object.");
  try {
    StudentSettings settings;
    each_setting(settings, [&json](const char* name, auto& value) { value = json.value(name, value); });
    MLINK_TRY(check(settings));
    return settings;
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorKind::invalid_input, fmt::format("These are not a student's settings: {}.", e.what()));
  }
}

}  // namespace mlink
