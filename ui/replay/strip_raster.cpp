#include "ui/replay/strip_raster.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr std::uint32_t bit(Outcome outcome) { return 1U << static_cast<unsigned>(outcome); }

QColor ink_colour(StripInk ink, const Theme& theme) {
  switch (ink) {
    case StripInk::run: return theme.outcome.run;
    case StripInk::right: return theme.outcome.right;
    case StripInk::wrong: return theme.outcome.wrong;
    case StripInk::reused: return theme.outcome.reused;
    case StripInk::failed: return theme.outcome.failed;
    case StripInk::dots: return theme.outcome.none;
    case StripInk::blank: break;
  }
  return {};
}

void draw_dots(QPainter& painter, const QRect& part, qreal ratio, const QColor& colour) {
  const int size = std::max(1, qRound(ratio)), pitch = std::max(3, qRound(3 * ratio));
  const int y = part.center().y() - size / 2;
  const int first = part.left() + (pitch - part.left() % pitch) % pitch;  // one raster for the whole lane
  for (int x = first; x <= part.right(); x += pitch) painter.fillRect(x, y, size, size, colour);
}

void draw_crosses(QPainter& painter, const QRect& part, double pitch, qreal ratio, const QColor& colour) {
  painter.save();
  painter.setClipRect(part);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.2 * ratio));
  const double top = part.top(), bottom = part.bottom() + 1;
  const double step = std::max(pitch, 6 * ratio);
  for (int i = static_cast<int>(part.left() / step); i * step < part.right() + 1; ++i) {
    const double x = i * step;
    painter.drawLine(QPointF(x, top), QPointF(x + step, bottom));
    painter.drawLine(QPointF(x, bottom), QPointF(x + step, top));
  }
  painter.restore();
}

}  // namespace

std::pair<StripInk, StripInk> strip_halves(std::uint32_t mask) {
  const auto has = [mask](Outcome outcome) { return (mask & bit(outcome)) != 0; };
  const bool wrong = has(Outcome::wrong) || has(Outcome::own_wrong) || has(Outcome::reused_wrong);
  StripInk upper = StripInk::blank, lower = StripInk::blank;
  if (has(Outcome::failed)) {
    upper = lower = StripInk::failed;
  } else if (has(Outcome::run)) {
    upper = lower = StripInk::run;
  } else if (has(Outcome::reused_right) || has(Outcome::reused_wrong)) {
    upper = lower = StripInk::reused;
  } else if (has(Outcome::right) || has(Outcome::own_right)) {
    lower = StripInk::right;
  } else if (has(Outcome::none) && !wrong) {
    upper = lower = StripInk::dots;
  }
  if ((has(Outcome::right) || has(Outcome::own_right)) && upper == StripInk::reused) lower = StripInk::right;
  if (wrong) upper = StripInk::wrong;
  return {upper, lower};
}

std::vector<StripRun> strip_runs(const std::vector<double>& begin, double cell_seconds,
                                 const std::vector<Outcome>& cells, double from, double to, int pixels) {
  std::vector<StripRun> runs;
  if (pixels <= 0 || !(to > from)) return runs;
  std::vector<std::uint32_t> masks(static_cast<std::size_t>(pixels), 0);
  const double scale = pixels / (to - from);
  const auto in_view = std::lower_bound(begin.begin(), begin.end(), from - cell_seconds) - begin.begin();
  for (auto i = static_cast<std::size_t>(in_view); i < cells.size() && i < begin.size() && begin[i] < to; ++i) {
    if (begin[i] + cell_seconds <= from) continue;
    // rounding of half a pixel, and never less than one pixel: a wrong frame must not vanish between two
    const int first = std::clamp(static_cast<int>(std::lround((begin[i] - from) * scale)), 0, pixels - 1);
    const int last =
        std::clamp(static_cast<int>(std::lround((begin[i] + cell_seconds - from) * scale)), first + 1, pixels);
    for (int x = first; x < last; ++x) masks[static_cast<std::size_t>(x)] |= bit(cells[i]);
  }
  for (int x = 0; x < pixels; ++x) {
    const auto [upper, lower] = strip_halves(masks[static_cast<std::size_t>(x)]);
    if (!runs.empty() && runs.back().upper == upper && runs.back().lower == lower) {
      runs.back().end = x + 1;
    } else {
      runs.push_back({x, x + 1, upper, lower});
    }
  }
  std::erase_if(runs, [](const StripRun& run) { return run.upper == StripInk::blank && run.lower == StripInk::blank; });
  return runs;
}

