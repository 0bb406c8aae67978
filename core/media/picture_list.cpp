// Which pictures a folder or a pattern names, and which frame each is.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/hash.h"
#include "base/text.h"
#include "media/pictures.h"

namespace mlink::media {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "frame_%06d.jpg": what stands before and behind the number.
struct NumberPattern {
  std::string before, behind;
  std::size_t digits = 0;  ///< at least; 0: no zeros in front
};

std::optional<NumberPattern> pattern_of(const std::string& name) {
  const auto percent = name.find('%');
  if (percent == std::string::npos || name.find('%', percent + 1) != std::string::npos) return std::nullopt;
  const auto d = name.find_first_not_of("0123456789", percent + 1);
  constexpr std::size_t most_digits = 2;
  if (d == std::string::npos || name[d] != 'd' || d - percent - 1 > most_digits) return std::nullopt;
  NumberPattern out{name.substr(0, percent), name.substr(d + 1), 0};
  std::from_chars(name.data() + percent + 1, name.data() + d, out.digits);
  return out;
}

bool matches(const std::string& name, const NumberPattern& pattern) {
  if (name.size() <= pattern.before.size() + pattern.behind.size()) return false;
  if (!name.starts_with(pattern.before) || !name.ends_with(pattern.behind)) return false;
  const auto number =
      std::string_view(name).substr(pattern.before.size(), name.size() - pattern.before.size() - pattern.behind.size());
  const bool padded = number.size() == 1 || number[0] != '0' || number.size() == pattern.digits;
  return std::all_of(number.begin(), number.end(), is_digit) && number.size() >= pattern.digits && padded;
}

/// Digits as numbers, all else as it is.
bool natural_before(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (!is_digit(a[0]) || !is_digit(b[0])) {
      if (a[0] != b[0]) return a[0] < b[0];
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const auto number_of = [](std::string_view& text) {
      const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
      auto number = text.substr(0, end);
      text.remove_prefix(end);
      number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
      return number;
    };
    const auto x = number_of(a);
    const auto y = number_of(b);
    if (x.size() != y.size()) return x.size() < y.size();
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

/// The numbers in which the names differ; none where they differ in other things too.
std::optional<std::vector<std::int64_t>> numbers_of(const std::vector<PictureFile>& files) {
  std::vector<std::string> stems;
  for (const auto& file : files) stems.push_back(file.path.stem().string());
  std::size_t before = stems.front().size();
  std::size_t behind = stems.front().size();
  for (const auto& stem : stems) {
    const auto& first = stems.front();
    before = std::min<std::size_t>(
        before, static_cast<std::size_t>(std::mismatch(stem.begin(), stem.end(), first.begin(), first.end()).first -
                                         stem.begin()));
    behind = std::min<std::size_t>(
        behind, static_cast<std::size_t>(std::mismatch(stem.rbegin(), stem.rend(), first.rbegin(), first.rend()).first -
                                         stem.rbegin()));
  }
  while (before > 0 && is_digit(stems.front()[before - 1])) --before;
  while (behind > 0 && is_digit(stems.front()[stems.front().size() - behind])) --behind;
  std::vector<std::int64_t> out;
  for (const auto& stem : stems) {
    std::int64_t number = 0;
    if (stem.size() <= before + behind) return std::nullopt;
    const char* begin = stem.data() + before;
    const char* end = stem.data() + stem.size() - behind;
    const auto [stop, error] = std::from_chars(begin, end, number);
    if (error != std::errc() || stop != end || number < 0) return std::nullopt;
    out.push_back(number);
  }
  return out;
}

Result<std::vector<PictureFile>> files_in(const std::filesystem::path& folder,
                                          const std::optional<NumberPattern>& only) {
  std::error_code ec;
  std::filesystem::directory_iterator at(folder, ec);
  if (ec) return fail(ErrorKind::io, "The folder cannot be read: " + ec.message() + ".", {}, folder.string());
  std::vector<PictureFile> files;
  for (; at != std::filesystem::directory_iterator(); at.increment(ec)) {
    if (ec) return fail(ErrorKind::io, "The folder cannot be read: " + ec.message() + ".", {}, folder.string());
    const auto name = at->path().filename().string();
    std::error_code unreadable;
    if (name.front() == '.' || !at->is_regular_file(unreadable)) continue;
    if (only ? !matches(name, *only) : !is_picture_file(at->path())) continue;
    const auto size = at->file_size(unreadable);
    files.push_back({at->path(), unreadable ? 0 : static_cast<std::int64_t>(size)});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    const auto x = a.path.filename().string();
    const auto y = b.path.filename().string();
    return natural_before(x, y) || (!natural_before(y, x) && x < y);
  });
  return files;
}

std::string name_of(const PictureFile& file) { return file.path.filename().string(); }

// Files in the order of their numbers, into frames from the lowest on.
Status put_by_number(PictureList& list, const std::vector<PictureFile>& files,
                     const std::vector<std::int64_t>& numbers) {
  for (std::size_t i = 1; i < numbers.size(); ++i)
    if (numbers[i] == numbers[i - 1])
      return fail(ErrorKind::invalid_input,
                  fmt::format("The pictures {} and {} have the same number.", name_of(files[i - 1]), name_of(files[i])),
                  "Each number once is expected.", list.path.string());
  const auto first = numbers.front();
  list.numbers = NumberRange{first, numbers.back()};
  const auto count = static_cast<std::int64_t>(files.size());
  const auto missing = numbers.back() - first + 1 - count;
  if (missing > count) {
    list.frames = files;
    list.notes.push_back(
        fmt::format("The numbers go from {} to {} and there are only {} pictures: they are taken one "
                    "behind the other.",
                    first, numbers.back(), count_text(count)));
    return {};
  }
  std::int64_t gap = -1;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto ordinal = static_cast<std::size_t>(numbers[i] - first);
    if (list.frames.size() < ordinal && gap < 0) gap = first + static_cast<std::int64_t>(list.frames.size());
    list.frames.resize(ordinal);
    list.frames.push_back(files[i]);
  }
  if (missing > 0)
    list.notes.push_back(
        fmt::format("{}, {} {}: the time goes on over {}, and no black box is asked there.",
                    missing == 1 ? "One picture is missing" : count_text(missing) + " pictures are missing",
                    missing == 1 ? "number" : "the first is number", gap, missing == 1 ? "it" : "them"));
  if (first != 0) list.notes.push_back(fmt::format("Frame 0 is {}, and so on.", name_of(files.front())));
  return {};
}

}  // namespace

