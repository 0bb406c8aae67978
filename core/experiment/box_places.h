// Where the black boxes of an experiment run, and whether their files are trusted (blackbox/HOST.md). Trust is the
// user's, on this machine: it is not in the file.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "experiment/experiment.h"

namespace mlink::experiment {

struct BoxPlace {
  RowId box = 0;
  bool own_process = false;  ///< and not in this program
  bool closed_in = false;    ///< without network, files read only, since not all of its files are trusted
  std::vector<std::filesystem::path> files;  ///< that are not trusted, or where all are: that the user trusted
  bool answered = false;                     ///< the user said of all of these files that they stay closed in
};
/// Of the boxes that have a model, by id; a box whose files cannot be read is left out. Reads the files where they are
/// new or changed: not for the GUI thread.
[[nodiscard]] Result<std::vector<BoxPlace>> box_places(const ExperimentReader& reader);

/// The user was asked whether these files are trusted, and said no: remembered by content, for this user, beside what
/// is trusted. Errors: a file is missing; the list cannot be written.
[[nodiscard]] Status keep_closed_in(const std::vector<std::filesystem::path>& files);

}  // namespace mlink::experiment
