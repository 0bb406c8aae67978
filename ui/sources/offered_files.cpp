#include "ui/sources/offered_files.h"

#include <QDirIterator>
#include <QFileInfo>

#include "experiment/boxes.h"
#include "experiment/import.h"
#include "experiment/picture_folder.h"
#include "ui/common/widgets.h"
#include "ui/sources/import_dialog.h"

namespace mlink::ui {
namespace {

bool is_json(const QString& path) { return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive); }

void sort_file(const QString& path, OfferedFiles& files) {
  const std::string file = path.toStdString();
  (is_recorded_outputs(file)           ? files.tables
   : is_json(path)                     ? files.manifests
   : experiment::is_network_file(file) ? files.models
                                       : files.videos)
      << path;
}

void sort_folder(const QString& path, OfferedFiles& files) {
  static const QStringList media{"*.mp4", "*.avi", "*.mkv", "*.mov", "*.webm", "*.mpg", "*.mpeg",
                                 "*.m4v", "*.ts",  "*.wmv", "*.flv", "*.ogv",  "*.y4m"};
  QDirIterator it(path, QStringList(media) << "*.json", QDir::Files, QDirIterator::Subdirectories);
  QStringList found;
  while (it.hasNext()) found << it.next();
  found.sort();
  bool videos = false;
  for (const QString& file : found) {
    videos = videos || !is_json(file);
    if (is_json(file))
      sort_file(file, files);
    else
      files.videos << file;
  }
  if (videos) return;  // pictures beside videos are previews
  const auto folders = folders_of_pictures(path.toStdString());
  for (const auto& folder : folders) files.pictures << to_qt(folder.string());
  if (found.isEmpty() && folders.empty()) files.empty << path;
}

}  // namespace

OfferedFiles sort_files(const QStringList& paths) {
  OfferedFiles files;
  for (const QString& path : paths) {
    if (QFileInfo(path).isDir())
      sort_folder(path, files);
    else
      sort_file(path, files);
  }
  for (const QString& table : files.tables) {
    const QString folder = QFileInfo(table).path() + QLatin1Char('/');
    files.manifests.removeAll(folder + outputs_name_of(table) + QStringLiteral(".json"));
  }
  return files;
}

}  // namespace mlink::ui
