# nvcc is optional: with it the CUDA kernels of core/blackbox/cuda become a module that is used where LibTorch runs on a
# GPU; without it LibTorch's operators do the same work. It comes from MLINK_CUDA_ROOT, the place where scripts/fetch_nvcc.sh
# puts it, or the system's toolkit. Called directly: as a language of CMake it would have to fit the versions that 3.25 knows.
mlink_fetched_root("${MLINK_CUDA_ROOT}" MLINK_NVCC nvcc cuda_root)
set(cuda_hints "")
if(cuda_root)
  set(cuda_hints ${cuda_root}/bin)
endif()
set(MLINK_HAVE_NVCC OFF)
set(MLINK_NVCC_VERSION "none (scripts/fetch_nvcc.sh)")
# With sanitizers the kernels' host code would be without them, and no GPU is there to run them.
if(MLINK_SANITIZE OR "$ENV{MLINK_NVCC}" STREQUAL "skip")
  return()
endif()
find_program(MLINK_NVCC_PROGRAM nvcc HINTS ${cuda_hints} PATHS /usr/local/cuda/bin)
if(MLINK_NVCC_PROGRAM)
  execute_process(COMMAND ${MLINK_NVCC_PROGRAM} --version OUTPUT_VARIABLE nvcc_says ERROR_QUIET RESULT_VARIABLE nvcc_result)
  if(nvcc_result EQUAL 0 AND nvcc_says MATCHES "release ([0-9.]+)")
    set(MLINK_HAVE_NVCC ON)
    set(MLINK_NVCC_VERSION ${CMAKE_MATCH_1})
  endif()
elseif(MLINK_CUDA_ROOT)
  message(FATAL_ERROR "CUDA: no bin/nvcc in MLINK_CUDA_ROOT. ${MLINK_CUDA_ROOT}")
endif()

# mlink_cuda_module(TARGET OUTPUT SOURCE DEPENDS...): one file of kernels as a shared library that links the static CUDA
# runtime, with code for each kind of GPU (no PTX: a driver may be older than the compiler).
function(mlink_cuda_module target output source)
  set(kinds 80 90)
  if(MLINK_NVCC_VERSION VERSION_GREATER_EQUAL 11.8)
    set(kinds 75 80 86 89 90)
  endif()
  if(MLINK_NVCC_VERSION VERSION_GREATER_EQUAL 12.8)
    list(APPEND kinds 100 120)
  endif()
  set(code "")
  foreach(kind IN LISTS kinds)
    list(APPEND code -gencode arch=compute_${kind},code=sm_${kind})
  endforeach()
  get_filename_component(nvcc_folder ${MLINK_NVCC_PROGRAM} DIRECTORY)
  set(warnings "")
  if(MLINK_WERROR)
    set(warnings --Werror all-warnings)
  endif()
  # Products are rounded before they are added, as on the CPU.
  add_custom_command(OUTPUT ${output}
    COMMAND ${MLINK_NVCC_PROGRAM} -std=c++17 -O3 -fmad=false ${warnings} -shared -Xcompiler -fPIC,-fvisibility=hidden -cudart static
      -L ${nvcc_folder}/../lib -I ${CMAKE_SOURCE_DIR}/core ${code} -o ${output} ${source}
    DEPENDS ${source} ${ARGN}
    COMMENT "CUDA kernels by nvcc ${MLINK_NVCC_VERSION}" VERBATIM)
  add_custom_target(${target} ALL DEPENDS ${output})
endfunction()
