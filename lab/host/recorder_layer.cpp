// SPDX-License-Identifier: MIT
#include "lab/host/recorder_layer.h"

#include <fmt/format.h>

#include <sstream>

#include "lab/host/command.h"
#include "lab/host/elf.h"
#include "lab/host/stamp.h"
#include "lab/host/stripped.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view loader_place = "/lab/record/ld.so";
constexpr std::string_view starter =
    "#!/bin/sh\n"
    "export LD_LIBRARY_PATH=/lab/record/lib\n"
    "exec -a wlanmedic /lab/record/wlanmedic \"$@\"\n";

// The kernel starts the loader that the program names: another name, of the same length or shorter, in its place.
wifi::Result<void> set_loader(std::string& program, const fs::path& file) {
    const auto section = elf_section(program, ".interp");
    if (!section || section->size() <= loader_place.size())
        return std::unexpected(wifi::Error{.what = "has no room for the name of another dynamic loader",
                                           .file = file.string(),
                                           .hint = "link it with the system's own loader"});
    const std::size_t at = static_cast<std::size_t>(section->data() - program.data());
    std::string name(loader_place);
    name.resize(section->size(), '\0');
    program.replace(at, name.size(), name);
    return {};
}

}  // namespace

// "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…)"; without an arrow the vDSO and the loader.
wifi::Result<std::vector<LoadedLibrary>> loaded_libraries(std::string_view listed) {
    std::vector<LoadedLibrary> libraries;
    std::istringstream lines{std::string(listed)};
    for (std::string line; std::getline(lines, line);) {
        constexpr std::string_view arrow = " => ";
        const std::size_t at = line.find(arrow);
        if (at == std::string::npos) continue;
        const std::size_t begin = line.find_first_not_of(" \t");
        const std::string name = line.substr(begin, at - begin);
        const std::string rest = line.substr(at + arrow.size());
        const std::size_t end = rest.rfind(" (0x");
        if (end == std::string::npos || !rest.starts_with('/'))
            return std::unexpected(
                wifi::Error{.what = fmt::format("the dynamic loader says of {}: {}", name, rest),
                            .file = {},
                            .hint = "install what wlanmedic needs to run"});
        libraries.push_back({.name = fs::path(name).filename().string(), .file = rest.substr(0, end)});
    }
    return libraries;
}

wifi::Result<FileTree> recorder_files(const fs::path& program, const fs::path& scratch) {
    FileTree tree;
    auto bytes = read_file(program);
    if (!bytes) return std::unexpected(bytes.error());
    if (is_elf(*bytes)) bytes = stripped(*bytes, scratch);
    if (!bytes) return std::unexpected(bytes.error());
    if (const std::string loader = wanted_of(*bytes).interpreter; !loader.empty()) {
        auto loader_bytes = read_file(loader);
        if (!loader_bytes) return std::unexpected(loader_bytes.error());
        tree.add_file(loader_place.substr(1), *std::move(loader_bytes), 0755);
        if (auto set = set_loader(*bytes, program); !set) return std::unexpected(set.error());
        const auto listed = run({.words = {loader, "--list", program.string()}, .directory = {}});
        if (!listed) return std::unexpected(listed.error());
        const auto libraries = loaded_libraries(*listed);
        if (!libraries) return std::unexpected(libraries.error());
        for (const LoadedLibrary& library : *libraries) {
            auto content = read_file(library.file);
            if (!content) return std::unexpected(content.error());
            tree.add_file("lab/record/lib/" + library.name, *std::move(content), 0755);
        }
    }
    tree.add_file("lab/record/wlanmedic", *std::move(bytes), 0755);
    tree.add_file("usr/bin/wlanmedic", std::string(starter), 0755);
    return tree;
}

}  // namespace wlanmedic::lab
