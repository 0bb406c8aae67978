// The vocabulary of a network that writes text, and how its tokens become words. Pure but for the file; thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/output_spec.h"

namespace mlink::blackbox {

/// Reads a vocabulary, the token of each number: a text file with a token a line, or JSON: a list, an object of token
/// to number, or a tokenizer.json of Hugging Face. Fails where the file is missing, too large or not UTF-8, and where
/// numbers are missing or said twice.
[[nodiscard]] Result<std::vector<std::string>> read_word_list(const std::filesystem::path& file);

/// How tokens are put together.
enum class Pieces {
  words,          ///< each is a word
  characters,     ///< all are written one after the other; spaces part words
  wordpiece,      ///< "##" goes on with a word (BERT)
  sentencepiece,  ///< "\u2581" begins a word
  bytes           ///< characters stand for bytes, as in GPT-2 and Whisper
};
/// `space`: the token that stands for a space, such as "|"; empty: none.
[[nodiscard]] Words join_pieces(const std::vector<std::string>& tokens, Pieces pieces, const std::string& space);

}  // namespace mlink::blackbox
