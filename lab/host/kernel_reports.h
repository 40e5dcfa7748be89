// SPDX-License-Identifier: MIT
// What a kernel complains of itself on its console: oopses, warnings, and what its checkers find. The forms are
// those of Linux 6.1: lib/bug.c, kernel/panic.c, arch/x86/kernel/dumpstack.c and mm/fault.c,
// kernel/locking/lockdep.c, mm/kasan/report.c, mm/kmemleak.c, lib/debugobjects.c, kernel/hung_task.c,
// kernel/rcu/tree_stall.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::lab {

enum class ReportKind : unsigned char {
    oops,          ///< the kernel itself failed: a bad address, BUG_ON, a panic
    warning,       ///< WARN_ON
    lockdep,       ///< locks taken in a wrong order or a wrong place; RCU used without its lock
    atomic_sleep,  ///< a function that may sleep, where nothing may
    kasan,         ///< memory used that is not one's own, or not any more
    kmemleak,      ///< memory that nobody knows of any more
    debug_object,  ///< a timer or work item freed in use, or used without being made
    hang,          ///< a task, processor or grace period that goes on for too long
    other,         ///< "BUG: …" of a kind that is none of these
};

std::string_view name_of(ReportKind kind);

struct KernelReport {
    ReportKind kind = ReportKind::other;
    std::string title;     ///< its first line, without the time
    std::string function;  ///< the first in its trace that is of a driver or of the guard; else the first of all
    std::string module;    ///< that the function is of; empty: of the kernel itself
    std::string text;      ///< all of its lines
};

/// In their order. An oops that is printed in several lines is one.
std::vector<KernelReport> kernel_reports(std::string_view console);

}  // namespace wlanmedic::lab
