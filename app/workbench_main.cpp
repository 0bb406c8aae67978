// mlink-workbench: the window, or a picture of one of its pages.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>

#include "base/blas.h"
#include "base/log.h"
#include "outputs/amount.h"
#include "ui/common/bookmark.h"
#include "ui/common/language.h"
#include "ui/common/preferences.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/window/desk.h"
#include "ui/window/log_relay.h"
#include "ui/window/main_window.h"
#include "ui/window/screenshot.h"

namespace {

constexpr int kFailed = 1, kWrongUsage = 2;
constexpr double kPatience = 300;  // seconds that a picture is waited for

struct Wishes {
  QString file, page, layout, screenshot, theme, language;
  mlink::ui::Bookmark choice;  ///< what is to be chosen on all pages
  QSize size{1600, 1000};
  std::optional<mlink::ui::FigureAsk> figure;  ///< instead of the page
};

bool size_from(const QString& text, Wishes& wishes) {
  static const QRegularExpression pattern(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$"));
  const auto match = pattern.match(text);
  if (match.hasMatch()) wishes.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
  return match.hasMatch();
}

/// Empty: it is read.
QString figure_from(const QString& text, Wishes& wishes) {
  const QString name = text.section(u',', 0, 0);
  const auto wish = mlink::ui::parse_figure_wish(text.section(u',', 1));
  const QString& file = wishes.screenshot;
  if (name.isEmpty() || !wish) return QStringLiteral("A figure is written \"frontier,84x56mm,8pt,grey\".");
  if (!file.endsWith(QLatin1String(".svg")) && !file.endsWith(QLatin1String(".pdf")))
    return QStringLiteral("--figure needs --screenshot FILE, .svg or .pdf.");
  wishes.figure = mlink::ui::FigureAsk{name, *wish};
  return {};
}

int complain(const QString& text, int status) {
  std::fprintf(stderr, "mlink-workbench: %s\n", qUtf8Printable(text));
  return status;
}

bool has_argument(int argc, char** argv, const char* name) {
  const std::size_t length = std::strlen(name);
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], name, length) == 0 && (argv[i][length] == '\0' || argv[i][length] == '=')) return true;
  }
  return false;
}

/// A picture needs no screen, and a machine without one has only pictures.
void choose_platform(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
    const bool display = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (display && !has_argument(argc, argv, "--screenshot")) return;
    qputenv("QT_QPA_PLATFORM", "offscreen");
  }
  if (qgetenv("QT_QPA_PLATFORM") != "offscreen") return;
  if (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR")) return;
  // Qt wants a folder that is only ours, and complains on standard error where it has to choose one itself.
  static QTemporaryDir runtime;
  if (runtime.isValid()) qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
}

/// Reads what is to be chosen; the text says what is wrong with it.
QString choose_from(const QString& link, const QString& budget, const QString& frame, mlink::ui::Bookmark& choice) {
  if (const QStringList boxes = link.split(u','); boxes.size() == 2 && !boxes[0].isEmpty() && !boxes[1].isEmpty())
    choice.link = mlink::ui::LinkChoice{boxes[0].trimmed(), boxes[1].trimmed()};
  else if (!link.isEmpty())
    return QStringLiteral("A link is written SOURCE,TARGET.");
  if (!budget.isEmpty()) {
    const auto amount = mlink::outputs::parse_amount(budget.toStdString());
    if (!amount) return QString::fromStdString(amount.error().text());
    choice.budget = *amount;
  }
  if (frame.isEmpty()) return {};
  bool known = false;
  const qsizetype colon = frame.lastIndexOf(u':');
  const qint64 number = frame.mid(colon + 1).toLongLong(&known);
  if (colon <= 0 || !known || number < 0) return QStringLiteral("A frame is written CAMERA:NUMBER.");
  choice.frame = mlink::ui::FrameChoice{frame.left(colon), number};
  return {};
}

