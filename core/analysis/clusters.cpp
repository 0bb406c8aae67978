#include "analysis/clusters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace mlink::analysis {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();  ///< longer than any order

/// Symmetric n x n numbers.
class Square {
 public:
  Square(int n, double value) : n_(static_cast<std::size_t>(n)), values_(n_ * n_, value) {}
  [[nodiscard]] double at(int i, int j) const { return values_[place(i, j)]; }
  void set(int i, int j, double value) { values_[place(i, j)] = values_[place(j, i)] = value; }

 private:
  [[nodiscard]] std::size_t place(int i, int j) const {
    return static_cast<std::size_t>(i) * n_ + static_cast<std::size_t>(j);
  }
  std::size_t n_;
  std::vector<double> values_;
};

Square finite_distances(std::span<const double> distances, int n) {
  double most = 0;
  for (const double d : distances)
    if (std::isfinite(d)) most = std::max(most, d);
  Square out(n, 0);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) {
      const double d =
          distances[static_cast<std::size_t>(i) * static_cast<std::size_t>(n) + static_cast<std::size_t>(j)];
      out.set(i, j, std::isfinite(d) ? d : most);
    }
  return out;
}

/// Two branches that are joined; below n a leaf, from n on an earlier join.
struct Join {
  int left = 0, right = 0;
};

/// The tree of average linkage: n - 1 joins, the nearest first.
std::vector<Join> average_linkage(const Square& distances, int n) {
  Square between = distances;
  std::vector<int> node(static_cast<std::size_t>(n)), size(static_cast<std::size_t>(n), 1), open(node.size());
  std::iota(node.begin(), node.end(), 0);
  std::iota(open.begin(), open.end(), 0);
  std::vector<Join> joins;
  while (open.size() > 1) {
    int a = open[0], b = open[1];
    for (const int i : open)
      for (const int j : open)
        if (i < j && between.at(i, j) < between.at(a, b)) a = i, b = j;
    const auto at_a = static_cast<std::size_t>(a), at_b = static_cast<std::size_t>(b);
    joins.push_back({node[at_a], node[at_b]});
    const double both = size[at_a] + size[at_b];
    for (const int k : open)
      if (k != a && k != b) between.set(a, k, (size[at_a] * between.at(a, k) + size[at_b] * between.at(b, k)) / both);
    size[at_a] += size[at_b];
    node[at_a] = n + static_cast<int>(joins.size()) - 1;
    open.erase(std::find(open.begin(), open.end(), b));
  }
  return joins;
}

/// The optimal leaf ordering, from the leaves up: length_(u, w), for u and w on the two sides of a branch, is that of
/// the branch's shortest order that begins with u and ends with w.
class LeafOrder {
 public:
  LeafOrder(const Square& distances, const std::vector<Join>& joins, int n)
      : distances_(distances), joins_(joins), n_(n), length_(n, 0) {
    for (int leaf = 0; leaf < n; ++leaf) leaves_.push_back({leaf});
    for (const Join& join : joins) {
      measure(join);
      auto all = of(join.left);
      all.insert(all.end(), of(join.right).begin(), of(join.right).end());
      std::sort(all.begin(), all.end());
      leaves_.push_back(std::move(all));
    }
  }

  [[nodiscard]] std::vector<int> best() const {
    int first = 0, last = 0;
    double least = kFar;
    for (const int u : of(joins_.back().left))
      for (const int w : of(joins_.back().right))
        if (length_.at(u, w) < least) least = length_.at(u, w), first = std::min(u, w), last = std::max(u, w);
    std::vector<int> order;
    unfold(static_cast<int>(leaves_.size()) - 1, first, last, order);
    return order;
  }

 private:
  [[nodiscard]] const std::vector<int>& of(int node) const { return leaves_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] bool has(int node, int leaf) const {
    return std::binary_search(of(node).begin(), of(node).end(), leaf);
  }
  /// The leaves with which an order of the branch can end that begins with `leaf`.
  [[nodiscard]] const std::vector<int>& ends(int node, int leaf) const {
    if (node < n_) return of(node);
    const Join& join = joins_[static_cast<std::size_t>(node - n_)];
    return of(has(join.left, leaf) ? join.right : join.left);
  }

  void measure(const Join& join) {
    for (const int u : of(join.left)) {
      for (const int w : of(join.right)) length_.set(u, w, kFar);
      for (const int k : of(join.right)) {
        double to_k = kFar;  // all of the left side, and the step over to k
        for (const int m : ends(join.left, u)) to_k = std::min(to_k, length_.at(u, m) + distances_.at(m, k));
        for (const int w : ends(join.right, k)) length_.set(u, w, std::min(length_.at(u, w), to_k + length_.at(k, w)));
      }
    }
  }

  void unfold(int node, int first, int last, std::vector<int>& order) const {
    if (node < n_) return order.push_back(node);
    const Join& join = joins_[static_cast<std::size_t>(node - n_)];
    const bool turned = has(join.right, first);
    const int before = turned ? join.right : join.left, after = turned ? join.left : join.right;
    int end = first, begin = last;
    double least = kFar;
    for (const int m : ends(before, first))
      for (const int k : ends(after, last)) {
        const double whole = length_.at(first, m) + distances_.at(m, k) + length_.at(k, last);
        if (whole < least) least = whole, end = m, begin = k;
      }
    unfold(before, first, end, order);
    unfold(after, begin, last, order);
  }

  const Square& distances_;
  const std::vector<Join>& joins_;
  int n_;
  Square length_;
  std::vector<std::vector<int>> leaves_;  ///< of every leaf and join, ascending
};

/// Of the prior's error, the share that a link takes away; 0: no link.
double taken_away(const std::optional<LinkFigures>& link) {
  if (!link || !std::isfinite(link->test.p)) return 0;
  const double prior = std::isfinite(link->prior_p) ? link->prior_p : 0;
  return prior < 1 ? std::clamp((link->test.p - prior) / (1 - prior), 0., 1.) : 0;
}

}  // namespace

std::vector<int> cluster_order(std::span<const double> distances, int n) {
  std::vector<int> order(static_cast<std::size_t>(std::max(n, 0)));
  std::iota(order.begin(), order.end(), 0);
  if (n < 3 || distances.size() != order.size() * order.size()) return order;
  const Square between = finite_distances(distances, n);
  const auto joins = average_linkage(between, n);
  return LeafOrder(between, joins, n).best();
}

std::vector<int> cluster_order(const MatrixData& matrix) {
  const int n = matrix.size();
  std::vector<double> distances;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      distances.push_back(i == j ? 0 : 1 - std::max(taken_away(matrix.cell(i, j)), taken_away(matrix.cell(j, i))));
  return cluster_order(distances, n);
}

}  // namespace mlink::analysis
