// How each method is drawn, in every chart, table and report: colour, dash and marker, so that it is told apart without
// its colour, too. A new method is a line here; one that has none is drawn grey. Values; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/rooms.h"

namespace mlink::report {

/// The ramp of p in equal steps of lightness, low to high, on a light and on a dark ground: 0xRRGGBB.
inline constexpr std::array<std::uint32_t, 9> kLightRamp{0xECF6F1, 0xBCE5D9, 0x8CD2C8, 0x5EBCBC, 0x31A4B0,
                                                         0x008BA3, 0x007190, 0x09587B, 0x18405F};
inline constexpr std::array<std::uint32_t, 9> kDarkRamp{0x232D35, 0x264455, 0x255D72, 0x25778B, 0x30929F,
                                                        0x4AADB0, 0x6CC6BF, 0x95DFCF, 0xC1F6E2};

enum class MethodMark : std::uint8_t { none, disc, ring, ring_dot, square, triangle_up, triangle_down, plus, diamond };

struct MethodStyle {
  std::string_view method;
  std::uint32_t light = 0, dark = 0;  ///< 0xRRGGBB on a light and on a dark ground
  MethodMark mark = MethodMark::none;
  std::vector<double> dash;  ///< pixels on and off at width 2; empty: solid
  double width = 2;          ///< pixels
};
/// All that have a look of their own. Relatives share a colour, and differ in mark or dash.
[[nodiscard]] const std::vector<MethodStyle>& method_looks();
/// Of any name: of one without a look of its own grey and dashed.
[[nodiscard]] const MethodStyle& method_look(std::string_view method);

}  // namespace mlink::report
