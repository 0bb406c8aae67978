// What a link's test frames look like, computed once from a LinkDetail; plain values that widgets draw.
#pragma once

#include <QString>
#include <QVector>
#include <cstdint>
#include <optional>

#include "ui/common/ports.h"

namespace mlink::ui {

/// Frames that share exact and predicted value (or a cell of a grid where values are many).
struct AgreementPoint {
  double exact = 0, predicted = 0;
  int frames = 0;
  bool right = false;
  std::size_t worst = 0;  ///< index into LinkDetail::frames
};
/// Right and wrong frames of one value, label or camera.
struct ShareRow {
  QString name;
  int right = 0, wrong = 0;
  [[nodiscard]] int frames() const { return right + wrong; }
  [[nodiscard]] double share() const { return frames() > 0 ? static_cast<double>(right) / frames() : 0; }
};
/// Exact label by predicted label.
struct Confusion {
  QStringList labels;
  QVector<int> frames;  ///< labels x labels, row = exact
  [[nodiscard]] int at(qsizetype exact, qsizetype predicted) const { return frames[exact * labels.size() + predicted]; }
};

/// A label of many: in how many of the frames it is there, and how often it is right.
struct LabelRow {
  QString name;
  double there = 0;                         ///< share of the frames
  std::optional<double> precision, recall;  ///< none: it was never predicted, it is never there
  [[nodiscard]] double worse() const;       ///< F1, by which the rows are sorted; 0 where it was never right
};

/// How exact and predicted are set against each other.
enum class AgreementKind { bubbles, confusion, scores, labels };
struct Agreement {
  AgreementKind kind = AgreementKind::bubbles;
  QVector<AgreementPoint> points;  ///< bubbles
  double band = 0.5;               ///< right within +-band (bubbles)
  Confusion confusion;
  QVector<int> scores;       ///< frames by score, ten bins from 0 to 1
  QVector<LabelRow> labels;  ///< worst first; those never there and never predicted are left out
  int labels_silent = 0;     ///< how many those are
  QVector<ShareRow> by_value, by_camera;
  int wrong = 0;
};
[[nodiscard]] Agreement agreement_of(const LinkDetail& detail, const std::vector<std::string>& cameras);

/// Where frames stand in LinkDetail::frames: of each camera, by ordinal.
using FramePlaces = std::vector<std::vector<std::uint32_t>>;
[[nodiscard]] FramePlaces places_of(const LinkDetail& detail);
/// In a time that does not depend on how many there are; null: it is none of them.
[[nodiscard]] const LinkFrame* frame_at(const LinkDetail& detail, const FramePlaces& places, std::size_t camera,
                                        std::int64_t ordinal);

/// "7", "3.2", "IoU 0.12", "0.99 agree" (the share of the labels), a label's name, words.
[[nodiscard]] QString exact_text(const OutputSpec& spec, const LinkFrame& frame);
[[nodiscard]] QString predicted_text(const OutputSpec& spec, const LinkFrame& frame);

}  // namespace mlink::ui
