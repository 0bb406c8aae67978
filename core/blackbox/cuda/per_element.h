// Internal to core/blackbox: what one thread of a kernel does, as functions that the CPU's compiler knows too, so that
// tests without a GPU compare them with the CPU's way. Compiled without fused multiply-add, like that.
#pragma once

#include <cstdint>

#include "blackbox/cuda/table.h"

#ifdef __CUDACC__
#define MLINK_BOTH __host__ __device__ inline
#else
#define MLINK_BOTH inline
#endif

namespace mlink::blackbox {

/// One colour of one pixel of the place: cv::resize in 8 bits.
MLINK_BOTH int resized_value(const PrepareJob& job, const std::uint8_t* picture, int x, int y, int colour) {
  const std::uint8_t* upper = picture + static_cast<std::int64_t>(job.y.first[y]) * job.width * 3 + colour;
  const std::uint8_t* lower = picture + static_cast<std::int64_t>(job.y.second[y]) * job.width * 3 + colour;
  const int left = job.x.first[x] * 3;
  const int right = job.x.second[x] * 3;
  const int left_weight = job.x.first_weight[x];
  const int right_weight = job.x.second_weight[x];
  const int above = upper[left] * left_weight + upper[right] * right_weight;
  const int below = lower[left] * left_weight + lower[right] * right_weight;
  if (job.halves != 0) return (above + below + 2) >> 2;
  return ((((above >> 4) * job.y.first_weight[y]) >> 16) + (((below >> 4) * job.y.second_weight[y]) >> 16) + 2) >> 2;
}

/// One pixel of one picture, all channels.
MLINK_BOTH void prepare_pixel(const PrepareJob& job, int picture, int x, int y) {
  const std::uint8_t* bytes = job.bytes + static_cast<std::int64_t>(picture) * job.height * job.width * 3;
  const int px = x - job.place_x;
  const int py = y - job.place_y;
  const bool inside = px >= 0 && py >= 0 && px < job.place_width && py < job.place_height;
  float colours[3];
  for (int c = 0; c < 3; ++c) colours[c] = static_cast<float>(inside ? resized_value(job, bytes, px, py, c) : job.pad);
  if (job.channels == 1) {
    const float red = .2989F * colours[0];
    const float green = .587F * colours[1];
    const float blue = .114F * colours[2];
    colours[0] = red + green + blue;
  }
  const std::int64_t plane = static_cast<std::int64_t>(job.out_height) * job.out_width;
  const std::int64_t at = static_cast<std::int64_t>(y) * job.out_width + x;
  float* out = job.out + picture * plane * job.channels;
  for (int c = 0; c < job.channels; ++c) {
    const float colour = colours[job.channels == 3 && job.blue_first != 0 ? 2 - c : c];
    const float value = (colour - job.mean[c]) * job.scale[c];
    out[job.planes != 0 ? c * plane + at : at * job.channels + c] = value;
  }
}

/// Whether a cell of one map is a peak. Neighbours that are no numbers are no higher.
MLINK_BOTH bool is_peak(const float* map, int height, int width, int x, int y, float least) {
  const float value = map[static_cast<std::int64_t>(y) * width + x];
  if (!(value > least)) return false;
  for (int v = y > 0 ? y - 1 : 0; v <= y + 1 && v < height; ++v)
    for (int u = x > 0 ? x - 1 : 0; u <= x + 1 && u < width; ++u)
      if (map[static_cast<std::int64_t>(v) * width + u] > value) return false;
  return true;
}

}  // namespace mlink::blackbox
