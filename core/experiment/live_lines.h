// The lines of a live run: one JSON object a line (JSON lines), a line for each frame and box, and one for each event
// (LIVE.md tells the fields). A value's digits are enough to read back the same 32-bit number. Belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "experiment/live.h"

namespace mlink::experiment {

class LiveLines {
 public:
  using Sink = std::function<Status(std::string_view lines)>;
  /// `sink` takes whole lines, all of a frame at once.
  LiveLines(const LiveStart& start, Sink sink);

  [[nodiscard]] Status frame(const LiveFrame& frame);
  [[nodiscard]] Status event(const LiveEvent& event);

 private:
  void add_output(std::size_t box, const LiveOutput& shown);

  std::vector<std::string> boxes_, sources_;  ///< names as JSON
  std::vector<OutputSpec> specs_;
  std::vector<std::vector<std::string>> labels_;  ///< by box, as JSON
  Sink sink_;
  std::string text_;  ///< of the frame at hand
};

}  // namespace mlink::experiment
