// How each method is drawn, in every chart, table and report: colour, dash and marker, so that it is told apart without
// its colour, too. A new method is a line here; one that has none is drawn grey. Values; thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mlink::report {

enum class MethodMark : std::uint8_t { none, disc, ring, ring_dot, square, triangle_up, triangle_down, plus, diamond };

struct MethodLook {
  std::string_view method;
  std::uint32_t light = 0, dark = 0;  ///< 0xRRGGBB on a light and on a dark ground
  MethodMark mark = MethodMark::none;
  std::vector<double> dash;  ///< pixels on and off at width 2; empty: solid
  double width = 2;          ///< pixels
};
/// All that have a look of their own. Relatives share a colour, and differ in mark or dash.
[[nodiscard]] const std::vector<MethodLook>& method_looks();
/// Of any name: of one without a look of its own grey and dashed.
[[nodiscard]] const MethodLook& method_look(std::string_view method);

}  // namespace mlink::report
