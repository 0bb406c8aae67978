// Internal to core/links: word tokens of one box's training outputs (design: sequences). A value; const use is
// thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/output_table.h"

namespace mlink::links {

/// 0 pads, 1 starts, 2 ends, 3 is every unknown word; the words of training follow in alphabetical order.
class Vocabulary {
 public:
  static constexpr int kPad = 0, kStart = 1, kEnd = 2, kUnknown = 3, kFirst = 4;
  static constexpr std::string_view kUnknownWord = "<unk>";  ///< how an unknown word is said; agrees with nothing

  Vocabulary() = default;  ///< of a box without words
  /// words: sorted, without repetition. longest: most words that are kept of one output.
  Vocabulary(std::vector<std::string> words, std::size_t longest) : words_(std::move(words)), longest_(longest) {}

  /// Whether there is anything to say or to hear.
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] std::size_t tokens() const { return words_.size() + kFirst; }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  [[nodiscard]] int token(std::string_view word) const;
  /// The word of a token that a prediction may contain.
  [[nodiscard]] std::string_view word(int token) const;

  friend bool operator==(const Vocabulary&, const Vocabulary&) = default;

 private:
  std::vector<std::string> words_;
  std::size_t longest_ = 0;
};

/// Of the outputs that are present in the first rows; longest: the 99th percentile of their lengths.
[[nodiscard]] Vocabulary vocabulary_of(const OutputColumn& column, std::size_t train_rows);

/// Tokens of one target: the words, cut at the longest, then the end.
[[nodiscard]] std::vector<int> target_tokens(const Vocabulary& vocabulary, std::span<const std::string> words);

/// Tokens of one source: the words, cut at the longest, then the end; a box that ran and has no output: the start
/// alone, so that it is told apart from silence. At most longest + 1 tokens; allocates nothing. Returns how many.
std::size_t source_tokens(const Vocabulary& vocabulary, bool none, std::span<const std::string> words,
                          std::span<int> into);

}  // namespace mlink::links
