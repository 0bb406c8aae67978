#include "experiment/box_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "blackbox/black_box.h"
#include "blackbox/trust.h"
#include "experiment/file_access.h"
#include "experiment/file_view.h"

namespace mlink::experiment {
namespace {

namespace fs = std::filesystem;

fs::path closed_in_list() { return trust_list().parent_path() / "closed-in-files"; }

/// A SHA-256 a line.
std::set<std::string> read_closed_in() {
  std::set<std::string> hashes;
  std::ifstream file(closed_in_list());
  for (std::string line; std::getline(file, line);) hashes.insert(line);
  return hashes;
}

/// Kept as long as size and time of the file are the same: weights are large, and lists are read often.
Result<std::string> hash_of(const fs::path& file) {
  using Key = std::tuple<fs::path, std::uintmax_t, fs::file_time_type>;
  static std::mutex mutex;  // guards `known`
  static std::map<Key, std::string> known;
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  const auto time = failed ? fs::file_time_type() : fs::last_write_time(file, failed);
  if (failed) return fail(ErrorKind::not_found, "The file is not there.", "Fetch or export it first.", file.string());
  const Key key{file, size, time};
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end()) return found->second;
  }
  MLINK_ASSIGN(const auto hash, sha256_of_file(file));
  const std::lock_guard lock(mutex);
  known[key] = hash;
  return hash;
}

bool all_in(const std::vector<fs::path>& files, const std::set<std::string>& hashes) {
  if (hashes.empty()) return false;
  return std::all_of(files.begin(), files.end(), [&](const fs::path& file) {
    const auto hash = hash_of(file);
    return hash && hashes.contains(*hash);
  });
}

Result<BoxPlace> place_of(const StoredBox& box, const std::set<std::string>& closed_in) {
  MLINK_ASSIGN(const auto manifest, manifest_of(box, false));
  MLINK_ASSIGN(const auto housing, housing_of(manifest));
  MLINK_ASSIGN(const auto trust, trust_of(manifest));
  BoxPlace place{box.id, housing.own_process, housing.sandboxed, {}, false};
  for (const auto& file : trust.files)
    if (!file.trusted || (trust.whole() && file.by_user)) place.files.push_back(file.path);
  place.answered = place.closed_in && all_in(place.files, closed_in);
  return place;
}

}  // namespace

Result<std::vector<BoxPlace>> box_places(const ExperimentReader& reader) {
  MLINK_ASSIGN(const auto boxes, FileAccess::store(reader).boxes());
  const auto closed_in = read_closed_in();
  std::vector<BoxPlace> places;
  for (const auto& box : boxes) {
    if (box.recorded) continue;
    if (auto place = place_of(box, closed_in)) places.push_back(*std::move(place));
  }
  return places;
}

Status keep_closed_in(const std::vector<std::filesystem::path>& files) {
  auto hashes = read_closed_in();
  for (const auto& file : files) {
    MLINK_ASSIGN(auto hash, hash_of(file));
    hashes.insert(std::move(hash));
  }
  const auto list = closed_in_list();
  std::error_code failed;
  fs::create_directories(list.parent_path(), failed);
  const fs::path beside = list.string() + ".new";
  std::ofstream out(beside, std::ios::trunc);
  for (const auto& hash : hashes) out << hash << '\n';
  out.close();
  if (out) fs::rename(beside, list, failed);
  if (!out || failed)
    return fail(ErrorKind::read_only,
                fmt::format("The list of files that stay closed in cannot be written: {}.",
                            failed ? failed.message() : std::strerror(errno)),
                {}, list.string());
  return {};
}

}  // namespace mlink::experiment
