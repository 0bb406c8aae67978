#include "recorded/format.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace mlink::recorded {
namespace {

constexpr std::array<const ImportFormat*, 5> kFormats{&kCocoFormat, &kMotFormat, &kParquetFormat, &kArrowFormat,
                                                      &kTableFormat};

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::span<const ImportFormat* const> import_formats() { return kFormats; }

Result<const ImportFormat*> find_import_format(std::string_view name) {
  for (const auto* format : kFormats)
    if (format->name == name) return format;
  return fail(ErrorKind::not_found, fmt::format("There is no format \"{}\".", name),
              fmt::format("Formats are {}.", import_format_names()));
}

const ImportFormat& guess_import_format(std::string_view extension, std::string_view head) {
  if (kMotFormat.surely(head)) return kMotFormat;  // also as x.csv: no table begins so
  for (const auto* format : kFormats)
    if (format->binary && format->begins(head)) return *format;
  for (const auto* format : kFormats)
    if (has_word(format->extensions, extension)) return *format;
  for (const auto* format : kFormats)
    if (format->begins(head)) return *format;
  return kTableFormat;  // whose errors tell what a header looks like
}

bool holds_recorded_outputs(std::string_view extension, const std::function<std::string()>& head) {
  if (extension.empty()) return false;
  for (const auto* format : kFormats)
    if (has_word(format->extensions, extension) || has_word(format->may_be, extension))
      return format->surely == nullptr || format->surely(head());
  return false;
}

std::string import_format_names() {
  std::string out;
  for (std::size_t i = 0; i < kFormats.size(); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : i + 1 == kFormats.size() ? " or " : ", ", kFormats[i]->name);
  return out;
}

std::string import_format_titles() {
  std::string out;
  for (const auto* format : kFormats) out += fmt::format("{}{}", out.empty() ? "" : ", ", format->title);
  return out;
}

std::string import_format_patterns() {
  std::string out;
  for (const auto* format : kFormats) {
    for (std::string_view words : {format->extensions, format->may_be}) {
      while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (end > 0) out += fmt::format("{}*.{}", out.empty() ? "" : " ", words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
  }
  return out + " *.gz";
}

}  // namespace mlink::recorded
