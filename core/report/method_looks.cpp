#include "report/method_looks.h"

#include <algorithm>

namespace mlink::report {
namespace {

constexpr std::uint32_t kBlue = 0x1B5EC2, kBlueInDark = 0x5B9DFF;
constexpr std::uint32_t kGrey = 0x56606B, kGreyInDark = 0xA5AFBA;

const std::vector<MethodLook>& looks() {
  static const std::vector<MethodLook> rows{
      {"mlink", kBlue, kBlueInDark, MethodMark::disc, {}, 2.5},
      {"mlink-exact", kBlue, kBlueInDark, MethodMark::disc, {1.5, 2.5}, 1.5},
      {"mlink-filter", kBlue, kBlueInDark, MethodMark::ring, {6, 3}, 2},
      {"mlink-refresh", kBlue, kBlueInDark, MethodMark::ring_dot, {2, 3}, 2},
      {"standalone", 0xA77F02, 0xDAC430, MethodMark::square, {8, 4}, 2},
      {"mtl", 0x632F6A, 0xA94CC8, MethodMark::triangle_up, {1.5, 4}, 2},
      {"reducto", 0xA32100, 0xEA3C22, MethodMark::triangle_down, {10, 3, 2, 3}, 2},
      {"reducto-previous", 0xA32100, 0xEA3C22, MethodMark::triangle_down, {3, 2}, 1.5},
      {"reducto-sum", 0xA32100, 0xEA3C22, MethodMark::triangle_down, {6, 2, 1, 2}, 1.5},
      {"drls", 0x00A09F, 0x00876F, MethodMark::plus, {4, 3}, 2},
      {"student", 0x632F6A, 0xA94CC8, MethodMark::square, {2, 2}, 2},
      {"optimum", 0x1B1F24, 0xEEF1F4, MethodMark::diamond, {12, 4, 2, 4, 2, 4}, 2},
      {"prior", kGrey, kGreyInDark, MethodMark::none, {1, 3}, 1.5},
      {"prior-fill", kGrey, kGreyInDark, MethodMark::square, {3, 3}, 1.5},
  };
  return rows;
}

}  // namespace

const MethodLook& method_look(std::string_view method) {
  static const MethodLook other{{}, kGrey, kGreyInDark, MethodMark::none, {5, 5}, 1.5};
  const auto it = std::find_if(looks().begin(), looks().end(), [&](const MethodLook& l) { return l.method == method; });
  return it == looks().end() ? other : *it;
}

}  // namespace mlink::report
