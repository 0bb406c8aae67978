#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <array>
#include <fstream>
#include <functional>
#include <vector>

namespace mlink::base {
namespace {

std::string to_hex(std::span<const unsigned char> bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const unsigned char b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

Status for_each_block(const std::filesystem::path& path, const std::function<void(std::span<const char>)>& use) {
  std::error_code ec;
  if (!std::filesystem::exists(path, ec))
    return fail(ErrorKind::not_found, "File not found.", "Check the path.", path.string());
  if (std::filesystem::is_directory(path, ec))
    return fail(ErrorKind::invalid_input, "This is a folder, not a file.", "Name a file.", path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::io, "The file cannot be read.", "Check its permissions.", path.string());
  std::vector<char> block(1 << 20);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
    use(std::span<const char>(block.data(), static_cast<std::size_t>(in.gcount())));
  if (in.bad()) return fail(ErrorKind::io, "The file could not be read to its end.", {}, path.string());
  return {};
}

}  // namespace

struct ContentHasher::State {
  XXH3_state_t* xxh = XXH3_createState();
  State() { XXH3_128bits_reset(xxh); }
  ~State() { XXH3_freeState(xxh); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) {}
ContentHasher::~ContentHasher() = default;
ContentHasher::ContentHasher(ContentHasher&&) noexcept = default;
ContentHasher& ContentHasher::operator=(ContentHasher&&) noexcept = default;

ContentHasher& ContentHasher::add(std::span<const std::byte> bytes) {
  XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size());
  return *this;
}

ContentHasher& ContentHasher::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  return add(std::as_bytes(std::span(text.data(), text.size())));
}

ContentHasher& ContentHasher::add(std::int64_t value) { return add(std::as_bytes(std::span(&value, 1))); }

ContentHasher& ContentHasher::add(double value) { return add(std::as_bytes(std::span(&value, 1))); }

std::string ContentHasher::hex() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_->xxh));
  return to_hex(canonical.digest);
}

std::string content_hash(std::string_view text) { return ContentHasher().add(text).hex(); }

Result<std::string> content_hash_of_file(const std::filesystem::path& path) {
  ContentHasher hasher;
  MLINK_TRY(for_each_block(path, [&](std::span<const char> block) { hasher.add(std::as_bytes(block)); }));
  return hasher.hex();
}

Result<std::string> sha256_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  MLINK_TRY(for_each_block(
      path, [&](std::span<const char> block) { EVP_DigestUpdate(context.get(), block.data(), block.size()); }));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  return to_hex(std::span(digest.data(), size));
}

}  // namespace mlink::base
