#include "links/distinct_rows.h"

#include <algorithm>
#include <bit>

namespace mlink::links {
namespace {

constexpr std::size_t kFewRows = 256;  ///< fewer are predicted as they are; as many are looked at before giving up
constexpr std::size_t kWidest = 16;    ///< values of a row: wider inputs hardly repeat
constexpr std::uint32_t kFree = ~std::uint32_t{0};

/// What the links take of a row: of each source its state, then its values where it has some.
class Key {
 public:
  Key(const LinkSet::Data& data, const OutputTable& table, BoxSet from, int target) : table_(table) {
    for (int i = 0; i < data.size(); ++i) {
      if (!from.has(i) || i == target || !data.link(i, target).learnt()) continue;
      if (data.has_words(i) || static_cast<std::size_t>(i) >= table.columns.size()) whole_ = false;
      sources_.push_back({static_cast<std::size_t>(i), data.source(i).width()});
      width_ += 1 + data.source(i).width();
    }
    whole_ = whole_ && width_ <= kWidest;
  }
  [[nodiscard]] bool whole() const { return whole_; }  ///< false: it does not hold all that the links take
  [[nodiscard]] std::size_t width() const { return width_; }
  void of(std::size_t row, std::uint32_t* into) const {
    for (const auto& [box, width] : sources_) {
      const OutputColumn& column = table_.columns[box];
      const SourceState state = source_state(column, row, width);
      *into++ = static_cast<std::uint32_t>(state);
      for (std::size_t i = 0; i < width; ++i)
        *into++ = state == SourceState::present ? std::bit_cast<std::uint32_t>(column.row(row)[i]) : 0;
    }
  }

 private:
  struct Source {
    std::size_t box, width;
  };
  const OutputTable& table_;
  std::vector<Source> sources_;
  std::size_t width_ = 0;
  bool whole_ = true;
};

std::size_t hash_of(std::span<const std::uint32_t> key) {
  std::uint64_t hash = 0;
  for (const std::uint32_t part : key) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
  }
  return static_cast<std::size_t>(hash);
}

/// Keys with the place of the first row that has each, in a table with open addressing that stays at most half full.
class Places {
 public:
  explicit Places(std::size_t width) : width_(width), slots_(1024, kFree) {}

  std::uint32_t place_of(std::span<const std::uint32_t> key) {
    std::size_t slot = find(key);
    if (slots_[slot] != kFree) return slots_[slot];
    if ((size() + 1) * 2 > slots_.size()) {
      grow();
      slot = find(key);
    }
    slots_[slot] = static_cast<std::uint32_t>(size_++);
    keys_.insert(keys_.end(), key.begin(), key.end());
    return slots_[slot];
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  [[nodiscard]] std::size_t find(std::span<const std::uint32_t> key) const {
    std::size_t slot = hash_of(key) & (slots_.size() - 1);
    while (slots_[slot] != kFree && !std::equal(key.begin(), key.end(), keys_.begin() + at(slots_[slot])))
      slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  [[nodiscard]] std::ptrdiff_t at(std::size_t place) const { return static_cast<std::ptrdiff_t>(place * width_); }
  void grow() {
    slots_.assign(slots_.size() * 2, kFree);
    for (std::size_t place = 0; place < size_; ++place)
      slots_[find({keys_.data() + at(place), width_})] = static_cast<std::uint32_t>(place);
  }

  std::size_t width_, size_ = 0;
  std::vector<std::uint32_t> keys_;   ///< size x width
  std::vector<std::uint32_t> slots_;  ///< place, or kFree
};

}  // namespace

std::optional<DistinctRows> distinct_rows(const LinkSet::Data& data, const OutputTable& table, BoxSet from, int target,
                                          std::span<const std::size_t> rows) {
  if (rows.size() < kFewRows) return std::nullopt;
  const Key key(data, table, from, target);
  if (!key.whole()) return std::nullopt;
  DistinctRows distinct;
  distinct.of.reserve(rows.size());
  Places places(key.width());
  std::vector<std::uint32_t> now(key.width());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (n % kFewRows == 0 && distinct.rows.size() * 2 > n) return std::nullopt;
    key.of(rows[n], now.data());
    const std::uint32_t place = places.place_of(now);
    if (place == distinct.rows.size()) distinct.rows.push_back(rows[n]);
    distinct.of.push_back(place);
  }
  return distinct;
}

}  // namespace mlink::links
