// SPDX-License-Identifier: MIT
#include "kernel/semantic_patches.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace wlanmedic::kernel {
namespace {

// What stands behind this mark at the beginning of a line of the head.
std::string_view behind(std::string_view text, std::string_view mark) {
    for (std::size_t at = 0; at < text.size() && text.substr(at).starts_with("//");) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (line.starts_with(mark)) return line.substr(mark.size());
        at = end + 1;
    }
    return {};
}

}  // namespace

bool SemanticPatch::is_for(std::string_view driver) const {
    return std::ranges::any_of(drivers, [&](const std::string& one) { return one == "any" || one == driver; });
}

SemanticPatch read_head(std::string_view name, std::string_view text) {
    SemanticPatch patch{.name = std::string(name),
                        .summary = std::string(behind(text, "/// ")),
                        .drivers = {},
                        .by_default = behind(text, "// Default: ") == "yes",
                        .text = text};
    std::istringstream drivers{std::string(behind(text, "// Drivers: "))};
    for (std::string driver; drivers >> driver;) patch.drivers.push_back(driver);
    return patch;
}

std::vector<SemanticPatch> semantic_patches() {
    std::vector<SemanticPatch> all;
    for (const config::EmbeddedFile& file : embedded_semantic_patches())
        all.push_back(read_head(std::filesystem::path(file.file).stem().string(), file.text));
    std::ranges::sort(all, {}, &SemanticPatch::name);
    return all;
}

wifi::Result<std::vector<SemanticPatch>> chosen_patches(std::string_view driver,
                                                        const std::vector<std::string>& with) {
    const std::vector<SemanticPatch> all = semantic_patches();
    for (const std::string& name : with) {
        const auto found = std::ranges::find(all, name, &SemanticPatch::name);
        if (found == all.end())
            return std::unexpected(wifi::Error{.what = fmt::format("no patch is called \"{}\"", name),
                                               .file = {},
                                               .hint = "`wlanmedic kernel list` shows those that there are."});
        if (!found->is_for(driver))
            return std::unexpected(wifi::Error{.what = fmt::format("the patch {} is for {}, and this driver is {}",
                                                                   name, fmt::join(found->drivers, ", "), driver),
                                               .file = {},
                                               .hint = {}});
    }
    std::vector<SemanticPatch> chosen;
    for (const SemanticPatch& patch : all)
        if (patch.is_for(driver) && (patch.by_default || std::ranges::find(with, patch.name) != with.end()))
            chosen.push_back(patch);
    return chosen;
}

}  // namespace wlanmedic::kernel
