// The default boxes, and the real clip with speech, for the suites of boxes that listen.
#pragma once

#include <QFileInfo>
#include <QString>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "blackbox/black_box.h"
#include "blackbox/made_sounds.h"
#include "media/sound.h"
#include "media/video.h"

namespace mlink::tests {
using namespace rooms;

inline std::filesystem::path manifest_file(const std::string& box) {
  return std::filesystem::path(MLINK_SOURCE_DIR) / "resources/boxes" / (box + ".json");
}

inline std::unique_ptr<BlackBox> loaded(const std::string& name, const BoxOptions& options = {}) {
  const auto manifest = read_manifest(manifest_file(name));
  if (!manifest) qFatal("%s", manifest.error().text().c_str());
  auto box = make_black_box(*manifest, options);
  if (!box) qFatal("%s", box.error().text().c_str());
  if (const auto done = (*box)->load(); !done) qFatal("%s", done.error().text().c_str());
  return std::move(*box);
}

inline Output ask(BlackBox& box, const Frame& frame) {
  auto answers = box.run(std::span(&frame, 1));
  if (!answers || answers->size() != 1) qFatal("no answer");
  return answers->front().output;
}

inline QString clip() {
  const QString cache = QString::fromStdString((default_model_cache() / "clips").string());
  for (const QString& folder : {QStringLiteral("/usr/share/doc/opencv-doc/examples/data"), cache})
    if (QFileInfo::exists(folder + "/Megamind.avi")) return folder + "/Megamind.avi";
  return {};
}

inline QString why_no_speech() {
  if (clip().isEmpty()) return "the clip Megamind.avi of Debian's opencv-doc is not there";
  const auto manifest = read_manifest(manifest_file("words"));
  if (!manifest && (manifest.error().kind == ErrorKind::not_found || manifest.error().kind == ErrorKind::unsupported))
    return QString::fromStdString(manifest.error().text());
  return {};
}

inline std::shared_ptr<const Sound> speech() {
  const auto path = clip().toStdString();
  const auto reader = VideoReader::open(path);
  auto sound = Sound::open(path, {.rate = kRate, .zero = reader->index().zero()});
  return *sound;
}

}  // namespace mlink::tests
