// SPDX-License-Identifier: MIT
// What is used of libtracefs (1.6). Its own header is C only: inline functions in it give a number for an enum,
// which C++ refuses.
#pragma once

#include <cstddef>

extern "C" {

struct tracefs_instance;

void tracefs_set_loglevel(int level);  // enum tep_loglevel: 0 is none
int tracefs_tracing_dir_is_mounted(bool mount, const char** path);

tracefs_instance* tracefs_instance_create(const char* name);
tracefs_instance* tracefs_instance_alloc(const char* tracing_dir, const char* name);
int tracefs_instance_destroy(tracefs_instance* instance);
void tracefs_instance_free(tracefs_instance* instance);
int tracefs_instance_set_buffer_size(tracefs_instance* instance, std::size_t kib, int cpu);
int tracefs_instance_file_write(tracefs_instance* instance, const char* file, const char* text);
int tracefs_instance_file_open(tracefs_instance* instance, const char* file, int mode);

bool tracefs_event_file_exists(tracefs_instance* instance, const char* system, const char* event,
                               const char* file);
int tracefs_event_file_write(tracefs_instance* instance, const char* system, const char* event, const char* file,
                             const char* text);
/// To be freed.
char* tracefs_event_file_read(tracefs_instance* instance, const char* system, const char* event, const char* file,
                              int* size);
}
