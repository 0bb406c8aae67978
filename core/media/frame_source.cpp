#include "media/frame_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace mlink::media {
namespace {

/// Fewer frames than these are decoded rather than skipped by a seek, which costs about as much.
constexpr std::int64_t frames_worth_a_seek = 8;
/// A frame counts as missing when so many behind it have come: decoders may hand out their first frames unordered.
constexpr std::size_t most_unordered = 4;
/// Packets read after a seek to find one that the index knows.
constexpr int most_packets_to_land = 600;
/// Keys tried for one frame, and in all before seeking is given up for a file that does not lead to its keys.
constexpr int most_keys_to_try = 3;
constexpr int most_keys_to_fail = 24;
/// A position from which no frame is ahead: the next one asked for has to be sought.
constexpr std::int64_t nowhere = std::numeric_limits<std::int64_t>::max();

bool damaged(const AVFrame& frame) {
  return (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
}

std::int64_t place(std::int64_t byte, std::int64_t pts) { return byte >= 0 ? byte : pts; }

/// Some formats call every packet a key: true only for codecs whose packets stand alone, or which mark keys well.
bool marks_keys_well(AVCodecID codec) {
  switch (codec) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_VP8:
    case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_AV1: return true;
    default: return intra_only(codec);
  }
}

}  // namespace

bool intra_only(AVCodecID codec) {
  const auto* about = avcodec_descriptor_get(codec);
  return about != nullptr && (about->props & AV_CODEC_PROP_INTRA_ONLY) != 0;
}

FramesByOrdinal::FramesByOrdinal(Demuxer demuxer, PlacedDecoder decoder, std::shared_ptr<const FrameIndex> index)
    : demuxer_(std::move(demuxer)),
      decoder_(std::move(decoder.decoder)),
      device_(std::move(decoder.device)),
      note_(std::move(decoder.note)),
      index_(std::move(index)),
      threads_(decoder.threads),
      packet_(av_packet_alloc()),
      received_(av_frame_alloc()),
      given_(av_frame_alloc()) {
  const auto codec = decoder_->codec_id;
  intra_only_ = intra_only(codec);
  const auto& entries = index_->entries;
  std::int64_t packets = 0;
  for (const auto& e : entries) packets = std::max(packets, e.packet + 1);
  ordinals_.assign(static_cast<std::size_t>(packets), -1);
  usable_key_.assign(entries.size(), false);
  const bool all_keys = std::all_of(entries.begin(), entries.end(), [](const auto& e) { return e.key; });
  const bool trusted = !all_keys || marks_keys_well(codec);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto ordinal = static_cast<std::int64_t>(i);
    ordinals_[static_cast<std::size_t>(entries[i].packet)] = ordinal;
    if (!entries[i].key || !trusted) continue;
    joined_ = joined_ || entries[i].shift != 0;
    const auto [at, fresh] = key_at_.emplace(place(entries[i].position, entries[i].pts), ordinal);
    usable_key_[i] = fresh;
    if (!fresh) usable_key_[static_cast<std::size_t>(at->second)] = false;  // two at one place: cannot be told apart
  }
  lend_index();
}

/// A file that was cut off has lost its own table of contents: ours leads the demuxer to the keys.
void FramesByOrdinal::lend_index() {
  if (avformat_index_get_entries_count(&demuxer_.stream()) > 0) return;
  for (std::size_t i = 0; i < usable_key_.size(); ++i) {
    const auto& e = index_->entries[i];
    if (usable_key_[i] && e.position >= 0 && e.dts)
      av_add_index_entry(&demuxer_.stream(), e.position, *e.dts, 0, 0, AVINDEX_KEYFRAME);
  }
}

std::int64_t FramesByOrdinal::ordinal_of(std::int64_t packet) const {
  return packet >= 0 && packet < static_cast<std::int64_t>(ordinals_.size())
             ? ordinals_[static_cast<std::size_t>(packet)]
             : -1;
}

std::int64_t FramesByOrdinal::usable_key_before(std::int64_t ordinal) const {
  while (ordinal >= 0 && !usable_key_[static_cast<std::size_t>(ordinal)]) --ordinal;
  return ordinal;
}

Result<const AVFrame*> FramesByOrdinal::frame(std::int64_t ordinal, const std::stop_token& stop) {
  auto out = decode(ordinal, stop);
  if (out || !device_ || out.error().kind == ErrorKind::stopped) return out;
  // Whether the frame is damaged or the device in trouble, the CPU tells.
  MLINK_TRY(leave_device(ordinal, out.error()));
  return decode(ordinal, stop);
}

