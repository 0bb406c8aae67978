// Predicting one frame of a table at a time, for the steps and studies that measure it and for the live run. Belongs to
// one thread; allocates when made, never afterwards.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "links/link_set.h"

namespace mlink::experiment {

class OneFrame {
 public:
  /// Both must outlive it; the table has the boxes of the links in the same order.
  OneFrame(const LinkSet& links, const OutputTable& table)
      : links_(links), table_(table), sources_(table.columns.size()), scratch_(links.scratch_floats()) {
    for (std::size_t j = 0; j < links.specs().size(); ++j) {
      out_.emplace_back(static_cast<std::size_t>(links.specs()[j].width));
      tokens_.emplace_back(links.longest(static_cast<int>(j)));
    }
    said_.resize(links.specs().size());
  }

  void look_at(std::size_t row) {
    there_ = BoxSet();
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const auto [source, ran] = source_in(table_.columns[i], row);
      sources_[i] = source;
      if (ran) there_ = there_.with(static_cast<int>(i));
    }
  }
  [[nodiscard]] BoxSet there() const { return there_; }  ///< the boxes that ran on it
  /// Predicts `target` of the frame that is looked at from those of `from` that ran on it.
  void predict(BoxSet from, int target) {
    const auto j = static_cast<std::size_t>(target);
    const BoxSet sources(from.bits() & there_.bits());
    if (out_[j].empty())
      said_[j] = links_.predict_words(sources_, sources, target, tokens_[j], scratch_);
    else
      links_.predict_one(sources_, sources, target, out_[j], scratch_);
  }
  /// What was predicted last of a target; of a sequence its words are appended.
  [[nodiscard]] std::span<const float> values(int target) const { return out_[static_cast<std::size_t>(target)]; }
  void words(int target, Words& into) const {
    const auto j = static_cast<std::size_t>(target);
    for (std::size_t n = 0; n < said_[j]; ++n) into.emplace_back(links_.word(target, tokens_[j][n]));
  }

 private:
  const LinkSet& links_;
  const OutputTable& table_;
  std::vector<FrameSource> sources_;
  BoxSet there_;
  std::vector<std::vector<float>> out_;
  std::vector<std::vector<int>> tokens_;
  std::vector<std::size_t> said_;  ///< words of each target's prediction
  std::vector<float> scratch_;
};

}  // namespace mlink::experiment
