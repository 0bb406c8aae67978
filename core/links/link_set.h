// Model links g_ij and ensembles h_Aj (paper, Model Link Architecture and Ensemble of Multi-source Links). The task of
// source and target chooses the net: vec-to-vec, seq-to-vec, vec-to-seq or seq-to-seq.
// A LinkSet holds all of an experiment, immutable once trained. Const use from many threads is safe.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "base/number.h"
#include "base/progress.h"
#include "metrics/metrics.h"
#include "outputs/box_set.h"
#include "outputs/frame_keys.h"
#include "outputs/output_table.h"
#include "outputs/split.h"

namespace mlink::links {

/// Settings of training; defaults are the paper's (lr, epochs, batch) and the design's.
struct TrainSettings {
  double part = 0.1;        ///< share of the rows that trains: the first in time, or whole files
  double inner_part = 0.2;  ///< of the training rows, its end in time: picks the best epoch
  /// By clip: whole files train, drawn by split_seed, so that repeats with other seeds train the same rows.
  SplitKind split = SplitKind::time;
  std::uint64_t split_seed = 1;
  std::uint64_t seed = 1;
  int epochs = 100;
  int batch = 32;
  double learning_rate = 0.01;
  double alpha = 0.9;  ///< RMSprop decay
  double epsilon = 1e-7;
  double dropout = 0.5;   ///< classification links, before the output layer
  int hidden_factor = 2;  ///< hidden units = factor x output width ...
  int hidden_min = 16;    ///< ... and at least so many: two ReLUs are too few for a scalar (tests/links measures it)
  /// Vector links: as many nets of other seeds are averaged in one, where that costs a frame and the training little
  /// (few hidden units, few training rows). Chance in the weights is most of what a link between scarce outputs differs
  /// by from seed to seed.
  int nets = 8;
  int sequence_hidden = 64;     ///< words: width of embeddings, LSTM, memory and attention
  double source_drop = 0.5;     ///< ensemble training: share of the sources dropped at random, so that any subset works
  bool scalar_weights = false;  ///< ensemble: one weight a source instead of a block
  int bootstrap = 200;

  friend bool operator==(const TrainSettings&, const TrainSettings&) = default;
};
/// Names the first setting that is out of its range.
[[nodiscard]] Status check(const TrainSettings& settings);
void to_json(nlohmann::json& json, const TrainSettings& settings);
[[nodiscard]] Result<TrainSettings> train_settings_from_json(const nlohmann::json& json);

/// What is told of one link (or of one ensemble of all other boxes) on the test rows.
struct LinkFigures {
  Performance test;
  double prior_p = 0;  ///< p of the target's prior on the same rows
  /// p on the rows of the training part that chose the epoch, and all later ones of it: what a selection may know. NaN:
  /// there were none.
  double inner_p = kNan;
  Interval lift_interval;  ///< of p - prior_p, paired bootstrap
  double pearson = 0;      ///< of the labels of source and target on the training rows
  std::int64_t trained_frames = 0;
  int parameters = 0;
  int best_epoch = 0;            ///< 0: the prior was best, nothing was learnt
  double seconds_per_frame = 0;  ///< measured one-frame prediction time; filled by the caller that has a clock
};

/// What one box says of one frame, as a source: values, or words for a sequence; none: it ran and has no output.
struct FrameSource {
  std::span<const float> values;
  std::span<const std::string> words;
  bool none = false;
};
/// What a table has of one box and frame; `there` tells whether it may be in the set of sources.
struct TableSource {
  FrameSource source;
  bool there = false;
};
[[nodiscard]] TableSource source_in(const OutputColumn& column, std::size_t row);

class LinkSet {
 public:
  LinkSet();
  ~LinkSet();
  LinkSet(const LinkSet&);
  LinkSet(LinkSet&&) noexcept;
  LinkSet& operator=(const LinkSet&);
  LinkSet& operator=(LinkSet&&) noexcept;

