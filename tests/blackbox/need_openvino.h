// What only a build with OpenVINO can do. The sanitizer builds have none on purpose (cmake/MLinkOpenvino.cmake):
// nothing is skipped there, where a skip counts as a failure.
#pragma once

#include <QTest>

#include "blackbox/adapters/openvino_model.h"

#ifdef MLINK_SANITIZED
#define NEED_OPENVINO \
  if (!mlink::blackbox::openvino_version()) return
#else
#define NEED_OPENVINO \
  if (const auto version = mlink::blackbox::openvino_version(); !version) QSKIP(version.error().text().c_str())
#endif
