// Internal to core/experiment: where the frames of a live run come from, opened, and the frames that files will give in
// the order in which they are worked on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "experiment/experiment.h"
#include "experiment/live.h"
#include "media/live_reader.h"
#include "media/video.h"
#include "store/store.h"

namespace mlink::experiment {

/// A source as the run knows it: a file, a region of it, a camera or an address.
struct LiveOrigin {
  std::string name;
  std::optional<Rect> crop;
  bool live = false;      ///< a camera or an address
  std::size_t file = 0;   ///< in LivePlan::files, or in LivePlan::readers
  std::string path;       ///< of the file; an address without its password
  bool sound = false;     ///< has sound that boxes may listen to
  int sound_stream = -1;  ///< -1: the file's best
  double zero = 0;        ///< FrameIndex::zero(): where its sound's clock begins
  double step = 0;        ///< seconds from frame to frame
  double rate = 0;        ///< frames in use a second; 0: not known
};

/// A file that is decoded once for all its regions.
struct LiveFile {
  std::string path;
  FrameIndex index;
  std::vector<std::int64_t> ordinals;  ///< wanted by any region, ascending
};

struct PlannedFrame {
  std::size_t source = 0;         ///< in LivePlan::origins
  std::int64_t file_ordinal = 0;  ///< in its file
  std::int64_t ordinal = 0;       ///< as its camera counts
  double seconds = 0;             ///< on the clock that all files share
  int camera = 0;                 ///< of frames of one time the order, as rows of a table have it
};

struct LivePlan {
  std::vector<LiveOrigin> origins;
  std::vector<LiveFile> files;
  std::vector<PlannedFrame> frames;  ///< of files, in the order of time
  std::vector<std::unique_ptr<LiveReader>> readers;
  std::vector<std::string> notes;
  [[nodiscard]] bool realtime() const { return !readers.empty(); }
};

/// One frame that came.
struct LiveItem {
  std::size_t source = 0;
  std::int64_t ordinal = 0;
  double seconds = 0;  ///< as it is told: of a file on its clock, else since the run began
  double clock = 0;    ///< on the clock of periods
  std::int64_t file_ordinal = 0;
  double file_seconds = 0;  ///< from the file's first frame
  Result<Frame> frame = Frame();
  std::vector<std::shared_ptr<const std::vector<Frame>>> clips = {};  ///< by box: LiveBoxes::remember
};

/// Opens what the options name: files, folders, cameras, addresses; nothing named: the experiment's cameras, on the
/// frames that did not train the links. Fails on the first that cannot be opened.
[[nodiscard]] Result<LivePlan> plan_live(const StoreQueries& store, const Snapshot& snapshot,
                                         const LiveOptions& options, const std::stop_token& stop);

}  // namespace mlink::experiment