Status FramesByOrdinal::leave_device(std::int64_t ordinal, const Error& why) {
  note_ = fmt::format("{} From frame {} on it is decoded on the CPU.",
                      device_problem_.empty() ? why.what : device_problem_, ordinal);
  device_.reset();
  device_problem_.clear();
  return restart();
}

Result<const AVFrame*> FramesByOrdinal::decode(std::int64_t ordinal, const std::stop_token& stop) {
  MLINK_TRY(prepare(ordinal, stop));
  auto out = collect(ordinal, stop);
  const bool doubtful = !out || behind_damage_;
  if (doubtful && landed_ > 0 && !from_further_back_ && device_problem_.empty() && !stop.stop_requested()) {
    MLINK_TRY(go_further_back(stop));
    out = collect(ordinal, stop);
  }
  position_ = !out && out.error().kind == ErrorKind::stopped ? ordinal : ordinal + 1;
  return out;
}

/// Gets the decoder to a place before `ordinal` from where decoding forward gives the frame exactly.
Status FramesByOrdinal::prepare(std::int64_t ordinal, const std::stop_token& stop) {
  auto key = usable_key_before(ordinal);
  const bool ahead = ordinal >= position_;
  if (ahead && (key <= position_ || key - position_ < (intra_only_ ? 2 : frames_worth_a_seek))) return {};
  return start_before(key, stop);
}

/// Starts at `key` or the next one before it that can be used; at the file's start where none can.
Status FramesByOrdinal::start_before(std::int64_t key, const std::stop_token& stop) {
  position_ = nowhere;
  from_further_back_ = false;
  for (int attempt = 0; key > 0 && attempt < most_keys_to_try; ++attempt) {
    if (start_at_key(key, stop)) return {};
    if (stop.stop_requested()) return stopped();
    if (!device_problem_.empty()) return fail(ErrorKind::failed, device_problem_);
    usable_key_[static_cast<std::size_t>(key)] = false;
    if (++failed_keys_ == most_keys_to_fail) usable_key_.assign(usable_key_.size(), false);
    key = usable_key_before(key - 1);
  }
  return restart();
}

/// What a decoder shows in place of damage depends on what it has seen before: a damaged stretch is decoded from one
/// key further back, to come out as in reading from the start.
Status FramesByOrdinal::go_further_back(const std::stop_token& stop) {
  MLINK_TRY(start_before(usable_key_before(landed_ - 1), stop));
  from_further_back_ = true;
  return {};
}

/// True when the key's own frame comes out whole: then all that is shown behind it depends on nothing before it.
bool FramesByOrdinal::start_at_key(std::int64_t key, const std::stop_token& stop) {
  if (!land(key)) return false;
  landed_ = key;
  while (!drained_ && decoded_.empty() && !stop.stop_requested()) pull(key);
  const auto first = decoded_.find(key);
  if (first == decoded_.end() || damaged(*first->second) || first->second->key_frame == 0) return false;
  position_ = key;
  return true;
}

bool FramesByOrdinal::land(std::int64_t key) {
  const auto& e = entry(key);
  // By presentation time first: that is how most files find a key. By decoding time where that lands too late.
  forget_decoded();
  if (joined_) return e.position >= 0 && demuxer_.seek_byte(e.position) && read_on_to(e.packet);
  if (demuxer_.seek(e.pts) && read_on_to(e.packet)) return true;
  return e.dts && *e.dts < e.pts && demuxer_.seek(*e.dts) && read_on_to(e.packet);
}

/// Reads on to the key packet itself, without decoding.
bool FramesByOrdinal::read_on_to(std::int64_t wanted_packet) {
  std::int64_t number = -1;
  for (int read = 0; demuxer_.read(*packet_); ++read) {
    const auto known = packet_number(*packet_);
    if (known >= 0)
      number = known;
    else if (number >= 0)
      ++number;
    if (known == wanted_packet) {
      next_packet_ = wanted_packet;
      packet_waits_ = true;
      return true;
    }
    if (number >= wanted_packet || (number < 0 && read > most_packets_to_land)) return false;
  }
  return false;
}

/// The number of a key packet that the index knows; -1: not known. The place alone would not do: of streams without a
/// container it is only near, and depends on where reading began.
std::int64_t FramesByOrdinal::packet_number(const AVPacket& packet) const {
  if (!(packet.flags & AV_PKT_FLAG_KEY)) return -1;
  const auto known = key_at_.find(place(packet.pos, packet.pts));
  if (known == key_at_.end()) return -1;
  const auto& e = entry(known->second);
  const auto is = [&](std::int64_t time, std::optional<std::int64_t> known_time) {
    return time != AV_NOPTS_VALUE && known_time && time + e.shift == *known_time;
  };
  const bool same_time = is(packet.pts, e.pts) || is(packet.pts, e.dts) || is(packet.dts, e.dts);
  return same_time && packet.size == e.size && (packet.pos >= 0) == (e.position >= 0) ? e.packet : -1;
}

