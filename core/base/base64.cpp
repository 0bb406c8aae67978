#include "base/base64.h"

#include <openssl/evp.h>

#include <cctype>
#include <cstddef>

namespace mlink::base {

std::string base64_decoded(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == '-' || c == '+') digits += '+';
    if (c == '_' || c == '/') digits += '/';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) digits += c;
  }
  const std::size_t padding = (4 - digits.size() % 4) % 4;
  if (padding == 3) return {};
  digits.append(padding, '=');
  std::string bytes(digits.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(digits.data()), static_cast<int>(digits.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace mlink::base
