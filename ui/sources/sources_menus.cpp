// What a person does on the page: choosing files, the menus of rows, names, order and regions.
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <algorithm>

#include "ui/common/icons.h"
#include "ui/sources/add_video_dialog.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/camera_clock.h"
#include "ui/sources/folder_bar.h"
#include "ui/sources/guess_dialog.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/offered_files.h"
#include "ui/sources/region_dialog.h"
#include "ui/sources/server_bar.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"

namespace mlink::ui {

void SourcesPage::choose_videos() {
  auto* dialog = new QFileDialog(this, tr("Add videos"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
    auto* options = new AddVideoDialog(themes_, files, this);
    connect(options, &AddVideoDialog::chosen, edits_, &SourceEdits::add_videos);
    options->open();
  });
  dialog->open();
}

void SourcesPage::choose_folder() {
  auto* dialog = new QFileDialog(this, tr("Add a folder of pictures"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { folder_bar_->ask({folder}); });
  dialog->open();
}

void SourcesPage::choose_boxes() {
  auto* dialog = new QFileDialog(this, tr("Add black boxes"), {}, tr("Manifests (*.json)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, edits_, &SourceEdits::add_boxes);
  dialog->open();
}

void SourcesPage::ask_server() { server_bar_->open(); }

void SourcesPage::choose_outputs() {
  auto* dialog = new QFileDialog(this, tr("Import outputs"), {},
                                 QStringLiteral("%1 (%2);;%3 (*)")
                                     .arg(to_qt(import_format_titles()).remove(u'(').remove(u')'),
                                          to_qt(import_format_patterns()), tr("All files")));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &SourcesPage::ask_import);
  dialog->open();
}

void SourcesPage::ask_import(const QString& file) {
  QStringList cameras;
  for (const CameraRow& camera : videos_->cameras()) cameras << to_qt(camera.name);
  auto* options = new ImportDialog(themes_, file, cameras, this);
  connect(options, &ImportDialog::chosen, edits_, &SourceEdits::import_outputs);
  options->open();
}

void SourcesPage::take_files(const QStringList& paths) {
  const OfferedFiles files = sort_files(paths);
  if (!files.videos.isEmpty()) edits_->add_videos(files.videos);
  if (!files.manifests.isEmpty()) edits_->add_boxes(files.manifests);
  if (!files.pictures.isEmpty()) folder_bar_->ask(files.pictures);
  for (const QString& folder : files.empty)
    videos_->refuse(
        folder, Error{ErrorKind::invalid_input, tr("Nothing in this folder can be added.").toStdString(),
                      tr("Videos, numbered pictures or manifests are expected.").toStdString(), folder.toStdString()});
  for (const QString& table : files.tables) ask_import(table);
  for (const QString& model : files.models) ask_manifest(model);
}

void SourcesPage::ask_manifest(const QString& model) {
  auto* dialog = new GuessDialog(worker_, themes_, model, this);
  connect(dialog, &GuessDialog::saved, edits_, [this](const QString& file) { edits_->add_boxes({file}); });
  dialog->open();
}

void SourcesPage::video_menu(const QPoint& at) {
  const QModelIndex index = videos_view_->indexAt(at);
  if (!index.isValid() || index.data(VideosModel::RefusedRole).toBool()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (const auto chosen = chosen_cameras(); chosen.size() > 1 && videos_view_->selectionModel()->isSelected(index)) {
    clock_->fill_menu(*menu, chosen);
    menu->addAction(themed_icon(QStringLiteral("remove"), themes_),
                    tr("Remove %1 cameras and their outputs").arg(chosen.size()), this,
                    &SourcesPage::remove_chosen_cameras);
    menu->popup(videos_view_->viewport()->mapToGlobal(at));
    return;
  }
  const QString name = index.data(VideosModel::NameRole).toString();
  const QPersistentModelIndex begins = index.siblingAtColumn(VideosModel::Begins);
  menu->addAction(tr("Rename %1…").arg(name), QKeySequence(Qt::Key_F2), this, [this, begins] { edit_name(begins); });
  menu->addAction(tr("Set when %1 begins…").arg(name), this, [this, begins] { edit_start(begins); });
  if (overview_ && std::any_of(overview_->cameras.begin(), overview_->cameras.end(),
                               [&](const CameraRow& c) { return to_qt(c.name) == name && !c.recorded; })) {
    menu->addAction(tr("Region of %1…").arg(name), this, [this, begins] { draw_region(begins); });
    menu->addAction(tr("Locate the file of %1…").arg(name), this, [this, name] { locate_video(name); });
  }
  clock_->fill_menu(*menu, {});
  menu->addAction(themed_icon(QStringLiteral("remove"), themes_), tr("Remove %1 and its outputs").arg(name), this,
                  [this, name] { edits_->remove_cameras({name}); });
  menu->popup(videos_view_->viewport()->mapToGlobal(at));
}

void SourcesPage::remove_chosen_cameras() {
  QStringList names;
  for (const CameraRow& camera : chosen_cameras()) names << to_qt(camera.name);
  if (!names.isEmpty()) edits_->remove_cameras(names);
}

void SourcesPage::remove_chosen_box() {
  const auto row = static_cast<std::size_t>(boxes_view_->currentIndex().row());
  if (boxes_view_->currentIndex().isValid() && row < boxes_->boxes().size())
    edits_->remove_box(to_qt(boxes_->boxes()[row].name));
}

std::vector<CameraRow> SourcesPage::chosen_cameras() const {
  std::vector<CameraRow> chosen;
  for (std::size_t row = 0; row < videos_->cameras().size(); ++row)
    if (videos_view_->selectionModel()->isRowSelected(static_cast<int>(row))) chosen.push_back(videos_->cameras()[row]);
  return chosen;
}

void SourcesPage::locate_video(const QString& camera) {
  auto* dialog = new QFileDialog(this, tr("Where is the video of %1 now?").arg(camera));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, camera](const QString& file) { edits_->relink_video(camera, file); });
  dialog->open();
}

void SourcesPage::locate_box(const QString& name) {
  auto* dialog = new QFileDialog(this, tr("Where is the manifest of %1 now?").arg(name), {}, tr("Manifests (*.json)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, name](const QString& file) { edits_->relink_box(name, file); });
  dialog->open();
}

void SourcesPage::edit_start(const QModelIndex& begins) {
  if (!begins.isValid()) return;
  start_wanted_ = true;  // from now on its column is there, however narrow the panel
  fit_columns();
  videos_view_->scrollTo(begins);
  videos_view_->setCurrentIndex(begins);
  videos_view_->edit(begins);
}

void SourcesPage::edit_name(const QModelIndex& at) {
  if (!at.isValid()) return;
  const QModelIndex name = at.siblingAtColumn(VideosModel::Camera);
  if (!(name.flags() & Qt::ItemIsEditable)) return;
  videos_view_->scrollTo(name);
  videos_view_->setCurrentIndex(name);
  videos_view_->edit(name);
}

void SourcesPage::edit_box(const QModelIndex& at) {
  if (!at.isValid()) return;
  const QModelIndex cell = BoxesModel::kind_of(at.column()) ? at : at.siblingAtColumn(BoxesModel::Name);
  if (!(cell.flags() & Qt::ItemIsEditable)) return;
  gpu_wanted_ = gpu_wanted_ || cell.column() == BoxesModel::Gpu;
  boxes_->dismiss(cell.data(BoxesModel::NameRole).toString());  // what was wrong lies over the cells
  place_problems();
  boxes_view_->scrollTo(cell);
  boxes_view_->setCurrentIndex(cell);
  boxes_view_->edit(cell);
}

void SourcesPage::take_cost(const QString& box, CostKind kind, const QString& text) {
  const auto amount = experiment::parse_cost(kind, text.toStdString());
  if (!amount) return boxes_->tell_wrong(box, amount.error());
  boxes_->dismiss(box);
  edits_->set_cost(box, *amount);
}

void SourcesPage::move_row(SourceList list, std::vector<RowId> shown, int from, int to) {
  const RowId id = shown[static_cast<std::size_t>(from)];
  // An order that is on its way is not shown yet: keys that follow quickly go on from it.
  auto& order = moving_[list == SourceList::cameras ? 0 : 1];
  if (!order) order = std::move(shown);
  const auto at = std::find(order->begin(), order->end(), id);
  if (at == order->end()) return;
  const auto place =
      std::clamp<std::ptrdiff_t>(at - order->begin() + to - from, 0, static_cast<std::ptrdiff_t>(order->size()) - 1);
  order->erase(at);
  order->insert(order->begin() + place, id);
  edits_->set_order(list, *order);
}

RegionDialog* SourcesPage::region() const { return region_; }

void SourcesPage::enable_region() {
  const QModelIndex at = videos_view_->currentIndex();
  const auto row = static_cast<std::size_t>(at.row());
  const bool video = at.isValid() && row < videos_->cameras().size() && !videos_->cameras()[row].recorded &&
                     !videos_->cameras()[row].problem;
  region_button_->setVisible(!videos_->cameras().empty());
  region_button_->setEnabled(video);
}

void SourcesPage::draw_region(const QModelIndex& at) {
  const auto row = static_cast<std::size_t>(at.row());
  if (!at.isValid() || row >= videos_->cameras().size()) return;
  if (region_) region_->close();
  region_ = new RegionDialog(themes_, worker_, videos_->cameras(), videos_->cameras()[row].id, this);
  connect(region_, &RegionDialog::chosen, edits_,
          [this](const QString& file, const AddVideoOptions& options) { edits_->add_videos({file}, options); });
  region_->resize(760, 560);
  region_->show();
}

void SourcesPage::box_menu(const QPoint& at) {
  const QModelIndex index = boxes_view_->indexAt(at);
  if (!index.isValid() || index.data(BoxesModel::RefusedRole).toBool()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString name = index.data(BoxesModel::NameRole).toString();
  const QPersistentModelIndex row = index.siblingAtColumn(BoxesModel::Name);
  const auto edit = [this, row](BoxesModel::Columns column) { edit_box(row.sibling(row.row(), column)); };
  menu->addAction(tr("Rename %1…").arg(name), QKeySequence(Qt::Key_F2), this, [edit] { edit(BoxesModel::Name); });
  const std::initializer_list<std::pair<QString, BoxesModel::Columns>> costs{
      {tr("Type in the time of %1…"), BoxesModel::Time},
      {tr("Type in the memory of %1…"), BoxesModel::Memory},
      {tr("Type in the GPU memory of %1…"), BoxesModel::Gpu}};
  for (const auto& [text, column] : costs)
    menu->addAction(text.arg(name), this, [edit, column = column] { edit(column); })
        ->setEnabled(row.sibling(row.row(), column).flags() & Qt::ItemIsEditable);
  const auto& box = boxes_->boxes()[static_cast<std::size_t>(index.row())];
  QAction* back = menu->addAction(tr("Take back to measured"), this, [this, name] { edits_->take_measured(name); });
  back->setEnabled(boxes_->was_measured(box.id));
  back->setToolTip(back->isEnabled() ? tr("The costs that were typed in become what was measured before.")
                                     : tr("No cost of %1 was measured before it was typed in.").arg(name));
  menu->setToolTipsVisible(true);
  if (const auto* place = boxes_->place_of(box.id); place && !place->files.empty()) {
    const bool trust = place->closed_in;
    const QString text = trust ? tr("Trust the files of %1") : tr("Trust the files of %1 no longer");
    QStringList names;
    for (const auto& file : place->files) names << to_qt(file.string());
    menu->addAction(text.arg(name), this, [this, files = place->files, trust] { set_trusted(files, trust); })
        ->setToolTip(
            (trust ? tr("A model file from elsewhere is code. Trusted, the box runs in this program with all that "
                        "it may do; it is remembered for you by the content of its files:")
                   : tr("The box runs closed in again: without network, files read only.")) +
            QLatin1Char('\n') + names.join(QLatin1Char('\n')));
  }
  if (overview_ && std::any_of(overview_->boxes.begin(), overview_->boxes.end(),
                               [&](const BoxRow& b) { return to_qt(b.name) == name && !b.recorded; }))
    menu->addAction(tr("Locate the manifest of %1…").arg(name), this, [this, name] { locate_box(name); });
  menu->addAction(themed_icon(QStringLiteral("remove"), themes_), tr("Remove %1 and its outputs").arg(name), this,
                  [this, name] { edits_->remove_box(name); });
  menu->popup(boxes_view_->viewport()->mapToGlobal(at));
}

void SourcesPage::set_trusted(const std::vector<std::filesystem::path>& files, bool trusted) {
  worker_->ask<int>(
      Worker::Lane::pictures, this, QStringLiteral("trust"),
      [files, trusted](ReaderPort&, const std::stop_token&) -> Result<int> {
        if (trusted) {
          MLINK_TRY(experiment::trust_box_files(files));
          return static_cast<int>(files.size());
        }
        MLINK_TRY(experiment::keep_closed_in(files));
        return experiment::distrust_box_files(files);
      },
      [this](const Result<int>& done) {
        if (!done) Q_EMIT worker_->problem(tr("Trust"), done.error());
        ask_places();
      });
}

std::vector<PageKey> SourcesPage::keys() const {
  return {{tr("Rename a camera or a box, set when a file begins, type a cost in"), QStringLiteral("F2")},
          {tr("Put a row in another place"), tr("Alt+↑ Alt+↓")},
          {tr("Remove the chosen rows"), tr("Del")}};
}

}  // namespace mlink::ui
