#include "experiment/columnar/arrow_module.h"

#include <arrow/config.h>

extern "C" const mlink::experiment::ColumnarLibrary* mlink_columnar_library();

const mlink::experiment::ColumnarLibrary* mlink_columnar_library() {
  static const mlink::experiment::ColumnarLibrary library{[] { return arrow::GetBuildInfo().version_string; },
                                                          mlink::experiment::open_with_arrow,
                                                          mlink::experiment::write_with_arrow};
  return &library;
}