bool is_picture_file(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 10> endings{".jpg", ".jpeg", ".png", ".bmp", ".webp",
                                                            ".tif", ".tiff", ".ppm", ".pgm", ".jp2"};
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool is_picture_series(const std::filesystem::path& path) {
  std::error_code ec;
  const auto status = std::filesystem::status(path, ec);
  if (std::filesystem::is_directory(status)) return true;
  return !std::filesystem::exists(status) && pattern_of(path.filename().string()).has_value() &&
         std::filesystem::is_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."), ec);
}

bool video_is_there(const std::filesystem::path& path) {
  std::error_code ec;
  if (std::filesystem::exists(path, ec)) return true;
  return is_picture_series(path) && list_pictures(path).has_value();
}

std::string video_name(const std::filesystem::path& path) {
  if (!is_picture_series(path)) return path.stem().string();
  std::error_code ec;
  const auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(path, ec), ec);
  const auto folder = std::filesystem::is_directory(whole, ec) ? whole : whole.parent_path();
  return folder.filename().string();
}

Result<PictureList> list_pictures(const std::filesystem::path& path) {
  std::error_code ec;
  PictureList list;
  list.path = path;
  const bool folder = std::filesystem::is_directory(path, ec);
  const auto pattern = folder ? std::nullopt : pattern_of(path.filename().string());
  const auto place = folder ? path : path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  MLINK_ASSIGN(auto files, files_in(place, pattern));
  if (files.empty())
    return fail(ErrorKind::invalid_input,
                folder ? "This is a folder without pictures, not a video." : "No file is called so.",
                folder ? "Name a video file, or the folder that the pictures themselves lie in."
                       : "A pattern like frame_%06d.jpg names numbered pictures.",
                path.string());
  for (const auto& file : files) list.bytes += file.size;
  const auto numbers = numbers_of(files);
  if (!numbers) {
    if (files.size() > 1)
      list.notes.push_back(
          fmt::format("The names differ in more than a number: the {} pictures are taken in the order of "
                      "their names, {} first.",
                      count_text(static_cast<std::int64_t>(files.size())), name_of(files.front())));
    list.frames = std::move(files);
    return list;
  }
  MLINK_TRY(put_by_number(list, files, *numbers));
  return list;
}

Result<PictureSeries> look_at_pictures(const std::filesystem::path& path) {
  MLINK_ASSIGN(auto list, list_pictures(path));
  PictureSeries series;
  series.numbers = list.numbers;
  series.notes = std::move(list.notes);
  for (std::size_t i = 0; i < list.frames.size(); ++i) {
    if (!list.frames[i].path.empty()) {
      ++series.pictures;
      continue;
    }
    const auto number = list.numbers->first + static_cast<std::int64_t>(i);
    if (!series.missing.empty() && series.missing.back().last == number - 1)
      series.missing.back().last = number;
    else
      series.missing.push_back({number, number});
  }
  return series;
}

Result<std::string> picture_series_hash(const std::filesystem::path& path) {
  MLINK_ASSIGN(const auto list, list_pictures(path));
  ContentHasher hasher;
  hasher.add("pictures").add(static_cast<std::int64_t>(list.frames.size()));
  for (const auto& frame : list.frames) {
    if (frame.path.empty()) {
      hasher.add("");
      continue;
    }
    MLINK_ASSIGN(const auto hash, content_hash_of_file(frame.path));
    hasher.add(name_of(frame)).add(hash);
  }
  return hasher.hex();
}

}  // namespace mlink::media
