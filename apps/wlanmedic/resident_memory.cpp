// SPDX-License-Identifier: MIT
#include "resident_memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

namespace wlanmedic::app {
namespace {

struct Mapping {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool can_go = false;
};

// Private, read-only or code, of a file: what it holds stands in the file, but for pages that were written to.
Mapping mapping_of(const std::string& line) {
    Mapping mapping;
    char permissions[5] = {};
    std::uint64_t inode = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " %4s %*x %*x:%*x %" SCNu64, &mapping.begin,  // NOLINT
                    &mapping.end, permissions, &inode) != 4)
        return {};
    mapping.can_go =
        inode != 0 && (std::strcmp(permissions, "r-xp") == 0 || std::strcmp(permissions, "r--p") == 0);
    return mapping;
}

}  // namespace

void share_one_heap() { ::mallopt(M_ARENA_MAX, 1); }

void give_back_what_the_start_took() {
    ::malloc_trim(0);
    // "Anonymous:" of smaps are pages that were written to (relocations): they would be lost.
    std::ifstream maps("/proc/self/smaps");
    Mapping mapping;
    for (std::string line; std::getline(maps, line);) {
        if (const Mapping next = mapping_of(line); next.end != 0) {
            mapping = next;
        } else if (line.starts_with("Anonymous:") && mapping.can_go) {
            if (line.find_first_of("123456789") == std::string::npos)
                ::madvise(reinterpret_cast<void*>(mapping.begin), mapping.end - mapping.begin,  // NOLINT
                          MADV_DONTNEED);
            mapping = {};
        }
    }
}

}  // namespace wlanmedic::app
