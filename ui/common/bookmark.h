// A place in the workbench that a person wants to come back to: a page with what is chosen there. Kept in the
// experiment's file. Values; thread-safe.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "experiment/experiment.h"
#include "ui/common/selection.h"

namespace mlink::ui {

struct Bookmark {
  RowId id = 0;  ///< the file's; 0: not kept yet
  QString name;
  QString page;  ///< as MainWindow::show_page takes it
  std::optional<LinkChoice> link;
  std::optional<FrameChoice> frame;
  std::optional<Amount> budget;
  QString method;
};
/// What is chosen now.
[[nodiscard]] Bookmark bookmark_of(const SharedSelection& selection, const QString& page, const QString& name);
/// What a person would call it: "pose → persons", "60 ms, frame 230".
[[nodiscard]] QString suggested_name(const Bookmark& bookmark, const QString& page_title);
/// Chooses all of it again; what it does not name stays.
void choose(const Bookmark& bookmark, SharedSelection& selection);

[[nodiscard]] std::string to_text(const Bookmark& bookmark);  ///< JSON, without name and id
/// Errors: text that no version of this program wrote.
[[nodiscard]] Result<Bookmark> bookmark_from_text(const std::string& text);

/// All of the file, oldest first; one that cannot be read is left out.
[[nodiscard]] Result<std::vector<Bookmark>> bookmarks_of(const ExperimentReader& reader);
/// Gives its row.
[[nodiscard]] Result<RowId> keep_bookmark(Experiment& experiment, const Bookmark& bookmark);
[[nodiscard]] Status remove_bookmark(Experiment& experiment, const Bookmark& bookmark);

}  // namespace mlink::ui
