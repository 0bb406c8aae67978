#include "media/media_files.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QtEndian>
#include <algorithm>

namespace media_files {
namespace {

QByteArray run(const QString& program, const QStringList& arguments, QString* problem) {
  QProcess process;
  process.start(program, arguments);
  const bool finished = process.waitForFinished(120000);
  if (problem != nullptr && (!finished || process.exitCode() != 0))
    *problem = program + " " + arguments.join(' ') + ": " + QString::fromUtf8(process.readAllStandardError());
  return process.readAllStandardOutput();
}

}  // namespace

QString missing_ffmpeg() {
  for (const char* program : {"ffmpeg", "ffprobe"})
    if (QStandardPaths::findExecutable(program).isEmpty())
      return QString("the program %1 is missing (Debian package ffmpeg), no video can be made").arg(program);
  return {};
}

std::filesystem::path Files::path(const QString& name) const { return dir_.filePath(name).toStdString(); }

std::filesystem::path Files::make(const QString& name, const QString& arguments) {
  const auto file = dir_.filePath(name);
  problem.clear();
  if (const auto made = made_.value(name); !made.isEmpty()) {
    if (made != arguments) problem = name + " was made with other arguments";
    return made == arguments ? path(name) : std::filesystem::path();
  }
  run("ffmpeg",
      QStringList{"-v", "error", "-nostdin", "-y"} + arguments.split(' ', Qt::SkipEmptyParts) + QStringList{file},
      &problem);
  if (problem.isEmpty()) made_.insert(name, arguments);
  return problem.isEmpty() ? path(name) : std::filesystem::path();
}

std::filesystem::path Files::write(const QString& name, const QByteArray& bytes) {
  QFile file(dir_.filePath(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    problem = "cannot write " + file.fileName();
  return file.fileName().toStdString();
}

QByteArray raw_rgb(const std::filesystem::path& path, const QStringList& more) {
  return run("ffmpeg",
             QStringList{"-v", "error", "-nostdin", "-i", QString::fromStdString(path.string())} + more +
                 QStringList{"-map", "0:v:0", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"},
             nullptr);
}

QList<std::optional<qint64>> probed_times(const std::filesystem::path& path) {
  const auto text = run("ffprobe",
                        {"-v", "error", "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp", "-of",
                         "csv=print_section=0", QString::fromStdString(path.string())},
                        nullptr);
  QList<std::optional<qint64>> out;
  for (const auto& line : text.split('\n'))
    if (const auto word = line.split(',').front().trimmed(); !word.isEmpty()) {
      bool number = false;
      const auto time = word.toLongLong(&number);
      out.push_back(number ? std::optional(time) : std::nullopt);
    }
  return out;
}

QByteArray bytes_of(const std::filesystem::path& path) {
  QFile file(QString::fromStdString(path.string()));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray pixels(const mlink::media::Frame& frame) {
  QByteArray out;
  for (int y = 0; y < frame.height(); ++y)
    out.append(reinterpret_cast<const char*>(frame.row(y)), static_cast<qsizetype>(frame.width()) * 3);
  return out;
}

QString moving(int frames, const QString& size) {
  return QString("-f lavfi -i testsrc2=s=%1:r=25:d=%2").arg(size).arg(frames / 25.0);
}

QByteArray with_display_matrix(QByteArray mp4, const std::array<int, 4>& abcd) {
  // tkhd: 40 bytes of other fields, then the matrix a b u c d v x y w, 16.16, big-endian.
  const auto matrix = mp4.indexOf("tkhd") + 4 + 40;
  for (const auto& [place, value] : {std::pair(0, abcd[0]), {1, abcd[1]}, {3, abcd[2]}, {4, abcd[3]}})
    qToBigEndian(value * 65536, mp4.data() + matrix + 4 * place);
  return mp4;
}

}  // namespace media_files
