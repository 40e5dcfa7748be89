// SPDX-License-Identifier: MIT
// What is used of libtracecmd (3.1). Its own header is C only, by way of libtracefs': inline functions there give
// a number for an enum, which C++ refuses.
#pragma once

#include <cstdarg>
#include <cstdbool>
#include <cstdio>

extern "C" {
#include <traceevent/event-parse.h>

struct tracecmd_input;

tracecmd_input* tracecmd_open_fd(int fd, int flags);
tep_handle* tracecmd_get_tep(tracecmd_input* handle);
int tracecmd_buffer_instances(tracecmd_input* handle);
tracecmd_input* tracecmd_buffer_instance_handle(tracecmd_input* handle, int index);
int tracecmd_iterate_events_multi(tracecmd_input** handles, int count,
                                  int (*callback)(tracecmd_input* handle, tep_record* record, int cpu, void* data),
                                  void* data);
void tracecmd_set_loglevel(tep_loglevel level);
}

namespace wlanmedic::evidence {

inline constexpr int tracecmd_without_plugins = 1;  // TRACECMD_FL_LOAD_NO_PLUGINS

}  // namespace wlanmedic::evidence
