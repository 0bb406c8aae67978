#include "blackbox/host/serve_box.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <mutex>
#include <optional>

#include "blackbox/adapters/adapter_plugin.h"
#include "blackbox/black_box.h"
#include "blackbox/host/shared_frames.h"
#include "box_host.grpc.pb.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

namespace wire = mlink::host::v1;

void fill(wire::Problem& to, const Error& error) {
  to.set_kind(std::string(to_string(error.kind)));
  to.set_text(error.what);
  to.set_hint(error.todo);
  to.set_path(error.path);
}

void fill(wire::Answer& to, const Answer& answer) {
  switch (answer.output.presence) {
    case Presence::present: to.set_presence(wire::Answer::PRESENT); break;
    case Presence::none: to.set_presence(wire::Answer::NONE); break;
    default: to.set_presence(wire::Answer::FAILED);
  }
  to.mutable_values()->Assign(answer.output.values.begin(), answer.output.values.end());
  for (const auto& word : answer.output.words) to.add_words(word);
  to.set_reason(answer.output.reason);
  if (!answer.marks.empty()) to.set_marks(answer.marks.to_bytes());
  if (answer.seconds) to.set_seconds(*answer.seconds);
}

class Service final : public wire::BoxHost::Service {
 public:
  explicit Service(Descriptor frames) : frames_(std::move(frames)) {}

  grpc::Status Load(grpc::ServerContext*, const wire::LoadRequest* request, wire::LoadReply* reply) override {
    const std::lock_guard lock(mutex_);
    if (const auto loaded = load(*request); !loaded) fill(*reply->mutable_problem(), loaded.error());
    return grpc::Status::OK;
  }

  grpc::Status Run(grpc::ServerContext*, const wire::RunRequest* request, wire::RunReply* reply) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<media::FrameMemory>> memories;
    const auto answers = run(*request, memories);
    if (!answers) {
      fill(*reply->mutable_problem(), answers.error());
      return grpc::Status::OK;
    }
    for (const auto& answer : *answers) fill(*reply->add_answers(), answer);
    for (const auto& memory : memories) {
      auto& told = *reply->add_memories();
      for (const auto& values : memory->values)
        told.add_values()->mutable_value()->Assign(values.begin(), values.end());
    }
    return grpc::Status::OK;
  }

  grpc::Status AskPlugin(grpc::ServerContext*, const wire::AskPluginRequest* request,
                         wire::AskPluginReply* reply) override {
    const std::lock_guard lock(mutex_);
    const auto answer = ask_plugin_here(request->library(), request->trial());
    if (!answer) {
      fill(*reply->mutable_problem(), answer.error());
      return grpc::Status::OK;
    }
    reply->set_about(answer->about);
    for (const auto& label : answer->labels) reply->add_labels(label);
    reply->set_values(answer->values);
    reply->set_detections(answer->detections);
    reply->set_words(answer->words);
    reply->set_trouble(answer->trouble);
    return grpc::Status::OK;
  }

 private:
  Status load(const wire::LoadRequest& request) {
    box_.reset();
    // Weights were checked by the program, and are checked by load.
    MLINK_ASSIGN(const auto manifest,
                 parse_manifest(request.manifest(), request.folder(), {.cache = {}, .check_weights = false}));
    MLINK_ASSIGN(box_, make_black_box(manifest, {.threads = request.threads(),
                                                 .use_gpu = request.use_gpu(),
                                                 .stop = {},
                                                 .process = BoxProcess::this_one}));
    return box_->load();
  }

  using Memories = std::vector<std::shared_ptr<media::FrameMemory>>;
  Result<std::vector<Answer>> run(const wire::RunRequest& request, Memories& memories) {
    if (!box_) return fail(ErrorKind::failed, "The black box is not loaded.");
    for (const auto& one : request.memories()) {
      auto& memory = memories.emplace_back(std::make_shared<media::FrameMemory>());
      for (const auto& values : one.values()) memory->values.emplace_back(values.value().begin(), values.value().end());
    }
    std::vector<Frame> frames;
    for (const auto& one : request.frames()) {
      MLINK_ASSIGN(auto frame, read(one));
      MLINK_ASSIGN(frame, with_past(std::move(frame), one, memories));
      frames.push_back(std::move(frame));
    }
    return box_->run(frames);
  }

  Result<Frame> with_past(Frame frame, const wire::Frame& from, const Memories& memories) {
    if (from.earlier_size() > 0) {
      auto earlier = std::make_shared<std::vector<Frame>>();
      for (const auto& one : from.earlier()) {
        MLINK_ASSIGN(auto picture, read(one));
        earlier->push_back(std::move(picture));
      }
      frame = frame.with_earlier(std::move(earlier));
    }
    if (from.memory() < 0 || static_cast<std::size_t>(from.memory()) > memories.size())
      return fail(ErrorKind::invalid_input, "A frame names a memory that the call does not have.");
    return from.memory() == 0 ? frame : frame.with_memory(memories[static_cast<std::size_t>(from.memory() - 1)]);
  }

  Result<Frame> read(const wire::Frame& from) {
    std::shared_ptr<const media::Picture> picture;
    if (from.height() > 0) {
      MLINK_ASSIGN(picture, frames_.picture(from.offset(), from.width(), from.height(), from.stride()));
    }
    Frame frame = Frame(picture, from.ordinal(), from.pts(), from.seconds()).with_camera(from.camera());
    if (!from.has_sound()) return frame;
    const auto& sound = from.sound();
    if (sound.rate() < 1) return fail(ErrorKind::invalid_input, "A sound has no samples a second.");
    return frame.with_sound(media::Sound::of({sound.samples().begin(), sound.samples().end()}, sound.rate(),
                                             static_cast<double>(sound.first()) / sound.rate()),
                            from.step());
  }

  std::mutex mutex_;  // guards both below: a box belongs to one thread at a time
  MappedFrames frames_;
  std::unique_ptr<BlackBox> box_;
};

}  // namespace

Status serve_box(const std::filesystem::path& socket, const std::filesystem::path& frames) {
  Descriptor memory(open(frames.c_str(), O_RDONLY | O_CLOEXEC));
  if (!memory) return fail(ErrorKind::not_found, "The shared memory is not there.", {}, frames.string());
  Service service(std::move(memory));
  grpc::ServerBuilder builder;
  builder.AddListeningPort("unix:" + socket.string(), grpc::InsecureServerCredentials());
  builder.SetMaxReceiveMessageSize(-1);
  builder.SetMaxSendMessageSize(-1);
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (!server) return fail(ErrorKind::io, "The socket cannot be served.", {}, socket.string());
  server->Wait();
  return {};
}

}  // namespace mlink::blackbox
