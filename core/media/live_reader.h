// Cameras and addresses through FFmpeg: frames as they come, each as soon as it is decoded. Files are VideoReader's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/error.h"
#include "media/frame.h"

namespace mlink::media {

/// Whether the text names something that comes as it goes: an address ("rtsp://...", "http://...") or a camera of this
/// machine ("/dev/video0").
[[nodiscard]] bool is_live_address(std::string_view text);
/// Whether such a text is understood; nothing is opened. Errors: addresses of this kind are not; there is no such
/// camera.
[[nodiscard]] Status check_live_address(const std::string& address);
/// The address without the password in it (user:password@, ?password=, token, key and the like), for lines, messages
/// and logs.
[[nodiscard]] std::string shown_address(std::string_view address);
/// What a source is called where nobody names it: "host/path" of an address, "video0" of a camera.
[[nodiscard]] std::string live_name(std::string_view address);

struct LiveInfo {
  std::string address;  ///< without its password
  int width = 0, height = 0;
  double frame_rate = 0;  ///< that it tells; 0: not known
  std::string codec;
  /// A file that is fetched, which has an end and is not in real time.
  bool ends = false;
};

/// One address, opened. Belongs to one thread at a time.
class LiveReader {
 public:
  struct Options {
    double timeout = 10;  ///< seconds without an answer or a packet after which it counts as lost
  };
  /// Errors: what it is cannot be opened by this program; it is not there, refuses, or does not answer in time (names
  /// of hosts are looked up by the system, which has a time of its own); it is no video. Stopped when asked.
  [[nodiscard]] static Result<LiveReader> open(const std::string& address, const Options& options,
                                               const std::stop_token& stop = {});
  ~LiveReader();
  LiveReader(LiveReader&&) noexcept;
  LiveReader& operator=(LiveReader&&) noexcept;

  [[nodiscard]] const LiveInfo& info() const;
  /// Waits for the next frame; none: it has ended. Frames are numbered from 0 as they come; seconds are the stream's
  /// own, from the first frame on. Damaged frames are passed over and counted. An error: it is lost, or asked to stop.
  [[nodiscard]] Result<std::optional<Frame>> next(const std::stop_token& stop = {});
  [[nodiscard]] std::int64_t damaged() const;

 private:
  struct Impl;
  explicit LiveReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink::media
