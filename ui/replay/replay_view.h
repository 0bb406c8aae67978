// The Replay page's content over one ReplayData: pictures, budget, strips and one frame, kept in step with each other.
// It asks for what takes long through two functions, so that a test can answer them. GUI thread only.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "report/table.h"
#include "ui/common/widgets.h"
#include "ui/replay/picture_feed.h"
#include "ui/replay/picture_view.h"
#include "ui/replay/playback.h"
#include "ui/replay/replay_data.h"

class QSplitter;
class QTableView;
class QToolButton;

namespace mlink::ui {

class BudgetPanel;
class FrameModel;
class MethodsMenu;
class OutcomeLegend;
class StripsView;
class Transport;

/// What is computed for one budget away from the GUI thread.
struct ReplayMoment {
  CostKind kind = CostKind::memory;
  double budget = 0;
  QString method;
  std::shared_ptr<const StripsData> strips;
  std::vector<Outcome> outcomes;   ///< of the method, boxes x evaluated rows
  std::optional<std::size_t> row;  ///< one frame was asked for, and nothing else
  std::vector<FrameLine> lines;    ///< of it
};
/// Runs `job` on another thread and gives its result to `done` on the GUI thread while `context` lives.
using MomentAsk =
    std::function<void(QObject* context, std::function<ReplayMoment()> job, std::function<void(ReplayMoment)> done)>;

class ReplayView : public QWidget {
  Q_OBJECT
 public:
  ReplayView(const ThemeHolder& theme, PictureFetch fetch, MomentAsk ask, QWidget* parent = nullptr);

  void set_data(std::shared_ptr<const ReplayData> data);
  [[nodiscard]] const std::shared_ptr<const ReplayData>& data() const { return data_; }
  /// The same replay with other methods (with_methods): pictures, time and budget stay.
  void set_methods(std::shared_ptr<const ReplayData> data);

  // From the shared selection; these tell nothing.
  void set_budget(const Amount& budget);
  void set_frame(const QString& camera, std::int64_t ordinal);
  void set_box(const QString& box);
  /// One that the page does not compare changes nothing.
  void set_method(const QString& method);

  [[nodiscard]] int camera() const { return camera_; }
  [[nodiscard]] QString box() const { return box_; }
  [[nodiscard]] QString method() const { return method_; }
  [[nodiscard]] std::optional<std::size_t> row() const;  ///< of the table, shown now
  /// Why the chosen camera has no picture at this moment: "begins at 12.0 s"; empty: it has.
  [[nodiscard]] QString away() const;
  /// Whether pictures and strips of the newest wishes are on the screen.
  [[nodiscard]] bool ready() const;
  void go_to_wrong(int direction);  ///< the next frame at which the chosen box is wrong

  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings();

  [[nodiscard]] Playback* playback() const { return playback_; }
  [[nodiscard]] PictureFeed* feed() const { return feed_; }
  [[nodiscard]] BudgetPanel* budget_panel() const { return budget_; }
  [[nodiscard]] QToolButton* keep_button() const { return keep_; }
  [[nodiscard]] StripsView* strips() const { return strips_; }
  [[nodiscard]] PictureView* picture() const { return picture_; }
  [[nodiscard]] CameraGrid* cameras() const { return grid_; }
  [[nodiscard]] Transport* transport() const { return transport_; }
  [[nodiscard]] FrameModel* frame_model() const { return frame_; }
  [[nodiscard]] Segmented* which_cameras() const { return which_; }
  /// Which methods chart, table and curves show: whoever owns the view fills it and follows it.
  [[nodiscard]] MethodsMenu* methods_menu() const { return methods_menu_; }
  [[nodiscard]] MethodsMenu* lanes_menu() const { return lanes_menu_; }  ///< whose lanes the strips show

 Q_SIGNALS:
  void budget_chosen(const outputs::Amount& budget);
  void frame_chosen(const QString& camera, qint64 ordinal);
  void box_chosen(const QString& box);
  void method_chosen(const QString& method);
  void strips_shown();
  void keep_wanted();                       ///< the figures at the budget that is shown
  void export_wanted(const QString& what);  ///< "replay", "budget", "strips"

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] QString away(int camera, double at) const;
  void build_picture();
  void build_strips();
  void build_shortcuts();
  void add_key(const QKeySequence& key, const std::function<void()>& act);
  void lay_out();
  void size_rows();
  void size_pictures();
  void choose_view(int view);
  void take_budget();
  void take_camera(int camera);
  void take_box(const QString& box);
  void take_method(const QString& method);
  void show_moment();    ///< time moved: pictures wanted, frame table
  void show_pictures();  ///< what the feed has
  void show_frame();     ///< frame table, remark
  void show_notes();     ///< titles of the panels
  void show_why();
  void ask_strips();
  void take_strips(ReplayMoment moment);
  [[nodiscard]] std::optional<Outcome> outcome_of(std::size_t row, int box) const;
  [[nodiscard]] int box_index() const;
  [[nodiscard]] QString default_box() const;
  [[nodiscard]] std::vector<std::string> lane_methods() const;
  void fit_method();  ///< one that is not shown any more gives way to mlink
  void show_lanes_menu();
  void ask_frame(std::size_t row);
  void show_lines(std::vector<FrameLine> lines, bool evaluated);
  [[nodiscard]] std::vector<PictureOverlay> overlays_of(std::size_t row, const LoadedPicture& picture) const;
  [[nodiscard]] std::vector<PictureChip> chips_of(const LoadedPicture& picture) const;
  [[nodiscard]] double budget() const;
  [[nodiscard]] CostKind kind() const;

  const ThemeHolder& theme_;
  MomentAsk ask_;
  std::shared_ptr<const ReplayData> data_;
  int camera_ = 0;
  QString box_, method_ = QStringLiteral("mlink");
  ReplayMoment moment_;
  bool asking_ = false, ask_again_ = false;
  bool asking_frame_ = false;
  QStringList lanes_;   ///< methods whose lanes were chosen; none: mlink's and the selected one's
  quint64 serial_ = 0;  ///< of the data
  bool quiet_ = false;  ///< what is set from outside is not told again
  std::vector<CameraCell> cells_;
  int view_ = 0;
  bool narrow_ = false;
  int sized_width_ = 0, sized_height_ = 0, sized_strips_ = 0;  ///< for which the splitters were set
  double picture_shape_ = 4.0 / 3;                             ///< width by height of the shown camera

  Playback* playback_;
  PictureFeed* feed_;
  PictureFetch fetch_;
  QSplitter* rows_;
  QSplitter* top_;
  QSplitter* pictures_;
  Panel* picture_panel_;
  Panel* budget_panel_;
  QToolButton* keep_;
  MethodsMenu* methods_menu_;
  MethodsMenu* lanes_menu_;
  Panel* strips_panel_;
  PictureView* picture_;
  CameraGrid* grid_;
  Transport* transport_;
  BudgetPanel* budget_;
  StripsView* strips_;
  OutcomeLegend* legend_;
  Segmented* which_;
  QWidget* side_;
  FrameModel* frame_;
  QTableView* frame_view_;
  TextLabel* frame_title_;
  TextLabel* remark_;
  TextLabel* why_title_;
  TextLabel* why_;
};

}  // namespace mlink::ui
