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
  for (std::size_t i = 0; i < cells.size() && i < begin.size(); ++i) {
    if (begin[i] >= to || begin[i] + cell_seconds <= from) continue;
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
