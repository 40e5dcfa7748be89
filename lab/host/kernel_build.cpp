// SPDX-License-Identifier: MIT
#include "lab/host/kernel_build.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include "lab/host/command.h"
#include "lab/host/stamp.h"
#include "lab/host/stripped.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace

// Links into linux-headers-RELEASE, but for the files that name folders below /usr by their whole paths and the
// compiler by its version.
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

wifi::Result<void> build_modules(const ModuleBuild& wanted) {
    std::string flags = "KCFLAGS=-g0";
    for (const fs::path& folder : wanted.includes) flags += " -I" + folder.string();
    std::vector<std::string> words = {
        "make", "-s", "-C", wanted.build.string(), fmt::format("M={}", wanted.source.string()), flags};
    words.insert(words.end(), wanted.settings.begin(), wanted.settings.end());
    std::vector<std::string> symbols;
    for (const fs::path& file : wanted.symbols) symbols.push_back(file.string());
    if (!symbols.empty()) words.push_back(fmt::format("KBUILD_EXTRA_SYMBOLS={}", fmt::join(symbols, " ")));
    words.emplace_back("modules");
    if (const auto made = run({.words = std::move(words), .directory = {}}); !made)
        return std::unexpected(made.error());
    return {};
}

wifi::Result<std::string> built_module(const fs::path& file) {
    const auto module = read_file(file);
    if (!module) return std::unexpected(module.error());
    return stripped(*module, fs::path(file) += ".full");
}

}  // namespace wlanmedic::lab
