// SPDX-License-Identifier: MIT
#include "kernel/guard_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace wlanmedic::kernel {
namespace {

namespace fs = std::filesystem;

// The folder of the Makefile itself: $(src) is relative to the kernel's tree in some kernels, and absolute in
// others.
constexpr std::string_view beside = R"(
# The connection-loss guard (wlanmedic kernel patch): its headers, and a module of its own.
subdir-ccflags-y += -I$(dir $(abspath $(lastword $(filter %Makefile %Kbuild,$(MAKEFILE_LIST)))))connloss_guard
obj-m += connloss_guard/
)";

std::string elsewhere(const fs::path& built) {
    return fmt::format(R"(
# The connection-loss guard (wlanmedic kernel patch), which is built on its own.
subdir-ccflags-y += -I{0}
KBUILD_EXTRA_SYMBOLS += {0}/Module.symvers
)",
                       built.string());
}

// Of BUILT_MODULE_NAME[N]: the next N.
unsigned next_module(std::string_view dkms) {
    constexpr std::string_view name = "BUILT_MODULE_NAME[";
    unsigned next = 0;
    for (std::size_t at = dkms.find(name); at != std::string_view::npos; at = dkms.find(name, at + 1)) {
        unsigned number = 0;
        const char* digits = dkms.data() + at + name.size();
        if (std::from_chars(digits, dkms.data() + dkms.size(), number).ec == std::errc{})
            next = std::max(next, number + 1);
    }
    return std::max(next, 1U);
}

std::string text_of(const fs::path& file) {
    auto text = read_source(file);
    return text ? *std::move(text) : std::string{};
}

std::string with_line_end(std::string text) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    return text;
}

std::string dkms_lines(const DriverTree& driver, std::string_view dkms) {
    unsigned number = next_module(dkms);
    const fs::path from_dkms = driver.folder.lexically_relative(driver.dkms.parent_path());
    const fs::path built = from_dkms == "." ? fs::path("connloss_guard") : from_dkms / "connloss_guard";
    std::string lines = "\n# The connection-loss guard (wlanmedic kernel patch).\n";
    for (const char* module : {"connloss_guard", "connloss_sdio"})
        lines += fmt::format(
            "BUILT_MODULE_NAME[{0}]=\"{1}\"\nBUILT_MODULE_LOCATION[{0}]=\"{2}/\"\n"
            "DEST_MODULE_LOCATION[{0}]=\"/updates/dkms\"\n",
            number++, module, built.string());
    return lines;
}

}  // namespace

wifi::Result<GuardFiles> guard_files(const DriverTree& driver, const fs::path& built) {
    if (driver.makefile.empty())
        return std::unexpected(
            wifi::Error{.what = "has neither a Makefile nor a Kbuild, so the guard cannot be built with it",
                        .file = driver.folder.string(),
                        .hint = {}});
    GuardFiles files;
    std::error_code failed;
    fs::path guard;
    if (!built.empty()) {
        guard = fs::canonical(built, failed);
        if (failed || !fs::is_regular_file(guard / "connloss_guard.h", failed))
            return std::unexpected(wifi::Error{.what = "has no connloss_guard.h",
                                               .file = built.string(),
                                               .hint = "--guard names the folder in which the guard is built."});
    } else {
        for (const config::EmbeddedFile& file : embedded_guard()) {
            const fs::path place = driver.folder / "connloss_guard" / fs::path(file.file).filename();
            if (text_of(place) != file.text)
                files.sources.push_back({.file = place, .text = std::string(file.text)});
        }
    }
    auto makefile = read_source(driver.makefile);
    if (!makefile) return std::unexpected(makefile.error());
    if (makefile->find("connection-loss guard") == std::string::npos)
        files.build_files.push_back({.file = driver.makefile,
                                     .text = with_line_end(*std::move(makefile)) +
                                             (built.empty() ? std::string(beside) : elsewhere(guard))});
    if (built.empty() && !driver.dkms.empty()) {
        const std::string dkms = text_of(driver.dkms);
        if (dkms.find("connloss_guard") == std::string::npos)
            files.build_files.push_back(
                {.file = driver.dkms, .text = with_line_end(dkms) + dkms_lines(driver, dkms)});
    }
    return files;
}

}  // namespace wlanmedic::kernel
