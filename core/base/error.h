// Errors: what went wrong, what to do, and the file it concerns. An error is handled exactly once, where it is shown
// to a person; on the way there it travels in a Result<T>.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/rooms.h"

namespace mlink::base {

enum class ErrorKind {
  invalid_input,  ///< the caller's or the user's data does not make sense
  not_found,      ///< a file, box, camera or row is not there
  unsupported,    ///< well-formed, but nothing here can do it
  io,             ///< the operating system refused
  corrupt,        ///< a file is damaged or not what its name says
  newer_version,  ///< written by a newer program
  locked,         ///< another process holds the file
  read_only,      ///< the file or folder cannot be written
  disk_full,      ///< no space left
  stopped,        ///< a person asked to stop; what was finished is kept
  failed          ///< a step did not succeed for another reason
};

std::string_view to_string(ErrorKind kind);

/// One error. `what` is a sentence that names what is wrong, `todo` a sentence that says what to do (may be empty),
/// `path` the file it concerns (may be empty). text() joins them, the path last.
struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string what;
  std::string todo;
  std::string path;

  [[nodiscard]] std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string todo = {},
                                         std::string path = {});
[[nodiscard]] tl::unexpected<Error> stopped();

}  // namespace mlink::base

#define MLINK_CONCAT_INNER(a, b) a##b
#define MLINK_CONCAT(a, b) MLINK_CONCAT_INNER(a, b)
/// Returns the error of a Result or Status from the enclosing function.
#define MLINK_TRY(expr)                                                                     \
  do {                                                                                      \
    auto mlink_try_result = (expr);                                                         \
    if (!mlink_try_result) return tl::make_unexpected(std::move(mlink_try_result).error()); \
  } while (false)
/// Declares `decl` from the value of a Result, or returns its error: MLINK_ASSIGN(auto x, f());
#define MLINK_ASSIGN(decl, expr)                                                          \
  auto MLINK_CONCAT(mlink_result_, __LINE__) = (expr);                                    \
  if (!MLINK_CONCAT(mlink_result_, __LINE__))                                             \
    return tl::make_unexpected(std::move(MLINK_CONCAT(mlink_result_, __LINE__)).error()); \
  decl = std::move(*MLINK_CONCAT(mlink_result_, __LINE__))
