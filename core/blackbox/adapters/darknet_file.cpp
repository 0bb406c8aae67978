#include "blackbox/adapters/darknet_file.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "blackbox/mapped_file.h"

namespace mlink::blackbox {
namespace {

constexpr int kLargestSetting = 1 << 20;  // filters, sizes, strides: far above any real network's
constexpr double kMostWeights = 1e12;     // a sum up to here is exact in a double

/// "[convolutional]" and the settings under it.
struct CfgSection {
  std::string kind;
  std::map<std::string, std::string, std::less<>> settings;

  /// The number that a setting begins with, as OpenCV reads it; 0 where it begins with none.
  [[nodiscard]] int number(std::string_view name, int otherwise) const {
    const auto found = settings.find(name);
    if (found == settings.end()) return otherwise;
    int value = 0;
    const auto& text = found->second;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
};

std::vector<CfgSection> sections_of(std::string_view cfg) {
  std::vector<CfgSection> sections;
  while (!cfg.empty()) {
    const auto end = cfg.find('\n');
    std::string line;
    for (const char c : cfg.substr(0, end))
      if (c > ' ' && c <= 'z') line += c;
    cfg.remove_prefix(end == std::string_view::npos ? cfg.size() : end + 1);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (line[0] == '[') {
      const auto close = line.find(']');
      sections.push_back({line.substr(1, close == std::string::npos ? close : close - 1), {}});
    } else if (const auto equals = line.find('='); equals != std::string::npos && !sections.empty()) {
      sections.back().settings[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  return sections;
}

/// Goes through the layers, and keeps the size of what each hands on.
class CfgWalk {
 public:
  Status start(const CfgSection& net) {
    MLINK_ASSIGN(channels_, positive(net, "channels", 3));
    MLINK_ASSIGN(width_, positive(net, "width", 416));
    MLINK_ASSIGN(height_, positive(net, "height", 416));
    return {};
  }

  /// False: this kind of layer is not known here.
  Result<bool> layer(const CfgSection& section) {
    const std::string& kind = section.kind;
    if (kind == "convolutional")
      MLINK_TRY(convolution(section));
    else if (kind == "connected")
      MLINK_TRY(connected(section));
    else if (kind == "maxpool")
      MLINK_TRY(maxpool(section));
    else if (kind == "avgpool")
      width_ = height_ = 1;
    else if (kind == "route")
      MLINK_TRY(route(section));
    else if (kind == "reorg")
      MLINK_TRY(reorg(section));
    else if (kind == "upsample")
      MLINK_TRY(upsample(section));
    else if (!hands_on(kind))
      return false;
    if (width_ < 1 || height_ < 1 || channels_ < 1) return bad(section, "leaves nothing of the picture");
    if (weights_ > kMostWeights || channels_ > kLargestSetting) return bad(section, "is larger than any network");
    channels_of_.push_back(channels_);
    return true;
  }
  [[nodiscard]] std::int64_t weights() const { return static_cast<std::int64_t>(weights_); }

 private:
  // Layers whose output has the size of their input.
  static bool hands_on(std::string_view kind) {
    for (const char* known : {"softmax", "dropout", "cost", "region", "yolo", "shortcut", "scale_channels", "sam"})
      if (kind == known) return true;
    return false;
  }

  [[nodiscard]] tl::unexpected<Error> bad(const CfgSection& section, const std::string& what) const {
    return fail(
        ErrorKind::corrupt,
        fmt::format("Layer {} of the network ([{}]) {}.", channels_of_.size(), section.kind.substr(0, 40), what),
        "Take the .cfg that the weights were trained with.");
  }
  [[nodiscard]] Result<int> positive(const CfgSection& section, const char* name, int otherwise) const {
    const int value = section.number(name, otherwise);
    if (value >= 1 && value <= kLargestSetting) return value;
    if (section.settings.contains(name)) return bad(section, fmt::format("has {}={}", name, value));
    return bad(section, fmt::format("does not say its {}", name));
  }
  [[nodiscard]] double own_numbers(const CfgSection& section, int outputs) const {
    return (section.number("batch_normalize", 0) == 1 ? 4.0 : 1.0) * outputs;  // bias; scale, mean, variance
  }

  Status convolution(const CfgSection& section) {
    MLINK_ASSIGN(const int size, positive(section, "size", 0));
    MLINK_ASSIGN(const int filters, positive(section, "filters", 0));
    MLINK_ASSIGN(const int stride, positive(section, "stride", 1));
    MLINK_ASSIGN(const int groups, positive(section, "groups", 1));
    if (channels_ % groups != 0)
      return bad(section, fmt::format("divides {} channels into {} groups", channels_, groups));
    const int padding = section.number("pad", 0) != 0 ? size / 2 : section.number("padding", 0);
    const int inputs = channels_ / groups;  // of each filter; divides without a rest, as checked
    weights_ += double{1} * filters * inputs * size * size + own_numbers(section, filters);
    channels_ = filters;
    shrink(size, 2 * std::int64_t{padding}, stride);
    return {};
  }
  Status connected(const CfgSection& section) {
    MLINK_ASSIGN(const int outputs, positive(section, "output", 1));
    weights_ += double{1} * channels_ * static_cast<double>(width_) * static_cast<double>(height_) * outputs +
                own_numbers(section, outputs);
    channels_ = outputs;
    width_ = height_ = 1;
    return {};
  }
  Status maxpool(const CfgSection& section) {
    MLINK_ASSIGN(const int size, positive(section, "size", 2));
    MLINK_ASSIGN(const int stride, positive(section, "stride", 2));
    shrink(size, section.number("padding", size - 1), stride);
    return {};
  }
  Status route(const CfgSection& section) {
    const auto found = section.settings.find("layers");
    if (found == section.settings.end()) return bad(section, "does not say its layers");
    std::int64_t sum = 0;
    const auto here = static_cast<std::int64_t>(channels_of_.size());
    for (std::string_view rest = found->second; !rest.empty();) {
      const auto comma = rest.find(',');
      const auto text = rest.substr(0, comma);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
      std::int64_t layer = here;
      std::from_chars(text.data(), text.data() + text.size(), layer);
      if (layer < 0) layer += here;
      if (layer < 0 || layer >= here)
        return bad(section, fmt::format("takes layer \"{}\", which is not before it", text));
      sum += channels_of_[static_cast<std::size_t>(layer)];
    }
    MLINK_ASSIGN(const int groups, positive(section, "groups", 1));
    channels_ = sum / groups;
    return {};
  }
  Status reorg(const CfgSection& section) {
    MLINK_ASSIGN(const int stride, positive(section, "stride", 2));
    channels_ *= std::int64_t{stride} * stride;
    width_ /= stride;
    height_ /= stride;
    return {};
  }
  Status upsample(const CfgSection& section) {
    MLINK_ASSIGN(const int stride, positive(section, "stride", 1));
    width_ *= stride;
    height_ *= stride;
    return {};
  }
  void shrink(int size, std::int64_t padding, int stride) {
    width_ = width_ + padding < size ? 0 : (width_ + padding - size) / stride + 1;
    height_ = height_ + padding < size ? 0 : (height_ + padding - size) / stride + 1;
  }

  std::int64_t channels_ = 0, width_ = 0, height_ = 0;
  double weights_ = 0;
  std::vector<std::int64_t> channels_of_;  ///< of each layer so far
};

/// What stands before the numbers: three versions, and the pictures seen in training, of 8 bytes since version 0.2.
std::optional<std::size_t> header_size(std::string_view weights) {
  std::int32_t major = 0;
  std::int32_t minor = 0;
  if (weights.size() < 16) return std::nullopt;
  std::memcpy(&major, weights.data(), sizeof major);
  std::memcpy(&minor, weights.data() + sizeof major, sizeof minor);
  return std::int64_t{major} * 10 + minor >= 2 ? 20 : 16;
}

}  // namespace

Result<std::int64_t> darknet_weight_count(std::string_view cfg) {
  CfgWalk walk;
  CfgSection net;
  const auto sections = sections_of(cfg);
  for (const auto& section : sections)
    if (section.kind == "net")
      for (const auto& [name, value] : section.settings) net.settings[name] = value;
  MLINK_TRY(walk.start(net));
  for (const auto& section : sections) {
    if (section.kind == "net") continue;
    MLINK_ASSIGN(const bool known, walk.layer(section));
    if (!known) return -1;
  }
  return walk.weights();
}

Status check_darknet_files(const std::filesystem::path& one, const std::filesystem::path& other) {
  const bool swapped = one.extension() == ".weights" || other.extension() == ".cfg";
  const auto& cfg = swapped ? other : one;
  const auto& weights = swapped ? one : other;
  MLINK_ASSIGN(const auto text, MappedFile::open(cfg));
  auto count = darknet_weight_count(text.bytes());
  if (!count) return fail(count.error().kind, count.error().what, count.error().todo, cfg.string());
  if (*count < 0) return {};
  MLINK_ASSIGN(const auto held, MappedFile::open(weights));
  const auto header = header_size(held.bytes());
  const auto needed = static_cast<std::uint64_t>(*count) * sizeof(float) + header.value_or(20);
  if (header && held.bytes().size() == needed) return {};
  return fail(
      ErrorKind::corrupt,
      fmt::format("The weights have {} bytes, the network of \"{}\" needs {} ({} numbers): they are cut off, or "
                  "of another network.",
                  held.bytes().size(), cfg.filename().string(), needed, *count),
      "Fetch them again, or take the .cfg that they were trained with.", weights.string());
}

}  // namespace mlink::blackbox
