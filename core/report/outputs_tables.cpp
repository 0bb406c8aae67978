// A box's recorded outputs as a table, and what is told beside it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "report/output_columns.h"
#include "report/outputs_part.h"
#include "report/report.h"

namespace mlink::report {
namespace {

using DescriptionJson = nlohmann::json;

/// The row of a table's camera: of several files, the first one's.
const CameraRow* row_of(const Overview& overview, const std::string& camera) {
  const auto at = std::find_if(overview.cameras.begin(), overview.cameras.end(),
                               [&](const auto& row) { return row.name == camera && row.part_of.empty(); });
  return at == overview.cameras.end() ? nullptr : &*at;
}

DescriptionJson camera_json(const CameraRow& row) {
  DescriptionJson camera{{"name", row.name}};
  if (row.frame_rate > 0) camera["frame_rate"] = row.frame_rate;
  if (row.seconds > 0) camera["seconds"] = row.seconds;
  if (row.width > 0 && row.height > 0) {
    camera["width"] = row.width;
    camera["height"] = row.height;
  }
  // The file that it followed is not there where this is read: the time is.
  if (row.start.origin != StartOrigin::unset)
    camera["start"] = {{"seconds", row.start.seconds},
                       {"origin", std::string(to_string(row.start.origin == StartOrigin::after ? StartOrigin::typed
                                                                                               : row.start.origin))}};
  if (!row.synthetic.empty()) camera["synthetic"] = row.synthetic;
  return camera;
}

}  // namespace

bool has_seconds(const OutputSpec& spec) {
  const auto names = value_names(spec);
  return std::find(names.begin(), names.end(), "seconds") == names.end();
}

double seconds_in(const FrameKey& frame, const std::vector<double>& starts) {
  const auto camera = static_cast<std::size_t>(frame.camera);
  const double start = camera < starts.size() ? starts[camera] : 0;
  const double seconds = frame.seconds - start;
  // Of the times that give the clock's, the one with few digits is the file's own.
  for (const double scale : {1e3, 1e6, 1e9, 1e12})
    if (const double few = std::round(seconds * scale) / scale; start + few == frame.seconds) return few;
  constexpr double kFar = std::numeric_limits<double>::infinity();
  for (const double near : {seconds, std::nextafter(seconds, -kFar), std::nextafter(seconds, kFar)})
    if (start + near == frame.seconds) return near;
  return seconds;
}

Table outputs_table(const OutputTable& outputs, std::size_t index, const std::vector<double>& starts) {
  return outputs_part(outputs, index, starts, 0, outputs.rows());
}

Table outputs_part(const OutputTable& outputs, std::size_t index, const std::vector<double>& starts, std::size_t begin,
                   std::size_t end) {
  const auto& column = outputs.columns[index];
  const bool seconds = has_seconds(column.spec);
  Table table{column.box, {{"source", "source", -1}, {"frame", "frame", -1}}, {}, {}};
  if (column.spec.task == Task::sequence) table.columns.push_back({"tokens", "tokens", -1});
  for (const auto& name : value_names(column.spec)) table.columns.push_back({name, name, 6});
  if (seconds)
    table.columns.push_back({"seconds", "seconds", -1});  // who reads by place finds the values where they were
  for (std::size_t row = begin; row < end; ++row) {
    if (column.presence[row] == Presence::absent || column.presence[row] == Presence::failed) continue;
    const auto& key = outputs.frames[row];
    std::vector<Cell> cells{outputs.cameras[static_cast<std::size_t>(key.camera)], std::to_string(key.ordinal)};
    const bool present = column.present(row);
    if (column.spec.task == Task::sequence) {
      cells.emplace_back();
      if (present) cells.back() = fmt::format("{}", fmt::join(column.words[row], " "));
    }
    for (const float value : column.row(row))
      cells.push_back(present ? number_cell(static_cast<double>(value)) : Cell());
    if (seconds) cells.emplace_back(fmt::format("{}", seconds_in(key, starts)));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::vector<double> camera_starts(const Snapshot& snapshot) {
  std::vector<double> starts;
  for (const auto& camera : snapshot.table->cameras) {
    const CameraRow* const row = row_of(snapshot.overview, camera);
    starts.push_back(row ? seconds_from(row->start, snapshot.table->zero) : 0);
  }
  return starts;
}

DescriptionJson outputs_description(const Snapshot& snapshot, std::size_t index) {
  const auto& table = *snapshot.table;
  const auto& column = table.columns[index];
  DescriptionJson description;
  to_json(description, column.spec);
  std::vector<bool> used(table.cameras.size(), false);
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (column.presence[row] == Presence::present || column.presence[row] == Presence::none)
      used[static_cast<std::size_t>(table.frames[row].camera)] = true;
  description["cameras"] = DescriptionJson::array();
  for (std::size_t camera = 0; camera < used.size(); ++camera)
    if (const CameraRow* const row = row_of(snapshot.overview, table.cameras[camera]); row && used[camera])
      description["cameras"].push_back(camera_json(*row));
  for (const auto& box : snapshot.overview.boxes)
    if (box.name == column.box && !box.synthetic.empty()) description["synthetic"] = box.synthetic;
  return description;
}

}  // namespace mlink::report
