#include "ui/common/bookmark.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"
#include "experiment/experiment.h"
#include "experiment/runs.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

Bookmark bookmark_of(const SharedSelection& selection, const QString& page, const QString& name) {
  Bookmark bookmark;
  bookmark.name = name;
  bookmark.page = page;
  bookmark.link = selection.link();
  bookmark.frame = selection.frame();
  bookmark.budget = selection.budget();
  bookmark.method = selection.method();
  return bookmark;
}

QString suggested_name(const Bookmark& bookmark, const QString& page_title) {
  QStringList parts;
  if (bookmark.page != QLatin1String("replay") && bookmark.link)
    parts << bookmark.link->source + QStringLiteral(" → ") + bookmark.link->target;
  if (bookmark.page != QLatin1String("links") && bookmark.budget) parts << to_qt(amount_text(*bookmark.budget));
  if (bookmark.page == QLatin1String("replay") && bookmark.frame)
    parts
        << SharedSelection::tr("%1, frame %2").arg(bookmark.frame->camera, to_qt(count_text(bookmark.frame->ordinal)));
  return parts.isEmpty() ? page_title : page_title + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

void choose(const Bookmark& bookmark, SharedSelection& selection) {
  if (bookmark.link) selection.set_link(bookmark.link);
  if (bookmark.budget) selection.set_budget(bookmark.budget);
  if (!bookmark.method.isEmpty()) selection.set_method(bookmark.method);
  if (bookmark.frame) selection.set_frame(bookmark.frame);
}

std::string to_text(const Bookmark& bookmark) {
  QJsonObject json{{QStringLiteral("page"), bookmark.page}};
  if (bookmark.link) {
    json[QStringLiteral("source")] = bookmark.link->source;
    json[QStringLiteral("target")] = bookmark.link->target;
  }
  if (bookmark.frame) {
    json[QStringLiteral("camera")] = bookmark.frame->camera;
    json[QStringLiteral("frame")] = static_cast<qint64>(bookmark.frame->ordinal);
  }
  if (bookmark.budget) {
    json[QStringLiteral("kind")] = to_qt(std::string(to_string(bookmark.budget->kind)));
    json[QStringLiteral("budget")] = bookmark.budget->value;
  }
  if (!bookmark.method.isEmpty()) json[QStringLiteral("method")] = bookmark.method;
  return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

Result<Bookmark> bookmark_from_text(const std::string& text) {
  const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
  Bookmark bookmark;
  bookmark.page = json[QStringLiteral("page")].toString();
  if (bookmark.page.isEmpty()) return fail(ErrorKind::corrupt, "The bookmark names no page.");
  if (json.contains(QStringLiteral("source")))
    bookmark.link = LinkChoice{json[QStringLiteral("source")].toString(), json[QStringLiteral("target")].toString()};
  if (json.contains(QStringLiteral("camera")))
    bookmark.frame = FrameChoice{json[QStringLiteral("camera")].toString(), json[QStringLiteral("frame")].toInteger()};
  if (json.contains(QStringLiteral("budget"))) {
    const auto kind = cost_kind(json[QStringLiteral("kind")].toString().toStdString());
    if (!kind) return fail(ErrorKind::corrupt, "The bookmark's budget is of a kind that is not known.");
    bookmark.budget = Amount{*kind, json[QStringLiteral("budget")].toDouble()};
  }
  bookmark.method = json[QStringLiteral("method")].toString();
  return bookmark;
}

Result<std::vector<Bookmark>> bookmarks_of(const ExperimentReader& reader) {
  MLINK_ASSIGN(const auto kept, reader.results(kBookmarkKind));
  std::vector<Bookmark> bookmarks;
  for (const KeptResult& result : kept) {
    auto bookmark = bookmark_from_text(result.settings_json);
    if (!bookmark) continue;
    bookmark->id = result.id;
    bookmark->name = to_qt(result.name);
    bookmarks.push_back(std::move(*bookmark));
  }
  return bookmarks;
}

Result<RowId> keep_bookmark(Experiment& experiment, const Bookmark& bookmark) {
  KeptResult kept;
  kept.kind = kBookmarkKind;
  kept.name = bookmark.name.toStdString();
  kept.settings_json = to_text(bookmark);
  kept.document = "{}";
  return experiment.keep_result(kept, bookmark.id);
}

Status remove_bookmark(Experiment& experiment, const Bookmark& bookmark) {
  Run run;
  run.kind = kBookmarkKind;
  run.id = bookmark.id;
  return remove_run(experiment, run);
}

}  // namespace mlink::ui
