// Synthetic data for the tests of the Replay page: four boxes, six cameras, outcomes by a fixed rule, drawn pictures.
// None of its figures is a result.
#pragma once

#include <atomic>
#include <functional>

#include "ui/common/mailbox.h"
#include "ui/replay/replay_view.h"

namespace mlink::synthetic {
using namespace rooms;

/// Accuracy of box j when A is run: 1 in A, else its prior plus the best gain from a box in A.
[[nodiscard]] double accuracy(BoxSet activated, int box);
[[nodiscard]] double mean_accuracy(BoxSet activated);

/// Answers by enumeration over the sixteen sets.
class Engine : public WhatIf {
 public:
  Engine(std::shared_ptr<const OutputTable> table, CostTable costs, CostKind kind);
  [[nodiscard]] ReplayResult at(double budget) const override;
  [[nodiscard]] std::vector<double> breakpoints() const override;
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& method, double budget) const override;
  [[nodiscard]] std::vector<ReplayEngine::ShownOutput> shown(const std::string& method, double budget,
                                                             std::size_t row) const override;
  [[nodiscard]] Selection selection(double budget) const override;
  [[nodiscard]] std::size_t first_row() const override { return first_; }
  [[nodiscard]] BoxSet set_of(const std::string& method, double budget) const;

  mutable std::atomic<int> outcome_calls{0};

 private:
  [[nodiscard]] Outcome outcome(const std::string& method, BoxSet set, int box, std::size_t row) const;
  std::shared_ptr<const OutputTable> table_;
  CostTable costs_;
  CostKind kind_;
  std::size_t first_ = 0;
};

/// When frame i of a camera is.
using FrameClock = std::function<double(int camera, int i)>;
/// boxes persons, pose, hog, selfie; `moments` frames 0.5 s apart, or as `clock` says, on each of six cameras; the
/// first 10 % trained.
[[nodiscard]] std::shared_ptr<const ReplayData> data(int moments = 159, const FrameClock& clock = {});

/// A drawn street with the persons that the marks name.
[[nodiscard]] LoadedPicture picture(const ReplayData& data, std::size_t row);

/// Answers pictures after `delay_ms`, moments on a pool thread; counts both.
struct Source {
  std::shared_ptr<const ReplayData> data;
  int delay_ms = 2;
  int batches = 0;
  std::atomic<int> moments{0};
  Mailbox mailbox;
  JobThread thread{"moments"};  // ends before the mailbox
  [[nodiscard]] PictureFetch fetch();
  [[nodiscard]] MomentAsk ask();
};

}  // namespace mlink::synthetic
