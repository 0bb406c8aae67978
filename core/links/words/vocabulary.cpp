#include "links/words/vocabulary.h"

#include <algorithm>

namespace mlink::links {

int Vocabulary::token(std::string_view word) const {
  const auto at = std::lower_bound(words_.begin(), words_.end(), word);
  return at != words_.end() && *at == word ? kFirst + static_cast<int>(at - words_.begin()) : kUnknown;
}

std::string_view Vocabulary::word(int token) const {
  const int at = token - kFirst;
  return at >= 0 && static_cast<std::size_t>(at) < words_.size()
             ? std::string_view(words_[static_cast<std::size_t>(at)])
             : kUnknownWord;
}

Vocabulary vocabulary_of(const OutputColumn& column, std::size_t train_rows) {
  std::vector<std::string> words;
  std::vector<std::size_t> lengths;
  for (std::size_t row = 0; row < train_rows && row < column.words.size(); ++row) {
    if (!column.present(row)) continue;
    words.insert(words.end(), column.words[row].begin(), column.words[row].end());
    lengths.push_back(column.words[row].size());
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.empty()) return {};
  const auto at = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() * 99 + 99) / 100 - 1);
  std::nth_element(lengths.begin(), at, lengths.end());
  return {std::move(words), std::max<std::size_t>(*at, 1)};
}

std::vector<int> target_tokens(const Vocabulary& vocabulary, std::span<const std::string> words) {
  std::vector<int> tokens(std::min(words.size(), vocabulary.longest()) + 1);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) tokens[i] = vocabulary.token(words[i]);
  tokens.back() = Vocabulary::kEnd;
  return tokens;
}

std::size_t source_tokens(const Vocabulary& vocabulary, bool none, std::span<const std::string> words,
                          std::span<int> into) {
  if (none) {
    into[0] = Vocabulary::kStart;
    return 1;
  }
  const std::size_t n = std::min(words.size(), vocabulary.longest());
  for (std::size_t i = 0; i < n; ++i) into[i] = vocabulary.token(words[i]);
  into[n] = Vocabulary::kEnd;
  return n + 1;
}

}  // namespace mlink::links
