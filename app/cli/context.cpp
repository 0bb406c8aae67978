// Output and progress of a command.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli.h"

namespace mlink::cli {

ProgressFn Context::progress() const {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (!terminal && !progress_wanted) return {};
  return [terminal](const ProgressEvent& event) {
    const auto rate = event.rate > 0 ? fmt::format(", {:.1f} {}/s", event.rate, event.unit) : std::string();
    const auto left = time_left_text(event);
    auto line = fmt::format("{} {}/{} {} ({:.0f} %{}{}{})", event.step, event.done, event.total, event.unit,
                            100 * event.fraction(), rate, left.empty() ? "" : ", ", left);
    if (terminal)
      fmt::print(stderr, "\r{:.120}\x1b[K", line);
    else
      fmt::print(stderr, "{}\n", line);
    std::fflush(stderr);
  };
}

void Context::end_progress() const {
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r\x1b[K");
}

void Context::print(const nlohmann::json& document, const std::vector<Table>& tables) const {
  if (json) {
    std::cout << document.dump(2) << '\n';
    return;
  }
  for (std::size_t i = 0; i < tables.size(); ++i)
    std::cout << (i > 0 ? "\n" : "") << render(tables[i], TableFormat::text);
}

void Context::say(const std::string& line) const {
  if (!json) std::cout << line << '\n';
}

void Context::warn(const Error& error) const {
  end_progress();
  std::cerr << "mlink: " << error.text() << '\n';
}

CLI::App* add_command(CLI::App& parent, Parsed& parsed, const std::string& name, const std::string& what) {
  auto* command = parent.add_subcommand(name, what);
  command->add_flag("--json", parsed.json, "Print one JSON document");
  command->add_flag("--progress", parsed.progress, "Print progress also where standard error is not a terminal");
  command->add_flag("-v,--verbose", parsed.verbose, "Log what is done, on standard error");
  return command;
}

std::shared_ptr<std::filesystem::path> add_file(CLI::App* command) {
  auto file = std::make_shared<std::filesystem::path>();
  command->add_option("FILE", *file, "The experiment file (*.mlink)")->required();
  return file;
}

std::string methods_help() {
  std::string help;
  for (const Method* method : methods())
    help += fmt::format("{}{}: {}", help.empty() ? "" : "; ", method->name(), method->about());
  return help;
}

Result<Rect> parse_crop(const std::string& text) {
  Rect r;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d+%d+%d%c", &r.width, &r.height, &r.x, &r.y, &rest) != 4 || r.width <= 0 ||
      r.height <= 0 || r.x < 0 || r.y < 0)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not a crop.", text),
                "Write WIDTHxHEIGHT+X+Y in pixels, like 320x240+0+160.");
  return r;
}

Result<double> parse_seconds(const std::string& text) {
  MLINK_ASSIGN(const auto amount, parse_amount(text));
  if (amount.kind != CostKind::time)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not a time.", text),
                "Write a number and ms, s, min or h.");
  return amount.value;
}

Result<Snapshot> trained_snapshot(const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(auto snapshot, reader.snapshot());
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "The file has no links yet.", "Run mlink collect and mlink train first.",
                file.string());
  return snapshot;
}

}  // namespace mlink::cli
