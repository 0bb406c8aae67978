// What the adapters of neural networks share: picture -> tensor -> network -> head -> positions in the frame.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "blackbox/adapters/adapters.h"
#include "blackbox/adapters/net_inputs.h"
#include "blackbox/heads/head.h"

namespace mlink::blackbox {

class NetEngine : public Engine {
 public:
  /// batch: the most frames in one call; 0: as many as are given where the model says that it can.
  NetEngine(Manifest manifest, DecodingHead head, int batch)
      : manifest_(std::move(manifest)), head_(std::move(head)), batch_(batch) {}

  /// Opens the network and runs it on a grey picture: shapes against the manifest and the head.
  [[nodiscard]] Status load() final;
  void unload() final { close(); }
  [[nodiscard]] std::vector<Result<Decoded>> look(std::span<const Frame> frames) final;
  [[nodiscard]] const std::vector<std::string>& names() const final { return head_.labels; }
  [[nodiscard]] std::vector<std::vector<std::int64_t>> tensor_shapes() const final { return shapes_; }

 protected:
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  /// Of the picture or the sound of one call.
  [[nodiscard]] std::vector<std::int64_t> input_shape() const;

  /// The manifest's further inputs on a grey picture or in silence.
  [[nodiscard]] Result<std::vector<Tensor>> further_inputs() const;

  [[nodiscard]] virtual Status open() = 0;
  virtual void close() = 0;
  /// The picture or sound, then the manifest's further inputs in their order.
  [[nodiscard]] virtual Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) = 0;
  /// For engines that give a network one input: an error where the manifest has further ones.
  [[nodiscard]] Status expect_one(const std::vector<Tensor>& inputs) const;
  /// For engines that learn at open() how many frames a call may have.
  void set_batch(int batch) { batch_ = batch; }
  [[nodiscard]] const DecodingHead& head() const { return head_; }
  /// Pictures alone, one a frame: what an engine may prepare by itself.
  [[nodiscard]] bool plain_pictures() const { return inputs_ && !inputs_->alone() && !manifest_.input.clip(); }
  /// What the engine finds itself, from the pictures to what the head looks for. Nothing: it does not, or not in these;
  /// then they are looked at in the ordinary way, which tells what is wrong with each.
  [[nodiscard]] virtual std::optional<FoundInFrames> find(std::span<const Frame> /*frames*/) { return std::nullopt; }
  /// Frames that go into one call.
  [[nodiscard]] std::size_t most_in_call() const;
  /// Whether the model itself says that several pictures at once give the same as one by one.
  [[nodiscard]] virtual bool batches() const { return false; }

 private:
  [[nodiscard]] Frame nothing_to_sense() const;
  [[nodiscard]] Result<Decoded> look_at(const Frame& frame);
  /// What the network gives for a frame; nothing where there is no sound around it.
  [[nodiscard]] Result<std::vector<Tensor>> answer(const Frame& frame);
  [[nodiscard]] Result<Decoded> decode(const std::vector<Tensor>& tensors, const Frame& frame) const;
  [[nodiscard]] Result<Decoded> decode_found(const std::vector<Tensor>& found, const Frame& frame) const;
  /// All frames in one call; false where that did not work.
  [[nodiscard]] bool look_together(std::span<const Frame> frames, std::vector<Result<Decoded>>& into);

  Manifest manifest_;
  DecodingHead head_;
  std::optional<NetInputs> inputs_;  ///< once loaded
  int batch_;
  std::vector<std::vector<std::int64_t>> shapes_;
};

/// An input, a head: what every network's manifest must have.
[[nodiscard]] Result<DecodingHead> read_net_head(const Manifest& manifest);

}  // namespace mlink::blackbox