  [[nodiscard]] const std::vector<std::string>& boxes() const;
  [[nodiscard]] const std::vector<OutputSpec>& specs() const;
  [[nodiscard]] int box_index(const std::string& box) const;  ///< -1: unknown
  [[nodiscard]] bool has_link(int source, int target) const;
  [[nodiscard]] const LinkFigures& link_figures(int source, int target) const;
  [[nodiscard]] const LinkFigures& ensemble_figures(int target) const;  ///< all other boxes as sources
  [[nodiscard]] std::span<const float> prior(int target) const;         ///< output of the empty A; words: nothing
  [[nodiscard]] const Words& prior_words(int target) const;             ///< the same of a sequence
  [[nodiscard]] const TrainSettings& settings() const;
  [[nodiscard]] const std::string& data_hash() const;
  /// As it was at training: row numbers of the table that trained, which move when a camera or frames are added.
  [[nodiscard]] TimeSplit split() const;
  /// The rows of a table whose frames trained this set, and all others, ascending. Sets of format 1 and 2 know row
  /// numbers only: of another table than the one that trained them, nothing is known to be a test row.
  [[nodiscard]] std::vector<std::size_t> train_rows(const OutputTable& table) const;
  [[nodiscard]] std::vector<std::size_t> test_rows(const OutputTable& table) const;
  /// The frames that trained this set; empty: a set of format 1 or 2, which did not keep them.
  [[nodiscard]] const FrameKeys& trained() const;
  /// Of the rows of a table that trained this set and have an output of `target`: the last in time, from which no link
  /// into `target` and no ensemble learnt; they chose the best epochs. The others taught, and would flatter. All, where
  /// the training had no inner part. Sets that did not keep which ones take the last of those that are there.
  [[nodiscard]] std::vector<std::size_t> inner_rows(const OutputTable& table, int target) const;
  /// Frames that a block of an interval has at least: for how many of them outputs of `target` resemble themselves, by
  /// their agreement with the prior on the rows that trained.
  [[nodiscard]] std::size_t least_block(const OutputTable& table, int target) const;

  /// Predicts box `target` for the given rows from the outputs of the boxes in `from` (h_Aj; one source: g_ij; none:
  /// the prior). `table` has the boxes of this set in the same order. Never looks at the target's own output.
  /// A source without output in a row is left out of that row; but where a source ran and has none (Presence::none) and
  /// training saw such rows, that is told to its link. A link that learnt nothing says the prior, and nothing in an
  /// ensemble. A target without any training output: nothing at all (predict: no
  /// rows; predict_one: NaN), since zeros would be right wherever the box later says class 0, nobody or silence. Counts
  /// are cut at 0, boxes at the picture's border; a box whose presence score is below 0.5 is empty (x, y, w, h are 0).
  /// A sequence is decoded greedily, word by word, by all its links together; it has the words of training only, at
  /// most so many as 99 of 100 training outputs have; what they cannot name is "<unk>".
  [[nodiscard]] Predictions predict(const OutputTable& table, BoxSet from, int target,
                                    std::span<const std::size_t> rows) const;

  /// Predicts one frame without allocation, bit for bit as predict. sources[i]: what box i says; a box that did not run
  /// or failed is not in `from`. scratch: at least scratch_floats() floats, one buffer a thread.
  void predict_one(std::span<const FrameSource> sources, BoxSet from, int target, std::span<float> out,
                   std::span<float> scratch) const;
  /// The same for a sequence: its tokens, to be read by word(). tokens: room for longest(target). Returns how many.
  [[nodiscard]] std::size_t predict_words(std::span<const FrameSource> sources, BoxSet from, int target,
                                          std::span<int> tokens, std::span<float> scratch) const;
  [[nodiscard]] std::string_view word(int target, int token) const;
  [[nodiscard]] std::size_t longest(int target) const;  ///< most words of a prediction; 0: not a sequence
  [[nodiscard]] std::size_t scratch_floats() const;

  [[nodiscard]] std::string to_bytes() const;
  [[nodiscard]] static Result<LinkSet> from_bytes(const std::string& bytes);

  struct Data;
  explicit LinkSet(std::unique_ptr<Data> data);
  [[nodiscard]] const Data& data() const { return *data_; }
  [[nodiscard]] Data& mutable_data() { return *data_; }  ///< for training only

 private:
  std::unique_ptr<Data> data_;
};

/// Trains all links and ensembles of the table's boxes (Algorithm 1, lines 1-2): vectors in our own kernel, words by
/// LibTorch. Boxes without any training output get no links; the rest goes on. Deterministic for one seed whatever the
/// executor: each job's random numbers come from the seed and the boxes' names. progress counts links and ensembles.
/// `known`: a set trained with the same data and settings (else it is ignored) whose finished links are taken over.
/// `finished`: when training is stopped, receives what was finished, to be `known` the next time.
/// Errors: settings out of range; fewer than 2 rows; more than 64 boxes; `stopped` within one epoch of a stop.
/// Defined results: outputs that are not finite count as not there, as source and as target; fewer than 2 common
/// training rows: the link predicts the prior (best epoch 0); no inner part: the training rows choose the epoch; a
/// constant source enters as 0; a training that leaves the finite numbers ends there and keeps its best epoch; a
/// sequence whose training outputs have no word at all: its links predict the prior, the empty sequence; a word that
/// training did not see: unknown as source, and as target a word that cannot be said.
[[nodiscard]] Result<LinkSet> train_links(const OutputTable& table, const TrainSettings& settings,
                                          const Executor& executor, const std::stop_token& stop,
                                          const ProgressFn& progress, const LinkSet* known = nullptr,
                                          LinkSet* finished = nullptr);

}  // namespace mlink::links
