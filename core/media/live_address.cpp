#include "media/live_address.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "media/live_reader.h"

namespace mlink::media {
namespace {

/// What may be fetched: nothing that an address leads to may read this machine's files.
constexpr const char* network_only = "http,https,httpproxy,tcp,tls,udp,rtp,srtp,rtsp,rtmp,rtmps,crypto,srt,mmsh,ftp";

constexpr std::array<std::string_view, 10> schemes = {"rtsp",  "rtsps", "http", "https", "rtmp",
                                                      "rtmps", "udp",   "tcp",  "rtp",   "srt"};

std::string_view scheme_of(std::string_view text) {
  const auto end = text.find("://");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

bool is_camera(std::string_view text) { return text.substr(0, 10) == "/dev/video"; }

/// libavdevice, which knows cameras, is loaded when one is asked for: it brings dozens of libraries that no other
/// command needs. False: this machine has none of FFmpeg's own version.
bool have_devices() {
  static const bool there = [] {
    const auto name = fmt::format("libavdevice.so.{}", LIBAVFORMAT_VERSION_MAJOR);  // the two count alike
    void* const library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return false;
    void* const found = dlsym(library, "avdevice_register_all");
    if (found == nullptr) return false;
    reinterpret_cast<void (*)()>(found)();
    return true;
  }();
  return there;
}

Status check_camera(const std::string& device) {
  struct stat about = {};
  if (stat(device.c_str(), &about) != 0)
    return fail(ErrorKind::not_found, "There is no such camera.", "Plug it in, or name another: ls /dev/video*.",
                device);
  if (!S_ISCHR(about.st_mode))
    return fail(ErrorKind::invalid_input, "This is not a camera.", "Name a device like /dev/video0.", device);
  return {};
}

/// Why FFmpeg could not open a camera that is there. `code`: FFmpeg's own, the system's errno where it is one.
tl::unexpected<Error> camera_error(int code, const std::string& device) {
  if (code == AVERROR(EBUSY))
    return fail(ErrorKind::io, "Another program has this camera.", "End it, or name another camera.", device);
  if (code == AVERROR(EACCES) || code == AVERROR(EPERM))
    return fail(ErrorKind::io, "You may not use this camera.",
                "Whoever may is mostly in the group video: sudo usermod -aG video $USER, then log in again.", device);
  if (code == AVERROR(ENODEV))
    return fail(ErrorKind::invalid_input, "This device gives no pictures: it shows them, or tells of another's.",
                "Name the camera's first device: v4l2-ctl --list-devices.", device);
  return fail(ErrorKind::io, fmt::format("This camera cannot be opened ({}).", ffmpeg::last_message(code)),
              "Try whether another program shows it: ffplay DEVICE.", device);
}

Result<const AVInputFormat*> format_for(const std::string& address) {
  if (!is_camera(address)) return nullptr;
  const auto* const format = have_devices() ? av_find_input_format("video4linux2,v4l2") : nullptr;
  if (format == nullptr)
    return fail(ErrorKind::unsupported, "Cameras of this machine need FFmpeg's libavdevice, which is not there.",
                fmt::format("Install libavdevice{}.", LIBAVFORMAT_VERSION_MAJOR), address);
  return format;
}

/// Parameters of an address that let somebody in, in lower case; of "access_token" the last word counts.
constexpr std::array<std::string_view, 9> secrets = {"password", "passwd", "pwd",    "pass", "token",
                                                     "key",      "apikey", "secret", "auth"};

bool is_letter(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0; }

bool is_secret(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return std::find(secrets.begin(), secrets.end(), lower) != secrets.end();
}

/// The address with *** in the place of secrets, in the path too: some cameras have their parameters there.
std::string without_secrets(std::string_view address) {
  std::string shown;
  const auto query = address.find('?');
  std::size_t from = 0;
  for (auto equals = address.find('='); equals != std::string_view::npos; equals = address.find('=', from)) {
    auto name = equals;
    while (name > from && is_letter(address[name - 1])) --name;
    shown += address.substr(from, equals + 1 - from);
    from = equals + 1;
    if (!is_secret(address.substr(name, equals - name))) continue;
    shown += "***";
    from = std::min(address.find_first_of(equals > query ? "&;#" : "&;#/?", from), address.size());
  }
  return shown += address.substr(from);
}

int patience_over(void* patience) { return static_cast<Patience*>(patience)->over() ? 1 : 0; }

}  // namespace

bool is_live_address(std::string_view text) { return is_camera(text) || !scheme_of(text).empty(); }

Status check_live_address(const std::string& address) {
  if (is_camera(address)) return check_camera(address);
  const auto scheme = scheme_of(address);
  if (std::find(schemes.begin(), schemes.end(), scheme) != schemes.end()) return {};
  return fail(ErrorKind::unsupported, fmt::format("Addresses that begin with {}:// are not understood.", scheme),
              fmt::format("These are: {}.", fmt::join(schemes, ", ")), shown_address(address));
}

std::string shown_address(std::string_view address) {
  const auto scheme = scheme_of(address);
  if (scheme.empty()) return std::string(address);
  const auto begin = scheme.size() + 3;
  const auto rest = address.substr(begin);
  const auto at = rest.substr(0, rest.find('/')).rfind('@');
  if (at == std::string_view::npos) return without_secrets(address);
  const auto colon = rest.substr(0, at).find(':');
  if (colon == std::string_view::npos) return without_secrets(address);
  return fmt::format("{}{}:***{}", address.substr(0, begin), rest.substr(0, colon), without_secrets(rest.substr(at)));
}

std::string live_name(std::string_view address) {
  if (is_camera(address)) return std::string(address.substr(5));
  const auto safe = without_secrets(address.substr(scheme_of(address).size() + 3));
  std::string_view rest = safe;
  if (const auto at = rest.substr(0, rest.find('/')).rfind('@'); at != std::string_view::npos)
    rest.remove_prefix(at + 1);
  rest = rest.substr(0, rest.find('?'));
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  return std::string(rest);
}

void Patience::begin(double seconds, std::stop_token asked) {
  stop = std::move(asked);
  until = std::chrono::steady_clock::now() +
          std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
  ran_out = false;
}

bool Patience::over() {
  if (stop.stop_requested()) return true;
  ran_out = ran_out || std::chrono::steady_clock::now() > until;
  return ran_out;
}

tl::unexpected<Error> live_error(const Patience& patience, const std::string& address, double timeout, int code,
                                 const char* doing) {
  if (patience.stop.stop_requested()) return stopped();
  const auto shown = shown_address(address);
  if (patience.ran_out || code == AVERROR(ETIMEDOUT))
    return fail(ErrorKind::io, fmt::format("There was no answer within {} s.", timeout),
                "Check that it is switched on and can be reached from here.", shown);
  const auto reason = ffmpeg::last_message(code);
  if (reason.find("ends prematurely") != std::string::npos)  // "at 58806, should be 18446744073709551615"
    return fail(ErrorKind::io, "The other side ended the stream.", {}, shown);
  return fail(ErrorKind::io, fmt::format("It cannot be {} ({}).", doing, reason),
              "Check the address, and that it can be reached from here.", shown);
}

Result<LiveFormat> open_live_format(const std::string& address, double timeout, const std::stop_token& stop) {
  ffmpeg::quiet();
  const auto shown = shown_address(address);
  MLINK_TRY(check_live_address(address));
  MLINK_ASSIGN(const auto* const device, format_for(address));
  LiveFormat out{std::make_unique<Patience>(), nullptr, -1};
  out.patience->begin(timeout, stop);
  AVFormatContext* raw = avformat_alloc_context();
  raw->interrupt_callback = {patience_over, out.patience.get()};
  if (device != nullptr) raw->flags |= AVFMT_FLAG_NONBLOCK;  // so that a silent camera does not hold the thread
  AVDictionary* options = nullptr;
  if (device == nullptr) av_dict_set(&options, "protocol_whitelist", network_only, 0);
  av_dict_set(&options, "rtsp_transport", "tcp", 0);
  av_dict_set(&options, "analyzeduration", "2000000", 0);
  ffmpeg::clear_message();
  int code = avformat_open_input(&raw, address.c_str(), device, &options);  // frees it where it fails
  av_dict_free(&options);
  out.format.reset(raw);
  if (code < 0 && device != nullptr && !out.patience->over()) return camera_error(code, address);
  if (code < 0) return live_error(*out.patience, address, timeout, code, "opened");
  code = avformat_find_stream_info(out.format.get(), nullptr);
  if (code < 0 || out.patience->over()) return live_error(*out.patience, address, timeout, code, "read");
  out.stream = av_find_best_stream(out.format.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (out.stream < 0)
    return fail(ErrorKind::invalid_input, "There are no pictures in it, only sound or other data.",
                "Name an address with video.", shown);
  for (unsigned i = 0; i < out.format->nb_streams; ++i)
    if (static_cast<int>(i) != out.stream) out.format->streams[i]->discard = AVDISCARD_ALL;
  return out;
}

}  // namespace mlink::media
