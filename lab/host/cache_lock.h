// SPDX-License-Identifier: MIT
// One at a time in a cache: a second preparation waits for the first.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Held until it is destroyed, or the process ends.
class CacheLock {
public:
    /// `say` hears of it before this waits; may be empty. Errors: `file` cannot be opened.
    static wifi::Result<CacheLock> take(const std::filesystem::path& file,
                                        const std::function<void(std::string_view)>& say);
    CacheLock(CacheLock&& other) noexcept;
    CacheLock& operator=(CacheLock&&) = delete;
    ~CacheLock();

private:
    explicit CacheLock(int file) : file_(file) {}
    int file_;
};

}  // namespace wlanmedic::lab
