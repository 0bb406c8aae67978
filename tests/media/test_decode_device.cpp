// media: decoding on a device. No GPU is needed: a device of the test's own takes the CPU decoder's frames apart as
// GPUs lay them out, so that what brings them back is shown to give the same pictures. Where there is a GPU, it decodes
// too.
#include <QTest>
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "media/decode_device.h"
#include "media/device_frames.h"
#include "media/media_files.h"
#include "media/video.h"

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

using namespace mlink::rooms;
using namespace media_files;
namespace media = mlink::media;

namespace {

template <class T>
void interleave(const AVFrame& from, int shift, AVFrame& to) {
  const auto row = [](const AVFrame& frame, int plane, int y) {
    return reinterpret_cast<T*>(frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane]);
  };
  for (int y = 0; y < from.height; ++y)
    for (int x = 0; x < from.width; ++x) row(to, 0, y)[x] = static_cast<T>(row(from, 0, y)[x] << shift);
  for (int y = 0; y < (from.height + 1) / 2; ++y)
    for (int x = 0; x < (from.width + 1) / 2; ++x)
      for (int colour = 0; colour < 2; ++colour)
        row(to, 1, y)[2 * x + colour] = static_cast<T>(row(from, 1 + colour, y)[x] << shift);
}

/// Frames as they lie on a GPU: colours in one plane, right and lower borders cut, left and upper ones not.
class PackingDevice : public media::DecodeDevice {
 public:
  explicit PackingDevice(int frames = -1) : frames_(frames) {}

  Status attach(AVCodecContext& decoder) const override {
    if (!media::decodes_exactly(decoder.codec_id)) return fail(ErrorKind::unsupported, "Not this format.");
    decoder.apply_cropping = 0;
    return {};
  }

  Status fetch(const AVCodecContext& /*decoder*/, AVFrame& frame) const override {
    if (frames_ == 0) return fail(ErrorKind::failed, "The device fell off the bus.");
    --frames_;
    ++fetched;
    frame.width -= static_cast<int>(std::exchange(frame.crop_right, 0));
    frame.height -= static_cast<int>(std::exchange(frame.crop_bottom, 0));
    const auto planar = static_cast<AVPixelFormat>(frame.format);
    const int depth = av_pix_fmt_desc_get(planar)->comp[0].depth;
    const media::ffmpeg::FramePtr packed(av_frame_alloc());
    packed->format = depth == 8 ? AV_PIX_FMT_NV12 : depth == 10 ? AV_PIX_FMT_P010LE : AV_PIX_FMT_P016LE;
    packed->width = frame.width;
    packed->height = frame.height;
    if (av_frame_get_buffer(packed.get(), 0) < 0) return fail(ErrorKind::failed, "No memory.");
    depth == 8 ? interleave<std::uint8_t>(frame, 0, *packed) : interleave<std::uint16_t>(frame, 16 - depth, *packed);
    av_frame_copy_props(packed.get(), &frame);
    MLINK_ASSIGN(const auto back, media::software_frame(*packed, planar));
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, back.get());
    return {};
  }

  mutable int fetched = 0;

 private:
  mutable int frames_;  ///< that it gives before it fails; below 0: all
};

VideoReader opened(const std::filesystem::path& path, std::shared_ptr<const media::DecodeDevice> device) {
  VideoReader::Options options;
  options.device = std::move(device);
  auto reader = VideoReader::open(path, std::move(options));
  if (!reader) qFatal("%s", reader.error().text().c_str());
  return std::move(*reader);
}

}  // namespace

