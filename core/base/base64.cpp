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

std::string base64_encoded(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace mlink::base
