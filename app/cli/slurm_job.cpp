#include "slurm_job.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace mlink::cli {
namespace {

constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+@";

std::string shell_words(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  std::transform(words.begin(), words.end(), std::back_inserter(out), shell_word);
  return fmt::format("{}", fmt::join(out, " "));
}

/// Slurm reads these lines itself: a % begins one of its own names.
std::string log_pattern(const std::filesystem::path& folder, const std::string& name) {
  std::string path;
  for (const char c : folder.string()) path += c == '%' ? std::string("%%") : std::string(1, c);
  return fmt::format("{}/{}", path, name);
}

std::string head(const SlurmJob& job, const std::string& what, const std::string& log, bool array) {
  std::string text = fmt::format("#!/bin/bash\n#SBATCH --job-name=mlink-{}\n", what);
  if (array) text += fmt::format("#SBATCH --array=1-{}\n", job.shards);
  text += fmt::format("#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --output=\"{}\"\n",
                      log_pattern(job.folder, log));
  for (const auto& line : job.both) text += fmt::format("#SBATCH {}\n", line);
  if (what != "gather")
    for (const auto& line : job.task) text += fmt::format("#SBATCH {}\n", line);
  return text;
}

bool has_option(const std::vector<std::string>& words, const std::string& option) {
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return word == option || word.starts_with(option + "="); });
}

/// A task's file, by the number that Slurm gives it.
std::string part_word(const SlurmJob& job, const std::string& number) {
  const auto path = slurm_part(job, 0).string();
  const auto at = path.rfind("-0");
  return shell_word(path.substr(0, at + 1)) + number + shell_word(path.substr(at + 2));
}

/// collect of a part, or training.
std::string step_task(const SlurmJob& job, const std::string& file) {
  std::vector<std::string> rest(job.words.begin() + 1, job.words.end());
  auto line = fmt::format("exec {} {} {}", shell_word(job.program.string()), job.words.front(), file);
  if (!has_option(rest, "--threads")) line += " --threads \"${SLURM_CPUS_PER_TASK:-1}\"";
  if (!rest.empty()) line += " " + shell_words(rest);
  return line + "\n";
}

// A repeat is a seed: each task trains some of them in its copy of the file.
std::string study_task(const SlurmJob& job) {
  std::vector<std::string> rest(job.words.begin() + 2, job.words.end());
  return fmt::format(
      "first=$(((SLURM_ARRAY_TASK_ID - 1) * {0} / {1}))\n"
      "end=$((SLURM_ARRAY_TASK_ID * {0} / {1}))\n"
      "rm -f \"$part.done\"\n"
      "{2} study {3} \"$part\"{4} --repeats $((end - first)) --seed $(({5} + first))\n"
      "touch \"$part.done\"\n",
      job.repeats, job.shards, shell_word(job.program.string()), shell_word(job.words[1]),
      rest.empty() ? "" : " " + shell_words(rest), job.seed);
}

std::string parts_loop(const SlurmJob& job, const std::string& body) {
  return fmt::format("parts=()\nfor ((i = 1; i <= {}; ++i)); do\n  part={}\n{}  parts+=(\"$part\")\ndone\n", job.shards,
                     part_word(job, "\"$i\""), body);
}

std::string go_on(const SlurmJob& job, const std::string& numbers) {
  return fmt::format("sbatch --array={} {}, and behind it sbatch --dependency=afterany:JOB {}", numbers,
                     shell_word((job.folder / "tasks.sbatch").string()),
                     shell_word((job.folder / "gather.sbatch").string()));
}

std::string collect_gather(const SlurmJob& job) {
  return parts_loop(job, "") + fmt::format(
                                   "{} merge {} \"${{parts[@]}}\" && exit 0\n"
                                   "status=$?\n"
                                   "cat >&2 <<'END'\n"
                                   "Tasks that are not finished go on where they were: {}.\n"
                                   "END\n"
                                   "exit \"$status\"\n",
                                   shell_word(job.program.string()), shell_word(job.file.string()),
                                   go_on(job, "NUMBERS"));
}

std::string study_gather(const SlurmJob& job) {
  std::vector<std::string> rest(job.words.begin() + 2, job.words.end());
  return "lacking=\n" + parts_loop(job, "  [ -e \"$part.done\" ] || lacking+=,$i\n") +
         fmt::format(
             "if [ -n \"$lacking\" ]; then\n"
             "  echo \"Shards ${{lacking#,}} of {} are not finished.\" >&2\n"
             "  cat >&2 <<'END'\n"
             "They go on where they were: {}.\n"
             "END\n"
             "  exit 1\n"
             "fi\n"
             "exec {} study {} {}{} --repeats {} --seed {} --known \"${{parts[@]}}\"\n",
             job.shards, go_on(job, "NUMBERS"), shell_word(job.program.string()), shell_word(job.words[1]),
             shell_word(job.file.string()), rest.empty() ? "" : " " + shell_words(rest), job.repeats, job.seed);
}

}  // namespace

std::string shell_word(const std::string& word) {
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::filesystem::path slurm_part(const SlurmJob& job, int number) {
  return job.folder / fmt::format("{}.{}-{}-of-{}.mlink", job.file.stem().string(), job.repeats > 0 ? "copy" : "shard",
                                  number, job.shards);
}

Result<SlurmScripts> slurm_scripts(const SlurmJob& job) {
  for (const auto& path : {job.program, job.file, job.folder})
    if (path.string().find_first_of("\n\r\"\\") != std::string::npos)
      return fail(ErrorKind::invalid_input, "Slurm cannot read a name with quotes, backslashes or line ends.",
                  "Rename the file or folder.", path.string());
  for (const auto* lines : {&job.both, &job.task})
    for (const auto& line : *lines)
      if (!line.starts_with("-") || line.find_first_of("\n\r") != std::string::npos)
        return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is no option of sbatch.", line),
                    "Write --sbatch=--partition=gpu, once an option.");
  if (job.words.front() == "train")
    return SlurmScripts{
        head(job, "train", "train-%j.log", false) + "set -u\n" + step_task(job, shell_word(job.file.string())), {}};
  const bool study = job.repeats > 0;
  const auto part = fmt::format("set -eu\npart={}\n", part_word(job, "\"$SLURM_ARRAY_TASK_ID\""));
  return SlurmScripts{
      head(job, job.words.front(), "task-%A_%a.log", true) + part +
          (study ? study_task(job) : step_task(job, "\"$part\"")),
      head(job, "gather", "gather-%j.log", false) + "set -u\n" + (study ? study_gather(job) : collect_gather(job))};
}

}  // namespace mlink::cli
