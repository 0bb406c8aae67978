// Internal to core/report: the command that makes a run again, as it is typed. FILE stands where the file goes.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "links/link_set.h"
#include "studies/study.h"

namespace mlink::report {

/// "mlink train FILE --part 0.05 --seed 1 --epochs 100". `left_out`: settings that have no option, as a sentence.
[[nodiscard]] std::string train_command(const TrainSettings& settings, std::string& left_out);
/// From the settings of a kept replay. Throws nlohmann::json::exception where they are something else.
[[nodiscard]] std::string replay_command(const nlohmann::json& settings);
/// From what StudySettings::write wrote: the options that differ from the study's defaults.
[[nodiscard]] std::string study_command(const Study& study, const nlohmann::json& settings);
/// The value of an option as it is typed.
[[nodiscard]] std::string option_text(const StudyOption& option);
[[nodiscard]] std::string method_command(const std::string& method, std::int64_t seed);
/// `recorded`: what the import kept with its box. `left_out`: why the command does not make it again, as a sentence.
/// Throws nlohmann::json::exception where they are something else.
[[nodiscard]] std::string import_command(const std::string& box, const OutputSpec& spec, const nlohmann::json& recorded,
                                         std::string& left_out);

/// The command with a file in the place of FILE, quoted as a shell needs it.
[[nodiscard]] std::string with_file(const std::string& command, const std::string& file);
/// In quotes where a shell would take it for several words or something of its own.
[[nodiscard]] std::string shell_word(const std::string& word);
/// The shortest amount that parse_amount() reads as exactly this: "64MB", "0.06s".
[[nodiscard]] std::string exact_amount(const Amount& amount);

}  // namespace mlink::report
