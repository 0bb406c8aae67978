// Adapter "pocketsphinx": speech to words with PocketSphinx 0.8+5prealpha, the version that Debian carries. The sound
// is recognised once, in utterances (transcript.h), and a frame gets the words of its window. PocketSphinx ends the
// whole program where a model is damaged in some ways (its E_FATAL calls exit). So a manifest should name the files'
// SHA-256 sums, as the default one does: they are compared first. Where it happens all the same, the log says why.
#include <fmt/format.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>
#include <sphinxbase/feat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

#include "adapter_list.h"
#include "base/log.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/json_fields.h"
#include "blackbox/sound/transcript.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

constexpr int kRate = 16000;             ///< what models of speech at 16 kHz are made for
constexpr double kFrameSeconds = 0.01;   ///< of the recogniser's feature vectors
constexpr int kFramesBetweenStops = 20;  ///< searched between two looks at the stop token

struct DecoderFreer {
  void operator()(ps_decoder_t* decoder) const { ps_free(decoder); }
};
using DecoderPtr = std::unique_ptr<ps_decoder_t, DecoderFreer>;

/// "Don't(2)" is the second way to pronounce "don't"; words in angle or square brackets or between pluses are none.
std::string plain_word(const char* given) {
  std::string word(given == nullptr ? "" : given);
  if (word.empty() || word.front() == '<' || word.front() == '[' || word.front() == '+') return {};
  if (const auto variant = word.find('('); variant != std::string::npos) word.resize(variant);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

std::vector<std::int16_t> to_16_bit(const std::vector<float>& samples) {
  std::vector<std::int16_t> out;
  out.reserve(samples.size());
  for (const float s : samples)
    out.push_back(std::isnan(s) ? std::int16_t{0}
                                : static_cast<std::int16_t>(std::lround(std::clamp(s, -1.F, 1.F) * 32767.F)));
  return out;
}

/// An utterance's feature vectors (cepstra), each dimension less its mean over the utterance: what PocketSphinx' own
/// "batch" normalisation does, but the search can then go on in small steps.
class Cepstra {
 public:
  Cepstra(ps_decoder_t* decoder, const std::vector<std::int16_t>& samples) {
    fe_t* front_end = ps_get_fe(decoder);
    ps_start_stream(decoder);  // forgets the noise level of what was heard before
    fe_start_utt(front_end);
    if (fe_process_utt(front_end, samples.data(), samples.size(), &rows_, &count_) < 0) count_ = 0;
    const int width = fe_get_output_size(front_end);
    for (int d = 0; d < width; ++d) {
      double sum = 0;
      for (int i = 0; i < count_; ++i) sum += static_cast<double>(rows_[i][d]);
      for (int i = 0; i < count_; ++i) rows_[i][d] -= static_cast<mfcc_t>(sum / count_);
    }
  }
  ~Cepstra() {
    if (rows_ != nullptr) fe_free_2d(static_cast<void*>(rows_));
  }
  Cepstra(const Cepstra&) = delete;
  Cepstra& operator=(const Cepstra&) = delete;
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] mfcc_t** from(int row) const { return rows_ + row; }

 private:
  mfcc_t** rows_ = nullptr;
  std::int32_t count_ = 0;
};

std::vector<TimedWord> words_of(ps_decoder_t* decoder) {
  std::vector<TimedWord> words;
  for (ps_seg_t* segment = ps_seg_iter(decoder); segment != nullptr; segment = ps_seg_next(segment)) {
    int first = 0;
    int last = 0;
    ps_seg_frames(segment, &first, &last);
    if (auto word = plain_word(ps_seg_word(segment)); !word.empty())
      words.push_back({first * kFrameSeconds, (last + 1) * kFrameSeconds, std::move(word)});
  }
  return words;
}

thread_local std::string last_complaint;

/// PocketSphinx' own talk stays off standard error; what it last complained of goes into the error, and what it gives
/// up the program for into the log.
void keep_complaint(void* /*unused*/, err_lvl_t level, const char* format, ...) {
  if (level < ERR_ERROR) return;
  std::array<char, 512> text{};
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text.data(), text.size(), format, arguments);
  va_end(arguments);
  std::string line = text.data();
  while (!line.empty() && (line.back() == '\n' || line.back() == '.')) line.pop_back();
  if (level == ERR_FATAL) log_error("PocketSphinx cannot go on, and ends the program: " + line + ".");
  last_complaint = std::move(line);
}

class PocketSphinxEngine : public Engine {
 public:
  PocketSphinxEngine(Manifest manifest, const UtteranceSettings& settings, std::stop_token stop)
      : manifest_(std::move(manifest)), settings_(settings), stop_(std::move(stop)) {
    key_ = "words";
    for (const auto& weight : manifest_.weights) key_ += "\n" + weight.path.string();
    key_ += "\n" + manifest_.settings_json;
  }

