// What a training of a method left (Aids::trained) tells its boxes by name, and its frames by a hash: what is done to
// it where a black box or a camera gets another name.
#pragma once

#include <string>

namespace mlink::methods {

/// The same training with that box's other name; as it came where it does not know the box, or cannot be read.
[[nodiscard]] std::string training_with_box_renamed(const std::string& trained, const std::string& from,
                                                    const std::string& to);

/// The same training for frames that are known by another frames_hash() now, where their order is the same.
[[nodiscard]] std::string training_with_frames(const std::string& trained, const std::string& from,
                                               const std::string& to);

}  // namespace mlink::methods
