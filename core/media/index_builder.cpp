#include "media/index_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "media/frame_source.h"

namespace mlink::media {
namespace {

/// So many packets from the first frame on are decoded to see whether packets are frames.
constexpr std::size_t packets_to_probe = 48;
/// An MPEG-4 packet so small may say "as before": a packet without a picture.
constexpr int smallest_picture = 16;

struct PacketNote {
  std::optional<std::int64_t> pts, dts;
  std::int64_t position = -1;
  std::int64_t size = 0;
  std::int64_t duration = 0;
  bool key = false;
  bool shown = true;
  std::int64_t shift = 0;  ///< in pts and dts beyond what the file says
};

struct Packets {
  std::vector<PacketNote> notes;  ///< in the order of the file
  bool doubtful = false;          ///< a packet may be no frame
};

std::optional<std::int64_t> known(std::int64_t time) {
  return time == AV_NOPTS_VALUE ? std::nullopt : std::optional(time);
}

/// VP8 keeps pictures in packets of their own that are only for reference: bit 4 of the first byte says "shown".
bool hidden(AVCodecID codec, const AVPacket& packet) {
  if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 || packet.size == 0) return true;
  return codec == AV_CODEC_ID_VP8 && (packet.data[0] & 0x10) == 0;
}

Packets read_packets(Demuxer& demuxer) {
  Packets out;
  const auto codec = demuxer.stream().codecpar->codec_id;
  const ffmpeg::PacketPtr packet(av_packet_alloc());
  while (demuxer.read(*packet)) {
    out.notes.push_back({known(packet->pts), known(packet->dts), packet->pos, packet->size, packet->duration,
                         (packet->flags & AV_PKT_FLAG_KEY) != 0, !hidden(codec, *packet)});
    if (codec == AV_CODEC_ID_MPEG4 && packet->size <= smallest_picture) out.doubtful = true;
  }
  return out;
}

/// Where a part of a joined recording ends: its clock starts anew, so that decoding times go back, or (where
/// libavformat takes that for a clock that ran over) far ahead.
std::vector<std::size_t> ends_of_clocks(const std::vector<PacketNote>& notes, const AVStream& stream) {
  constexpr int most_bits = 62;
  const auto far = std::int64_t{1} << std::clamp(stream.pts_wrap_bits - 1, 1, most_bits);
  std::vector<std::size_t> out;
  std::optional<std::int64_t> before;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto time = notes[i].dts ? notes[i].dts : notes[i].pts;
    if (!time) continue;
    if (before && (*time < *before || *time - *before > far)) out.push_back(i);
    before = time;
  }
  out.push_back(notes.size());
  return out;
}

/// The parts of a joined recording one behind the other in time.
void join_clocks(std::vector<PacketNote>& notes, const Demuxer& demuxer) {
  if ((demuxer.format().iformat->flags & AVFMT_TS_DISCONT) == 0) return;
  std::optional<std::int64_t> end;  // of the parts so far
  std::size_t first = 0;
  for (const auto last : ends_of_clocks(notes, demuxer.stream())) {
    std::optional<std::int64_t> begin;
    for (auto i = first; i < last; ++i)
      if (notes[i].pts) begin = std::min(begin.value_or(*notes[i].pts), *notes[i].pts);
    const auto shift = begin && end ? *end - *begin : 0;
    for (; first < last; ++first) {
      auto& note = notes[first];
      note.shift = shift;
      if (note.dts) *note.dts += shift;
      if (!note.pts) continue;
      *note.pts += shift;
      end = std::max(end.value_or(*note.pts), *note.pts + std::max<std::int64_t>(1, note.duration));
    }
  }
}

struct Decoded {
  std::vector<std::int64_t> order;  ///< packet numbers in the order in which their frames came out
  std::vector<bool> came;           ///< by packet number
  std::vector<bool> refused;        ///< by packet number: the decoder called it damaged
  std::size_t packets = 0;          ///< sent
};

