// Internal to core/experiment: results stand for the outputs that they were made of by a hash over outputs and names.
// Where a box or a camera gets another name, they go on standing for the same outputs. A value; belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "outputs/output_table.h"

namespace mlink::experiment {

class RenamedHashes {
 public:
  using TablePtr = std::shared_ptr<const OutputTable>;
  /// All outputs with the names as they were, and as they are.
  RenamedHashes(TablePtr before, TablePtr after);

  /// What is known by the outputs of links and by the part that trained them. links: LinkSet::to_bytes(), as they were;
  /// renamed: the same with the names of now. Damaged ones tell nothing.
  void know(const std::string& links, const Result<std::string>& renamed);
  /// By which a result of that hash is known now.
  [[nodiscard]] std::string now(const std::string& hash) const;
  [[nodiscard]] const OutputTable& before() const { return *before_; }
  [[nodiscard]] const OutputTable& after() const { return *after_; }

 private:
  TablePtr before_, after_;
  std::vector<std::pair<std::string, std::string>> hashes_;
};

}  // namespace mlink::experiment
