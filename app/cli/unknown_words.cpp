#include "unknown_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>

namespace mlink::cli {
namespace {

/// Letters to put in, take out, change or exchange with the next one (restricted Damerau-Levenshtein distance).
std::size_t typing_errors(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1), last(to.size() + 1), now(to.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last.back();
}

/// The name that was meant, as far as one is nearest and near; else empty.
std::string meant(const std::string& word, const std::vector<std::string>& names) {
  constexpr std::size_t kMostErrors = 2;
  std::string found;
  std::size_t least = kMostErrors + 1;
  for (const auto& name : names) {
    const auto errors = typing_errors(word, name);
    if (errors == least) found.clear();
    if (errors < least && errors < std::max(name.size(), std::size_t{2}) / 2 + 1) {
      found = name;
      least = errors;
    }
  }
  return found;
}

std::string unknown(const char* kind, const std::string& word, const std::vector<std::string>& names) {
  const auto better = meant(word, names);
  return fmt::format("There is no {} {}.{}", kind, word,
                     better.empty() ? "" : fmt::format(" Did you mean {}?", better));
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// The command of `at` that is called so; null: none.
const CLI::App* command_of(const CLI::App& at, const std::string& word) {
  for (const auto* one : at.get_subcommands([](const CLI::App*) { return true; }))
    if (one->check_name(word)) return one;
  return nullptr;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* one : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(one->get_name());
  return names;
}

}  // namespace

std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  for (const auto& word : words) {
    if (word == "--") return {};
    if (word.starts_with("--")) {
      const auto names = option_names(*at);
      const auto name = word.substr(0, word.find('='));
      if (std::find(names.begin(), names.end(), name) == names.end()) return unknown("option", name, names);
    } else if (const auto* const command = command_of(*at, word)) {
      at = command;
    } else if (!word.starts_with("-") && at->get_require_subcommand_min() > 0) {
      auto names = command_names(*at);
      const auto before = at == &app ? "" : at->get_name() + " ";
      for (auto& name : names) name.insert(0, before);
      return unknown("command", before + word, names);
    }
  }
  return {};
}

std::string known_command(const CLI::App& app, const std::vector<std::string>& words) {
  std::string text = app.get_name();
  const CLI::App* at = &app;
  for (const auto& word : words) {
    const auto* const command = command_of(*at, word);
    if (command == nullptr) continue;
    at = command;
    text += ' ' + command->get_name();
  }
  return text;
}

}  // namespace mlink::cli
