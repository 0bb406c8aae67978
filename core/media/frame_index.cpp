// FrameIndex: times, and its bytes in the experiment file.
#include <algorithm>
#include <unordered_set>

#include "media/video.h"

namespace mlink::media {
namespace {

constexpr std::string_view magic = "MLFI3";
constexpr std::int64_t most_entries = std::int64_t{1} << 32;

/// Differences are small: signed numbers, low bits first, seven a byte.
void put(std::string& out, std::int64_t value) {
  auto bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  for (; bits >= 0x80; bits >>= 7) out += static_cast<char>(bits | 0x80);
  out += static_cast<char>(bits);
}

/// Gives 0 and stays `failed` after the first byte that does not fit.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t take() {
    std::uint64_t bits = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      bits |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    }
    failed_ = true;
    return 0;
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

/// Damaged bytes may hold any number: no overflow in adding differences up.
std::int64_t add(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

bool sound(const FrameIndex& index) {
  if (index.stream < 0 || index.time_base_num < 1 || index.time_base_den < 1) return false;
  std::unordered_set<std::int64_t> packets;
  for (const auto& e : index.entries)
    if (e.packet < 0 || e.packet > most_entries || !packets.insert(e.packet).second) return false;
  return std::is_sorted(index.entries.begin(), index.entries.end(),
                        [](const auto& a, const auto& b) { return a.pts < b.pts; });
}

}  // namespace

double FrameIndex::seconds(std::int64_t ordinal) const {
  if (entries.empty()) return 0;
  const auto last = static_cast<std::int64_t>(entries.size()) - 1;
  const auto& e = entries[static_cast<std::size_t>(std::clamp<std::int64_t>(ordinal, 0, last))];
  return static_cast<double>(e.pts - entries.front().pts) * time_base_num / time_base_den;
}

double FrameIndex::zero() const {
  if (entries.empty()) return 0;
  return static_cast<double>(entries.front().pts) * time_base_num / time_base_den;
}

std::string FrameIndex::to_bytes() const {
  std::string out(magic);
  for (const std::int64_t value : {std::int64_t{stream}, std::int64_t{time_base_num}, std::int64_t{time_base_den},
                                   file_size, static_cast<std::int64_t>(entries.size())})
    put(out, value);
  Entry before;
  for (const auto& e : entries) {
    put(out, add(e.pts, -before.pts));
    put(out, add(e.packet, -before.packet));
    put(out, add(e.position, -before.position));
    put(out, e.size);
    put(out, (e.key ? 1 : 0) + (e.dts ? 2 : 0) + (e.shift != 0 ? 4 : 0));
    if (e.dts) put(out, add(*e.dts, -e.pts));
    if (e.shift != 0) put(out, e.shift);
    before = e;
  }
  return out;
}

Result<FrameIndex> FrameIndex::from_bytes(const std::string& bytes) {
  const auto damaged = [] {
    return fail(ErrorKind::corrupt, "The stored frame index is damaged.", "It will be made again from the video.");
  };
  if (!std::string_view(bytes).starts_with(magic)) return damaged();
  Bytes in(std::string_view(bytes).substr(magic.size()));
  FrameIndex out;
  out.stream = static_cast<int>(in.take());
  out.time_base_num = static_cast<int>(in.take());
  out.time_base_den = static_cast<int>(in.take());
  out.file_size = in.take();
  const auto count = in.take();
  constexpr std::size_t least_bytes_an_entry = 5;
  if (in.failed() || count < 0 || static_cast<std::size_t>(count) > in.left() / least_bytes_an_entry) return damaged();
  out.entries.reserve(static_cast<std::size_t>(count));
  Entry before;
  for (std::int64_t i = 0; i < count; ++i) {
    Entry e;
    e.pts = add(before.pts, in.take());
    e.packet = add(before.packet, in.take());
    e.position = add(before.position, in.take());
    e.size = in.take();
    const auto flags = in.take();
    e.key = (flags & 1) != 0;
    if ((flags & 2) != 0) e.dts = add(e.pts, in.take());
    if ((flags & 4) != 0) e.shift = in.take();
    out.entries.push_back(e);
    before = e;
  }
  if (in.failed() || in.left() != 0 || !sound(out)) return damaged();
  return out;
}

}  // namespace mlink::media
