#include "blackbox/host/hosted_box.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <condition_variable>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/host/host_start.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

using std::chrono::milliseconds;

void weight_paths(nlohmann::json& document, const Manifest& manifest) {
  for (std::size_t i = 0; i < manifest.weights.size(); ++i)
    document["weights"][i]["path"] = manifest.weights[i].path.string();
  if (manifest.crop_by) weight_paths(document["crop"]["by"], *manifest.crop_by);
}

// The manifest with every path in full: the process has another folder.
Manifest with_full_paths(Manifest manifest) {
  auto document = nlohmann::json::parse(manifest.json);
  weight_paths(document, manifest);
  manifest.json = document.dump();
  return manifest;
}

// Waits, but not longer than until somebody asks to stop.
void pause(milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_for(lock, stop, time, [] { return false; });
}

class HostedBox : public BlackBox {
 public:
  HostedBox(Manifest manifest, BoxOptions options, HostingOptions hosting)
      : manifest_(std::move(manifest)),
        sent_(with_full_paths(manifest_)),
        options_(std::move(options)),
        hosting_(std::move(hosting)) {}

  [[nodiscard]] const Manifest& manifest() const override { return manifest_; }

  Status load() override {
    if (client_) return {};
    MLINK_TRY(check_weight_files(manifest_));
    ends_ = 0;
    return start();
  }

  void unload() override {
    client_.reset();
    process_.reset();
  }

  Result<std::vector<Answer>> run(std::span<const Frame> frames) override;

  std::optional<std::uint64_t> own_peak_memory() override {
    if (!process_) return std::nullopt;
    const auto memory = process_->memory();
    if (!memory || memory->peak < before_) return std::nullopt;
    return memory->peak - before_;
  }

 private:
  [[nodiscard]] Status start();
  [[nodiscard]] Result<SentCall> send(std::span<const Frame> frames);
  [[nodiscard]] CallResult<std::vector<Answer>> call(std::span<const Frame> frames);
  [[nodiscard]] std::string end(const CallFailure& failure, double deadline, const char* doing);
  [[nodiscard]] Status start_again(const std::string& reason);
  [[nodiscard]] Result<Answer> run_alone(const Frame& frame);
  void check_values(std::vector<Answer>& answers) const;

  Manifest manifest_;
  Manifest sent_;
  BoxOptions options_;
  HostingOptions hosting_;
  std::unique_ptr<SharedFrames> memory_;
  std::unique_ptr<HostProcess> process_;
  std::unique_ptr<HostClient> client_;
  std::uint64_t before_ = 0;  ///< bytes that the process held before the box was loaded
  int ends_ = 0;              ///< of the process, since it last gave an answer
};

Status HostedBox::start() {
  unload();
  if (!memory_) {
    MLINK_ASSIGN(memory_, SharedFrames::make());
  }
  const auto& spec = manifest_.process;
  const auto limit = spec.memory > 0 ? static_cast<std::uint64_t>(spec.memory * 1e6) : free_memory();
  MLINK_ASSIGN(auto host,
               start_host({hosting_.command, memory_->descriptor(), limit, hosting_.sandboxed},
                          fmt::format("the black box \"{}\"", manifest_.name), manifest_.file, options_.stop));
  process_ = std::move(host.process);
  client_ = std::move(host.client);
  const auto memory = process_->memory();
  before_ = memory ? memory->now : 0;
  const auto loaded = client_->load(sent_, options_, Seconds(spec.load_deadline));
  if (loaded) return {};
  if (loaded.error().end == CallEnd::told) return unload(), tl::make_unexpected(loaded.error().error);
  if (loaded.error().end == CallEnd::stopped) return unload(), stopped();
  return fail(ErrorKind::failed,
              fmt::format("The black box \"{}\" cannot be loaded: {}.", manifest_.name,
                          end(loaded.error(), spec.load_deadline, "was loaded")),
              {}, manifest_.weights.empty() ? manifest_.file.string() : manifest_.weights[0].path.string());
}

// Ends the process after a call that failed; why, for people.
std::string HostedBox::end(const CallFailure& failure, double deadline, const char* doing) {
  std::string reason;
  if (failure.end == CallEnd::late)
    reason = fmt::format("its process gave no answer within {:g} s and was ended", deadline);
  else if (process_ && failure.error.kind != ErrorKind::corrupt) {
    const auto how = process_->end(milliseconds(2000));
    reason = fmt::format("its process ended while it {}: {}", doing, how);
  } else
    reason = failure.error.what;
  unload();
  return reason;
}

// A picture stands in the memory once, however many clips it is in.
class SentPictures {
 public:
  void add(const Frame& frame) {
    if (numbers_.try_emplace(key(frame), pictures_.size()).second) pictures_.push_back(frame);
  }
  [[nodiscard]] Status write(SharedFrames& memory) {
    MLINK_ASSIGN(places_, memory.write(pictures_));
    return {};
  }
  [[nodiscard]] PicturePlace place(const Frame& frame) const { return places_[numbers_.at(key(frame))]; }

 private:
  using Key = std::tuple<const void*, int, int>;
  static Key key(const Frame& frame) {
    return frame ? Key{frame.row(0), frame.width(), frame.height()} : Key{nullptr, 0, 0};
  }
  std::map<Key, std::size_t> numbers_;
  std::vector<Frame> pictures_;
  std::vector<PicturePlace> places_;
};

