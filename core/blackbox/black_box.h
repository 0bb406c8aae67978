// The interface of a black box (paper: f_i, a model that we can only run) and what it answers.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/manifest.h"
#include "media/frame.h"
#include "outputs/marks.h"
#include "outputs/output_spec.h"

namespace mlink::blackbox {

struct Answer {
  Output output;
  Marks marks;
  /// What this frame cost, where it is not the time of the call: a recogniser hears a stretch of sound once and answers
  /// many frames from it, so each bears its share.
  std::optional<double> seconds;
};

/// How a loaded box is best given its frames.
struct Feeding {
  std::size_t lot = 1;  ///< the most frames of one call that are worth waiting for
  bool apart = false;   ///< its device (a GPU, a server) does the work: more callers than it was given only wait for it
  std::string note;     ///< what became of that, for people: the GPU's memory did not suffice; empty: as wished
};

/// One black box. load, run on batches of frames, unload. One instance belongs to one thread; make several from the
/// same manifest to run on several threads. A box must not throw out of these functions.
class BlackBox {
 public:
  virtual ~BlackBox() = default;

  [[nodiscard]] virtual const Manifest& manifest() const = 0;
  [[nodiscard]] const OutputSpec& spec() const { return manifest().output; }

  /// Loads weights and warms up. Fails with what is wrong with the weights or the manifest (missing file, wrong hash,
  /// other shapes than the manifest says).
  [[nodiscard]] virtual Status load() = 0;
  virtual void unload() = 0;

  /// One answer a frame. A frame that fails has Presence::failed and a reason; an error of the whole call means that
  /// the box cannot go on, or was asked to stop (ErrorKind::stopped). Values are checked against the spec (finite,
  /// width) before they leave.
  [[nodiscard]] virtual Result<std::vector<Answer>> run(std::span<const Frame> frames) = 0;

  [[nodiscard]] virtual Feeding feeding() const { return {}; }

  /// Of a box in a process of its own: the most bytes that it has held since it was loaded, less what the process held
  /// before. Nothing: it is in this process, or the system does not tell.
  [[nodiscard]] virtual std::optional<std::uint64_t> own_peak_memory() { return std::nullopt; }
};

/// Where a box runs.
enum class BoxProcess {
  as_decided,  ///< in a process of its own where the manifest says so or its files are not trusted (blackbox/trust.h)
  this_one
};

/// Makes the box that a manifest describes; does not load it. threads: CPU threads the box may use itself.
struct BoxOptions {
  int threads = 1;
  bool use_gpu = true;        ///< where the build and the machine have one and the adapter can use it
  std::stop_token stop = {};  ///< obeyed within a frame by boxes that work for long at a time (a recogniser)
  BoxProcess process = BoxProcess::as_decided;
  int gpu = 0;  ///< which of them, where it uses one
  /// Pictures are prepared and outputs searched by the network's engine also where that runs on the CPU, as it does on
  /// a GPU: to compare the two ways (blackbox/device_check.h).
  bool on_device = false;
};
[[nodiscard]] Result<std::unique_ptr<BlackBox>> make_black_box(const Manifest& manifest,
                                                               const BoxOptions& options = {});

/// How many GPUs the driver has; 0: no driver. Asked once; thread-safe.
[[nodiscard]] int gpu_count();

/// Whether something else than this process's threads does a box's work, so that it is best fed many frames a call by
/// few callers: none; a GPU, which its adapter will try to use in this process; a server. The load tells whether it
/// works, and how many frames (BlackBox::feeding).
enum class BoxDevice { none, gpu, server };
[[nodiscard]] BoxDevice device_of(const Manifest& manifest, const BoxOptions& options);

/// Where a box of this manifest runs, and with what rights.
struct BoxHousing {
  bool own_process = false;
  bool sandboxed = false;
  std::string text;  ///< "in this program", "in a process of its own", "..., closed in: no network, files read only"
};
/// Errors: those of trust_of (blackbox/trust.h).
[[nodiscard]] Result<BoxHousing> housing_of(const Manifest& manifest);

}  // namespace mlink::blackbox
