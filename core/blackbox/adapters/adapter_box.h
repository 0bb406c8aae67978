// A black box made of an adapter's engine and the manifest's reducer. What an adapter throws ends here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "blackbox/adapters/adapters.h"
#include "blackbox/heads/reducer.h"

namespace mlink::blackbox {

class AdapterBox : public BlackBox {
 public:
  AdapterBox(Manifest manifest, std::unique_ptr<Engine> engine, Reducer reducer)
      : manifest_(std::move(manifest)), engine_(std::move(engine)), reducer_(std::move(reducer)) {}

  [[nodiscard]] const Manifest& manifest() const override { return manifest_; }
  [[nodiscard]] Status load() override;
  void unload() override;
  [[nodiscard]] Result<std::vector<Answer>> run(std::span<const Frame> frames) override;

  [[nodiscard]] Feeding feeding() const override { return engine_->feeding(); }
  [[nodiscard]] const Engine& engine() const { return *engine_; }

 private:
  [[nodiscard]] Status load_checked();
  [[nodiscard]] std::vector<Result<Decoded>> look(std::span<const Frame> frames);
  [[nodiscard]] Answer answer(const Result<Decoded>& found) const;

  Manifest manifest_;
  std::unique_ptr<Engine> engine_;
  Reducer reducer_;
  bool loaded_ = false;
};

/// An answer that says why there is none.
[[nodiscard]] Answer failed_answer(std::string reason);
/// A picture of one grey, to try a box with.
[[nodiscard]] Frame grey_picture(int width, int height);
/// A picture of noise that is always the same.
[[nodiscard]] Frame noise_picture(int width, int height);
/// Sounds to try a box with, as long as it listens: nothing at all, and a tone of 220 Hz with its overtones in noise
/// that is always the same. The picture is grey.
[[nodiscard]] Frame silent_frame(const SoundSpec& sound);
[[nodiscard]] Frame humming_frame(const SoundSpec& sound);

}  // namespace mlink::blackbox
