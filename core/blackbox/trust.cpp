#include "blackbox/trust.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>

#include "base/hash.h"

namespace mlink::blackbox {
namespace {

namespace fs = std::filesystem;

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  return value == nullptr ? "" : value;
}

// SHA-256 of a file, kept as long as its place, size and time are the same: weights are large.
Result<std::string> sha256_kept(const fs::path& file) {
  using Key = std::tuple<dev_t, ino_t, off_t, time_t, long>;
  static std::mutex mutex;  // guards `known`
  static std::map<Key, std::string> known;
  struct stat told {};
  if (stat(file.c_str(), &told) != 0)
    return fail(ErrorKind::not_found, "The file is not there.", "Fetch or export it first.", file.string());
  const Key key{told.st_dev, told.st_ino, told.st_size, told.st_mtim.tv_sec, told.st_mtim.tv_nsec};
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end()) return found->second;
  }
  MLINK_ASSIGN(const auto sha256, sha256_of_file(file));
  const std::lock_guard lock(mutex);
  known[key] = sha256;
  return sha256;
}

bool of_the_system(const fs::path& file) {
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  if (failed || !real.string().starts_with("/usr/") || real.string().starts_with("/usr/local/")) return false;
  struct stat told {};
  return stat(real.c_str(), &told) == 0 && told.st_uid == 0 && (told.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// A line: SHA-256, two spaces, why.
using List = std::map<std::string, std::string>;

Result<List> read_list() {
  List list;
  std::error_code missing;
  if (!fs::exists(trust_list(), missing)) return list;
  std::ifstream file(trust_list());
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    if (line.size() < 66 || line.find_first_not_of("0123456789abcdef") != 64)
      return fail(ErrorKind::corrupt, fmt::format("A line of the list of trusted files is not one: \"{}\".", line),
                  "Correct the line, or take it out.", trust_list().string());
    list[line.substr(0, 64)] = line.substr(66);
  }
  if (file.bad()) return fail(ErrorKind::io, "The list of trusted files cannot be read.", {}, trust_list().string());
  return list;
}

Status write_list(const List& list) {
  const auto file = trust_list();
  const auto cannot = [&] {
    return fail(ErrorKind::read_only,
                fmt::format("The list of trusted files cannot be written: {}.", std::strerror(errno)), {},
                file.string());
  };
  const fs::path beside = file.string() + ".new";
  {
    std::ofstream out(beside, std::ios::trunc);
    for (const auto& [sha256, why] : list) out << sha256 << "  " << why << "\n";
    if (!out.flush()) return cannot();
  }
  if (rename(beside.c_str(), file.c_str()) != 0) return cannot();
  return {};
}

// Two programs may change the list at one time.
template <class Change>
Status change_list(const Change& change) {
  std::error_code failed;
  fs::create_directories(trust_list().parent_path(), failed);
  const auto lock_file = trust_list().string() + ".lock";
  const int lock = open(lock_file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) {
    if (lock >= 0) close(lock);
    return fail(ErrorKind::read_only,
                fmt::format("The list of trusted files cannot be written: {}.", std::strerror(errno)), {},
                trust_list().string());
  }
  auto list = read_list();
  Status done;
  if (!list)
    done = tl::make_unexpected(list.error());
  else if (change(*list))
    done = write_list(*list);
  close(lock);
  return done;
}

Status add_files(const Manifest& manifest, const List& list, bool all, BoxTrust& trust) {
  for (const auto& weight : manifest.weights) {
    FileTrust file{weight.path, true, false, {}};
    if (all)
      file.why = "MLINK_TRUST=all";
    else if (of_the_system(weight.path))
      file.why = "from the system's packages";
    else {
      MLINK_ASSIGN(const auto sha256, sha256_kept(weight.path));
      const auto found = list.find(sha256);
      file.trusted = file.by_user = found != list.end();
      file.why = file.trusted ? found->second : "not trusted";
    }
    trust.files.push_back(std::move(file));
  }
  return manifest.crop_by ? add_files(*manifest.crop_by, list, all, trust) : Status{};
}

}  // namespace

bool BoxTrust::whole() const {
  return std::all_of(files.begin(), files.end(), [](const FileTrust& file) { return file.trusted; });
}

fs::path trust_list() {
  auto config = fs::path(from_environment("XDG_CONFIG_HOME"));
  if (config.empty()) config = fs::path(from_environment("HOME")) / ".config";
  return config / "mlink-workbench" / "trusted-files";
}

Result<BoxTrust> trust_of(const Manifest& manifest) {
  BoxTrust trust;
  const bool all = from_environment("MLINK_TRUST") == "all";
  List list;
  if (!all) {
    MLINK_ASSIGN(list, read_list());
  }
  MLINK_TRY(add_files(manifest, list, all, trust));
  return trust;
}

Status trust_file(const fs::path& file, const std::string& why) {
  MLINK_ASSIGN(const auto sha256, sha256_kept(file));
  const std::time_t now = std::time(nullptr);
  return change_list([&](List& list) {
    return list.emplace(sha256, fmt::format("{} {:%Y-%m-%d}: {}", why, fmt::localtime(now), file.filename().string()))
        .second;
  });
}

Result<bool> distrust_file(const fs::path& file) {
  MLINK_ASSIGN(const auto sha256, sha256_kept(file));
  bool was = false;
  MLINK_TRY(change_list([&](List& list) { return was = list.erase(sha256) > 0; }));
  return was;
}

}  // namespace mlink::blackbox
