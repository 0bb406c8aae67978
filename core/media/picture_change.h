// How much a camera's pictures differ from its earlier ones, by the four low-level features of Reducto (Li et al.,
// SIGCOMM 2020, section 4): what lets a frame be left out without running a black box on it. One object a camera, fed
// with its frames in order; belongs to one thread.
//
// N is the number of pixels of the picture that is compared.
// - pixel: absolute difference of the colour pictures, made grey; share of N above 21.
// - area: grey, Gaussian 11 x 11; absolute difference above 21, dilated by 3 x 3; area of the largest outer contour /
// N.
// - edge: grey, Gaussian 11 x 11, Canny(101, 255); share of N that differs.
// - corner: grey, Harris (block 5, aperture 3, k 0.05), dilated by 3 x 3; share of N that differs.
#pragma once

#include <memory>

#include "media/frame.h"
#include "outputs/frame_features.h"

namespace mlink::media {

/// Larger pictures are reduced before they are compared, by means over squares of 2 x 2, 3 x 3 ... pixels, until they
/// have no more than these: it makes the figures cheap and steady against noise.
inline constexpr int kComparedPixels = 320 * 240;

class PictureChange {
 public:
  PictureChange();
  PictureChange(PictureChange&&) noexcept;
  PictureChange& operator=(PictureChange&&) noexcept;
  ~PictureChange();

  /// The next frame of the camera against those before it. An empty frame (its picture could not be read) takes a place
  /// and is like nothing: figures to it, and its own, are not known. The same where a picture has another size.
  [[nodiscard]] FeatureValues next(const Frame& frame);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink::media
