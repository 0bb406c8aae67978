// Hashes. Content hashes (XXH3, 128 bits) say which source or black box an output came from; SHA-256 checks files that
// were fetched. All functions are thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::base {

/// Feeds bytes into an XXH3-128 hash. Not thread-safe; one instance belongs to one thread.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(ContentHasher&&) noexcept;
  ContentHasher& operator=(ContentHasher&&) noexcept;

  ContentHasher& add(std::span<const std::byte> bytes);
  ContentHasher& add(std::string_view text);  ///< the length goes in too, so that "a","bc" differs from "ab","c"
  ContentHasher& add(std::int64_t value);
  ContentHasher& add(double value);
  [[nodiscard]] std::string hex() const;  ///< 32 lower-case hex digits

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 32 hex digits of the text, or of a file's bytes.
[[nodiscard]] std::string content_hash(std::string_view text);
[[nodiscard]] Result<std::string> content_hash_of_file(const std::filesystem::path& path);

/// 64 hex digits.
[[nodiscard]] Result<std::string> sha256_of_file(const std::filesystem::path& path);

}  // namespace mlink::base
