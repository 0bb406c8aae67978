// What a black box may be called, and names as parts of file names. One place: import, descriptions of scenarios and
// renaming ask here; a manifest's schema says the same. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace mlink::base {

/// Small letters, digits and hyphens, the first no hyphen: such a name is one word of a command line, a column's key, a
/// file's name, and stands in lists that commas part.
[[nodiscard]] bool is_box_name(std::string_view name);
inline constexpr const char* kBoxNameRule = "Small letters, digits and hyphens are expected.";

/// A name as part of a file's name. What would lead into another folder, hide the file or be no character of a name is
/// written %2F; a box's name by the rule above stays as it is, and two names never become one. Files of other programs
/// may hold any name.
[[nodiscard]] std::string file_name_part(std::string_view name);

}  // namespace mlink::base
