#include "experiment/picture_folder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>

#include "base/text.h"
#include "media/video.h"

namespace mlink::experiment {
namespace {

/// The number behind "frameRate=" in a file of settings; 0: there is none.
double told_rate(const std::filesystem::path& file) {
  constexpr std::string_view key = "frameRate=";
  constexpr int most_lines = 100;
  std::ifstream in(file);
  std::string line;
  for (int i = 0; i < most_lines && std::getline(in, line); ++i) {
    const auto text = trimmed(line);
    if (!text.starts_with(key)) continue;
    double rate = 0;
    const auto [end, error] = std::from_chars(text.data() + key.size(), text.data() + text.size(), rate);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && std::isfinite(rate) && rate > 0 ? rate : 0;
  }
  return 0;
}

}  // namespace

Result<PictureFolder> look_at_folder(const std::filesystem::path& folder) {
  PictureFolder found;
  MLINK_ASSIGN(found.series, look_at_pictures(folder));
  found.name = video_name(folder);
  std::error_code ec;
  auto whole = std::filesystem::absolute(folder, ec);
  if (!whole.has_filename()) whole = whole.parent_path();  // "door/"
  for (const auto& place : {whole, whole.parent_path()}) {
    const auto file = place / "seqinfo.ini";
    if (const double rate = told_rate(file); rate > 0) {
      found.rate = rate;
      found.rate_from = file.filename().string();
      break;
    }
  }
  return found;
}

std::vector<std::filesystem::path> folders_of_pictures(const std::filesystem::path& folder) {
  std::map<std::filesystem::path, int> pictures;
  std::error_code ec;
  const auto skip = std::filesystem::directory_options::skip_permission_denied;
  std::filesystem::recursive_directory_iterator at(folder, skip, ec);
  while (!ec && at != std::filesystem::recursive_directory_iterator()) {
    const auto& file = at->path();
    const auto stem = file.stem().string();
    const bool numbered = std::any_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
    std::error_code unreadable;
    if (numbered && stem.front() != '.' && is_picture_file(file) && at->is_regular_file(unreadable))
      ++pictures[file.parent_path()];
    at.increment(ec);
  }
  std::vector<std::filesystem::path> folders;
  for (const auto& [place, count] : pictures)
    if (count > 1) folders.push_back(place);
  return folders;
}

}  // namespace mlink::experiment
