// Which frame an image is, by its file name. Tools that make data sets put dates, hashes and copy numbers into names;
// none of them is a frame, so they are taken out before the last number is read.
#include <algorithm>
#include <array>
#include <charconv>

#include "recorded/import_detections.h"

namespace mlink::recorded {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_digit(c) || is_letter(c); }

// A region that is no frame number: its place stays, so that what stands around it does not grow together.
void blank(std::string& name, std::size_t begin, std::size_t end) {
  std::fill(name.begin() + static_cast<std::ptrdiff_t>(begin), name.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int byte = 0;
    if (text[i] == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) {
      std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool cut_end(std::string& name, std::string_view end) {
  if (!name.ends_with(end) || name.size() == end.size()) return false;
  name.resize(name.size() - end.size());
  return true;
}

// ".jpg", then what exporters of data sets hang on: "_jpg.rf.<hash>"; then copy numbers, "name (2)".
void cut_endings(std::string& name) {
  const auto dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0 && name.size() - dot <= 6 &&
      std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), is_alnum) &&
      std::any_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), is_letter))
    name.resize(dot);
  const auto hash = name.rfind(".rf.");
  if (hash != std::string::npos && hash > 0 && name.size() - hash > 10 &&
      std::all_of(name.begin() + static_cast<std::ptrdiff_t>(hash) + 4, name.end(), is_alnum))
    name.resize(hash);
  for (const std::string_view kind : {"jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff"})
    for (const std::string_view border : {"_", "-"})
      if (cut_end(name, std::string(border).append(kind))) return;
}

void cut_copy_number(std::string& name) {
  while (name.ends_with(')')) {
    const auto open = name.rfind('(');
    if (open == std::string::npos || open + 2 > name.size() - 1 ||
        !std::all_of(name.begin() + static_cast<std::ptrdiff_t>(open) + 1, name.end() - 1, is_digit))
      return;
    name.resize(open);
    while (name.ends_with(' ')) name.pop_back();
  }
}

