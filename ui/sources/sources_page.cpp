#include "ui/sources/sources_page.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/icons.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/camera_clock.h"
#include "ui/sources/cost_bars.h"
#include "ui/sources/folder_bar.h"
#include "ui/sources/outputs_panel.h"
#include "ui/sources/region_dialog.h"
#include "ui/sources/row_drag.h"
#include "ui/sources/row_problem.h"
#include "ui/sources/server_bar.h"
#include "ui/sources/trust_question.h"
#include "ui/sources/videos_model.h"

namespace mlink::ui {
namespace {

constexpr int kOutputsHeight = 292;
constexpr int kBoxRow = 38, kTallRow = 54;  // tall: with an error or a question in it
constexpr QSize kThumbnail(60, 45);

/// `one` and `many` have the number's place in them.
QString plural(std::size_t n, const QString& one, const QString& many) {
  return (n == 1 ? one : many).arg(to_qt(count_text(static_cast<std::int64_t>(n))));
}

template <class Row>
std::vector<RowId> ids_of(const std::vector<Row>& rows) {
  std::vector<RowId> ids;
  ids.reserve(rows.size());
  for (const Row& row : rows) ids.push_back(row.id);
  return ids;
}

/// Of the row that is chosen; 0: none.
template <class Row>
RowId current_id(const QTableView& view, const std::vector<Row>& rows) {
  const auto row = static_cast<std::size_t>(view.currentIndex().row());
  return view.currentIndex().isValid() && row < rows.size() ? rows[row].id : 0;
}

/// Rows that moved keep what is chosen: the current one, in its column.
template <class Row>
void choose_row(QTableView& view, const std::vector<Row>& rows, RowId id) {
  if (id == 0 || current_id(view, rows) == id) return;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row].id == id) view.setCurrentIndex(view.model()->index(static_cast<int>(row), 1));
}

bool any_typed(const BoxCosts& costs) {
  const auto kinds = {CostKind::time, CostKind::memory, CostKind::gpu_memory};
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](CostKind kind) { return costs.origin(kind) == CostOrigin::typed; });
}

/// A small picture of the camera, or the sign of an error.
class ThumbnailDelegate : public RowDelegate {
 public:
  using RowDelegate::RowDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    paint_background(*painter, option, index);
    const QRect place = option.rect.adjusted(8, 4, -4, -5);
    const auto image = index.data(VideosModel::ImageRole).value<QImage>();
    painter->save();
    if (index.data(RowDelegate::ErrorRowRole).toBool()) {
      painter->setPen(QPen(theme().error, 1, Qt::DashLine));
      painter->drawRect(place.adjusted(0, 0, -1, -1));
      draw_icon(*painter, QStringLiteral("error"), QRectF(place.center().x() - 7, place.center().y() - 7, 16, 16),
                theme().error);
    } else if (!image.isNull()) {
      painter->fillRect(place, theme().well);
      const QSize size = (QSizeF(image.size()) / image.devicePixelRatio()).toSize();
      painter->drawImage(
          QPoint(place.left() + (place.width() - size.width()) / 2, place.top() + (place.height() - size.height()) / 2),
          image);
    } else {
      painter->fillRect(place, theme().sunken);
    }
    painter->restore();
  }
};

}  // namespace

SourcesPage::SourcesPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent), themes_(themes), selection_(selection), worker_(worker), edits_(new SourceEdits(worker, this)) {
  setAcceptDrops(true);
  videos_panel_ = make_videos();
  boxes_panel_ = make_boxes();
  outputs_ = new OutputsPanel(themes, worker);
  auto* top = new QSplitter(Qt::Horizontal);
  top->addWidget(videos_panel_);
  top->addWidget(boxes_panel_);
  top->setStretchFactor(0, 55);
  top->setStretchFactor(1, 45);
  top->setSizes({550, 500});
  top->setChildrenCollapsible(false);
  auto* all = new QSplitter(Qt::Vertical);
  all->addWidget(top);
  all->addWidget(outputs_);
  all->setStretchFactor(0, 1);
  all->setStretchFactor(1, 0);
  all->setSizes({500, kOutputsHeight});
  all->setChildrenCollapsible(false);
  outputs_->setMinimumHeight(220);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  layout->addWidget(all);
  connect(worker, &Worker::problem, this, &SourcesPage::show_problem);
  connect(outputs_, &OutputsPanel::collect_wanted, this, &SourcesPage::collect_wanted);
  connect(outputs_, &OutputsPanel::profile_wanted, this, &SourcesPage::profile_wanted);
  connect(outputs_, &OutputsPanel::train_wanted, this, &SourcesPage::train_wanted);
  connect(outputs_, &OutputsPanel::retry_wanted, this, &SourcesPage::retry_wanted);
  set_overview({});
}

