#include "ui_session/kept_picture.h"

#include <QPainter>
#include <QStringList>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace mlink::test {
namespace {

constexpr int kJoin = 2;  // blocks between two that belong to one patch
constexpr int kToldPatches = 6;

using Means = std::array<int, 3>;

/// Sums of all pixels above and left of a place, so that the mean of any rectangle is four look-ups.
class Sums {
 public:
  explicit Sums(const QImage& picture) : width_(picture.width()), height_(picture.height()) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB32);
    const auto stride = static_cast<std::size_t>(width_) + 1;
    sums_.resize(stride * (static_cast<std::size_t>(height_) + 1));
    for (int y = 0; y < height_; ++y) {
      const auto* line = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
      std::array<std::uint32_t, 3> row{};
      for (int x = 0; x < width_; ++x) {
        const QRgb pixel = line[x];
        row[0] += static_cast<std::uint32_t>(qRed(pixel));
        row[1] += static_cast<std::uint32_t>(qGreen(pixel));
        row[2] += static_cast<std::uint32_t>(qBlue(pixel));
        for (std::size_t c = 0; c < 3; ++c) sums_[index(x + 1, y + 1)][c] = sums_[index(x + 1, y)][c] + row[c];
      }
    }
  }

  /// Of the part of a block that lies in the picture.
  [[nodiscard]] Means means(int x, int y) const {
    const int left = std::clamp(x, 0, width_), right = std::clamp(x + kBlock, 0, width_);
    const int top = std::clamp(y, 0, height_), bottom = std::clamp(y + kBlock, 0, height_);
    const auto pixels = static_cast<std::uint32_t>(std::max(1, (right - left) * (bottom - top)));
    const auto &a = sums_[index(left, top)], &b = sums_[index(right, top)], &c = sums_[index(left, bottom)],
               &d = sums_[index(right, bottom)];
    Means means{};
    for (std::size_t i = 0; i < means.size(); ++i)
      means[i] = static_cast<int>((d[i] - b[i] - c[i] + a[i] + pixels / 2) / pixels);
    return means;
  }

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * (static_cast<std::size_t>(width_) + 1) + static_cast<std::size_t>(x);
  }
  int width_, height_;
  std::vector<std::array<std::uint32_t, 3>> sums_;
};

QSize blocks(const QSize& picture) {
  return {(picture.width() + kBlock - 1) / kBlock, (picture.height() + kBlock - 1) / kBlock};
}

int distance(const Means& a, QRgb b) {
  return std::max({std::abs(a[0] - qRed(b)), std::abs(a[1] - qGreen(b)), std::abs(a[2] - qBlue(b))});
}

/// By how much the block is off where it fits best; 0: not by more than is allowed.
int off_by(const Sums& sums, const QPoint& block, QRgb kept) {
  const auto at = [&](int dx, int dy) {
    return distance(sums.means(block.x() * kBlock + dx, block.y() * kBlock + dy), kept);
  };
  int least = at(0, 0);
  for (int dy = -kShift; dy <= kShift && least > kTolerance; ++dy)
    for (int dx = -kShift; dx <= kShift; ++dx) least = std::min(least, at(dx, dy));
  return least > kTolerance ? least : 0;
}

/// Blocks that are off, as far as each is (0: not), row by row; a patch is taken out of it.
Patch take_patch(std::vector<int>& off, const QSize& size, const QPoint& first) {
  const auto at = [&](const QPoint& p) -> int& {
    return off[static_cast<std::size_t>(p.y()) * static_cast<std::size_t>(size.width()) +
               static_cast<std::size_t>(p.x())];
  };
  Patch patch;
  std::vector<QPoint> open{first};
  const auto take = [&](const QPoint& block) {
    patch.most = std::max(patch.most, at(block));
    patch.place |= QRect(block * kBlock, QSize(kBlock, kBlock));
    ++patch.blocks;
    at(block) = 0;
  };
  take(first);
  while (!open.empty()) {
    const QPoint block = open.back();
    open.pop_back();
    for (int dy = -kJoin; dy <= kJoin; ++dy) {
      for (int dx = -kJoin; dx <= kJoin; ++dx) {
        const QPoint next = block + QPoint(dx, dy);
        if (!QRect(QPoint(), size).contains(next) || at(next) == 0) continue;
        take(next);
        open.push_back(next);
      }
    }
  }
  return patch;
}

}  // namespace

QImage blocks_of(const QImage& picture) {
  const Sums sums(picture);
  const QSize size = blocks(picture.size());
  QImage kept(size, QImage::Format_RGB32);
  for (int y = 0; y < size.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(kept.scanLine(y));
    for (int x = 0; x < size.width(); ++x) {
      const Means means = sums.means(x * kBlock, y * kBlock);
      line[x] = qRgb(means[0], means[1], means[2]);
    }
  }
  return kept;
}

QList<Patch> patches_of(const QImage& picture, const QImage& kept) {
  const QSize size = blocks(picture.size());
  if (kept.size() != size) return {{picture.rect(), size.width() * size.height(), 255}};
  const Sums sums(picture);
  const QImage rgb = kept.convertToFormat(QImage::Format_RGB32);
  std::vector<int> off;
  off.reserve(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()));
  for (int y = 0; y < size.height(); ++y)
    for (int x = 0; x < size.width(); ++x) off.push_back(off_by(sums, {x, y}, rgb.pixel(x, y)));
  QList<Patch> patches;
  for (int y = 0; y < size.height(); ++y) {
    for (int x = 0; x < size.width(); ++x) {
      if (off[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width()) + static_cast<std::size_t>(x)] == 0)
        continue;
      const Patch patch = take_patch(off, size, {x, y});
      if (patch.blocks >= kFewest) patches << patch;
    }
  }
  std::stable_sort(patches.begin(), patches.end(), [](const Patch& a, const Patch& b) { return a.blocks > b.blocks; });
  return patches;
}

QString told(const QList<Patch>& patches) {
  QStringList lines;
  for (const Patch& patch : patches.mid(0, kToldPatches))
    lines << QStringLiteral("  at %1, %2: %3 x %4 px, by up to %5 of 255 in %6 blocks")
                 .arg(patch.place.x())
                 .arg(patch.place.y())
                 .arg(patch.place.width())
                 .arg(patch.place.height())
                 .arg(patch.most)
                 .arg(patch.blocks);
  if (patches.size() > kToldPatches) lines << QStringLiteral("  and %1 more").arg(patches.size() - kToldPatches);
  return lines.join(QLatin1Char('\n'));
}

QImage marked(const QImage& picture, const QList<Patch>& patches) {
  QImage image = picture.convertToFormat(QImage::Format_RGB32);
  QPainter painter(&image);
  painter.setPen(QPen(Qt::magenta, 2));
  for (const Patch& patch : patches) painter.drawRect(patch.place.adjusted(-4, -4, 4, 4));
  return image;
}

}  // namespace mlink::test
