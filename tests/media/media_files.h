// Videos made for the tests, and what the ffmpeg program says of them.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <array>
#include <filesystem>
#include <optional>

#include "media/frame.h"

namespace media_files {

/// Empty when the ffmpeg program is there, else why the test must be skipped.
QString missing_ffmpeg();

/// Folder with one file per name, made at the first call.
class Files {
 public:
  /// Runs ffmpeg with `arguments` (split at blanks) and the file's path at the end, once a name. An empty path when
  /// ffmpeg fails; its message is in `problem`.
  std::filesystem::path make(const QString& name, const QString& arguments);
  std::filesystem::path write(const QString& name, const QByteArray& bytes);
  std::filesystem::path path(const QString& name) const;
  QString problem;

 private:
  QTemporaryDir dir_;
  QHash<QString, QString> made_;  ///< name -> arguments
};

/// `ffmpeg -i path ... -f rawvideo -pix_fmt rgb24`: every frame, upright, as ffmpeg decodes it from the start.
QByteArray raw_rgb(const std::filesystem::path& path, const QStringList& more = {});
/// Presentation times as ffprobe lists them from decoding, in time base units; none where it knows none.
QList<std::optional<qint64>> probed_times(const std::filesystem::path& path);

QByteArray bytes_of(const std::filesystem::path& path);
/// Width x height x 3 bytes, without padding.
QByteArray pixels(const mlink::media::Frame& frame);

/// Arguments of a moving test picture.
QString moving(int frames, const QString& size = "96x64");

/// The bytes of an MP4 or MOV file with another display matrix for its first track: a, b, c, d of x' = a x + c y,
/// y' = b x + d y.
QByteArray with_display_matrix(QByteArray mp4, const std::array<int, 4>& abcd);

}  // namespace media_files
