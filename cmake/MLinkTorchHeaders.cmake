# mlink_torch_headers(ROOT OUT): OUT becomes a folder with LibTorch's own headers of ROOT/include and nothing else. A
# wheel's include/ also holds copies of other libraries (fmt, pybind11, ...), which would come before the system's for
# every file that is compiled with it; put behind the system's, it would let Debian's libtorch-dev come first.
function(mlink_torch_headers root out)
  file(REMOVE_RECURSE ${out})
  file(MAKE_DIRECTORY ${out})
  foreach(folder torch ATen c10 caffe2)
    if(IS_DIRECTORY ${root}/include/${folder})
      file(CREATE_LINK ${root}/include/${folder} ${out}/${folder} SYMBOLIC)
    endif()
  endforeach()
endfunction()
