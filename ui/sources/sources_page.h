// Videos, black boxes and what is collected of them. Files are dropped anywhere on the page.
#pragma once

#include <QPointer>
#include <array>

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/sources/source_edits.h"

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mlink::ui {

class BoxesModel;
class CameraClock;
class CostBars;
class FolderBar;
class OutputsPanel;
class RegionDialog;
class ServerBar;
class VideosModel;

class SourcesPage : public Page {
  Q_OBJECT
 public:
  SourcesPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);

  [[nodiscard]] QString id() const override { return QStringLiteral("sources"); }
  [[nodiscard]] QString title() const override { return tr("Sources"); }
  void set_data(const ExperimentDataPtr& data) override;
  void set_overview(const OverviewPtr& overview) override;
  [[nodiscard]] bool needs_links() const override { return false; }
  [[nodiscard]] bool ready() const override { return !waiting_for_overview_ && pictures_open_ == 0; }
  [[nodiscard]] std::vector<PageKey> keys() const override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;

  /// Adds what was dropped or chosen.
  void take_files(const QStringList& paths);
  void choose_videos();
  void choose_folder();  ///< of pictures
  void choose_boxes();
  void ask_server();  ///< for a model on an inference server
  void choose_outputs();
  /// Asks what the outputs of a file mean, then imports them.
  void ask_import(const QString& file);
  void ask_manifest(const QString& model);  ///< for a network's file that was dropped

  [[nodiscard]] VideosModel* videos() const { return videos_; }
  [[nodiscard]] BoxesModel* boxes() const { return boxes_; }
  [[nodiscard]] FolderBar* folder_bar() const { return folder_bar_; }
  [[nodiscard]] ServerBar* server_bar() const { return server_bar_; }
  [[nodiscard]] OutputsPanel* outputs() const { return outputs_; }
  /// The picture on which a region is drawn now; null: none.
  [[nodiscard]] RegionDialog* region() const;

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  Panel* make_videos();
  void make_videos_view();
  void make_add_menu(Panel& panel);
  Panel* make_boxes();
  void show_problem(const QString& about, const Error& error);
  void place_problems();
  void place_questions();  ///< whether files are trusted, in the rows of boxes
  void ask_pictures();
  void fit_columns();
  void video_menu(const QPoint& at);
  [[nodiscard]] std::vector<CameraRow> chosen_cameras() const;
  void edit_start(const QModelIndex& begins);
  void edit_name(const QModelIndex& at);
  void edit_box(const QModelIndex& at);  ///< a cost where it is one, else the name
  void take_cost(const QString& box, CostKind kind, const QString& text);
  void ask_measured();
  void ask_places();
  void tell_boxes();  ///< in the panel's head
  void set_trusted(const std::vector<std::filesystem::path>& files, bool trusted);
  void remove_chosen_cameras();
  void remove_chosen_box();
  void move_row(SourceList list, std::vector<RowId> shown, int from, int to);
  void enable_region();
  void draw_region(const QModelIndex& at);
  void locate_video(const QString& camera);
  void locate_box(const QString& name);
  void box_menu(const QPoint& at);
  void set_drop_active(bool active);

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  SourceEdits* edits_;
  VideosModel* videos_;
  BoxesModel* boxes_;
  QTableView *videos_view_, *boxes_view_;
  QStackedWidget *videos_stack_, *boxes_stack_;
  Panel *videos_panel_, *boxes_panel_;
  CostBars* cost_bars_;
  FolderBar* folder_bar_;
  ServerBar* server_bar_;
  CameraClock* clock_;
  DropHint *video_drop_, *box_drop_;
  OutputsPanel* outputs_;
  QPushButton* region_button_;
  QPointer<RegionDialog> region_;
  std::array<std::optional<std::vector<RowId>>, 2> moving_;  ///< orders (cameras, boxes) that are asked for
  OverviewPtr overview_;
  QSet<RowId> asked_;
  int pictures_open_ = 0;
  bool gpu_wanted_ = false;    ///< somebody types a cost of GPU memory
  bool start_wanted_ = false;  ///< somebody sets when files begin
  bool waiting_for_overview_ = false;
};

}  // namespace mlink::ui
