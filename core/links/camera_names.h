// Links that are stored know by the camera's name which frames trained them: what is done to them where a camera gets
// another name.
#pragma once

#include <string>

#include "base/error.h"

namespace mlink::links {

/// `bytes`: LinkSet::to_bytes(). The same links with that camera's other name; as they came where they do not know it.
/// Errors: bytes that are damaged; a camera of the new name that trained them too.
[[nodiscard]] Result<std::string> with_camera_renamed(const std::string& bytes, const std::string& from,
                                                      const std::string& to);

}  // namespace mlink::links
