# mlink_room(NAME [SOURCES ...] [TORCH ...] [ROOMS ...] [LIBS ...] [PRIVATE_LIBS ...])
# One folder under core/ = one target mlink_NAME. ROOMS are the rooms it may know (the arrows of the house); TORCH: its
# files that use LibTorch, which go into the module that is loaded when it is first needed (core/base/modules.h).
# MLinkArrows writes what is really linked for tests/structure.
include(MLinkArrows)

function(mlink_room name)
  cmake_parse_arguments(R "" "" "SOURCES;TORCH;ROOMS;LIBS;PRIVATE_LIBS" ${ARGN})
  add_library(mlink_${name} STATIC ${R_SOURCES})
  add_library(mlink::${name} ALIAS mlink_${name})
  target_include_directories(mlink_${name} PUBLIC ${CMAKE_SOURCE_DIR}/core)
  target_link_libraries(mlink_${name} PUBLIC ${R_LIBS} PRIVATE mlink_settings ${R_PRIVATE_LIBS})
  foreach(room IN LISTS R_ROOMS)
    target_link_libraries(mlink_${name} PUBLIC mlink_${room})
  endforeach()
  if(R_TORCH)
    list(TRANSFORM R_TORCH PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    target_sources(mlink_torch_module PRIVATE ${R_TORCH})
    target_link_libraries(mlink_torch_module PRIVATE mlink_${name})
  endif()
endfunction()

# mlink_test(NAME SOURCES ... LIBS ... [SECONDS N] [HEADERS none]): one QtTest suite, run by ctest as NAME. The suites that
# say how long they last start first, or the longest would run alone at the end. HEADERS none: it links Qt modules that
# the precompiled headers do not know.
function(mlink_test name)
  cmake_parse_arguments(T "" "SECONDS;HEADERS" "SOURCES;LIBS" ${ARGN})
  add_executable(test_${name} ${T_SOURCES})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR})
  target_compile_definitions(test_${name} PRIVATE MLINK_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MLINK_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_compile_options(test_${name} PRIVATE ${MLINK_QUICK_COMPILE})
  target_link_options(test_${name} PRIVATE ${MLINK_QUICK_LINK})
  if(NOT T_HEADERS)
    if("${T_LIBS}" MATCHES "ui_")
      mlink_use_precompiled(test_${name} mlink_window_test_headers)
    else()
      mlink_use_precompiled(test_${name} mlink_test_headers)
    endif()
  endif()
  target_link_libraries(test_${name} PRIVATE mlink_settings Qt6::Core Qt6::Test ${T_LIBS})
  if(TARGET mlink_test_ended_threads)
    target_link_libraries(test_${name} PRIVATE mlink_test_ended_threads)
  endif()
  add_dependencies(test_${name} mlink_torch_module)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 1500 COST "${T_SECONDS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=1;OPENBLAS_NUM_THREADS=1;LC_ALL=C.UTF-8;MLINK_TRUST=all")
endfunction()