Panel* SourcesPage::make_videos() {
  auto* panel = new Panel(themes_, tr("Videos"));
  make_add_menu(*panel);
  folder_bar_ = new FolderBar(themes_, worker_);
  connect(folder_bar_, &FolderBar::chosen, this,
          [this](const QString& folder, const AddVideoOptions& options) { edits_->add_videos({folder}, options); });
  panel->body()->addWidget(folder_bar_);

  make_videos_view();
  video_drop_ =
      new DropHint(themes_, tr("Drop videos or a folder here. A region of a picture can be a camera of its own."));
  connect(video_drop_, &DropHint::clicked, this, &SourcesPage::choose_videos);
  auto* list = new QWidget;
  auto* column = new QVBoxLayout(list);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(videos_view_, 1);
  column->addWidget(video_drop_);
  auto* empty = new EmptyState(themes_, tr("No videos yet. Drop files or a folder here."));
  connect(empty->add_button(tr("Add videos…"), true), &QPushButton::clicked, this, &SourcesPage::choose_videos);
  connect(empty->add_button(tr("Folder of pictures…"), false), &QPushButton::clicked, this,
          &SourcesPage::choose_folder);
  videos_stack_ = new QStackedWidget;
  videos_stack_->addWidget(empty);
  videos_stack_->addWidget(list);
  panel->body()->addWidget(videos_stack_, 1);
  connect(videos_, &QAbstractItemModel::modelReset, this, &SourcesPage::place_problems);
  connect(videos_, &QAbstractItemModel::rowsInserted, this, &SourcesPage::place_problems);
  connect(videos_, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
            if (roles.isEmpty()) fit_columns();  // files that have a start now show their column
          });
  connect(videos_, &QAbstractItemModel::rowsRemoved, this, &SourcesPage::place_problems);
  return panel;
}

void SourcesPage::make_videos_view() {
  videos_ = new VideosModel(this);
  videos_view_ = new QTableView;
  dress_table(*videos_view_, themes_, space::thumbnail_row);
  videos_view_->setModel(videos_);
  videos_view_->setItemDelegateForColumn(VideosModel::Thumbnail, new ThumbnailDelegate(themes_, videos_view_));
  videos_view_->setAccessibleName(tr("Videos"));
  videos_view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  videos_view_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(videos_view_, &QWidget::customContextMenuRequested, this, &SourcesPage::video_menu);
  clock_ = new CameraClock(worker_, this);
  connect(videos_, &VideosModel::start_typed, this, [this](const QString& name, const QString& start) {
    for (const CameraRow& camera : videos_->cameras())
      if (to_qt(camera.name) == name) clock_->set(camera, start);
  });
  connect(videos_, &VideosModel::name_typed, edits_, &SourceEdits::rename_camera);
  auto* edit = new QShortcut(QKeySequence(Qt::Key_F2), videos_view_, nullptr, nullptr, Qt::WidgetShortcut);
  connect(edit, &QShortcut::activated, this, [this] {
    const QModelIndex at = videos_view_->currentIndex();
    if (at.column() == VideosModel::Begins)
      edit_start(at);
    else
      edit_name(at);
  });
  auto* remove = new QShortcut(QKeySequence(Qt::Key_Delete), videos_view_, nullptr, nullptr, Qt::WidgetShortcut);
  connect(remove, &QShortcut::activated, this, &SourcesPage::remove_chosen_cameras);
  auto* drag = new RowDrag(themes_, videos_view_, [this] { return static_cast<int>(videos_->cameras().size()); });
  connect(drag, &RowDrag::moved, this,
          [this](int from, int to) { move_row(SourceList::cameras, ids_of(videos_->cameras()), from, to); });
  connect(videos_view_->selectionModel(), &QItemSelectionModel::currentChanged, this, &SourcesPage::enable_region);
  connect(videos_view_, &QTableView::doubleClicked, this, [this](const QModelIndex& at) {
    const auto row = static_cast<std::size_t>(at.row());
    if (row >= videos_->cameras().size()) return;
    if (at.column() == VideosModel::Begins) {
      edit_start(at);
      return;
    }
    const CameraRow& camera = videos_->cameras()[row];  // a later file of a camera begins where that camera goes on
    selection_->set_frame(
        FrameChoice{to_qt(camera.part_of.empty() ? camera.name : camera.part_of), camera.first_ordinal});
    Q_EMIT go_to(QStringLiteral("replay"));
  });
}

