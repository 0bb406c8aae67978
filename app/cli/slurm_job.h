// The two scripts of a step that a Slurm cluster shares out: a job array that works on the parts, and a job behind it
// that joins them. Values and functions over values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::cli {

struct SlurmJob {
  std::filesystem::path program;        ///< mlink itself
  std::filesystem::path file;           ///< the experiment
  std::filesystem::path folder;         ///< of parts, scripts and logs
  int shards = -1;                      ///< tasks; -1: not said, as of training, which is one job
  std::vector<std::string> words;       ///< "collect", "--no-gpu"
  std::vector<std::string> both, task;  ///< options of sbatch: of both jobs, of the array only
  int repeats = 0;                      ///< a study's, which are shared out; `words` has neither them nor the seed
  std::uint64_t seed = 0;
};
struct SlurmScripts {
  std::string array, gather;  ///< of training: the job, and nothing
};

/// Errors: a name that neither script nor Slurm could hold.
[[nodiscard]] Result<SlurmScripts> slurm_scripts(const SlurmJob& job);
/// The part's file of a task: a shard of what is collected, or a copy for a study.
[[nodiscard]] std::filesystem::path slurm_part(const SlurmJob& job, int number);
/// In quotes where the shell asks for them.
[[nodiscard]] std::string shell_word(const std::string& word);

}  // namespace mlink::cli
