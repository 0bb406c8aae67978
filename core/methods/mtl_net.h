// Internal to core/methods: one net for all boxes (the paper's MTL): a small convolutional trunk, trained here, and a
// head a box. Trained it is immutable and thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "methods/kd_student.h"

namespace mlink::methods {

/// Behind an interface, since LibTorch is in a module that is loaded when it is first needed (methods/torch).
class MtlNet {
 public:
  MtlNet() = default;
  virtual ~MtlNet() = default;
  MtlNet(const MtlNet&) = delete;
  MtlNet& operator=(const MtlNet&) = delete;

  /// All heads on these rows' pictures, in the order of the columns that taught; a row without picture gets priors.
  [[nodiscard]] virtual std::vector<Predictions> predict(const Pictures& pictures,
                                                         std::span<const std::size_t> rows) const = 0;
  [[nodiscard]] virtual int best_epoch() const = 0;  ///< 0: nothing was learnt, priors are predicted
  [[nodiscard]] virtual int parameters() const = 0;
  [[nodiscard]] virtual std::string to_bytes() const = 0;
};

}  // namespace mlink::methods