void SourcesPage::make_add_menu(Panel& panel) {
  auto* add = new QPushButton(themed_icon(QStringLiteral("plus"), themes_), tr("Add…"));
  add->setToolTip(tr("Add videos (Ctrl+Shift+V), or a folder of pictures as one video"));
  add->setFixedHeight(23);
  auto* menu = new QMenu(add);
  QAction* videos =
      menu->addAction(tr("Videos…"), QKeySequence(QStringLiteral("Ctrl+Shift+V")), this, &SourcesPage::choose_videos);
  addAction(videos);  // its keys work while the menu is closed
  menu->addAction(tr("Folder of pictures…"), this, &SourcesPage::choose_folder);
  add->setMenu(menu);
  panel.add_head_widget(add);
  region_button_ = new QPushButton(tr("Region…"));
  region_button_->setToolTip(tr("Draw a region on the picture of the chosen video: a camera of its own"));
  region_button_->setFixedHeight(23);
  panel.add_head_widget(region_button_);
  connect(region_button_, &QPushButton::clicked, this, [this] { draw_region(videos_view_->currentIndex()); });
}

Panel* SourcesPage::make_boxes() {
  auto* panel = new Panel(themes_, tr("Black boxes"));
  auto* add = new QPushButton(themed_icon(QStringLiteral("plus"), themes_), tr("Add…"));
  add->setToolTip(tr("Add manifests (Ctrl+Shift+B), or a model on an inference server"));
  add->setFixedHeight(23);
  auto* menu = new QMenu(add);
  QAction* manifests =
      menu->addAction(tr("Manifests…"), QKeySequence(QStringLiteral("Ctrl+Shift+B")), this, &SourcesPage::choose_boxes);
  addAction(manifests);  // its keys work while the menu is closed
  menu->addAction(tr("From a server…"), this, &SourcesPage::ask_server);
  add->setMenu(menu);
  panel->add_head_widget(add);
  server_bar_ = new ServerBar(themes_, worker_);
  connect(server_bar_, &ServerBar::manifest_shown, this, [this](bool shown) { boxes_stack_->setVisible(!shown); });
  connect(server_bar_, &ServerBar::saved, edits_, [this](const QString& file) { edits_->add_boxes({file}); });
  panel->body()->addWidget(server_bar_);

  boxes_ = new BoxesModel(this);
  boxes_view_ = new QTableView;
  dress_table(*boxes_view_, themes_, kBoxRow);
  boxes_view_->setModel(boxes_);
  boxes_view_->setAccessibleName(tr("Black boxes"));
  boxes_view_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(boxes_, &BoxesModel::name_typed, edits_, &SourceEdits::rename_box);
  connect(boxes_, &BoxesModel::cost_typed, this, &SourcesPage::take_cost);
  auto* edit = new QShortcut(QKeySequence(Qt::Key_F2), boxes_view_, nullptr, nullptr, Qt::WidgetShortcut);
  connect(edit, &QShortcut::activated, this, [this] { edit_box(boxes_view_->currentIndex()); });
  connect(boxes_view_, &QTableView::doubleClicked, this, [this](const QModelIndex& at) {
    if (BoxesModel::kind_of(at.column())) edit_box(at);
  });
  connect(boxes_view_, &QWidget::customContextMenuRequested, this, &SourcesPage::box_menu);
  auto* remove = new QShortcut(QKeySequence(Qt::Key_Delete), boxes_view_, nullptr, nullptr, Qt::WidgetShortcut);
  connect(remove, &QShortcut::activated, this, &SourcesPage::remove_chosen_box);
  auto* drag = new RowDrag(themes_, boxes_view_, [this] { return static_cast<int>(boxes_->boxes().size()); });
  connect(drag, &RowDrag::moved, this,
          [this](int from, int to) { move_row(SourceList::boxes, ids_of(boxes_->boxes()), from, to); });
  cost_bars_ = new CostBars(themes_);
  box_drop_ =
      new DropHint(themes_, tr("Drop manifests (*.json) or recorded outputs (CSV, Parquet, Arrow, COCO, MOT) here."));
  connect(box_drop_, &DropHint::clicked, this, &SourcesPage::choose_boxes);
  auto* list = new QWidget;
  auto* column = new QVBoxLayout(list);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(boxes_view_, 1);
  column->addWidget(cost_bars_);
  column->addWidget(box_drop_);
  auto* empty = new EmptyState(themes_, tr("No black boxes yet. Drop manifests (*.json) here."));
  connect(empty->add_button(tr("Add black boxes…"), true), &QPushButton::clicked, this, &SourcesPage::choose_boxes);
  connect(empty->add_button(tr("From a server…"), false), &QPushButton::clicked, this, &SourcesPage::ask_server);
  boxes_stack_ = new QStackedWidget;
  boxes_stack_->addWidget(empty);
  boxes_stack_->addWidget(list);
  panel->body()->addWidget(boxes_stack_, 1);
  connect(boxes_, &QAbstractItemModel::modelReset, this, &SourcesPage::place_problems);
  connect(boxes_, &QAbstractItemModel::rowsInserted, this, &SourcesPage::place_problems);
  connect(boxes_, &QAbstractItemModel::rowsRemoved, this, &SourcesPage::place_problems);
  connect(boxes_, &BoxesModel::problems_changed, this, &SourcesPage::place_problems, Qt::QueuedConnection);
  connect(boxes_, &QAbstractItemModel::dataChanged, this, &SourcesPage::fit_columns);
  return panel;
}

