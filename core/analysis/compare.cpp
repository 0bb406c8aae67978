#include "analysis/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/number.h"

namespace mlink::analysis {
namespace {

const Performance* link_of(const LinkSet& set, const std::string& source, const std::string& target) {
  const int i = set.box_index(source), j = set.box_index(target);
  return i >= 0 && j >= 0 && i != j && set.has_link(i, j) ? &set.link_figures(i, j).test : nullptr;
}
const Performance* ensemble_of(const LinkSet& set, const std::string& target) {
  const int j = set.box_index(target);
  return j >= 0 ? &set.ensemble_figures(j).test : nullptr;
}

LinkDifference difference_of(const std::string& source, const std::string& target, const Performance* a,
                             const Performance* b) {
  LinkDifference d{source, target, a ? a->p : kNan, b ? b->p : kNan};
  if (!a || !b) return d;
  d.interval = {d.difference() - std::hypot(b->p - b->interval.low, a->interval.high - a->p),
                d.difference() + std::hypot(b->interval.high - b->p, a->p - a->interval.low)};
  return d;
}

/// "part 0.1 and 0.2, seed 1 and 2".
std::string other_settings(const TrainSettings& a, const TrainSettings& b) {
  nlohmann::json left, right;
  to_json(left, a);
  to_json(right, b);
  std::string text;
  for (const auto& [name, value] : left.items())
    if (right.at(name) != value)
      text += (text.empty() ? "" : ", ") + name + " " + value.dump() + " and " + right.at(name).dump();
  return text;
}

/// Whether the same frames trained both, so that the same ones are left to test; sets that did not keep their frames
/// are told apart by how many there were.
bool same_frames(const LinkSet& a, const LinkSet& b) {
  if (a.trained().empty() || b.trained().empty()) return a.split().train == b.split().train;
  return a.trained() == b.trained();
}

}  // namespace

LinkSetComparison compare_link_sets(const LinkSet& a, const LinkSet& b) {
  LinkSetComparison comparison;
  std::vector<std::string> boxes = a.boxes();
  for (const auto& box : b.boxes())
    if (std::find(boxes.begin(), boxes.end(), box) == boxes.end()) boxes.push_back(box);
  for (const auto& target : boxes) {
    comparison.ensembles.push_back(difference_of({}, target, ensemble_of(a, target), ensemble_of(b, target)));
    for (const auto& source : boxes)
      if (source != target)
        comparison.links.push_back(
            difference_of(source, target, link_of(a, source, target), link_of(b, source, target)));
  }
  comparison.same_data = a.data_hash() == b.data_hash();
  comparison.same_settings = a.settings() == b.settings();
  if (!comparison.same_data) comparison.differs = "Trained on other outputs";
  if (!comparison.same_settings)
    comparison.differs += (comparison.differs.empty() ? "Settings differ: " : "; settings differ: ") +
                          other_settings(a.settings(), b.settings());
  if (!same_frames(a, b))
    comparison.differs += (comparison.differs.empty() ? "" : "; ") + std::string("the test frames are others");
  else if (a.split().test() != b.split().test())
    comparison.differs += fmt::format("{}tested on {} and {} frames", comparison.differs.empty() ? "" : "; ",
                                      a.split().test(), b.split().test());
  if (!comparison.differs.empty()) comparison.differs += ".";
  return comparison;
}

}  // namespace mlink::analysis
