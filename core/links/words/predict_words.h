// Internal to core/links: what sources say of one frame, and the words that links with words on a side make of it.
#pragma once

#include <span>

#include "links/link_set_data.h"
#include "links/scratch.h"

namespace mlink::links {

struct SourceInput {
  SourceState state = SourceState::left_out;
  FrameSource source;
};
/// What source i says of the frame in question. Not owned; a reference to the caller's function.
class SourceInputRef {
 public:
  template <class Inputs>
  SourceInputRef(const Inputs& saying)  // NOLINT(google-explicit-constructor): a view of what is passed
      : inputs_(&saying),
        call_([](const void* s, int i) { return SourceInput((*static_cast<const Inputs*>(s))(i)); }) {}
  SourceInput operator()(int i) const { return call_(inputs_, i); }

 private:
  const void* inputs_;
  SourceInput (*call_)(const void*, int);
};

/// Memory slots of a source.
[[nodiscard]] inline std::size_t source_slots(const LinkSet::Data& data, int i) {
  return data.has_words(i) ? data.vocabulary(i).longest() + 1 : 1;
}
/// A net that has read its source.
[[nodiscard]] SequenceRun start_run(const LinkSet::Data& data, int source, const SequenceNet& net,
                                    const SourceInput& input, Scratch& scratch);

/// Floats that decode_words works in.
[[nodiscard]] std::size_t words_floats(const LinkSet::Data& data, BoxSet from, int target);
/// Greedy decoding by all links together: at each step the weighted last layers of the links choose one token, which
/// all of them are fed with. One link alone: its own words. No source has an output: the prior. Returns how many
/// tokens.
[[nodiscard]] std::size_t decode_words(const LinkSet::Data& data, const EnsembleWeights& weights, BoxSet from,
                                       int target, const SourceInputRef& inputs, std::span<int> tokens,
                                       std::span<float> buffer);
/// The same of one net that has read its source. z: ld_output floats to work in.
[[nodiscard]] std::size_t decode_words(const Vocabulary& vocabulary, SequenceRun& run, std::span<int> tokens, float* z);

}  // namespace mlink::links
