// What boxes saw as pictures draw it, and the lines of a body: one way for all of them.
#pragma once

#include <QLineF>
#include <QRectF>
#include <QVector>

#include "experiment/experiment.h"

class QPainter;

namespace mlink::ui {

/// Lines between the key points that were seen well enough, in `picture`: the rectangle that shows the whole frame.
/// Empty for a pose of other than the 17 key points of COCO.
[[nodiscard]] QVector<QLineF> bones_of(const Marks::Pose& pose, const QRectF& picture);

/// Draws boxes and poses into `area` (the picture's place): light lines over a dark outline; not solid: dashed.
void draw_marks(QPainter& painter, const Marks& marks, const QRectF& area, bool solid, double width);

}  // namespace mlink::ui
