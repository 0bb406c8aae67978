#include "outputs/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace mlink::outputs {
namespace {

constexpr double kFirstDate = 1e8;  // March 1973: no recording in seconds is three years long
constexpr double kDay = 86400;
constexpr std::array<std::string_view, 4> kOrigins{"", "metadata", "typed", "after"};

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// h:mm:ss, mm:ss, with parts of a second.
std::optional<double> time_of_day(std::string_view text) {
  double seconds = 0;
  int fields = 0;
  while (true) {
    const auto colon = text.find(':');
    const auto field = text.substr(0, colon);
    const auto value = number_in(field);
    const bool last = colon == std::string_view::npos;
    if (!value || *value < 0 || (fields > 0 && *value >= 60) || (!last && field.find('.') != std::string_view::npos))
      return std::nullopt;
    seconds = seconds * 60 + *value;
    ++fields;
    if (last) break;
    text.remove_prefix(colon + 1);
  }
  return fields == 2 || fields == 3 ? std::optional(seconds) : std::nullopt;
}

/// A day of the Gregorian calendar, and the days from 1970-01-01 to it. Years begin in March here, so that the day
/// which comes every four years is a year's last.
struct Day {
  int year = 1970, month = 1, day = 1;
};
constexpr int kDaysOf400Years = 146097, kDaysTo1970 = 719468;  // from 0000-03-01

int days_to(const Day& day) {
  const int year = day.month > 2 ? day.year : day.year - 1, month = (day.month + 9) % 12;
  const int era = year / 400, of_era = year % 400;
  return era * kDaysOf400Years + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day.day - 1 -
         kDaysTo1970;
}

Day day_at(int days) {
  const int all = days + kDaysTo1970, era = all / kDaysOf400Years, of_era = all % kDaysOf400Years;
  const int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * years + years / 4 - years / 100), month = (5 * of_year + 2) / 153;
  const Day day{era * 400 + years, month < 10 ? month + 3 : month - 9, of_year - (153 * month + 2) / 5 + 1};
  return {day.month > 2 ? day.year : day.year + 1, day.month, day.day};
}

bool same_day(const Day& a, const Day& b) { return a.year == b.year && a.month == b.month && a.day == b.day; }

std::optional<double> date_in(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_in(text.substr(0, 4)), month = number_in(text.substr(5, 2)),
             day = number_in(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  const Day date{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
  const int whole = days_to(date);
  if (!same_day(day_at(whole), date)) return std::nullopt;  // the 30th of February
  const double days = whole;
  auto rest = text.substr(10);
  if (rest.empty()) return days * kDay;
  if (rest.front() != 'T' && rest.front() != ' ') return std::nullopt;
  rest.remove_prefix(1);
  if (!rest.empty() && rest.back() == 'Z') rest.remove_suffix(1);
  const auto seconds = time_of_day(rest);
  if (!seconds || *seconds >= kDay) return std::nullopt;
  return days * kDay + *seconds;
}

tl::unexpected<Error> bad_start(std::string_view text) {
  return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is no start of a video.", text),
              "Give seconds (90), a time (11:25:01), a date (2024-05-01T13:22:07), \"after:CAMERA\", \"metadata\" or "
              "\"none\".");
}

}  // namespace

std::string_view to_string(StartOrigin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }

StartOrigin start_origin_of(std::string_view text) {
  const auto* const at = std::find(kOrigins.begin(), kOrigins.end(), text);
  return at == kOrigins.end() ? StartOrigin::unset : static_cast<StartOrigin>(at - kOrigins.begin());
}

bool is_date(const ClockStart& start) { return start.origin != StartOrigin::unset && start.seconds >= kFirstDate; }

double clock_zero(std::span<const ClockStart> starts) {
  double zero = 0;
  for (const auto& start : starts)
    if (is_date(start) && (zero == 0 || start.seconds < zero)) zero = start.seconds;
  return zero;
}

double seconds_from(const ClockStart& start, double zero) {
  if (start.origin == StartOrigin::unset) return 0;
  return is_date(start) ? start.seconds - zero : start.seconds;
}

Result<StartWish> parse_start(std::string_view text) {
  if (text == "none") return StartWish{};
  if (text == "metadata") return StartWish{StartOrigin::metadata, 0, {}};
  if (text.starts_with("after") && text.size() > 5 && (text[5] == ':' || text[5] == ' ')) {
    const std::string name(text.substr(6));
    if (name.empty()) return bad_start(text);
    return StartWish{StartOrigin::after, 0, name};
  }
  auto seconds = date_in(text);
  if (seconds && *seconds < kFirstDate)
    return fail(ErrorKind::invalid_input, fmt::format("{} is before 1973.", text), "Dates count from there.");
  if (!seconds) {
    seconds = time_of_day(text);
    if (!seconds) seconds = number_in(text);
    if (seconds && *seconds >= kFirstDate)
      return fail(ErrorKind::invalid_input, fmt::format("{} seconds are more than three years.", text),
                  "Give a date: 2024-05-01T13:22:07.");
  }
  if (!seconds || *seconds < 0) return bad_start(text);
  return StartWish{StartOrigin::typed, *seconds, {}};
}

std::string clock_text(double seconds) {
  std::string day;
  if (seconds >= kFirstDate) {
    const auto days = std::floor(seconds / kDay);
    const Day date = day_at(static_cast<int>(days));
    day = fmt::format("{:04}-{:02}-{:02} ", date.year, date.month, date.day);
    seconds -= days * kDay;
  }
  const auto all = static_cast<long long>(std::llround(seconds * 1000));
  const auto hours = all / 3600000, minutes = all / 60000 % 60, whole = all / 1000 % 60, milli = all % 1000;
  std::string text = day.empty() ? fmt::format("{}:{:02}:{:02}", hours, minutes, whole)
                                 : fmt::format("{}{:02}:{:02}:{:02}", day, hours, minutes, whole);
  if (milli == 0) return text;
  text += fmt::format(".{:03}", milli);
  while (text.back() == '0') text.pop_back();
  return text;
}

}  // namespace mlink::outputs