QImage strip_image(const std::vector<StripRun>& runs, int pixels, int height, double cell_pixels, qreal ratio,
                   const Theme& theme) {
  QImage image(std::max(pixels, 1), std::max(height, 1), QImage::Format_RGB32);
  image.fill(theme.sunken);
  QPainter painter(&image);
  const int half = height / 2;
  for (const StripRun& run : runs) {
    const int width = run.end - run.begin;
    const QRect whole(run.begin, 0, width, height), upper(run.begin, 0, width, half),
        lower(run.begin, half, width, height - half);
    const auto fill = [&](StripInk ink, const QRect& part) {
      if (ink == StripInk::blank || ink == StripInk::dots || ink == StripInk::failed) return;
      painter.fillRect(part, ink_colour(ink, theme));
    };
    fill(run.upper, upper);
    fill(run.lower, lower);
    if (run.lower == StripInk::dots) draw_dots(painter, whole, ratio, theme.outcome.none);
    if (run.lower == StripInk::failed)
      draw_crosses(painter, run.upper == StripInk::wrong ? lower : whole, cell_pixels, ratio, theme.outcome.failed);
  }
  painter.end();
  image.setDevicePixelRatio(ratio);
  return image;
}

StripColumns strip_columns(const std::vector<double>& begin, double cell_seconds, double from, double to, int pixels) {
  StripColumns columns;
  if (pixels <= 0 || !(to > from)) return columns;
  const double scale = pixels / (to - from);
  const bool narrow = cell_seconds * scale < 1;
  // The first cell from `hint` on that begins at or after a time: near by, so that a lookup touches little memory.
  const auto first_from = [&](std::size_t hint, double pixel_edge, double later) {
    const double seconds = from + pixel_edge / scale - later;
    std::size_t step = 1;
    while (hint + step < begin.size() && begin[hint + step] < seconds) step *= 2;
    const auto at = [&](std::size_t i) {
      return begin.begin() + static_cast<std::ptrdiff_t>(std::min(i, begin.size()));
    };
    return static_cast<std::size_t>(std::lower_bound(at(hint + step / 2), at(hint + step + 1), seconds) -
                                    begin.begin());
  };
  // A narrow cell falls on the pixel of its middle, a wide one on all pixels whose middle it covers.
  std::size_t falls = 0, filled = 0, first = 0, last = 0;
  columns.begin.reserve(static_cast<std::size_t>(pixels));
  columns.end.reserve(static_cast<std::size_t>(pixels));
  for (int x = 0; x < pixels; ++x) {
    first = !narrow ? first_from(first, x + 0.5, cell_seconds) : x > 0 ? last : first_from(0, 0, cell_seconds / 2);
    last = narrow ? first_from(first, x + 1, cell_seconds / 2) : first_from(last, x + 0.5, 0);
    columns.begin.push_back(first);
    columns.end.push_back(last);
    falls += last - first;
    filled += last > first ? 1 : 0;
  }
  // frames of one camera that are not evenly apart may touch, those of several cameras lie on one another
  constexpr double several = 1.5;
  columns.shared = narrow || static_cast<double>(falls) > several * static_cast<double>(filled);
  return columns;
}

StackPart stack_part(Outcome outcome) {
  switch (outcome) {
    case Outcome::run: return StackPart::run;
    case Outcome::right:
    case Outcome::own_right: return StackPart::right;
    case Outcome::reused_right: return StackPart::reused;
    case Outcome::wrong:
    case Outcome::own_wrong:
    case Outcome::reused_wrong: return StackPart::wrong;
    case Outcome::failed: return StackPart::failed;
    case Outcome::none: break;
  }
  return StackPart::none;
}

