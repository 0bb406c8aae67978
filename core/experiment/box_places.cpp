#include "experiment/box_places.h"

#include "blackbox/black_box.h"
#include "blackbox/trust.h"
#include "experiment/file_access.h"
#include "experiment/file_view.h"

namespace mlink::experiment {
namespace {

Result<BoxPlace> place_of(const StoredBox& box) {
  MLINK_ASSIGN(const auto manifest, manifest_of(box, false));
  MLINK_ASSIGN(const auto housing, housing_of(manifest));
  MLINK_ASSIGN(const auto trust, trust_of(manifest));
  BoxPlace place{box.id, housing.own_process, housing.sandboxed, {}};
  for (const auto& file : trust.files)
    if (!file.trusted || (trust.whole() && file.by_user)) place.files.push_back(file.path);
  return place;
}

}  // namespace

Result<std::vector<BoxPlace>> box_places(const ExperimentReader& reader) {
  MLINK_ASSIGN(const auto boxes, FileAccess::store(reader).boxes());
  std::vector<BoxPlace> places;
  for (const auto& box : boxes) {
    if (box.recorded) continue;
    if (auto place = place_of(box)) places.push_back(*std::move(place));
  }
  return places;
}

}  // namespace mlink::experiment
