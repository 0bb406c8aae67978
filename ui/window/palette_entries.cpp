#include "ui/window/palette_entries.h"

#include <QAction>
#include <QRegularExpression>

#include "base/text.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"
#include "ui/window/main_window.h"

namespace mlink::ui {
namespace {

const QString kLinks = QStringLiteral("links"), kReplay = QStringLiteral("replay"),
              kSources = QStringLiteral("sources");

void add_actions(MainWindow& window, std::vector<PaletteEntry>& entries) {
  for (QAction* action : window.actions()) {
    if (action->text().isEmpty()) continue;
    PaletteEntry entry;
    entry.group = MainWindow::tr("Actions");
    entry.icon = action->property("icon-name").toString();
    entry.title = plain_text(*action);
    entry.detail = action->property("menu").toString();
    entry.keys = action->shortcut().toString(QKeySequence::NativeText);
    if (!action->isEnabled()) entry.reason = MainWindow::tr("Open an experiment first.");
    entry.act = [action] { action->trigger(); };
    entries.push_back(std::move(entry));
  }
}

void add_boxes(MainWindow& window, std::vector<PaletteEntry>& entries) {
  const OverviewPtr overview = window.worker()->overview();
  if (!overview) return;
  for (const BoxRow& box : overview->boxes) {
    PaletteEntry entry;
    entry.group = MainWindow::tr("Boxes");
    entry.icon = task_icon(box.spec.task);
    entry.title = to_qt(box.name);
    entry.detail = to_qt(box.title);
    if (box.costs.known(CostKind::time)) entry.detail += u' ' + to_qt(amount_text({CostKind::time, box.costs.seconds}));
    entry.act = [&window] { window.show_page(kSources); };
    entries.push_back(std::move(entry));
  }
}

void add_links(MainWindow& window, std::vector<PaletteEntry>& entries) {
  const ExperimentDataPtr data = window.worker()->data();
  if (!data || !data->links) return;
  const MatrixData& m = data->links->matrix;
  for (int i = 0; i < m.size(); ++i)
    for (int j = 0; j < m.size(); ++j) {
      if (!m.cell(i, j)) continue;
      const QString source = to_qt(m.boxes[static_cast<std::size_t>(i)]);
      const QString target = to_qt(m.boxes[static_cast<std::size_t>(j)]);
      PaletteEntry entry;
      entry.group = MainWindow::tr("Links");
      entry.icon = QStringLiteral("link");
      entry.title = source + QStringLiteral(" → ") + target;
      entry.detail = MainWindow::tr("p %1, lift %2")
                         .arg(to_qt(score_text(m.cell(i, j)->test.p)),
                              to_qt(signed_text(m.cell(i, j)->test.p - m.cell(i, j)->prior_p)));
      entry.act = [&window, source, target] {
        window.selection()->set_link(LinkChoice{source, target});
        window.show_page(kLinks);
      };
      entries.push_back(std::move(entry));
    }
}

void add_cameras(MainWindow& window, std::vector<PaletteEntry>& entries) {
  const OverviewPtr overview = window.worker()->overview();
  if (!overview) return;
  for (const CameraRow& camera : overview->cameras) {
    if (!camera.part_of.empty()) continue;
    const QString name = to_qt(camera.name);
    PaletteEntry entry;
    entry.group = MainWindow::tr("Cameras");
    entry.icon = QStringLiteral("sources");
    entry.title = name;
    entry.detail =
        MainWindow::tr("%1 frames; type a number behind it for a frame").arg(to_qt(count_text(camera.frames)));
    entry.act = [&window, name] {
      window.selection()->set_frame(FrameChoice{name, 0});
      window.show_page(kReplay);
    };
    entries.push_back(std::move(entry));
  }
}

void add_bookmarks(MainWindow& window, std::vector<PaletteEntry>& entries) {
  for (const Bookmark& bookmark : window.bookmarks()) {
    PaletteEntry entry;
    entry.group = MainWindow::tr("Bookmarks");
    entry.icon = QStringLiteral("flag");
    entry.title = bookmark.name;
    entry.act = [&window, bookmark] { window.go_to(bookmark); };
    entries.push_back(std::move(entry));
  }
}

}  // namespace

QString plain_text(const QAction& action) {
  QString text = action.text();
  text.remove(u'&');
  if (text.endsWith(u'…')) text.chop(1);
  return text;
}

std::vector<PaletteEntry> palette_entries(MainWindow& window) {
  std::vector<PaletteEntry> entries;
  add_actions(window, entries);
  add_boxes(window, entries);
  add_links(window, entries);
  add_cameras(window, entries);
  add_bookmarks(window, entries);
  return entries;
}

std::vector<PaletteEntry> palette_reading(MainWindow& window, const QString& typed) {
  std::vector<PaletteEntry> entries;
  if (window.worker()->file().isEmpty()) return entries;
  if (const auto amount = parse_amount(typed.toStdString())) {
    PaletteEntry entry;
    entry.group = MainWindow::tr("Budgets");
    entry.icon = QStringLiteral("flag");
    entry.title = MainWindow::tr("Budget %1").arg(to_qt(amount_text(*amount)));
    entry.act = [&window, amount = *amount] {
      window.selection()->set_budget(amount);
      window.show_page(kReplay);
    };
    entries.push_back(std::move(entry));
  }
  static const QRegularExpression pattern(QStringLiteral("^(.+?)[ :]+(\\d{1,15})$"));
  const auto match = pattern.match(typed);
  const OverviewPtr overview = window.worker()->overview();
  if (!match.hasMatch() || !overview) return entries;
  const qint64 ordinal = match.captured(2).toLongLong();
  for (const CameraRow& camera : overview->cameras) {
    const QString name = to_qt(camera.name);
    if (!camera.part_of.empty() || !name.startsWith(match.captured(1), Qt::CaseInsensitive)) continue;
    PaletteEntry entry;
    entry.group = MainWindow::tr("Frames");
    entry.icon = QStringLiteral("replay");
    entry.title = MainWindow::tr("%1, frame %2").arg(name, to_qt(count_text(ordinal)));
    entry.act = [&window, name, ordinal] {
      window.selection()->set_frame(FrameChoice{name, ordinal});
      window.show_page(kReplay);
    };
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace mlink::ui