void SourcesPage::set_data(const ExperimentDataPtr&) {}

void SourcesPage::set_overview(const OverviewPtr& overview) {
  overview_ = overview;
  waiting_for_overview_ = !overview && !worker_->file().isEmpty();
  const Overview none;
  const Overview& shown = overview ? *overview : none;
  for (auto& order : moving_) order.reset();
  const RowId camera = current_id(*videos_view_, videos_->cameras()), box = current_id(*boxes_view_, boxes_->boxes());
  videos_->set_cameras(shown.cameras);
  boxes_->set_boxes(shown.boxes);
  choose_row(*videos_view_, videos_->cameras(), camera);
  choose_row(*boxes_view_, boxes_->boxes(), box);
  enable_region();
  if (region_) region_->set_cameras(shown.cameras);
  cost_bars_->set_boxes(shown.boxes);
  outputs_->set_overview(overview);
  QSet<QString> files;
  QStringList names;
  std::int64_t frames = 0;
  for (const CameraRow& camera : shown.cameras) {
    names << to_qt(camera.name);
    if (!camera.recorded) files.insert(to_qt(camera.path));
    frames += camera.frames;
  }
  folder_bar_->set_cameras(names);
  videos_panel_->set_note(
      shown.cameras.empty()
          ? QString()
          : plural(static_cast<std::size_t>(files.size()), tr("%1 file"), tr("%1 files")) + QStringLiteral(", ") +
                plural(shown.cameras.size(), tr("%1 camera"), tr("%1 cameras")) + QStringLiteral(", ") +
                plural(static_cast<std::size_t>(frames), tr("%1 frame"), tr("%1 frames")));
  tell_boxes();
  if (!overview) {
    worker_->forget(this);
    asked_.clear();
    pictures_open_ = 0;
  }
  ask_pictures();
  ask_measured();
  ask_places();
}

