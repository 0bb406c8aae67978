#include "report/method_looks.h"

#include <algorithm>
#include <utility>

namespace mlink::report {
namespace {

/// A colour on a light and on a dark ground.
struct Ink {
  std::uint32_t light, dark;
};
constexpr Ink kMlink{0x1B5EC2, 0x5B9DFF}, kAlone{0xA77F02, 0xDAC430}, kTrained{0x632F6A, 0xA94CC8},
    kLeftOut{0xA32100, 0xEA3C22}, kLearnt{0x00A09F, 0x00876F}, kBest{0x1B1F24, 0xEEF1F4}, kGrey{0x56606B, 0xA5AFBA};

MethodStyle look(std::string_view method, Ink ink, MethodMark mark, std::vector<double> dash, double width = 2) {
  return {method, ink.light, ink.dark, mark, std::move(dash), width};
}

}  // namespace

const std::vector<MethodStyle>& method_looks() {
  static const std::vector<MethodStyle> rows{
      look("mlink", kMlink, MethodMark::disc, {}, 2.5),
      look("mlink-exact", kMlink, MethodMark::disc, {1.5, 2.5}, 1.5),
      look("mlink-filter", kMlink, MethodMark::ring, {6, 3}),
      look("mlink-refresh", kMlink, MethodMark::ring_dot, {2, 3}),
      look("standalone", kAlone, MethodMark::square, {8, 4}),
      look("mtl", kTrained, MethodMark::triangle_up, {1.5, 4}),
      look("reducto", kLeftOut, MethodMark::triangle_down, {10, 3, 2, 3}),
      look("drls", kLearnt, MethodMark::plus, {4, 3}),
      look("optimum", kBest, MethodMark::diamond, {12, 4, 2, 4, 2, 4}),
      look("prior-fill", kAlone, MethodMark::diamond, {3, 3}, 1.5),
      look("prior", kGrey, MethodMark::ring, {1.5, 3}, 1.5),
      look("student", kTrained, MethodMark::plus, {6, 2}, 1.5),
      look("reducto-previous", kLeftOut, MethodMark::ring, {4, 3}, 1.5),
      look("reducto-sum", kLeftOut, MethodMark::ring_dot, {2, 2, 6, 2}, 1.5),
  };
  return rows;
}

const MethodStyle& method_look(std::string_view method) {
  static const MethodStyle other = look({}, kGrey, MethodMark::none, {5, 5}, 1.5);
  const auto& rows = method_looks();
  const auto it = std::find_if(rows.begin(), rows.end(), [&](const MethodStyle& l) { return l.method == method; });
  return it == rows.end() ? other : *it;
}

}  // namespace mlink::report