class TestDecodeDevice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (const auto reason = missing_ffmpeg(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    h264_ = files_.make("h264.mp4", moving(60) + " -c:v libx264 -bf 3 -g 16");
    QVERIFY2(!h264_.empty(), qPrintable(files_.problem));
  }

  void samePictures_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("arguments");
    QTest::addRow("8 bits") << "8.mp4"
                            << "-c:v libx264 -bf 2 -g 12 -pix_fmt yuv420p";
    QTest::addRow("full range") << "full.mp4"
                                << "-c:v libx264 -pix_fmt yuvj420p";
    QTest::addRow("10 bits") << "10.mp4"
                             << "-c:v libx264 -pix_fmt yuv420p10le";
    QTest::addRow("12 bits") << "12.mp4"
                             << "-c:v libx265 -x265-params log-level=none -pix_fmt yuv420p12le";
    QTest::addRow("odd sizes") << "odd.webm"
                               << "-vf crop=95:63 -c:v libvpx-vp9 -cpu-used 8 -deadline realtime";
    QTest::addRow("cut on all sides")
        << "cut.mp4"
        << "-c:v libx264 -bsf:v h264_metadata=crop_left=64:crop_right=6:crop_top=2:crop_bottom=4";
    QTest::addRow("cut where vectors do not begin")
        << "cut8.mp4"
        << "-c:v libx264 -bsf:v h264_metadata=crop_left=8:crop_right=6:crop_top=2:crop_bottom=4";
  }
  void samePictures() {
    QFETCH(QString, file);
    QFETCH(QString, arguments);
    const auto path = files_.make(file, moving(24, "160x96") + " " + arguments);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto device = std::make_shared<PackingDevice>();
    same(path, device);
    QVERIFY(device->fetched >= 24);
  }

  void gpu() {
    const auto gpu = media::DecodeDevice::gpu();
    if (gpu) return same(h264_, *gpu);
    QCOMPARE(gpu.error().kind, ErrorKind::not_found);
    QVERIFY2(gpu.error().text().find("no GPU that decodes") != std::string::npos, gpu.error().text().c_str());
    QVERIFY2(gpu.error().text().find("driver") != std::string::npos, gpu.error().text().c_str());
  }

  // Frames that nobody wants stay on the device.
  void onlyWhatIsWanted() {
    const auto device = std::make_shared<PackingDevice>();
    VideoReader::Options options;
    options.device = device;
    auto stream = FrameStream::open(h264_, std::move(options), {5, 30, 59});
    QVERIFY(stream);
    while (const auto item = stream->next()) QVERIFY(item->frame);
    const auto decoding = stream->end();
    QVERIFY(decoding.on_device && decoding.note.empty());
    QVERIFY2(device->fetched >= 3 && device->fetched < 20, std::to_string(device->fetched).c_str());
  }

  // A device that stops giving frames loses none of them: the CPU goes on where it stopped.
  void failing_data() {
    QTest::addColumn<int>("frames");
    for (const int frames : {0, 1, 7, 40}) QTest::addRow("after %d frames", frames) << frames;
  }
  void failing() {
    QFETCH(int, frames);
    auto reader = opened(h264_, std::make_shared<PackingDevice>(frames));
    auto plain = opened(h264_, nullptr);
    for (int i = 0; i < 60; ++i) {
      const auto frame = reader.at(i);
      QVERIFY2(frame.has_value(), frame ? "" : frame.error().text().c_str());
      QVERIFY(pixels(*frame) == pixels(*plain.at(i)));
      if (i == 0) QCOMPARE(reader.decoding().on_device, frames > 0);
    }
    const auto [on_device, note] = reader.decoding();
    QVERIFY(!on_device);
    QVERIFY2(QString::fromStdString(note).startsWith("The device fell off the bus. From frame "), note.c_str());
    QVERIFY(QString::fromStdString(note).endsWith(" on it is decoded on the CPU."));
    QVERIFY(plain.decoding().note.empty());
  }

  // Behind a seek, too, where decoding begins at a key that the device does not give.
  void failingBehindASeek() {
    auto reader = opened(h264_, std::make_shared<PackingDevice>(2));
    auto plain = opened(h264_, nullptr);
    for (const int i : {50, 3, 40, 20, 59}) {
      const auto frame = reader.at(i);
      QVERIFY2(frame.has_value(), frame ? "" : frame.error().text().c_str());
      QVERIFY(pixels(*frame) == pixels(*plain.at(i)));
    }
    QVERIFY(!reader.decoding().on_device);
  }

  // Which frames are damaged says the CPU.
  void damaged() {
    auto bytes = bytes_of(h264_);
    const auto middle = bytes.size() / 2;
    for (auto i = middle; i < middle + 400; ++i) bytes[i] = static_cast<char>(i * 7);
    const auto path = files_.write("damaged.mp4", bytes);
    auto reader = opened(path, std::make_shared<PackingDevice>());
    auto plain = opened(path, nullptr);
    int bad = 0;
    for (int i = 0; i < plain.info().frames; ++i) {
      const auto frame = reader.at(i);
      const auto wanted = plain.at(i);
      QCOMPARE(frame.has_value(), wanted.has_value());
      if (wanted)
        QVERIFY(pixels(*frame) == pixels(*wanted));
      else
        QCOMPARE(QString::fromStdString(frame.error().text()), QString::fromStdString(wanted.error().text()));
      bad += wanted ? 0 : 1;
    }
    QVERIFY(bad > 0 && bad < plain.info().frames);
    QVERIFY(!reader.decoding().note.empty());
  }

  void otherFormats() {
    const auto path = files_.make("mpeg4.avi", moving(10) + " -c:v mpeg4");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto device = std::make_shared<PackingDevice>();
    auto reader = opened(path, device);
    QVERIFY(reader.at(3));
    QCOMPARE(device->fetched, 0);
    QVERIFY(!reader.decoding().on_device);
    QCOMPARE(QString::fromStdString(reader.decoding().note), QString("Not this format."));
  }

  // Its own format where there is none that can be brought back, or no device.
  void formats() {
    const std::array list{AV_PIX_FMT_CUDA, AV_PIX_FMT_VAAPI, AV_PIX_FMT_YUV420P};
    QCOMPARE(media::chosen_format(list, AV_PIX_FMT_CUDA), AV_PIX_FMT_CUDA);
    QCOMPARE(media::chosen_format(list, AV_PIX_FMT_VULKAN), AV_PIX_FMT_YUV420P);
    const std::array four{AV_PIX_FMT_CUDA, AV_PIX_FMT_YUV444P};
    QCOMPARE(media::chosen_format(four, AV_PIX_FMT_CUDA), AV_PIX_FMT_YUV444P);
    QCOMPARE(media::chosen_format({}, AV_PIX_FMT_CUDA), AV_PIX_FMT_NONE);
    for (const auto codec : {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP8, AV_CODEC_ID_VP9})
      QVERIFY(media::decodes_exactly(codec));
    for (const auto codec : {AV_CODEC_ID_MPEG4, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MJPEG, AV_CODEC_ID_AV1})
      QVERIFY(!media::decodes_exactly(codec));
    const media::ffmpeg::FramePtr frame(av_frame_alloc());
    frame->format = AV_PIX_FMT_NV12;
    frame->width = frame->height = 16;
    QVERIFY(!media::software_frame(*frame, AV_PIX_FMT_YUV420P));  // it has no bytes
    QVERIFY(av_frame_get_buffer(frame.get(), 0) >= 0);
    QVERIFY(media::software_frame(*frame, AV_PIX_FMT_YUV420P));
    const auto other = media::software_frame(*frame, AV_PIX_FMT_YUV444P);
    QVERIFY(!other);
    QVERIFY2(other.error().text().find("nv12") != std::string::npos, other.error().text().c_str());
  }

 private:
  /// Sequentially and by seeks: pictures, sizes and times.
  void same(const std::filesystem::path& path, const std::shared_ptr<const media::DecodeDevice>& device) {
    auto reader = opened(path, device);
    auto plain = opened(path, nullptr);
    QCOMPARE(reader.info().frames, plain.info().frames);
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < plain.info().frames; ++i) order.push_back(i);
    for (const std::int64_t i : {20, 2, 13, 23}) order.push_back(i);
    for (const auto i : order) {
      const auto frame = reader.at(i);
      const auto wanted = plain.at(i);
      QVERIFY2(frame && wanted, frame ? "" : frame.error().text().c_str());
      QCOMPARE(frame->width(), wanted->width());
      QCOMPARE(frame->height(), wanted->height());
      QCOMPARE(frame->pts(), wanted->pts());
      QVERIFY2(pixels(*frame) == pixels(*wanted), std::to_string(i).c_str());
    }
    QVERIFY2(reader.decoding().on_device, reader.decoding().note.c_str());
  }

  Files files_;
  std::filesystem::path h264_;
};

QTEST_GUILESS_MAIN(TestDecodeDevice)
#include "test_decode_device.moc"
