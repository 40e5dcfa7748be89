# SPDX-License-Identifier: MIT
# wlanmedic_module(NAME DEPS … LIBS …): the folder src/NAME as the static library wlanmedic_NAME.
# DEPS are the modules it may include, as docs/architecture.md draws them; LIBS are packages.
function(wlanmedic_module name)
    cmake_parse_arguments(arg "" "" "DEPS;LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    add_library(wlanmedic_${name} STATIC ${sources})
    list(TRANSFORM arg_DEPS PREPEND wlanmedic_)
    target_link_libraries(wlanmedic_${name} PUBLIC wlanmedic_flags ${arg_DEPS} ${arg_LIBS})
endfunction()
