#include "experiment/renamed_hashes.h"

#include "experiment/file_view.h"
#include "experiment/method_training.h"

namespace mlink::experiment {

RenamedHashes::RenamedHashes(TablePtr before, TablePtr after) : before_(std::move(before)), after_(std::move(after)) {
  hashes_.emplace_back(content_hash(*before_), content_hash(*after_));
}

void RenamedHashes::know(const std::string& links, const Result<std::string>& renamed) {
  const auto old_links = LinkSet::from_bytes(links);
  const auto new_links = renamed.and_then([](const std::string& bytes) { return LinkSet::from_bytes(bytes); });
  if (!old_links || !new_links) return;
  const TablePtr was = in_links_order(before_, *old_links), is = in_links_order(after_, *new_links);
  if (!was || !is) return;
  hashes_.emplace_back(content_hash(*was), content_hash(*is));
  hashes_.emplace_back(training_hash(*was, *old_links), training_hash(*is, *new_links));
}

std::string RenamedHashes::now(const std::string& hash) const {
  for (const auto& [was, is] : hashes_)
    if (was == hash) return is;
  return hash;
}

}  // namespace mlink::experiment
