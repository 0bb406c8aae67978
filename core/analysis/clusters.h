// An order of boxes in which those that tell of one another stand together, for matrices of many boxes. Pure;
// deterministic; thread-safe.
#pragma once

#include <span>
#include <vector>

#include "analysis/analysis.h"

namespace mlink::analysis {

/// Leaves of a tree in an order in which neighbours are near.
/// The tree: average linkage (UPGMA; Sokal, Michener 1958). The order: of the 2^(n-1) that turning the tree's branches
/// over allows, the one with the smallest sum of distances between neighbours (optimal leaf ordering; Bar-Joseph,
/// Gifford, Jaakkola 2001). Of equals the one with lower numbers first.
/// distances: n x n, symmetric, 0 or more; what is not a number counts as the largest that is there. n^3 steps.
[[nodiscard]] std::vector<int> cluster_order(std::span<const double> distances, int n);

/// The boxes of a matrix by clusters. Distance of two boxes: 1 less the larger of what their two links take away of the
/// prior's error, (p - prior) / (1 - prior), cut to [0, 1]. p itself would only sort targets by how easy they are: what
/// is nearly constant is predicted well from everything. Where neither link is there, the distance is 1.
[[nodiscard]] std::vector<int> cluster_order(const MatrixData& matrix);

}  // namespace mlink::analysis