/// Back to the file's first packet, with everything opened anew: exact for any file.
Status FramesByOrdinal::restart() {
  MLINK_ASSIGN(demuxer_, Demuxer::open(demuxer_.path(), demuxer_.stream_number()));
  MLINK_ASSIGN(decoder_, open_decoder(demuxer_, device_ ? 1 : threads_, device_.get()));
  lend_index();
  forget_decoded();
  next_packet_ = 0;
  position_ = 0;
  landed_ = 0;
  return {};
}

void FramesByOrdinal::forget_decoded() {
  avcodec_flush_buffers(decoder_.get());
  decoded_.clear();
  errors_.clear();
  packet_waits_ = false;
  drained_ = false;
  part_.reset();
  part_ends_ = false;
  behind_damage_ = false;
}

Result<const AVFrame*> FramesByOrdinal::collect(std::int64_t ordinal, const std::stop_token& stop) {
  while (true) {
    if (stop.stop_requested()) return stopped();
    decoded_.erase(decoded_.begin(), decoded_.lower_bound(ordinal));
    if (const auto at = decoded_.find(ordinal); at != decoded_.end()) {
      given_ = std::move(at->second);
      decoded_.erase(at);
      if (!damaged(*given_)) return given_.get();
      return missing(ordinal);
    }
    if (drained_ || decoded_.size() > most_unordered) return missing(ordinal);
    pull(ordinal);
  }
}

Result<const AVFrame*> FramesByOrdinal::missing(std::int64_t ordinal) {
  const auto reason = errors_.find(ordinal);
  return fail(ErrorKind::corrupt,
              fmt::format("Frame {} is damaged{}.", ordinal,
                          reason == errors_.end() ? " (its data is incomplete or wrong)" : " (" + reason->second + ")"),
              "The other frames can be used.", demuxer_.path().string());
}

/// One step of the decoder: a frame, or an error kept for its ordinal, or the end.
void FramesByOrdinal::pull(std::int64_t wanted) {
  const int got = avcodec_receive_frame(decoder_.get(), received_.get());
  if (got == 0) return keep(wanted);
  if (got == AVERROR(EAGAIN)) return feed(wanted);
  if (got == AVERROR_EOF) {
    drained_ = !part_ends_;
    if (std::exchange(part_ends_, false)) avcodec_flush_buffers(decoder_.get());
    return;
  }
  note_error(got);
}

void FramesByOrdinal::keep(std::int64_t wanted) {
  const auto ordinal = ordinal_of(received_->pts);
  if (damaged(*received_) && ordinal >= landed_)
    behind_damage_ = true;
  else if (ordinal >= 0 && received_->key_frame != 0 && usable_key_[static_cast<std::size_t>(ordinal)])
    behind_damage_ = false;
  if (ordinal < wanted) return av_frame_unref(received_.get());
  if (device_) {  // at once: a device has room for few
    if (const auto fetched = device_->fetch(*decoder_, *received_); !fetched) {
      device_problem_ = fetched.error().what;
      drained_ = true;
      return;
    }
  }
  decoded_.insert_or_assign(ordinal, std::exchange(received_, ffmpeg::FramePtr(av_frame_alloc())));
}

void FramesByOrdinal::feed(std::int64_t wanted) {
  if (!packet_waits_ && !demuxer_.read(*packet_)) {
    avcodec_send_packet(decoder_.get(), nullptr);
    return;
  }
  packet_waits_ = true;
  if (begins_part(next_packet_)) {
    part_ends_ = true;
    avcodec_send_packet(decoder_.get(), nullptr);
    return;
  }
  packet_waits_ = false;
  const auto number = next_packet_++;
  if (intra_only_ && ordinal_of(number) < wanted) return;  // nothing depends on it
  packet_->pts = packet_->dts = number;
  ffmpeg::clear_message();
  if (const int sent = avcodec_send_packet(decoder_.get(), packet_.get()); sent < 0) note_error(sent);
}

/// A decoder that meets pictures of another size forgets those it still holds back: it has to give them first.
bool FramesByOrdinal::begins_part(std::int64_t packet) {
  const auto ordinal = ordinal_of(packet);
  if (!joined_ || ordinal < 0) return false;
  const auto part = entry(ordinal).shift;
  return std::exchange(part_, part).value_or(part) != part;
}

void FramesByOrdinal::note_error(int code) {
  const auto ordinal = ordinal_of(next_packet_ - 1);
  if (ordinal < landed_) return;
  errors_.insert_or_assign(ordinal, ffmpeg::last_message(code));
  behind_damage_ = true;
}

}  // namespace mlink::media