void SourcesPage::tell_boxes() {
  const auto& boxes = boxes_->boxes();
  const auto count = [&](const auto& is) {
    return static_cast<std::size_t>(std::count_if(boxes.begin(), boxes.end(), is));
  };
  const auto bad = count([](const BoxRow& box) { return box.problem.has_value(); });
  const auto closed_in = count([this](const BoxRow& box) {
    const auto* place = boxes_->place_of(box.id);
    return place && place->closed_in;
  });
  QStringList parts{tr("%1 ready").arg(boxes.size() - bad)};
  if (bad > 0) parts << plural(bad, tr("%1 with an error"), tr("%1 with errors"));
  if (closed_in > 0) parts << tr("%1 closed in (not trusted)").arg(closed_in);
  boxes_panel_->set_note(boxes.empty() ? QString() : parts.join(QStringLiteral(", ")));
}

void SourcesPage::ask_places() {
  using Places = std::vector<experiment::BoxPlace>;
  worker_->ask<Places>(
      Worker::Lane::pictures, this, QStringLiteral("places"),
      [](ReaderPort& reader, const std::stop_token&) -> Result<Places> {
        return reader.experiment() ? experiment::box_places(*reader.experiment()) : Places();
      },
      [this](const Result<Places>& places) {
        if (places) boxes_->set_places(*places);
        tell_boxes();
        place_questions();
      });
}

void SourcesPage::ask_measured() {
  const auto& boxes = boxes_->boxes();
  if (std::none_of(boxes.begin(), boxes.end(), [](const BoxRow& box) { return any_typed(box.costs); }))
    return boxes_->set_measured({});
  using Measured = std::vector<experiment::MeasuredCost>;
  worker_->ask<Measured>(
      Worker::Lane::pictures, this, QStringLiteral("measured"),
      [](ReaderPort& reader, const std::stop_token&) -> Result<Measured> {
        return reader.experiment() ? experiment::measured_before(*reader.experiment()) : Measured();
      },
      [this](const Result<Measured>& measured) {
        if (measured) boxes_->set_measured(*measured);
      });
}

