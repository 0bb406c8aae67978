#include "experiment/live_named.h"

#include <filesystem>

#include "experiment/stored_video.h"
#include "media/live_reader.h"
#include "media/video.h"

namespace mlink::experiment {

LiveNamedKind named_kind(const std::string& address) {
  if (media::is_live_address(address))
    return address.rfind("/dev/", 0) == 0 ? LiveNamedKind::device : LiveNamedKind::address;
  std::error_code ignored;
  const bool pictures = std::filesystem::is_directory(address, ignored) || address.find('%') != std::string::npos;
  return pictures ? LiveNamedKind::pictures : LiveNamedKind::video;
}

Status check_named(const LiveSource& source) {
  if (source.address.empty())
    return fail(ErrorKind::invalid_input, "Nothing is named.", "Give an address, a file or a folder of pictures.");
  const auto kind = named_kind(source.address);
  if (kind == LiveNamedKind::device || kind == LiveNamedKind::address) return media::check_live_address(source.address);
  if (!video_is_there(source.address))
    return fail(ErrorKind::not_found, "File not found.", "Check the path, or give an address like rtsp://host/path.",
                source.address);
  if (kind == LiveNamedKind::pictures && !(source.rate > 0))
    return fail(ErrorKind::invalid_input, "How many pictures a second are they?", "Say it with the folder.",
                source.address);
  return {};
}

std::string shown_named(const std::string& address) { return media::shown_address(address); }

std::string name_of(const LiveSource& source) {
  if (!source.name.empty()) return source.name;
  return media::is_live_address(source.address) ? media::live_name(source.address) : video_name(source.address);
}

}  // namespace mlink::experiment
