// SPDX-License-Identifier: MIT
// The kernel's log as it grows, for steps that wait for a line of it.
#pragma once

#include <functional>
#include <string_view>

#include "lab/guest/loop.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

class KernelLog {
public:
    using OnLine = std::function<void(std::string_view line)>;

    /// From now on; `on_line` gets the message without its prefix.
    KernelLog(Loop& loop, OnLine on_line);
    ~KernelLog();
    KernelLog(const KernelLog&) = delete;
    KernelLog& operator=(const KernelLog&) = delete;

private:
    void read();

    Loop& loop_;
    OnLine on_line_;
    posix::Descriptor log_;
};

}  // namespace wlanmedic::lab
