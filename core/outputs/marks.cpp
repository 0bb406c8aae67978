// Marks as bytes: a version, then boxes and poses. Little endian on every machine we build for; the version would tell.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "outputs/marks.h"

namespace mlink::outputs {
namespace {

constexpr std::uint8_t kMarksVersion = 1;

void put(std::string& bytes, const void* value, std::size_t size) {
  bytes.append(static_cast<const char*>(value), size);
}

template <class T>
void put(std::string& bytes, T value) {
  put(bytes, &value, sizeof value);
}

class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T take() {
    T value{};
    if (bytes_.size() < sizeof value) {
      short_ = true;
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text(std::size_t size) {
    if (bytes_.size() < size) {
      short_ = true;
      return {};
    }
    std::string out(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return out;
  }
  [[nodiscard]] bool ended_early() const { return short_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool short_ = false;
};

}  // namespace

std::string Marks::to_bytes() const {
  std::string bytes;
  put(bytes, kMarksVersion);
  put(bytes, static_cast<std::uint32_t>(boxes.size()));
  for (const auto& box : boxes) {
    for (const float value : {box.x, box.y, box.width, box.height, box.score}) put(bytes, value);
    const auto size = static_cast<std::uint8_t>(std::min<std::size_t>(box.label.size(), 255));
    put(bytes, size);
    put(bytes, box.label.data(), size);
  }
  put(bytes, static_cast<std::uint32_t>(poses.size()));
  for (const auto& pose : poses) {
    put(bytes, pose.score);
    put(bytes, static_cast<std::uint16_t>(pose.points.size()));
    put(bytes, pose.points.data(), pose.points.size() * sizeof(float));
  }
  return bytes;
}

Result<Marks> Marks::from_bytes(std::string_view bytes) {
  const auto damaged = [] { return fail(ErrorKind::corrupt, "The stored marks of a frame are damaged."); };
  Source in(bytes);
  if (in.take<std::uint8_t>() != kMarksVersion) return damaged();
  Marks marks;
  const auto boxes = in.take<std::uint32_t>();
  for (std::uint32_t i = 0; i < boxes && !in.ended_early(); ++i) {
    Box box;
    for (float* value : {&box.x, &box.y, &box.width, &box.height, &box.score}) *value = in.take<float>();
    box.label = in.text(in.take<std::uint8_t>());
    marks.boxes.push_back(std::move(box));
  }
  const auto poses = in.take<std::uint32_t>();
  for (std::uint32_t i = 0; i < poses && !in.ended_early(); ++i) {
    Pose pose;
    pose.score = in.take<float>();
    const auto points = in.take<std::uint16_t>();
    for (std::uint16_t k = 0; k < points && !in.ended_early(); ++k) pose.points.push_back(in.take<float>());
    marks.poses.push_back(std::move(pose));
  }
  if (in.ended_early() || in.left() != 0) return damaged();
  return marks;
}

}  // namespace mlink::outputs
