// Internal to core/experiment: trainings of methods (methods/method.h) and what the file keeps of them. The writer
// belongs to one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "experiment/experiment.h"
#include "experiment/file_view.h"
#include "methods/method.h"
#include "store/store.h"

namespace mlink::experiment {

/// Trains each method once on the rows that trained the links in use, and keeps what it leaves. One that is there, of
/// the same rows, settings and seed, is not trained again.
[[nodiscard]] Result<std::vector<TrainedMethodRow>> train_methods(StoreWriter& store, FileView& view,
                                                                  const MethodTrainOptions& options,
                                                                  const std::stop_token& stop,
                                                                  const ProgressFn& progress);

/// By what a training of a method is known: the rows of `table` that trained `links`, whose boxes it has in their
/// order.
[[nodiscard]] std::string training_hash(const OutputTable& table, const LinkSet& links);

/// What the trainings of these methods left (Aids::trained): the newest of each on the very rows that trained `links`.
/// Methods that were trained on others, or not at all, are not in it.
[[nodiscard]] Result<std::map<std::string, std::string>> trained_methods(const StoreQueries& store,
                                                                         const OutputTable& table, const LinkSet& links,
                                                                         const std::vector<const Method*>& methods);

}  // namespace mlink::experiment
