// The module mlink-hosts.so: calls to black boxes' processes through gRPC.
#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <array>

#include "blackbox/host/host_client.h"
#include "box_host.grpc.pb.h"

namespace mlink::blackbox {
namespace {

namespace wire = mlink::host::v1;

auto until(Seconds time) {
  return std::chrono::system_clock::now() + std::chrono::duration_cast<std::chrono::system_clock::duration>(time);
}

ErrorKind kind_of(const std::string& name) {
  using enum ErrorKind;
  for (const auto kind : std::to_array({invalid_input, not_found, unsupported, io, corrupt, newer_version, locked,
                                        read_only, disk_full, base::ErrorKind::stopped}))
    if (name == to_string(kind)) return kind;
  return failed;
}

CallFailure told(const wire::Problem& problem) {
  std::string text = problem.text().empty() ? "The black box did not say what is wrong." : problem.text();
  return {CallEnd::told, {kind_of(problem.kind()), std::move(text), problem.hint(), problem.path()}};
}

CallFailure failure_of(const grpc::Status& status, bool stop_asked) {
  const auto end = stop_asked                                                   ? CallEnd::stopped
                   : status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ? CallEnd::late
                                                                                : CallEnd::lost;
  return {end, {end == CallEnd::stopped ? ErrorKind::stopped : ErrorKind::failed, status.error_message(), {}, {}}};
}

void fill(wire::Frame& to, const SentFrame& from) {
  to.set_offset(from.place.offset);
  to.set_width(*from.frame ? from.frame->width() : 0);
  to.set_height(*from.frame ? from.frame->height() : 0);
  to.set_stride(from.place.stride);
  to.set_ordinal(from.frame->ordinal());
  to.set_pts(from.frame->pts());
  to.set_seconds(from.frame->seconds());
  to.set_camera(from.frame->camera());
  to.set_step(from.frame->step());
  for (const auto& earlier : from.earlier) fill(*to.add_earlier(), earlier);
  to.set_memory(from.memory);
  if (from.sound_rate == 0) return;
  auto& sound = *to.mutable_sound();
  sound.set_rate(from.sound_rate);
  sound.set_first(from.sound.first);
  sound.mutable_samples()->Assign(from.sound.samples.begin(), from.sound.samples.end());
}

void fill(wire::Memory& to, const media::FrameMemory& from) {
  for (const auto& values : from.values) to.add_values()->mutable_value()->Assign(values.begin(), values.end());
}

void read(const wire::Memory& from, media::FrameMemory& to) {
  to.values.clear();
  for (const auto& values : from.values()) to.values.emplace_back(values.value().begin(), values.value().end());
}

Result<Answer> read(const wire::Answer& from) {
  Answer answer;
  switch (from.presence()) {
    case wire::Answer::PRESENT: answer.output.presence = Presence::present; break;
    case wire::Answer::NONE: answer.output.presence = Presence::none; break;
    case wire::Answer::FAILED: answer.output.presence = Presence::failed; break;
    default:
      return fail(ErrorKind::corrupt,
                  fmt::format("It answers with a presence {} that is not known.", static_cast<int>(from.presence())));
  }
  answer.output.values.assign(from.values().begin(), from.values().end());
  answer.output.words.assign(from.words().begin(), from.words().end());
  answer.output.reason = from.reason();
  if (answer.output.presence == Presence::failed && answer.output.reason.empty())
    answer.output.reason = "The black box gave no reason.";
  if (!from.marks().empty()) {
    MLINK_ASSIGN(answer.marks, Marks::from_bytes(from.marks()));
  }
  if (from.has_seconds()) answer.seconds = from.seconds();
  return answer;
}

class GrpcHostClient : public HostClient {
 public:
  explicit GrpcHostClient(const std::filesystem::path& socket) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    // The process has just been started and serves in a moment.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 20);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
    // Sockets of former processes had other paths; connections to them are not kept anywhere.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel("unix:" + socket.string(), grpc::InsecureChannelCredentials(), arguments);
    stub_ = wire::BoxHost::NewStub(channel_);
  }

  bool wait(Seconds time) override { return channel_->WaitForConnected(until(time)); }

  CallResult<bool> load(const Manifest& manifest, const BoxOptions& options, Seconds deadline) override {
    wire::LoadRequest request;
    request.set_manifest(manifest.json);
    request.set_folder(manifest.file.parent_path().string());
    request.set_threads(options.threads);
    request.set_use_gpu(options.use_gpu);
    wire::LoadReply reply;
    if (const auto failed = call(&wire::BoxHost::Stub::Load, request, reply, deadline, options.stop))
      return tl::make_unexpected(*failed);
    if (reply.has_problem()) return tl::make_unexpected(told(reply.problem()));
    return true;
  }

  CallResult<std::vector<Answer>> run(const SentCall& sent, Seconds deadline, const std::stop_token& stop) override {
    wire::RunRequest request;
    for (const auto& frame : sent.frames) fill(*request.add_frames(), frame);
    for (const auto& memory : sent.memories) fill(*request.add_memories(), *memory);
    wire::RunReply reply;
    if (const auto failed = call(&wire::BoxHost::Stub::Run, request, reply, deadline, stop))
      return tl::make_unexpected(*failed);
    if (reply.has_problem()) return tl::make_unexpected(told(reply.problem()));
    std::vector<Answer> answers;
    for (const auto& one : reply.answers()) {
      auto answer = read(one);
      if (!answer) return tl::make_unexpected(CallFailure{CallEnd::lost, answer.error()});
      answers.push_back(*std::move(answer));
    }
    if (static_cast<std::size_t>(reply.memories_size()) == sent.memories.size())
      for (std::size_t i = 0; i < sent.memories.size(); ++i)
        read(reply.memories(static_cast<int>(i)), *sent.memories[i]);
    return answers;
  }

  CallResult<PluginAnswer> ask_plugin(const std::filesystem::path& library, bool trial, Seconds deadline,
                                      const std::stop_token& stop) override {
    wire::AskPluginRequest request;
    request.set_library(library.string());
    request.set_trial(trial);
    wire::AskPluginReply reply;
    if (const auto failed = call(&wire::BoxHost::Stub::AskPlugin, request, reply, deadline, stop))
      return tl::make_unexpected(*failed);
    if (reply.has_problem()) return tl::make_unexpected(told(reply.problem()));
    return PluginAnswer{.about = reply.about(),
                        .labels = {reply.labels().begin(), reply.labels().end()},
                        .values = reply.values(),
                        .detections = reply.detections(),
                        .words = reply.words(),
                        .trouble = reply.trouble()};
  }

 private:
  template <class Request, class Reply>
  std::optional<CallFailure> call(grpc::Status (wire::BoxHost::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                              Reply*),
                                  const Request& request, Reply& reply, Seconds deadline, const std::stop_token& stop) {
    grpc::ClientContext context;
    context.set_deadline(until(deadline));
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    const grpc::Status status = (stub_.get()->*method)(&context, request, &reply);
    if (status.ok()) return std::nullopt;
    return failure_of(status, stop.stop_requested());
  }

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<wire::BoxHost::Stub> stub_;
};

std::unique_ptr<HostClient> connect(const std::filesystem::path& socket) {
  return std::make_unique<GrpcHostClient>(socket);
}

}  // namespace
}  // namespace mlink::blackbox

extern "C" __attribute__((visibility("default"))) const mlink::blackbox::HostTable* mlink_blackbox_hosts() {
  static const mlink::blackbox::HostTable table{&mlink::blackbox::connect};
  return &table;
}
