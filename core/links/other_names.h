// Links that are stored know by the camera's name which frames trained them, and their boxes by name: what is done to
// them where a camera or a black box gets another name.
#pragma once

#include <string>

#include "base/error.h"

namespace mlink::links {

/// `bytes`: LinkSet::to_bytes(). The same links with that camera's other name. `data_hash`: what their outputs are
/// known by from then on; empty: as before. Errors: bytes that are damaged; a camera of the new name that trained them
/// too.
[[nodiscard]] Result<std::string> with_camera_renamed(const std::string& bytes, const std::string& from,
                                                      const std::string& to, const std::string& data_hash);

/// The same of a black box; as they came where they do not know it.
[[nodiscard]] Result<std::string> with_box_renamed(const std::string& bytes, const std::string& from,
                                                   const std::string& to, const std::string& data_hash);

}  // namespace mlink::links
