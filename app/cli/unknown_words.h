// What is said of a command line whose command or option nobody knows: the word, and what is like it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace mlink::cli {

/// "There is no command \"relpay\". Did you mean replay?"; of an option likewise. Empty: all words are known so far.
/// words: as they were typed, without the program's name.
[[nodiscard]] std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words);
/// The command as far as it is known: "mlink video add".
[[nodiscard]] std::string known_command(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace mlink::cli
