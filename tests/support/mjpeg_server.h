// A camera for tests: an HTTP server on this machine that sends JPEG pictures one after the other, may hang up, stay
// silent, or go away and come back; or sends one file with its length. One connection at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "base/rooms.h"

namespace mlink::test {

class MjpegServer {
 public:
  enum class Way : std::uint8_t {
    pictures,  ///< multipart/x-mixed-replace
    file,      ///< the first picture's bytes as one file, with Content-Length
    silent     ///< takes the connection and says nothing
  };
  struct Behaviour {
    Way way = Way::pictures;
    int milliseconds = 10;      ///< from picture to picture
    int before_hanging_up = 0;  ///< pictures of a connection; 0: all of them, over and over
    int connections = 0;        ///< so many, then nobody listens any more; 0: for ever
  };
  /// port 0: a free one. Listens when it is made.
  MjpegServer(std::vector<std::string> pictures, Behaviour behaviour, int port = 0);
  ~MjpegServer();
  MjpegServer(const MjpegServer&) = delete;
  MjpegServer& operator=(const MjpegServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_) + "/camera"; }
  [[nodiscard]] int connections() const { return count_; }

 private:
  void serve(const std::stop_token& stop);
  void answer(int connection, const std::stop_token& stop);
  void send_pictures(int connection, const std::stop_token& stop);

  const std::vector<std::string> pictures_;
  const Behaviour behaviour_;
  int listening_ = -1;
  int port_ = 0;
  std::size_t next_ = 0;  ///< the pictures go on over connections
  std::atomic<int> count_{0};
  std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace mlink::test
