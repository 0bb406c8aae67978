#include "links/link_set.h"

#include <algorithm>

#include "base/random.h"
#include "links/link_set_data.h"

namespace mlink::links {
namespace {
const LinkFigures kNoFigures{};
}

LinkSet::LinkSet() : data_(std::make_unique<Data>()) {}
LinkSet::LinkSet(std::unique_ptr<Data> data) : data_(std::move(data)) {}
LinkSet::~LinkSet() = default;
LinkSet::LinkSet(const LinkSet& other) : data_(std::make_unique<Data>(*other.data_)) {}
LinkSet::LinkSet(LinkSet&&) noexcept = default;
LinkSet& LinkSet::operator=(const LinkSet& other) {
  if (this != &other) data_ = std::make_unique<Data>(*other.data_);
  return *this;
}
LinkSet& LinkSet::operator=(LinkSet&&) noexcept = default;

const std::vector<std::string>& LinkSet::boxes() const { return data_->boxes; }
const std::vector<OutputSpec>& LinkSet::specs() const { return data_->specs; }
int LinkSet::box_index(const std::string& box) const {
  const auto at = std::find(data_->boxes.begin(), data_->boxes.end(), box);
  return at == data_->boxes.end() ? -1 : static_cast<int>(at - data_->boxes.begin());
}

bool LinkSet::has_link(int source, int target) const {
  const int k = data_->size();
  return source >= 0 && target >= 0 && source < k && target < k && source != target &&
         data_->link(source, target).exists;
}
const LinkFigures& LinkSet::link_figures(int source, int target) const {
  return has_link(source, target) ? data_->link(source, target).figures : kNoFigures;
}
const LinkFigures& LinkSet::ensemble_figures(int target) const {
  return target >= 0 && target < data_->size() ? data_->ensembles[static_cast<std::size_t>(target)].figures
                                               : kNoFigures;
}
std::span<const float> LinkSet::prior(int target) const {
  if (target < 0 || target >= data_->size()) return {};
  return data_->target(target).prior;
}
const Words& LinkSet::prior_words(int target) const {
  static const Words nothing;
  if (target < 0 || target >= data_->size()) return nothing;
  return data_->prior_words[static_cast<std::size_t>(target)];
}
const TrainSettings& LinkSet::settings() const { return data_->settings; }
const std::string& LinkSet::data_hash() const { return data_->data_hash; }
TimeSplit LinkSet::split() const { return data_->split; }

namespace {

/// Row numbers are keys only of the very table that trained the set.
std::vector<std::size_t> numbered_rows(const LinkSet::Data& data, const OutputTable& table, bool train) {
  std::vector<std::size_t> rows;
  if (table.rows() != data.split.rows || content_hash(table) != data.data_hash) return rows;
  const std::size_t end = train ? data.split.train : data.split.rows;
  for (std::size_t row = train ? 0 : data.split.train; row < end; ++row) rows.push_back(row);
  return rows;
}

}  // namespace

std::vector<std::size_t> LinkSet::train_rows(const OutputTable& table) const {
  return data_->trained.empty() ? numbered_rows(*data_, table, true) : data_->trained.rows(table, true);
}
std::vector<std::size_t> LinkSet::test_rows(const OutputTable& table) const {
  return data_->trained.empty() ? numbered_rows(*data_, table, false) : data_->trained.rows(table, false);
}

const FrameKeys& LinkSet::trained() const { return data_->trained; }
std::vector<std::size_t> LinkSet::inner_rows(const OutputTable& table, int target) const {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  if (!data_->held_out.empty()) {
    auto rows = data_->held_out[static_cast<std::size_t>(target)].rows(table, true);
    std::erase_if(rows, [&](std::size_t row) { return !column.present(row); });
    return rows;
  }
  auto rows = train_rows(table);
  if (data_->settings.split == SplitKind::clip) {  // the files in the order in which training took them
    auto order = split_order(table, SplitKind::clip, data_->settings.split_seed);
    std::erase_if(order, [&](std::size_t row) { return !std::binary_search(rows.begin(), rows.end(), row); });
    rows = std::move(order);
  }
  std::erase_if(rows, [&](std::size_t row) { return !column.present(row); });
  const std::size_t fit = fit_rows(rows.size(), data_->settings.inner_part);
  if (fit < rows.size()) rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(fit));
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::size_t least_block_of(const LinkSet& set, const OutputTable& table, int target,
                           const std::vector<std::size_t>& rows) {
  const auto& column = table.columns[static_cast<std::size_t>(target)];
  return correlation_time(column, rows, set.predict(table, BoxSet(), target, rows));
}
std::size_t LinkSet::least_block(const OutputTable& table, int target) const {
  return least_block_of(*this, table, target, train_rows(table));
}

std::uint64_t seed_of(std::uint64_t seed, std::string_view source, std::string_view target) {
  const auto number = [](std::string_view name) {  // FNV-1a
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return static_cast<std::int64_t>(hash);
  };
  return job_seed(seed, number(source), number(target));
}

}  // namespace mlink::links
