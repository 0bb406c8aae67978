// The program under test in processes of its own, and what it said.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

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

inline QByteArray told(const Ran& ran) {
  return (QString("status %1\n%2\n%3").arg(ran.status).arg(ran.out, ran.err)).toUtf8();
}

#define DONE(...)                                       \
  do {                                                  \
    const Ran& done = (__VA_ARGS__);                    \
    QVERIFY2(done.status == 0, told(done).constData()); \
  } while (false)
