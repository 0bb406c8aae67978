// export: every result as a file.
#include <fmt/format.h>

#include "base/names.h"
#include "base/text.h"
#include "cli.h"
#include "outputs/amount.h"
#include "report/judged_rows.h"
#include "report/study_report.h"

namespace mlink::cli {
namespace {

struct ExportArguments {
  std::filesystem::path file, out;
  std::string what, as = "csv", cost = "time";
  std::vector<std::string> budgets;
  std::vector<std::string> methods = default_methods();
  std::shared_ptr<std::string> rows;
};

struct Document {
  Table table;
  nlohmann::json json;
};

Result<Document> replay_document(const ExportArguments& arguments, const Snapshot& snapshot, Context& context) {
  if (arguments.budgets.empty())
    return fail(ErrorKind::invalid_input, "A replay needs a budget.", "Give one or more, like --budget 60ms.");
  ReplaySettings settings;
  settings.methods = arguments.methods;
  std::vector<ReplayResult> results;
  std::shared_ptr<const ReplayEngine> engine;
  for (const auto& text : arguments.budgets) {
    MLINK_ASSIGN(const auto amount, parse_amount(text));
    if (engine && amount.kind != settings.kind)
      return fail(ErrorKind::invalid_input, "The budgets are of two kinds.",
                  "Give all of them as memory, or all as time.");
    if (!engine) {
      settings.kind = amount.kind;
      settings.budget = amount.value;
      MLINK_ASSIGN(engine, make_replay(snapshot, settings, context.stop, context.progress()));
    }
    results.push_back(engine->at(amount.value));
  }
  if (results.size() == 1) return Document{replay_table(results.front()), replay_json(results.front())};
  Document document{budgets_table(results), {{"points", nlohmann::json::array()}}};
  for (const auto& result : results) document.json["points"].push_back(replay_json(result));
  return document;
}

/// Of what no links take part in.
std::vector<std::string> provenance_of(const Overview& overview) {
  Snapshot snapshot;
  snapshot.overview = overview;
  return provenance(snapshot);
}

Result<Document> learnt_document(const ExportArguments& arguments, const Snapshot& snapshot) {
  const auto matrix = matrix_of(snapshot);
  if (arguments.what == "ensemble") {
    const auto rows = ensembles_of(snapshot);
    return Document{ensemble_table(rows), ensemble_json(rows)};
  }
  const auto kind = *cost_kind(arguments.cost);
  MLINK_ASSIGN(const auto rows, activations_of(matrix, snapshot.link_costs, kind));
  return Document{activation_table(rows, kind), activation_json(rows, kind)};
}

bool of_links(const ExportArguments& arguments) { return arguments.what == "matrix" || arguments.what == "links"; }

Result<Document> matrix_document(const ExportArguments& arguments, Context& context) {
  MLINK_ASSIGN(const auto rows, judged_rows_from_string(*arguments.rows));
  MLINK_ASSIGN(const auto judged, judged_matrix(arguments.file, rows, context.stop));
  const MatrixData& matrix = judged.matrix;
  Document document{arguments.what == "matrix" ? matrix_table_on(matrix, rows) : links_table_on(matrix, rows),
                    matrix_json_on(matrix, rows)};
  document.table = with_notes(std::move(document.table), judged.snapshot);
  document.json["made_from"] = provenance(judged.snapshot);
  return document;
}

/// Null: it is no study's table.
std::optional<StudyExport> study_export(const std::string& what) {
  for (auto& row : study_exports())
    if (row.name == what) return std::move(row);
  return {};
}

Result<Document> study_document(const ExportArguments& arguments, const StudyExport& which) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(arguments.file));
  MLINK_ASSIGN(const auto result, newest_study(reader, *which.study));
  if (!result)
    return fail(ErrorKind::not_found, fmt::format("The file has no study {} yet.", which.study->name()),
                fmt::format("Run mlink study {} first.", which.study->name()), arguments.file.string());
  MLINK_ASSIGN(const auto overview, reader.overview());
  Document document{study_table(which, *result), study_json(*result)};
  document.json["made_from"] = provenance_of(overview);
  return document;
}

