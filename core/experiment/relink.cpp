#include "experiment/relink.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "base/text.h"
#include "blackbox/manifest.h"
#include "experiment/stored_video.h"

namespace mlink::experiment {
namespace {

struct Offered {
  std::filesystem::path path;
  std::int64_t size = 0;
};
struct OfferedPlaces {
  std::vector<Offered> files;
  std::vector<std::filesystem::path> series;  ///< folders, in which pictures may lie, and patterns
};

Result<OfferedPlaces> offered_places(const std::vector<std::filesystem::path>& places, const std::stop_token& stop) {
  OfferedPlaces out;
  for (const auto& place : places) {
    std::error_code ec;
    const auto status = std::filesystem::status(place, ec);
    const bool series = is_picture_series(place);
    if (series) out.series.push_back(place);
    if (series && !std::filesystem::exists(status)) continue;
    if (!std::filesystem::exists(status))
      return fail(ErrorKind::not_found, "File or folder not found.", "Check the path.", place.string());
    if (!std::filesystem::is_directory(status)) {
      const auto size = std::filesystem::file_size(place, ec);
      if (ec) return fail(ErrorKind::io, "The file cannot be read: " + ec.message() + ".", {}, place.string());
      out.files.push_back({place, static_cast<std::int64_t>(size)});
      continue;
    }
    std::filesystem::recursive_directory_iterator at(place, std::filesystem::directory_options::skip_permission_denied,
                                                     ec);
    if (ec) return fail(ErrorKind::io, "The folder cannot be read: " + ec.message() + ".", {}, place.string());
    for (; at != std::filesystem::recursive_directory_iterator(); at.increment(ec)) {
      if (stop.stop_requested()) return stopped();
      std::error_code unreadable;
      if (at->is_directory(unreadable)) out.series.push_back(at->path());
      if (!at->is_regular_file(unreadable)) continue;
      const auto size = at->file_size(unreadable);
      if (!unreadable) out.files.push_back({at->path(), static_cast<std::int64_t>(size)});
      if (ec) break;
    }
  }
  std::sort(out.files.begin(), out.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  std::sort(out.series.begin(), out.series.end());
  return out;
}

/// Files hashed once, however many videos are looked for.
class Finder {
 public:
  Finder(OfferedPlaces places, std::stop_token stop)
      : files_(std::move(places.files)), series_(std::move(places.series)), stop_(std::move(stop)) {}

  [[nodiscard]] Result<std::filesystem::path> find(const StoredVideo& video) {
    if (is_series(video)) return find_series(video);
    const auto index = FrameIndex::from_bytes(video.frame_index);
    const auto wanted = file_hash_of(video);
    std::size_t tried = 0;
    for (const auto& file : files_) {
      if (stop_.stop_requested()) return stopped();
      if (index && file.size != index->file_size) continue;
      MLINK_ASSIGN(const auto hash, hash_of(file.path));
      if (hash == wanted) return file.path;
      ++tried;
    }
    return not_found(video, index ? index->file_size : -1, tried);
  }

 private:
  // The sizes of the pictures first: what they hold is read only where these agree.
  [[nodiscard]] Result<std::filesystem::path> find_series(const StoredVideo& video) {
    const auto name = std::filesystem::path(video.path).filename();
    const bool pattern = name.string().find('%') != std::string::npos;
    const auto options = options_of(video.frame_index);
    for (const auto& place : series_) {
      if (stop_.stop_requested()) return stopped();
      std::error_code ec;
      const auto candidate = pattern && std::filesystem::is_directory(place, ec) ? place / name : place;
      if (!is_picture_series(candidate)) continue;
      const auto reader = VideoReader::open(candidate, options);
      if (!reader || !options.index || reader->index() != *options.index) continue;
      MLINK_ASSIGN(const auto hash, hash_of(candidate));
      if (hash == file_hash_of(video)) return candidate;
    }
    return fail(ErrorKind::not_found,
                series_.size() == 1
                    ? fmt::format("This folder does not hold the pictures of {}.", video.path)
                    : fmt::format("None of the {} folders holds the pictures of {}.", series_.size(), video.path),
                "Name the folder itself, or add it as a new video.", series_.empty() ? "" : series_.front().string());
  }
  Result<std::string> hash_of(const std::filesystem::path& path) {
    auto& known = hashes_[path];
    if (known.empty()) {
      MLINK_ASSIGN(known, video_content_hash(path));
    }
    return known;
  }

  [[nodiscard]] tl::unexpected<Error> not_found(const StoredVideo& video, std::int64_t size, std::size_t tried) const {
    const auto was = std::filesystem::path(video.path).filename().string();
    if (files_.size() != 1)
      return fail(ErrorKind::not_found, fmt::format("None of the {} files has the contents of {}.", files_.size(), was),
                  "Name the file itself, or add it as a new video.", video.path);
    const auto& other = files_.front();
    const auto why = tried > 0
                         ? fmt::format("it has as many bytes as {}, but other contents", was)
                         : fmt::format("it has {} bytes, {} has {}", count_text(other.size), was, count_text(size));
    return fail(ErrorKind::invalid_input, fmt::format("This is another file: {}.", why),
                "Name the same file, or add this one as a new video.", other.path.string());
  }

  std::vector<Offered> files_;
  std::vector<std::filesystem::path> series_;
  std::stop_token stop_;
  std::map<std::filesystem::path, std::string> hashes_;
};

/// As its manifest calls it, which a person may have renamed.
std::string own_name(const StoredBox& box) {
  const auto manifest = nlohmann::json::parse(box.manifest_json, nullptr, false);
  return manifest.is_object() && manifest.contains("name") && manifest["name"].is_string()
             ? manifest["name"].get<std::string>()
             : box.name;
}

struct Lost {
  const StoredVideo* video = nullptr;
  std::vector<std::string> cameras;
};

Result<std::vector<Lost>> lost_videos(const std::vector<StoredVideo>& videos, const std::vector<StoredCamera>& cameras,
                                      const std::vector<std::string>& names, const std::string& file) {
  for (const auto& name : names) {
    const auto camera = std::find_if(cameras.begin(), cameras.end(), [&](const auto& c) { return c.name == name; });
    if (camera == cameras.end())
      return fail(ErrorKind::not_found, fmt::format("There is no camera \"{}\".", name), {}, file);
    for (const auto& video : videos)
      if (video.id == camera->video && video.path.empty())
        return fail(ErrorKind::unsupported, fmt::format("The camera {} is of recorded outputs: it has no video.", name),
                    {}, file);
  }
  std::vector<Lost> out;
  for (const auto& video : videos) {
    if (video.path.empty()) continue;
    Lost lost{&video, {}};
    bool named = false;
    for (const auto& camera : cameras) {
      if (camera.video != video.id) continue;
      lost.cameras.push_back(camera.name);
      named = named || std::find(names.begin(), names.end(), camera.name) != names.end();
    }
    if (names.empty() ? !video_is_there(video.path) : named) out.push_back(std::move(lost));
  }
  return out;
}

}  // namespace

Result<std::vector<std::string>> relink_videos(StoreWriter& store, const std::vector<std::string>& cameras,
                                               const std::vector<std::filesystem::path>& places,
                                               const std::stop_token& stop) {
  MLINK_ASSIGN(const auto videos, store.videos(true));
  MLINK_ASSIGN(const auto known, store.cameras());
  MLINK_ASSIGN(const auto lost, lost_videos(videos, known, cameras, store.path().string()));
  MLINK_ASSIGN(auto offered, offered_places(places, stop));
  Finder finder(std::move(offered), stop);
  std::vector<std::string> found;
  MLINK_TRY(store.transaction([&]() -> Status {
    for (const auto& one : lost) {
      MLINK_ASSIGN(const auto path, finder.find(*one.video));
      std::error_code ec;
      MLINK_TRY(store.move_video(one.video->id, std::filesystem::absolute(path, ec).string()));
      found.insert(found.end(), one.cameras.begin(), one.cameras.end());
    }
    return {};
  }));
  return found;
}

Status relink_box(StoreWriter& store, const std::string& name, const std::filesystem::path& manifest) {
  MLINK_ASSIGN(const auto boxes, store.boxes());
  const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const auto& b) { return b.name == name; });
  if (box == boxes.end())
    return fail(ErrorKind::not_found, fmt::format("There is no black box \"{}\".", name), {}, store.path().string());
  if (box->recorded)
    return fail(ErrorKind::unsupported, fmt::format("The outputs of {} were recorded: it has no manifest.", name), {},
                store.path().string());
  MLINK_ASSIGN(const auto read, read_manifest(manifest));
  MLINK_ASSIGN(const auto hash, content_hash(read));
  if (hash != box->content_hash)
    return fail(
        ErrorKind::invalid_input,
        read.name != own_name(*box)
            ? fmt::format("This is another box: {}, not {}.", read.name, own_name(*box))
            : fmt::format("This is another box: {} of {} differ.",
                          read.json != box->manifest_json ? "what its manifest says, or weights," : "the weights",
                          name),
        "Name the same manifest, or remove the box and add this one.", manifest.string());
  std::error_code ec;
  return store.move_box(box->id, std::filesystem::absolute(manifest, ec).string());
}

}  // namespace mlink::experiment
