#include "structure/house.h"

#include <QRegularExpression>

namespace mlink::house {
namespace {

/// Direct arrows of the design; a pure room also knows what the rooms below it know.
const QMap<QString, QStringList>& drawn() {
  static const QMap<QString, QStringList> arrows{
      {"base", {}},
      {"outputs", {"base"}},
      {"metrics", {"outputs"}},
      {"links", {"metrics"}},
      {"scheduling", {"links"}},
      {"methods", {"scheduling"}},
      {"replay", {"methods"}},
      {"analysis", {"replay"}},
      {"recorded", {"outputs"}},
      {"convert", {"outputs"}},
      {"media", {"outputs"}},
      {"blackbox", {"media", "convert"}},
      {"store", {"outputs"}},
      {"experiment", {"analysis", "recorded", "blackbox", "store"}},
      {"studies", {"experiment"}},
  };
  return arrows;
}

QSet<QString> closure(const QString& room) {
  QSet<QString> all;
  for (const QString& next : drawn().value(room)) {
    all.insert(next);
    all.unite(closure(next));
  }
  return all;
}

bool is_pure(const QString& room) {
  static const QSet<QString> pure{"outputs", "metrics", "links",    "scheduling",
                                  "methods", "replay",  "analysis", "recorded"};
  return pure.contains(room);
}

/// What code says, without comments and string literals' content being told apart: line by line, // cut off.
QStringList code_lines(const QString& text) {
  QStringList lines = text.split(u'\n');
  static const QRegularExpression comment(R"(//.*$)");
  for (QString& line : lines) line.remove(comment);
  return lines;
}

QString where(const SourceFile& file, qsizetype line) { return QString("%1:%2").arg(file.path).arg(line + 1); }

/// The rooms that CMake lets `room` see: itself and its declared arrows, followed to their end. Empty: no such target.
QSet<QString> declared(const QString& room, const Graph& graph) {
  QMap<QString, QStringList> deps;
  QMap<QString, QString> rooms;
  QStringList open;
  for (const Target& target : graph) {
    deps[target.name] = target.deps;
    rooms[target.name] = room_of(target.folder);
    if (rooms[target.name] == room) open << target.name;
  }
  QSet<QString> seen;
  while (!open.isEmpty()) {
    const QString name = open.takeLast();
    if (seen.contains(name)) continue;
    seen.insert(name);
    open << deps.value(name);
  }
  QSet<QString> result;
  for (const QString& name : seen) result.insert(rooms.value(name));
  return result;
}

}  // namespace

Graph parse_arrows(const QString& text) {
  Graph graph;
  for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
    const qsizetype colon = line.indexOf(u':');
    const QStringList head = line.left(colon).split(u' ', Qt::SkipEmptyParts);
    if (colon < 0 || head.isEmpty()) continue;
    graph.push_back({head[0], head.value(1), line.mid(colon + 1).split(u' ', Qt::SkipEmptyParts)});
  }
  return graph;
}

QString room_of(const QString& path) {
  const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
  if (parts.isEmpty()) return {};
  if (parts[0] == "core") return parts.value(1);
  if (parts[0] == "ui" || parts[0] == "app" || parts[0] == "tests") return parts[0];
  return {};
}

QSet<QString> allowed(const QString& room) {
  // report tells what studies, experiment and the pure rooms know. ui and app only ask these, report, and the two pure
  // rooms whose values stand on their pages; they speak in the values of outputs.
  static const QSet<QString> doors{"report", "studies", "experiment", "analysis", "recorded", "outputs", "base"};
  if (room == "report") {
    QSet<QString> rooms = closure("analysis");
    return rooms.unite({"analysis", "studies", "experiment", "base"});
  }
  if (room == "ui") return doors;
  if (room == "app") return doors | QSet<QString>{"ui"};
  return closure(room);
}

QStringList wrong_arrows(const Graph& graph) {
  QMap<QString, QString> rooms;
  for (const Target& target : graph) rooms[target.name] = room_of(target.folder);
  QStringList wrong;
  for (const Target& target : graph) {
    const QString room = rooms[target.name];
    if (room == "tests" || room.isEmpty()) continue;
    if (room != "ui" && room != "app" && room != "report" && !drawn().contains(room)) {
      wrong << QString("%1: the design has no room '%2'").arg(target.name, room);
      continue;
    }
    const QSet<QString> may = allowed(room);
    for (const QString& dep : target.deps) {
      const QString to = rooms.value(dep);
      // LibTorch is loaded when it is first needed: what links it starts 0.7 s later. The reference is for tests alone.
      if (dep == "mlink_torch" && target.name != "mlink_links_reference")
        wrong << QString("%1 -> LibTorch: only the module of the folders torch/ may link it").arg(target.name);
      if (!to.isEmpty() && to != room && !may.contains(to)) wrong << QString("%1 -> %2").arg(room, to);
    }
  }
  wrong.removeDuplicates();
  return wrong;
}

