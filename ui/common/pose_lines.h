// The lines of a body as pictures draw it: one way for all of them.
#pragma once

#include <QLineF>
#include <QRectF>
#include <QVector>

#include "experiment/experiment.h"

namespace mlink::ui {

/// Lines between the key points that were seen well enough, in `picture`: the rectangle that shows the whole frame.
/// Empty for a pose of other than the 17 key points of COCO.
[[nodiscard]] QVector<QLineF> bones_of(const Marks::Pose& pose, const QRectF& picture);

}  // namespace mlink::ui
