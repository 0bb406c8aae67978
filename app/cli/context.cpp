// Output and progress of a command.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "cli.h"
#include "typed.h"

namespace mlink::cli {
namespace {

constexpr int kMostPixels = 65536;  // no picture is wider or higher

// The whole numbers of a text such as "320x240+0+160", whose separators are "x++"; none where it reads otherwise.
std::vector<int> numbers_between(const std::string& text, std::string_view separators) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i <= separators.size(); ++i) {
    int number = -1;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc() || number < 0 || number > kMostPixels) return {};
    numbers.push_back(number);
    at = read.ptr;
    if (i == separators.size() ? at != end : at == end || *at++ != separators[i]) return {};
  }
  return numbers;
}

}  // namespace

ProgressFn Context::progress() const {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (!terminal && !progress_wanted) return {};
  return [terminal](const ProgressEvent& event) {
    const auto rate = event.rate > 0 ? fmt::format(", {:.1f} {}/s", event.rate, event.unit) : std::string();
    const auto left = time_left_text(event);
    auto line = event.total > 0 ? fmt::format("{} {}/{} {} ({:.0f} %{}{}{})", event.step, event.done, event.total,
                                              event.unit, 100 * event.fraction(), rate, left.empty() ? "" : ", ", left)
                                : fmt::format("{} {} {}{}", event.step, event.done, event.unit, rate);
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

Table with_notes(Table table, const Snapshot& snapshot) {
  for (auto& note : provenance(snapshot)) table.notes.push_back(std::move(note));
  return table;
}

std::string methods_help() {
  std::string help;
  for (const Method* method : methods::methods())
    help += fmt::format("{}{}: {}", help.empty() ? "" : "; ", method->name(), method->about());
  return help;
}

CLI::Validator above_zero() {
  return {[](const std::string& text) -> std::string {
            double value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            const bool number = error == std::errc() && end == text.data() + text.size();
            return number && value > 0 && std::isfinite(value) ? std::string()
                                                               : fmt::format("\"{}\" is no number above zero", text);
          },
          "ABOVE ZERO"};
}

Result<Rect> parse_crop(const std::string& text) {
  const auto n = numbers_between(text, "x++");
  if (n.empty() || n[0] == 0 || n[1] == 0)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not a crop.", text),
                "Write WIDTHxHEIGHT+X+Y in pixels, like 320x240+0+160.");
  return Rect{n[2], n[3], n[0], n[1]};
}

Result<std::pair<int, int>> parse_size(const std::string& text) {
  const auto n = numbers_between(text, "x");
  if (n.empty() || n[0] == 0 || n[1] == 0)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is no size of a picture.", text),
                "Write WIDTHxHEIGHT in pixels, like 1920x1080.");
  return std::pair(n[0], n[1]);
}

Result<double> parse_seconds(const std::string& text) {
  MLINK_ASSIGN(const auto amount, parse_amount(text));
  if (amount.kind != CostKind::time)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not a time.", text),
                "Write a number and ms, s, min or h.");
  return amount.value;
}

namespace {

Result<Snapshot> with_links(Result<Snapshot> snapshot, const std::filesystem::path& file) {
  if (!snapshot || snapshot->links) return snapshot;
  const auto& sets = snapshot->overview.link_sets;
  if (!sets.empty() && !sets.front().stale.empty())
    return fail(ErrorKind::not_found, fmt::format("The links do not fit the boxes any more. {}", sets.front().stale),
                "Run mlink train again, or bring the box back.", file.string());
  return fail(ErrorKind::not_found, "The file has no links yet.", "Run mlink collect and mlink train first.",
              file.string());
}

}  // namespace

Result<Snapshot> trained_snapshot(const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  return with_links(reader.snapshot(), file);
}

Result<Snapshot> trained_figures(const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  return with_links(reader.figures(), file);
}

std::shared_ptr<std::string> add_rows(CLI::App* command) {
  auto rows = std::make_shared<std::string>(to_string(JudgedRows::test));
  command
      ->add_option(
          "--rows", *rows,
          "Frames that p is of: test, train (which flatter) or all; only the test rows say what links are worth")
      ->check(CLI::IsMember({"test", "train", "all"}))
      ->capture_default_str();
  return rows;
}

Result<JudgedMatrix> judged_matrix(const std::filesystem::path& file, JudgedRows rows, const std::stop_token& stop) {
  const bool test = rows == JudgedRows::test;
  MLINK_ASSIGN(auto snapshot, test ? trained_figures(file) : trained_snapshot(file));
  if (test) return JudgedMatrix{snapshot, matrix_of(snapshot)};
  MLINK_ASSIGN(auto matrix, matrix_on(*snapshot.links, *snapshot.link_table, rows, thread_executor(), stop));
  return JudgedMatrix{std::move(snapshot), std::move(matrix)};
}

}  // namespace mlink::cli
