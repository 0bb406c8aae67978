#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "experiment/experiment.h"
#include "experiment/file_access.h"
#include "experiment/file_view.h"
#include "experiment/kept_results.h"
#include "experiment/stored_video.h"
#include "store/store.h"

namespace mlink::experiment {

struct ExperimentReader::Impl {
  explicit Impl(StoreReader reader) : store(std::move(reader)) {}

  struct OpenVideo {
    VideoReader reader;
    Frame last;  ///< several cameras may be regions of one video: the second one need not seek back
  };

  Result<OpenVideo*> video(const StoredVideo& stored);

  StoreReader store;
  FileView view;
  std::map<RowId, OpenVideo> open;
};

Result<ExperimentReader::Impl::OpenVideo*> ExperimentReader::Impl::video(const StoredVideo& stored) {
  if (const auto at = open.find(stored.id); at != open.end()) return &at->second;
  MLINK_ASSIGN(const auto index, store.frame_index(stored.id));
  MLINK_ASSIGN(auto reader, VideoReader::open(stored.path, options_of(index)));
  return &open.emplace(stored.id, OpenVideo{std::move(reader), {}}).first->second;
}

ExperimentReader::ExperimentReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ExperimentReader::ExperimentReader(ExperimentReader&&) noexcept = default;
ExperimentReader& ExperimentReader::operator=(ExperimentReader&&) noexcept = default;
ExperimentReader::~ExperimentReader() = default;

Result<ExperimentReader> ExperimentReader::open(const std::filesystem::path& file) {
  auto store = StoreReader::open(file);
  if (!store && store.error().kind == ErrorKind::unsupported) {
    MLINK_TRY(StoreWriter::open(file));  // of an older program: this brings it forward
    store = StoreReader::open(file);
  }
  if (!store) return tl::make_unexpected(store.error());
  return ExperimentReader(std::make_unique<Impl>(std::move(*store)));
}

Result<Overview> ExperimentReader::overview() const { return impl_->view.overview(impl_->store); }
Result<Snapshot> ExperimentReader::snapshot() const { return impl_->view.snapshot(impl_->store); }
Result<Snapshot> ExperimentReader::figures() const { return impl_->view.figures(impl_->store); }
Result<std::int64_t> ExperimentReader::version() const { return impl_->store.version(); }
Result<std::vector<std::string>> ExperimentReader::problems() const { return impl_->store.problems(); }

Result<std::shared_ptr<const LinkSet>> ExperimentReader::link_set(RowId id) const {
  MLINK_ASSIGN(const auto stored, impl_->store.result(id));
  if (stored.kind != "link_set")
    return fail(ErrorKind::not_found, "These are no links.", {}, impl_->store.path().string());
  MLINK_ASSIGN(auto links, LinkSet::from_bytes(stored.blob));
  return std::make_shared<const LinkSet>(std::move(links));
}

Result<std::vector<KeptResult>> ExperimentReader::results(const std::string& kind) const {
  return kept_results(impl_->store, kind, false);
}

const StoreQueries& FileAccess::store(const ExperimentReader& reader) { return reader.impl_->store; }

Result<KeptResult> ExperimentReader::result(RowId id) const {
  MLINK_ASSIGN(auto stored, impl_->store.result(id));
  return kept_result(std::move(stored));
}

Result<Frame> ExperimentReader::picture(RowId camera, std::int64_t ordinal) {
  MLINK_ASSIGN(const auto cameras, impl_->store.cameras());
  MLINK_ASSIGN(const auto videos, impl_->store.videos());
  for (const auto& row : cameras) {
    if (row.id != camera) continue;
    for (const auto& stored : videos) {
      if (stored.id != row.video) continue;
      if (stored.path.empty())
        return fail(ErrorKind::unsupported, fmt::format("Camera {}: recorded, no video.", row.name));
      MLINK_ASSIGN(auto* video, impl_->video(stored));
      if (!video->last || video->last.ordinal() != ordinal) {
        MLINK_ASSIGN(video->last, video->reader.at(ordinal));
      }
      return region_of(video->last, row);
    }
  }
  return fail(ErrorKind::not_found, "The camera is not in this experiment any more.", {}, impl_->store.path().string());
}

Result<Marks> ExperimentReader::marks(RowId camera, RowId box, std::int64_t ordinal) const {
  MLINK_ASSIGN(const auto output, impl_->store.output(camera, box, ordinal));
  if (!output || output->marks.empty()) return Marks{};
  return Marks::from_bytes(output->marks);
}

Result<std::vector<FailureRow>> ExperimentReader::failures() const {
  MLINK_ASSIGN(const auto failed, impl_->store.failures());
  MLINK_ASSIGN(const auto cameras, impl_->store.cameras());
  MLINK_ASSIGN(const auto boxes, impl_->store.boxes());
  std::vector<FailureRow> rows;
  for (const auto& f : failed) {
    FailureRow row{{}, {}, f.output.reason, f.ordinal};
    for (const auto& camera : cameras)
      if (camera.id == f.camera) row.camera = camera.name;
    for (const auto& box : boxes)
      if (box.id == f.box) row.box = box.name;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mlink::experiment
