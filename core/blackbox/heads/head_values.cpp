// Heads "values", "softmax", "sigmoid": all numbers of one tensor.
#include <algorithm>

#include "blackbox/heads/head.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_values(Fields& /*fields*/, HeadContext& context) {
  return [kind = context.kind](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    out.values = in.tensor().data;
    if (kind == "softmax") out.values = softmax(out.values);
    if (kind == "sigmoid") std::transform(out.values.begin(), out.values.end(), out.values.begin(), sigmoid);
    return out;
  };
}

}  // namespace

HeadType head_values() { return {{"values", "softmax", "sigmoid"}, 1, {}, make_values}; }

}  // namespace mlink::blackbox