void SourcesPage::ask_pictures() {
  if (!overview_) return;
  for (const CameraRow& camera : overview_->cameras) {
    if (camera.problem || camera.recorded || asked_.contains(camera.id)) continue;
    asked_.insert(camera.id);
    ++pictures_open_;
    const RowId id = camera.id;
    const std::int64_t ordinal = camera.frames / 2 * camera.every;
    const qreal ratio = devicePixelRatioF();
    worker_->ask<QImage>(
        Worker::Lane::pictures, this, QStringLiteral("thumbnail/%1").arg(id),
        [id, ordinal, ratio](ReaderPort& reader, const std::stop_token&) -> Result<QImage> {
          auto picture = reader.picture(id, ordinal);
          if (!picture && ordinal > 0) picture = reader.picture(id, 0);  // a number without a picture
          MLINK_ASSIGN(QImage image, std::move(picture));
          image = image.scaled(kThumbnail * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
          image.setDevicePixelRatio(ratio);
          return image;
        },
        [this, id](Result<QImage> image) {
          --pictures_open_;
          if (image) videos_->set_image(id, *image);
        });
  }
}

void SourcesPage::place_problems() {
  videos_stack_->setCurrentIndex(videos_->rowCount() > 0 ? 1 : 0);
  boxes_stack_->setCurrentIndex(boxes_->rowCount() > 0 ? 1 : 0);
  videos_view_->clearSpans();
  boxes_view_->clearSpans();
  const auto place = [this](QTableView* view, int row, int from, int columns, const Error& error, bool refused,
                            auto dismiss, auto remove, auto locate) {
    view->setSpan(row, from, 1, columns - from);
    auto* widget = new RowProblem(themes_, error);
    if (!refused && error.kind == ErrorKind::not_found)
      connect(widget->add_button(tr("Locate…")), &QPushButton::clicked, this, locate, Qt::QueuedConnection);
    if (refused)
      connect(widget->add_button(tr("Dismiss")), &QPushButton::clicked, this, dismiss, Qt::QueuedConnection);
    else
      connect(widget->add_button(tr("Remove")), &QPushButton::clicked, this, remove, Qt::QueuedConnection);
    view->setIndexWidget(view->model()->index(row, from), widget);
  };
  for (int row = 0; row < videos_->rowCount(); ++row) {
    const QModelIndex at = videos_->index(row, VideosModel::File);
    videos_view_->setIndexWidget(at, nullptr);
    const Error* error = videos_->problem(row);
    if (!error) continue;
    const QString name = at.data(VideosModel::NameRole).toString();
    place(
        videos_view_, row, VideosModel::File, VideosModel::ColumnCount, *error,
        at.data(VideosModel::RefusedRole).toBool(), [this, name] { videos_->dismiss(name); },
        [this, name] { edits_->remove_cameras({name}); }, [this, name] { locate_video(name); });
  }
  for (int row = 0; row < boxes_->rowCount(); ++row) {
    const QModelIndex at = boxes_->index(row, BoxesModel::Model);
    boxes_view_->setIndexWidget(at, nullptr);
    const Error* error = boxes_->problem(row);
    boxes_view_->setRowHeight(row, error ? kTallRow : kBoxRow);
    if (!error) continue;
    const QString name = at.data(BoxesModel::NameRole).toString();
    place(
        boxes_view_, row, BoxesModel::Model, BoxesModel::ColumnCount, *error,
        at.data(BoxesModel::RefusedRole).toBool() || at.data(BoxesModel::WrongRole).toBool(),
        [this, name] { boxes_->dismiss(name); }, [this, name] { edits_->remove_box(name); },
        [this, name] { locate_box(name); });
  }
  place_questions();
  fit_columns();
}

void SourcesPage::place_questions() {
  for (int row = 0; row < static_cast<int>(boxes_->boxes().size()); ++row) {
    const auto* place = boxes_->question_of(row);
    const QModelIndex at = boxes_->index(row, BoxesModel::Model);
    const bool asked = qobject_cast<TrustQuestion*>(boxes_view_->indexWidget(at));
    if (boxes_->problem(row) || asked == (place != nullptr)) continue;
    boxes_view_->setRowHeight(row, place ? kTallRow : kBoxRow);
    // The costs stay to be seen: a box that runs closed in has some.
    boxes_view_->setSpan(row, BoxesModel::Model, 1, place ? BoxesModel::Time - BoxesModel::Model : 1);
    if (!place) {
      boxes_view_->setIndexWidget(at, nullptr);
      continue;
    }
    QStringList names;
    for (const auto& file : place->files) names << to_qt(file.string());
    auto* question = new TrustQuestion(themes_, names);
    const auto answer = [this, files = place->files](bool trust) { set_trusted(files, trust); };
    connect(
        question->trust_button(), &QPushButton::clicked, this, [answer] { answer(true); }, Qt::QueuedConnection);
    connect(
        question->keep_button(), &QPushButton::clicked, this, [answer] { answer(false); }, Qt::QueuedConnection);
    boxes_view_->setIndexWidget(at, question);
  }
}

void SourcesPage::fit_columns() {
  videos_view_->setColumnWidth(VideosModel::Thumbnail, 72);
  videos_view_->setColumnWidth(VideosModel::Region, 140);
  for (const int column : {VideosModel::Rate, VideosModel::Used, VideosModel::Frames, VideosModel::Length})
    videos_view_->setColumnWidth(column, 76);
  int names = 80;
  for (int row = 0; row < videos_->rowCount(); ++row)
    names =
        std::max(names, videos_view_->itemDelegate()->sizeHint({}, videos_->index(row, VideosModel::Camera)).width());
  videos_view_->setColumnWidth(VideosModel::Camera, std::min(names, 180));
  videos_view_->horizontalHeader()->setSectionResizeMode(VideosModel::File, QHeaderView::Stretch);
  // Numbers are never cut: a narrow panel hides the columns that matter least.
  int starts = 76;
  bool any_start = false;
  for (int row = 0; row < videos_->rowCount(); ++row) {
    const QModelIndex begins = videos_->index(row, VideosModel::Begins);
    any_start = any_start || !begins.data().toString().isEmpty();
    starts = std::max(starts, videos_view_->itemDelegate()->sizeHint({}, begins).width() + 4);
  }
  starts = std::min(starts, 150);
  videos_view_->setColumnWidth(VideosModel::Begins, starts);
  int room = videos_view_->viewport()->width();
  const bool begins = any_start || start_wanted_ || room >= 740;
  videos_view_->setColumnHidden(VideosModel::Begins, !begins);
  if (begins) room -= starts;
  videos_view_->setColumnHidden(VideosModel::Rate, room < 640);
  videos_view_->setColumnHidden(VideosModel::Length, room < 570);
  videos_view_->setColumnHidden(VideosModel::Region, room < 500);

  for (int column = 0; column < BoxesModel::ColumnCount; ++column) {
    int wide = 60;
    for (int row = 0; row < boxes_->rowCount(); ++row) {
      if (column > 0 && boxes_->problem(row)) continue;
      if (column > 0 && column < BoxesModel::Time && boxes_->question_of(row)) continue;
      wide = std::max(wide, boxes_view_->itemDelegate()->sizeHint({}, boxes_->index(row, column)).width() + 4);
    }
    boxes_view_->setColumnWidth(column, std::min(wide, 200));
  }
  boxes_view_->horizontalHeader()->setSectionResizeMode(BoxesModel::Model, QHeaderView::Stretch);
  const int box_room = boxes_view_->viewport()->width();
  const bool gpu = gpu_wanted_ || std::any_of(boxes_->boxes().begin(), boxes_->boxes().end(),
                                              [](const BoxRow& box) { return box.costs.known(CostKind::gpu_memory); });
  boxes_view_->setColumnHidden(BoxesModel::Gpu, !gpu);
  boxes_view_->setColumnHidden(BoxesModel::Adapter, box_room < (gpu ? 680 : 600));
  boxes_view_->setColumnHidden(BoxesModel::Cost, box_room < 500);
}

void SourcesPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  const int hint = height() < 760 ? 46 : 64;
  video_drop_->setFixedHeight(hint);
  box_drop_->setFixedHeight(hint);
  QMetaObject::invokeMethod(this, &SourcesPage::fit_columns, Qt::QueuedConnection);
}

