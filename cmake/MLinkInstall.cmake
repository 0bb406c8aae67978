# cmake --install build/release --prefix PLACE. The programs lie in lib/mlink-workbench beside the modules that they load
# (core/base/modules.h looks there), with links in bin; the desktop finds them, and opens *.mlink with them.
include(GNUInstallDirs)
set(place ${CMAKE_INSTALL_LIBDIR}/mlink-workbench)
set(programs mlink)
if(MLINK_GUI)
  list(APPEND programs mlink-workbench)
endif()
install(TARGETS ${programs} RUNTIME DESTINATION ${place})
# What they start themselves: no person does.
if(TARGET mlink-boxhost)
  install(TARGETS mlink-boxhost RUNTIME DESTINATION ${place})
endif()
install(TARGETS mlink_torch_module LIBRARY DESTINATION ${place})
foreach(module mlink_experiment_columnar mlink_openvino_module mlink_hosts_module mlink_servers_module)
  if(TARGET ${module})
    install(TARGETS ${module} LIBRARY DESTINATION ${place})
  endif()
endforeach()
if(TARGET mlink_cuda_kernels)
  install(PROGRAMS ${CMAKE_BINARY_DIR}/app/mlink-cuda.so DESTINATION ${place})
endif()
foreach(program IN LISTS programs)
  install(CODE "
    set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
    file(MAKE_DIRECTORY \${folder})
    file(CREATE_LINK ../${place}/${program} \${folder}/${program} SYMBOLIC)")
endforeach()

if(MLINK_GUI)
  set(desktop ${CMAKE_SOURCE_DIR}/resources/desktop)
  install(FILES ${desktop}/mlink-workbench.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES ${desktop}/mlink-workbench.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES ${desktop}/mlink-workbench.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
  install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/mlink-workbench.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()

# The demo, which the window makes on request, and the manifests of the boxes that it takes.
set(shared ${CMAKE_INSTALL_DATADIR}/mlink-workbench)
install(PROGRAMS ${CMAKE_SOURCE_DIR}/datasets/demo/demo.sh DESTINATION ${shared}/datasets/demo)
install(FILES ${CMAKE_SOURCE_DIR}/datasets/demo/clips.sh DESTINATION ${shared}/datasets/demo)
install(PROGRAMS ${CMAKE_SOURCE_DIR}/datasets/boxes/fetch.sh DESTINATION ${shared}/datasets/boxes)
install(FILES ${CMAKE_SOURCE_DIR}/datasets/boxes/models.json DESTINATION ${shared}/datasets/boxes)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/boxes DESTINATION ${shared}/resources)

# Manual pages are made from --help, so that they tell what the programs take.
find_program(MLINK_HELP2MAN help2man)
if(MLINK_HELP2MAN)
  foreach(program IN LISTS programs)
    install(CODE "
      set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man1\")
      file(MAKE_DIRECTORY \${folder})
      set(ENV{QT_QPA_PLATFORM} offscreen)
      execute_process(COMMAND ${MLINK_HELP2MAN} --no-info --no-discard-stderr --output \${folder}/${program}.1
        $<TARGET_FILE:${program}> COMMAND_ERROR_IS_FATAL ANY)")
  endforeach()
endif()
