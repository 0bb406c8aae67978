// One link: key figures, predicted against exact, shares by value and camera, and the frames with the largest error.
#pragma once

#include <QWidget>

#include "analysis/matrix_rows.h"
#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/links/agreement.h"

class QStackedWidget;

namespace mlink::ui {

class BubbleChart;
class ConfusionView;
class LabelBars;
class ScoreBars;
class ShareList;
class WorstFrames;

class DetailView : public QWidget {
  Q_OBJECT
 public:
  /// Which link: the shared one, or one that set_link() tells.
  enum class Follows { selection, nothing };
  DetailView(const ThemeHolder& themes, SharedSelection* selection, Worker* worker,
             Follows follows = Follows::selection, QWidget* parent = nullptr);
  void set_data(const ExperimentDataPtr& data);
  /// Of a view that follows nothing.
  void set_link(const std::optional<LinkChoice>& link);
  /// What figures and frames are of.
  void set_rows(JudgedRows rows);
  [[nodiscard]] bool ready() const;
  [[nodiscard]] const std::shared_ptr<const LinkDetail>& detail() const { return detail_; }
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings();
  [[nodiscard]] KeyFigures* figures() const { return figures_; }
  [[nodiscard]] WorstFrames* worst() const { return worst_; }
  /// The axes of its bubbles, as BubbleChart has them; none: another chart is shown, or nothing.
  [[nodiscard]] std::optional<std::pair<double, double>> span() const;
  void widen(const std::optional<std::pair<double, double>>& span);
  /// Opens the link in Replay at its worst frame, now or when its detail is there.
  void open_worst();

 Q_SIGNALS:
  void open_wanted();  ///< go to Replay; the frame is in the selection
  void detail_changed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] const std::optional<LinkChoice>& link() const;
  void ask();
  void nothing_yet(const QString& why);
  void drop(std::shared_ptr<const LinkDetail> detail);
  void choose_worst();
  void show_detail();
  void show_figures(const LinkFigures& link, const OutputSpec& spec, const QString& metric, const QString& native);
  void show_mark();
  void show_message(const QString& text);

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  Follows follows_;
  std::optional<LinkChoice> own_link_;
  JudgedRows rows_ = JudgedRows::test;
  ExperimentDataPtr data_;
  std::shared_ptr<const LinkDetail> detail_;
  Agreement agreement_;
  std::vector<LinkFrame> worst_frames_;  ///< of detail_
  FramePlaces places_;                   ///< of detail_
  int drops_ = 0;
  bool waiting_ = false, open_when_there_ = false;
  QStackedWidget *stack_, *charts_;
  EmptyState* message_;
  KeyFigures* figures_;
  BubbleChart* bubbles_;
  ConfusionView* confusion_;
  ScoreBars* scores_;
  LabelBars* labels_;
  ShareList *by_value_, *by_camera_;
  QWidget* shares_;
  TextLabel *worst_title_, *worst_note_;
  WorstFrames* worst_;
};

}  // namespace mlink::ui
