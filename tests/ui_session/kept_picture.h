// Pictures of the window against kept ones. A kept picture is small: the means of blocks of kBlock x kBlock pixels. A
// block of the drawn picture may stand a pixel elsewhere and be a little off, as another version of the font's drawing
// makes it; patches of blocks that are off by more are differences.
#pragma once

#include <QImage>
#include <QList>
#include <QRect>
#include <QString>

namespace mlink::test {

inline constexpr int kBlock = 4;      ///< pixels
inline constexpr int kShift = 1;      ///< pixels that a block may stand elsewhere
inline constexpr int kTolerance = 4;  ///< of 255, a channel of a block
inline constexpr int kFewest = 3;     ///< blocks of a patch that is told

/// What is kept of a picture.
[[nodiscard]] QImage blocks_of(const QImage& picture);

struct Patch {
  QRect place;     ///< pixels of the picture
  int blocks = 0;  ///< that differ
  int most = 0;    ///< by how much at most (of 255)
};
/// Where the picture differs from a kept one, the largest first. Another size is one patch of the whole picture.
[[nodiscard]] QList<Patch> patches_of(const QImage& picture, const QImage& kept);

[[nodiscard]] QString told(const QList<Patch>& patches);
/// The picture with a frame around each patch.
[[nodiscard]] QImage marked(const QImage& picture, const QList<Patch>& patches);

}  // namespace mlink::test
