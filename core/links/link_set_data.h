// Internal to core/links: what a LinkSet holds.
#pragma once

#include <string>
#include <vector>

#include "links/link_set.h"
#include "links/nets/codec.h"
#include "links/nets/ensemble.h"
#include "links/nets/mlp.h"
#include "links/nets/sequence_trainer.h"
#include "links/words/vocabulary.h"
#include "outputs/frame_keys.h"

namespace mlink::links {

/// Of a pair without training rows.
inline constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

struct Link {
  bool exists = false;
  std::size_t inner_first = kNoRow;  ///< of the rows that train: the first that chooses the epoch and does not fit
  bool knows_none = false;           ///< saw training rows in which the source ran and had no output
  Mlp net;                           ///< vec-to-vec
  SequenceNet words;                 ///< words on a side
  LinkFigures figures;
  /// A link whose best epoch is the start says the prior; it takes no part in ensembles.
  [[nodiscard]] bool learnt() const { return exists && figures.best_epoch > 0; }
  [[nodiscard]] std::size_t ld_output() const { return words ? words.ld_output() : net.ld_output(); }
  [[nodiscard]] std::size_t parameters() const { return words ? words.parameters() : net.parameters(); }
};

struct Ensemble {
  bool exists = false;
  std::size_t inner_first = kNoRow;
  EnsembleWeights weights;
  LinkFigures figures;
};

struct LinkSet::Data {
  const Kernel* kernel = &best_kernel();
  std::vector<std::string> boxes;
  std::vector<OutputSpec> specs;
  TrainSettings settings;
  std::string data_hash;
  TimeSplit split;
  FrameKeys trained;  ///< the frames of rows [0, split.train); empty: read from a format that did not keep them
  std::vector<FrameKeys> held_out;  ///< a target: trained frames that taught nothing into it; empty: not kept
  std::vector<SourceCode> sources;
  std::vector<TargetCode> targets;
  std::vector<Vocabulary> vocabularies;  ///< empty for vectors
  std::vector<Words> prior_words;        ///< the same
  std::vector<Link> links;               ///< k x k, row = source
  std::vector<Ensemble> ensembles;

  [[nodiscard]] int size() const { return static_cast<int>(boxes.size()); }
  [[nodiscard]] Link& link(int i, int j) {
    return links[static_cast<std::size_t>(i) * boxes.size() + static_cast<std::size_t>(j)];
  }
  [[nodiscard]] const Link& link(int i, int j) const {
    return links[static_cast<std::size_t>(i) * boxes.size() + static_cast<std::size_t>(j)];
  }
  [[nodiscard]] const TargetCode& target(int j) const { return targets[static_cast<std::size_t>(j)]; }
  [[nodiscard]] const SourceCode& source(int i) const { return sources[static_cast<std::size_t>(i)]; }
  [[nodiscard]] const Vocabulary& vocabulary(int i) const { return vocabularies[static_cast<std::size_t>(i)]; }
  [[nodiscard]] bool has_words(int i) const { return specs[static_cast<std::size_t>(i)].task == Task::sequence; }
  [[nodiscard]] bool is_sequential(int i, int j) const { return has_words(i) || has_words(j); }
  /// The shape of a link with words on a side.
  [[nodiscard]] SequenceShape sequence_shape(int i, int j) const;
};

/// Trains one link with words on a side by the trainer that `make_trainer` gives (sequence_trainer.h), and keeps its
/// best epoch. False: stopped.
[[nodiscard]] bool train_sequence_link(const LinkSet::Data& data, const OutputTable& table, int source, int target,
                                       MakeSequenceTrainer make_trainer, const std::stop_token& stop, Link& link);
/// The ensemble of a target with words: one weight a source. False: stopped.
[[nodiscard]] bool train_words_ensemble(const LinkSet::Data& data, const OutputTable& table, int target,
                                        const std::stop_token& stop, Ensemble& ensemble);
/// Works out EnsembleWeights::folded of a vector target from its links and blocks.
void fold_blocks(const LinkSet::Data& data, int target, EnsembleWeights& weights);
/// The first row that chooses: rows[fit], or the first of all where all rows fit.
[[nodiscard]] std::size_t first_inner_row(const std::vector<std::size_t>& rows, std::size_t fit);
/// How many of the rows train; the others choose the epoch.
[[nodiscard]] std::size_t fit_rows(std::size_t rows, double inner_part);
/// The last layer of a link to a vector target before its activation, for one row of a table in which its source
/// speaks: link.ld_output() floats. Allocates.
void last_layer_of(const LinkSet::Data& data, const Link& link, int source, const OutputColumn& column, std::size_t row,
                   float* z);

/// LinkSet::least_block by these rows.
[[nodiscard]] std::size_t least_block_of(const LinkSet& set, const OutputTable& table, int target,
                                         const std::vector<std::size_t>& rows);
/// Of a target that training never saw nothing is told: not a number, never a zero that looks measured.
void tell_nothing(LinkFigures& figures);
/// Fills in what is told of a link (source >= 0) or an ensemble (source -1): performance on the test rows, prior, lift,
/// correlation, and inner_p on the training rows from inner_first on. best_epoch and trained_frames are kept.
void measure(const LinkSet& set, const OutputTable& table, int source, int target, std::size_t inner_first,
             LinkFigures& figures);

/// The seed of the job that trains source -> target (source empty: the ensemble), from the names alone, so that more
/// boxes or another order change nothing.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::string_view source, std::string_view target);

}  // namespace mlink::links