QStringList wrong_includes(const std::vector<SourceFile>& files, const Graph& graph) {
  static const QRegularExpression include(R"(^\s*#\s*include\s*"([a-z_]+)/[^"]+")");
  QMap<QString, QSet<QString>> visible;
  QStringList wrong;
  for (const SourceFile& file : files) {
    const QString room = room_of(file.path);
    if (room.isEmpty() || room == "tests") continue;
    if (!visible.contains(room)) visible[room] = declared(room, graph);
    const QSet<QString> may = allowed(room);
    const QStringList lines = file.text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
      const auto match = include.match(lines[i]);
      const QString to = match.captured(1);
      if (!match.hasMatch() || to == room) continue;
      const bool is_room = drawn().contains(to) || to == "report" || to == "ui" || to == "app" || to == "tests";
      if (!is_room) continue;
      if (!may.contains(to)) {
        wrong << QString("%1: %2 may not include \"%3/...\"").arg(where(file, i), room, to);
      } else if (visible[room].contains(room) && !visible[room].contains(to)) {
        wrong << QString("%1: \"%2/...\" is included, and CMake declares no arrow %3 -> %2")
                     .arg(where(file, i), to, room);
      }
    }
  }
  return wrong;
}

QStringList wrong_headers(const std::vector<SourceFile>& files) {
  static const QRegularExpression qt(R"(^\s*#\s*include\s*<Q[A-Za-z]+(/[A-Za-z]+)?>)");
  static const QRegularExpression torch(R"(^\s*#\s*include\s*[<"](torch|ATen|c10)/)");
  static const QRegularExpression outer_header(
      R"(^\s*#\s*include\s*<(filesystem|fstream|thread|future|sqlite3\.h|SQLiteCpp/.*|chrono|ctime|time\.h|random_device|unistd\.h|sys/.*|fcntl\.h)>)");
  static const QRegularExpression outer_name(
      R"(\b(std::j?thread\b|std::async\b|std::random_device\b|(steady|system|high_resolution)_clock\b|std::(i|o)?fstream\b|std::filesystem\b|std::time\(|fopen\()|\bgettimeofday\b)");
  static const QRegularExpression own_threads(R"(\bthread_executor\b)");
  QStringList wrong;
  for (const SourceFile& file : files) {
    const QString room = room_of(file.path);
    const bool in_core = file.path.startsWith("core/");
    const bool torch_place = in_core && file.path.section(u'/', 2, 2) == "torch";
    const QStringList lines = code_lines(file.text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
      if (in_core && qt.match(lines[i]).hasMatch()) wrong << where(file, i) + ": Qt in core/";
      if (room != "tests" && !torch_place && torch.match(lines[i]).hasMatch())
        wrong << where(file, i) + ": LibTorch outside a room's folder torch/";
      if ((is_pure(room) || room == "convert") && own_threads.match(lines[i]).hasMatch())
        wrong << QString("%1: %2 takes the Executor that its caller brings").arg(where(file, i), room);
      if (!is_pure(room)) continue;
      if (outer_header.match(lines[i]).hasMatch() || outer_name.match(lines[i]).hasMatch())
        wrong << QString("%1: %2 is a pure room (no file, database, thread or clock): %3")
                     .arg(where(file, i), room, lines[i].trimmed());
    }
  }
  return wrong;
}

