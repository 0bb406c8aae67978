#include "base/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace mlink::base {

bool is_box_name(std::string_view name) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), good);
}

std::string file_name_part(std::string_view name) {
  std::string part;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool hides = c == '.' && part.empty();
    if (byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' || c == '%' || hides)
      part += fmt::format("%{:02X}", byte);
    else
      part += c;
  }
  return part.empty() ? "%" : part;
}

}  // namespace mlink::base
