#include "base/error.h"

#include <utility>

namespace mlink::base {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_input: return "invalid input";
    case ErrorKind::not_found: return "not found";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::io: return "input/output";
    case ErrorKind::corrupt: return "damaged file";
    case ErrorKind::newer_version: return "newer version";
    case ErrorKind::locked: return "locked";
    case ErrorKind::read_only: return "read-only";
    case ErrorKind::disk_full: return "disk full";
    case ErrorKind::stopped: return "stopped";
    case ErrorKind::failed: return "failed";
  }
  return "failed";
}

std::string Error::text() const {
  std::string out = what;
  if (!todo.empty()) out += (out.empty() ? "" : " ") + todo;
  if (!path.empty()) out += (out.empty() ? "" : " ") + path;
  return out;
}

tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string todo, std::string path) {
  return tl::make_unexpected(Error{kind, std::move(what), std::move(todo), std::move(path)});
}

tl::unexpected<Error> stopped() {
  return fail(ErrorKind::stopped, "Stopped.", "What was finished is kept; run the step again to go on.");
}

}  // namespace mlink::base
