# gRPC with Protocol Buffers is optional: without it everything else builds, and what needs a server or a process of its
# own says so. Only modules and mlink-boxhost link it (core/base/modules.h), so no command that needs neither waits for it.
set(MLINK_HAVE_GRPC OFF)
set(MLINK_GRPC_VERSION "none (libgrpc++-dev, protobuf-compiler-grpc)")
pkg_check_modules(GRPC QUIET IMPORTED_TARGET grpc++ protobuf)
find_program(MLINK_PROTOC protoc)
find_program(MLINK_GRPC_CPP_PLUGIN grpc_cpp_plugin)
if(GRPC_FOUND AND MLINK_PROTOC AND MLINK_GRPC_CPP_PLUGIN)
  set(MLINK_HAVE_GRPC ON)
  set(MLINK_GRPC_VERSION ${GRPC_grpc++_VERSION})
endif()

# mlink_grpc_library(NAME FILE.proto): a library of the messages and the service that FILE.proto in this folder describes,
# for modules; its headers are FILE.pb.h and FILE.grpc.pb.h.
function(mlink_grpc_library name proto)
  get_filename_component(stem ${proto} NAME_WE)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR}/${proto} DIRECTORY)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name})
  file(MAKE_DIRECTORY ${out})
  set(made ${out}/${stem}.pb.cc ${out}/${stem}.pb.h ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
  add_custom_command(OUTPUT ${made} DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${proto}
    COMMAND ${MLINK_PROTOC} -I ${folder} --cpp_out=${out} --grpc_out=${out}
      --plugin=protoc-gen-grpc=${MLINK_GRPC_CPP_PLUGIN} ${stem}.proto
    COMMENT "Protocol Buffers: ${proto}" VERBATIM)
  add_library(${name} STATIC ${made})
  # Made by a program: not looked at by ours.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD OFF CXX_CLANG_TIDY "" EXPORT_COMPILE_COMMANDS OFF)
  target_compile_options(${name} PRIVATE -w)
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC PkgConfig::GRPC)
endfunction()
