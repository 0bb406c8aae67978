#include "support/mjpeg_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace mlink::test {
namespace {

constexpr int kLookMilliseconds = 20;

bool readable(int socket) {
  pollfd one{socket, POLLIN, 0};
  return poll(&one, 1, kLookMilliseconds) > 0;
}

bool send_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const auto sent = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Until the empty line that ends a request. False: the other side went away, or it is asked to stop.
bool read_request(int connection, const std::stop_token& stop) {
  std::string request;
  while (!stop.stop_requested() && request.find("\r\n\r\n") == std::string::npos) {
    if (!readable(connection)) continue;
    char byte = 0;
    if (recv(connection, &byte, 1, 0) <= 0) return false;
    request += byte;
  }
  return !stop.stop_requested();
}

}  // namespace

MjpegServer::MjpegServer(std::vector<std::string> pictures, Behaviour behaviour, int port)
    : pictures_(std::move(pictures)), behaviour_(behaviour) {
  listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listening_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  if (bind(listening_, reinterpret_cast<sockaddr*>(&place), size) != 0 || listen(listening_, 4) != 0) return;
  getsockname(listening_, reinterpret_cast<sockaddr*>(&place), &size);
  port_ = ntohs(place.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

MjpegServer::~MjpegServer() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  if (listening_ >= 0) close(listening_);
}

void MjpegServer::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!readable(listening_)) continue;
    const int connection = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    ++count_;
    answer(connection, stop);
    close(connection);
    if (behaviour_.connections > 0 && count_ >= behaviour_.connections) {
      close(std::exchange(listening_, -1));
      return;
    }
  }
}

void MjpegServer::answer(int connection, const std::stop_token& stop) {
  if (!read_request(connection, stop)) return;
  switch (behaviour_.way) {
    case Way::pictures: return send_pictures(connection, stop);
    case Way::file:
      (void)(send_all(connection, "HTTP/1.0 200 OK\r\nContent-Type: video/x-msvideo\r\nContent-Length: " +
                                      std::to_string(pictures_.front().size()) + "\r\n\r\n") &&
             send_all(connection, pictures_.front()));
      return;
    case Way::silent:
      while (!stop.stop_requested() && !readable(connection)) {}
      return;
  }
}

void MjpegServer::send_pictures(int connection, const std::stop_token& stop) {
  bool there = send_all(connection, "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=next\r\n\r\n");
  for (int n = 0; there && !stop.stop_requested(); ++n) {
    if (behaviour_.before_hanging_up > 0 && n >= behaviour_.before_hanging_up) return;
    const auto& picture = pictures_[next_++ % pictures_.size()];
    there =
        send_all(connection, "--next\r\nContent-Type: image/jpeg\r\nContent-Length: " + std::to_string(picture.size()) +
                                 "\r\n\r\n" + picture + "\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(behaviour_.milliseconds));
  }
}

}  // namespace mlink::test
