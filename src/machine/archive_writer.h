// SPDX-License-Identifier: MIT
// A compressed tar of texts.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "wifi/error.h"

struct archive;

namespace wlanmedic::machine {

class ArchiveWriter {
public:
    /// Makes a new file, mode 0600; its name ends in .tar.zst, .tar.gz, .tar.xz or .tar. Errors: another ending,
    /// the file is there already, cannot be written.
    static wifi::Result<ArchiveWriter> make(const std::string& path);

    wifi::Result<void> add(const std::string& name, std::string_view text);
    wifi::Result<void> finish();

private:
    ArchiveWriter(archive* writer, int file, std::string path);

    struct Close {
        int file;
        void operator()(archive* writer) const;
    };
    std::unique_ptr<archive, Close> writer_;
    std::string path_;
};

}  // namespace wlanmedic::machine
