// Pictures of the moment that is shown, and of those that follow: fetched on another thread, one small batch after
// another, the newest wish first, kept up to a number of bytes. GUI thread only; what it calls to fetch is not.
#pragma once

#include <QHash>
#include <QImage>
#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <vector>

#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// One picture to fetch: a row of the table, and where its picture is.
struct PictureKey {
  std::size_t row = 0;
  RowId camera = 0;
  std::int64_t ordinal = 0;
};
struct LoadedPicture {
  QImage image;
  std::vector<Marks> marks;  ///< by the table's columns
  QString problem;           ///< why there is no picture
};
using LoadedPictures = std::vector<std::pair<std::size_t, LoadedPicture>>;  ///< by row

/// Fetches pictures on a thread of its own and gives them to `done` on the GUI thread while `context` lives.
using PictureFetch =
    std::function<void(QObject* context, std::vector<PictureKey> keys, std::function<void(LoadedPictures)> done)>;

class PictureFeed : public QObject {
  Q_OBJECT
 public:
  explicit PictureFeed(QObject* parent = nullptr, qint64 most_bytes = 128 << 20);

  void set_source(std::shared_ptr<const ReplayData> data, PictureFetch fetch);
  /// now: rows to show, wanted at once; ahead: rows after them, in the order they will be shown.
  void want(std::vector<std::size_t> now, std::vector<std::size_t> ahead);
  [[nodiscard]] const LoadedPicture* find(std::size_t row) const;
  [[nodiscard]] bool settled() const;  ///< all pictures wanted now are there
  [[nodiscard]] qint64 bytes() const { return bytes_; }
  [[nodiscard]] int batches() const { return batches_; }

 Q_SIGNALS:
  void arrived();  ///< some of the rows wanted now are there

 private:
  struct Kept {
    LoadedPicture picture;
    quint64 used = 0;
  };
  void fetch_next();
  void take(LoadedPictures&& pictures);
  void trim();
  [[nodiscard]] std::vector<std::size_t> missing(const std::vector<std::size_t>& rows, std::size_t most) const;

  std::shared_ptr<const ReplayData> data_;
  PictureFetch fetch_;
  std::vector<std::size_t> now_, ahead_;
  mutable QHash<std::size_t, Kept> kept_;
  mutable quint64 clock_ = 0;
  qint64 bytes_ = 0, most_bytes_;
  bool busy_ = false;
  quint64 source_ = 0;
  int batches_ = 0;
};

}  // namespace mlink::ui