QStringList internal_includes(const std::vector<SourceFile>& files) {
  static const QRegularExpression says(R"(^//.*\b(Internal|Private) to\b)");
  static const QRegularExpression include(R"x(^\s*#\s*include\s*"([^"]+)")x");
  QMap<QString, QString> rooms;  // of the internal headers, by the name that is included
  for (const SourceFile& file : files)
    if (file.path.startsWith("core/") && says.match(file.text.section(u'\n', 0, 0)).hasMatch())
      rooms[file.path.mid(5)] = room_of(file.path);
  QStringList wrong;
  for (const SourceFile& file : files) {
    const QString room = room_of(file.path);
    const QStringList lines = file.text.split(u'\n');
    for (qsizetype i = 0; room != "tests" && i < lines.size(); ++i) {
      const QString header = include.match(lines[i]).captured(1);
      if (rooms.contains(header) && rooms[header] != room)
        wrong << QString("%1: \"%2\" is internal to %3").arg(where(file, i), header, rooms[header]);
    }
  }
  return wrong;
}

QStringList double_names(const std::vector<SourceFile>& files) {
  // The format of the sources puts what stands directly in a namespace at the start of its line.
  static const QRegularExpression opens(R"(^(?:inline )?namespace\s*([\w:]*)\s*\{\s*$)");
  static const QRegularExpression closes(R"(^\}\s*//\s*namespace)");
  static const QRegularExpression defines(
      R"(^(?:template\s*<.*>\s*)?(?:class|struct|union|enum(?: class)?)\s+(?:\[\[\w+\]\]\s*)?(\w+)\b(?!::)([^;{]*(\{.*)?)$)");
  QMap<QString, QString> first;
  QStringList wrong;
  for (const SourceFile& file : files) {
    if (!file.path.endsWith(".h") || room_of(file.path) == "tests") continue;
    QStringList spaces;
    const QStringList lines = code_lines(file.text);
    const QStringList whole = file.text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
      if (const auto match = opens.match(lines[i]); match.hasMatch()) spaces << match.captured(1);
      if (closes.match(whole[i]).hasMatch() && !spaces.isEmpty()) spaces.removeLast();
      const auto match = defines.match(lines[i]);
      if (!match.hasMatch()) continue;
      const QString name = (spaces + QStringList{match.captured(1)}).join("::");
      if (first.contains(name))
        wrong << QString("%1: %2 is defined in %3 too").arg(where(file, i), name, first[name]);
      else
        first[name] = where(file, i);
    }
  }
  return wrong;
}

QStringList wrong_namespaces(const std::vector<SourceFile>& files) {
  static const QRegularExpression opens(R"(^(?:inline )?namespace\s+(mlink[\w:]*)\s*\{)");
  static const QRegularExpression announces(R"(^(?:struct|class) \w+;)");
  QStringList wrong;
  for (const SourceFile& file : files) {
    const QString room = room_of(file.path);
    if (room.isEmpty() || room == "tests" || file.path == "core/base/rooms.h") continue;
    const QString own = "mlink::" + (room == "app" ? QString("cli") : room);
    const QStringList lines = code_lines(file.text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
      const QString opened = opens.match(lines[i]).captured(1);
      if (opened.isEmpty() || opened == own || opened.startsWith(own + "::")) continue;
      if (i + 1 < lines.size() && announces.match(lines[i + 1]).hasMatch()) continue;
      wrong << QString("%1: opens %2, and its room is %3").arg(where(file, i), opened, own);
    }
  }
  return wrong;
}

QStringList wrong_room_names(const QString& rooms_header) {
  static const QRegularExpression opens(R"(^namespace (\w+) \{)");
  static const QRegularExpression uses(R"(^using namespace (\w+);)");
  QMap<QString, QStringList> names;
  QString room;
  for (const QString& line : code_lines(rooms_header)) {
    if (const auto match = opens.match(line); match.hasMatch()) {
      room = match.captured(1);
      names[room];
    }
    if (const auto match = uses.match(line); match.hasMatch()) names[room] << match.captured(1);
  }
  QStringList wrong;
  for (const QString& known : drawn().keys()) {
    if (!names.contains(known)) wrong << QString("%1: rooms.h has no namespace of it").arg(known);
    QStringList open = names.value(known);
    QSet<QString> seen;
    while (!open.isEmpty()) {
      const QString next = open.takeLast();
      if (seen.contains(next)) continue;
      seen.insert(next);
      open << names.value(next);
      if (!closure(known).contains(next)) wrong << QString("%1: rooms.h lets it name %2").arg(known, next);
    }
  }
  return wrong;
}

QStringList unused_arrows(const std::vector<SourceFile>& files, const Graph& graph) {
  static const QRegularExpression include(R"(^\s*#\s*include\s*"([a-z_]+)/)", QRegularExpression::MultilineOption);
  QMap<QString, QSet<QString>> used;
  for (const SourceFile& file : files) {
    if (!file.path.startsWith("core/")) continue;
    for (auto it = include.globalMatch(file.text); it.hasNext();) used[room_of(file.path)] << it.next().captured(1);
  }
  QMap<QString, QString> rooms;
  for (const Target& target : graph)
    if (target.folder.startsWith("core/")) rooms[target.name] = room_of(target.folder);
  QStringList wrong;
  for (const Target& target : graph) {
    const QString room = rooms.value(target.name);
    for (const QString& dep : target.deps) {
      const QString to = rooms.value(dep);
      if (room.isEmpty() || to.isEmpty() || to == room || used[room].contains(to)) continue;
      wrong << QString("%1 -> %2: declared, and no include uses it").arg(room, to);
    }
  }
  wrong.removeDuplicates();
  return wrong;
}

QStringList too_long(const std::vector<SourceFile>& files, int limit) {
  QStringList wrong;
  for (const SourceFile& file : files) {
    const qsizetype lines = file.text.count(u'\n');
    if (lines > limit) wrong << QString("%1 has %2 lines, more than %3").arg(file.path).arg(lines).arg(limit);
  }
  return wrong;
}

QStringList without_readme(const std::vector<SourceFile>& cmake_files) {
  QStringList wrong;
  for (const SourceFile& file : cmake_files) {
    if (file.path == "core/CMakeLists.txt") continue;
    const QString room = room_of(file.path);
    const QString first = file.text.section(u'\n', 0, 0);
    if (!first.startsWith(QString("# %1: ").arg(room)) || first.size() < 40)
      wrong << QString("%1: the first line does not say what the room is for (\"# %2: ...\")").arg(file.path, room);
  }
  return wrong;
}

}  // namespace mlink::house
