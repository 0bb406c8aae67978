// box guess: a manifest to begin with.
#include <fmt/format.h>

#include <iostream>

#include "cli.h"
#include "experiment/boxes.h"

namespace mlink::cli {
namespace {

struct GuessArguments {
  std::filesystem::path model, out, tls_ca, token_file;
  std::string name;
};

Status guess(Context& context, const GuessArguments& arguments) {
  MLINK_ASSIGN(const auto found, guess_box(arguments.model, arguments.name, arguments.tls_ca, arguments.token_file));
  if (!arguments.out.empty()) MLINK_TRY(write_manifest(found.manifest, arguments.out));
  if (context.json) {
    context.print({{"manifest", nlohmann::json::parse(found.manifest)},
                   {"format", found.format},
                   {"inputs", found.inputs},
                   {"outputs", found.outputs},
                   {"unknown", found.unknown}},
                  {});
    return {};
  }
  // Where the manifest itself is the result, what there is to say of it goes beside it.
  auto& beside = arguments.out.empty() ? std::cerr : std::cout;
  if (arguments.out.empty()) std::cout << found.manifest << std::endl;
  for (const auto& input : found.inputs) beside << "Input: " << input << '\n';
  for (const auto& output : found.outputs) beside << "Output: " << output << '\n';
  for (const auto& assumed : found.unknown) beside << "Note: " << assumed << '\n';
  if (!arguments.out.empty())
    beside << fmt::format("Wrote {}; try it with: mlink box check {}\n", arguments.out.string(),
                          arguments.out.string());
  return {};
}

}  // namespace

void add_box_guess(CLI::App& box, Parsed& parsed) {
  auto* command =
      add_command(box, parsed, "guess", "Write a manifest to begin with, from a network's file or a server");
  auto arguments = std::make_shared<GuessArguments>();
  command
      ->add_option("MODEL", arguments->model,
                   "ONNX, TorchScript, TensorFlow, TensorFlow Lite, Paddle or OpenVINO file, a plugin (.so), or a "
                   "model on an inference "
                   "server: grpc://host:port/model")
      ->required();
  command->add_option("--name", arguments->name, "Name of the box (default: after the file)");
  command->add_option("--tls-ca", arguments->tls_ca, "Servers: file of the certificates of who signed the server's");
  command->add_option("--token-file", arguments->token_file, "Servers: file with the token that goes with each call");
  command->add_option("--out", arguments->out, "Where to write the manifest (default: standard output)");
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return guess(context, *arguments); }; });
}

}  // namespace mlink::cli