QString parse(const QCoreApplication& app, Wishes& wishes) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Learn how black boxes predict each other, and see what a budget gives."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("Experiment to open (*.mlink)."),
                               QStringLiteral("[FILE]"));
  const QCommandLineOption page(QStringLiteral("page"),
                                QStringLiteral("Page to show, or part of one: sources, links, replay and so on."),
                                QStringLiteral("NAME"), QStringLiteral("sources"));
  const QCommandLineOption layout(QStringLiteral("layout"),
                                  QStringLiteral("Layout of the pages to show, as \"Links and Replay\"."),
                                  QStringLiteral("NAME"));
  const QCommandLineOption picture(QStringLiteral("screenshot"),
                                   QStringLiteral("Draw the page into a .png, .svg or .pdf and end; needs no screen."),
                                   QStringLiteral("FILE"));
  const QCommandLineOption figure(
      QStringLiteral("figure"),
      QStringLiteral("With --screenshot: one drawing of the page for a paper, as \"frontier,84x56mm,8pt,grey\" (or "
                     "colour, safe), into .svg or .pdf."),
      QStringLiteral("WHAT"));
  const QCommandLineOption select(QStringLiteral("select"), QStringLiteral("Link to choose, as pose,persons."),
                                  QStringLiteral("SOURCE,TARGET"));
  const QCommandLineOption budget(QStringLiteral("budget"), QStringLiteral("Budget to choose, as 60ms or 5GB."),
                                  QStringLiteral("AMOUNT"));
  const QCommandLineOption frame(QStringLiteral("frame"), QStringLiteral("Frame to choose, as yard:230."),
                                 QStringLiteral("CAMERA:NUMBER"));
  const QCommandLineOption method(QStringLiteral("method"), QStringLiteral("Method to choose, as mlink."),
                                  QStringLiteral("NAME"));
  const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window, as 1600x1000."),
                                QStringLiteral("WxH"));
  const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("NAME"));
  const QCommandLineOption language(QStringLiteral("language"),
                                    QStringLiteral("en or de, for this run; else as in the settings."),
                                    QStringLiteral("CODE"));
  parser.addOptions({page, layout, select, budget, frame, method, picture, figure, size, theme, language});
  if (!parser.parse(app.arguments())) return parser.errorText();
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  const QStringList files = parser.positionalArguments();
  if (files.size() > 1) return QStringLiteral("One experiment at a time.");
  wishes.file = files.value(0);
  if (parser.isSet(page)) wishes.page = parser.value(page);
  wishes.layout = parser.value(layout);
  wishes.screenshot = parser.value(picture);
  wishes.theme = parser.value(theme);
  wishes.language = parser.value(language);
  if (parser.isSet(size) && !size_from(parser.value(size), wishes))
    return QStringLiteral("A size is written 1600x1000.");
  if (!wishes.theme.isEmpty() && wishes.theme != QLatin1String("light") && wishes.theme != QLatin1String("dark"))
    return QStringLiteral("A theme is light or dark.");
  if (!wishes.language.isEmpty() && wishes.language != QLatin1String("en") && wishes.language != QLatin1String("de"))
    return QStringLiteral("A language is en or de.");
  if (parser.isSet(picture) && wishes.screenshot.isEmpty()) return QStringLiteral("--screenshot needs a file.");
  if (parser.isSet(figure)) {
    if (QString wrong = figure_from(parser.value(figure), wishes); !wrong.isEmpty()) return wrong;
  }
  wishes.choice.method = parser.value(method);
  return choose_from(parser.value(select), parser.value(budget), parser.value(frame), wishes.choice);
}

/// A picture is English unless told otherwise: it does not follow what a person chose for themselves.
QString wishes_language(const Wishes& wishes, bool picture) {
  if (!wishes.language.isEmpty()) return wishes.language;
  return picture ? QStringLiteral("en") : mlink::ui::language_code(mlink::ui::Preferences::kept_language());
}

void set_up(mlink::ui::MainWindow& window, bool system_dark, bool remember, const mlink::ui::LogRelay& relay) {
  window.set_system_dark(system_dark);
  window.set_remembering(remember);  // the theme that was chosen last
  QObject::connect(&relay, &mlink::ui::LogRelay::line, &window, &mlink::ui::MainWindow::log, Qt::QueuedConnection);
  const QFileInfo beside(QCoreApplication::applicationDirPath() + QStringLiteral("/mlink"));
  if (beside.isExecutable()) window.worker()->set_probe(beside.absoluteFilePath().toStdString());
}

}  // namespace

int main(int argc, char** argv) {
  mlink::base::use_best_blas(argv);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the sizes of files is an error of what is written then, not the end
  choose_platform(argc, argv);
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("mlink"));
  QApplication::setApplicationName(QStringLiteral("mlink-workbench"));
  QApplication::setApplicationVersion(QStringLiteral(MLINK_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("mlink-workbench"));
  Wishes wishes;
  if (const QString wrong = parse(app, wishes); !wrong.isEmpty()) return complain(wrong, kWrongUsage);

  const bool picture = !wishes.screenshot.isEmpty();
  mlink::ui::ThemeHolder themes;
  const bool system_dark = mlink::ui::system_is_dark();
  QApplication::setStyle(new mlink::ui::WorkbenchStyle(&themes));
  themes.set_dark(false);
  // Numbers look the same in every language and on every system: as in files.
  QLocale::setDefault(QLocale::c());
  mlink::ui::Language language;
  language.use(wishes_language(wishes, picture));
  // The log may outlive the window: the relay lives as long as the program, the queued connection ends with the window.
  static mlink::ui::LogRelay relay;
  qRegisterMetaType<mlink::base::LogLevel>();
  const mlink::ui::Desk desk(themes, language,
                             [&](mlink::ui::MainWindow& window) { set_up(window, system_dark, !picture, relay); });
  mlink::ui::MainWindow& window = *desk.window();  // a picture is of this one; later ones are the desk's
  if (!wishes.theme.isEmpty()) themes.set_dark(wishes.theme == QLatin1String("dark"));
  mlink::base::set_up_log(picture ? mlink::base::LogLevel::warning : mlink::base::LogLevel::info,
                          [](mlink::base::LogLevel level, const std::string& text) { relay.pass(level, text); });
  if (!wishes.page.isEmpty() && !window.show_page(wishes.page))
    return complain(QStringLiteral("There is no page %1. There are %2.")
                        .arg(wishes.page, window.page_ids().join(QStringLiteral(", "))),
                    kWrongUsage);
  if (!wishes.layout.isEmpty() && !window.show_layout(wishes.layout))
    return complain(QStringLiteral("There is no layout %1. There are %2.")
                        .arg(wishes.layout, window.layout_names().join(QStringLiteral(", "))),
                    kWrongUsage);
  QObject::connect(window.worker(), &mlink::ui::Worker::opened, &window,
                   [&window, choice = wishes.choice] { mlink::ui::choose(choice, *window.selection()); });
  if (!wishes.file.isEmpty()) window.open_file(QFileInfo(wishes.file).absoluteFilePath());
  if (picture) {
    const auto status = mlink::ui::write_screenshot(window, wishes.screenshot, wishes.size, kPatience, wishes.figure);
    if (!status) return complain(QString::fromStdString(status.error().text()), kFailed);
    return 0;
  }
  window.resize(wishes.size);
  window.show();
  return QApplication::exec();
}
