// A small picture of an experiment's first camera, kept in the cache folder, for the list of recent experiments.
// Thread-safe: files only.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>

namespace mlink::ui {

inline constexpr QSize kThumbnail{160, 90};  ///< pixels of the kept picture, at most

/// The picture kept of this experiment; null: none.
[[nodiscard]] QImage thumbnail_of(const QString& file);
void keep_thumbnail(const QString& file, const QImage& picture);
void forget_thumbnail(const QString& file);
void forget_thumbnails();

}  // namespace mlink::ui
