#include "experiment/text_files.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

namespace mlink::experiment {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;

bool is_gzip(std::ifstream& file) {
  std::array<char, 2> first{};
  file.read(first.data(), first.size());
  const bool gzip = file.gcount() == 2 && first[0] == '\x1f' && first[1] == '\x8b';
  file.clear();
  file.seekg(0);
  return gzip;
}

/// A gzip file, one part or several behind one another, unpacked piece by piece.
class GzipText {
 public:
  GzipText(std::ifstream file, std::string path) : file_(std::move(file)), path_(std::move(path)) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~GzipText() { inflateEnd(&stream_); }
  GzipText(const GzipText&) = delete;
  GzipText& operator=(const GzipText&) = delete;

  [[nodiscard]] Result<std::string_view> next() {
    if (!ready_) return fail(ErrorKind::io, "There is no memory to unpack the file.", "Unpack it first.", path_);
    stream_.next_out = out_.data();
    stream_.avail_out = static_cast<uInt>(out_.size());
    while (stream_.avail_out == out_.size()) {
      if (stream_.avail_in == 0) MLINK_TRY(fill());
      if (stream_.avail_in == 0 && between_) return std::string_view();
      if (stream_.avail_in == 0) return damaged("it ends too early");
      if (between_) MLINK_TRY(begin_part());
      if (between_) continue;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        between_ = true;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        return damaged(stream_.msg != nullptr ? stream_.msg : "it cannot be unpacked");
      }
    }
    return std::string_view(reinterpret_cast<const char*>(out_.data()), out_.size() - stream_.avail_out);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> damaged(const std::string& why) const {
    return fail(ErrorKind::invalid_input, fmt::format("The gzip file is damaged: {}.", why),
                "Copy it again, or unpack it and import what is whole.", path_);
  }
  [[nodiscard]] Status fill() {
    file_.read(reinterpret_cast<char*>(in_.data()), static_cast<std::streamsize>(in_.size()));
    if (file_.bad()) return fail(ErrorKind::io, "Reading failed.", "Check the disk.", path_);
    stream_.next_in = in_.data();
    stream_.avail_in = static_cast<uInt>(file_.gcount());
    return {};
  }
  // Behind a part: another one, or zeros that fill up a block.
  [[nodiscard]] Status begin_part() {
    if (!first_ && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      return {};
    }
    if (!first_ && inflateReset(&stream_) != Z_OK) return damaged("it cannot be unpacked");
    first_ = between_ = false;
    return {};
  }

  std::ifstream file_;
  std::string path_;
  std::vector<Bytef> in_ = std::vector<Bytef>(kPiece);
  std::vector<Bytef> out_ = std::vector<Bytef>(kPiece);
  z_stream stream_{};
  bool ready_ = false;
  bool first_ = true;    ///< no part was begun
  bool between_ = true;  ///< a part ended, or none was begun
};

}  // namespace

Result<TextSource> text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorKind::io, fmt::format("The file cannot be read ({}).", std::strerror(errno)),
                "Check its permissions.", path.string());
  if (is_gzip(file)) {
    auto gzip = std::make_shared<GzipText>(std::move(file), path.string());
    return TextSource([gzip] { return gzip->next(); });
  }
  auto plain = std::make_shared<std::ifstream>(std::move(file));
  return TextSource([plain, path, buffer = std::make_shared<std::string>(kPiece, '\0')]() -> Result<std::string_view> {
    plain->read(buffer->data(), static_cast<std::streamsize>(buffer->size()));
    if (plain->bad()) return fail(ErrorKind::io, "Reading failed.", "Check the disk.", path.string());
    return std::string_view(*buffer).substr(0, static_cast<std::size_t>(plain->gcount()));
  });
}

std::string head_of(const std::filesystem::path& path) {
  constexpr std::size_t kHead = 1024;
  const auto text = text_of_file(path);
  if (!text) return {};  // the one who opens it hears why
  const auto piece = (*text)();
  return piece ? std::string(piece->substr(0, kHead)) : std::string();
}

std::int64_t text_bytes(const std::filesystem::path& path) {
  std::error_code ec;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, ec));
  if (ec) return 0;
  std::ifstream file(path, std::ios::binary);
  constexpr int kSizeAtEnd = 4;
  if (!file || size < kSizeAtEnd || !is_gzip(file)) return size;
  std::array<unsigned char, kSizeAtEnd> end{};
  file.seekg(-kSizeAtEnd, std::ios::end);
  file.read(reinterpret_cast<char*>(end.data()), end.size());
  std::int64_t told = 0;
  for (std::size_t i = 0; i < end.size(); ++i) told |= static_cast<std::int64_t>(end[i]) << (8U * i);
  return std::max(told, size);
}

std::filesystem::path without_gz(const std::filesystem::path& path) {
  auto extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension != ".gz") return path;
  auto bare = path;
  return bare.replace_extension();
}

}  // namespace mlink::experiment
