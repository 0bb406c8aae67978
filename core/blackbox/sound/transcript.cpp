#include "blackbox/sound/transcript.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <utility>

#include "blackbox/sound/sound_measures.h"

namespace mlink::blackbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kPause = 0.2;     ///< seconds over which quiet is looked for
constexpr double kHop = 0.01;      ///< and how finely
constexpr std::size_t kAhead = 2;  ///< utterances

/// Where to end an utterance that begins with the samples: in the middle of the quietest pause of their last two
/// thirds.
std::size_t cut_at(std::span<const float> samples, int rate) {
  const auto pause = static_cast<std::size_t>(kPause * rate);
  const auto hop = std::max<std::size_t>(1, static_cast<std::size_t>(kHop * rate));
  double least = -1;
  std::size_t best = samples.size();
  for (std::size_t at = samples.size() / 3; at + pause <= samples.size(); at += hop) {
    double energy = 0;
    for (const float s : samples.subspan(at, pause)) energy += static_cast<double>(s) * s;
    if (least >= 0 && energy >= least) continue;
    least = energy;
    best = at + pause / 2;
  }
  return best;
}

/// Whether any tenth of a second is louder than `level`.
bool louder_than(double level, std::span<const float> samples, int rate) {
  const auto tenth = std::max<std::size_t>(1, static_cast<std::size_t>(rate / 10));
  for (std::size_t at = 0; at < samples.size(); at += tenth) {
    const auto part = samples.subspan(at, std::min(tenth, samples.size() - at));
    if (loudness(part).value_or(-1000.F) > level) return true;
  }
  return false;
}

}  // namespace

Status Transcript::cut_until(const Sound& sound, std::int64_t sample, const UtteranceSettings& settings,
                             const std::stop_token& stop) {
  const int rate = sound.rate();
  const auto longest = std::max<std::int64_t>(rate, std::llround(settings.longest * rate));
  while (!complete_ && (utterances_.empty() || utterances_.back().last < sample)) {
    if (stop.stop_requested()) return stopped();
    const auto begin = utterances_.empty() ? sound.begin() : utterances_.back().last;
    MLINK_ASSIGN(const auto part, sound.part(begin, begin + longest, stop));
    complete_ = part.ends;
    if (part.samples.empty()) break;
    const auto size = part.ends ? part.samples.size() : cut_at(part.samples, rate);
    utterances_.push_back({part.first, part.first + static_cast<std::int64_t>(size), State::waiting, {}, 0, {}});
  }
  return {};
}

std::optional<std::size_t> Transcript::next_to_do(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < std::min(end, utterances_.size()); ++i)
    if (utterances_[i].state == State::waiting) return i;
  return std::nullopt;
}

bool Transcript::all_done(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i)
    if (utterances_[i].state != State::done) return false;
  return true;
}

/// The lock is open meanwhile: only the state `running` keeps others away.
Status Transcript::recognise_one(std::size_t index, const Sound& sound, const UtteranceSettings& settings,
                                 const Recogniser& recognise, const std::stop_token& stop, Lock& lock) {
  utterances_[index].state = State::running;
  const auto first = utterances_[index].first;
  const auto last = utterances_[index].last;
  lock.unlock();
  const auto start = Clock::now();
  const auto part = sound.part(first, last, stop);
  Result<std::vector<TimedWord>> words;
  if (!part)
    words = tl::make_unexpected(part.error());
  else if (louder_than(settings.silent, part->samples, sound.rate()))
    words = recognise(*part, sound.rate(), stop);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  lock.lock();
  auto& utterance = utterances_[index];
  const bool was_stopped = !words && words.error().kind == ErrorKind::stopped;
  utterance.state = was_stopped ? State::waiting : State::done;
  changed_.notify_all();
  if (was_stopped) return stopped();
  utterance.seconds = seconds;
  if (!words) {
    utterance.problem = words.error();
    return {};
  }
  utterance.words = std::move(*words);
  const double zero = static_cast<double>(first) / sound.rate();
  for (auto& word : utterance.words) {
    word.from += zero;
    word.to += zero;
  }
  return {};
}

Result<Heard> Transcript::heard(double from, double to, int rate, std::size_t begin, std::size_t end) const {
  Heard out;
  double seconds = 0;
  double length = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const auto& utterance = utterances_[i];
    if (utterance.problem) return tl::make_unexpected(*utterance.problem);
    seconds += utterance.seconds;
    length += static_cast<double>(utterance.last - utterance.first) / rate;
    for (const auto& word : utterance.words)
      if (const double middle = (word.from + word.to) / 2; middle >= from && middle < to)
        out.words.push_back(word.word);
  }
  out.seconds_per_second = length > 0 ? seconds / length : 0;
  return out;
}

Result<Heard> Transcript::words(const Sound& sound, double from, double to, const UtteranceSettings& settings,
                                const Recogniser& recognise, const std::stop_token& stop) {
  const auto first = std::llround(from * sound.rate());
  const auto last = std::llround(to * sound.rate());
  Lock lock(mutex_);
  MLINK_TRY(cut_until(sound, last, settings, stop));
  const auto begin = static_cast<std::size_t>(
      std::partition_point(utterances_.begin(), utterances_.end(), [&](const auto& u) { return u.last <= first; }) -
      utterances_.begin());
  const auto end = static_cast<std::size_t>(
      std::partition_point(utterances_.begin(), utterances_.end(), [&](const auto& u) { return u.first < last; }) -
      utterances_.begin());
  while (!all_done(begin, end)) {
    if (stop.stop_requested()) return stopped();
    auto next = next_to_do(begin, end);
    if (!next) {  // others are at them: something else is done meanwhile
      MLINK_TRY(cut_until(sound, utterances_[end - 1].last + 1, settings, stop));
      next = next_to_do(end, end + kAhead);
    }
    if (next)
      MLINK_TRY(recognise_one(*next, sound, settings, recognise, stop, lock));
    else
      changed_.wait(lock, stop, [&] { return all_done(begin, end) || next_to_do(begin, end); });
  }
  return heard(from, to, sound.rate(), begin, end);
}

}  // namespace mlink::blackbox
