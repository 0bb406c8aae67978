// Internal to core/experiment: where files begin on the experiment's clock, and cameras that are made of several files.
#pragma once

#include <string>

#include "outputs/clock.h"
#include "store/store.h"

namespace mlink::experiment {

/// Sets the start of a camera's file; files that follow it (StartOrigin::after), directly or not, move with it. Belongs
/// into a transaction. Errors: no such camera; no date in the metadata; a file after itself; dates beside seconds.
[[nodiscard]] Status set_camera_start(StoreWriter& store, const std::string& camera, const StartWish& wish);

/// Makes `camera`, which is not stored yet and whose name is that of an existing one, a later file of it: its part_of
/// and first_ordinal. Returns the row's name of the last file so far. Errors: no such camera; the file is part of it
/// already.
[[nodiscard]] Result<std::string> join_camera(const StoreQueries& store, StoredCamera& camera);

}  // namespace mlink::experiment
