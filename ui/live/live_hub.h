// Between a live run and the window: the run's thread leaves what it tells, the newest picture of each source in place
// of an older one, and never waits for the window; the window's own thread takes what is there, scaled to what is
// shown. Everything that passes is copied, but for the pictures' pixels, which are shared and never written.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QSize>
#include <QString>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "experiment/live_figures.h"
#include "ui/common/worker.h"

namespace mlink::ui {

/// A box's value at the foot of a picture.
struct LiveChip {
  QString text;        ///< "pose 4", "persons ~3.2, 82 % sure"
  QString brief;       ///< without the chance, where there is no room
  bool run = false;    ///< else predicted
  bool lines = false;  ///< its lines are drawn in the picture
  bool failed = false;
};

/// The newest of one source, ready to be painted.
struct LivePicture {
  std::size_t source = 0;
  std::int64_t ordinal = 0;
  QImage image;         ///< none: it could not be decoded
  QSize size;           ///< of the picture itself
  bool prefix = false;  ///< all boxes that fit run on it, and the set is not chosen yet
  std::vector<LiveChip> chips;
  std::vector<Marks> marks;  ///< of the boxes that ran
};

struct LiveLogLine {
  QDateTime at;
  LiveEvent event;
};

/// How a run ended.
struct LiveOutcome {
  std::optional<LiveReport> report;
  std::optional<Error> error;  ///< of the run, where there is no report
  std::vector<Error> others;   ///< the lines were not written, the report was not kept
  RowId kept = 0;              ///< the result in the file; 0: none
};

/// What was told since it was taken last.
struct LiveBatch {
  bool opening = false;  ///< its turn has come
  std::shared_ptr<const LiveStart> start;
  std::vector<LivePicture> pictures;
  std::vector<LiveLogLine> events;
  std::optional<LiveNow> now;  ///< where figures were asked for
  std::shared_ptr<const LiveOutcome> outcome;
  bool dropped = false;  ///< its step was dropped before its turn came
};

/// Of one run. Thread-safe.
class LiveHub {
 public:
  explicit LiveHub(CostKind budget) : budget_(budget) {}

  // The run's thread.
  void opens();
  void begins(const LiveStart& start);
  void take(const LiveFrame& frame);
  void take(const LiveTaken& taken);
  void take(const LiveEvent& event);
  void ends(LiveOutcome outcome);
  /// Nobody runs it any more.
  void gone();

  // The window.
  /// False: nobody looks, and no picture is kept.
  void watch(bool pictures);
  /// `sizes`: of the places of the sources in device pixels; pictures are scaled down to fit. Slow: not for the GUI
  /// thread.
  [[nodiscard]] LiveBatch collect(const std::vector<QSize>& sizes, bool figures);

 private:
  struct Newest {
    bool fresh = false;
    bool prefix = false;
    std::int64_t ordinal = 0;
    Frame picture;
    std::vector<LiveOutput> outputs;
    std::vector<Marks> marks;
  };
  [[nodiscard]] LivePicture picture_of(std::size_t source, const Newest& newest, const QSize& size,
                                       const LiveStart& start) const;

  const CostKind budget_;
  std::mutex mutex_;  ///< guards all below
  std::shared_ptr<const LiveStart> start_;
  std::chrono::steady_clock::time_point begin_{};
  LiveFigures figures_;
  std::vector<Newest> newest_;
  std::vector<LiveLogLine> events_;
  std::shared_ptr<const LiveOutcome> outcome_;
  double ended_seconds_ = -1;  ///< when it ended: its figures stand from then on
  bool watched_ = true, opens_ = false, gone_ = false, start_told_ = false;
};

/// What a person wants to be run.
struct LiveWish {
  LiveOptions options;
  std::string lines;  ///< a file for JSON lines; empty: none
};

/// The run as a step of the worker. `stop`: of this run alone, so that what waits behind it is not dropped. The report
/// is kept in the file.
[[nodiscard]] StepFn live_step(LiveWish wish, std::shared_ptr<LiveHub> hub, std::stop_token stop);

}  // namespace mlink::ui
