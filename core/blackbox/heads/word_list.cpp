#include "blackbox/heads/word_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/git_lfs.h"

namespace mlink::blackbox {
namespace {

constexpr std::uintmax_t kLargestList = 64U << 20U;
constexpr std::size_t kMostWords = 1'000'000;
constexpr std::string_view kWordStart = "\xE2\x96\x81";  // U+2581

// Length of the UTF-8 character at `from`; 0: it is none.
std::size_t character_at(std::string_view text, std::size_t from) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(from + i < text.size() ? text[from + i] : 0);
  };
  const unsigned first = byte(0);
  const std::size_t size = first < 0x80                    ? 1
                           : first >= 0xC2 && first < 0xE0 ? 2
                           : first >= 0xE0 && first < 0xF0 ? 3
                           : first >= 0xF0 && first < 0xF5 ? 4
                                                           : 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  return size;
}

// Bytes that make no character are left out, since words go into files that hold text.
std::string as_utf8(const std::string& bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto size = character_at(bytes, i);
    text.append(bytes, i, size);
    i += std::max<std::size_t>(size, 1);
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, to - from));
    if (!lines.back().empty() && lines.back().back() == '\r') lines.back().pop_back();
    from = to + 1;
  }
  return lines;
}

Result<std::vector<std::string>> by_number(const nlohmann::json& tokens, const std::string& path) {
  std::vector<std::string> words(tokens.size());
  std::vector<bool> said(tokens.size());
  for (const auto& [token, number] : tokens.items()) {
    const bool fits = number.is_number_integer() && number >= 0 && number < tokens.size();
    if (!fits || said[number.get<std::size_t>()])
      return fail(
          ErrorKind::invalid_input,
          fmt::format("The vocabulary gives \"{}\" the number {}; {} tokens have the numbers 0 to {}, each once.",
                      token, number.dump(), tokens.size(), tokens.size() - 1),
          {}, path);
    words[number.get<std::size_t>()] = token;
    said[number.get<std::size_t>()] = true;
  }
  return words;
}

// The vocabulary of a tokenizer.json, and the tokens that were added to it.
nlohmann::json tokenizer_numbers(const nlohmann::json& document) {
  nlohmann::json tokens = document["model"]["vocab"];
  if (document.contains("added_tokens"))
    for (const auto& added : document["added_tokens"]) tokens[added.at("content").get<std::string>()] = added.at("id");
  return tokens;
}

Result<std::vector<std::string>> words_of_json(const std::string& text, const std::string& path) {
  const auto document = nlohmann::json::parse(text, nullptr, false);
  try {
    if (document.is_array()) return document.get<std::vector<std::string>>();
    if (document.is_object() && document.contains("model") && document["model"].is_object()) {
      const auto& vocabulary = document["model"].at("vocab");
      if (vocabulary.is_object()) return by_number(tokenizer_numbers(document), path);
      std::vector<std::string> words;  // pairs of token and score
      for (const auto& pair : vocabulary) words.push_back(pair.at(0).get<std::string>());
      return words;
    }
    if (document.is_object() && !document.empty()) return by_number(document, path);
  } catch (const nlohmann::json::exception&) {
    // Told below.
  }
  return fail(ErrorKind::invalid_input, "The vocabulary is not JSON of a kind that is known.",
              "Give a list of tokens, an object of token to number, or a tokenizer.json.", path);
}

// The byte that a character of GPT-2's alphabet stands for; -1: none.
int byte_of(unsigned code) {
  static const std::map<unsigned, int> bytes = [] {
    std::map<unsigned, int> made;
    unsigned next = 256;
    for (unsigned b = 0; b < 256; ++b) {
      const bool shown = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
      made[shown ? b : next++] = static_cast<int>(b);
    }
    return made;
  }();
  const auto found = bytes.find(code);
  return found == bytes.end() ? -1 : found->second;
}

std::string bytes_of_token(const std::string& token) {
  std::string bytes;
  for (std::size_t i = 0; i < token.size();) {
    const auto size = std::max<std::size_t>(character_at(token, i), 1);
    unsigned code = static_cast<unsigned char>(token[i]);
    if (size == 2) code = (code & 0x1FU) << 6U | (static_cast<unsigned char>(token[i + 1]) & 0x3FU);
    const int byte = size <= 2 ? byte_of(code) : -1;
    if (byte >= 0)
      bytes += static_cast<char>(byte);
    else
      bytes.append(token, i, size);  // a token that was added as it is
    i += size;
  }
  return bytes;
}

// Between blanks of any kind.
Words parted(const std::string& text) {
  Words words;
  bool within = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank && !within) words.emplace_back();
    if (!blank) words.back() += c;
    within = !blank;
  }
  return words;
}

std::string written(const std::string& token, Pieces pieces, bool first) {
  switch (pieces) {
    case Pieces::words: return " " + token;
    case Pieces::characters: return token;
    case Pieces::wordpiece: return token.starts_with("##") && !first ? token.substr(2) : " " + token;
    case Pieces::bytes: return bytes_of_token(token);
    case Pieces::sentencepiece: break;
  }
  std::string text;
  for (std::size_t i = 0; i < token.size();) {
    const bool start = std::string_view(token).substr(i).starts_with(kWordStart);
    text += start ? ' ' : token[i];
    i += start ? kWordStart.size() : 1;
  }
  return text;
}

}  // namespace

Result<std::vector<std::string>> read_word_list(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorKind::not_found, "The vocabulary ($.head.words) is not there.",
                "Put the file there, or correct the name in the manifest.", file.string());
  if (std::filesystem::file_size(file, error) > kLargestList)
    return fail(ErrorKind::invalid_input, "The vocabulary ($.head.words) is larger than 64 MB.", {}, file.string());
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  MLINK_TRY(expect_no_lfs_pointer(text, "The vocabulary is", file));
  std::vector<std::string> words;
  if (file.extension() == ".json") {
    MLINK_ASSIGN(words, words_of_json(text, file.string()));
  } else {
    words = lines_of(text);
  }
  for (std::size_t i = 0; i < words.size(); ++i)
    if (as_utf8(words[i]) != words[i])
      return fail(ErrorKind::invalid_input, fmt::format("Line {} of the vocabulary is not UTF-8.", i + 1),
                  "Save the file as UTF-8.", file.string());
  if (words.empty() || words.size() > kMostWords)
    return fail(ErrorKind::invalid_input,
                fmt::format("The vocabulary has {} tokens; it must have 1 to {}.", words.size(), kMostWords), {},
                file.string());
  return words;
}

Words join_pieces(const std::vector<std::string>& tokens, Pieces pieces, const std::string& space) {
  std::string text;
  for (const auto& token : tokens)
    text += !space.empty() && token == space ? std::string(" ") : written(token, pieces, text.empty());
  return parted(pieces == Pieces::bytes ? as_utf8(text) : text);
}

}  // namespace mlink::blackbox
