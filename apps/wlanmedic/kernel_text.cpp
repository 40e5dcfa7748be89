// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "kernel_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

std::string_view colour_of(std::string_view line) {
    if (line.starts_with("+++") || line.starts_with("---")) return "\x1b[1m";
    if (line.starts_with("@@")) return "\x1b[36m";
    if (line.starts_with("+")) return "\x1b[32m";
    if (line.starts_with("-")) return "\x1b[31m";
    return {};
}

// As diff wrote it, but for what a terminal would take for a command.
std::string safe_diff(std::string_view diff, bool colour) {
    std::string text;
    for (std::size_t at = 0; at < diff.size();) {
        const std::size_t end = std::min(diff.find('\n', at), diff.size());
        const std::string_view line = diff.substr(at, end - at);
        const std::string_view begin = colour ? colour_of(line) : std::string_view{};
        text += begin;
        for (std::size_t from = 0; from <= line.size();) {
            const std::size_t tab = std::min(line.find('\t', from), line.size());
            text += report::for_terminal(line.substr(from, tab - from));
            if (tab < line.size()) text += '\t';
            from = tab + 1;
        }
        text += begin.empty() ? "\n" : "\x1b[0m\n";
        at = end + 1;
    }
    return text;
}

std::string names(const std::vector<std::filesystem::path>& files) {
    std::vector<std::string> all;
    for (const auto& file : files) all.push_back(report::for_terminal(file.string()));
    return fmt::format("{}", fmt::join(all, ", "));
}

std::string place(const kernel::FoundSite& found) {
    return report::for_terminal(fmt::format("{}:{}", found.file.string(), found.site.line));
}

std::string what(const kernel::Site& site) {
    return site.fault.empty() ? std::string(kernel::name_of(site.call))
                              : fmt::format("{} {}", kernel::name_of(site.call), report::for_terminal(site.fault));
}

std::string text_sites(const KernelPatchReport& report) {
    std::string text = "\nFound\n";
    for (const auto& found : report.patched.found)
        text += fmt::format("  {:<24} {}\n", place(found), what(found.site));
    if (report.patched.found.empty()) text += "  nothing\n";
    if (report.patched.unguarded.empty() && report.patched.unmatched.empty()) return text;
    text += "\nNot understood\n";
    for (const auto& found : report.patched.unguarded)
        text += fmt::format("  {:<24} {}: {}\n", place(found), what(found.site), found.site.unguarded);
    for (const std::string& name : report.patched.unmatched)
        text += fmt::format("  {:<24} finds nothing to change in this driver\n", name);
    return text;
}

std::string text_outcome(const KernelPatchReport& report) {
    const bool nothing =
        report.patched.files.empty() && report.guard.sources.empty() && report.guard.build_files.empty();
    if (nothing) return "\nThe driver has all of it already. Nothing was written.\n";
    if (report.patched.loses_devices())
        return "\nNothing was written, and nothing will be: a device would be freed that the guard still knows of "
               "(unregister, above).\n";
    std::string text = "\nBuild\n";
    for (const auto& file : report.guard.build_files)
        text += fmt::format("  {:<24} {}\n", report::for_terminal(file.file.filename().string()),
                            "gets the lines of the guard");
    if (!report.guard.sources.empty())
        text += fmt::format("  {:<24} the guard's sources, {} files\n", "connloss_guard/",
                            report.guard.sources.size());
    if (report.guard.build_files.empty() && report.guard.sources.empty()) text += "  has the guard already\n";
    return text + (report.written ? "\nWritten.\n" : "\nNothing was written; --apply writes it.\n");
}

}  // namespace

std::string text_kernel_patch(const KernelPatchReport& report) {
    std::string text = fmt::format("Driver {} in {}\n\nPatches\n", report::for_terminal(report.driver.name),
                                   report::for_terminal(report.driver.folder.string()));
    for (const auto& patch : report.patched.patches)
        text += fmt::format(
            "  {:<24} {}\n", patch.name,
            patch.changes.empty() ? "changes nothing" : fmt::format("changes {}", names(patch.changes)));
    text += text_sites(report);
    if (!report.patched.diff.empty()) text += fmt::format("\n{}", safe_diff(report.patched.diff, report.colour));
    return text + text_outcome(report);
}

std::string text_kernel_patches(const std::vector<kernel::SemanticPatch>& patches) {
    std::string text;
    for (const auto& patch : patches)
        text += fmt::format("{:<26} {:<7} {:<22} {}\n", patch.name, patch.by_default ? "default" : "option",
                            fmt::format("{}", fmt::join(patch.drivers, ", ")), patch.summary);
    return text;
}

}  // namespace wlanmedic::app
