// Head "ssd": scores and boxes of anchors.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

using TensorList = std::vector<const Tensor*>;

// The first half of the outputs are scores, the second half boxes, a tensor a layer or all layers in one.
Result<std::vector<Detection>> decode_ssd_pairs(const SsdLayout& layout, const TensorList& all, PictureSize size) {
  const auto layers = all.size() / 2;
  if (layers == 0 || all.size() % 2 != 0)
    return fail(ErrorKind::invalid_input,
                fmt::format("The SSD head needs as many tensors of scores as of boxes, the network gives {} in all.",
                            all.size()));
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(layers);
  return decode_ssd(TensorList(all.begin(), middle), TensorList(middle, all.end()), layout, size);
}

HeadFunction make_ssd(Fields& fields, HeadContext& context) {
  SsdLayout ssd;
  ssd.limits = context.limits;
  for (const auto& layer : fields.raw("anchors")) {
    AnchorLayer one{layer.value("stride", 16), layer.value("repeat", 1), {}};
    if (layer.contains("sizes")) one.sizes = layer.at("sizes").get<std::vector<std::array<float, 2>>>();
    ssd.layers.push_back(std::move(one));
  }
  if (ssd.layers.empty()) fields.bad("anchors", "is missing: the anchors' layers");
  ssd.exponential = fields.get("code", std::string("offset")) == "exp";
  ssd.variances = fields.get("variances", ssd.variances);
  ssd.softmax = fields.choice("scores", {"sigmoid", "softmax"}) == "softmax";
  if (ssd.exponential)
    for (const auto& layer : ssd.layers)
      if (layer.sizes.empty()) fields.bad("anchors", "need sizes, since the code is \"exp\"");
  return [ssd](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_ssd_pairs(ssd, in.rest(), in.size));
    return out;
  };
}

}  // namespace

HeadType head_ssd() { return {{"ssd"}, 1, DetectionLimits{0.5F, 0.3F, 100}, make_ssd}; }

}  // namespace mlink::blackbox
