// Internal to core/blackbox: calls to a black box's process (host/box_host.proto). gRPC is in a module of its own that
// is loaded at first need (base/modules.h), mlink-hosts.so.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "blackbox/black_box.h"
#include "blackbox/host/shared_frames.h"
#include "blackbox/plugins.h"
#include "media/sound.h"

namespace mlink::blackbox {

/// How a call ended where it did not give an answer.
enum class CallEnd {
  lost,  ///< the process is gone, or spoke no protocol
  late,  ///< no answer before the deadline
  stopped,
  told  ///< the process itself said what is wrong
};
struct CallFailure {
  CallEnd end = CallEnd::lost;
  Error error;
};
template <class T>
using CallResult = tl::expected<T, CallFailure>;

using Seconds = std::chrono::duration<double>;

/// One frame of a call: where its picture lies, and the sound around it.
struct SentFrame {
  const Frame* frame = nullptr;
  PicturePlace place;
  int sound_rate = 0;
  media::SoundPart sound;
  std::vector<SentFrame> earlier;  ///< of its clip
  int memory = 0;                  ///< place in SentCall::memories, from 1; 0: none
};
struct SentCall {
  std::vector<SentFrame> frames;
  std::vector<std::shared_ptr<media::FrameMemory>> memories;  ///< changed by the answer
};

/// The program's side of a connection. One thread at a time.
class HostClient {
 public:
  HostClient() = default;
  virtual ~HostClient() = default;
  HostClient(const HostClient&) = delete;
  HostClient& operator=(const HostClient&) = delete;
  /// Waits until the process serves. False: not within the time, or stopped.
  [[nodiscard]] virtual bool wait(Seconds time) = 0;
  [[nodiscard]] virtual CallResult<bool> load(const Manifest& manifest, const BoxOptions& options,
                                              Seconds deadline) = 0;
  [[nodiscard]] virtual CallResult<std::vector<Answer>> run(const SentCall& sent, Seconds deadline,
                                                            const std::stop_token& stop) = 0;
  /// In the place of load and run (adapters/adapter_plugin.h).
  [[nodiscard]] virtual CallResult<PluginAnswer> ask_plugin(const std::filesystem::path& library, bool trial,
                                                            Seconds deadline, const std::stop_token& stop) = 0;
};

/// Errors: the program was built without gRPC.
[[nodiscard]] Result<std::unique_ptr<HostClient>> connect_host(const std::filesystem::path& socket);

struct HostTable {
  std::unique_ptr<HostClient> (*connect)(const std::filesystem::path& socket);
};
/// The module's function, of type `const HostTable* ()`.
inline constexpr const char* kHostTable = "mlink_blackbox_hosts";

}  // namespace mlink::blackbox
