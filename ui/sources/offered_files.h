// What files that were dropped or chosen are.
#pragma once

#include <QStringList>

namespace mlink::ui {

/// Offered files by what they are: manifests (*.json), recorded outputs (tables with BOX.json as their description,
/// detections) and all else, folders opened up.
struct OfferedFiles {
  QStringList videos, manifests, tables;
  QStringList models;    ///< files of networks, which need a manifest first
  QStringList pictures;  ///< folders of numbered pictures, of offered folders without videos
  QStringList empty;     ///< offered folders that hold nothing of all this
};
[[nodiscard]] OfferedFiles sort_files(const QStringList& paths);

}  // namespace mlink::ui