/// Takes what the decoder has to give. True: a first whole frame is among it.
bool take_frames(AVCodecContext& decoder, AVFrame& frame, Decoded& out) {
  const bool none = out.order.empty();
  for (int got = 0; got != AVERROR(EAGAIN) && got != AVERROR_EOF;) {
    got = avcodec_receive_frame(&decoder, &frame);
    if (got < 0 || frame.pts < 0 || frame.pts >= static_cast<std::int64_t>(out.came.size())) continue;
    const auto number = static_cast<std::size_t>(frame.pts);
    const bool whole = (frame.flags & AV_FRAME_FLAG_CORRUPT) == 0;
    if (!whole && !out.order.empty()) out.refused[number] = true;
    if (!whole) continue;
    out.order.push_back(frame.pts);
    out.came[number] = true;
  }
  return none && !out.order.empty();
}

/// Decodes from the file's start: all, or until `packets_to_probe` are sent behind the first frame. Parts of a joined
/// recording each to their end, since a decoder that meets another size forgets what it still holds back.
Result<Decoded> decode(const Demuxer& from, const std::vector<PacketNote>& notes, bool all) {
  MLINK_ASSIGN(auto demuxer, Demuxer::open(from.path(), from.stream_number()));
  MLINK_ASSIGN(const auto decoder, open_decoder(demuxer, 1));
  const ffmpeg::PacketPtr packet(av_packet_alloc());
  const ffmpeg::FramePtr frame(av_frame_alloc());
  const auto packets = notes.size();
  Decoded out;
  out.came.assign(packets, false);
  out.refused.assign(packets, false);
  std::size_t stop_at = packets;
  const auto send = [&](AVPacket* what) {
    const int sent = avcodec_send_packet(decoder.get(), what);
    if (what != nullptr && sent < 0) out.refused[out.packets] = true;
    if (what != nullptr) ++out.packets;
    if (take_frames(*decoder, *frame, out) && !all) stop_at = std::min(packets, out.packets + packets_to_probe);
  };
  while (out.packets < stop_at && demuxer.read(*packet)) {
    if (out.packets > 0 && notes[out.packets].shift != notes[out.packets - 1].shift) {
      send(nullptr);
      avcodec_flush_buffers(decoder.get());
    }
    packet->pts = packet->dts = static_cast<std::int64_t>(out.packets);
    send(packet.get());
  }
  send(nullptr);
  return out;
}

/// Packets that are frames, in presentation order. Where no time is given, the order of the file stands.
std::vector<std::int64_t> by_time(const std::vector<PacketNote>& notes) {
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < notes.size(); ++i)
    if (notes[i].shown) out.push_back(static_cast<std::int64_t>(i));
  const bool timed =
      std::all_of(out.begin(), out.end(), [&](auto i) { return notes[static_cast<std::size_t>(i)].pts.has_value(); });
  if (timed)
    std::stable_sort(out.begin(), out.end(), [&](auto a, auto b) {
      return *notes[static_cast<std::size_t>(a)].pts < *notes[static_cast<std::size_t>(b)].pts;
    });
  return out;
}

enum class Fit { good, not_before_first, bad };

/// Whether the frames that came out are the packets in this order; packets called damaged may be absent.
Fit fits(const std::vector<std::int64_t>& order, const Decoded& decoded) {
  std::vector<std::int64_t> expected;
  bool leading_absent = false;
  for (const auto packet : order) {
    const auto i = static_cast<std::size_t>(packet);
    if (i >= decoded.packets || decoded.refused[i]) continue;
    if (decoded.came[i])
      expected.push_back(packet);
    else if (expected.empty())
      leading_absent = true;
    else
      return Fit::bad;
  }
  std::vector<std::int64_t> came;
  for (const auto packet : decoded.order)
    if (!decoded.refused[static_cast<std::size_t>(packet)]) came.push_back(packet);
  if (came != expected) return Fit::bad;
  return leading_absent ? Fit::not_before_first : Fit::good;
}

/// Frames before the first one that comes out have nothing to be decoded from: no player shows them.
void drop_leading(std::vector<std::int64_t>& order, const Decoded& decoded) {
  const auto first = std::find_if(order.begin(), order.end(),
                                  [&](auto packet) { return decoded.came[static_cast<std::size_t>(packet)]; });
  order.erase(order.begin(), first);
}