  Status load() override;
  void unload() override { decoder_.reset(); }
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) override {
    std::vector<Result<Decoded>> out;
    for (const auto& frame : frames) out.push_back(listen(frame));
    return out;
  }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

 private:
  [[nodiscard]] Result<Decoded> listen(const Frame& frame);
  [[nodiscard]] Result<std::vector<TimedWord>> recognise(const SoundPart& part, const std::stop_token& stop);

  Manifest manifest_;
  UtteranceSettings settings_;
  std::stop_token stop_;
  std::string key_;  ///< boxes with the same files and settings share what was heard
  DecoderPtr decoder_;
  std::vector<std::string> names_;
};

Status PocketSphinxEngine::load() {
  static std::once_flag once;
  std::call_once(once, [] {  // for the whole process
    err_set_logfp(nullptr);
    err_set_callback(keep_complaint, nullptr);
  });
  last_complaint.clear();
  const auto& weights = manifest_.weights;
  const auto folder = weights[0].path.parent_path().string();
  // The command line's parser keeps copies. Silence is not taken out: times in the sound would be lost.
  cmd_ln_t* config = cmd_ln_init(nullptr, ps_args(), TRUE, "-hmm", folder.c_str(), "-lm", weights[1].path.c_str(),
                                 "-dict", weights[2].path.c_str(), "-remove_silence", "no", nullptr);
  if (config == nullptr) return fail(ErrorKind::failed, "PocketSphinx does not take its settings.");
  decoder_.reset(ps_init(config));
  cmd_ln_free_r(config);  // the decoder keeps its own
  if (!decoder_)
    return fail(ErrorKind::corrupt,
                last_complaint.empty() ? "PocketSphinx cannot read its models."
                                       : fmt::format("PocketSphinx cannot read its models: {}.", last_complaint),
                "\"weights\" are a file of the acoustic model's folder, the language model and the dictionary.",
                folder);
  ps_get_feat(decoder_.get())->cmn = CMN_NONE;  // Cepstra does it
  return {};
}

Result<std::vector<TimedWord>> PocketSphinxEngine::recognise(const SoundPart& part, const std::stop_token& stop) {
  const Cepstra cepstra(decoder_.get(), to_16_bit(part.samples));
  if (cepstra.count() == 0) return std::vector<TimedWord>{};
  if (ps_start_utt(decoder_.get()) < 0) return fail(ErrorKind::failed, "PocketSphinx does not begin an utterance.");
  bool failed = false;
  for (int i = 0; i < cepstra.count() && !failed && !stop.stop_requested(); i += kFramesBetweenStops)
    failed = ps_process_cep(decoder_.get(), cepstra.from(i), std::min(kFramesBetweenStops, cepstra.count() - i), FALSE,
                            FALSE) < 0;
  if (ps_end_utt(decoder_.get()) < 0) failed = true;
  if (stop.stop_requested()) return stopped();
  if (failed) return fail(ErrorKind::failed, "PocketSphinx failed on this stretch of sound.");
  return words_of(decoder_.get());
}

Result<Decoded> PocketSphinxEngine::listen(const Frame& frame) {
  MLINK_TRY(expect_heard(frame, manifest_.sound));
  if (!decoder_) return fail(ErrorKind::failed, "The recogniser is not loaded.");
  const auto transcript = frame.sound()->shared<Transcript>(key_);
  const double half = manifest_.sound.window / 2;
  const auto by = [this](const SoundPart& part, int, const std::stop_token& stop) { return recognise(part, stop); };
  MLINK_ASSIGN(auto heard,
               transcript->words(*frame.sound(), frame.seconds() - half, frame.seconds() + half, settings_, by, stop_));
  Decoded out;
  out.words = std::move(heard.words);
  out.seconds = heard.seconds_per_second * (frame.step() > 0 ? frame.step() : manifest_.sound.window);
  return out;
}

EngineResult make_pocketsphinx_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 3, 16));
  MLINK_TRY(expect_no_tensors(manifest));
  if (manifest.sound.rate != kRate)
    return fail(ErrorKind::invalid_input, fmt::format("$.sound.rate must be {} for PocketSphinx.", kRate));
  Fields fields(manifest.settings_json, "$.settings");
  UtteranceSettings settings;
  settings.longest = fields.get("longest", settings.longest);
  settings.silent = fields.get("floor", settings.silent);
  MLINK_TRY(fields.finish("the adapter \"pocketsphinx\""));
  return std::make_unique<PocketSphinxEngine>(manifest, settings, options.stop);
}

}  // namespace

Adapter adapter_pocketsphinx() { return {"pocketsphinx", "PocketSphinx", Senses::sound, make_pocketsphinx_engine}; }

}  // namespace mlink::blackbox
