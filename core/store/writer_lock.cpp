#include "store/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace mlink::store {
namespace {

// A link and its target are one experiment: the lock lies beside the target.
std::filesystem::path lock_file(const std::filesystem::path& experiment) {
  std::error_code ec;
  auto real = std::filesystem::weakly_canonical(experiment, ec);
  if (ec) real = experiment;
  return real.string() + ".lock";
}

tl::unexpected<Error> cannot_make(const std::filesystem::path& experiment, int error) {
  const auto path = experiment.string();
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return fail(ErrorKind::not_found, "The folder of the experiment does not exist.", "Make it first.", path);
    case EACCES:
    case EPERM:
    case EROFS:
      return fail(ErrorKind::read_only, "The folder of the experiment cannot be written.",
                  "Change its permissions, or copy the experiment elsewhere.", path);
    case ENOSPC:
    case EDQUOT: return fail(ErrorKind::disk_full, "The disk is full.", "Free some space and try again.", path);
    case ENOLCK:
    case ENOSYS:
    case EOPNOTSUPP:
    case EINVAL: return no_locks(experiment);
    default:
      return fail(ErrorKind::io, fmt::format("The experiment could not be locked for writing ({}).", strerror(error)),
                  {}, path);
  }
}

tl::unexpected<Error> held(const std::filesystem::path& experiment, int descriptor) {
  std::array<char, 32> text{};
  const auto got = ::pread(descriptor, text.data(), text.size() - 1, 0);
  const long pid = got > 0 ? std::strtol(text.data(), nullptr, 10) : 0;
  std::string who = "another program";
  if (pid == ::getpid())
    who = "this program already";
  else if (pid > 0)
    who += fmt::format(" (PID {})", pid);
  return fail(ErrorKind::locked, fmt::format("The experiment is being written by {}.", who),
              "Wait for it or close it; looking at the experiment is possible meanwhile.", experiment.string());
}

// The holder that ends removes the file: was it removed between our open and our lock?
bool still_there(const std::filesystem::path& file, int descriptor) {
  struct stat ours {};
  struct stat named {};
  return ::fstat(descriptor, &ours) == 0 && ::stat(file.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
         ours.st_dev == named.st_dev;
}

}  // namespace

tl::unexpected<Error> no_locks(const std::filesystem::path& experiment) {
  return fail(ErrorKind::unsupported,
              "The folder of the experiment does not lock files, as some network folders do not.",
              "Put the experiment into a folder on a disk of this machine.", experiment.string());
}

Result<WriterLock> WriterLock::take(const std::filesystem::path& experiment) {
  const auto file = lock_file(experiment);
  for (;;) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) return cannot_make(experiment, errno);
    WriterLock lock(file, descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int error = errno;
      lock.descriptor_ = -1;  // not ours to remove, unless nobody can hold it: a new one is empty
      struct stat made {};
      if (error != EWOULDBLOCK && ::fstat(descriptor, &made) == 0 && made.st_size == 0) ::unlink(file.c_str());
      auto failure = error == EWOULDBLOCK ? held(experiment, descriptor) : cannot_make(experiment, error);
      ::close(descriptor);
      return failure;
    }
    if (!still_there(file, descriptor)) {
      lock.descriptor_ = -1;
      ::close(descriptor);
      continue;
    }
    const auto pid = fmt::format("{}\n", ::getpid());
    // Only for the message of the one who comes second: the lock holds without it.
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) return lock;
    return lock;
  }
}

WriterLock::WriterLock(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  if (this == &other) return *this;
  release();
  file_ = std::move(other.file_);
  descriptor_ = std::exchange(other.descriptor_, -1);
  return *this;
}

WriterLock::~WriterLock() { release(); }

void WriterLock::release() noexcept {
  if (descriptor_ < 0) return;
  ::unlink(file_.c_str());  // while it is held, so that nobody's lock is removed but ours
  ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace mlink::store
