// Frame features against decoding the frames that they are of, on one thread in one run: all four at all lags. Claim:
// at 768 x 576 at most 3 ms a frame.
//   bench_features [VIDEO] [--frames N]
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "media/picture_change.h"
#include "media/video.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;

Status run(const std::string& video, std::int64_t frames) {
  MLINK_ASSIGN(auto reader, VideoReader::open(video));
  PictureChange change;
  std::vector<double> decoding, comparing;
  int width = 0, height = 0;
  for (std::int64_t n = 0; n < frames; ++n) {
    const double before = mlink::bench::cpu_seconds();
    MLINK_ASSIGN(const auto frame, reader.next());
    if (!frame) break;
    const double decoded = mlink::bench::cpu_seconds();
    const FeatureValues values = change.next(*frame);
    mlink::bench::keep(values.data());
    comparing.push_back(mlink::bench::cpu_seconds() - decoded);
    decoding.push_back(decoded - before);
    width = frame->width();
    height = frame->height();
  }
  if (comparing.size() < 50) return fail(ErrorKind::invalid_input, "The video is too short.", {}, video);
  using mlink::bench::median;
  fmt::print("{} frames of {} x {}: decoding {:.2f} ms a frame, features {:.2f} ms (p95 {:.2f}), {:.2f} of decoding\n",
             comparing.size(), width, height, median(decoding) * 1e3, median(comparing) * 1e3,
             mlink::bench::percentile(comparing, 95) * 1e3, median(comparing) / median(decoding));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::string video = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";
  std::int64_t frames = 400;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--frames" && i + 1 < argc)
      frames = std::strtoll(argv[++i], nullptr, 10);
    else
      video = argv[i];
  }
  const auto status = run(video, frames);
  if (!status) fmt::print(stderr, "bench_features: {}\n", status.error().text());
  return status ? 0 : 1;
}
