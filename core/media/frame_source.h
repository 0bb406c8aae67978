// Decoded frames of one stream by ordinal. Internal to core/media.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/demuxer.h"
#include "media/device_frames.h"
#include "media/video.h"

namespace mlink::media {

/// True where every packet of this codec is a whole picture.
[[nodiscard]] bool intra_only(AVCodecID codec);

/// A frame is told by the number of its packet: packets are counted in the order of the file, the number goes through
/// the decoder in place of the presentation time, and the index says which ordinal it has. After a seek counting goes
/// on from a key packet that the index knows by its place in the file; where none is found, from the file's start.
/// Belongs to one thread at a time.
class FramesByOrdinal {
 public:
  FramesByOrdinal(Demuxer demuxer, PlacedDecoder decoder, std::shared_ptr<const FrameIndex> index);

  /// The decoded frame, valid until the next call. An error concerns this frame only.
  /// Where a device does not give it, the CPU decodes from there on.
  [[nodiscard]] Result<const AVFrame*> frame(std::int64_t ordinal, const std::stop_token& stop = {});
  [[nodiscard]] Decoding decoding() const { return {device_ && device_problem_.empty(), note_}; }

 private:
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(index_->entries.size()); }
  [[nodiscard]] const FrameIndex::Entry& entry(std::int64_t ordinal) const {
    return index_->entries[static_cast<std::size_t>(ordinal)];
  }
  [[nodiscard]] std::int64_t ordinal_of(std::int64_t packet) const;
  [[nodiscard]] std::int64_t usable_key_before(std::int64_t ordinal) const;
  [[nodiscard]] std::int64_t packet_number(const AVPacket& packet) const;

  Result<const AVFrame*> decode(std::int64_t ordinal, const std::stop_token& stop);
  Status leave_device(std::int64_t ordinal, const Error& why);
  Status prepare(std::int64_t ordinal, const std::stop_token& stop);
  Status start_before(std::int64_t key, const std::stop_token& stop);
  Status go_further_back(const std::stop_token& stop);
  void lend_index();
  bool start_at_key(std::int64_t key, const std::stop_token& stop);
  bool land(std::int64_t key);
  bool read_on_to(std::int64_t wanted_packet);
  Status restart();
  void forget_decoded();

  Result<const AVFrame*> collect(std::int64_t ordinal, const std::stop_token& stop);
  Result<const AVFrame*> missing(std::int64_t ordinal);
  void pull(std::int64_t wanted);
  void keep(std::int64_t wanted);
  void feed(std::int64_t wanted);
  bool begins_part(std::int64_t packet);
  void note_error(int code);

  Demuxer demuxer_;
  ffmpeg::CodecPtr decoder_;
  std::shared_ptr<const DecodeDevice> device_;
  std::string device_problem_;  ///< why it does not give frames
  std::string note_;
  std::shared_ptr<const FrameIndex> index_;
  std::vector<std::int64_t> ordinals_;           ///< by packet number; -1: no frame
  std::map<std::int64_t, std::int64_t> key_at_;  ///< place in the file (byte, else pts) -> ordinal of the key frame
  std::vector<bool> usable_key_;                 ///< by ordinal: decoding may start here
  bool intra_only_ = false;
  bool joined_ = false;  ///< of parts with clocks of their own: times do not lead to a place
  int failed_keys_ = 0;
  int threads_ = 1;  ///< of a decoder on the CPU

  ffmpeg::PacketPtr packet_;
  std::int64_t next_packet_ = 0;
  std::optional<std::int64_t> part_;  ///< of a joined recording, by its shift: the one being decoded
  bool part_ends_ = false;            ///< the decoder gives what it still has of the part
  bool packet_waits_ = false;         ///< packet_ is read and not fed yet
  bool drained_ = false;
  ffmpeg::FramePtr received_;
  std::map<std::int64_t, ffmpeg::FramePtr> decoded_;  ///< by ordinal, not asked for yet
  std::map<std::int64_t, std::string> errors_;        ///< by ordinal, since the last seek
  ffmpeg::FramePtr given_;
  std::int64_t position_ = 0;   ///< frames from here on are reached by decoding forward
  std::int64_t landed_ = 0;     ///< the key frame at which decoding began; 0: the file's start
  bool behind_damage_ = false;  ///< something was damaged since the last key frame
  bool from_further_back_ = false;
};

}  // namespace mlink::media
