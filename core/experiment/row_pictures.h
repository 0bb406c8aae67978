// Internal to core/experiment: the pictures of the output table's rows, for what learns from pictures.
#pragma once

#include "methods/kd_student.h"
#include "store/store.h"

namespace mlink::experiment {

/// The pictures of all rows of the file's output table, side x side; rows whose frame cannot be read have none. Fails
/// where no row has one, and where they would take more than 2 GB.
[[nodiscard]] Result<Pictures> pictures_of_rows(const StoreQueries& store, const OutputTable& table, int side,
                                                const std::stop_token& stop);

}  // namespace mlink::experiment
