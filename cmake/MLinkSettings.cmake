# Compiler settings shared by all targets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()

# LibTorch files peak at 1-1.5 GB each while they compile: one at a time.
set_property(GLOBAL PROPERTY JOB_POOLS torch_pool=1)

find_program(MLINK_CCACHE ccache)
if(MLINK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without these two ccache passes over files with a precompiled header.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${MLINK_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Code that is not worth optimising (suites, command line): compiled in two thirds of the time. Inline functions stay the
# program's own: unoptimised ones are symbols, and OpenCV may bring a Qt 5 that would take Qt 6's for its own.
set(MLINK_QUICK_COMPILE $<$<CONFIG:Release>:-O1>
  $<$<CONFIG:RelWithDebInfo>:-O0> $<$<CONFIG:RelWithDebInfo>:-fvisibility-inlines-hidden>)

# The window does not compute: with sanitizers it is not optimised, either.
set(MLINK_WINDOW_COMPILE $<$<CONFIG:RelWithDebInfo>:-O0> $<$<CONFIG:RelWithDebInfo>:-fvisibility-inlines-hidden>)

# Programs that are linked often and shipped never (suites, benchmarks): gold needs a sixth of the default linker's time.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold MLINK_HAS_GOLD)
set(MLINK_QUICK_LINK $<$<BOOL:${MLINK_HAS_GOLD}>:-fuse-ld=gold>)

add_library(mlink_settings INTERFACE)
# g++ 12 warns of overlapping copies inside std::string's own operator+ (GCC bug 105329): off for that compiler only.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(mlink_settings INTERFACE -Wno-restrict)
endif()
target_compile_options(mlink_settings INTERFACE -Wall -Wextra -Wpedantic
  $<$<BOOL:${MLINK_WERROR}>:-Werror>)
# Files compiled together (sanitizer presets: half the time) are included from another, which g++ takes for headers.
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(mlink_settings INTERFACE -Wno-subobject-linkage)
endif()
if(MLINK_SANITIZE)
  target_compile_options(mlink_settings INTERFACE -fsanitize=${MLINK_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(mlink_settings INTERFACE -fsanitize=${MLINK_SANITIZE})
  target_compile_definitions(mlink_settings INTERFACE MLINK_SANITIZED=1)
  # Of UBSan's checks these stand at every access, which AddressSanitizer watches too: without them g++ compiles in half
  # the time.
  if(MLINK_SANITIZE MATCHES "undefined")
    target_compile_options(mlink_settings INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  # With sanitizers g++ 12 takes members of std::regex and std::function for uninitialised (GCC bug 105562).
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(mlink_settings INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
target_compile_definitions(mlink_settings INTERFACE MLINK_VERSION="${PROJECT_VERSION}"
  QT_NO_KEYWORDS)
