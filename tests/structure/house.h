// The rules of the house, as pure functions over what CMake links and what the sources say. Each returns one sentence
// a breach; an empty list means the house is in order.
#pragma once

#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>
#include <vector>

namespace mlink::house {

/// One of our own CMake targets: its name, its folder in the repository, and the own targets that it links.
struct Target {
  QString name;
  QString folder;
  QStringList deps;
};
using Graph = std::vector<Target>;

/// A file of the repository: its path from the top, and its text.
struct SourceFile {
  QString path;
  QString text;
};

/// Reads arrows.txt (cmake/MLinkArrows.cmake): "TARGET FOLDER: DEPENDENCY..." a line.
[[nodiscard]] Graph parse_arrows(const QString& text);

/// The room of a folder: "links" for core/links/..., "ui", "app", "tests", or "" for what belongs to no room.
[[nodiscard]] QString room_of(const QString& path);

/// The rooms that `room` may know directly (design: "Dependencies point one way").
[[nodiscard]] QSet<QString> allowed(const QString& room);

/// Links between targets that the design does not allow.
[[nodiscard]] QStringList wrong_arrows(const Graph& graph);

/// Include lines that do not match the arrows which CMake declares, or that reach past the only doors of ui and app.
[[nodiscard]] QStringList wrong_includes(const std::vector<SourceFile>& files, const Graph& graph);

/// Qt in core/, LibTorch outside the two places that may see it, and files, threads, databases or clocks in pure rooms.
[[nodiscard]] QStringList wrong_headers(const std::vector<SourceFile>& files);

/// Include lines that reach for a header of another room whose first line says that it is internal there. Tests may.
[[nodiscard]] QStringList internal_includes(const std::vector<SourceFile>& files);

/// Names of a class, struct, union or enum that two headers define in one namespace: the one-definition rule.
[[nodiscard]] QStringList double_names(const std::vector<SourceFile>& files);

/// Namespaces that files of core/, ui/ and app/ open besides that of their room (mlink::ui in ui/, mlink::cli in app/),
/// but to announce a type of another.
[[nodiscard]] QStringList wrong_namespaces(const std::vector<SourceFile>& files);

/// What core/base/rooms.h lets a room of core/ name (its using-directives, followed to their end) and the design does
/// not let it know; and rooms of the design that it leaves out.
[[nodiscard]] QStringList wrong_room_names(const QString& rooms_header);

/// Arrows between rooms of core/ that CMake declares and no include uses.
[[nodiscard]] QStringList unused_arrows(const std::vector<SourceFile>& files, const Graph& graph);

/// Hand-written files longer than `limit` lines.
[[nodiscard]] QStringList too_long(const std::vector<SourceFile>& files, int limit);

/// CMakeLists.txt files of rooms whose first line is not a comment "# ROOM: what it is for".
[[nodiscard]] QStringList without_readme(const std::vector<SourceFile>& cmake_files);

}  // namespace mlink::house
