// SPDX-License-Identifier: MIT
// A folder that appears whole or not at all: it is filled as NAME.part, and renamed at the end.
#pragma once

#include <filesystem>

#include "wifi/error.h"

namespace wlanmedic::lab {

class PartFolder {
public:
    /// A NAME.part that a killed run left is taken away. Errors: NAME is there and `force` is not set, it is no
    /// folder, another run is at it, or the place cannot be written to.
    static wifi::Result<PartFolder> make(const std::filesystem::path& name, bool force);
    PartFolder(PartFolder&& other) noexcept;
    PartFolder& operator=(PartFolder&&) = delete;
    /// Takes away what was not finished, unless keep() was called.
    ~PartFolder();

    const std::filesystem::path& path() const { return part_; }
    void keep() { keep_ = true; }
    /// What was there under the name goes, where `force` allowed it.
    wifi::Result<void> finish();

private:
    PartFolder(std::filesystem::path name, std::filesystem::path part, int lock)
        : name_(std::move(name)), part_(std::move(part)), lock_(lock) {}

    std::filesystem::path name_;
    std::filesystem::path part_;
    int lock_;  ///< the folder itself, open and flock'ed while this lives
    bool keep_ = false;
};

}  // namespace wlanmedic::lab
