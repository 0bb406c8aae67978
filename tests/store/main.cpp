// The suite, or a child of it: test_store --child WHAT FILE ...
#include <QCoreApplication>
#include <QTest>
#include <string>
#include <vector>

#include "store/sample.h"
#include "store/test_store.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments[0] == "--child") return mlink::test::child_main(arguments);
  const QCoreApplication app(argc, argv);
  TestStore suite;
  return QTest::qExec(&suite, argc, argv);
}