StackHeights stack_heights(const OutcomeCounts& counts, int height) {
  StackHeights heights{};
  std::array<double, kStackParts> share{};
  for (std::size_t k = 0; k < kOutcomes; ++k)
    share[static_cast<std::size_t>(stack_part(static_cast<Outcome>(k)))] += counts[k];
  const double total = total_of(counts);
  if (total <= 0 || height <= 0) return heights;
  // What is wrong is rounded up, so that no wrong frame gets lost; the largest remainders of the others get what is
  // left.
  constexpr auto wrong = static_cast<std::size_t>(StackPart::wrong);
  std::array<std::size_t, kStackParts - 1> order{};
  int left = height;
  for (std::size_t k = 0; k < kStackParts; ++k) {
    share[k] = share[k] / total * height;
    heights[k] = static_cast<int>(k == wrong ? std::ceil(share[k] - 1e-9) : std::floor(share[k] + 1e-9));
    left -= heights[k];
    if (k != wrong) order[k] = k;
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return share[a] - heights[a] > share[b] - heights[b]; });
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) ++heights[order[i]];
  return heights;
}

QImage stack_image(const StripColumns& columns, const StripLane& lane, int height, qreal ratio, const Theme& theme) {
  QImage image(std::max(columns.pixels(), 1), std::max(height, 1), QImage::Format_RGB32);
  image.fill(theme.sunken);
  const QRgb ground = theme.sunken.rgb();
  const std::array<QRgb, kStackParts> colours{theme.outcome.run.rgb(),    theme.outcome.right.rgb(),
                                              theme.outcome.reused.rgb(), theme.outcome.none.rgb(),
                                              theme.outcome.failed.rgb(), theme.outcome.wrong.rgb()};
  const int pitch = std::max(4, qRound(4 * ratio));  // of dots and of the hatch: one raster for the whole lane
  const auto ink = [&](StackPart part, int x, int y) {
    const QRgb colour = colours[static_cast<std::size_t>(part)];
    if (part == StackPart::none) return x % pitch == 0 && y % pitch == 0 ? colour : ground;
    if (part == StackPart::failed) return (x + y) % pitch == 0 ? colour : ground;
    return colour;
  };
  auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
  const auto line = static_cast<std::ptrdiff_t>(image.bytesPerLine() / sizeof(QRgb));
  for (int x = 0; x < columns.pixels(); ++x) {
    const auto at = static_cast<std::size_t>(x);
    const StackHeights heights = stack_heights(lane.sums.of(lane.cells, columns.begin[at], columns.end[at]), height);
    int y = height - 1;
    for (std::size_t part = 0; part < kStackParts; ++part) {
      for (int i = 0; i < heights[part]; ++i, --y) pixels[y * line + x] = ink(static_cast<StackPart>(part), x, y);
    }
  }
  image.setDevicePixelRatio(ratio);
  return image;
}

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::run: return QT_TRANSLATE_NOOP("OutcomeText", "run");
    case Outcome::right: return QT_TRANSLATE_NOOP("OutcomeText", "predicted, right");
    case Outcome::wrong: return QT_TRANSLATE_NOOP("OutcomeText", "predicted, wrong");
    case Outcome::reused_right: return QT_TRANSLATE_NOOP("OutcomeText", "re-used, right");
    case Outcome::reused_wrong: return QT_TRANSLATE_NOOP("OutcomeText", "re-used, wrong");
    case Outcome::own_right: return QT_TRANSLATE_NOOP("OutcomeText", "predicted by the method, right");
    case Outcome::own_wrong: return QT_TRANSLATE_NOOP("OutcomeText", "predicted by the method, wrong");
    case Outcome::none: return QT_TRANSLATE_NOOP("OutcomeText", "no output");
    case Outcome::failed: return QT_TRANSLATE_NOOP("OutcomeText", "failed");
  }
  return "";
}

QString outcome_text(Outcome outcome) { return QCoreApplication::translate("OutcomeText", outcome_name(outcome)); }

QString outcome_source(Outcome outcome) {
  switch (outcome) {
    case Outcome::right:
    case Outcome::wrong:
    case Outcome::own_right:
    case Outcome::own_wrong: return QCoreApplication::translate("OutcomeText", "predicted");
    case Outcome::reused_right:
    case Outcome::reused_wrong: return QCoreApplication::translate("OutcomeText", "re-used");
    default: return outcome_text(outcome);
  }
}

}  // namespace mlink::ui
