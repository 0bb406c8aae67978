#include "links/setting_list.h"
#include "methods/kd_student.h"

namespace mlink::methods {
namespace {

constexpr auto kEachStudentSetting = [](auto& s, const auto& visit) {
  visit("side", s.side);
  visit("channels", s.channels);
  visit("hidden", s.hidden);
  each_optimiser_setting(s, visit);
};

}  // namespace

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
  return check_optimiser(s, bad);
}

void to_json(nlohmann::json& json, const StudentSettings& settings) {
  write_settings(json, settings, kEachStudentSetting);
}

Result<StudentSettings> student_settings_from_json(const nlohmann::json& json) {
  return read_settings<StudentSettings>(json, kEachStudentSetting, "A student's settings are a JSON object.",
                                        "a student's settings");
}

}  // namespace mlink::methods
