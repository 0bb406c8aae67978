// Internal to core/blackbox: a black box in a process of its own. If that crashes, hangs, takes too much memory or
// answers what is no answer, it is ended and started again, and only the frame that it failed on is lost; after too
// many ends in a row the box is given up.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "blackbox/black_box.h"

namespace mlink::blackbox {

struct HostingOptions {
  std::vector<std::string> command;  ///< a program that serves instead of mlink-boxhost; empty: the latter
  bool sandboxed = false;
};
/// Errors: boxes that listen to more than the sound around a frame cannot be served.
[[nodiscard]] Result<std::unique_ptr<BlackBox>> make_hosted_box(const Manifest& manifest, const BoxOptions& options,
                                                                const HostingOptions& hosting);

}  // namespace mlink::blackbox
