// The program under test, in a process of its own or as its command line alone in this one, and what it said.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <iostream>
#include <sstream>

#include "cli.h"

struct Ran {
  int status = -1;
  QString out, err;
  [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

inline Ran run(const QStringList& arguments) {
  QProcess process;
  process.start(MLINK_PROGRAM, arguments);
  Ran ran;
  if (!process.waitForFinished(300000)) return ran;
  ran.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
  ran.out = QString::fromUtf8(process.readAllStandardOutput());
  ran.err = QString::fromUtf8(process.readAllStandardError());
  return ran;
}

/// As run(), without a process: what does not hang on one is told in a tenth of the time.
inline Ran run_here(const QStringList& arguments) {
  std::vector<std::string> words;
  for (const auto& argument : arguments) words.push_back(argument.toStdString());
  std::ostringstream out, err;
  auto* const out_before = std::cout.rdbuf(out.rdbuf());
  auto* const err_before = std::cerr.rdbuf(err.rdbuf());
  Ran ran;
  ran.status = mlink::cli::run_command_line(words, {}, MLINK_PROGRAM);
  std::cout.rdbuf(out_before);
  std::cerr.rdbuf(err_before);
  ran.out = QString::fromStdString(out.str());
  ran.err = QString::fromStdString(err.str());
  return ran;
}

inline QByteArray told(const Ran& ran) {
  return (QString("status %1\n%2\n%3").arg(ran.status).arg(ran.out, ran.err)).toUtf8();
}

#define DONE(...)                                       \
  do {                                                  \
    const Ran& done = (__VA_ARGS__);                    \
    QVERIFY2(done.status == 0, told(done).constData()); \
  } while (false)