void add_memory(const Frame& frame, SentFrame& to, SentCall& sent) {
  if (!frame.memory()) return;
  auto at = std::find(sent.memories.begin(), sent.memories.end(), frame.memory());
  if (at == sent.memories.end()) at = sent.memories.insert(at, frame.memory());
  to.memory = static_cast<int>(at - sent.memories.begin()) + 1;
}

Result<SentCall> HostedBox::send(std::span<const Frame> frames) {
  SentPictures pictures;
  for (const Frame& frame : frames) {
    pictures.add(frame);
    if (frame.earlier())
      for (const Frame& one : *frame.earlier()) pictures.add(one);
  }
  MLINK_TRY(pictures.write(*memory_));
  SentCall call;
  auto& sent = call.frames;
  sent.resize(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    sent[i].frame = &frames[i];
    sent[i].place = pictures.place(frames[i]);
    add_memory(frames[i], sent[i], call);
    if (frames[i].earlier())
      for (const Frame& one : *frames[i].earlier()) {
        auto& earlier = sent[i].earlier.emplace_back();
        earlier.frame = &one;
        earlier.place = pictures.place(one);
      }
    if (manifest_.sound.window <= 0 || !frames[i].sound()) continue;
    sent[i].sound_rate = frames[i].sound()->rate();
    MLINK_ASSIGN(sent[i].sound, frames[i].sound()->around(frames[i].seconds(), manifest_.sound.window, options_.stop));
  }
  return call;
}

CallResult<std::vector<Answer>> HostedBox::call(std::span<const Frame> frames) {
  const auto sent = send(frames);
  if (!sent) return tl::make_unexpected(CallFailure{CallEnd::told, sent.error()});
  const double deadline = manifest_.process.deadline * static_cast<double>(std::max<std::size_t>(frames.size(), 1));
  auto answers = client_->run(*sent, Seconds(deadline), options_.stop);
  if (answers && answers->size() != frames.size())
    return tl::make_unexpected(CallFailure{
        CallEnd::lost,
        {ErrorKind::corrupt, fmt::format("it gave {} answers for {} frames", answers->size(), frames.size()), {}, {}}});
  if (!answers) return answers;
  ends_ = 0;
  check_values(*answers);
  return answers;
}

// A box of our own has looked at its values already; a program of somebody else's may answer anything.
void HostedBox::check_values(std::vector<Answer>& answers) const {
  for (auto& answer : answers)
    if (const auto checked = check(answer.output, manifest_.output); !checked)
      answer = failed_answer(checked.error().what);
}

Status HostedBox::start_again(const std::string& reason) {
  constexpr std::array<int, 4> kBackOff{100, 400, 1600, 5000};  // milliseconds
  if (++ends_ > manifest_.process.restarts)
    return fail(ErrorKind::failed,
                fmt::format("The black box \"{}\" is given up after {} ends of its process in a row. The last: {}.",
                            manifest_.name, ends_, reason),
                "What it has answered is kept. Mend the box, then collect again: the rest is done then.",
                manifest_.file.string());
  pause(milliseconds(kBackOff[std::min<std::size_t>(static_cast<std::size_t>(ends_ - 1), kBackOff.size() - 1)]),
        options_.stop);
  if (options_.stop.stop_requested()) return stopped();
  if (auto started = start(); !started)
    return started.error().kind == ErrorKind::stopped ? started : start_again(started.error().what);
  return {};
}

Result<Answer> HostedBox::run_alone(const Frame& frame) {
  auto answers = call(std::span(&frame, 1));
  if (answers) return std::move(answers->front());
  const CallFailure failure = answers.error();
  if (failure.end == CallEnd::told) return tl::make_unexpected(failure.error);
  if (failure.end == CallEnd::stopped) return unload(), stopped();
  const auto reason = end(failure, manifest_.process.deadline, "worked on this frame");
  MLINK_TRY(start_again(reason));
  return failed_answer(fmt::format("{}{}.", static_cast<char>(std::toupper(reason[0])), reason.substr(1)));
}

Result<std::vector<Answer>> HostedBox::run(std::span<const Frame> frames) {
  if (!client_) return fail(ErrorKind::failed, fmt::format("The black box \"{}\" is not loaded.", manifest_.name));
  if (frames.empty()) return std::vector<Answer>{};
  auto all = call(frames);
  if (all) return *std::move(all);
  if (all.error().end == CallEnd::told) return tl::make_unexpected(all.error().error);
  if (all.error().end == CallEnd::stopped) return unload(), stopped();
  // One of them may be at fault, or none: each once more by itself.
  const double deadline = manifest_.process.deadline * static_cast<double>(frames.size());
  MLINK_TRY(start_again(end(all.error(), deadline, "worked")));
  std::vector<Answer> answers;
  for (const auto& frame : frames) {
    MLINK_ASSIGN(auto answer, run_alone(frame));
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace

Result<std::unique_ptr<BlackBox>> make_hosted_box(const Manifest& manifest, const BoxOptions& options,
                                                  const HostingOptions& hosting) {
  if (manifest.adapter == "pocketsphinx")
    return fail(
        ErrorKind::unsupported,
        fmt::format("The black box \"{}\" cannot have a process of its own: its adapter listens to the whole sound "
                    "of a file, and a process gets what is around a frame.",
                    manifest.name),
        "Take \"process\" out of the manifest, or trust its files (mlink box trust).", manifest.file.string());
  return std::make_unique<HostedBox>(manifest, options, hosting);
}

}  // namespace mlink::blackbox
