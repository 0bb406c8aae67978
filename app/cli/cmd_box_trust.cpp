// box trust: whether the files of a black box are trusted, and saying so.
#include <fmt/format.h>

#include "cli.h"
#include "experiment/boxes.h"

namespace mlink::cli {
namespace {

struct TrustArguments {
  std::vector<std::filesystem::path> files;
  bool take_back = false, show = false;
};

// Manifests stand for the files that they name.
Result<std::vector<TrustedFile>> files_of(const std::vector<std::filesystem::path>& given) {
  std::vector<TrustedFile> all;
  for (const auto& file : given) {
    if (file.extension() != ".json") {
      all.push_back({file, false, {}});
      continue;
    }
    MLINK_ASSIGN(const auto files, box_trust(file));
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

Status show(Context& context, const std::vector<TrustedFile>& files) {
  auto document = nlohmann::json::array();
  for (const auto& file : files) {
    document.push_back({{"file", file.path.string()}, {"trusted", file.trusted}, {"why", file.why}});
    context.say(fmt::format("{}: {}", file.path.string(), file.why));
  }
  if (files.empty()) context.say("The box has no files: there is nothing to trust.");
  context.print({{"files", document}}, {});
  return {};
}

Status trust(Context& context, const TrustArguments& arguments) {
  MLINK_ASSIGN(const auto files, files_of(arguments.files));
  if (arguments.show) return show(context, files);
  std::vector<std::filesystem::path> paths;
  for (const auto& file : files) paths.push_back(file.path);
  if (arguments.take_back) {
    MLINK_ASSIGN(const int taken_back, distrust_box_files(paths));
    context.print({{"taken_back", taken_back}}, {});
    context.say(fmt::format("Trust taken back from {} of {} {}", taken_back, paths.size(),
                            paths.size() == 1 ? "file" : "files"));
    return {};
  }
  MLINK_TRY(trust_box_files(paths));
  context.print({{"trusted", paths.size()}}, {});
  context.say(fmt::format("{} {} trusted: boxes of {} run in the program itself", paths.size(),
                          paths.size() == 1 ? "file" : "files", paths.size() == 1 ? "it" : "them"));
  return {};
}

}  // namespace

void add_box_trust(CLI::App& box, Parsed& parsed) {
  auto* command = add_command(box, parsed, "trust", "Trust a black box's files, which then run without a sandbox");
  auto arguments = std::make_shared<TrustArguments>();
  command
      ->add_option("FILE", arguments->files,
                   "Manifests (.json), which stand for the files that they name, or model files")
      ->required();
  auto* show = command->add_flag("--show", arguments->show, "Only tell which are trusted, and why");
  command->add_flag("--take-back", arguments->take_back, "Trust them no longer")->excludes(show);
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return trust(context, *arguments); }; });
}

}  // namespace mlink::cli