bool is_uuid(std::string_view text) {
  if (text.size() < 36) return false;
  for (std::size_t i = 0; i < 36; ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

// A hash, or what a video is called by its kind and size: mp4, h264, 1080p, 30fps, 1920x1080.
bool is_no_number(std::string_view token) {
  const auto letters = std::count_if(token.begin(), token.end(), is_letter);
  if (letters == 0) return false;
  const bool digits = static_cast<std::size_t>(letters) < token.size();
  if (token.size() >= 8 && digits && std::all_of(token.begin(), token.end(), is_hex)) return true;
  std::string small(token);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  static constexpr std::array<std::string_view, 18> kKinds{"mp4",  "m4v",  "mp3",   "3gp",   "h264",  "h265",
                                                           "x264", "x265", "mpeg2", "mpeg4", "240p",  "360p",
                                                           "480p", "720p", "1080p", "1440p", "2160p", "4k"};
  if (std::find(kKinds.begin(), kKinds.end(), small) != kKinds.end()) return true;
  const auto number = static_cast<std::size_t>(std::find_if_not(small.begin(), small.end(), is_digit) - small.begin());
  const auto rest = std::string_view(small).substr(number);
  return number > 0 && (rest == "fps" || (number >= 2 && rest.size() >= 3 && rest[0] == 'x' &&
                                          std::all_of(rest.begin() + 1, rest.end(), is_digit)));
}

void blank_hashes_and_kinds(std::string& name) {
  for (std::size_t i = 0; i + 36 <= name.size(); ++i)
    if ((i == 0 || !is_alnum(name[i - 1])) && is_uuid(std::string_view(name).substr(i))) blank(name, i, i + 36);
  for (std::size_t at = 0; at < name.size();) {
    auto end = at;
    while (end < name.size() && is_alnum(name[end])) ++end;
    if (is_no_number(std::string_view(name).substr(at, end - at))) blank(name, at, end);
    at = std::max(end, at) + 1;
  }
}

/// A run of digits.
struct DigitRun {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// The runs of a name, read as dates and clocks.
class DateReader {
 public:
  explicit DateReader(std::string& name) : name_(name) {
    for (std::size_t at = 0; at < name.size(); ++at) {
      if (!is_digit(name[at])) continue;
      auto end = at;
      while (end < name.size() && is_digit(name[end])) ++end;
      runs_.push_back({at, end});
      at = end;
    }
  }

  void blank_all() {
    for (std::size_t i = 0; i < runs_.size();) {
      auto next = date_at(i);
      if (next > i) next = clock_behind(next);
      if (next == i) next = clock_at(i);
      if (next == i && is_stamp(runs_[i])) next = i + 1;
      if (next > i) blank(name_, runs_[i].begin, runs_[next - 1].end);
      i = std::max(next, i + 1);
    }
  }

 private:
  [[nodiscard]] int value(std::size_t begin, std::size_t size) const {
    int out = 0;
    std::from_chars(name_.data() + begin, name_.data() + begin + size, out);
    return out;
  }
  [[nodiscard]] int value(const DigitRun& run) const { return value(run.begin, run.size()); }
  [[nodiscard]] bool has(std::size_t i, std::size_t digits) const {
    return i < runs_.size() && runs_[i].size() == digits;
  }
  [[nodiscard]] static bool is_date(int year, int month, int day) {
    return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
  [[nodiscard]] static bool is_clock(int hour, int minute, int second) {
    return hour < 24 && minute < 60 && second < 60;
  }
  /// The one character between run i and the next, 0 where there are more.
  [[nodiscard]] char border(std::size_t i) const {
    return i + 1 < runs_.size() && runs_[i + 1].begin == runs_[i].end + 1 ? name_[runs_[i].end] : '\0';
  }
  [[nodiscard]] bool borders(std::size_t i, std::string_view any) const {
    return border(i) != '\0' && border(i) == border(i + 1) && any.find(border(i)) != std::string_view::npos;
  }

  // Each gives the run behind what it found, or i where there is nothing.
  [[nodiscard]] std::size_t date_at(std::size_t i) const {
    const auto& run = runs_[i];
    if (run.size() == 8 || run.size() == 14 || run.size() == 17) {
      const bool date = is_date(value(run.begin, 4), value(run.begin + 4, 2), value(run.begin + 6, 2));
      return date ? i + 1 : i;
    }
    if (has(i, 4) && has(i + 1, 2) && has(i + 2, 2) && borders(i, "-_.:") &&
        is_date(value(run), value(runs_[i + 1]), value(runs_[i + 2])))
      return i + 3;
    if (has(i, 2) && has(i + 1, 2) && has(i + 2, 4) && borders(i, "-_.:") &&
        (is_date(value(runs_[i + 2]), value(runs_[i + 1]), value(run)) ||
         is_date(value(runs_[i + 2]), value(run), value(runs_[i + 1]))))
      return i + 3;
    return i;
  }
  [[nodiscard]] std::size_t with_fraction(std::size_t i) const {
    return (has(i, 3) || has(i, 6)) && border(i - 1) == '.' ? i + 1 : i;
  }
  [[nodiscard]] std::size_t clock_behind(std::size_t i) const {
    if (i >= runs_.size() || runs_[i].begin - runs_[i - 1].end > 3) return i;
    const auto& run = runs_[i];
    if (run.size() == 6 && is_clock(value(run.begin, 2), value(run.begin + 2, 2), value(run.begin + 4, 2)))
      return with_fraction(i + 1);
    if (!has(i, 2) || !has(i + 1, 2) || !is_clock(value(run), value(runs_[i + 1]), 0)) return i;
    if (has(i + 2, 2) && borders(i, "-_.:") && value(runs_[i + 2]) < 60) return with_fraction(i + 3);
    if (const auto other = clock_at(i); other > i) return other;
    return border(i) == '-' || border(i) == ':' ? i + 2 : i;
  }
  // Without a date before it only what looks like nothing else.
  [[nodiscard]] std::size_t clock_at(std::size_t i) const {
    if (!has(i, 2) || !has(i + 1, 2) || !has(i + 2, 2) ||
        !is_clock(value(runs_[i]), value(runs_[i + 1]), value(runs_[i + 2])))
      return i;
    return borders(i, "-:") || (border(i) == 'h' && border(i + 1) == 'm') ? with_fraction(i + 3) : i;
  }
  // Seconds since 1970, or parts of them.
  [[nodiscard]] bool is_stamp(const DigitRun& run) const {
    return name_[run.begin] == '1' && (run.size() == 10 || run.size() == 13 || run.size() == 16 || run.size() == 19);
  }

  std::string& name_;
  std::vector<DigitRun> runs_;
};

}  // namespace

std::optional<FrameName> frame_of_file_name(std::string_view file_name) {
  FrameName out;
  auto name = percent_decoded(file_name);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) {
    out.source = name.substr(0, slash);
    name.erase(0, slash + 1);
  }
  cut_endings(name);
  cut_copy_number(name);
  blank_hashes_and_kinds(name);
  DateReader(name).blank_all();
  const auto last = std::find_if(name.rbegin(), name.rend(), is_digit);
  const auto end = static_cast<std::size_t>(name.rend() - last);
  auto begin = end;
  while (begin > 0 && is_digit(name[begin - 1])) --begin;
  const auto [stop, error] = std::from_chars(name.data() + begin, name.data() + end, out.number);
  if (begin == end || error != std::errc() || stop != name.data() + end) return std::nullopt;
  return out;
}

}  // namespace mlink::recorded
