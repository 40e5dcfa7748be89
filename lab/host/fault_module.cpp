// SPDX-License-Identifier: MIT
#include "lab/host/fault_module.h"

#include "lab/host/fault_source.h"
#include "lab/host/kernel_build.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {

namespace fs = std::filesystem;

wifi::Result<void> build_fault_module(const fs::path& build, const fs::path& into) {
    const fs::path source = into / "source";
    std::error_code failed;
    fs::create_directories(source, failed);
    for (const config::EmbeddedFile& file : fault_sources())
        if (auto done = write_file(source / fs::path(file.file).filename(), file.text); !done) return done;
    if (auto done =
            build_modules({.build = build, .source = source, .settings = {}, .symbols = {}, .includes = {}});
        !done)
        return done;
    const auto module = built_module(source / "wlanmedic_fault.ko");
    if (!module) return std::unexpected(module.error());
    if (auto done = write_file(into / "wlanmedic_fault.ko", *module); !done) return done;
    fs::remove_all(source, failed);
    return {};
}

}  // namespace wlanmedic::lab
