// Protocol buffers' wire format, to write small ones byte by byte.
#pragma once

#include <cstdint>
#include <string>

namespace mlink::test::proto {

/// A varint, a field holding one, and a field holding bytes.
[[nodiscard]] inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7U) out += static_cast<char>((value & 127U) | 128U);
  return out + static_cast<char>(value);
}
[[nodiscard]] inline std::string number(unsigned field, std::uint64_t value) {
  return varint(std::uint64_t{field} << 3U) + varint(value);
}
[[nodiscard]] inline std::string bytes(unsigned field, const std::string& value) {
  return varint((std::uint64_t{field} << 3U) | 2U) + varint(value.size()) + value;
}

}  // namespace mlink::test::proto
