#include "media/sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

#include "media/sound_decoder.h"

namespace mlink::media {
namespace {

constexpr int least_rate = 1000;
constexpr int most_rate = 192000;

}  // namespace

struct Sound::Impl {
  [[nodiscard]] std::int64_t end() const { return begin + static_cast<std::int64_t>(samples.size()); }
  [[nodiscard]] Status reach(std::int64_t from, std::int64_t to, const std::stop_token& stop);
  [[nodiscard]] Status restart();
  void append(const SoundPart& part, std::int64_t from);

  std::filesystem::path path;
  Options options;
  std::int64_t most = 0;   ///< samples kept and asked for at a time
  std::int64_t first = 0;  ///< number of the sound's first sample

  std::mutex mutex;                     ///< guards all below
  std::optional<SoundDecoder> decoder;  ///< none: made up, or read to the end
  std::vector<float> samples;
  std::int64_t begin = 0;  ///< number of the first one
  bool dropped = false;    ///< samples before `begin` were there
  bool finished = false;   ///< read to the end
  std::map<std::string, std::shared_ptr<void>> kept;
};

Status Sound::Impl::restart() {
  MLINK_ASSIGN(decoder, SoundDecoder::open(path, options));
  samples.clear();
  begin = first;
  dropped = finished = false;
  return {};
}

/// Puts the part behind what is there: gaps become silence, what overlaps is left out. What lies far before `from`
/// goes.
void Sound::Impl::append(const SoundPart& part, std::int64_t from) {
  if (samples.empty() && !dropped) begin = part.first;
  const auto gap = part.first - end();
  if (gap > most) {  // longer than what is kept: nothing of what is there stays
    dropped = true;
    samples.clear();
    begin = part.first - most;
  }
  if (part.first > end()) samples.resize(samples.size() + static_cast<std::size_t>(part.first - end()), 0.F);
  const auto overlap = std::min(end() - part.first, static_cast<std::int64_t>(part.samples.size()));
  samples.insert(samples.end(), part.samples.begin() + overlap, part.samples.end());
  if (static_cast<std::int64_t>(samples.size()) <= 2 * most) return;
  const auto excess = std::min(static_cast<std::int64_t>(samples.size()) - most, from - begin);
  if (excess <= 0) return;
  samples.erase(samples.begin(), samples.begin() + excess);
  begin += excess;
  dropped = true;
}

/// Decodes until all that there is of [from, to) is in `samples`.
Status Sound::Impl::reach(std::int64_t from, std::int64_t to, const std::stop_token& stop) {
  if (dropped && from < begin) MLINK_TRY(restart());
  while (!finished && end() < to) {
    if (stop.stop_requested()) return stopped();
    MLINK_ASSIGN(const auto part, decoder->next());
    if (part)
      append(*part, from);
    else
      finished = true;
  }
  return {};
}

Sound::Sound(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Sound::~Sound() = default;

Result<std::shared_ptr<const Sound>> Sound::open(const std::filesystem::path& path, const Options& options) {
  if (options.rate < least_rate || options.rate > most_rate)
    return fail(ErrorKind::invalid_input,
                fmt::format("The rate {} Hz is not between {} and {}.", options.rate, least_rate, most_rate));
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->options = options;
  impl->most = std::max<std::int64_t>(1, std::llround(options.keep_seconds * options.rate));
  MLINK_TRY(impl->restart());
  MLINK_ASSIGN(const auto first, impl->decoder->next());  // so that sound that cannot be decoded is told now
  if (first) impl->append(*first, first->first);
  impl->first = impl->begin;
  return std::shared_ptr<const Sound>(new Sound(std::move(impl)));
}

std::shared_ptr<const Sound> Sound::of(std::vector<float> samples, int rate, double start_seconds) {
  auto impl = std::make_unique<Impl>();
  impl->options.rate = rate;
  impl->most = std::max<std::int64_t>(1, static_cast<std::int64_t>(samples.size()));
  impl->first = impl->begin = std::llround(start_seconds * rate);
  impl->samples = std::move(samples);
  impl->finished = true;
  return std::shared_ptr<const Sound>(new Sound(std::move(impl)));
}

int Sound::rate() const { return impl_->options.rate; }
std::int64_t Sound::begin() const { return impl_->first; }

Result<SoundPart> Sound::part(std::int64_t from, std::int64_t to, const std::stop_token& stop) const {
  auto& impl = *impl_;
  if (to - from > std::max<std::int64_t>(impl.most, 1) && !impl.path.empty())
    return fail(ErrorKind::invalid_input,
                fmt::format("{:.0f} s of sound were asked for at once; {:.0f} s are kept.",
                            static_cast<double>(to - from) / impl.options.rate, impl.options.keep_seconds),
                {}, impl.path.string());
  const std::lock_guard lock(impl.mutex);
  MLINK_TRY(impl.reach(from, to, stop));
  SoundPart out;
  out.first = std::clamp(from, impl.begin, std::max(impl.begin, impl.end()));
  const auto last = std::clamp(to, out.first, std::max(out.first, impl.end()));
  const auto data = impl.samples.begin() + (out.first - impl.begin);
  if (last > out.first) out.samples.assign(data, data + (last - out.first));
  out.ends = impl.finished && impl.end() <= to;
  return out;
}

Result<SoundPart> Sound::around(double seconds, double window, const std::stop_token& stop) const {
  const auto from = std::llround((seconds - window / 2) * rate());
  return part(from, from + std::llround(window * rate()), stop);
}

std::shared_ptr<void> Sound::kept(const std::string& key, const std::function<std::shared_ptr<void>()>& make) const {
  const std::lock_guard lock(impl_->mutex);
  auto& at = impl_->kept[key];
  if (!at) at = make();
  return at;
}

}  // namespace mlink::media
