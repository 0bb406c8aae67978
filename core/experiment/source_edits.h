// Steps on cameras and black boxes that a person takes back: any step of an experiment with what it changed, other
// names, and the order of lists. Functions on an Experiment belong to its thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "experiment/experiment.h"

namespace mlink::store {
class Changes;
}
namespace mlink::experiment {

/// What a step changed in the file, row by row: kept in memory, of use while the file is open.
struct FileChanges {
  std::shared_ptr<const store::Changes> rows;
};

/// Runs `step` as one transaction: an error undoes all of it.
[[nodiscard]] Result<FileChanges> recorded(Experiment& experiment, const std::function<Status(Experiment&)>& step);
/// Everything is as it was before that step; what came since otherwise stays. Errors: `invalid_input` where what it
/// changed was changed again, or its name is taken; then nothing is changed.
[[nodiscard]] Status take_back(Experiment& experiment, const FileChanges& changes);

/// Its outputs, its later files and its bookmarks go with it, and links go on to know which of its frames trained them.
/// Results that were kept tell the name it had; methods that were trained (train_methods) and studies count as of other
/// data from then on. Errors: no such camera; the name is taken or empty; recorded outputs that the file keeps for a
/// camera of that name.
[[nodiscard]] Status rename_camera(Experiment& experiment, const std::string& from, const std::string& to);

/// Its outputs, costs, links, trained methods and bookmarks go with it, and every figure stays. Results that were kept
/// (replays, studies, live runs) tell the name it had; studies count as of other data from then on. Its manifest keeps
/// the name that it says. Links that are trained anew draw other random numbers: they draw by the boxes' names. Errors:
/// no such box; the name is taken or empty; links that know another box of that name. Reads all outputs.
[[nodiscard]] Status rename_box(Experiment& experiment, const std::string& from, const std::string& to);

enum class SourceList { cameras, boxes };
/// The order in which lists show them; those that are not named come behind, in the order they were added. Outputs,
/// links and figures keep to the order of addition.
[[nodiscard]] Status set_order(Experiment& experiment, SourceList list, const std::vector<RowId>& ids);
/// The same overview, its lists in the order that a person gave them.
[[nodiscard]] Result<Overview> in_order(Overview overview, const ExperimentReader& reader);

/// The whole picture of a camera's file, whatever region the camera sees. Opens the file anew. Errors: no such camera,
/// or one without a video; a file or a frame that cannot be read.
[[nodiscard]] Result<Frame> file_picture(const ExperimentReader& reader, RowId camera, std::int64_t ordinal);

}  // namespace mlink::experiment
