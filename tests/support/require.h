// What a test cannot go on without: a Result that has a value, else the test ends with its error.
#pragma once

#include <QTest>

#define REQUIRE(...)                                                   \
  do {                                                                 \
    auto&& required = (__VA_ARGS__);                                   \
    if (!required.has_value()) QFAIL(required.error().text().c_str()); \
  } while (false)