/// What came out of decoding all, with the damaged packets at their place.
std::vector<std::int64_t> by_decoding(const std::vector<std::int64_t>& timed_order, bool timed,
                                      const Decoded& decoded) {
  std::vector<std::int64_t> out;
  if (timed) {
    for (const auto packet : timed_order)
      if (decoded.came[static_cast<std::size_t>(packet)] || decoded.refused[static_cast<std::size_t>(packet)])
        out.push_back(packet);
    drop_leading(out, decoded);
    return out;
  }
  std::vector<bool> taken(decoded.came.size(), false);
  for (const auto packet : decoded.order) {
    if (taken[static_cast<std::size_t>(packet)]) continue;
    taken[static_cast<std::size_t>(packet)] = true;
    out.push_back(packet);
    for (auto next = static_cast<std::size_t>(packet) + 1; next < taken.size() && decoded.refused[next] && !taken[next];
         ++next) {
      taken[next] = true;
      if (!decoded.came[next]) out.push_back(static_cast<std::int64_t>(next));
    }
  }
  return out;
}

/// Times in presentation order: the file's own; else its decoding times in ascending order; else counted.
std::vector<std::int64_t> times(const std::vector<std::int64_t>& order, const std::vector<PacketNote>& notes) {
  const auto note = [&](std::int64_t packet) -> const PacketNote& { return notes[static_cast<std::size_t>(packet)]; };
  std::vector<std::int64_t> out;
  if (std::all_of(order.begin(), order.end(), [&](auto p) { return note(p).pts.has_value(); })) {
    for (const auto p : order) out.push_back(*note(p).pts);
  } else if (std::all_of(order.begin(), order.end(), [&](auto p) { return note(p).dts || note(p).pts; })) {
    for (const auto p : order) out.push_back(note(p).dts ? *note(p).dts : *note(p).pts);
    std::sort(out.begin(), out.end());
  } else {
    std::int64_t time = 0;
    for (const auto p : order) {
      out.push_back(time);
      time += std::max<std::int64_t>(1, note(p).duration);
    }
  }
  return out;
}

tl::unexpected<Error> no_frames(const Demuxer& demuxer) {
  return fail(ErrorKind::corrupt, fmt::format("Its video stream (number {}) has no frames.", demuxer.stream_number()),
              "Copy or record it again.", demuxer.path().string());
}

}  // namespace

Result<FrameIndex> build_index(Demuxer& demuxer) {
  auto packets = read_packets(demuxer);
  join_clocks(packets.notes, demuxer);
  const auto& notes = packets.notes;
  auto order = by_time(notes);
  if (order.empty()) return no_frames(demuxer);
  const bool timed = std::all_of(order.begin(), order.end(),
                                 [&](auto p) { return notes[static_cast<std::size_t>(p)].pts.has_value(); });
  const auto* about = avcodec_descriptor_get(demuxer.stream().codecpar->codec_id);
  const bool reorders = about != nullptr && (about->props & AV_CODEC_PROP_REORDER) != 0;

  MLINK_ASSIGN(auto decoded, decode(demuxer, notes, false));
  auto fit = fits(order, decoded);
  if (decoded.order.empty())
    return fail(ErrorKind::corrupt, "None of its frames can be decoded.", "Copy or record it again.",
                demuxer.path().string());
  if (fit == Fit::bad || packets.doubtful || (!timed && reorders)) {
    MLINK_ASSIGN(decoded, decode(demuxer, notes, true));
    order = by_decoding(order, timed, decoded);
  } else if (fit == Fit::not_before_first) {
    drop_leading(order, decoded);
  }
  if (order.empty()) return no_frames(demuxer);

  FrameIndex index;
  index.stream = demuxer.stream_number();
  index.time_base_num = demuxer.stream().time_base.num;
  index.time_base_den = demuxer.stream().time_base.den;
  index.file_size = demuxer.file_size();
  const auto pts = times(order, notes);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& note = notes[static_cast<std::size_t>(order[i])];
    index.entries.push_back({pts[i], note.key, order[i], note.position, note.size, note.dts, note.shift});
  }
  return index;
}

}  // namespace mlink::media