void SourcesPage::show_problem(const QString& about, const Error& error) {
  const QString patterns = QLatin1Char(' ') + to_qt(import_format_patterns()) + QLatin1Char(' ');
  if (patterns.contains(QStringLiteral(" *.%1 ").arg(QFileInfo(about).suffix().toLower())))
    boxes_->refuse(about, error);
  else if (QFileInfo(about).isAbsolute() && about != worker_->file())
    videos_->refuse(about, error);
}

void SourcesPage::set_drop_active(bool active) {
  video_drop_->set_active(active);
  box_drop_->set_active(active);
}

void SourcesPage::dragEnterEvent(QDragEnterEvent* event) {
  if (!event->mimeData()->hasUrls() || worker_->file().isEmpty()) return;
  event->acceptProposedAction();
  set_drop_active(true);
}

void SourcesPage::dragLeaveEvent(QDragLeaveEvent*) { set_drop_active(false); }

void SourcesPage::dropEvent(QDropEvent* event) {
  set_drop_active(false);
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  event->acceptProposedAction();
  take_files(paths);
}

std::vector<std::pair<QString, Table>> SourcesPage::tables() const {
  if (!overview_) return {};
  return {{QStringLiteral("videos"), cameras_table(*overview_)},
          {QStringLiteral("boxes"), boxes_table(*overview_)},
          {QStringLiteral("coverage"), coverage_table(*overview_)}};
}

}  // namespace mlink::ui
