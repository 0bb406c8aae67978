// Experiments for the Links page. Synthetic: nothing in them is a result.
#pragma once

#include <filesystem>

#include "experiment/experiment.h"
#include "ui/common/ports.h"

namespace mlink::made {
using namespace rooms;

/// An experiment of four boxes with recorded outputs: three count the same people, one counts something else.
[[nodiscard]] Status file(const std::filesystem::path& path);
/// A matrix of so many boxes in blocks of ten that tell of one another; some links are missing.
[[nodiscard]] std::shared_ptr<const LinksData> blocks(int boxes);

}  // namespace mlink::made
