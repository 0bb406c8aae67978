# Qt's headers take g++ four to eight seconds each time they are read, most of what a suite takes to compile: the suites
# and the window's folders share precompiled ones. lint.sh compiles without them, so that a file that misses an include
# is found.
#
# mlink_precompiled(NAME HEADERS ... LIBS ... OPTIONS ...): a library that holds one; mlink_use_precompiled(TARGET NAME).
# g++ takes it where no macro that its headers ask for differs: same options, same Qt modules among QT_GUI_LIB and
# QT_WIDGETS_LIB.
function(mlink_precompiled name)
  cmake_parse_arguments(P "" "" "HEADERS;LIBS;OPTIONS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp)
  if(NOT EXISTS ${source})
    file(WRITE ${source} "// holds a precompiled header\n")
  endif()
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE mlink_settings ${P_LIBS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/core)
  target_compile_options(${name} PRIVATE ${P_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${P_HEADERS})
  set_target_properties(${name} PROPERTIES AUTOMOC OFF UNITY_BUILD OFF)
endfunction()

function(mlink_use_precompiled target name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_precompile_headers(${target} REUSE_FROM ${name})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/core)
    get_target_property(definitions fmt::fmt INTERFACE_COMPILE_DEFINITIONS)
    if(definitions)
      target_compile_definitions(${target} PRIVATE ${definitions})
    endif()
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()
