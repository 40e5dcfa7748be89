// SPDX-License-Identifier: MIT
#include "lab/host/fault_module.h"

#include <fmt/format.h>

#include <cstdlib>

#include "lab/host/command.h"
#include "lab/host/fault_source.h"
#include "lab/host/stamp.h"
#include "lab/host/stripped.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// A folder like linux-headers-RELEASE, of links into it, but for the files that name folders below /usr by their
// whole paths and the compiler by its version.
wifi::Result<void> make_build_folder(const fs::path& root, const std::string& release, const fs::path& build) {
    const fs::path headers = root / "usr/src" / ("linux-headers-" + release);
    std::error_code failed;
    fs::create_directories(build, failed);
    for (fs::directory_iterator entry(headers, failed), end; !failed && entry != end; entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name != "Makefile" && name != ".kernelvariables") {
            fs::create_symlink(entry->path(), build / name, failed);
            continue;
        }
        auto text = read_file(entry->path());
        if (!text) return std::unexpected(text.error());
        replace_all(*text, " /usr/", fmt::format(" {}/usr/", root.string()));
        // The headers of another compiler will do: nothing of the module's is laid out by it.
        const char* path = std::getenv("PATH");
        if (name == ".kernelvariables" && find_program(path == nullptr ? "" : path, "gcc-12").empty())
            replace_all(*text, "gcc-12", "gcc");
        if (auto done = write_file(build / name, *text); !done) return done;
    }
    if (failed)
        return std::unexpected(wifi::Error{.what = "the kernel's headers are not as expected: " + failed.message(),
                                           .file = headers.string(),
                                           .hint = {}});
    return {};
}

}  // namespace

wifi::Result<void> build_fault_module(const fs::path& root, const std::string& release, const fs::path& into) {
    const fs::path build = into / "build";
    const fs::path source = into / "source";
    if (auto done = make_build_folder(root, release, build); !done) return done;
    std::error_code failed;
    fs::create_directories(source, failed);
    for (const config::EmbeddedFile& file : fault_sources())
        if (auto done = write_file(source / fs::path(file.file).filename(), file.text); !done) return done;
    // No debugging information: it would hold this folder's path.
    const auto made =
        run({.words = {"make", "-s", "-C", build.string(), "M=" + source.string(), "KCFLAGS=-g0", "modules"},
             .directory = {}});
    if (!made) return std::unexpected(made.error());
    const auto module = read_file(source / "wlanmedic_fault.ko");
    if (!module) return std::unexpected(module.error());
    const auto small = stripped(*module, into / "wlanmedic_fault.full");
    if (!small) return std::unexpected(small.error());
    if (auto done = write_file(into / "wlanmedic_fault.ko", *small); !done) return done;
    fs::remove_all(build, failed);
    fs::remove_all(source, failed);
    return {};
}

}  // namespace wlanmedic::lab
