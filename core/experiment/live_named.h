// What a person names as a source of a live run, before it is opened: what kind it is, whether it makes sense, and what
// may be shown of it. Thread-safe.
#pragma once

#include <string>

#include "base/error.h"
#include "experiment/live.h"

namespace mlink::experiment {

enum class LiveNamedKind : std::uint8_t {
  video,     ///< a file
  pictures,  ///< a folder, or a pattern of pictures: needs a rate
  device,    ///< a camera of this machine
  address
};

[[nodiscard]] LiveNamedKind named_kind(const std::string& address);
/// Errors: nothing is named; an address of a kind that is not understood; no such file, folder or camera; pictures
/// without a rate. That it answers is known when the run opens it.
[[nodiscard]] Status check_named(const LiveSource& source);
/// The address without its password: what messages, lines and kept settings show.
[[nodiscard]] std::string shown_named(const std::string& address);
/// What the source is called in the run, but for a number behind it where several are called so.
[[nodiscard]] std::string name_of(const LiveSource& source);

}  // namespace mlink::experiment
