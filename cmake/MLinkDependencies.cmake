# Everything that is found, in one place. What is optional says so.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(OpenCV REQUIRED COMPONENTS core imgproc objdetect dnn quality)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale libswresample)
find_package(SQLiteCpp REQUIRED)
find_package(ZLIB REQUIRED)
find_path(VALIJSON_INCLUDE valijson/validator.hpp REQUIRED)
add_library(mlink_valijson INTERFACE)
target_include_directories(mlink_valijson SYSTEM INTERFACE ${VALIJSON_INCLUDE})

# PocketSphinx is optional: without it the adapter says so. Version 5 has another interface and no sphinxbase; of the
# libraries that pkg-config names, sphinxad is for microphones.
pkg_check_modules(POCKETSPHINX QUIET pocketsphinx sphinxbase)
set(MLINK_HAVE_POCKETSPHINX ${POCKETSPHINX_FOUND})
add_library(mlink_pocketsphinx INTERFACE)
if(MLINK_HAVE_POCKETSPHINX)
  list(FILTER POCKETSPHINX_LINK_LIBRARIES EXCLUDE REGEX "sphinxad")
  target_include_directories(mlink_pocketsphinx SYSTEM INTERFACE ${POCKETSPHINX_INCLUDE_DIRS})
  target_link_libraries(mlink_pocketsphinx INTERFACE ${POCKETSPHINX_LINK_LIBRARIES})
endif()

include(MLinkTorch)
include(MLinkFetched)
include(MLinkArrow)
include(MLinkOpenvino)
include(MLinkCuda)
include(MLinkGrpc)

if(MLINK_GUI)
  find_package(Qt6 REQUIRED COMPONENTS Core Gui Widgets Charts Svg)
  # Of Qt Linguist only what compiles translations: its CMake package would bring Designer and Assistant with it.
  find_program(MLINK_LRELEASE lrelease HINTS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS} ${QT6_INSTALL_PREFIX}/lib/qt6/bin
    /usr/lib/qt6/bin NO_DEFAULT_PATH)
  find_program(MLINK_LRELEASE NAMES lrelease6 lrelease-qt6)
  if(NOT MLINK_LRELEASE)
    message(FATAL_ERROR "Qt's lrelease, which compiles the window's translations, was not found: install qt6-l10n-tools "
      "(scripts/packages.txt), or say where it is: -DMLINK_LRELEASE=FILE.")
  endif()
endif()
if(MLINK_TESTS)
  find_package(Qt6 REQUIRED COMPONENTS Core Test)
endif()

message(STATUS "MLink: LibTorch in ${MLINK_TORCH_DIR}, nvcc: ${MLINK_NVCC_VERSION}, PocketSphinx: ${MLINK_HAVE_POCKETSPHINX}, Arrow: ${MLINK_ARROW_VERSION}, OpenVINO: ${MLINK_OPENVINO_VERSION}, gRPC: ${MLINK_GRPC_VERSION}, ccache: ${MLINK_CCACHE}")