// One table and one description a box, so that export and import are a round trip.
Status export_outputs(Context& context, const ExportArguments& arguments) {
  MLINK_ASSIGN(const auto format, table_format_from_string(arguments.as));
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(arguments.file));
  MLINK_ASSIGN(const auto snapshot, reader.snapshot());
  std::error_code failed;
  std::filesystem::create_directories(arguments.out, failed);
  if (failed)
    return fail(ErrorKind::io, fmt::format("The folder cannot be made: {}.", failed.message()), {},
                arguments.out.string());
  auto files = nlohmann::json::array();
  const auto starts = camera_starts(snapshot);
  for (std::size_t i = 0; i < snapshot.table->columns.size(); ++i) {
    if (context.stop.stop_requested()) return stopped();
    const auto& column = snapshot.table->columns[i];
    const auto name = file_name_part(column.box);
    const auto file = arguments.out / (name + "." + arguments.as);
    MLINK_TRY(write_outputs(file, *snapshot.table, i, format, context.stop, starts));
    MLINK_TRY(write_file(arguments.out / (name + ".json"), outputs_description(snapshot, i).dump(2) + "\n"));
    files.push_back(file.string());
  }
  context.print({{"files", files}}, {});
  context.say(fmt::format("Wrote {} boxes to {}", files.size(), arguments.out.string()));
  return {};
}

Status export_table(Context& context, const ExportArguments& arguments) {
  MLINK_ASSIGN(const auto format, table_format_from_string(arguments.as));
  Document document;
  if (arguments.what == "cameras" || arguments.what == "boxes" || arguments.what == "coverage") {
    MLINK_ASSIGN(const auto reader, ExperimentReader::open(arguments.file));
    MLINK_ASSIGN(const auto overview, reader.overview());
    const auto* key = arguments.what.c_str();
    document = {arguments.what == "cameras" ? cameras_table(overview)
                : arguments.what == "boxes" ? boxes_table(overview)
                                            : coverage_table(overview),
                {{key, overview_json(overview)[key]}}};
    document.json["made_from"] = provenance_of(overview);
  } else if (const auto which = study_export(arguments.what)) {
    MLINK_ASSIGN(document, study_document(arguments, *which));
  } else if (of_links(arguments)) {
    MLINK_ASSIGN(document, matrix_document(arguments, context));
  } else {
    const bool outputs = arguments.what == "replay" || arguments.what == "ensemble";
    MLINK_ASSIGN(const auto snapshot, outputs ? trained_snapshot(arguments.file) : trained_figures(arguments.file));
    if (arguments.what == "replay") {
      MLINK_ASSIGN(document, replay_document(arguments, snapshot, context));
    } else {
      MLINK_ASSIGN(document, learnt_document(arguments, snapshot));
    }
    for (auto& note : provenance(snapshot)) document.table.notes.push_back(std::move(note));
    document.json["made_from"] = provenance(snapshot);
  }
  if (format == TableFormat::json) {
    MLINK_TRY(write_file(arguments.out, document.json.dump(2) + "\n"));
  } else {
    MLINK_ASSIGN(const auto content, file_content(document.table, format));
    MLINK_TRY(write_file(arguments.out, content));
  }
  context.print({{"files", {arguments.out.string()}}}, {});
  context.say(fmt::format("Wrote {}", arguments.out.string()));
  return {};
}

}  // namespace

void add_export_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "export", "Write a result as a file");
  auto arguments = std::make_shared<ExportArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  std::vector<std::string> whats{"matrix",  "links",    "ensemble", "activation", "replay",
                                 "outputs", "coverage", "cameras",  "boxes"};
  const auto help = fmt::format("{}, or a study: {}", fmt::join(whats, ", "), study_exports_help());
  for (const auto& row : study_exports()) whats.push_back(row.name);
  command->add_option("--what", arguments->what, help)->required()->check(CLI::IsMember(whats));
  std::vector<std::string> formats;
  for (const auto& row : table_formats()) formats.emplace_back(row.name);
  command->add_option("--as", arguments->as, table_format_names())
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  command->add_option("--out", arguments->out, "The file (outputs: the folder) to write")->required();
  command->add_option("--cost", arguments->cost, "activation: memory, time or gpu-memory")
      ->check(CLI::IsMember(cost_kind_names()))
      ->capture_default_str();
  command->add_option("--budget", arguments->budgets, "replay: 5GB or 60ms; may be given several times")
      ->expected(1)
      ->take_all();
  command->add_option("--methods", arguments->methods, "replay: " + methods_help())
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->capture_default_str();
  arguments->rows = add_rows(command);
  command->callback([&parsed, arguments] {
    parsed.action = [arguments](Context& context) {
      if (!of_links(*arguments) && *arguments->rows != to_string(JudgedRows::test))
        return Status(fail(ErrorKind::invalid_input,
                           fmt::format("There is no {} of other than the test rows.", arguments->what),
                           "--rows is for matrix and links."));
      return arguments->what == "outputs" ? export_outputs(context, *arguments) : export_table(context, *arguments);
    };
  });
}

}  // namespace mlink::cli
