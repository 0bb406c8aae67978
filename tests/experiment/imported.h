// What the suites of recorded outputs share: a folder of files and experiments, and what an experiment holds as text.
#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "experiment/experiment.h"
#include "experiment/import.h"
#include "store/store.h"
#include "support/require.h"

namespace mlink::test {
using namespace rooms;

class ImportFolder {
 public:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path().toStdString(); }
  [[nodiscard]] std::filesystem::path at(const std::string& name) const { return path() / name; }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(at(name).parent_path());
    std::ofstream(at(name), std::ios::binary) << text;
    return at(name);
  }
  [[nodiscard]] Result<Experiment> empty() { return Experiment::create(at("e" + std::to_string(++made_) + ".mlink")); }
  // Two cameras with a video that is not there (its stored frames stay usable): "a" uses every second frame, "b" all.
  [[nodiscard]] Status with_cameras(const std::filesystem::path& file) const {
    MLINK_ASSIGN(auto store, StoreWriter::create(file));
    const auto info = R"({"width": 200, "height": 100, "frame_rate": 10.0, "seconds": 4.0})";
    MLINK_ASSIGN(const auto video, store.add_video({0, "/nowhere/street.avi", "hash of street", info, "index"}));
    for (const int every : {2, 1}) {
      std::vector<StoredFrame> frames;
      for (int i = 0; i < 40; i += every) frames.push_back({0, i, i / 10.0});
      StoredCamera camera;
      camera.video = video;
      camera.name = every == 2 ? "a" : "b";
      camera.every = every;
      camera.source_hash = camera.name;
      MLINK_TRY(store.add_camera(camera, frames));
    }
    return {};
  }
  static ImportOptions options(const std::string& box, const std::filesystem::path& outputs,
                               std::optional<Task> task = std::nullopt) {
    ImportOptions o;
    o.box = box;
    o.outputs = outputs;
    o.task = task;
    return o;
  }
  // What a column holds, a line an output: "a 4 present 1 2".
  static QString shown(const Experiment& experiment, const std::string& box) {
    const auto snapshot = experiment.snapshot();
    if (!snapshot) return QString::fromStdString(snapshot.error().text());
    const auto& table = *snapshot->table;
    const int index = table.column_of(box);
    if (index < 0) return "no such box";
    const auto& column = table.columns[static_cast<std::size_t>(index)];
    QStringList lines;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (column.presence[row] == Presence::absent) continue;
      QString line = QString("%1 %2")
                         .arg(QString::fromStdString(table.cameras[static_cast<std::size_t>(table.frames[row].camera)]))
                         .arg(table.frames[row].ordinal);
      if (column.presence[row] == Presence::none) line += " none";
      if (column.present(row))
        for (const float v : column.row(row)) line += QString(" %1").arg(static_cast<double>(v), 0, 'g', 6);
      if (column.present(row) && !column.words.empty())
        for (const auto& word : column.words[row]) line += " " + QString::fromStdString(word);
      lines << line;
    }
    lines.sort();
    return lines.join("; ");
  }

 private:
  QTemporaryDir folder_;
  int made_ = 0;
};

}  // namespace mlink::test
