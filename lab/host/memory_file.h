// SPDX-License-Identifier: MIT
// A file without a name, in memory: it goes when nobody has it open any more, whatever ended them.
#pragma once

#include <cstdint>
#include <string>

#include "wifi/error.h"

namespace wlanmedic::lab {

class MemoryFile {
public:
    /// `name` is for whoever looks into /proc.
    static wifi::Result<MemoryFile> make(const char* name);
    MemoryFile(MemoryFile&& other) noexcept;
    MemoryFile& operator=(MemoryFile&& other) noexcept;
    ~MemoryFile();

    int descriptor() const { return descriptor_; }
    /// How a process that inherited the descriptor opens it by name.
    std::string path() const;
    std::uint64_t size() const;

    /// At the end. Error: no memory.
    wifi::Result<void> append(std::string_view bytes);
    wifi::Result<void> append_file(const std::string& path);
    /// Zeros until the size is a multiple.
    wifi::Result<void> pad(std::uint64_t multiple);

    /// At most `most` bytes from `offset`.
    std::string read(std::uint64_t offset, std::uint64_t most) const;

private:
    explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace wlanmedic::lab
