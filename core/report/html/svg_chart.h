// Internal to core/report: accuracy over budgets as an inline SVG with live text. Colours are the page's style classes,
// so that one drawing serves light, dark and paper.
#pragma once

#include <string>
#include <vector>

#include "replay/frontier.h"

namespace mlink::report {

struct FrontierDrawing {
  std::vector<FrontierCurve> curves;
  CostKind kind = CostKind::time;
  double full = 0;              ///< right end: the cost of all boxes; bytes, or seconds a frame
  std::vector<double> budgets;  ///< marked by lines
};
/// Steps, one a method, with its mark where the accuracy changes and its name at the end. At most a few points a pixel.
[[nodiscard]] std::string frontier_svg(const FrontierDrawing& drawing);
/// A method's line and mark, for a table's cell.
[[nodiscard]] std::string method_key_svg(const std::string& method);

}  // namespace mlink::report
