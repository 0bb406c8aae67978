// Head "text": token numbers become words: numbers as they are, the best class of each step, or CTC.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "blackbox/heads/head.h"
#include "blackbox/heads/word_list.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

constexpr std::int64_t kMostSteps = 100'000;
constexpr std::array<std::pair<const char*, Pieces>, 5> kPieces = {{{"words", Pieces::words},
                                                                    {"characters", Pieces::characters},
                                                                    {"wordpiece", Pieces::wordpiece},
                                                                    {"sentencepiece", Pieces::sentencepiece},
                                                                    {"bytes", Pieces::bytes}}};

struct TextLayout {
  std::vector<std::string> words;
  std::string decode;       ///< ctc, argmax, ids
  std::int64_t blank = 0;   ///< of CTC; -1: the last class
  std::vector<int> skip;    ///< tokens that are not written
  std::optional<int> end;   ///< nothing is read after this token
  bool time_first = false;  ///< [T, 1, C] instead of [1, T, C]
  Pieces pieces = Pieces::words;
  std::string space;
};

using TokenNumbers = std::vector<std::int64_t>;

tl::unexpected<Error> too_long(const Tensor& text) {
  return fail(ErrorKind::invalid_input, fmt::format("The text {} is too long: at most {} steps can be read.",
                                                    shape_text(text.shape), kMostSteps));
}

// The best class of each step of [1, T, C] (or [T, 1, C], [T, C]).
Result<TokenNumbers> best_classes(const Tensor& steps, const TextLayout& layout, std::int64_t& classes) {
  Tensor turned;
  const bool three = steps.shape.size() == 3;
  if (layout.time_first && three) turned.shape = {steps.shape[1], steps.shape[0], steps.shape[2]};
  const auto& shape = turned.shape.empty() ? steps.shape : turned.shape;
  const bool fits = (shape.size() == 2 || (three && shape[0] == 1)) && steps.whole() && shape.back() > 0;
  if (!fits) return wrong_shape("tensor of steps", steps, layout.time_first ? "[T, 1, classes]" : "[1, T, classes]");
  MLINK_TRY(expect_numbers(steps, "steps"));
  classes = shape.back();
  const auto count = shape[shape.size() - 2];
  if (count > kMostSteps) return too_long(steps);
  TokenNumbers best;
  for (std::int64_t t = 0; t < count; ++t) {
    const float* row = steps.data.data() + t * classes;
    best.push_back(std::max_element(row, row + classes) - row);
  }
  return best;
}

Result<TokenNumbers> token_numbers(const Tensor& ids) {
  if (!ids.whole() || ids.shape.empty() || ids.shape.back() != static_cast<std::int64_t>(ids.data.size()))
    return wrong_shape("tensor of tokens", ids, "[1, T]");
  if (ids.shape.back() > kMostSteps) return too_long(ids);
  TokenNumbers out;
  for (const float id : ids.data) {
    if (!std::isfinite(id) || id != std::floor(id) || std::abs(id) > 1e7F)
      return fail(ErrorKind::failed, fmt::format("A token is {:g}, which is no whole number.", id));
    out.push_back(static_cast<std::int64_t>(id));
  }
  return out;
}

// CTC: of equal neighbours one is kept, then blanks go; what is left are places in the vocabulary.
Status collapse(const TextLayout& layout, std::int64_t classes, TokenNumbers& tokens) {
  const auto size = static_cast<std::int64_t>(layout.words.size());
  const auto blank = layout.blank < 0 ? classes - 1 : layout.blank;
  if (size != classes && size + 1 != classes)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("The network gives {} classes, the vocabulary has {} tokens: it must have {} (with the blank) "
                    "or {} (without).",
                    classes, size, classes, classes - 1));
  if (blank >= classes)
    return fail(ErrorKind::invalid_input, fmt::format("\"blank\" is class {}, the network gives {}.", blank, classes));
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  tokens.erase(std::remove(tokens.begin(), tokens.end(), blank), tokens.end());
  if (size < classes)
    for (auto& token : tokens) token -= token > blank ? 1 : 0;
  return {};
}

Result<TokenNumbers> read_tokens(const Tensor& tensor, const TextLayout& layout) {
  if (layout.decode == "ids") return token_numbers(tensor);
  std::int64_t classes = 0;
  MLINK_ASSIGN(auto tokens, best_classes(tensor, layout, classes));
  if (layout.decode == "ctc") {
    MLINK_TRY(collapse(layout, classes, tokens));
  } else if (classes != static_cast<std::int64_t>(layout.words.size())) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The network gives {} classes, the vocabulary has {} tokens: they "
                            "must be as many.",
                            classes, layout.words.size()));
  }
  return tokens;
}

Result<Decoded> decode_text(const Tensor& tensor, const TextLayout& layout) {
  MLINK_ASSIGN(const auto tokens, read_tokens(tensor, layout));
  std::vector<std::string> written;
  for (const auto token : tokens) {
    if (token < 0 || token >= static_cast<std::int64_t>(layout.words.size()))
      return fail(ErrorKind::invalid_input, fmt::format("Token {} is not in the vocabulary, whose {} tokens have the "
                                                        "numbers 0 to {}.",
                                                        token, layout.words.size(), layout.words.size() - 1));
    if (layout.end && token == *layout.end) break;
    if (std::find(layout.skip.begin(), layout.skip.end(), token) != layout.skip.end()) continue;
    written.push_back(layout.words[static_cast<std::size_t>(token)]);
  }
  Decoded out;
  out.words = join_pieces(written, layout.pieces, layout.space);
  return out;
}

// A token by its number or by what it is.
int token_number(Fields& fields, const char* field, const nlohmann::json& token,
                 const std::vector<std::string>& words) {
  if (token.is_number_integer() && token >= 0 && token < words.size()) return token.get<int>();
  if (token.is_string()) {
    const auto at = std::find(words.begin(), words.end(), token.get<std::string>());
    if (at != words.end()) return static_cast<int>(at - words.begin());
  }
  fields.bad(field, fmt::format("names {}, which is not in the vocabulary of {} tokens", token.dump(), words.size()));
  return -1;
}

HeadFunction make_text(Fields& fields, HeadContext& /*context*/) {
  TextLayout layout;
  layout.words = fields.get("words", std::vector<std::string>{});
  for (auto& word : fields.get("more", std::vector<std::string>{})) layout.words.push_back(std::move(word));
  if (layout.words.empty()) fields.bad("words", "is missing: the vocabulary, a list or a file");
  layout.decode = fields.choice("decode", {"ctc", "argmax", "ids"});
  if (layout.decode == "ctc") {
    const auto blank = fields.raw("blank");
    layout.blank = blank == "last" ? -1 : fields.get("blank", std::int64_t{0});
  }
  if (layout.decode != "ids") layout.time_first = fields.choice("layout", {"ntc", "tnc"}) == "tnc";
  const auto pieces = fields.choice("pieces", {"words", "characters", "wordpiece", "sentencepiece", "bytes"});
  for (const auto& [name, kind] : kPieces)
    if (pieces == name) layout.pieces = kind;
  layout.space = fields.get("space", std::string());
  if (const auto end = fields.raw("end"); !end.is_null()) layout.end = token_number(fields, "end", end, layout.words);
  for (const auto& token : fields.raw("skip")) layout.skip.push_back(token_number(fields, "skip", token, layout.words));
  return [layout = std::move(layout)](const HeadInput& in) { return decode_text(in.tensor(), layout); };
}

}  // namespace

HeadType head_text() { return {{"text"}, 1, {}, make_text}; }

}  // namespace mlink::blackbox
